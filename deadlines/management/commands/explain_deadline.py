"""When is it due, and why: `manage.py explain_deadline` (C-16 to C-21, C-51).

A plain rule without a partnership asks no database; a partnership adds its own country and closure days, and
a clock adds its procedure. Exit code 0, or 1 with one line on standard error (with --json also on standard
output).
"""

from __future__ import annotations

import json
import sys
from functools import cache

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError

from deadlines.calendar import WorkingCalendar, calendar_for, england
from deadlines.questions import QuestionError, Sources, answer
from procedures.model import Procedure

ASKED = ("from", "amount", "unit", "direction", "day_one", "clock", "partnership", "fact")


class Command(BaseCommand):
    help = "Say when something is due, with each day counted and each day passed over."
    requires_system_checks = ()

    def create_parser(self, prog_name, subcommand, **kwargs):
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # So that a wrong option is one line and exit code 1, like any other wrong question.
        parser.called_from_command_line = False
        return parser

    def add_arguments(self, parser):
        # Values are read as words, so that the same sentence refuses them here and in a line of JSON.
        parser.add_argument("--from", help="a date, or an instant with its offset or Z")
        parser.add_argument("--amount", help="how many to count")
        parser.add_argument("--unit", help="working_days, calendar_months, weeks, days, clear_days or years")
        parser.add_argument("--direction", help="after or before")
        parser.add_argument("--day-one", help="next, or same (the start counts as day 1)")
        parser.add_argument("--partnership", help="whose closure days and clocks; else England's calendar")
        parser.add_argument("--clock", help="a clock of the partnership, by name or requirement id")
        parser.add_argument("--fact", action="append", metavar="NAME=WHEN", help="one more start")
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument("--stdin", action="store_true", help="read and answer one JSON object a line")

    def run_from_argv(self, argv):
        try:
            super().run_from_argv(argv)
        except CommandError as error:  # raised while the options were read
            if "--json" in argv:
                self.stdout.write(json.dumps({"error": str(error)}))
            self.stderr.write(f"{error}")
            sys.exit(1)

    def handle(self, **options):
        asked = {name: options[name] for name in ASKED}
        known = Known()
        if options["stdin"]:
            self.answer_lines(asked, known.sources)
        else:
            self.answer_one(asked, known.sources, as_json=options["json"])
        for note in known.notes:
            self.stderr.write(f"Note: {note}")

    def answer_one(self, asked: dict, sources: Sources, *, as_json: bool) -> None:
        try:
            found = answer(asked, sources)
        except QuestionError as error:
            if as_json:
                self.stdout.write(json.dumps({"error": str(error)}))
            raise CommandError(str(error)) from None
        if as_json:
            self.stdout.write(json.dumps(found))
        else:
            self.stdout.write("\n".join(_lines(found)))

    def answer_lines(self, asked: dict, sources: Sources) -> None:
        """One answer for each line, in order; what the command line says holds for every line."""
        given = {name: value for name, value in asked.items() if value is not None}
        for line in sys.stdin.buffer if hasattr(sys.stdin, "buffer") else sys.stdin:
            self.stdout.write(json.dumps(_line_answer(line, given, sources)))


def _line_answer(line: bytes | str, given: dict, sources: Sources) -> dict:
    try:
        question = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "The line is not a JSON object."}
    if not isinstance(question, dict):
        return {"error": "The line is not a JSON object."}
    try:
        return answer({**given, **question}, sources)
    except QuestionError as error:
        return {"error": str(error)}


def _lines(found: dict) -> list[str]:
    lines = []
    if "clock" in found:
        lines.append(f"{found['title']} ({found['clock']})")
    target = found.get("target_because")
    if target and target["rule"] != found["rule"]:
        lines += ["", "Target", *target["explanation"], "", "Limit"]
    return lines + found["explanation"]


class Known:
    """What one run has fetched, each partnership once, and what people should know about it."""

    def __init__(self):
        self.notes: list[str] = []
        self.sources = Sources(cache(self.procedure_of), cache(self.calendar_of))

    def procedure_of(self, slug: str) -> Procedure:
        """The procedure in force: as the database has it, else as its text in this copy says."""
        from procedures import library

        try:
            return library.in_force(slug)
        except library.ProcedureErrors as wrong:
            why = " ".join(str(wrong).split())
            raise QuestionError(f"The procedure of {slug} cannot be read: {why}") from None
        except LookupError:
            raise QuestionError(f"There is no partnership “{slug}” with a procedure in force.") from None

    def calendar_of(self, slug: str) -> WorkingCalendar:
        """England's days without a partnership; else its country's, with those it has changed itself."""
        if not slug:
            return england()
        from deadlines import queries
        from partnerships.models import Partnership
        from partnerships.scope import tenant

        try:
            partnership = Partnership.objects.get(slug=slug)
            with tenant(partnership):
                return queries.calendar_of(partnership)
        except (DatabaseError, InterfaceError, ImproperlyConfigured, Partnership.DoesNotExist):
            # Not loaded, or no database here: the text still says which country's bank holidays count.
            procedure = self.sources.procedure_of(slug)
            self.notes.append(f"{slug} is not in a database here, so its own closure days are not known.")
            return calendar_for(procedure.country, procedure.subdivision)
