"""Every page of the service, read from the resolver, and an address of each in one partnership.

A new page is walked without being listed here; a new kind of number in an address has to be given a value once.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from config.access import ACCESS, PUBLIC, THIRD_PARTY_PREFIXES, may_open

from .sent_forms import filters_of, forms_of
from .world import Side

TOLD = "told outside"
# The case on which an act can be done now; every other page of a case is opened on the one being scoped.
CASE_FOR = {
    "acknowledge_referral": "received", "send_back_referral": "received", "resubmit_referral": "sent-back",
    "withdraw_referral": "received", "check_referral": "acknowledged", "redirect_referral": "acknowledged",
    "referral": "received", "print_referral": "received", "merge_case": "received", "add_agenda_item": "waiting",
    "remove_agenda_item": "listed", "defer_item": "listed", "answer_aid": "listed", "answer_criteria": "listed",
    "choose_lead_process": "listed", "put_question": "breaking-off", "need_information": "breaking-off",
    "decide_by_correspondence": "breaking-off", "cast_vote": "voting", "close_question": "voting",
    "give_more_time": "in-writing", "take_to_a_meeting": "in-writing", "roll_call": "voting",
    "withdraw_question": "voting", "recommend": "voted", "record_dissent": "recommended", "reconvene": "recommended",
    "pass_on_dissent": "dissent", "escalate": "recommended", "decide_escalation": "escalated",
    "ratify_recommendation": "recommended", "return_recommendation": "recommended",
    "replace_recommendation": "recommended", "object_to_recommendation": "recommended", "tell_outcome": "decided",
    "reopen_case": "closed", "commission_review": "decided", "case_reviews": "reviewed",
    "case_notifications": TOLD, "notice": TOLD, "outcome_record": TOLD, "print_sheet": TOLD, "print_outcome": TOLD,
    "prepare_notification": TOLD, "prepare_notice": TOLD, "record_notification": TOLD, "record_notice": TOLD,
    "withdraw_notification": TOLD, "withdraw_notice": TOLD, "record_acknowledgement": TOLD,
    "acknowledge_notice": TOLD, "record_reply": TOLD, "reply_to_notice": TOLD, "answer_reply": TOLD,
    "answer_a_reply": TOLD, "send_outcome": TOLD, "record_tracker": TOLD,
}  # fmt: skip
# Pages of a meeting in session; every other page of a meeting is opened on the one to come.
IN_SESSION = {
    "meeting_live", "meeting_live_part", "meeting_vote_part", "arrive", "leave", "record_attendance", "record_leaving",
    "projector", "projector_part",
    "close_meeting", "take_item", "recall_criteria", "draft_minutes", "minutes", "agree_minutes", "print_minutes",
    "edit_minutes", "send_draft_minutes", "comment_on_minutes", "answer_comment", "record_action", "end_action",
}  # fmt: skip
NOT_THE_CASES_ITEM = {"remove_other_item", "change_other_item"}
OF_A_MEMBERSHIP = {"correct_person": False}
IDS = (
    "reference", "closed", "token", "meeting", "item", "attendance", "scoping_return", "row", "person", "event",
    "conflict", "entry", "deadline", "sent", "outcome", "reply", "paper", "action", "comment", "bundle", "sheet",
    "poll", "date",
    "message", "file", "job", "referral", "holding", "log_import", "review", "plan_action",
    "recommendation", "lesson", "briefing", "reviewer", "appointment", "asked", "agency_report", "learning_event",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    name: str
    keys: frozenset[str]

    @property
    def who(self):
        return ACCESS[self.name]

    @property
    def inside(self) -> bool:
        """Under the address of a partnership."""
        return "partnership" in self.keys

    def open_to(self, kinds: frozenset[str]) -> bool:
        return self.who is PUBLIC or may_open(self.who, kinds)

    @property
    def ids(self) -> list[str]:
        """The parts of its address that name one row."""
        return [key for key in IDS if key in self.keys] + [k for k in ("day",) if self.name == "remove_day"]


def pages() -> list[Page]:
    found: list[Page] = []

    def collect(patterns, keys):
        for one in patterns:
            mine = keys | set(one.pattern.converters)
            if not isinstance(one, URLPattern):
                collect(one.url_patterns, mine)
            elif one.name and not one.name.startswith(THIRD_PARTY_PREFIXES):
                found.append(Page(one.name, frozenset(mine)))

    collect(get_resolver().url_patterns, set())
    return sorted(found, key=lambda page: (page.name, sorted(page.keys)))


def behind_sign_in() -> list[Page]:
    return [page for page in pages() if page.who is not PUBLIC]


def case_for(page: Page, side: Side):
    return side.cases.get(CASE_FOR.get(page.name, "scoping")) or side.cases["scoping"]


def _meeting_for(page: Page, side: Side):
    if page.name in IN_SESSION:
        return side.things.open, side.things.item_voting
    item = side.things.other_item if page.name in NOT_THE_CASES_ITEM else side.things.planned_item
    return side.things.planned, item


def arguments(page: Page, side: Side) -> dict:
    """What fills the address of a page in a partnership. A new kind of argument is an error that says so."""
    things = side.things
    meeting, item = _meeting_for(page, side)
    values = {
        "partnership": side.slug,
        "reference": case_for(page, side).reference,
        "token": things.token_of_draft,
        "meeting": meeting.pk,
        "item": item.pk,
        "attendance": things.attendance.pk,
        "poll": things.poll.pk,
        "date": things.poll_date,
        "scoping_return": things.scoping_return.pk,
        "row": things.row.pk,
        "part": "involvement",
        "paper": things.paper,
        "person": things.subject if page.name == "correct_person" else side.people["leaver"].pk,
        "holding": things.holding,
        "event": things.note.event_id,
        "conflict": things.conflict.pk,
        "entry": things.entries.get(page.name),
        "deadline": things.own_date,
        "fact": "incident",
        "aid": "sar-tool",
        "message": things.bounced.pk if page.name in {"send_again", "deal_with_bounce"} else things.message.pk,
        "file": things.file.pk,
        "job": things.job.pk,
        "referral": things.draft.pk,
        "page": things.form_page,
        "agency": "nel-icb",
        "day": things.closure_day if page.name == "remove_day" else things.bank_holiday,
        "kind": "csv",
        "notice": "domestic-homicide-decision",
        "body": "home-office",
        "sent": things.notice.pk,
        "outcome": things.outcome.pk,
        "reply": things.reply.pk,
        "action": things.action.pk,
        "comment": things.comment.pk,
        "mail": "20260101-000000-none",
        "report": "referral-log",
        "year": side.now.year - 1,
        "log_import": things.log_import.pk,
        "review": things.review.key,
        "letter": "family-letter",
        "closed": (side.cases.get("closed") or side.cases["scoping"]).reference,
        "bundle": things.bundle.pk,
        "sheet": things.sheet.pk,
        "reviewer": things.reviewer.pk,
        "appointment": things.appointment.pk,
        "asked": things.asked.pk,
        "agency_report": things.agency_report.pk,
        "learning_event": things.learning_event.pk,
        "publication": things.published.key,
        "edition": 1,
        "plan_action": things.plan_action.pk,
        "recommendation": things.advice.pk,
        "lesson": things.lesson.number,
        "briefing": things.briefing.pk,
    }
    if page.name == "learning_invitation":
        values["token"] = things.token_of_invitation
    if page.name == "answer_draft_comment":
        values["comment"] = things.draft_comment.pk
    if page.name == "answer_comments":
        values["comment"] = things.outside_comment.pk
    if page.name == "calendar_file":
        values["token"] = things.token_of_calendar
    if "token" in page.keys and page.name.startswith("answer_"):
        values |= {"token": things.token_of_return, "row": things.row_by_link.pk, "paper": things.paper_by_link}
    missing = page.keys - set(values)
    assert not missing, f"{page.name}: say in tests/isolation/pages.py what {sorted(missing)} is filled with"
    return {key: values[key] for key in page.keys}


def address(page: Page, side: Side, **instead) -> str:
    return reverse(page.name, kwargs={**arguments(page, side), **instead})


TOKEN = re.compile(rb'name="(csrfmiddlewaretoken|page_token)" value="[\w-]+"')


def body_of(response) -> bytes:
    """What somebody reads, without the tokens that differ each time."""
    return TOKEN.sub(b"", response.content)


def marks_of(side: Side) -> tuple[str, ...]:
    """What is only theirs: found on a page of the other partnership it leaked."""
    title = side.partnership.title
    return (f"{side.partnership.code}-20", f"@{side.slug}.example", side.surname(), side.slug.title(), title)


def text_of(response) -> str:
    """What a response says, also inside a spreadsheet."""
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(name) for name in packed.namelist())
    return content.decode("utf-8", "replace")


def leaks(response, side: Side) -> list[str]:
    text = text_of(response)
    return [mark for mark in marks_of(side) if mark in text]


# Who opens a page, tried in this order: whoever does, tries with other numbers and with nonsense.
READERS = ("secretariat", "panel-chair", "agency-representative", "agency-lead", "administrator", "rsab-chair",
           "statutory-partner", "its reviewer")  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """A page as its first reader saw it."""

    page: Page
    who: str
    status: int
    forms: list
    filters: frozenset[str]
    reads_the_query: bool


def tour(side: Side) -> list[Stop]:
    """Each page opened by the first of READERS for whom it opens; walked once and kept."""
    if not hasattr(side.things, "tour"):
        side.things.tour = [_stop(page, side) for page in behind_sign_in() if page.inside]
    return side.things.tour


def _stop(page: Page, side: Side) -> Stop:
    for who in READERS:
        response = side.clients[who].get(address(page, side))
        if response.status_code in {200, 302, 405}:
            break
    drawn = response.status_code == 200 and response["Content-Type"].startswith("text/html")
    return Stop(
        page, who, response.status_code, forms_of(response) if drawn else [],
        frozenset(filters_of(response) if drawn else ()), "GET" in response.wsgi_request.__dict__,
    )  # fmt: skip
