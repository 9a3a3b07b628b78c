"""The checks on a reviewer before they are appointed (C-22)."""

from __future__ import annotations

from collections.abc import Mapping

from procedures.model import Procedure, ReviewerCheck, ReviewType

# Asked where a text has no checks of its own: nobody with a conflict of interest reviews.
ALWAYS = ReviewerCheck(name="conflict", title="Is there a conflict of interest, real or perceived?", conflict=True)


def checks_for(procedure: Procedure, pathway: str) -> tuple[ReviewerCheck, ...]:
    """What is asked on this pathway: the text's checks, else whether there is a conflict of interest."""
    found = tuple(each for each in procedure.reviewer_checks if not each.pathways or pathway in each.pathways)
    return found or (ALWAYS,)


def judged(
    checks: tuple[ReviewerCheck, ...], answers: Mapping[str, str], remarks: Mapping[str, str]
) -> tuple[list[dict], dict[str, str]]:
    """(the answers as they are kept, what is wrong: check -> sentence). An answer that is not the good one needs a
    remark; a conflict of interest is good when there is none."""
    kept, wrong = [], {}
    for check in checks:
        answer, remark = answers.get(check.name, ""), remarks.get(check.name, "").strip()
        if answer not in {"yes", "no"}:
            wrong[check.name] = f"Answer yes or no: {check.title}"
            continue
        good = (answer == "no") is check.conflict
        if not good and not remark:
            wrong[check.name] = f"Say more about your answer to “{check.title}”"
        kept.append({"name": check.name, "title": check.title, "answer": answer, "remark": remark, "good": good})
    return kept, wrong


def fits(kind: ReviewType, independent: bool) -> str:
    """Why a reviewer cannot carry out a review of this type; empty when they can."""
    if kind.independent_reviewer and not independent:
        return f"“{kind.title}” needs an independent reviewer. This one is listed as not independent."
    return ""
