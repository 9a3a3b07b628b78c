"""Brings a database and the static files up to date, in one process because starting Django takes a second."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection

from config import addresses


def work_as(role: str) -> None:
    """Sign in to the database as another of our roles from here on."""
    connection.close()
    connection.settings_dict.update(addresses.database_settings(addresses.database_url(role, settings.VAR)))
    settings.DATABASE_ROLE = role


class Command(BaseCommand):
    help = "Migrate, load the procedures, with --demo seed the demo. May be run again and again."

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="fictional cases and accounts as well")
        parser.add_argument("--static", action="store_true", help="collect the static files as well")
        parser.add_argument("--sign-ins", type=Path, help="write the demo's sign-ins to this file")

    def handle(self, demo: bool, static: bool, sign_ins: Path | None, **options):
        if static:
            self.say("Collecting static files")
            call_command("collectstatic", interactive=False, verbosity=0)
        self.say("Migrating the database")
        work_as("owner")
        call_command("migrate", interactive=False, verbosity=0)
        work_as("worker")
        self.say("Loading the procedures")
        self.run("load_procedures")
        self.run("keep_own_dates")
        if demo:
            self.say("Seeding the demo (a minute or two the first time)")
            self.run("seed_demo")
            if sign_ins:
                with sign_ins.open("w") as sink:
                    self.run("demo_sign_ins", stdout=sink)

    def say(self, message: str) -> None:
        self.stdout.write(message)
        self.stdout.flush()

    def run(self, name: str, **options) -> None:
        if name in get_commands():
            call_command(name, **{"stdout": self.stdout, **options})
