"""Who hears of an act: the text's `told` rows become letters in the outbox, in the act's own transaction.

No message carries personal details (C-30): the letters used here are the ones the text does not mark `personal`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from documents.acts import queue_message
from documents.letters import Filled, fill, framed
from documents.wordings import worded
from partnerships.queries import agency_people, holders
from partnerships.scope import current_partnership
from procedures.model import Letter, Procedure, Step, Told
from procedures.vocabulary import FINAL_DECISIONS

from .conditions import holds
from .models import AgencyAccess, Case
from .state import CaseState, state_of

ANSWERED = "recommendation-answered"  # the letter of the base to who goes on with what was decided
COPY = "copy"  # the letter of the base for copies that a step names and no row of the text words
WITHOUT_ACCOUNT = "news-without-account"  # the letter of the base for an agency where nobody can sign in
# How a room that comes later gives somebody without an account an address of their own:
# recipient word of the text -> function(case, at) -> full address.
ADDRESSES: dict[str, Callable] = {}
# How a later room says, for the papers of a meeting, what the referral holds: function(case) -> form sections.
REFERRAL_SAYS: list[Callable] = []
# The same for sheets: function(case) -> word of vocabulary.ANSWERS_SAY -> (question, answer in words).
REFERRAL_ANSWERS: list[Callable] = []


@dataclass(frozen=True)
class Recipient:
    name: str
    email: str
    user: object = None
    word: str = ""
    agency: object = None


@dataclass(frozen=True)
class Preview:
    to: str
    subject: str
    body: str


def previewed(to: str, words: Filled) -> Preview:
    """An e-mail as it will leave: with the greeting and the signature that it gets when it is sent."""
    return Preview(to, words.subject, framed(words.body, current_partnership().title))


def recipients(word: str, case: Case, procedure: Procedure, *, at, agency=None) -> list[Recipient]:
    """The people behind a recipient word of the text: a role name, or one of vocabulary.SPECIAL_WHO."""
    on = timezone.localdate(at)
    if word == "referrer":
        return [Recipient(case.referrer_name, case.referrer_email, word=word)] if case.referrer_email else []
    if word == "agencies asked":
        rows = AgencyAccess.objects.filter(partnership=case.partnership_id, case=case).select_related("agency")
        return [one for row in rows for one in _agency(row.agency, procedure, on, word)]
    if word == "agency":
        return _agency(agency, procedure, on, word) if agency is not None else []
    if word not in {role.name for role in procedure.roles}:
        return []
    return [
        Recipient(m.user.name, m.user.email, m.user, word)
        for m in holders(word, procedure=procedure, on=on, borough=case.borough)
    ]


def _agency(agency, procedure: Procedure, on, word: str) -> list[Recipient]:
    people = agency_people(agency, procedure=procedure, on=on)
    if not people and agency.contact_email:
        return [Recipient(agency.title, agency.contact_email, None, word, agency)]
    return [Recipient(m.user.name, m.user.email, m.user, word, agency) for m in people]


def _letter(procedure: Procedure, told: Told) -> Letter | None:
    return worded(procedure.find("letters", told.letter)) if told.letter else None


def case_link(case: Case, procedure: Procedure) -> str:
    path = reverse("case", kwargs={"partnership": procedure.slug, "reference": case.reference})
    return f"{settings.BASE_URL}{path}"


def values_for(case: Case, procedure: Procedure, recipient: Recipient, *, at, link: str, extra: dict) -> dict:
    """The plain values a letter may name, none of them personal."""
    from config.filters import date_long

    on = timezone.localdate(at)
    values = {
        "reference": case.reference,
        "partnership": procedure.partnership_title,
        "service": settings.SERVICE_NAME,
        "secretariat": procedure.words.get("secretariat", "secretariat"),
        "contact_email": procedure.contact_email,
        "recipient": recipient.name,
        "referrer_name": case.referrer_name,
        "agency": recipient.agency.title if recipient.agency else "",
        "received_on": date_long(timezone.localdate(case.received_at)),
        "sent_on": date_long(on),
        "stage": procedure.stage(case.stage_track, case.stage).plain,
        "link": link,
    }
    return {**values, **extra}


def _told(procedure: Procedure, act: str, state: CaseState, step: Step | None = None) -> list[Told]:
    """The rows for an act on a case in this state; and for a step's copies that no row speaks of, the letter that says
    there is a copy.
    """
    pathway = state.pathway
    here = [told for told in procedure.told if not told.pathways or pathway in told.pathways]
    here = [told for told in here if told.act != act or all(holds(state, words) for words in told.when)]
    rows = [told for told in here if told.act == act and told.letter]
    roles = {role.name for role in procedure.roles}
    spoken_of = {word for told in here if told.act == act for word in told.who}
    copies = tuple(name for name in (step.copies_to if step else ()) if name in roles and name not in spoken_of)
    if copies and any(letter.name == COPY for letter in procedure.letters):
        rows.append(Told(act=act, who=copies, letter=COPY))
    commission = who_commissions(procedure, pathway) if act in FINAL_DECISIONS else ()
    if not spoken_of.intersection(commission) and any(letter.name == ANSWERED for letter in procedure.letters):
        rows.append(Told(act=act, who=commission, letter=ANSWERED))
    return rows


def who_commissions(procedure: Procedure, pathway: str) -> tuple[str, ...]:
    """The roles that order a review on this pathway: none of them may be left without word of a decision."""
    return tuple(dict.fromkeys(role for step in procedure.steps_for("commission_review", pathway) for role in step.by))


def without_account(letter: Letter, procedure: Procedure, one: Recipient, word: str) -> Letter:
    """The letter for somebody of an agency where nobody can sign in: never one that asks them to.

    They are told to ask the office; a text without such a letter sends its usual one.
    """
    signs_in = one.user is not None or one.agency is None or word in ADDRESSES
    if signs_in or not any("{link}" in text for text in letter.paragraphs):
        return letter
    return next((each for each in procedure.letters if each.name == WITHOUT_ACCOUNT), letter)


def tell(doing) -> None:
    """Queues what the text says people hear of this act; the same event is never told twice to one address."""
    rows = doing.rows
    if rows is None:
        rows = _told(doing.procedure, doing.act, doing.state, doing.step)
    for told in rows:
        letter = _letter(doing.procedure, told)
        for word in told.who:
            everybody = recipients(word, doing.case, doing.procedure, at=doing.at, agency=doing.agency)
            for one in doing.people.get(word, everybody):
                address = ADDRESSES.get(word)
                link = address(doing.case, doing.at) if address else case_link(doing.case, doing.procedure)
                values = values_for(doing.case, doing.procedure, one, at=doing.at, link=link, extra=doing.letter_values)
                words = without_account(letter, doing.procedure, one, word) if letter else letter
                filled = fill(words, values, missing="")
                queue_message(
                    key=f"{letter.name}:{doing.event.pk}:{one.email.lower()}"[:160],
                    kind=letter.name,
                    to_email=one.email,
                    to_name=one.name,
                    to_user=one.user,
                    case=doing.case,
                    subject=filled.subject,
                    body=filled.body,
                    at=doing.event.recorded_at,
                )


def preview(
    case: Case, act: str, actor, *, at, agencies=(), extra: dict | None = None, step: Step | None = None,
    people: dict[str, list[Recipient]] | None = None, rows: tuple[Told, ...] | None = None,
) -> list[Preview]:  # fmt: skip
    """What `tell` would send for this act now, for the person about to do it. Links are shown by their kind only.

    `step`: the step that would be taken, whose copies are sent too. `people`: recipient words that mean particular
    people here, as the act gives them to `Doing.people`; `rows`: told in place of the text's own, as `Doing.rows`.
    """
    from .queries import procedure_of

    procedure = procedure_of(case)
    found = []
    state = state_of(case, version=procedure.version)
    for told in _told(procedure, act, state, step) if rows is None else rows:
        letter = _letter(procedure, told)
        for word in told.who:
            found_people = [
                one
                for agency in (agencies or [None])
                for one in recipients(word, case, procedure, at=at, agency=agency)
            ]
            for one in dict.fromkeys((people or {}).get(word, found_people)):
                link = "[a private link]" if word in ADDRESSES else case_link(case, procedure)
                values = values_for(case, procedure, one, at=at, link=link, extra=extra or {})
                words = without_account(letter, procedure, one, word) if letter else letter
                filled = fill(words, values, missing="[…]")
                found.append(previewed(f"{one.name} <{one.email}>", filled))
    return found
