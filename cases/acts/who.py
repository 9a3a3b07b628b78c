"""Who a case is about, and who may see it."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import Permission
from guardian.shortcuts import assign_perm, remove_perm

from partnerships.actors import Actor
from partnerships.refusals import ActRefused

from ..models import AgencyAccess, Case, Conflict, Person
from ..spine import acting
from .opening import PersonValues, create_person, search_words


def add_person(*, case: Case, values: PersonValues, actor: Actor, at: dt.datetime) -> Person:
    """A further subject or relevant person (C-27)."""
    with acting("add_person", case=case, actor=actor, at=at) as doing:
        person = create_person(doing.case, values)
        _search_again(doing.case)
        doing.record(summary=f"A {person.get_kind_display().lower()} was added.", data={"person": person.pk})
        return person


def correct_person(
    *, person: Person, values: dict, reason: str, version: int | None = None, actor: Actor, at: dt.datetime
) -> Person:
    """Puts right what is recorded of a person; the field history keeps what it was. A reason is needed.

    `version`: how many history rows the form was made from; a different number means somebody else was faster.
    """
    if not reason.strip():
        raise ActRefused("Say why this is put right.")
    with acting("correct_person", case=person.case, actor=actor, at=at) as doing:
        row = Person.objects.select_for_update().get(partnership=person.partnership_id, pk=person.pk)
        if version is not None and row.history.count() != version:
            raise ActRefused("Somebody else changed this person since you opened the page. Look at what is there now.")
        for name, value in values.items():
            setattr(row, name, value)
        if row.born_on and row.died_on and row.died_on < row.born_on:
            raise ActRefused("The date of death is before the date of birth.")
        row._change_reason = reason[:100]
        row.save()
        _search_again(doing.case)
        doing.record(summary="A person’s details were put right.", reason=reason, data={"person": row.pk})
        return row


def _search_again(case: Case) -> None:
    people = Person.objects.filter(partnership=case.partnership_id, case=case, removed=False)
    case.search_text = search_words(case.reference, list(people))


def restrict_case(*, case: Case, restricted: bool, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Only people named one by one may open a restricted case; whoever restricts it is named first (C-52)."""
    if not reason.strip():
        raise ActRefused("Say why.")
    if case.restricted == restricted:
        raise ActRefused("The case is restricted already." if restricted else "The case is not restricted.")
    with acting("restrict_case", case=case, actor=actor, at=at) as doing:
        doing.case.restricted = restricted
        if restricted and actor.membership is not None:
            give_person_access(case=case, user=actor.membership.user)
        doing.record(
            summary="Restricted to named people." if restricted else "Opened again to everybody entitled by role.",
            reason=reason,
        )


def give_person_access(*, case: Case, user, allowed: bool = True) -> None:
    """Names (or no longer names) one person for one case, by django-guardian."""
    # Both ends of the exception exist before anything is looked up, so a missing permission row is loud.
    Permission.objects.get(codename="view_case", content_type__app_label="cases")
    (assign_perm if allowed else remove_perm)("cases.view_case", user, case)


def give_agency_access(*, case: Case, agency, why: str, at: dt.datetime) -> AgencyAccess:
    """From now on the agency's people may open the case (C-52); the first why is kept."""
    access, _ = AgencyAccess.objects.get_or_create(
        partnership_id=case.partnership_id, case=case, agency=agency, defaults={"why": why[:120], "since": at}
    )
    return access


def declare_conflict(*, case: Case, membership, reason: str, actor: Actor, at: dt.datetime) -> Conflict:
    """Somebody must not take part: they lose the case's pages, papers and vote at once.

    A member declares for themselves; the secretariat or the chair may record it for somebody.
    """
    if not reason.strip():
        raise ActRefused("Say in a few words what the conflict of interest is.")
    mine = actor.membership is not None and actor.membership.pk == membership.pk
    if not mine and not actor.holds("secretariat", "panel-chair"):
        raise ActRefused("You can declare a conflict of interest only for yourself.")
    with acting("declare_conflict", case=case, actor=actor, at=at) as doing:
        if Conflict.objects.filter(
            partnership=case.partnership_id, case=doing.case, membership=membership, withdrawn_at=None
        ).exists():
            raise ActRefused("This conflict of interest is on record already.")
        conflict = Conflict.objects.create(
            partnership_id=case.partnership_id,
            case=doing.case,
            membership=membership,
            reason=reason,
            declared_at=at,
        )
        doing.record(
            summary=f"Conflict of interest of {membership.user.name} declared.",
            data={"conflict": conflict.pk},
        )
        return conflict


def withdraw_conflict(*, conflict: Conflict, reason: str, actor: Actor, at: dt.datetime) -> None:
    """The secretariat or the chair takes a conflict back, with a reason; never the person concerned."""
    if not reason.strip():
        raise ActRefused("Say why the conflict of interest no longer stands.")
    with acting("withdraw_conflict", case=conflict.case, actor=actor, at=at) as doing:
        changed = Conflict.objects.filter(
            partnership=conflict.partnership_id, pk=conflict.pk, withdrawn_at=None
        ).update(withdrawn_at=at)
        if not changed:
            raise ActRefused("This conflict of interest was taken back already.")
        doing.record(
            summary=f"Conflict of interest of {conflict.membership.user.name} withdrawn.",
            reason=reason,
            data={"conflict": conflict.pk},
        )
