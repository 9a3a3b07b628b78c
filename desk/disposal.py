"""What of the meetings speaks of a case without pointing at it: minutes and packs hold several cases in one paper.

Reading and clearing for `cases.disposal`; the desk may look into every room.
"""

from __future__ import annotations

from cases.disposal import Rows
from cases.models import Case
from documents.models import PrintJob, StoredFile
from panels.models import AgendaItem, Meeting, MinutesText, Pack, PackCopy

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


def _without(paper: dict, references: set[str]) -> dict:
    """Agreed minutes with the number of the item alone where a case is gone."""
    items = [
        {"number": item["number"], "title": GONE} if item.get("reference") in references else item
        for item in paper.get("items", [])
    ]
    return {**paper, "items": items}
