"""Pages of publication: the decision, who gets the report beforehand, quality assurance, out and back again."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone

from cases.queries import procedure_of
from partnerships.refusals import ActRefused

from .. import acts, asking, queries, rules
from ..models import Publication
from .asked import acting_on, asked_page
from .common import the_review


@acting_on("decide_publication")
def decide_publication(request, review):
    """What is published and when, or why not; a proposal of others stands beside it."""
    earlier = queries.proposed(review)
    ahead = bool(queries.receivers(review, procedure_of(review.case)))
    lead = "Others have proposed what stands below. Leave it as it is to decide the same." if earlier else ""
    return asked_page(
        request, review, "decide_publication", acts.decide_publication,
        lambda found: asking.decision(
            review, found.step, earlier or queries.decided(review), request.at, sent_ahead=ahead
        ),
        {"review": review}, button="Record the decision", done=_decided_or_proposed, lead=lead,
        beside=[(one["title"], f"Decided so: {one['by']}") for one in (earlier.agreed_by if earlier else ())],
    )  # fmt: skip


def _decided_or_proposed(row: Publication) -> str:
    if row.decided_at is not None:
        return "The decision on publication is on record."
    return "What you propose is on record. It is decided once the others who decide on publication have said the same."


@acting_on("reconsider_publication")
def reconsider_publication(request, review):
    """That nothing is published is decided anew."""
    old = queries.decided(review)

    def ask(_found):
        if why := queries.why_not_again(review, request.actor, procedure_of(review.case), at=request.at):
            raise ActRefused(why)
        return asking.taking_up(review, request.at)

    return asked_page(
        request, review, "reconsider_publication", acts.reconsider_publication, ask, {"review": review},
        button="Take it up again", done="The review is under way again. Decide now what is published.",
        lead="The review goes on where it was signed off. Everybody who decides on publication then decides again, and "
        "the deadlines for publication run on from the first day. Bodies outside that were told that nothing is "
        "published have to hear of what is decided now.",
        beside=[("Decided first", old.reasons)] if old is not None else [],
    )  # fmt: skip


@acting_on("send_report")
def send_report(request, review):
    """The report went to bodies outside."""
    procedure = procedure_of(review.case)

    def ask(_found):
        left = [each for each in queries.receivers(review, procedure) if each.sent is None]
        if not left:
            raise ActRefused("Everybody who gets the report beforehand has this version.")
        decision = queries.decided(review)
        learning = decision is not None and decision.outcome == rules.LEARNING_ONLY
        return asking.sending(review, left, learning_only=learning, at=request.at)

    return asked_page(
        request, review, "send_report", acts.send_report, ask, {"review": review}, button="Record that it was sent",
        done="It is on record who has the report.", lead="The day that counts is the day on which it was sent.",
    )  # fmt: skip


@acting_on("send_to_quality_assurance")
def send_to_quality_assurance(request, review):
    """The report goes to the body that assures it."""
    return asked_page(
        request, review, "send_to_quality_assurance", acts.send_to_quality_assurance,
        lambda _: asking.sent_to_assurance(review, request.at), {"review": review}, button="Record that it was sent",
        done="The report is with those who assure it.", lead="Nothing can be published until it is cleared.",
    )  # fmt: skip


@acting_on("record_quality_assurance")
def record_quality_assurance(request, review):
    """Cleared, or changes are required."""
    return asked_page(
        request, review, "record_quality_assurance", acts.record_quality_assurance,
        lambda found: asking.assurance(review, found.step, request.at), {"review": review}, button="Record the answer",
        done="The answer is on record.", lead="Changes lead back to a draft, which is then signed off and sent again.",
    )  # fmt: skip


@acting_on("record_comments")
def record_comments(request, review):
    """What a body outside says on publication."""
    procedure = procedure_of(review.case)
    return asked_page(
        request, review, "record_comments", acts.record_comments,
        lambda found: asking.outside_comment(review, procedure, found.step, request.at), {"review": review},
        button="Put the comments on record", done="The comments are on record. Answer them next.",
    )  # fmt: skip


def answer_comments(request, review, comment):
    """What was decided on comments from outside, and answered."""
    row = the_review(request, review, "answer_comments")
    found = queries.outside_comment_of(row, comment)
    if found is None:
        raise Http404
    return asked_page(
        request, row, "answer_comments", acts.answer_comments, lambda _: asking.outside_answer(row, request.at),
        {"comment": found}, heading="Answer comments on publication", button="Put the answer on record",
        done="The comments are answered.", beside=[(found.body_title, found.text)],
    )  # fmt: skip


@acting_on("publish_report")
def publish_report(request, review):
    """The report goes out to the public."""
    procedure = procedure_of(review.case)
    kind = queries.type_of(review, procedure)

    def ask(found):
        decision = queries.decided(review)
        learning = decision is not None and decision.outcome == rules.LEARNING_ONLY
        today = timezone.localdate(request.at)
        if why := queries.why_not_out(review, today):
            raise ActRefused(why)
        soon = queries.too_soon(review, procedure, public_on=today, today=today)
        return asking.publishing(
            review, found.step, reviewer=queries.reviewer_name(review), learning_only=learning, briefing=kind.briefing,
            signed=queries.signed_version(review), soon=queries.why_soon(soon) if soon is not None else None,
            soon_why=decision.soon_why if decision is not None else "", at=request.at,
        )  # fmt: skip

    return asked_page(
        request, review, "publish_report", acts.publish_report, ask, {"review": review}, button="Publish it now",
        done="It is public now.", lead="Anybody can read it from the moment you press the button.", reads=True,
        ends=queries.loose_ends(review, procedure, at=request.at, publishing=True),
    )  # fmt: skip


@acting_on("take_down_report")
def take_down_report(request, review):
    """What is public is so no longer, at once."""
    return asked_page(
        request, review, "take_down_report", acts.take_down_report, lambda _: asking.taking_down(review, request.at),
        {"review": review}, button="Take it down now", done="It is no longer public.",
        lead="It works at once: the page, the file and the address of the file are gone. The reason stays on record.",
    )  # fmt: skip


@acting_on("put_back_report")
def put_back_report(request, review):
    """The corrected report is public again."""
    return asked_page(
        request, review, "put_back_report", acts.put_back_report,
        lambda _: asking.putting_back(review, queries.taken_down_of(review), request.at),
        {"review": review}, reads=True, button="Publish the corrected report", done="The corrected report is public.",
        lead="Its page has the old address, its file a new one. The time for which it has to be public runs on.",
    )  # fmt: skip
