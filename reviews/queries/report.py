"""The report of a review on its way: its versions, who signs it off, who may read it before that."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch

from cases.asking import SECTION, seats_of
from cases.discussed import on_agendas
from cases.models import Case, Event, Track
from cases.queries import procedure_of
from config.filters import date_long
from documents.models import StoredFile
from partnerships.actors import Actor
from partnerships.queries import holders
from procedures.model import Procedure, Step

from .. import rules
from ..models import DraftComment, ReportVersion, Review, SignOff
from ..rules import Place
from .sight import as_reviewer, carries_it_out, visible_reviews

DRAFT = "report-draft"
# Whoever takes part in one of these reads the drafts; everybody else on the case waits until it is signed off (DAR-17).
DRAFTING = ("submit_draft", "comment_on_draft", "agree_actions", "sign_off_report", "decide_publication", "send_report")
# What puts a file before the public, and what takes it away again.
GOES_OUT = ("publish_report", "put_back_report")
TAKES_AWAY = "take_down_report"
OFFICE = frozenset({"secretariat", "panel-chair", "statutory-partner", "ratifier"})


def versions_of(review: Review) -> list[ReportVersion]:
    """The drafts handed in and not struck out, newest first, each with its comments."""
    rows = ReportVersion.objects.filter(partnership=review.partnership_id, review=review, event__annulled_by=None)
    standing = Prefetch("comments", DraftComment.objects.filter(event__annulled_by=None))
    found = list(rows.select_related("file").defer("file__content").prefetch_related(standing))
    for row in found:
        row.review = review
    return found


def draft_to_discuss(case: Case) -> list[tuple[StoredFile, str]]:
    """The newest draft of the review that runs, while it is being discussed: for the papers of the body that the text
    brings drafts before (DAR §16.1, RED-20). Nothing where the text brings them before none."""
    steps = procedure_of(case).steps_for("add_agenda_item", case.pathway)
    stages = {stage for step in steps if step.track == "review" for stage in step.from_stages}
    track = Track.objects.filter(partnership=case.partnership_id, case=case, name="review", closed_at=None).first()
    review = Review.objects.filter(partnership=case.partnership_id, case=case).running().first()
    version = latest_version(review) if review is not None else None
    if track is None or track.stage not in stages or version is None or version.file is None:
        return []
    return [(version.file, f"Draft of the report, version {version.number}, {date_long(version.handed_in_at)}")]


@dataclass(frozen=True)
class Discussed:
    """A meeting to come that discusses the draft, with its page where the reader may open it. `papers`: whether the
    draft is in its papers, in words."""

    title: str
    url: str
    papers: str


def discussed_at(review: Review, actor: Actor) -> list[Discussed]:
    """Where the newest draft is discussed next (DAR §16.1, RED-20): nothing while no meeting has it on its agenda."""
    if not draft_to_discuss(review.case):
        return []
    versions = {row.file_id: row.number for row in versions_of(review)}
    newest = max(versions.values(), default=0)
    found = []
    for each in on_agendas(review.case, actor):
        there = max((versions[file] for file in each.files if file in versions), default=0)
        if not there:
            said = "The papers went out without the draft." if each.sent else "The papers have not gone out yet."
        else:
            older = f", not version {newest}" if there < newest else ""
            said = f"Its papers hold version {there} of the draft{older}."
        found.append(Discussed(each.title, each.url, said))
    return found


def latest_version(review: Review) -> ReportVersion | None:
    rows = ReportVersion.objects.filter(partnership=review.partnership_id, review=review, event__annulled_by=None)
    found = rows.order_by("-number").first()
    if found is not None:
        found.review = review
    return found


def comment_of(review: Review, pk: int) -> DraftComment | None:
    rows = DraftComment.objects.filter(partnership=review.partnership_id, version__review=review, pk=pk)
    return rows.select_related("version").first()


def decides_publication(review: Review, actor: Actor, procedure: Procedure, *, at: dt.datetime) -> bool:
    """Whether this person is one of those who decide on publication by the text."""
    step = decision_step(review, procedure)
    return step is not None and bool(my_places(places_of(step, review.case, procedure, at=at), actor))


def decision_step(review: Review, procedure: Procedure) -> Step | None:
    """The text's step by which publication is decided on."""
    steps = procedure.steps_for("decide_publication", review.case.pathway)
    return next((step for step in steps if step.track == "review"), None)


def signed_by(version: ReportVersion) -> list[SignOff]:
    rows = SignOff.objects.filter(partnership=version.partnership_id, version=version, event__annulled_by=None)
    return list(rows.order_by("id"))


def places_of(step: Step, case: Case, procedure: Procedure, *, at: dt.datetime) -> list[Place]:
    """Who decides by a step: each statutory agency where its partners do, else whoever of `by`; then those who decide
    jointly with them."""
    seats = seats_of(step, case, procedure, at=at)
    found = [_place(seat, step, procedure) for seat in seats]
    if all(place.then for place in found):
        roles = [procedure.find("roles", name) for name in step.by if name not in {"referrer", "system"}]
        people = [m.user.name for role in roles for m in
                  holders(role.name, procedure=procedure, on=at.date(), borough=case.borough)]  # fmt: skip
        acting_as = frozenset(name for role in roles for name in procedure.who_may_act_as(role.name))
        title = " or ".join(role.title for role in roles)
        found.insert(0, Place("by", title, acting_as, people=tuple(dict.fromkeys(people))))
    return found


def _place(seat, step: Step, procedure: Procedure) -> Place:
    role, _, agency = seat.key.partition(".")
    then = role in step.jointly_with and role not in step.by
    return Place(seat.key, seat.title, frozenset(procedure.who_may_act_as(role)), agency, seat.people, then)


def my_places(places: list[Place], actor: Actor) -> list[Place]:
    agency = actor.membership.agency if actor.membership is not None else None
    return rules.mine(places, roles=actor.roles, agency=agency.slug if agency else "")


def reads_drafts(review: Review, actor: Actor) -> bool:
    """Drafts, and what was said on them, are for those who work on the report and for its reviewer, then and later;
    everybody else on the case reads the version that was signed off and nothing before it (DAR-17)."""
    if not actor.kinds.isdisjoint(OFFICE) or carries_it_out(review, actor):
        return True
    procedure = procedure_of(review.case)
    steps = [s for act in DRAFTING for s in procedure.steps_for(act, review.case.pathway) if s.track == "review"]
    names = {name for step in steps for name in (*step.by, *step.jointly_with)} - {"referrer", "system"}
    mine = as_reviewer(review, actor, procedure).roles
    return any(not procedure.who_may_act_as(name).isdisjoint(mine) for name in names)


def signed_version(review: Review) -> ReportVersion | None:
    """The newest version that stands signed off by all who had to."""
    rows = SignOff.objects.filter(
        partnership=review.partnership_id, version__review=review, version__event__annulled_by=None,
        event__annulled_by=None,
    )  # fmt: skip
    done = [row for row in rows.select_related("event", "version__file") if not row.event.data.get("partly")]
    found = max((row.version for row in done), key=lambda version: version.number, default=None)
    if found is not None:
        found.review = review
    return found


def may_read_draft(file: StoredFile, actor: Actor) -> bool:
    """Whoever sees the review and may read this version at this point of its way; its reviewer too, who may not see the
    case."""
    version = (
        ReportVersion.objects.filter(partnership=file.partnership_id, file=file).select_related("review__case").first()
    )
    if version is None or not visible_reviews(actor).filter(pk=version.review_id).exists():
        return False
    return reads_drafts(version.review, actor) or (
        signed_version(version.review) == version and not was_withdrawn(version.review)
    )


def was_withdrawn(review: Review, since: int = 0) -> bool:
    """Whether what is public of a review was taken down (after an event) for what it says, not because its time is
    over: then what went out is for those who work on the report (C-21)."""
    rows = Event.objects.filter(partnership=review.partnership_id, case=review.case_id, act=TAKES_AWAY, pk__gt=since)
    found = rows.filter(annulled_by=None, annuls=None, about=review.about)
    grounds = [row.data.get("answers", {}).get(SECTION, {}).get("act-ground") for row in found]
    return any(ground != rules.TIME_OVER for ground in grounds)


def may_read_published(file: StoredFile, actor: Actor) -> bool:
    """A file that went before the public, as it was handed in: once it was taken down, those who work on the report
    read it and nobody else. `file`: of a case that the reader sees."""
    rows = Event.objects.filter(partnership=file.partnership_id, case=file.case_id, act__in=GOES_OUT)
    own = next((row for row in rows if file.pk in [each["id"] for each in row.data.get("papers", ())]), None)
    reviews = Review.objects.filter(partnership=file.partnership_id, case=file.case_id).select_related("case")
    review = next((row for row in reviews if own is not None and row.about == own.about), None)
    if review is None or own is None:
        return False
    return reads_drafts(review, actor) or not was_withdrawn(review, since=own.pk)
