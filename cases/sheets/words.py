"""An answer in plain words: what a person reads on the check page, the case page and the printed form. Pure."""

from __future__ import annotations

from config.filters import nhs_number, part_date
from procedures.model import Field


def words_of(question: Field, value) -> str:
    """A kept answer as it is read: labels of choices, dates in words, names of documents."""
    labels = {choice.value: choice.label for choice in question.choices}
    if question.kind.startswith("yes/no"):
        labels = {"yes": "Yes", "no": "No", "don't know": "Don’t know"}
    if question.kind in WORDS:
        return WORDS[question.kind](value)
    if isinstance(value, list):
        return ", ".join(labels.get(each, str(each)) for each in value)
    return labels.get(value, str(value))


WORDS = {
    "date": lambda value: part_date(str(value)),
    "part-known date": lambda value: part_date(str(value)),
    "NHS number": nhs_number,
    "declaration": lambda value: "Confirmed",
    "file": lambda value: ", ".join(str(document["name"]) for document in value),
}
