"""What agencies are told by e-mail about a request: by which letter, by when. No personal details (C-30).

What an agency is asked in words stays behind sign-in: somebody may have typed a name into it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse

from cases.hearing import hearing_of
from cases.models import Case, Event
from cases.queries import procedure_of
from cases.spine import Doing
from cases.telling import Preview, Recipient, addressees, case_link, left_out, previewed, recipients, values_for
from config.filters import date_long, plural
from documents.acts import queue_message
from documents.letters import Filled, fill
from documents.wordings import worded
from partnerships.models import Agency, Membership
from procedures.model import Letter, Procedure

from . import links
from .models import ReturnLink, ScopingReturn
from .queries import ANSWERS, Dates
from .returns import form_to_ask

TO_AGENCIES = frozenset({"agency", "agencies asked"})
# What is sent when a text has no `told` row of its own for the act.
USUAL = {
    "request_information": "request-for-information",
    "ask_supplement": "request-for-information",
    "reopen_return": "return-reopened",
    "withdraw_request": "withdrawn-request",
}
# The same for whoever answers by private link: they cannot sign in.
BY_LINK = {
    "request_information": "request-by-link",
    "ask_supplement": "request-by-link",
    "reopen_return": "return-reopened-by-link",
    "renew_link": "request-by-link",
}
ALL_IN = "all-returns-in"
NO_DATE = "the day we agree with you"
SHOWN_LINK = "[a private link]"
ASKED_FOR = "its involvement, and what happened and why"


@dataclass(frozen=True)
class AgencyMail:
    """Who at an agency is written to; nobody: the agency has to be rung up."""

    agency: Agency
    people: tuple[Recipient, ...]
    link: ReturnLink | None = None
    out: Mapping[str, str] = field(default_factory=dict)  # who may not hear of the case -> why


def letter_of(procedure: Procedure, act: str, pathway: str) -> Letter | None:
    """The letter that agencies get when this act is done: the text's, else the usual one, else none."""
    name = USUAL[act]
    for told in procedure.told:
        here = not told.pathways or pathway in told.pathways
        if told.act == act and told.letter and here and TO_AGENCIES.intersection(told.who):
            name = told.letter
            break
    return _worded(procedure, name)


def _worded(procedure: Procedure, name: str) -> Letter | None:
    """The letter of that name in the words that count here; None where the text has none."""
    letter = next((letter for letter in procedure.letters if letter.name == name), None)
    return worded(letter) if letter is not None else None


def letter_by_link(procedure: Procedure, act: str, pathway: str) -> Letter | None:
    """The letter for whoever has a private link; a text without one of its own sends the usual letter."""
    own = _worded(procedure, BY_LINK.get(act, ""))
    return own or letter_of(procedure, act, pathway)


def mail_of(agencies: Iterable[Agency], case: Case, procedure: Procedure, *, at: dt.datetime) -> list[AgencyMail]:
    """Whom each agency's letter goes to: its people, else the person who has the private link, else its address."""
    by_link, hearing = links.open_links(case), hearing_of(case)
    found = []
    for agency in agencies:
        if (link := by_link.get(agency.pk)) is not None:
            found.append(AgencyMail(agency, (Recipient(link.name, link.email, None, "agency", agency),), link))
        else:
            people, out = addressees("agency", case, procedure, at=at, agency=agency, hearing=hearing)
            found.append(AgencyMail(agency, tuple(people), out=out))
    return found


def asked_for(case: Case, procedure: Procedure, track: str) -> str:
    """What an agency gives when it is asked now, on this track: the partnership's own form by its title, else the
    usual questions."""
    name = form_to_ask(procedure, case.pathway, track or case.stage_track)
    if not name:
        return ASKED_FOR
    form = procedure.find("forms", name)
    return f"the form “{form.title}”{', with a chronology' if form.chronology == 'required' else ''}"


def link_of(case: Case, procedure: Procedure) -> str:
    """Where the agency answers; the page finds the agency's own open request."""
    return settings.BASE_URL + reverse(
        "submit_return", kwargs={"partnership": procedure.slug, "reference": case.reference}
    )


def _filled(
    letter: Letter, case: Case, procedure: Procedure, one: Recipient, *, at, dates: Dates | None, track: str,
    link: str = "", until: dt.date | None = None,
) -> Filled:  # fmt: skip
    due = date_long(dates.due_on) if dates else NO_DATE
    extra = {
        "due_on": due,
        "target_on": date_long(dates.target_on) if dates and dates.target_on else due,
        "request": asked_for(case, procedure, track),
        "window": "",
        "link_until": date_long(until) if until else "",
        "count": plural(1, "request for information", "requests for information"),
        "what_is_due": f"{case.reference}: information about {one.agency.title}’s involvement, due {due}",
    }
    values = values_for(case, procedure, one, at=at, link=link or link_of(case, procedure), extra=extra)
    return fill(letter, values, missing="")


def _words_of(letter, mail: AgencyMail, one: Recipient, case, procedure, *, at: dt.datetime, dates, track) -> Filled:
    """The letter as it leaves; each one by private link carries an address of its own."""
    link = links.secret_address(mail.link, at=at) if mail.link else ""
    until = mail.link.until if mail.link else None
    return _filled(letter, case, procedure, one, at=at, dates=dates, link=link, until=until, track=track)


def tell_signers(row: ScopingReturn, leads: Iterable[Membership], *, at: dt.datetime) -> None:
    """The agency's leads hear that an answer waits for their signature; nothing personal (C-30)."""
    procedure = procedure_of(row.case)
    letter = next((letter for letter in procedure.letters if letter.name == "reminder"), None)
    for lead in leads if letter else ():
        one = Recipient(lead.user.name, lead.user.email, lead.user, "agency", row.agency)
        what = f"{row.case.reference}: what {row.agency.title} sends waits for your signature"
        extra = {"what_is_due": what, "count": plural(1, "signature", "signatures")}
        values = values_for(row.case, procedure, one, at=at, link=link_of(row.case, procedure), extra=extra)
        words = fill(letter, values, missing="")
        queue_message(
            key=f"sign-off:{row.pk}:{row.version}:{lead.pk}", kind=letter.name, to_email=one.email, to_name=one.name,
            to_user=one.user, case=row.case, subject=words.subject, body=words.body, at=at,
        )  # fmt: skip


def tell_all_in(doing: Doing) -> None:
    """Those whom the text tells of each answer hear that the last one is in: once for the act that completed them."""
    procedure, case, event = doing.procedure, doing.case, doing.event
    letter = _worded(procedure, ALL_IN)
    told = [row for row in procedure.told if row.act in ANSWERS and (not row.pathways or case.pathway in row.pathways)]
    words = {word for row in told for word in row.who} - TO_AGENCIES
    people = {one.email.lower(): one for word in words for one in recipients(word, case, procedure, at=event.at)}
    for one in people.values() if letter else ():
        values = values_for(case, procedure, one, at=event.at, link=case_link(case, procedure), extra={})
        filled = fill(letter, values, missing="")
        queue_message(
            key=f"{ALL_IN}:{event.pk}:{one.email.lower()}", kind=ALL_IN, to_email=one.email, to_name=one.name,
            to_user=one.user, case=case, subject=filled.subject, body=filled.body, at=event.recorded_at,
        )  # fmt: skip


def tell_agencies(
    act: str,
    *,
    case: Case,
    procedure: Procedure,
    agencies: Iterable[Agency],
    event: Event,
    due: Mapping[int, Dates],
) -> int:
    """Queues the act's letter to the people of each agency, once for each event and address; returns how many."""
    sent = 0
    for mail in mail_of(agencies, case, procedure, at=event.at):
        letter = (letter_by_link if mail.link else letter_of)(procedure, act, case.pathway)
        for one in mail.people if letter else ():
            words = _words_of(
                letter, mail, one, case, procedure, at=event.recorded_at, dates=due.get(mail.agency.pk),
                track=event.track,
            )  # fmt: skip
            queue_message(
                key=f"{letter.name}:{event.pk}:{mail.agency.pk}:{one.email.lower()}",
                kind=letter.name,
                to_email=one.email,
                to_name=one.name,
                to_user=one.user,
                case=case,
                subject=words.subject,
                body=words.body,
                at=event.recorded_at,
            )
            sent += 1
    return sent


def preview(
    act: str, *, case: Case, procedure: Procedure, agencies: Iterable[Agency], due: Mapping[int, Dates],
    at: dt.datetime, track: str = "",
) -> list[Preview]:  # fmt: skip
    """The e-mails as they would leave now; `track`: the process for which agencies are asked."""
    found: list[Preview] = []
    out: dict[str, str] = {}
    for mail in mail_of(agencies, case, procedure, at=at):
        out |= mail.out
        letter = (letter_by_link if mail.link else letter_of)(procedure, act, case.pathway)
        for one in mail.people if letter else ():
            words = _filled(
                letter, case, procedure, one, at=at, dates=due.get(mail.agency.pk), track=track,
                link=SHOWN_LINK if mail.link else "", until=mail.link.until if mail.link else None,
            )  # fmt: skip
            found.append(previewed(f"{one.name} <{one.email}>", words))
    return [*found, *left_out(out)]


def preview_by_link(
    case: Case, procedure: Procedure, agencies: Iterable[Agency], *, dates: Dates | None, track: str, at: dt.datetime
) -> list[Preview]:
    """The e-mail that a person named at an agency without an account would get."""
    letter = letter_by_link(procedure, "request_information", case.pathway)
    until = links.last_day(procedure, at=at, due_on=dates.due_on if dates else None)
    found = []
    for agency in agencies if letter else ():
        one = Recipient(f"the person named at {agency.title}", "", None, "agency", agency)
        words = _filled(letter, case, procedure, one, at=at, dates=dates, link=SHOWN_LINK, until=until, track=track)
        found.append(previewed(one.name, words))
    return found


def first_wording(case: Case, procedure: Procedure, track: str) -> str:
    """What the form for a request begins with: the letter's own first paragraph, the agency called "your agency"."""
    letter = letter_of(procedure, "request_information", case.pathway)
    if letter is None or not letter.paragraphs:
        return ""
    filled = fill(
        Letter(name="wording", title="", to="agency", subject="", paragraphs=letter.paragraphs[:1]),
        {"agency": "your agency", "reference": case.reference, "request": asked_for(case, procedure, track)},
        missing="",
    )
    text = filled.paragraphs[0] if filled.paragraphs else ""
    return text[:1].upper() + text[1:]
