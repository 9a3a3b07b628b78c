"""Fills every partnership with fictional people and cases, clearly marked as a demonstration. Safe to run again."""

import datetime as dt

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.models import Case
from desk.demo.following import seed_following
from desk.demo.past import seed_past
from desk.demo.people import seed_people
from desk.demo.reports import seed_reports
from desk.demo.stories import Teller, seed_cases, tell_of_papers
from desk.demo.telling import Story
from documents.models import OutboxMessage
from partnerships.actors import actor_of
from partnerships.models import Partnership
from partnerships.queries import each_partnership, holders_of_kind
from partnerships.scope import current_partnership
from procedures import library

RECENT = dt.timedelta(days=4)


def count_as_sent(*, before: dt.datetime) -> None:
    """What the older stories wrote went out long ago: it is on the Messages page, and only letters of new cases leave
    now, so that the mailbox of the demo begins short and the first e-mail of a visitor does not wait behind hundreds.
    """
    old = OutboxMessage.objects.filter(partnership=current_partnership(), state=OutboxMessage.State.QUEUED)
    old = old.exclude(case__received_at__gte=before)
    old.update(state=OutboxMessage.State.SENT, sent_at=F("queued_at"), attempts=1)


def office(procedure, now: dt.datetime):
    """Somebody of the secretariat, as they act."""
    membership = holders_of_kind("secretariat", procedure=procedure, on=now.date())[0]
    return actor_of(membership, procedure, now.date())


class Command(BaseCommand):
    help = "Fictional people and cases for every partnership that has no real case."

    def handle(self, **options):
        now = timezone.now()
        for partnership in each_partnership():
            if Case.objects.filter(partnership=partnership).exists():
                kept = "has its demo cases" if partnership.is_demo else "has real cases and is left alone"
                self.stdout.write(f"{partnership.title} {kept}.")
                continue
            # One transaction: a seeding that was interrupted begins again from nothing.
            with transaction.atomic():
                Partnership.objects.filter(pk=partnership.pk).update(is_demo=True, second_factor_required=False)
                procedure = library.in_force(partnership.slug)
                people = seed_people(procedure, at=now)
                cases = seed_cases(procedure, now=now)
                seed_reports(Teller(Story, procedure, now))
                seed_following(procedure, now=now)
                tell_of_papers(procedure, now=now)
                past = seed_past(procedure, actor=office(procedure, now), now=now)
                count_as_sent(before=now - RECENT)
            self.stdout.write(f"{partnership.title}: {people} people, {cases} cases and {past} past ones.")
