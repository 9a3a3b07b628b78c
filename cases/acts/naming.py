"""What goes to the public, or into a report for boards, is looked through for whom the case is about (C-21, C-30)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from partnerships.refusals import ActRefused

from ..identifying import Found, Known, in_words, look, mark
from ..models import Case
from ..queries import people_of

READ = "Places read and found to identify nobody"


class ToBeRead(ActRefused):
    """Somebody has to read these places and say that they identify nobody: then the act is done with their `mark`."""

    def __init__(self, found: list[Found]):
        words = in_words(found)
        super().__init__(
            f"This may say who the case is about: {words}. Take it out, or read these places and say below that they "
            "identify nobody."
        )  # fmt: skip
        self.places, self.mark = words, mark(found)


def known_of(case: Case) -> list[Known]:
    """What is known of the people of a case, taken-off entries left out."""
    return [
        Known(
            first_name=person.first_name, last_name=person.last_name, other_names=person.other_names,
            born_on=person.born_on, nhs_number=person.nhs_number,
            address=str(person.details.get("address", "")), school=str(person.details.get("school", "")),
        )
        for person in people_of(case)
        if not person.removed
    ]  # fmt: skip


def refuse_names(
    case: Case, texts: Iterable[tuple[str, str, str]], *, unsearched: Iterable[Found] = (), read: str = "",
    goes: str = "the public",
) -> list:  # fmt: skip
    """Looks texts of (where they stand, words, the question they answer) through; gives what the record keeps of places
    that were read (`read`: their mark). `unsearched`: what cannot be looked through and so has to be read, scans.

    Raises ActRefused for a whole name, an NHS number or an address of somebody of the case, and `ToBeRead` for places
    that may point to somebody and that nobody has read yet.
    """
    texts = [each for each in texts if each[1]]
    about = {where: question for where, _, question in texts}
    found = look([(where, words) for where, words, _ in texts], known_of(case))
    sure = [each for each in found if each.sure]
    if sure:
        raise ActRefused(
            f"This names somebody of the case: {in_words(sure)}. It goes to {goes}: take it out.",
            about=about[sure[0].where],
        )
    found += unsearched
    if found and mark(found) != read:
        raise ToBeRead(found)
    return [["", [[READ, in_words(found)]]]] if found else []


def with_places(data: Mapping, kept: list) -> dict:
    """What an event keeps, with the places that were read."""
    return {**data, "said": [*data.get("said", []), *kept]} if kept else dict(data)
