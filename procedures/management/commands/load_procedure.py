"""`load_procedure FILE`: sets up a partnership or adds a version of its procedure, and puts it in force."""

import datetime as dt

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.filters import date_long
from procedures.errors import ProcedureErrors
from procedures.library import from_file
from procedures.loading import PublishedAlready, load
from procedures.model import Procedure


class NotItsOwn(Exception):
    """The text would change a partnership that is not the one it speaks of, or one before its time."""


def load_file(path, at) -> str:
    """Load one text; one sentence on what came of it. ProcedureErrors, PublishedAlready as `loading.load`; NotItsOwn
    for a text that carries another partnership's slug or code, or a version whose first day has not come.
    """
    # Rooms below this one's place in the house: a command may use them, the room's own code may not.
    from partnerships.actors import SYSTEM
    from partnerships.acts import set_up_partnership
    from partnerships.models import Partnership
    from partnerships.scope import tenant

    procedure = from_file(path)
    known = Partnership.objects.filter(slug=procedure.slug).first()
    namesake = Partnership.objects.filter(code=procedure.code).exclude(slug=procedure.slug).first()
    _require_its_own(procedure, known, namesake, on=timezone.localdate(at))
    partnership = known or set_up_partnership(procedure=procedure, actor=SYSTEM, at=at)
    edition, new = load(path, at=at, partnership=partnership, opened=tenant)
    # An older version says who the members were, not who they are.
    if new and known is not None and not procedure.superseded_by:
        set_up_partnership(procedure=procedure, actor=SYSTEM, at=at, is_demo=known.is_demo)
    what = f"{procedure.partnership_title}: version {edition.version}"
    if not new:
        return f"{what} is there already."
    if procedure.in_force_from and procedure.in_force_from > timezone.localdate(at):
        return f"{what} is in force from {date_long(procedure.in_force_from)}: its pages open on that day."
    return f"{what} is kept as superseded." if procedure.superseded_by else f"{what} is in force."


def _require_its_own(procedure: Procedure, known, namesake, *, on: dt.date) -> None:
    """A copied text whose names were not changed must not take over the partnership it was copied from."""
    if known is not None and known.code != procedure.code:
        raise NotItsOwn(
            f"“{known.slug}” is {known.title} already, and its case numbers begin with {known.code}, not "
            f"{procedure.code}. Give a new partnership a slug of its own; of an existing one the code never changes."
        )
    if namesake is not None:
        raise NotItsOwn(
            f"The case numbers of {namesake.title} begin with {procedure.code} already. Choose another code."
        )
    if known is not None and procedure.in_force_from and procedure.in_force_from > on:
        raise NotItsOwn(
            f"Version {procedure.version} is in force from {date_long(procedure.in_force_from)}. Load it on that day; "
            "until then the version before it stays in force."
        )


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
        except (PublishedAlready, NotItsOwn) as refusal:
            raise CommandError(str(refusal)) from None
