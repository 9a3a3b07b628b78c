"""Preparing, recording, acknowledging, withdrawing a notice; what a body answers and what is answered to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from cases.queries import procedure_of
from cases.spine import may
from cases.web import case_page, open_page
from partnerships.refusals import ActRefused

from .. import acts, asking, choosing, queries
from .place import TAB, attempted, choose, one_act, refused, whole_of

NOTHING_TO_WRITE = "There is no notice to write: every body of this kind of case has been told, or it is not yours."
NOTHING_SENT = "There is no notice that this could be about."


def _rule(case, procedure, notice: str, body: str):
    """The notice of the text and the body’s title, or 404."""
    rule = next((each for each in queries.rules_for(procedure, case.pathway) if each.name == notice), None)
    if rule is None or body not in rule.to:
        raise Http404
    return rule, procedure.find("outside_bodies", body).title


def _may(act: str, case, actor, notice: str):
    """(what the act may be done by, why it is refused)."""
    try:
        return may(act, case=case, actor=actor, notice=notice), ""
    except ActRefused as refusal:
        return None, str(refusal)


def prepare_notification(request, reference, notice="", body=""):
    """The sheet of what is to be copied into the national system, filled in as far as the case knows."""
    case = open_page(request, reference, "prepare_notification")
    procedure = procedure_of(case)
    if not notice:
        choices = choosing.to_write("prepare_notification", case, procedure, request.actor)
        return choose(request, case, "prepare_notification", "prepare_notice", choices, NOTHING_TO_WRITE)
    rule, title = _rule(case, procedure, notice, body)
    form = asking.form_named(procedure, rule.form)
    _, why = _may("prepare_notification", case, request.actor, rule.name)
    if form is None or why:
        return refused(request, case, "prepare_notification", why or "There is no sheet for this notice.")
    row = queries.standing_notice(case, notice, body)
    version = _number(request.POST.get("version")) if request.method == "POST" else row.version if row else 0
    asked = asking.filling("prepare_notification", form, case, procedure, row.sheet if row else {}, insist=False,
                           at=request.at)  # fmt: skip
    whole = whole_of(request, asked)
    for each in whole.forms:
        each.mark_optional = False  # the sheet may be put aside half-done; the national system asks all the same
    if request.method == "POST" and whole.is_right:
        done = attempted(
            whole, whole.forms[0], acts.prepare_notification,
            {"case": case, "notice": notice, "body": body, "answers": whole.values, "version": version,
             "actor": request.actor, "at": request.at},
        )  # fmt: skip
        if done is not None:
            messages.success(request, "The sheet is kept. Copy it into the national system, then record that it left.")
            return redirect("notice", request.partnership.slug, case.reference, done.pk)
    return case_page(
        request, case, "notifications/sheet.html", name=TAB, whole=whole, rule=rule, body=title, sheet=form,
        version=version, saved=row,
    )  # fmt: skip


def _number(text) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


def record_notification(request, reference, notice="", body=""):
    """A notice left: to whom, when, who sent it, for which authority, its reference and paper."""
    case = open_page(request, reference, "record_notification")
    procedure = procedure_of(case)
    if not notice:
        choices = choosing.to_write("record_notification", case, procedure, request.actor)
        return choose(request, case, "record_notification", "record_notice", choices, NOTHING_TO_WRITE)
    rule, title = _rule(case, procedure, notice, body)
    _, why = _may("record_notification", case, request.actor, rule.name)
    if why:
        return refused(request, case, "record_notification", why)
    due = queries.is_due(rule, queries.state_of_case(case, procedure))
    asked = asking.recording(case, procedure, rule, sender=request.actor.label, due=due, at=request.at)
    return one_act(
        request, case, asked, acts.record_notification, {"case": case, "notice": notice, "body": body},
        heading="Record that the notification was sent", caption=f"{rule.title}: {title}",
        button="Record the notification", done=f"On the record: the notification was sent. It went to: {title}.",
        lead=f"This service does not send it. Send it yourself{f' by {rule.how}' if rule.how else ''}, then record it "
             "here.",
    )  # fmt: skip


def _of_row(request, reference, sent, act, page):
    """The case, and the notice that an act is about; or the answer that is given instead."""
    case = open_page(request, reference, act)
    if sent is None:
        choices = choosing.sent(act, case, procedure_of(case), request.actor)
        return case, None, choose(request, case, act, page, choices, NOTHING_SENT)
    found = queries.find_notice(case, sent)
    _, why = _may(act, case, request.actor, found.notice)
    return case, found, refused(request, case, act, why) if why else None


def withdraw_notification(request, reference, sent=None):
    """A notice is taken back with reason and proof; it stays on the record (C-40)."""
    case, found, instead = _of_row(request, reference, sent, "withdraw_notification", "withdraw_notice")
    if instead is not None:
        return instead
    return one_act(
        request, case, asking.withdrawing(case, request.at), acts.withdraw_notification, {"row": found},
        heading="Withdraw the notice", caption=f"{found.title}: {found.body_title}",
        button="Record that it is withdrawn",
        done="On the record: the notice is withdrawn.",
        lead="Withdraw it where it was sent first. The notice and the reason stay on the record.",
    )  # fmt: skip


def record_acknowledgement(request, reference, sent=None):
    """The body outside said that it has the notice; where the text counts from this, clocks start."""
    case, found, instead = _of_row(request, reference, sent, "record_acknowledgement", "acknowledge_notice")
    if instead is not None:
        return instead
    return one_act(
        request, case, asking.acknowledging(case, found, request.at), acts.record_acknowledgement, {"row": found},
        heading="Record the acknowledgement", caption=f"{found.title}: {found.body_title}",
        button="Record the acknowledgement",
        done="On the record: the notice is acknowledged.",
        lead="Deadlines that run from the acknowledgement count from the time you give below.",
    )  # fmt: skip


def record_reply(request, reference, sent=None):
    """What a body outside answered (C-31)."""
    case, found, instead = _of_row(request, reference, sent, "record_reply", "reply_to_notice")
    if instead is not None:
        return instead
    procedure = procedure_of(case)
    allowed, _ = _may("record_reply", case, request.actor, found.notice)
    possible = queries.replies_to(found, allowed.step, procedure)
    if not possible:
        return refused(request, case, "record_reply", "The procedure waits for no answer to this notice.")
    return one_act(
        request, case, asking.replying(case, possible, request.at), acts.record_reply, {"row": found},
        heading="Record the answer", caption=f"{found.title}: {found.body_title}", button="Record the answer",
        done=f"On the record: {found.body_title} answered.",
    )  # fmt: skip


def answer_reply(request, reference, reply=None):
    """What was answered to a body outside."""
    case = open_page(request, reference, "answer_reply")
    if reply is None:
        choices = choosing.to_answer("answer_reply", case, procedure_of(case), request.actor)
        return choose(request, case, "answer_reply", "answer_a_reply", choices, "There is no answer left to answer.")
    found = queries.find_reply(case, reply)
    _, why = _may("answer_reply", case, request.actor, found.notice.notice)
    if why:
        return refused(request, case, "answer_reply", why)
    return one_act(
        request, case, asking.answering(case, request.at), acts.answer_reply, {"reply": found},
        heading="Answer a body outside", caption=f"{found.notice.title}: {found.notice.body_title}",
        button="Record what was answered", done=f"On the record: {found.notice.body_title} was answered.",
        lead=f"It answered: {found.answer}. {found.words}",
    )  # fmt: skip
