"""What goes to the public, or into a report for boards, is looked through for whom the case is about (C-21, C-30)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from partnerships.refusals import ActRefused

from ..identifying import Found, Known, in_words, look, look_whole, mark
from ..models import Case
from ..queries import people_of
from ..queries.known import known_since, names_of_members, places_here

READ = "Places read and found to identify nobody"


class ToBeRead(ActRefused):
    """Somebody has to read these places and say that they identify nobody: then the act is done with their `mark`."""

    def __init__(self, found: list[Found], case: str = "the case"):
        words = in_words(found)
        super().__init__(
            f"This may say who {case} is about: {words}. Take it out, or read these places and say below that they "
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


# Who wrote what of a case, as later rooms know it: each gives the names of people.
WORKERS: list[Callable[[Case], Iterable[str]]] = []


def workers_of(case: Case) -> list[str]:
    """Who referred the case and wrote papers of it: their names point to its people."""
    names = [case.referrer_name, *(name for each in WORKERS for name in each(case))]
    return sorted({name.strip() for name in names if name.strip()})


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
    found = look([(where, words) for where, words, _ in texts], known_of(case), workers=workers_of(case))
    _refuse_sure(found, texts, "the case", goes)
    found += unsearched
    if found and mark(found) != read:
        raise ToBeRead(found)
    return [["", [[READ, in_words(found)]]]] if found else []


def refuse_anybody(
    texts: Iterable[tuple[str, str, str]], *, elsewhere: Iterable[tuple[str, str]] = (), since: dt.datetime,
    read: Iterable[str] = (), goes: str,
) -> list[Found]:  # fmt: skip
    """As `refuse_names`, of words that may speak of any case; gives the places that were read.

    Whole names, numbers and addresses of everybody on record; what may point to somebody of the people of cases that
    were open at some time from `since` on. A name that somebody with an account here has as well is to be read, and so
    is what stands `elsewhere` in the same paper, where nobody can take it out. `read`: marks of what was read.
    """
    texts = [each for each in texts if each[1]]
    everybody, lately = known_since(since)
    words, places = [(where, said) for where, said, _ in texts], places_here()
    found = {(each.what, each.where): each for each in (*look(words, lately, many=True, places=places),
                                                        *look_whole(words, everybody))}  # fmt: skip
    ours = names_of_members() if found else frozenset()
    seen = [replace(each, sure=each.sure and each.what.casefold() not in ours) for each in found.values()]
    seen += [replace(each, sure=False) for each in look_whole(elsewhere, everybody)]
    _refuse_sure(seen, texts, "a case", goes)
    if seen and mark(seen) not in read:
        raise ToBeRead(seen, "a case")
    return seen


def _refuse_sure(found: list[Found], texts: list[tuple[str, str, str]], case: str, goes: str) -> None:
    sure = [each for each in found if each.sure]
    if sure:
        about = {where: question for where, _, question in texts}
        raise ActRefused(
            f"This names somebody of {case}: {in_words(sure)}. It goes to {goes}: take it out.",
            about=about[sure[0].where],
        )


def with_places(data: Mapping, kept: list) -> dict:
    """What an event keeps, with the places that were read."""
    return {**data, "said": [*data.get("said", []), *kept]} if kept else dict(data)
