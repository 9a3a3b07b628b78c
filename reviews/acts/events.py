"""A learning event: convened, people invited, recorded as held, evaluated without names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction

from cases.spine import Doing
from config.filters import datetime_long, plural
from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from .. import letters
from ..models import Evaluation, Invitation, LearningEvent, Review
from ..rules.guests import Guest
from ..spine import reviewing


def convene_learning_event(
    *, review: Review, title: str, purpose: str, starts_at: dt.datetime, place: str, guests: Sequence[Guest] = (),
    actor: Actor, at: dt.datetime,
) -> LearningEvent:  # fmt: skip
    """Fixes a learning event and invites people, each by an e-mail that names nobody and a private link (C-30). One
    that took place already is entered with nobody invited, and then recorded as held (C-51)."""
    with reviewing("convene_learning_event", review=review, actor=actor, at=at, standing=True) as (doing, row):
        if starts_at <= at and guests:
            raise ActRefused(
                "Nobody is invited to what lies in the past. Leave the list of guests empty to enter it.",
                about="guests",
            )
        event = doing.record(
            summary=f"A learning event was convened for {datetime_long(starts_at)}; "
            f"{plural(len(guests), 'person', 'people')} invited.",
            data={"review": row.pk, "title": title},
        )  # fmt: skip
        made = LearningEvent.objects.create(
            partnership_id=row.partnership_id, review=row, title=title.strip(), purpose=purpose.strip(),
            starts_at=starts_at, place=place.strip(), convened_at=at, convened_by=actor.label, event=event,
        )  # fmt: skip
        _invite(doing, made, guests, at)
        return made


def invite_to_learning_event(
    *, learning_event: LearningEvent, guests: Sequence[Guest], actor: Actor, at: dt.datetime
) -> list[Invitation]:
    """Further people; whoever is invited already is left out. Raises ActRefused when nobody is new."""
    review = learning_event.review
    with reviewing("invite_to_learning_event", review=review, actor=actor, at=at, standing=True) as (doing, row):
        found = _to_come(row, learning_event)
        known = {email.lower() for email in found.invitations.values_list("email", flat=True)}
        new = [guest for guest in guests if guest.email.lower() not in known]
        if not new:
            raise ActRefused("Nobody here is new: everybody is invited already.", about="guests")
        doing.record(
            summary=f"{plural(len(new), 'further person was', 'further people were')} invited to the learning event.",
            data={"learning_event": found.pk},
        )
        return _invite(doing, found, new, at)


def _to_come(review: Review, learning_event: LearningEvent) -> LearningEvent:
    """The row, locked; ActRefused for an event that was held or called off."""
    found = LearningEvent.objects.select_for_update(of=("self",)).get(
        partnership=review.partnership_id, pk=learning_event.pk
    )
    if found.held_at is not None:
        raise ActRefused(f"{found.held_by} has recorded this event as held already.")
    if found.called_off_at is not None:
        raise ActRefused("The event was called off.")
    return found


def change_learning_event(
    *, learning_event: LearningEvent, title: str, purpose: str, starts_at: dt.datetime, place: str, reason: str = "",
    actor: Actor, at: dt.datetime,
) -> LearningEvent:  # fmt: skip
    """Its words are put right, or it is moved: then everybody invited hears, and is asked anew whether they come.

    Raises ActRefused without a change, and for another day or place without a reason.
    """
    review = learning_event.review
    with reviewing("change_learning_event", review=review, actor=actor, at=at, standing=True) as (doing, row):
        found = _to_come(row, learning_event)
        was = (found.title, found.purpose, found.starts_at, found.place)
        now = (title.strip(), purpose.strip(), starts_at, place.strip())
        moved = was[2:] != now[2:]
        if was == now:
            raise ActRefused("Nothing was changed.")
        if moved and not reason.strip():
            raise ActRefused("Say why it is moved.", about="reason")
        if moved and starts_at <= at:
            raise ActRefused("The new day must lie ahead.", about="starts_at")
        found.title, found.purpose, found.starts_at, found.place = now
        found.save()
        said = f"moved to {datetime_long(starts_at)}, {now[3]}" if moved else "put right"
        doing.record(
            summary=f"The learning event was {said}.", reason=reason.strip(),
            data={"learning_event": found.pk, "was": [was[0], was[1], was[2].isoformat(), was[3]]},
        )  # fmt: skip
        for guest in found.invitations.all() if moved else ():
            guest.answer, guest.answered_at = Invitation.Answer.NONE, None
            guest.save()
            letters.tell_guest("learning-event-moved", guest, event=doing.event, procedure=doing.procedure)
        return found


def call_off_learning_event(
    *, learning_event: LearningEvent, reason: str, actor: Actor, at: dt.datetime
) -> LearningEvent:
    """It is not held: everybody invited hears. The reason is for the record."""
    if not reason.strip():
        raise ActRefused("Say why it is called off.", about="reason")
    review = learning_event.review
    with reviewing("call_off_learning_event", review=review, actor=actor, at=at, standing=True) as (doing, row):
        found = _to_come(row, learning_event)
        found.called_off_at, found.called_off_why = at, reason.strip()
        found.save()
        doing.record(
            summary=f"The learning event of {datetime_long(found.starts_at)} was called off.", reason=reason.strip(),
            data={"learning_event": found.pk},
        )  # fmt: skip
        for guest in found.invitations.all():
            letters.tell_guest("learning-event-called-off", guest, event=doing.event, procedure=doing.procedure)
        return found


def _invite(doing: Doing, found: LearningEvent, guests: Sequence[Guest], at: dt.datetime) -> list[Invitation]:
    rows = []
    for guest in guests:
        row = Invitation.objects.create(
            partnership_id=found.partnership_id, learning_event=found, name=guest.name, email=guest.email, invited_at=at
        )
        letters.tell_guest("learning-event-invitation", row, event=doing.event, procedure=doing.procedure)
        rows.append(row)
    return rows


def record_learning_event(
    *, learning_event: LearningEvent, came: Collection[int], learnt: str, actor: Actor, at: dt.datetime
) -> LearningEvent:
    """It was held: who came, what was learnt. Those who came are asked what they thought of it."""
    review = learning_event.review
    with reviewing("record_learning_event", review=review, actor=actor, at=at, standing=True) as (doing, row):
        found = _to_come(row, learning_event)
        if at < found.starts_at:
            raise ActRefused("It cannot have been held before it began.", about="happened_at")
        if not learnt.strip():
            raise ActRefused("Say what was learnt.", about="learnt")
        invited = list(found.invitations.all())
        if not set(came) <= {each.pk for each in invited}:
            raise ActRefused("Choose among those who were invited.", about="came")
        found.held_at, found.held_by, found.learnt = at, actor.label, learnt.strip()
        found.save()
        there = [each for each in invited if each.pk in set(came)]
        doing.record(
            summary=f"The learning event was held; {plural(len(there), 'person', 'people')} came.",
            data={"learning_event": found.pk, "came": len(there)},
        )
        for each in invited:
            each.came = each in there
            each.save()
        for each in there:
            letters.tell_guest("learning-event-evaluation", each, event=doing.event, procedure=doing.procedure)
        return found


@transaction.atomic
def answer_invitation(*, invitation: Invitation, coming: bool, actor: Actor, at: dt.datetime) -> Invitation:
    """Somebody who was invited says whether they come; they may change their mind until it begins."""
    row = _locked(invitation)
    if row.learning_event.called_off_at is not None:
        raise ActRefused("The event is called off. Nothing is to be answered any more.")
    if row.learning_event.held_at is not None or at >= row.learning_event.starts_at:
        raise ActRefused("The event has begun. Nothing is to be answered any more.")
    row.answer = Invitation.Answer.COMING if coming else Invitation.Answer.NOT_COMING
    row.answered_at = at
    row.save()
    return row


@transaction.atomic
def evaluate_learning_event(
    *, invitation: Invitation, useful: int, change: str, better: str, actor: Actor, at: dt.datetime
) -> Evaluation:
    """What somebody who came thought of it: once, and kept without their name."""
    row = _locked(invitation)
    if not row.came:
        raise ActRefused("Only somebody who came can say what they thought of it.")
    if row.evaluated_at is not None:
        raise ActRefused("You have told us already. Thank you.")
    row.evaluated_at = at
    row.save()
    return Evaluation.objects.create(
        partnership_id=row.partnership_id, learning_event=row.learning_event, useful=useful, change=change.strip(),
        better=better.strip(),
    )  # fmt: skip


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("learning_event")
    return rows.get(partnership=invitation.partnership_id, pk=invitation.pk)
