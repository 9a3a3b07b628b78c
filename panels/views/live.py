"""The running meeting, for its chair, secretariat and members; made for a telephone first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.forms import HappenedForm
from config.pages import attempt, page
from partnerships.queries import agencies, all_members

from .. import acts, forms
from ..models import Attendance
from ..queries.live import expected_at, live_page, version_of_page
from ..queries.room import actor_at, find_attendance
from ..queries.voting import other_answers, vote_key
from .common import meeting_form, said, the_item, the_meeting, to_item, to_meeting, today

Part = Attendance.Part


def live_context(request, found, form=None, kept: str = "") -> dict:
    """What the live page shows. `form`: the reader's vote as it was sent, with what is wrong with it. `kept`: a reason
    typed for a question that has ended, put into the form of the one that is open.
    """
    key = vote_key(found, actor_at(request.actor, found))  # first, as the version of the page
    live = live_page(found, request.actor, at=request.at)
    vote = live.vote
    sent = form
    if form is None and vote is not None and vote.may_vote:
        before = {"option": vote.my_vote.option, "reason": vote.my_vote.reason} if vote.my_vote else {}
        before |= {"reason": kept} if kept and not before else {}
        others = other_answers(in_writing=vote.in_writing)
        form = forms.VoteForm(
            options=vote.question.options, others=others, initial={**before, "seen": vote.question.pk}
        )
    return {"live": live, "meeting": found, "form_for_vote": form, "vote_key": key, "notes": [],
            "sent": sent, "began_today": _began_today(found, request)}  # fmt: skip


def _began_today(found, request) -> bool:
    """Else the meeting is entered afterwards, and its end asks when that was (C-51)."""
    return found.opened_at is None or timezone.localdate(found.opened_at) == today(request)


@require_safe
def meeting_live(request, meeting: int):
    found = the_meeting(request, meeting)
    return page(request, "panels/live.html", **live_context(request, found))


@require_safe
def meeting_live_part(request, meeting: int):
    """The changing part of the live page; 204 while the version shown is the newest. Holds no connection."""
    found = the_meeting(request, meeting)
    if request.GET.get("version") == version_of_page(found):
        return HttpResponse(status=204)
    return render(request, "panels/_live.html", live_context(request, found))


@require_safe
def meeting_vote_part(request, meeting: int):
    """The reader's own voting form; it is not drawn again while they fill it in unless their vote itself changes."""
    found = the_meeting(request, meeting)
    if request.GET.get("key") == vote_key(found, actor_at(request.actor, found)):
        return HttpResponse(status=204)
    return render(request, "panels/_my_vote.html", live_context(request, found))


@require_POST
def take_item(request, meeting: int, item: int):
    found = the_item(request, meeting, item)
    said(request, acts.take_item, item=found)
    return to_meeting(request, found.meeting, "meeting_live")


@require_POST
def recall_criteria(request, meeting: int, item: int):
    found = the_item(request, meeting, item)
    said(request, acts.recall_criteria, item=found)
    return to_item(request, found)


@require_POST
def arrive(request, meeting: int):
    """One button: somebody of the list is here now. The longer form is `record_attendance`."""
    found = the_meeting(request, meeting)
    person = _member(request.POST.get("membership", ""))
    if person is not None:
        part = Part.CHAIR if request.POST.get("part") == Part.CHAIR else Part.VOTING
        if part == Part.VOTING and person.agency_id is None:
            part = Part.ADVISER
        said(request, acts.record_attendance, meeting=found, membership=person, part=part)
    return _back_to_the_list(request, found, person)


@require_POST
def leave(request, meeting: int, attendance: int):
    found = the_meeting(request, meeting)
    row = find_attendance(found, attendance)
    said(request, acts.record_leaving, attendance=row)
    return _back_to_the_list(request, found, row.membership)


def _back_to_the_list(request, found, person):
    """The list where it was: the changed part alone for a script that asks for it, else the page at that person."""
    if request.headers.get("HX-Request") == "true":
        notes = [str(each) for each in messages.get_messages(request)]
        return render(request, "panels/_live.html", {**live_context(request, found), "notes": notes})
    answer = to_meeting(request, found, "meeting_live")
    if person is not None and person.pk != request.actor.membership.pk:
        answer["Location"] += f"#person-{person.pk}"
    return answer


def _by_agency(found, everybody, at) -> list[tuple[int, str]]:
    """Those who belong to the meeting first, each group by agency and name; everybody else after them."""
    expected = {row.membership.pk for row in expected_at(found, at=at) if row.membership}

    def place(person):
        agency = person.agency.title if person.agency else ""
        return (person.pk not in expected, not agency, agency, person.user.name)

    return [
        (p.pk, f"{p.agency.title}: {p.user.name}" if p.agency else p.user.name) for p in sorted(everybody, key=place)
    ]


def record_attendance(request, meeting: int):
    """Anybody, in any part, at any time that has passed; apologies too."""
    found = the_meeting(request, meeting)
    everybody = {p.pk: p for p in all_members()}
    named = {a.pk: a for a in agencies()}
    form = forms.AttendanceForm(
        request.POST or None,
        today=today(request),
        people=_by_agency(found, everybody.values(), request.at),
        agencies=[(pk, a.title) for pk, a in named.items()],
        initial={"part": Part.VOTING},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        who = {
            "membership": everybody.get(data["membership"]),
            "name": data["name"],
            "agency": named.get(data["agency"]),
            "actor": request.actor,
            "at": forms.at_or_now(form, request.at),
        }
        if data["part"] == Part.APOLOGIES:
            done = attempt(form, acts.record_apologies, meeting=found, **who)
        else:
            done = attempt(form, acts.record_attendance, meeting=found, part=data["part"], **who)
        if done:
            return to_meeting(request, found, "meeting_live")
    return meeting_form(request, found, form, "Record who is here", button="Record")


def record_leaving(request, meeting: int, attendance: int):
    """Somebody left at a time that has passed."""
    found = the_meeting(request, meeting)
    row = find_attendance(found, attendance)
    form = HappenedForm(request.POST or None, today=today(request))
    if request.method == "POST" and form.is_valid():
        if attempt(
            form, acts.record_leaving, attendance=row, actor=request.actor, at=forms.at_or_now(form, request.at)
        ):
            return to_meeting(request, found, "meeting_live")
    return meeting_form(request, found, form, f"{row.name} left the meeting", button="Record")


def _member(number: str):
    return next((p for p in all_members() if str(p.pk) == number), None)
