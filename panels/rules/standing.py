"""What follows from a vote, an answer or a waiting case: small questions with one right answer each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RecommendationPath:
    """Where a recommendation goes: to ratification, or up to those above the body, and why."""

    goes_up: bool
    why: str = ""


def path_of_recommendation(*, verdict: str, carried: str, chosen: str, carried_label: str = "") -> RecommendationPath:
    """A recommendation that says what the vote carried goes to ratification; anything else goes up (RED-4,
    C-13).

    `verdict` is the outcome of the last closed question, "" when none was put: agreement without a vote is
    agreement, so an unvoted recommendation goes to ratification.
    """
    if not verdict or (verdict == "carried" and carried == chosen):
        return RecommendationPath(goes_up=False)
    if verdict == "carried":
        return RecommendationPath(
            goes_up=True, why=f"The chair's choice differs from “{carried_label}”, which was carried."
        )
    return RecommendationPath(goes_up=True, why="The vote carried no option.")


def answers_in_order(by: Sequence[str], answered: Sequence[str]) -> str:
    """The role whose answer is next, "" when all have answered: earlier bodies speak first."""
    return next((role for role in by if role not in answered), "")


def stands_in_the_way(conditions: Sequence[str], *, new: Sequence[str], critical: Sequence[str]) -> tuple[str, ...]:
    """Why a meeting may not be called off (RED-2): sentences naming the cases; empty when it may.

    `new`: references of cases that wait for their first meeting; `critical`: of running cases that need a
    decision.
    """
    reasons = []
    if "no new referral" in conditions and new:
        reasons.append(f"New referrals wait for this meeting: {', '.join(new)}.")
    if "no critical decision pending" in conditions and critical:
        reasons.append(f"Running cases need a decision: {', '.join(critical)}.")
    return tuple(reasons)
