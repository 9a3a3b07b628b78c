"""Fills every partnership with fictional people and cases, clearly marked as a demonstration. Safe to run again."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from cases.models import Case
from desk.demo.people import seed_people
from desk.demo.stories import seed_cases
from partnerships.models import Partnership
from partnerships.queries import each_partnership
from procedures import library


class Command(BaseCommand):
    help = "Fictional people and cases for every partnership that has no real case."

    def handle(self, **options):
        now = timezone.now()
        for partnership in each_partnership():
            has_cases = Case.objects.filter(partnership=partnership).exists()
            if has_cases and not partnership.is_demo:
                self.stdout.write(f"{partnership.title}: has real cases, left alone.")
                continue
            # Once only: an administrator who tries the demo may have switched it on again.
            demo = {"is_demo": True, "second_factor_required": False}
            Partnership.objects.filter(pk=partnership.pk, is_demo=False).update(**demo)
            procedure = library.in_force(partnership.slug)
            people = seed_people(procedure, at=now)
            cases = 0 if has_cases else seed_cases(procedure, now=now)
            self.stdout.write(f"{partnership.title}: {people} people, {cases} cases added.")
