"""People, partnerships and cases for tests: plain functions, the time and the actor always given."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from cases.acts import PersonValues, open_case
from cases.models import Case
from partnerships.actors import SYSTEM, Actor, actor_of
from partnerships.acts import add_member, set_up_partnership
from partnerships.models import Agency, Membership, Partnership
from partnerships.scope import current_partnership
from procedures import library, reader
from procedures.models import ProcedureVersion

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 9, 1, 10, 0, tzinfo=LONDON)  # a Tuesday
PASSWORD = "correct-horse-battery"


def london(year, month, day, hour=10, minute=0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=LONDON)


def a_partnership(folder: str = "redbridge", file: str = "1.5.toml", **changed: str) -> Partnership:
    """A partnership set up from a shipped text, its procedure published. `changed`: old=, new= words of the text."""
    from partnerships.scope import tenant

    text, base = reader.texts_of(reader.TEXTS / folder / file)
    if changed:
        assert text.count(changed["old"]) == 1, changed["old"]
        text = text.replace(changed["old"], changed["new"])
    procedure = library.read_once(text, base)
    partnership = set_up_partnership(procedure=procedure, actor=SYSTEM, at=NOW)
    partnership.second_factor_required = False
    partnership.save()
    with tenant(partnership):
        if not ProcedureVersion.objects.filter(partnership=partnership, version=procedure.version).exists():
            ProcedureVersion.objects.create(
                partnership=partnership, version=procedure.version, title=procedure.version_title, state="published",
                in_force_from=procedure.in_force_from, text=text, base_text=base, parsed={},
                sha256=reader.sha256_of(text, base), loaded_at=NOW, published_at=NOW,
            )  # fmt: skip
    return partnership


def the_version() -> ProcedureVersion:
    return ProcedureVersion.objects.get(partnership=current_partnership(), state="published")


def the_procedure():
    return library.of_version(the_version())


def an_agency(slug: str) -> Agency:
    return Agency.objects.get(partnership=current_partnership(), slug=slug)


def a_member(name: str, *roles: str, agency: str = "") -> Membership:
    """A person of the open partnership, with a password; e-mail from the name."""
    email = f"{name.lower().replace(' ', '.')}@{current_partnership().slug}.example"
    membership = add_member(
        email=email, name=name, roles=roles, agency=an_agency(agency) if agency else None, actor=SYSTEM_ADMIN, at=NOW
    )
    membership.user.set_password(PASSWORD)
    membership.user.save()
    return membership


SYSTEM_ADMIN = Actor(label="Set-up", roles=frozenset({"system"}), kinds=frozenset({"administrator"}))


def acting_as(membership: Membership, at: dt.datetime = NOW) -> Actor:
    fresh = Membership.objects.select_related("user", "agency").prefetch_related("roles").get(pk=membership.pk)
    return actor_of(fresh, the_procedure(), at.astimezone(LONDON).date())


def an_actor(name: str, *roles: str, agency: str = "", at: dt.datetime = NOW) -> Actor:
    return acting_as(a_member(name, *roles, agency=agency), at)


ADA = PersonValues(
    kind="subject", first_name="Ada", last_name="Grey", born_on=dt.date(1950, 3, 2), died_on=dt.date(2026, 8, 20),
    nhs_number="9434765919",
)  # fmt: skip


def a_case(actor: Actor, *, pathway: str = "adult", received_at: dt.datetime = NOW, people=(ADA,), facts=None) -> Case:
    return open_case(
        procedure_version=the_version(), pathway=pathway, received_at=received_at, actor=actor, at=received_at,
        referrer_name="Rosa Referrer", referrer_email="rosa@hospital.example", people=people, facts=facts or {},
    )  # fmt: skip


def rule_out_the_other_tests(case: Case, actor: Actor, at: dt.datetime, *, but: tuple[str, ...]) -> None:
    """Answers every statutory test of the text except those named (aid names), as not met (C-10)."""
    from cases.acts import answer_criteria

    for aid in library.of_version(case.procedure).aids:
        if aid.name not in but and aid.test != "other":
            answer_criteria(
                case=case, aid=aid.name, answers=_not_met(aid), remarks={}, reasons="Not this one.", actor=actor, at=at
            )


def _not_met(aid) -> dict[str, str]:
    from cases.aids import walk

    todo: list[dict[str, str]] = [{}]
    while todo:
        answers = todo.pop(0)
        walked = walk(aid, answers)
        if walked.result is None:
            todo += [{**answers, walked.next.name: branch.answer} for branch in walked.next.branches]
        elif not walked.result.met:
            return answers
    raise AssertionError(f"{aid.name} is always met")
