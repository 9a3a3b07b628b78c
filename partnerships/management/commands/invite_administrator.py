"""`invite_administrator`: the first administrator of a partnership, who then invites everybody else (C-8)."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partnerships.actors import Actor
from partnerships.acts import invite_person
from partnerships.queries import partnership_called
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from procedures import library

OPERATOR = Actor(label="Whoever runs the service", roles=frozenset({"system"}))


class Command(BaseCommand):
    help = "Make somebody the administrator of a partnership and send them the invitation."

    def add_arguments(self, parser):
        parser.add_argument("partnership", help="its short name in addresses")
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args, partnership, email, name, **options):
        found = partnership_called(partnership)
        if found is None:
            raise CommandError(f"There is no partnership called “{partnership}”.")
        roles = library.in_force(found.slug).roles_of_kind("administrator")
        with tenant(found):
            try:
                given = tuple((role.name, None) for role in roles)
                invite_person(email=email, name=name, roles=given, actor=OPERATOR, at=timezone.now())
            except ActRefused as refusal:
                raise CommandError(str(refusal)) from None
        self.stdout.write(f"{name} is invited as administrator of {found.title}.")
