"""The first administrator comes by a command (C-8)."""

import pytest
from django.core.management import CommandError, call_command

from partnerships.actors import actor_of
from partnerships.administration import people_found
from partnerships.scope import tenant
from tests.factories import the_procedure

from .people import letters, recorded


def test_the_first_administrator_is_invited(redbridge, capsys):
    call_command("invite_administrator", "redbridge", "ada@redbridge.example", "Ada Admin")
    assert capsys.readouterr().out == "Ada Admin is invited as administrator of Redbridge One Panel.\n"
    with tenant(redbridge):
        (member,) = people_found()
        assert member.roles.get().role == "administrator"
        assert actor_of(member, the_procedure(), member.roles.get().starts_on).kinds == {"administrator"}
        assert [letter.to_email for letter in letters("invitation")] == ["ada@redbridge.example"]
        assert recorded() == [
            ("add_member", "Whoever runs the service", "Ada Admin"),
            ("give_role", "Whoever runs the service", "Ada Admin"),
        ]


def test_what_it_cannot_do_it_says(redbridge):
    with pytest.raises(CommandError, match="no partnership called “nowhere”"):
        call_command("invite_administrator", "nowhere", "ada@redbridge.example", "Ada")
    call_command("invite_administrator", "redbridge", "ada@redbridge.example", "Ada")
    with pytest.raises(CommandError, match="here already"):
        call_command("invite_administrator", "redbridge", "ada@redbridge.example", "Ada")
