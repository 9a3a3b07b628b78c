"""`load_procedures`: every text that comes with the product, each partnership's earlier versions first."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from procedures.library import shipped_files
from procedures.loading import PublishedAlready

from .load_procedure import NotItsOwn, load_file


class Command(BaseCommand):
    help = "Load every procedure text that comes with the product. Safe to run again."

    def handle(self, *args, **options):
        at = timezone.now()
        for path in shipped_files():
            try:
                self.stdout.write(load_file(path, at))
            except NotItsOwn as refusal:
                self.stderr.write(str(refusal))
            except PublishedAlready as refusal:
                # What is stored governs cases; a product whose text moved on must not stop the server.
                self.stderr.write(f"{refusal} The stored text stays in force.")
