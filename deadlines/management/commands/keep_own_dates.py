"""manage.py keep_own_dates"""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import timezone

from deadlines.own_dates import keep_everywhere


class Command(BaseCommand):
    help = "Keeps the dates of every procedure itself: to be looked at again, to be reported on. Safe to repeat."

    def handle(self, **options):
        made = keep_everywhere(at=timezone.now())
        if made:
            self.stdout.write(f"{made} new {'date' if made == 1 else 'dates'} of procedures.")
