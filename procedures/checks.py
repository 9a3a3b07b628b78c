"""What one block alone cannot show: that a text holds together (DESIGN §2).

Every name resolves, nothing is named twice, every body can be quorate, every recommendation has its answers.
Tracks and clocks are followed in `checks_flow`, forms and aids in `checks_forms`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from . import vocabulary as v
from .checks_flow import check_clocks, check_condition, check_steps, check_tracks
from .checks_forms import check_aids, check_appendices, check_forms, check_letters, check_retention
from .errors import Problems, nearest, shown
from .model import Body, Procedure, Ratification, Role
from .notices import check_notices
from .sentences import bodies_of, normal_name, starts_of

NAMED = (
    "boroughs", "sectors", "agencies", "outside_bodies", "roles", "bodies", "forms", "aids", "tracks", "pathways",
    "clocks", "notices", "review_types", "methodologies", "reviewer_checks", "themes", "ratifications",
    "letters", "appendices", "retention",
)  # fmt: skip
ONE = {
    "boroughs": "borough", "sectors": "sector", "agencies": "agency", "outside_bodies": "outside body", "roles": "role",
    "bodies": "body", "forms": "form", "aids": "aid", "tracks": "track", "pathways": "pathway", "notices": "notice",
    "review_types": "review type", "methodologies": "methodology", "themes": "theme",
    "reviewer_checks": "reviewer check", "letters": "letter",
}  # fmt: skip
NEEDED_ROLES = ("secretariat", "administrator")
NEEDED_ROLE_KINDS = ("member", "panel-chair", "statutory-partner")
# These decide by sitting together, so they must say who has to be there (C-12).
NEEDS_QUORUM = ("panel", "virtual panel", "executive", "sub-group")


class Known:
    """The names a text has, by kind, and one way of saying that a name is not among them."""

    def __init__(self, procedure: Procedure, problems: Problems):
        self.procedure = procedure
        self.problems = problems
        self.names = {kind: {block.name for block in getattr(procedure, kind)} for kind in NAMED}
        self.titled = {
            kind: {block.title.casefold(): block.name for block in getattr(procedure, kind)} for kind in NAMED
        }

    def want(self, where: str, key: str, names: str | Iterable[str], *kinds: str, also: Iterable[str] = ()) -> None:
        known = set(also).union(*(self.names[kind] for kind in kinds))
        what = " or ".join(ONE[kind] for kind in kinds)
        for name in [names] if isinstance(names, str) else names:
            if name and name not in known and not (name in NEEDED_ROLES and "roles" in kinds):
                hint = self._by_title(name, kinds) or nearest(name, known)
                self.problems.add(where, f"{key} says {shown(name)}, but there is no such {what}{hint}")

    def _by_title(self, name: str, kinds: tuple[str, ...]) -> str:
        """Somebody wrote what a thing is called on screen; the file wants its name."""
        found = next((self.titled[k][name.casefold()] for k in kinds if name.casefold() in self.titled[k]), "")
        return f"; that is a title, its name is “{found}”" if found else ""


def check(procedure: Procedure, problems: Problems) -> None:
    """Every cross check, in the order of a text; what is wrong goes to `problems`."""
    known = Known(procedure, problems)
    checks: tuple[Callable[[Procedure, Known, Problems], None], ...] = (
        check_names, check_agencies, check_roles, check_bodies, check_forms, check_aids, check_tracks, check_pathways,
        check_steps, check_clocks, check_notices, check_review_types, check_ratifications, check_letters, check_told,
        check_appendices, check_retention,
    )  # fmt: skip
    for each in checks:
        each(procedure, known, problems)


def check_names(procedure: Procedure, known: Known, problems: Problems) -> None:
    for kind in NAMED:
        blocks = getattr(procedure, kind)
        seen: set[str] = set()
        for block in blocks:
            if block.name in seen:
                problems.add(f"[[{kind}]] “{block.name}”", "this name is given twice")
            seen.add(block.name)


def check_agencies(procedure: Procedure, known: Known, problems: Problems) -> None:
    for agency in procedure.agencies:
        where = f"[[agencies]] “{agency.name}”"
        known.want(where, "sector", agency.sector, "sectors")
        known.want(where, "boroughs", agency.boroughs, "boroughs")


def check_roles(procedure: Procedure, known: Known, problems: Problems) -> None:
    for role in procedure.roles:
        where = f"[[roles]] “{role.name}”"
        known.want(where, "stands_in", role.stands_in, "roles")
        known.want(where, "agency", role.agency, "agencies")
        _check_role(role, procedure, where, problems)
    for name in NEEDED_ROLES:
        if name not in known.names["roles"]:
            problems.add("[[roles]]", f"a role named “{name}” is missing; every partnership has one")
    for kind in NEEDED_ROLE_KINDS:
        if not procedure.roles_of_kind(kind):
            problems.add("[[roles]]", f"there is no role of the kind “{kind}”")
    known.want("[reminders]", "copy_overdue_to", procedure.reminders.copy_overdue_to, "roles")
    known.want("[chasing]", "senior_lead", procedure.chasing.senior_lead, "roles")
    known.want("[reporting]", "to", procedure.reporting.to, "bodies")


def _check_role(role: Role, procedure: Procedure, where: str, problems: Problems) -> None:
    if role.name in v.STEP_BY:
        problems.add(where, "this name is kept for those who have no account")
    if role.name in role.stands_in:
        problems.add(where, "stands_in names the role itself")
    if role.per_borough and not procedure.boroughs:
        problems.add(where, "per_borough is true, but there is no [[boroughs]]")
    if role.name in NEEDED_ROLES and role.kind != role.name:
        problems.add(where, f"kind must be “{role.name}”")


def check_bodies(procedure: Procedure, known: Known, problems: Problems) -> None:
    for body in procedure.bodies:
        where = f"[[bodies]] “{body.name}”"
        known.want(where, "members", body.members, "agencies", also={"*"})
        known.want(where, "chair", body.chair, "roles")
        known.want(where, "dissent", body.dissent, "roles")
        known.want(where, "goes_up_to", body.goes_up_to, "bodies")
        if body.tie == "goes up" and not body.goes_up_to and body.decides != "does not vote":
            problems.add(where, "a tie goes up, but goes_up_to does not say to whom")
        if body.confidentiality and not procedure.agreement.paragraphs:
            problems.add(where, "confidentiality needs the words to be signed: write an [agreement]")
        if body.notice is not None:
            check_sentence(body.notice, "notice", where, known, problems)
        if body.in_writing and "correspondence" not in body.meeting_kinds:
            problems.add(where, "in_writing is for votes in writing, but meeting_kinds has no “correspondence”")
        _check_standing_items(body, where, problems)
        if body.per_borough and not procedure.boroughs:
            problems.add(where, "per_borough is true, but there is no [[boroughs]]")
        _check_quorum(body, procedure, known, where, problems)
        _check_way_up(body, procedure, where, problems)


def _check_standing_items(body: Body, where: str, problems: Problems) -> None:
    """Words to be read, each once and of a line's length; where the cases come is said once."""
    items = body.standing_items
    if not items:
        return
    if items.count(v.THE_CASES) != 1:
        problems.add(where, f"standing_items has to say once where the cases come: “{v.THE_CASES}”")
    if any(not item.strip() or len(item) > 200 for item in items):
        problems.add(where, "standing_items has an item without words, or one longer than a line")
    if len(set(items)) != len(items):
        problems.add(where, "standing_items has an item twice")


def _check_way_up(body: Body, procedure: Procedure, where: str, problems: Problems) -> None:
    above, seen = {each.name: each.goes_up_to for each in procedure.bodies}, set()
    name = body.name
    while name and name not in seen:
        seen.add(name)
        name = above.get(name, "")
    if name == body.name:
        problems.add(where, "goes_up_to leads back to this body")


def _check_quorum(body: Body, procedure: Procedure, known: Known, where: str, problems: Problems) -> None:
    quorum = body.quorum
    members = [each for each in procedure.agencies if each.name in body.members or "*" in body.members]
    present = {each.sector for each in members}
    for slot in quorum.sectors:
        known.want(where, "quorum sectors", slot, "sectors")
        if not present.intersection(slot) and known.names["sectors"].issuperset(slot):
            named = " or ".join(f"“{sector}”" for sector in slot)
            problems.add(where, f"quorum needs a member of sector {named}, but no member agency is of it")
    for slot in quorum.seats:
        known.want(where, "quorum seats", slot, "agencies", "roles")
        seated = {each.name for each in members} | known.names["roles"]
        if not seated.intersection(slot) and known.names["agencies"].issuperset(slot):
            problems.add(where, f"quorum needs a seat of “{slot[0]}”, which is not among the members")
    if quorum.number > len(members):
        problems.add(where, f"quorum needs {quorum.number} agencies, but the body has only {len(members)}")
    if quorum.chair and not body.chair:
        problems.add(where, "quorum needs the chair, but the body has none")
    if body.kind in NEEDS_QUORUM and not any(
        (quorum.sectors, quorum.seats, quorum.number, quorum.fraction, quorum.chair)
    ):
        problems.add(where, f"quorum is missing; a body of the kind “{body.kind}” says who must be there")


def check_sentence(sentence, key: str, where: str, known: Known, problems: Problems) -> None:
    """Starts are facts or acts in their past phrase, and meetings are of bodies of this text."""
    phrases = v.starts()
    for start in starts_of(sentence):
        if start not in phrases:
            said = (
                f"{key} counts from “{start}”, which is neither a fact nor an act in the past{nearest(start, phrases)}"
            )
            problems.add(where, said)
    known_bodies = {normal_name(word) for body in known.procedure.bodies for word in (body.name, body.title)}
    for body in bodies_of(sentence):
        if body not in known_bodies:
            problems.add(
                where, f"{key} names the body “{body}”, but there is no such body{nearest(body, known_bodies)}"
            )


def check_pathways(procedure: Procedure, known: Known, problems: Problems) -> None:
    if not procedure.pathways:
        problems.add("[[pathways]]", "there is none; a case must be on one")
    tests = {aid.test for aid in procedure.aids}
    for pathway in procedure.pathways:
        where = f"[[pathways]] “{pathway.name}”"
        known.want(where, "tracks", pathway.tracks, "tracks")
        known.want(where, "body", pathway.body, "bodies")
        known.want(where, "form", pathway.form, "forms")
        known.want(where, "lead_authority", pathway.lead_authority, "agencies")
        if not pathway.tracks:
            problems.add(where, "tracks is empty; a case must be somewhere")
        if pathway.test and tests and pathway.test not in tests:
            problems.add(where, f"test says “{pathway.test}”, but no [[aids]] asks it")


def check_review_types(procedure: Procedure, known: Known, problems: Problems) -> None:
    for kind in procedure.review_types:
        where = f"[[review_types]] “{kind.name}”"
        known.want(where, "pathways", kind.pathways, "pathways")
        known.want(where, "tells", kind.tells, "bodies", "outside_bodies", also={"referrer"})
        known.want(where, "commissioned_by", kind.commissioned_by, "bodies")
        if kind.confirm_when and not kind.confirm:
            problems.add(where, "confirm_when says when something is confirmed, but confirm does not say what")
    for check in procedure.reviewer_checks:
        known.want(f"[[reviewer_checks]] “{check.name}”", "pathways", check.pathways, "pathways")
        if not check.title.endswith("?"):
            problems.add(f"[[reviewer_checks]] “{check.name}”", "title must be a question that is answered yes or no")
    if procedure.review_types and all(kind.is_review for kind in procedure.review_types):
        problems.add("[[review_types]]", "none has is_review = false; a recommendation may also be that there is none")


def check_ratifications(procedure: Procedure, known: Known, problems: Problems) -> None:
    for ratification in procedure.ratifications:
        where = f"[[ratifications]] “{ratification.name}”"
        known.want(where, "recommended_by", ratification.recommended_by, "bodies")
        known.want(where, "by", ratification.by, "roles")
        known.want(where, "on_behalf_of", ratification.on_behalf_of, "bodies")
        known.want(where, "pathways", ratification.pathways, "pathways")
        known.want(where, "told", ratification.told, "roles")
        if ratification.objection is not None:
            check_sentence(ratification.objection, "objection", where, known, problems)
        if not ratification.by:
            problems.add(where, "by is empty; somebody must answer")
        else:
            _check_answers(ratification, procedure, known, where, problems)
    for pathway in procedure.pathways:
        covered = [r for r in procedure.ratifications if not r.pathways or pathway.name in r.pathways]
        if procedure.steps_for("recommend", pathway.name) and not covered:
            problems.add("[[ratifications]]", f"nobody answers a recommendation on pathway “{pathway.name}”")


def _check_answers(
    ratification: Ratification, procedure: Procedure, known: Known, where: str, problems: Problems
) -> None:
    """Each answer is a step that somebody in `by` may take, on every pathway the ratification is for."""
    for pathway in ratification.pathways or tuple(known.names["pathways"]):
        for answer in ratification.answers:
            act = v.RATIFICATION_ANSWERS[answer]
            steps = procedure.steps_for(act, pathway)
            words = v.ACTS[act].words
            if not steps:
                problems.add(where, f"the answer “{answer}” has no step “{words}” on pathway “{pathway}”")
            elif not any(set(step.by).intersection(ratification.by) for step in steps):
                by = ", ".join(ratification.by)
                problems.add(where, f"no step “{words}” on pathway “{pathway}” may be taken by {by}")


def check_told(procedure: Procedure, known: Known, problems: Problems) -> None:
    for told in procedure.told:
        where = f"[[told]] “{v.ACTS[told.act].words}”"
        known.want(where, "who", told.who, "roles", "bodies", "outside_bodies", also=v.SPECIAL_WHO)
        known.want(where, "letter", told.letter, "letters")
        known.want(where, "pathways", told.pathways, "pathways")
        for condition in told.when:
            check_condition(condition, "when", procedure, known, where, problems)
        if not v.ACTS[told.act].standing and not any(step.act == told.act for step in procedure.steps):
            problems.add(where, "no step of this text does this act")
