"""`load_procedure FILE`: sets up a partnership or adds a version of its procedure, and puts it in force."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procedures.errors import ProcedureErrors
from procedures.library import from_file
from procedures.loading import PublishedAlready, load


def load_file(path, at) -> str:
    """Load one text; one sentence on what came of it. ProcedureErrors, PublishedAlready as `loading.load`."""
    # Rooms below this one's place in the house: a command may use them, the room's own code may not.
    from partnerships.actors import SYSTEM
    from partnerships.acts import set_up_partnership
    from partnerships.models import Partnership
    from partnerships.scope import tenant

    procedure = from_file(path)
    known = Partnership.objects.filter(slug=procedure.slug).first()
    partnership = known or set_up_partnership(procedure=procedure, actor=SYSTEM, at=at)
    edition, new = load(path, at=at, partnership=partnership, opened=tenant)
    # An older version says who the members were, not who they are.
    if new and known is not None and not procedure.superseded_by:
        set_up_partnership(procedure=procedure, actor=SYSTEM, at=at, is_demo=known.is_demo)
    what = f"{procedure.partnership_title}: version {edition.version}"
    if not new:
        return f"{what} is there already."
    return f"{what} is kept as superseded." if procedure.superseded_by else f"{what} is in force."


class Command(BaseCommand):
    help = "Set up a partnership from its procedure text, or add a version of it, and put it in force."

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *args, file, **options):
        try:
            self.stdout.write(load_file(file, timezone.now()))
        except ProcedureErrors as errors:
            for problem in errors.problems:
                self.stderr.write(problem)
            raise SystemExit(1) from None
        except PublishedAlready as refusal:
            raise CommandError(str(refusal)) from None
