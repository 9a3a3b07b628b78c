"""What follows from a vote, an answer or a waiting case: small questions with one right answer each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procedures.model import Letter, Procedure, Told
from procedures.vocabulary import LETTER_OF_A_TIE, LETTER_OF_THE_NEXT_ANSWER


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


def next_answer_told(letters: Sequence[Letter], role: str) -> tuple[Told, ...]:
    """Who hears when one of several has ratified: the next to answer, that it is their turn. Nobody else yet."""
    if not any(letter.name == LETTER_OF_THE_NEXT_ANSWER for letter in letters):
        return ()
    return (Told(act="ratify_recommendation", who=(role,), letter=LETTER_OF_THE_NEXT_ANSWER),)


def tie_told(procedure: Procedure, roles: Sequence[str]) -> tuple[Told, ...]:
    """Who hears that all have answered and nothing is decided: those who can change an answer, and the office."""
    if not any(letter.name == LETTER_OF_A_TIE for letter in procedure.letters):
        return ()
    office = [role.name for role in procedure.roles_of_kind("secretariat")]
    return (Told(act="ratify_recommendation", who=(*roles, *office), letter=LETTER_OF_A_TIE),)


def deciders(body: str, labels: Sequence[str], counted: bool) -> str:
    """Who decided, in words. `body`: on whose behalf; `labels`: people and roles; `counted`: its members answered.

    "the Partners, with Dina Day, Scrutineer"; "Robin Ray, Chair, on behalf of the Board"; "Robin Ray, Chair".
    """
    the_body = body if not body or body.lower().startswith("the ") else f"the {body}"
    people = " and ".join(labels)
    if counted:
        return f"{the_body}, with {people}" if people else the_body
    return f"{people}, on behalf of {the_body}" if the_body else people


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
