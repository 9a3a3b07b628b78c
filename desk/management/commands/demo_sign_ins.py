"""Prints who can sign in to the demo: one person for each role and partnership, and the password they share."""

from django.core.management.base import BaseCommand

from desk.demo.people import PASSWORD, sign_ins
from partnerships.queries import each_partnership
from procedures import library


class Command(BaseCommand):
    help = "Print the demo's sign-ins."

    def handle(self, **options):
        for partnership in each_partnership():
            if not partnership.is_demo:
                continue
            self.stdout.write(f"\n{partnership.title}")
            for person in sign_ins(library.in_force(partnership.slug)):
                where = f" ({person.agency})" if person.agency else ""
                self.stdout.write(f"  {person.email:<58} {person.role}{where}")
        self.stdout.write(f"\nEverybody’s password: {PASSWORD}")
