"""`read_bounces [FILE …]`: delivery reports (one .eml each; none: one on standard input) mark their messages."""

from __future__ import annotations

import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from documents.bounces import take_report


class Command(BaseCommand):
    help = "Read delivery reports, from files or standard input, and mark the messages that came back."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *, files: list[Path], **options):
        reports = [(str(one), one.read_bytes()) for one in files] or [("standard input", sys.stdin.buffer.read())]
        for name, raw in reports:
            self.stdout.write(f"{name}: {take_report(raw, timezone.now())}")
