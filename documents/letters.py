"""Filling the letters of a procedure text: plain paragraphs with {names}, for e-mail and for paper.

Only `{name}` is replaced: no attributes, no indexes, no formats, so a text can reach nothing but the values given.
An e-mail carries no personal details (C-30): a personal letter, or a personal value, is refused there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from procedures.model import Letter
from procedures.vocabulary import LETTER_VALUES, PERSONAL_LETTER_VALUES

NAME = re.compile(r"\{([^{}]*)\}")
PLACE = re.compile(NAME.pattern + r"(\.?)")
ONE_LINE = re.compile(r"\s+")


class LetterError(ValueError):
    """A letter that cannot be filled; the message names the letter and the word."""


@dataclass(frozen=True)
class Filled:
    """A letter with its values in place. `subject` is one line whatever the values were."""

    subject: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        """The body of a plain-text e-mail."""
        return "\n\n".join(self.paragraphs) + "\n"


GREETED = ("hello", "dear ")


def framed(body: str, sender: str) -> str:
    """An e-mail as it leaves: a greeting where its letter has none, and at the end who writes. Nobody's name is in it,
    because it may be read over somebody's shoulder (C-30)."""
    greeting = "" if body.lstrip().lower().startswith(GREETED) else "Hello,\n\n"
    end = f"\n\n{sender}\n" if sender and not body.rstrip().endswith(sender) else "\n"
    return f"{greeting}{body.rstrip()}{end}"


def names_in(letter: Letter) -> tuple[str, ...]:
    """The {names} a letter uses, in order, each once."""
    found = NAME.findall("\n".join((letter.subject, *letter.paragraphs)))
    return tuple(dict.fromkeys(found))


def problems(letter: Letter) -> list[str]:
    """What is wrong with a letter's wording, for the procedure reader; empty when nothing is."""
    used = names_in(letter)
    found = [
        f"letter “{letter.name}”: there is no value called “{{{name}}}”" for name in used if name not in LETTER_VALUES
    ]
    if not letter.personal:
        found += [
            f"letter “{letter.name}”: “{{{name}}}” is personal, and an e-mail carries no personal details"
            for name in used
            if name in PERSONAL_LETTER_VALUES
        ]
    return found


def fill(letter: Letter, values: Mapping[str, str], *, missing: str | None = None) -> Filled:
    """The letter with every {name} replaced. A paragraph that comes out empty is left out.

    Raises LetterError for a name outside the vocabulary, or without a value unless a preview gives what to show
    as `missing`. Values are put in as they are, so a value that itself looks like {name} stays as typed; a stop after
    one that ends its own sentence is left out.
    """

    def replace(found: re.Match) -> str:
        name = found[1]
        if name not in LETTER_VALUES:
            raise LetterError(f"letter “{letter.name}”: there is no value called “{{{name}}}”")
        if name not in values and missing is None:
            raise LetterError(f"letter “{letter.name}”: nothing was given for “{{{name}}}”")
        value = str(values.get(name, missing))
        return value if value.rstrip().endswith((".", "!", "?")) else value + found[2]

    filled = (PLACE.sub(replace, paragraph).strip() for paragraph in letter.paragraphs)
    subject = ONE_LINE.sub(" ", PLACE.sub(replace, letter.subject)).strip()
    return Filled(subject[:200], tuple(paragraph for paragraph in filled if paragraph))


def fill_email(letter: Letter, values: Mapping[str, str]) -> Filled:
    """The same for an e-mail; raises LetterError when the letter is personal or uses a personal value (C-30)."""
    if letter.personal:
        raise LetterError(f"letter “{letter.name}” is personal and is never sent by e-mail")
    if wrong := [one for one in problems(letter) if "personal" in one]:
        raise LetterError(wrong[0])
    return fill(letter, values)
