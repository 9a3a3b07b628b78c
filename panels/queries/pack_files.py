"""Documents that can go into the papers of a meeting: what came with the case, and what the meeting is to discuss."""

from __future__ import annotations

from dataclasses import dataclass

from cases.discussed import to_discuss
from cases.models import Case
from cases.queries import procedure_of
from cases.registers import BY_ACT
from cases.rules import act_title
from config.filters import date_long
from documents.models import StoredFile
from documents.office import OFFICE
from documents.sheets import PICTURES

ATTACHED = ("referral-document", "case-paper")
ON_PAPER = ("application/pdf", "text/plain", *PICTURES, *OFFICE)


@dataclass(frozen=True)
class Attached:
    """`origin`: what it came with, and when; `usual`: the item is about it, so it goes in unless somebody takes it
    out."""

    file: StoredFile
    origin: str
    usual: bool = False


def attached_to(case: Case) -> list[Attached]:
    """What is to be discussed, then the case's own documents."""
    discussed = [Attached(file, words, True) for file, words in to_discuss(case) if file.content_type in ON_PAPER]
    return [*discussed, *(Attached(file, _origin(case, file)) for file in files_of(case))]


def files_of(case: Case) -> list[StoredFile]:
    """Documents attached to a case that paper can show. Whoever is at a meeting reads its pack, so no paper of a
    register of the case is among them: those are open to the office alone (C-52)."""
    registers = [f"act:{act}"[:80] for act in BY_ACT]
    rows = StoredFile.objects.filter(partnership=case.partnership_id, case=case, kind__in=ATTACHED)
    rows = rows.exclude(about__in=registers)
    return list(rows.filter(content_type__in=ON_PAPER).defer("content").order_by("made_at", "pk"))


def _origin(case: Case, file: StoredFile) -> str:
    """What a document came with, and when: several may have one name."""
    act = file.about.removeprefix("act:") if file.about.startswith("act:") else ""
    came = act_title(act, procedure_of(case), case.pathway) if act else "The referral"
    return f"{came}, {date_long(file.made_at)}"
