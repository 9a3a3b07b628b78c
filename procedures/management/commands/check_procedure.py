"""`check_procedure FILE`: is this text sound, and if not, which block and which word is wrong."""

from django.core.management.base import BaseCommand

from procedures.errors import ProcedureErrors
from procedures.library import from_file
from procedures.saying import summary


class Command(BaseCommand):
    help = "Check a procedure text. Exit 0 with a summary when it is sound, 1 with every mistake in plain words."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *args, file, **options):
        try:
            procedure = from_file(file)
        except ProcedureErrors as errors:
            for problem in errors.problems:
                self.stderr.write(problem)
            count = len(errors.problems)
            self.stderr.write(f"{count} {'mistake' if count == 1 else 'mistakes'} in {file}.")
            raise SystemExit(1) from None
        for line in summary(procedure):
            self.stdout.write(line)
