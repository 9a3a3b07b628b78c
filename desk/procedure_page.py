"""The procedure as a page: who, steps, clocks, forms, tests, outcomes, in plain words. Pure: a Procedure in, values
out. What stands here is the very text the engine obeys, so nothing is left out and nothing is added."""

from __future__ import annotations

from dataclasses import dataclass

from cases.rules import who_does
from config.filters import series
from procedures import vocabulary as v
from procedures.model import Aid, Body, Clock, Form, Pathway, Procedure, Quorum, Ratification, ReviewType, Role, Step
from procedures.saying import condition_in_words
from procedures.sentences import say
from procedures.vocabulary import DECISION_RULES, THE_CASES, TIE_RULES

SUMMARY = tuple[tuple[str, str], ...]
CONTENTS = (
    ("pathways", "Kinds of case"), ("roles", "Who does what"), ("bodies", "Who decides"),
    ("gates", "What cannot be done before something else"), ("steps", "Steps"), ("clocks", "Deadlines"),
    ("tests", "Tests"), ("reviews", "Kinds of review"), ("ratifications", "Whose answer a recommendation needs"),
    ("forms", "Forms"), ("told", "Who is told what"), ("agencies", "Member agencies"),
)  # fmt: skip
ALWAYS_FIRST = (
    ("No decision while a body is not quorate", "The quorum is asked for each case at that moment, by sector or seat."),
    ("No vote by anybody with a conflict of interest", "They do not count for that case and do not see its papers."),
    ("No answer to a recommendation by anybody but those named", "They answer in the order given, with reasons."),
    ("No closing without reasons", "Whatever the end, the reasons stay with the case."),
)


@dataclass(frozen=True)
class Lines:
    """A block as rows of words: its title, its clause, whether it is a default of ours, and a remark."""

    title: str
    see: str
    assumed: bool
    lines: SUMMARY
    note: str = ""
    points: tuple[str, ...] = ()


BodyLines = Lines


@dataclass(frozen=True)
class StepLine:
    title: str
    who: str
    goes: str
    needs: tuple[str, ...]
    gate: bool
    optional: bool
    see: str
    assumed: bool
    at: str = ""
    note: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class TrackSteps:
    title: str
    stages: tuple[tuple[str, str], ...]
    steps: tuple[StepLine, ...]
    see: str = ""


@dataclass(frozen=True)
class ClockLine:
    title: str
    who: str
    target: str
    limit: str
    see: str
    assumed: bool
    stops: str = ""
    when: tuple[str, ...] = ()
    note: str = ""


SECTORS = ("sectors",)
WHO = ("agencies", "roles", "bodies", "outside_bodies", "sectors")


def _title(procedure: Procedure, name: str, kinds: tuple[str, ...] = WHO) -> str:
    """What a name of the text stands for. An agency may be called as its sector is: `kinds` says which is meant."""
    for kind in kinds:
        for block in getattr(procedure, kind):
            if block.name == name:
                return block.title
    return {"*": "Every member agency"}.get(name) or v.SPECIAL_WHO.get(name, name).rstrip(".")


def _titles(procedure: Procedure, names) -> str:
    return series(_title(procedure, name) for name in names)


def quorum_words(quorum: Quorum, procedure: Procedure) -> str:
    """The quorum in one sentence."""
    parts = []
    for slots, kinds, words in ((quorum.sectors, SECTORS, "from "), (quorum.seats, WHO, "")):
        for slot in slots:
            parts.append(words + " or ".join(_title(procedure, name, kinds) for name in slot))
    if quorum.number:
        parts.append(f"{quorum.number} agencies")
    if quorum.fraction:
        parts.append(f"{quorum.fraction[0]}/{quorum.fraction[1]} of the members")
    if quorum.chair:
        parts.append("the chair")
    return ("At least one person each: " if quorum.sectors else "") + series(parts) if parts else "None is named."


def _members(body: Body, procedure: Procedure) -> str:
    if "*" in body.members:
        return "Every member agency"
    return _titles(procedure, body.members) or "None listed"


def body_lines(body: Body, procedure: Procedure) -> BodyLines:
    lines = [("Members", _members(body, procedure))]
    if body.chair:
        lines.append(("Chair", _title(procedure, body.chair)))
    lines.append(("Quorum", quorum_words(body.quorum, procedure)))
    lines.append(("Decides by", f"{body.decides.capitalize()}: {DECISION_RULES.get(body.decides, '')}"))
    lines.append(("When there is a tie", f"{body.tie.capitalize()}: {TIE_RULES.get(body.tie, '')}"))
    if body.goes_up_to:
        lines.append(("Those above it", _title(procedure, body.goes_up_to)))
    if body.dissent:
        lines.append(("A dissent goes to", ", then ".join(_title(procedure, name) for name in body.dissent)))
    if body.meets:
        lines.append(("Meets", body.meets.capitalize()))
    lines.append(("How it meets", "; ".join(v.MEETING_KINDS[kind].rstrip(".") for kind in body.meeting_kinds)))
    if body.in_writing:
        said = DECISION_RULES[body.in_writing]
        lines.append(("A vote in writing", f"{said} What it does not carry goes to a meeting."))
    if body.notice:
        lines.append(("Members are called", f"{say(body.notice)}; later only with a reason".capitalize()))
    if body.confidentiality:
        lines.append(("Confidentiality", v.CONFIDENTIALITY[body.confidentiality]))
    if body.standing_items:
        lines.append(("On every agenda", "; ".join(item for item in body.standing_items if item != THE_CASES)))
    if body.cancel_only_when:
        lines.append(("Called off only when", " and ".join(body.cancel_only_when).capitalize()))
    return Lines(body.title, body.see, body.assumed, tuple(lines), body.note)


def step_line(step: Step, procedure: Procedure) -> StepLine:
    stages = [procedure.stage(step.track, name).title for _, name in step.outcomes] if step.track else []
    if step.track and step.to_stage:
        stages = [procedure.stage(step.track, step.to_stage).title]
    return StepLine(
        title=step.title,
        who=who_does(step, procedure),
        goes=" or ".join(dict.fromkeys(stages)),
        needs=tuple(condition_in_words(words, procedure) for words in step.needs),
        gate=step.force == "must" and bool(step.needs),
        optional=step.optional,
        see=step.see,
        assumed=step.assumed,
        at=", ".join(procedure.stage(step.track, name).title for name in step.from_stages) if step.track else "",
        note=step.note,
        more=tuple(_more_of(step, procedure)),
    )


def _more_of(step: Step, procedure: Procedure):
    """What else a step says: for each agency, with whom, what it opens, who has a copy, on which pathways."""
    tracks = {track.name: track.title for track in procedure.tracks}
    if step.for_each:
        yield "Once by each agency" if step.for_each == "agency" else "Once by each who holds the role"
    if step.jointly_with:
        yield f"Together with {_titles(procedure, step.jointly_with)}"
    opened = list(dict.fromkeys([*step.opens, *(track for _, track in step.opens_on)]))
    if opened:
        yield f"Opens: {', '.join(tracks[name] for name in opened)}"
    if step.copies_to:
        yield f"Copy to {_titles(procedure, step.copies_to)}"
    if step.force == "should":
        yield "May be done otherwise with a reason"
    if step.pathways and len(step.pathways) < len(procedure.pathways):
        yield f"Only for: {', '.join(procedure.find('pathways', name).title for name in step.pathways)}"


def clock_line(clock: Clock, procedure: Procedure) -> ClockLine:
    who = _title(procedure, clock.who) if clock.who else ("Each agency" if clock.for_each == "agency" else "")
    return ClockLine(
        title=clock.title,
        who=who,
        target=say(clock.target) if clock.target else "",
        limit=say(clock.limit) if clock.limit else "",
        see=clock.see,
        assumed=clock.assumed,
        stops=" or ".join(v.ACTS[act].past for act in clock.stops),
        when=tuple(condition_in_words(words, procedure) for words in clock.when),
        note=clock.note,
    )


def role_lines(role: Role, procedure: Procedure) -> Lines:
    lines = [("What they do", _what_they_do(role, procedure))]
    if role.stands_in:
        lines.append(("Who stands in", _titles(procedure, role.stands_in)))
    if role.agency:
        lines.append(("Comes from", _title(procedure, role.agency)))
    if role.per_borough:
        lines.append(("Held for", "One borough each"))
    return Lines(role.title, role.see, role.assumed, tuple(lines), role.note)


def _what_they_do(role: Role, procedure: Procedure) -> str:
    """The words for the kind of role; of one that answers recommendations only where the text has it answer one."""
    answers = {name for rule in procedure.ratifications for name in rule.by}
    if role.kind == "ratifier" and not any(role.name in procedure.who_may_act_as(name) for name in answers):
        return "Sees the cases and is told of decisions."
    return v.ROLE_KINDS[role.kind]


def pathway_lines(pathway: Pathway, procedure: Procedure) -> Lines:
    lines = [("For", v.SUBJECTS[pathway.subject])]
    if pathway.form:
        lines.append(("Begins with", procedure.find("forms", pathway.form).title))
    if pathway.test:
        lines.append(("First test", v.STATUTORY_TESTS[pathway.test]))
    if pathway.body:
        lines.append(("Considered by", _title(procedure, pathway.body)))
    if pathway.lead_authority:
        lines.append(("Authority that leads", _title(procedure, pathway.lead_authority)))
    return Lines(pathway.title, pathway.see, pathway.assumed, tuple(lines), pathway.note)


def form_lines(form: Form, procedure: Procedure) -> Lines:
    usual = [q.label for section in form.sections for q in section.fields if q.usual_values]
    lines = [("Used as", v.FORM_USES[form.use])]
    if form.reconstructed:
        lines.append(("Where it comes from", "The form itself is not in the source: rebuilt from what the text says."))
    if usual:
        lines.append(("Lists with usual values, not the source’s", "; ".join(usual)))
    points = tuple(f"{section.title} ({len(section.fields)})" for section in form.sections)
    return Lines(form.title, form.see, form.assumed, tuple(lines), form.note, points)


def test_lines(aid: Aid, procedure: Procedure) -> Lines:
    lines = [("Law", aid.law)] if aid.law else []
    lines += [(result.title, "Met" if result.met else "Not met") for result in aid.results]
    points = tuple(question.text for question in aid.questions)
    return Lines(aid.title, aid.see, aid.assumed, tuple(lines), aid.note, points)


def review_lines(kind: ReviewType, procedure: Procedure) -> Lines:
    lines = [
        ("Basis in law", kind.statutory.capitalize() or "None"),
        ("Independent reviewer", "Yes" if kind.independent_reviewer else "No"),
        ("Published", "Yes" if kind.published else "No"),
        ("Briefing for practitioners", "Yes" if kind.briefing else "No"),
    ]
    if kind.needs_criteria:
        lines.append(("Possible", v.NEEDS_CRITERIA[kind.needs_criteria]))
    if kind.commissioned_by:
        lines.append(("Ordered by", _title(procedure, kind.commissioned_by)))
    if kind.tells:
        lines.append(("Who is told", _titles(procedure, kind.tells)))
    return Lines(kind.title, kind.see, kind.assumed, tuple(lines) if kind.is_review else (), kind.note)


def ratification_lines(rule: Ratification, procedure: Procedure) -> Lines:
    lines = [
        ("Recommended by", _title(procedure, rule.recommended_by)),
        ("Answered by", ", then ".join(_title(procedure, name) for name in rule.by)),
        ("Possible answers", ", ".join(rule.answers).capitalize()),
    ]
    if rule.on_behalf_of:
        lines.append(("On behalf of", _title(procedure, rule.on_behalf_of)))
    if rule.told:
        lines.append(("Told, and may object", _titles(procedure, rule.told)))
    if rule.objection:
        lines.append(("Objections until", say(rule.objection).capitalize()))
    return Lines(rule.title, rule.see, rule.assumed, tuple(lines), rule.note)


def gates(procedure: Procedure) -> list[tuple[str, str]]:
    """What cannot be done before something else: few, and all of them (DESIGN §2)."""
    found = []
    for step in procedure.steps:
        if step.force == "must" and step.needs:
            first = "; ".join(condition_in_words(words, procedure) for words in step.needs)
            found.append((step.title, f"First: {first}"))
    return [*ALWAYS_FIRST, *dict.fromkeys(found)]


def edition(procedure: Procedure) -> SUMMARY:
    """Which edition this is, from when, and when it is itself looked at again (C-50)."""
    lines = [("Edition", f"{procedure.version_title} ({procedure.version})"), ("Source", procedure.source)]
    for words, day in (("In force from", procedure.in_force_from), ("To be reviewed by", procedure.review_by)):
        if day:
            lines.append((words, f"{day.day} {day:%B %Y}"))
    before = ", ".join(str(days) for days in sorted(procedure.reminders.before, reverse=True))
    if before:
        lines.append(("Reminders", f"{before} working days before a deadline"))
    lines.append(("Reporting years", f"begin on 1 {procedure.reporting.year_begins}"))
    lines.append(("Who may refer", " ".join(v.WHO_REFERS[who] for who in procedure.referring.who)))
    if procedure.reporting.to:
        lines.append(("Annual report to", _titles(procedure, procedure.reporting.to)))
    return tuple((words, text) for words, text in lines if text)


def describe(procedure: Procedure) -> dict:
    """Everything the page shows, in the order of the text."""
    tracks = []
    for track in sorted(procedure.tracks, key=lambda t: t.order):
        steps = tuple(step_line(step, procedure) for step in procedure.steps if step.track == track.name)
        if steps:
            stages = tuple((stage.title, stage.plain) for stage in track.stages)
            tracks.append(TrackSteps(track.title, stages, steps, track.see))
    anywhere = tuple(step_line(step, procedure) for step in procedure.steps if not step.track)
    if anywhere:
        tracks.append(TrackSteps("At any time", (), anywhere))
    told = [(v.ACTS[told.act].past.capitalize(), _titles(procedure, told.who)) for told in procedure.told]
    return {
        "edition": edition(procedure),
        "pathways": [pathway_lines(pathway, procedure) for pathway in procedure.pathways],
        "roles": [role_lines(role, procedure) for role in procedure.roles],
        "bodies": [body_lines(body, procedure) for body in procedure.bodies],
        "forms": [form_lines(form, procedure) for form in procedure.forms],
        "tests": [test_lines(aid, procedure) for aid in procedure.aids],
        "tracks": tracks,
        "gates": gates(procedure),
        "clocks": [clock_line(clock, procedure) for clock in procedure.clocks],
        "review_types": [review_lines(kind, procedure) for kind in procedure.review_types],
        "methodologies": procedure.methodologies,
        "reviewer_checks": procedure.reviewer_checks,
        "themes": [theme.title for theme in procedure.themes],
        "ratifications": [ratification_lines(rule, procedure) for rule in procedure.ratifications],
        "told": told,
        "agencies": [
            (agency.title, _title(procedure, agency.sector, SECTORS), agency.see) for agency in procedure.agencies
        ],
    }
