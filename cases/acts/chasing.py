"""Reminding whoever is outstanding, by hand: at most once a day each, with the ladder of the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from config.filters import date_long, listing, plural
from deadlines.models import Chase
from documents.acts import queue_message
from documents.letters import Filled, fill
from documents.wordings import worded, wordings
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.model import Letter

from .. import chasing, telling
from ..chasing import Owed, Person
from ..hearing import hearing_of
from ..models import Case, Event
from ..spine import acting

# E-mail address -> the person, and what they owe on several cases.
Together = dict[str, tuple[Person, list[Owed]]]
SHOWN_LINK = "[a private link]"


@dataclass(frozen=True)
class Chased:
    """What one click did: how many things were reminded of, and in sentences what could not be."""

    reminded: int
    refused: tuple[str, ...]


def send_reminder(
    *, case: Case, deadlines: Sequence[int], actor: Actor, at: dt.datetime, together: Together | None = None
) -> Event:
    """Reminds of some of the things a case waits for (ids of deadlines); one event says who was written to.

    `together`: whoever signs in is not written to at once; what they owe is put there, for one e-mail over all cases.
    Raises ActRefused for what is no longer waited for, was reminded of today, or has nobody to write to. Two who
    press at once remind once: the second finds it done.
    """
    if not deadlines:
        raise ActRefused("Choose at least one.")
    with acting("send_reminder", case=case, actor=actor, at=at, standing=True) as doing:
        doing.tell = False
        wanted = set(deadlines)
        rows = [owed for owed in chasing.outstanding(actor, at=at, case=doing.case) if owed.id in wanted]
        _refuse(rows, wanted)
        if len(rows) == 1 and rows[0].deadline.agency_id:
            doing.about, doing.agency = f"agency:{rows[0].deadline.agency_id}", rows[0].deadline.agency
        event = doing.record(
            summary=f"Reminded: {'; '.join(_reminded(owed) for owed in rows)}.",
            data={"deadlines": [owed.id for owed in rows], "rungs": [str(owed.rung) for owed in rows]},
        )
        for owed in rows:
            Chase.objects.create(
                partnership_id=case.partnership_id, deadline=owed.deadline, event=event, on=timezone.localdate(at),
                at=at, rung=owed.rung, to_label=listing(owed.names)[:300],
            )  # fmt: skip
        alone = together is None or _of_its_own(doing.case)
        for person, owing in _by_person(rows):
            if alone or person.user is None:
                write_to(person, owing, key=f"chase:{event.pk}:{person.email.lower()}", at=event.recorded_at)
            else:
                together.setdefault(person.email.lower(), (person, []))[1].extend(owing)
    return event


def _of_its_own(case: Case) -> bool:
    """Whether its letters name no other case: whoever is kept from this one reads none of them (C-52)."""
    hearing = hearing_of(case)
    return hearing.named is not None or bool(hearing.conflicted)


def _refuse(rows: Sequence[Owed], wanted: set[int]) -> None:
    if wanted - {owed.id for owed in rows}:
        raise ActRefused("Something you chose is no longer waited for. Look at the list again.")
    for owed in rows:
        if owed.today:
            raise ActRefused(f"{owed.shown.who} was reminded today already. Once a day is enough.")
        if not owed.people:
            raise ActRefused(f"There is nobody to write to for {owed.shown.who}. Ring them.")


def _reminded(owed: Owed) -> str:
    return f"{owed.shown.who} of “{owed.shown.title}” ({listing(owed.names)})"


def _by_person(rows: Iterable[Owed]) -> list[tuple[Person, list[Owed]]]:
    found: dict[str, tuple[Person, list[Owed]]] = {}
    for owed in rows:
        for person in owed.people:
            found.setdefault(person.email.lower(), (person, []))[1].append(owed)
    return list(found.values())


def _words(
    person: Person, owing: Sequence[Owed], link: str, at: dt.datetime, in_words: Callable[[Letter], Letter] = worded
) -> tuple[str, Filled]:
    """(kind of letter, the letter): one for people who sign in, one by private link, one for a referrer (C-30)."""
    procedure, case, first = owing[0].procedure, owing[0].case, owing[0]
    wanted = "reminder-by-link" if person.outside else "reminder-to-referrer" if person.referrer else "reminder"
    letters = {letter.name: letter for letter in procedure.letters}
    letter = in_words(letters.get(wanted) or letters["reminder"])
    one = telling.Recipient(person.name, person.email, person.user, agency=first.deadline.agency)
    extra = {
        "count": plural(len(owing), "thing"),
        "what_is_due": _lines(owing),
        "due_on": date_long(first.shown.due_on),
        "link_until": date_long(person.outside.until) if person.outside else "",
    }
    return letter.name, fill(
        letter, telling.values_for(case, procedure, one, at=at, link=link, extra=extra), missing=""
    )


def write_to(
    person: Person, owing: Sequence[Owed], *, key: str, at: dt.datetime, not_before: dt.datetime | None = None
) -> None:
    """One e-mail for what somebody owes on one case, once for each key; a private link in it is a new one (C-30)."""
    case = owing[0].case
    if person.outside:
        link = person.outside.address(at)
    elif person.referrer and "referrer" in telling.ADDRESSES:
        link = telling.ADDRESSES["referrer"](case, at)
    else:
        link = settings.BASE_URL + chasing.page_of(owing[0])
    kind, words = _words(person, owing, link, at)
    queue_message(
        key=key, kind=kind, to_email=person.email, to_name=person.name, to_user=person.user, case=case,
        subject=words.subject, body=words.body, at=at, not_before=not_before,
    )  # fmt: skip


def _write_together(together: Together, *, at: dt.datetime) -> None:
    """One e-mail to each person for everything they owe, with references and kinds only (C-30)."""
    for person, owing in together.values():
        key = f"chase-all:{min(owed.id for owed in owing)}:{timezone.localdate(at)}:{person.email.lower()}"
        if len({owed.case.pk for owed in owing}) == 1:
            write_to(person, owing, key=key, at=at)
            continue
        kind, words = _words_together(person, owing)
        queue_message(
            key=key, kind=kind, to_email=person.email, to_name=person.name, to_user=person.user, subject=words.subject,
            body=words.body, at=at,
        )  # fmt: skip


def _words_together(
    person: Person, owing: Sequence[Owed], in_words: Callable[[Letter], Letter] = worded
) -> tuple[str, Filled]:
    """The letter about several cases leads to the first page, where everything waits for the person."""
    procedure = owing[0].procedure
    letter = in_words(procedure.find("letters", "reminder"))
    values = {
        "count": plural(len(owing), "thing"),
        "what_is_due": _lines(owing),
        "partnership": procedure.partnership_title,
        "recipient": person.name,
        "secretariat": procedure.words.get("secretariat", "secretariat"),
        "contact_email": procedure.contact_email,
        "service": settings.SERVICE_NAME,
        "link": f"{settings.BASE_URL}/{procedure.slug}/",
    }
    return letter.name, fill(letter, values, missing="")


def _lines(owing: Sequence[Owed]) -> str:
    return "\n".join(
        f"- {owed.case.reference}: {owed.shown.title}, due {date_long(owed.shown.due_on)}"
        for owed in sorted(owing, key=lambda owed: owed.shown.due_on)
    )


def previews_together(rows: Sequence[Owed], *, at: dt.datetime) -> list[telling.Preview]:
    """The e-mails of the page of all cases: one to each person who signs in, however many cases they are about."""
    found, in_words = [], wordings()
    for person, owing in _by_person(owed for owed in rows if owed.may_be_reminded):
        if person.user is not None and len({owed.case.pk for owed in owing}) > 1:
            _, words = _words_together(person, owing, in_words)
            found.append(telling.previewed(f"{person.name} <{person.email}>", words))
        else:
            found += _one_by_one(owing, at, in_words)
    return found


def previews(rows: Sequence[Owed], *, at: dt.datetime) -> list[telling.Preview]:
    """The e-mails as they would leave now, one case after the other."""
    return _one_by_one(rows, at, wordings())


def _one_by_one(rows: Sequence[Owed], at: dt.datetime, in_words: Callable[[Letter], Letter]) -> list[telling.Preview]:
    found = []
    for case_id in dict.fromkeys(owed.case.pk for owed in rows):
        for person, owing in _by_person(owed for owed in rows if owed.case.pk == case_id and owed.may_be_reminded):
            private = person.outside or person.referrer
            link = SHOWN_LINK if private else settings.BASE_URL + chasing.page_of(owing[0])
            _, words = _words(person, owing, link, at, in_words)
            found.append(telling.previewed(f"{person.name} <{person.email}>", words))
    return found


@transaction.atomic
def send_reminders(*, deadlines: Sequence[int], actor: Actor, at: dt.datetime) -> Chased:
    """The same over every case this person sees: one act on each case, so one that cannot be does not stop the rest,
    and one e-mail to each person, however many cases they owe something on."""
    wanted = set(deadlines)
    by_case: dict[int, list[Owed]] = {}
    for owed in chasing.outstanding(actor, at=at):
        if owed.id in wanted and owed.may_be_reminded:
            by_case.setdefault(owed.case.pk, []).append(owed)
    reminded, refused = 0, []
    together: Together = {}
    for _, rows in sorted(by_case.items()):  # cases are locked in one order, whoever presses
        try:
            send_reminder(
                case=rows[0].case, deadlines=[owed.id for owed in rows], actor=actor, at=at, together=together
            )
            reminded += len(rows)
        except ActRefused as refusal:
            refused.append(f"{rows[0].case.reference}: {refusal}")
    _write_together(together, at=at)
    return Chased(reminded, tuple(refused))
