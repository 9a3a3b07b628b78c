"""Forms, decision aids and letters: what they refer to exists, and following them always ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import vocabulary as v
from .checks_returns import SENDS_RETURN, check_return_form, check_return_forms_named
from .errors import Problems, nearest, shown
from .model import Aid, AidQuestion, Field, Form, Letter, Procedure, Section, Step

if TYPE_CHECKING:
    from .checks import Known

SPECIAL_CHOICES = {"yes/no": ("yes", "no"), "yes/no/don't know": ("yes", "no", "don't know")}
NOT_IN_A_STEP = ("referral", "return")  # these have pages of their own
NEEDED_SETS = ("referrer name", "referrer e-mail")


def check_forms(procedure: Procedure, known: Known, problems: Problems) -> None:
    for form in procedure.forms:
        where = f"[[forms]] “{form.name}”"
        if not form.sections:
            problems.add(where, "it has no section")
        fields = [field for section in form.sections for field in section.fields]
        names = [field.name for field in fields]
        for kind, all_names in (("section", [section.name for section in form.sections]), ("field", names)):
            for name in sorted({name for name in all_names if all_names.count(name) > 1}):
                problems.add(where, f"the {kind} name “{name}” is given twice")
        for section in form.sections:
            _check_section(section, form, procedure, where, problems)
        if form.use == "referral":
            _check_referral_form(form, where, problems)
        check_return_form(form, where, problems)
    check_return_forms_named(procedure, problems)


def _check_referral_form(form: Form, where: str, problems: Problems) -> None:
    if not any(section.people == "subject" for section in form.sections):
        problems.add(where, "no section has people = “subject”; a case is about somebody")
    said = {field.sets for section in form.sections for field in section.fields}
    for needed in NEEDED_SETS:
        if needed not in said:
            problems.add(where, f"no field has sets = “{needed}”; the outcome could not be told")


def _check_section(section: Section, form: Form, procedure: Procedure, where: str, problems: Problems) -> None:
    where = f"{where}, section “{section.name}”"
    _check_of(section, form, where, problems)
    for text in section.shown_when:
        _check_field_condition(text, form, where, problems)
    if not section.fields:
        problems.add(where, "it has no field")
    if section.people == "subject" and section.repeats not in {"", "group"}:
        problems.add(where, f"a section that makes the subject cannot repeat as “{section.repeats}”")
    for field in section.fields:
        _check_field(field, section, form, procedure, f"{where}, field “{field.name}”", problems)


def _check_of(section: Section, form: Form, where: str, problems: Problems) -> None:
    if section.of and section.repeats != "each person":
        problems.add(where, "of says whom it is asked about, so repeats must be “each person”")
    making = {part.name for part in form.sections if part.people}
    for name in section.of:
        if name not in making:
            hint = nearest(name, making)
            problems.add(where, f"of says {shown(name)}, but no section of that name makes people{hint}")


def _check_field(
    field: Field, section: Section, form: Form, procedure: Procedure, where: str, problems: Problems
) -> None:
    if field.kind in v.CHOICE_KINDS and len(field.choices) < 2 and field.sets not in {"pathway", "borough"}:
        problems.add(where, f"a field of the kind “{field.kind}” needs at least two choices")
    if field.choices and field.kind not in v.CHOICE_KINDS:
        problems.add(where, f"a field of the kind “{field.kind}” has no choices")
    values = [choice.value for choice in field.choices]
    if len(set(values)) < len(values):
        problems.add(where, "a choice is given twice")
    if field.person and not section.people:
        problems.add(where, "it fills a person, but the section makes nobody")
    if field.fact and field.kind not in {"date", "part-known date"}:
        problems.add(where, "it states a fact, so it must be a date")
    if field.sets == "pathway":
        for value in values:
            if value not in {pathway.name for pathway in procedure.pathways}:
                problems.add(where, f"the choice {shown(value)} is no pathway")
    for text in (*field.required_when, *field.shown_when):
        _check_field_condition(text, form, where, problems)
    if field.says and form.use != "referral":
        problems.add(where, "says is for the questions of a referral")
    if field.from_case and form.use == "referral":
        problems.add(where, "from_case takes over what a case says, but a referral comes before any case")


def _wanted(slug: str, slots: dict[str, str]) -> tuple[str, ...]:
    """The answers that a form's condition speaks of."""
    if slug in {"known", "not_known"}:
        return ()
    return v.listed(slots["values"]) if slug == "one_of" else (slots["value"],)


def _check_field_condition(text: str, form: Form, where: str, problems: Problems) -> None:
    slug, slots = v.field_condition(text)
    fields = {each.name: each for part in form.sections for each in part.fields}
    wanted = _wanted(slug, slots)
    for name in v.fields_named(text):
        other = fields.get(name)
        if other is None:
            problems.add(where, f"“{text}”: there is no field {shown(name)} in this form{nearest(name, fields)}")
            continue
        possible = SPECIAL_CHOICES.get(other.kind, tuple(choice.value for choice in other.choices))
        for value in wanted:
            if possible and value not in possible:
                hint = nearest(value, possible)
                problems.add(where, f"“{text}”: {shown(value)} is no answer to “{other.label}”{hint}")


def check_step_form(step: Step, procedure: Procedure, known: Known, where: str, problems: Problems) -> None:
    """What a step asks on its own page, and what one of its answers needs there."""
    known.want(where, "form", step.form, "forms")
    form = next((each for each in procedure.forms if each.name == step.form), None)
    if form is not None:
        if step.act not in v.ACTS_WITH_FORM and step.act != SENDS_RETURN:
            problems.add(where, "the page of this act asks no form")
        if step.act == SENDS_RETURN and form.use != "return":
            problems.add(where, f"form names “{form.name}”, whose use is “{form.use}”; this act needs use = “return”")
        if step.act != SENDS_RETURN and form.use in NOT_IN_A_STEP:
            problems.add(where, f"form names “{form.name}”, whose use is “{form.use}”; a step needs use = “step”")
    answers = {answer for answer, _ in step.outcomes}
    for answer, condition in step.outcome_needs:
        if answer not in answers:
            hint = nearest(answer, answers)
            problems.add(where, f"outcome_needs has the answer {shown(answer)}, which outcomes does not have{hint}")
        if form is None:
            problems.add(where, "outcome_needs speaks of the answers of a form, but the step names no form")
            return
        try:
            _check_field_condition(condition, form, where, problems)
        except v.UnknownCondition:
            problems.add(where, f"outcome_needs says {shown(condition)}: I know no such condition")


def check_aids(procedure: Procedure, known: Known, problems: Problems) -> None:
    for aid in procedure.aids:
        where = f"[[aids]] “{aid.name}”"
        asked = [question for question in aid.questions if question.kind != "consider"]
        names = [question.name for question in aid.questions] + [result.name for result in aid.results]
        for name in sorted({name for name in names if names.count(name) > 1}):
            problems.add(where, f"the name “{name}” is given twice")
        for result in aid.results:
            place = f"{where}, result “{result.name}”"
            known.want(place, "review_types", result.review_types, "review_types")
            known.want(place, "methodology", result.methodology, "methodologies")
        if not asked or not aid.results:
            problems.add(where, "it needs at least one question and one result")
            continue
        for question in aid.questions:
            _check_question(question, aid, where, problems)
        _check_ways(aid, asked, where, problems)


def _check_question(question: AidQuestion, aid: Aid, where: str, problems: Problems) -> None:
    where = f"{where}, question “{question.name}”"
    if question.kind == "consider":
        if question.branches:
            problems.add(where, "a question to consider decides nothing, so it has no branches")
        return
    answers = [branch.answer for branch in question.branches]
    if question.kind == "yes/no" and sorted(answers) != ["no", "yes"]:
        problems.add(where, "it needs one branch for “yes” and one for “no”")
    if question.kind == "one of" and (len(answers) < 2 or len(set(answers)) < len(answers)):
        problems.add(where, "it needs at least two branches with different answers")
    questions = {each.name for each in aid.questions if each.kind != "consider"}
    results = {each.name for each in aid.results}
    for branch in question.branches:
        if bool(branch.goes_to) == bool(branch.result):
            problems.add(where, f"the branch {shown(branch.answer)} must lead to one question or to one result")
        if branch.goes_to and branch.goes_to not in questions:
            hint = nearest(branch.goes_to, questions)
            problems.add(
                where, f"the branch {shown(branch.answer)} goes to {shown(branch.goes_to)}, which is no question{hint}"
            )
        if branch.result and branch.result not in results:
            hint = nearest(branch.result, results)
            problems.add(
                where,
                f"the branch {shown(branch.answer)} has the result {shown(branch.result)}, which is not there{hint}",
            )


def _check_ways(aid: Aid, asked: list[AidQuestion], where: str, problems: Problems) -> None:
    """Every question and result can be reached from the first question, and no way comes back on itself."""
    onward = {question.name: {b.goes_to for b in question.branches if b.goes_to} for question in asked}
    reached, edge = {asked[0].name}, {asked[0].name}
    while edge := {name for each in edge for name in onward.get(each, ())} - reached:
        reached |= edge
    ends = {b.result for question in asked if question.name in reached for b in question.branches}
    for question in asked:
        if question.name not in reached:
            problems.add(where, f"no answer leads to question “{question.name}”")
    for result in aid.results:
        if result.name not in ends:
            problems.add(where, f"no answer leads to result “{result.name}”")
    left = dict(onward)
    while ready := [name for name, after in left.items() if not (after & set(left))]:
        for name in ready:
            del left[name]
    if left:
        problems.add(where, f"the questions {', '.join(f'“{name}”' for name in left)} lead round in a circle")


def check_letters(procedure: Procedure, known: Known, problems: Problems) -> None:
    for letter in procedure.letters:
        where = f"[[letters]] “{letter.name}”"
        known.want(where, "to", letter.to, "roles", "bodies", "outside_bodies", also=v.SPECIAL_WHO)
        if not letter.paragraphs:
            problems.add(where, "paragraphs is empty")
        for text in (letter.subject, *letter.paragraphs):
            _check_letter_text(text, letter, where, problems)
    writes = any(step.act == "decide_by_correspondence" for step in procedure.steps)
    for name in (*v.NEEDED_LETTERS, *(v.LETTERS_OF_A_VOTE_IN_WRITING if writes else ())):
        if name not in known.names["letters"]:
            problems.add("[[letters]]", f"the letter “{name}” is missing; take it from the base or word your own")


def _check_letter_text(text: str, letter: Letter, where: str, problems: Problems) -> None:
    for name in re.findall(r"\{([^{}]*)\}", text):
        if name not in v.LETTER_VALUES:
            problems.add(where, f"I do not know the value {{{name[:60]}}}{nearest(name, v.LETTER_VALUES)}")
        elif name in v.PERSONAL_LETTER_VALUES and not letter.personal:
            problems.add(where, f"{{{name}}} may carry personal details, so the letter must have personal = true")
    if re.sub(r"\{[^{}]*\}", "", text).count("{") + re.sub(r"\{[^{}]*\}", "", text).count("}"):
        problems.add(where, f"a bracket is left open in {shown(text)}")
