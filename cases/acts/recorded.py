"""Acts that only put something on record, each by the one way below (`cases.recorded` says what each asks).

`answers`: section -> question -> value, as `cases.asking.asked_of` asks; `uploads`: papers that belong to it;
`reason`: why a guided step is done although something normally comes first. All raise ActRefused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from config.filters import series
from partnerships.actors import Actor
from partnerships.refusals import ActRefused
from procedures.vocabulary import PAST

from ..asking import Asked, asked_of, outcome_words, outside_copies
from ..beside import waits_for_an_answer
from ..given import Given, state_facts, take
from ..models import Case, Event
from ..queries import criteria_of
from ..recorded import OTHER_BODY, RECORDED, family_told
from ..sheets import answers as meaning
from ..spine import Doing, acting
from .threshold import decide

Uploads = Sequence[tuple[str, str, str, list]]


def _record(act: str, *, case: Case, answers: Mapping, uploads: Uploads, reason: str, actor: Actor, at: dt.datetime):
    recorded = RECORDED[act]
    with acting(act, case=case, actor=actor, at=at, reason=reason) as doing:
        asked = asked_of(act, doing.step, doing.case, doing.procedure, at=at)
        but = [f"act-{name}" for name in (recorded.reason, "outcome") if name]
        given = take(doing, asked, answers, uploads, but=but)
        outcome = str(given.flat.get("act-outcome", ""))
        _gate(doing, given, outcome)
        more = _taking_part(asked, given) if asked.seats else {}
        doing.on_behalf_of = str(given.flat.get(f"act-{recorded.on_behalf}", "")) if recorded.on_behalf else ""
        why = [str(given.flat.get(f"act-{recorded.reason}", "")) if recorded.reason else "", reason]
        event = doing.record(
            summary=_sentence(doing, recorded.summary, given, outcome),
            reason="\n\n".join(text for text in why if text),
            data={**given.data, **more},
            answer=outcome,
        )
        state_facts(doing, given)
        if recorded.decides:
            _decide(doing, given, outcome, event, more)
        return event


def _gate(doing: Doing, given: Given, outcome: str) -> None:
    """What one answer needs besides (`outcome_needs`): said with the question it hangs on."""
    labels = {field.name: field.label for part in given.form.sections for field in part.fields}
    for answer, condition in doing.step.outcome_needs:
        if answer == outcome and not meaning.all_hold([condition], given.flat):
            questions = " and ".join(f"“{labels[name]}”" for name in meaning.asked_in([condition]))
            raise ActRefused(f"“{_capital(outcome)}” cannot be chosen with this answer to {questions}.",
                             about="act-outcome")  # fmt: skip


def _taking_part(asked: Asked, given: Given) -> dict:
    """Who took part and who did not, in words; nobody is left out without a reason (C-14)."""
    ticked = given.flat.get("act-took-part", [])
    keys = [seat.key for seat in asked.seats] if ticked is True else ticked
    absent = [seat.label for seat in asked.seats if seat.key not in keys]
    why = str(given.flat.get("act-absent-why", ""))
    if absent and not why:
        names = series(seat.title for seat in asked.seats if seat.key not in keys)
        raise ActRefused(f"Say why {names} did not take part.", about="act-absent-why")
    took_part = [seat.label for seat in asked.seats if seat.key in keys]
    return {"took_part": took_part, "absent": absent, "absent_why": why}


def _sentence(doing: Doing, template: str, given: Given, outcome: str) -> str:
    said = {name.removeprefix("act-"): value for name, value in given.flat.items() if name.startswith("act-")}
    words = {
        "past": _capital(PAST[doing.act]),
        "title": doing.step.title,
        "outcome": outcome_words(doing.step, outcome, doing.procedure) if outcome else "",
        "body": _body(doing, given),
        "family": family_told(given.flat),
        "whose": doing.on_behalf_of or doing.actor.label,
    }
    sentence = template.format_map({**said, **words})
    return sentence if sentence.endswith(".") else f"{sentence}."


def _body(doing: Doing, given: Given) -> str:
    chosen = str(given.flat.get("act-body", ""))
    if chosen == OTHER_BODY:
        return str(given.flat["act-other-body"])
    blocks = (*doing.procedure.outside_bodies, *doing.procedure.bodies)
    named = [block.title for block in blocks if block.name == chosen]
    return series(named or [body.title for body in outside_copies(doing.step, doing.procedure)])


def _decide(doing: Doing, given: Given, outcome: str, event: Event, more: Mapping) -> None:
    """The decision row, with the results of the criteria as they stood (C-14)."""
    results = {name: row.result for name, row in criteria_of(doing.case).items()}
    decide(
        doing,
        outcome=_settled(doing, given, outcome)[:120],
        reasons=str(given.flat["act-reasons"]),
        event=event,
        data={**more, "criteria": results},
    )


def _settled(doing: Doing, given: Given, outcome: str) -> str:
    """The outcome as the letter says it."""
    return outcome_words(doing.step, outcome, doing.procedure) if outcome else str(given.flat["act-decision"])


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def decide_threshold(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """It is decided whether the test is met, with reasons and who took part (C-10, C-14)."""
    return _record("decide_threshold", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def seek_view(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """Somebody is asked for a view that does not bind."""
    return _record("seek_view", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def give_view(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """A view that does not bind; recorded for somebody else it names them (C-53)."""
    return _record("give_view", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def share_rationale(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """The reasons of a decision go to whom the text says, whatever was decided."""
    return _record("share_rationale", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def inform_partners(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """The statutory partners are told of the referral."""
    return _record("inform_partners", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def tell_body(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """Another board hears of the case: possible grounds for its own review, or the decision (C-10, C-45)."""
    return _record("tell_body", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def refer_to_body(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """The case is handed on to another body for its own decision."""
    return _record("refer_to_body", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def agree_coordination(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """Several bodies agree how one piece of work serves them all (C-10, C-24)."""
    return _record("agree_coordination", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def open_track(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """Another process starts on the same case."""
    return _record("open_track", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def send_minutes(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """The record of a meeting goes to the agencies."""
    return _record("send_minutes", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def send_recommendation(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """Report and advice go to those who decide."""
    return _record(
        "send_recommendation", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at
    )


def invite_referrer(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """The referrer is asked to present the case."""
    return _record("invite_referrer", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def record_learning_result(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """What came of learning without a review comes back."""
    return _record(
        "record_learning_result", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at
    )


def inform_family(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """The family is told, or the record says why not; and whether they agree to be involved (C-23, C-35)."""
    return _record("inform_family", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def report_delay(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """A late review is reported with its reason (C-19)."""
    return _record("report_delay", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def raise_dispute(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """Somebody does not agree and says why. A referrer says it once and then waits for the answer (DAR-25)."""
    if actor.membership is None and waits_for_an_answer(case):
        raise ActRefused("We have what you wrote already, and it will be answered. Please wait for the answer.")
    return _record("raise_dispute", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)


def decide_dispute(
    *, case: Case, answers: Mapping, actor: Actor, at: dt.datetime, uploads: Uploads = (), reason: str = ""
) -> Event:
    """Those above answer a dispute, with reasons."""
    return _record("decide_dispute", case=case, answers=answers, uploads=uploads, reason=reason, actor=actor, at=at)
