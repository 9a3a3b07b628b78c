"""Two administrators at once (C-8): really at once, each with a connection of their own."""

from __future__ import annotations

import datetime as dt
import threading
from functools import partial

import pytest
from django.db import connection

from partnerships.acts import end_role, give_role, invite_person
from partnerships.models import Membership, RoleHolding, User
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from tests.factories import NOW, a_partnership

from .people import letters, settle


def at_once(partnership, *calls) -> list[str]:
    """What came of each call: "done", the refusal, or the kind of error."""
    results, together = [""] * len(calls), threading.Barrier(len(calls))

    def run(number, call):
        try:
            with tenant(partnership):
                together.wait(10)
                call()
            results[number] = "done"
        except ActRefused as refusal:
            results[number] = str(refusal)
        except Exception as error:
            results[number] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.fixture
def partnership(transactional_db):
    return a_partnership()


def test_a_person_invited_twice_at_once_is_here_once(partnership):
    with tenant(partnership):
        people = settle()
        actor = people.admin

    def invite(at):
        invite_person(email="nia@police.example", name="Nia", roles=(("secretariat", None),), actor=actor, at=at)

    results = at_once(partnership, *[partial(invite, NOW + dt.timedelta(seconds=n)) for n in range(4)])
    refused = "Somebody with this e-mail address is here already. Change them instead."
    assert sorted(results) == [refused] * 3 + ["done"]
    assert User.objects.filter(email="nia@police.example").count() == 1
    with tenant(partnership):
        assert Membership.objects.filter(user__email="nia@police.example").count() == 1
        assert RoleHolding.objects.filter(membership__user__email="nia@police.example").count() == 1
        assert len(letters("invitation")) == 1


def test_a_role_given_twice_at_once_is_held_once(partnership):
    with tenant(partnership):
        people = settle()
        actor = people.admin
    give = lambda: give_role(membership=people.chair, role="secretariat", actor=actor, at=NOW)  # noqa: E731
    assert at_once(partnership, *[give] * 4) == ["done"] * 4
    with tenant(partnership):
        assert RoleHolding.objects.filter(membership=people.chair, role="secretariat").count() == 1


def test_two_administrators_who_end_each_others_role_leave_one(partnership):
    with tenant(partnership):
        people = settle()
        first, second = people.administrator.roles.get(), people.second_administrator.roles.get()
        actor = people.admin
    results = at_once(
        partnership,
        lambda: end_role(holding=first, actor=actor, at=NOW),
        lambda: end_role(holding=second, actor=actor, at=NOW),
    )
    assert sorted(results) == ["This is the last administrator. Give somebody else the role first.", "done"]
