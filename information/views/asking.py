"""The office's side: asking, asking for more, reminding, taking back, opening again, inviting."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from cases.queries import procedure_of
from cases.spine import may
from cases.web import case_page, open_page
from config.filters import date_long, listing, plural
from config.pages import attempt
from partnerships.refusals import ActRefused

from .. import acts, forms, letters, links, queries

TAB = "case_information"


def _today(request):
    return timezone.localdate(request.at)


def _back(request, case):
    return redirect(TAB, request.partnership.slug, case.reference)


def request_information(request, reference):
    """Who is asked, in which words, for which time; what leaves by e-mail is shown before it does."""
    case = open_page(request, reference, "request_information")
    procedure = procedure_of(case)
    track = _asked_on(request, case, procedure)
    waiting = {row.agency_id for row in queries.outstanding(case)}
    everybody = queries.askable(case)
    free = [agency for agency in everybody if agency.pk not in waiting]
    apart = links.without_account(free, procedure, on=_today(request))
    form = forms.RequestForm(
        request.POST or None, today=_today(request), agencies=free, without_account=apart,
        initial={
            **_known_contacts(apart),
            "agencies": [agency.pk for agency in free],
            "wording": letters.first_wording(case, procedure, track),
            "window_to": timezone.localdate(case.received_at),
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form, acts.request_information, case=case, actor=request.actor, at=form.at(request.at),
            agencies=[agency for agency in free if agency.pk in data["agencies"]],
            wording=data["wording"], window_from=data["window_from"], window_to=data["window_to"],
            contacts={pk: links.Contact(*given) for pk, given in form.contacts.items()},
            track=track,
        )  # fmt: skip
        if done:
            count = plural(len(data["agencies"]), "agency is", "agencies are")
            messages.success(request, f"{count} asked for information. The e-mails are on their way.")
            return _back(request, case)
    return _request_page(request, case, procedure, form, everybody, free, waiting, track)


def _asked_on(request, case, procedure) -> str:
    """The track for which agencies are asked: the one the link names, else the one that the act would take."""
    named = queries.asked_track(request.GET.get("for", ""), procedure)
    try:
        step = may("request_information", case=case, actor=request.actor, track=named).step
    except ActRefused:
        return named
    return step.track if step is not None else named


def _known_contacts(agencies) -> dict[str, str]:
    """The person asked last at each agency without an account, for the form to begin with."""
    found = {}
    for agency in agencies:
        contact = links.contact_of(agency)
        if contact is not None:
            found[f"name-{agency.pk}"] = "" if contact.name == agency.title else contact.name
            found[f"email-{agency.pk}"] = contact.email
    return found


def _request_page(request, case, procedure, form, everybody, free, waiting, track):
    dates = queries.expected_dates(case, procedure, track=track, at=request.at)
    due = {agency.pk: dates for agency in free} if dates else {}
    mails = letters.mail_of(free, case, procedure, at=request.at)
    reachable = [mail.agency for mail in mails if mail.people and mail.agency.pk not in form.by_link][:1]
    sectors = {sector.name: sector.title for sector in procedure.sectors}
    return case_page(
        request, case, "information/request_information.html", name=TAB, form=form, dates=dates,
        link_until=links.last_day(procedure, at=request.at, due_on=dates.due_on if dates else None),
        hints={str(mail.agency.pk): _hint(mail, sectors) for mail in mails},
        waiting=[agency.title for agency in everybody if agency.pk in waiting],
        previews=[
            *letters.preview(
                "request_information", case=case, procedure=procedure, agencies=reachable, due=due, at=request.at,
                track=track,
            )[:1],
            *letters.preview_by_link(
                case, procedure, list(form.by_link.values())[:1], dates=dates, track=track, at=request.at
            ),
        ],
    )  # fmt: skip


def _hint(mail, sectors) -> str:
    """The agency's sector, and who gets the e-mail: nobody is something to do."""
    names = listing(one.email if one.name == mail.agency.title else one.name for one in mail.people)
    told = f"e-mail to {names}" if names else "no account: name somebody below who gets a private link, or ring them"
    told += "".join(f"; nothing to {name}, who {why}" for name, why in mail.out.items())
    sector = sectors.get(mail.agency.sector, "")
    return f"{sector} – {told}" if sector else told[:1].upper() + told[1:]


def _for_track(request, case, rows):
    """The returns of the process that a link names (?for=); all of them where it names none."""
    named = queries.asked_track(request.GET.get("for", ""), procedure_of(case))
    return [row for row in rows if not named or row.request.track == named]


def _choices(rows, *, date=True):
    """Returns as choices: the agency and, where it helps, when it was asked."""
    return [
        (row.pk, f"{row.agency.title} (asked {date_long(row.request.asked_at)})" if date else row.agency.title)
        for row in rows
    ]


def _chosen(request, choices):
    """The return a link came with (?return=), when it is one of those to choose from."""
    wanted = request.GET.get("return", "")
    return [pk for pk, _ in choices if str(pk) == wanted]


def _act_page(request, case, form, heading, *, button, lead="", act="", agencies=(), nothing=False):
    """The page of an act; with `nothing` to choose from, the lead alone says so."""
    procedure = procedure_of(case)
    previews = (
        letters.preview(
            act, case=case, procedure=procedure, agencies=agencies, due=queries.due_dates(case, procedure),
            at=request.at,
        )
        if act
        else []
    )  # fmt: skip
    return case_page(
        request, case, "information/act.html", name=TAB, form=form, heading=heading, button=button, lead=lead,
        nothing=nothing, previews=previews,
    )  # fmt: skip


def ask_supplement(request, reference):
    case = open_page(request, reference, "ask_supplement")
    waiting = {row.agency_id for row in queries.outstanding(case)}
    answered = {
        row.agency_id: row.agency
        for row in _for_track(request, case, queries.returns_of(case))
        if row.returned_at is not None and row.agency_id not in waiting
    }
    choices = [(pk, agency.title) for pk, agency in answered.items()]
    wanted = request.GET.get("agency", "")
    initial = next((pk for pk, _ in choices if str(pk) == wanted), None)
    form = forms.SupplementForm(
        request.POST or None, today=_today(request), choices=choices, initial={"agency": initial}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(
            form, acts.ask_supplement, case=case, agency=answered[data["agency"]], wording=data["wording"],
            actor=request.actor, at=form.at(request.at),
        ):  # fmt: skip
            messages.success(request, f"{answered[data['agency']].title} is asked for more.")
            return _back(request, case)
    return _act_page(
        request, case, form, "Ask an agency for more", button="Ask",
        lead="What the agency sent stays as it is. Its clock runs again for what you ask now." if choices
        else "No agency has answered yet, so there is nothing to add to.", nothing=not choices,
    )  # fmt: skip


def withdraw_request(request, reference):
    case = open_page(request, reference, "withdraw_request")
    waiting = _for_track(request, case, queries.outstanding(case))
    choices = _choices(waiting)
    form = forms.WithdrawForm(
        request.POST or None, today=_today(request), choices=choices,
        initial={"scoping_return": next(iter(_chosen(request, choices)), None)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = next(each for each in waiting if each.pk == data["scoping_return"])
        if attempt(
            form, acts.withdraw_request, scoping_return=row, reason=data["reason"], by_mistake=data["by_mistake"],
            actor=request.actor, at=form.at(request.at),
        ):  # fmt: skip
            messages.success(request, f"{row.agency.title} need not answer any more.")
            return _back(request, case)
    return _act_page(
        request, case, form, "Take a request back", button="Take it back",
        lead="The agency is told that no answer is needed, and its deadline ends." if choices
        else "No request is open, so there is nothing to take back.", nothing=not choices,
    )  # fmt: skip


def reopen_return(request, reference):
    case = open_page(request, reference, "reopen_return")
    waiting = {row.agency_id for row in queries.outstanding(case)}
    rows = [
        row for row in _for_track(request, case, queries.returns_of(case))
        if not row.is_open and row.returned_at is not None and row.agency_id not in waiting
    ]  # fmt: skip
    choices = _choices(rows)
    form = forms.ReturnForm(
        request.POST or None, today=_today(request), choices=choices,
        initial={"scoping_return": next(iter(_chosen(request, choices)), None)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = next(each for each in rows if each.pk == data["scoping_return"])
        if attempt(form, acts.reopen_return, scoping_return=row, reason=data["reason"], actor=request.actor,
                   at=form.at(request.at)):  # fmt: skip
            messages.success(request, f"{row.agency.title} can change what it sent.")
            return _back(request, case)
    return _act_page(
        request, case, form, "Open a return again", button="Open it again",
        lead="The agency keeps what it wrote, reads your reason above it and can change it. Until it is sent again, "
        "its entries are not in the merged chronology." if choices
        else "No agency has sent anything that it could change.", nothing=not choices,
    )  # fmt: skip


def invite_agency(request, reference):
    case = open_page(request, reference, "invite_agency")
    known = queries.invitable(case)
    form = forms.InviteForm(
        request.POST or None, today=_today(request), agencies=known, sectors=procedure_of(case).sectors
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form, acts.invite_agency, case=case, title=data["title"], sector=data["sector"],
            agency=next((agency for agency in known if agency.pk == form.chosen), None),
            contact_email=data["contact_email"], reason=data["reason"], actor=request.actor, at=form.at(request.at),
        )  # fmt: skip
        if done:
            messages.success(request, f"{done.title} is invited. It can be asked for information now.")
            return _back(request, case)
    return _act_page(
        request, case, form, "Invite another agency for this case", button="Invite",
        lead="It takes part in this case only: it may be asked and heard. It has no vote unless the procedure says so, "
        "and its people see the case from now on.",
    )  # fmt: skip
