"""What speaks of a case without pointing at it: minutes, packs and imported spreadsheets hold several cases in one.

Reading and clearing for `cases.disposal`; the desk may look into every room.
"""

from __future__ import annotations

from cases.disposal import Rows
from cases.models import Case, Event
from documents.models import PrintJob, StoredFile
from panels.models import AgendaItem, Meeting, MinutesText, Pack, PackCopy
from referrals.models import LogImport

GONE = "Disposed of at the end of its time"


def of_meetings(cases: list[Case]) -> Rows:
    """Old packs and printed minutes of the meetings that took these cases; their items leave the agreed minutes.

    The other cases' own papers stay with them, and minutes can be printed again without the items that are gone.
    """
    partnership = cases[0].partnership_id
    items = AgendaItem.objects.filter(partnership=partnership, case__in=cases)
    meetings = list(Meeting.objects.filter(partnership=partnership, pk__in=items.values("meeting")))
    references = {case.reference for case in cases}
    for model in (MinutesText, MinutesText.history.model):
        for row in model._base_manager.filter(partnership=partnership, meeting__in=meetings).exclude(paper=None):
            row.paper = _without(row.paper, references)
            model._base_manager.filter(pk=row.pk).update(paper=row.paper)
    packs = Pack.objects.filter(partnership=partnership, meeting__in=meetings)
    copies = PackCopy.objects.filter(partnership=partnership, pack__in=packs)
    jobs = set(copies.values_list("job_id", flat=True))
    for meeting in meetings:
        named = PrintJob.objects.filter(partnership=partnership, about__regex=rf"^meeting:{meeting.pk}(:|$)")
        jobs |= set(named.values_list("pk", flat=True))
    files = PrintJob.objects.filter(partnership=partnership, pk__in=jobs).exclude(file=None)
    return {
        Pack: set(packs.values_list("pk", flat=True)),
        PrintJob: jobs,
        StoredFile: set(files.values_list("file_id", flat=True)),
    }


def of_imports(cases: list[Case]) -> Rows:
    """The spreadsheet that a case was taken over from has its words too: the file goes, and what was read of it."""
    partnership = cases[0].partnership_id
    events = Event.objects.filter(partnership=partnership, case__in=cases, act="import_case")
    keys = {event.data.get("import") for event in events} - {None}
    imports = LogImport.objects.filter(partnership=partnership, pk__in=keys)
    files = set(imports.exclude(file=None).values_list("file_id", flat=True))
    imports.update(file=None, headings=[], problems=[], notes=[])
    return {StoredFile: files}


def _without(paper: dict, references: set[str]) -> dict:
    """Agreed minutes with the number of the item alone where a case is gone."""
    items = [
        {"number": item["number"], "title": GONE} if item.get("reference") in references else item
        for item in paper.get("items", [])
    ]
    return {**paper, "items": items}
