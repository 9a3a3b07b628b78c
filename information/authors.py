"""Who wrote for the agencies of a case: their names point to its people, so a report is read for them."""

from __future__ import annotations

from cases.models import Case

from .models import ScopingReturn


def authors_of(case: Case) -> list[str]:
    """Names of whoever wrote, sent or signed an agency's papers, without what they do there."""
    found = ScopingReturn.objects.filter(partnership=case.partnership_id, case=case).values_list(
        "returned_by_label", "signed_off_by_label", "changed_by_label", "writers"
    )
    labels = [
        label for *three, writers in found for label in (*three, *(str(one[0]) for one in writers.values() if one))
    ]
    return [label.partition(",")[0].strip() for label in labels]
