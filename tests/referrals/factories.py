"""Forms and answers for the tests of the way in: values only, nothing random."""

from __future__ import annotations

import datetime as dt

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from cases.sheets.engine import Sheet
from cases.sheets.fields import Around
from cases.sheets.pages import pages_of
from procedures.model import Choice, Field, Form, Section

TODAY = dt.date(2026, 6, 15)
AROUND = Around(
    today=TODAY,
    agencies=(("police", "Police"), ("hospital", "City Hospital")),
    people=(("subject", "Ada Grey"), ("others-1", "Bea Grey")),
)
NHS = "9434765919"


def question(name: str, kind: str = "line", **more) -> Field:
    choices = tuple(Choice(value=c, label=c.title()) for c in more.pop("choices", ()))
    return Field(
        name=name, label=more.pop("label", name.replace("-", " ").capitalize()), kind=kind, choices=choices, **more
    )


def section(name: str, *questions: Field, **more) -> Section:
    return Section(name=name, title=more.pop("title", name.capitalize()), fields=questions, **more)


def form(*sections: Section) -> Form:
    return Form(name="referral", title="Referral", use="referral", sections=sections)


def referral_form() -> Form:
    """A small form with one of each structure."""
    return form(
        section(
            "context",
            question("referral-date", "date", sets="received on"),
            question("reason", "paragraph", required=True, sets="reason"),
            question("incident-date", "date", required=True, fact="incident"),
        ),
        section(
            "subject",
            question("first", required=True, person="first_name"),
            question("last", required=True, person="last_name"),
            question("born", "date", person="born_on"),
            question("died", "date", person="died_on"),
            question("nhs", "NHS number", person="nhs_number", label="NHS number"),
            people="subject",
        ),
        section(
            "others",
            question("other-name", required=True, person="name"),
            question("other-born", "part-known date", person="born_on"),
            question("relation", person="relationship"),
            repeats="group",
            item="relevant person",
            people="relevant",
        ),
        section("involvement", question("status", "paragraph", required=True), repeats="subject and others"),
        section(
            "referrer",
            question("referrer-name", required=True, sets="referrer name"),
            question("referrer-agency", "agency", sets="referrer agency"),
            question("referrer-email", "e-mail", required=True, sets="referrer e-mail"),
        ),
        section("decision", question("meeting-day", "date"), by="secretariat"),
    )


def post(**boxes) -> QueryDict:
    """Posted boxes: `first="Ada"` is the box q-first; a list gives several values; dates by `date_boxes`."""
    data = QueryDict(mutable=True)
    for name, value in boxes.items():
        key = name if name == "rows" else "q-" + name.replace("__", "-")
        data.setlist(key, value if isinstance(value, list) else [value])
    return data


def date_boxes(name: str, day: str, month: str, year: str) -> dict[str, str]:
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def no_files() -> MultiValueDict:
    return MultiValueDict()


def sheet(
    of: Form, page: str, data: QueryDict | None = None, *, answers=None, around: Around = AROUND, **more
) -> Sheet:
    found = next(p for p in pages_of(of) if p.name == page)
    return Sheet(
        found, form=of, answers=answers or {}, around=around, data=data, files=more.pop("files", no_files()), **more
    )


def one(kind: str, **more) -> Form:
    """A form with a single question called "x"."""
    return form(section("only", question("x", kind, label=more.pop("label", "The answer"), **more)))


def answer(kind: str, *values: str, **more):
    """(kept value, messages) of one question of a kind, answered so."""
    of = one(kind, **more)
    data = post(x=list(values)) if values else post()
    page = sheet(of, "only", data)
    return page.values.get("x"), [problem.message for problem in page.problems]
