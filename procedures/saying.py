"""A procedure in words: what `check_procedure` prints and "Our procedure" shows of quorum, clocks and roles."""

from __future__ import annotations

import re

from . import vocabulary as v
from .model import Body, Clock, Procedure, Quorum
from .sentences import say


def quorum_in_words(quorum: Quorum, procedure: Procedure) -> list[str]:
    """What must be there for a body to decide, one line each; empty when it needs nothing."""
    sectors = {sector.name: sector.title for sector in procedure.sectors}
    seats = {block.name: block.title for block in (*procedure.agencies, *procedure.roles)}
    lines = [f"somebody of {_or(sectors[name] for name in slot)}" for slot in quorum.sectors]
    lines += [_or(seats[name] for name in slot) for slot in quorum.seats]
    if quorum.number:
        lines.append(f"{quorum.number} agencies")
    if quorum.fraction:
        lines.append(f"{quorum.fraction[0]} of every {quorum.fraction[1]} member agencies, rounded up")
    if quorum.chair:
        lines.append("the chair")
    return lines


def body_in_words(body: Body, procedure: Procedure) -> str:
    """One line on a body: how it decides, who must be there, where a tie goes."""
    if body.decides == "does not vote":
        return f"{body.title}: answers through a person, does not vote."
    quorum = "; ".join(quorum_in_words(body.quorum, procedure)) or "no rule"
    tie = body.tie
    if body.tie == "goes up":
        tie = f"goes up to {procedure.find('bodies', body.goes_up_to).title}"
    more = f"; in writing: {body.in_writing}" if body.in_writing else ""
    more += f"; notice: {say(body.notice)}" if body.notice is not None else ""
    return f"{body.title}: {body.decides}; quorum: {quorum}; a tie {tie}{more}."


def condition_in_words(text: str, procedure: Procedure) -> str:
    """A condition for a reader: with the titles of what it names, “track adult at scoping” -> “Adult is at “Asking
    agencies””; one that names nothing by what it means, “dispute open” -> “a dispute waits for an answer”."""
    slug, slots = v.condition(text)
    if not slots:
        means = next(each.means for each in v.CONDITIONS if each.slug == slug)
        return means[:1].lower() + _IDS.sub("", means[1:]).rstrip(".")
    named = {
        slot: next((b.title for b in getattr(procedure, kind) if b.name == slots.get(slot)), slots.get(slot, ""))
        for slot, kind in SLOT_KINDS.items()
    }
    if slug == "track_at":
        stage = procedure.stage(slots["track"], slots["stage"]).title
        return f"{named['track']} is at “{stage}”"
    words = {"track_not_open": f"{named['track']} is not open", "track_open": f"{named['track']} is open",
             "track_opened": f"{named['track']} has been opened"}  # fmt: skip
    for slot, title in named.items():
        if slot in slots and title:
            text = text.replace(slots[slot], f"“{title}”")
    return words.get(slug, text)


_IDS = re.compile(r" \(C-\d+\)")
SLOT_KINDS = {
    "track": "tracks", "review_type": "review_types", "borough": "boroughs", "pathway": "pathways", "role": "roles",
    "body": "bodies",
}  # fmt: skip


def who_in_words(clock: Clock, procedure: Procedure) -> str:
    """Who must act for a clock to be met."""
    if clock.who == "referrer":
        return "the referrer"
    if clock.who:
        return procedure.find("roles", clock.who).title
    return f"whoever owns the {clock.for_each}" if clock.for_each else "nobody"


def clock_in_words(clock: Clock, procedure: Procedure) -> str:
    """One line on a clock: target, limit, for each what, who, and that it is assumed."""
    parts = [f"{key} {say(getattr(clock, key))}" for key in ("target", "limit") if getattr(clock, key) is not None]
    each = f", for each {clock.for_each}" if clock.for_each else ""
    rows = f" [{', '.join(clock.ids)}]" if clock.ids else ""
    assumed = ", assumed" if clock.assumed else ""
    return f"{clock.title}: {'; '.join(parts)}{each} ({who_in_words(clock, procedure)}{assumed}){rows}"


def summary(procedure: Procedure) -> list[str]:
    """What a text says, short: for the person who has just written it."""
    kinds = [
        ("agencies", procedure.agencies), ("roles", procedure.roles), ("bodies", procedure.bodies),
        ("forms", procedure.forms), ("decision aids", procedure.aids), ("tracks", procedure.tracks),
        ("pathways", procedure.pathways), ("steps", procedure.steps), ("clocks", procedure.clocks),
        ("review types", procedure.review_types), ("methodologies", procedure.methodologies),
        ("themes", procedure.themes), ("letters", procedure.letters),
    ]  # fmt: skip
    lines = [
        f"{procedure.partnership_title}, {procedure.version_title}: nothing wrong found.",
        ", ".join(f"{len(found)} {name}" for name, found in kinds) + ".",
        "",
        "Bodies",
    ]
    lines += [f"  {body_in_words(body, procedure)}" for body in procedure.bodies]
    lines += ["", "Roles"]
    lines += [f"  {role.title}: {v.ROLE_KINDS[role.kind]}" for role in procedure.roles]
    lines += ["", "Clocks"]
    lines += [f"  {clock_in_words(clock, procedure)}" for clock in procedure.clocks]
    return lines


def _or(words) -> str:
    return " or ".join(words)


def office(procedure: Procedure) -> str:
    """What the partnership calls its secretariat, for a sentence that begins “the …” (VOCABULARY: roles have local
    titles)."""
    return procedure.words.get("secretariat", "secretariat")


def body_called(procedure: Procedure, body: str) -> str:
    """The title of a body, for the same; its usual word where a case is with none."""
    return procedure.find("bodies", body).title if body else procedure.words.get("panel", "panel")


def whoever_runs(procedure: Procedure, body: str) -> str:
    """Who prepares and runs the meetings of a body: “Panel Chair or the Business Unit”."""
    return f"{chair_called(procedure, body)} or the {office(procedure)}"


def chair_called(procedure: Procedure, body: str) -> str:
    """The title of whoever chairs a body, for the same."""
    role = procedure.find("bodies", body).chair if body else ""
    return procedure.find("roles", role).title if role else f"chair of the {body_called(procedure, body)}"
