"""From a case to the plain values of its decision letter (C-15), and the request to print it."""

from __future__ import annotations

from dataclasses import asdict

from config.filters import date_long
from documents.acts import ask_for_print
from documents.papers import DecisionLetter, Pair

from .models import Case, Event
from .queries import criteria_of, procedure_of

WORDS_OF_ASSENT = 3  # "Agreed.", "We all agree."


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n") if part.strip())


def decision_letter(case: Case, decision, *, reasons: str, next_steps: str, actor, at) -> DecisionLetter:
    """The letter to the referrer about a decision, dated `at` and signed by the actor.

    `reasons`: in words for the referrer, as the office put them; what is on record stays as it was.
    """
    procedure = procedure_of(case)
    secretariat = procedure.words.get("secretariat", "Secretariat")
    answered = criteria_of(case)
    tests = tuple(
        Pair(label=aid.title, value="The test is met" if answered[aid.name].met else "The test is not met")
        for aid in procedure.aids
        if aid.name in answered and aid.test != "other"
    )
    return DecisionLetter(
        partnership=procedure.partnership_title,
        title=f"Outcome of referral {case.reference}",
        demo=case.partnership.is_demo,
        sender=secretariat,
        contact_email=procedure.contact_email,
        recipient=case.referrer_name or "The referrer",
        recipient_lines=(case.referring_agency.title,) if case.referring_agency else (),
        date=date_long(at),
        reference=case.reference,
        salutation=f"Dear {case.referrer_name}" if case.referrer_name else "Dear colleague",
        paragraphs=(
            f"Thank you for your referral, which we received on {date_long(case.received_at)}. "
            "It has now been considered, and this letter tells you what was decided and why.",
            *_in_plain_words(procedure, decision),
        ),
        outcome=decision.outcome,
        decided_by=decision.decided_by,
        decided_on=date_long(decision.decided_at),
        reasons=_paragraphs(reasons),
        criteria=tests,
        next_steps=_paragraphs(next_steps),
        signed_by=actor.membership.user.name if actor.membership else secretariat,
        signed_role=f"{secretariat}, {procedure.partnership_title}",
    )


def _in_plain_words(procedure, decision) -> tuple[str, ...]:
    """What the name of an outcome means to somebody who does not work with it every day."""
    name = decision.data.get("review_type", "")
    kind = next((found for found in procedure.review_types if found.name == name), None)
    if kind is None:
        return ()
    return ("There will be a review." if kind.is_review else "There will be no review.",)


def reasons_of(case: Case, decision) -> str:
    """The reasons the referrer reads (C-14): the panel's own where they were ratified, then those of all who decided.

    Another decision in the recommendation's place stands on its own reasons. A bare word of assent ("Agreed.") is no
    reason and is left out where others are given.
    """
    if decision.kind != "ratify_recommendation":
        return decision.reasons
    done = Event.objects.filter(partnership=case.partnership_id, case=case, annulled_by=None).order_by("id")
    made = done.filter(act="recommend").last()
    before = done.filter(act="ratify_recommendation", pk__gt=made.pk, pk__lt=decision.event_id) if made else []
    said = [*(event.reason for event in before), decision.reasons]
    parts = [made.reason if made else "", *(words for words in said if len(words.split()) > WORDS_OF_ASSENT)]
    return "\n\n".join(dict.fromkeys(part for part in parts if part)) or decision.reasons


def ask_for_decision_letter(case: Case, letter: DecisionLetter, *, event, actor, at):
    """The PDF is made by a worker and kept with the case as it was sent."""
    return ask_for_print(
        kind="decision-letter",
        about=f"event:{event.pk}",
        case=case,
        payload=asdict(letter),
        actor=actor,
        at=at,
    )
