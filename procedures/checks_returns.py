"""Forms on which agencies answer: what can be asked there, and which of several is asked when."""

from __future__ import annotations

from .errors import Problems
from .model import Form, Procedure

SENDS_RETURN = "submit_return"
# What an answer to a referral makes of itself; an agency's return leaves facts, people and the case as they are.
NOT_ON_A_RETURN = ("fact", "sets", "person", "from_case")


def check_return_form(form: Form, where: str, problems: Problems) -> None:
    """The words of a return stand on a return only, and those of a referral do not."""
    if form.use != "return":
        if form.chronology != "optional" or form.own_chronology:
            problems.add(where, "chronology and own_chronology belong to a form with use = “return”")
        return
    if form.own_chronology and form.chronology == "no":
        problems.add(where, "own_chronology is true, but chronology = “no” asks for none")
    if form.checks:
        problems.add(where, "checks are worked out for an outcome record, not for an agency's return")
    for section in form.sections:
        place = f"{where}, section “{section.name}”"
        if section.people:
            problems.add(place, "people belongs to a referral: an agency's return makes nobody")
        if section.by != "referrer":
            problems.add(place, f"by = “{section.by}”, but the agency fills in the whole of its return")
        for field in section.fields:
            if field.kind == "file" and section.repeats:
                problems.add(
                    f"{place}, field “{field.name}”", "a return takes documents only in a section that does not repeat"
                )
            for key in NOT_ON_A_RETURN:
                if getattr(field, key):
                    problems.add(f"{place}, field “{field.name}”", f"{key} has no effect on an agency's return")


def check_return_forms_named(procedure: Procedure, problems: Problems) -> None:
    """With several forms for returns, each step that sends one says which, and none is left over."""
    forms = [form.name for form in procedure.forms if form.use == "return"]
    if len(forms) < 2:
        return
    steps = [step for step in procedure.steps if step.act == SENDS_RETURN]
    for step in steps:
        if not step.form:
            place = f"[[steps]] “{step.act.replace('_', ' ')}”" + (f" on track “{step.track}”" if step.track else "")
            problems.add(place, f"there are several forms with use = “return”; say with form which of {_listed(forms)}")
    for name in forms:
        if name not in {step.form for step in steps}:
            problems.add(f"[[forms]] “{name}”", f"no step “submit return” asks it: give one form = “{name}”")


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
