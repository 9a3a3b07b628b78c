"""Walking a decision aid: from answers to a result, or to the next question. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procedures.model import Aid, AidQuestion, AidResult


@dataclass(frozen=True)
class Walk:
    """The questions met so far with their answers, then either the next question or the result."""

    asked: tuple[tuple[AidQuestion, str], ...]
    next: AidQuestion | None
    result: AidResult | None


def considered(aid: Aid) -> tuple[AidQuestion, ...]:
    """The questions that are answered with a remark and never decide."""
    return tuple(question for question in aid.questions if question.kind == "consider")


def walk(aid: Aid, answers: Mapping[str, str]) -> Walk:
    """Follows the branches as far as the answers go. Raises ValueError on an answer the question does not have."""
    by_name = {question.name: question for question in aid.questions}
    question = next(question for question in aid.questions if question.kind != "consider")
    asked: list[tuple[AidQuestion, str]] = []
    while True:
        answer = answers.get(question.name, "")
        if not answer:
            return Walk(tuple(asked), question, None)
        branch = next((branch for branch in question.branches if branch.answer == answer), None)
        if branch is None:
            raise ValueError(f"“{answer}” is no answer to “{question.text}”")
        asked.append((question, answer))
        if branch.result:
            result = next(result for result in aid.results if result.name == branch.result)
            return Walk(tuple(asked), None, result)
        question = by_name[branch.goes_to]
