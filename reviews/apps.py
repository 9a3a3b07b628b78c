from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Commissioned reviews: reviewer, terms, material, report; what they teach, and the actions that follow."""

    name = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Earlier rooms ask this one: about its course, and who may read what belongs to it."""
        _course()
        _reading()


def _course() -> None:
    """What ends and begins with a case, what comes next and where, what is taken back with a struck-out entry."""
    from functools import partial

    from cases.acts.closing import BEGINS_AGAIN, ENDS_WITH_CASE
    from cases.acts.record import TAKE_BACK
    from cases.clocks import ENDS_WITH_TRACK
    from cases.noted import NOTES
    from cases.queries.steps import COMES_NEXT, PAGES
    from partnerships.post import register_handover
    from procedures.vocabulary import ACTS

    from . import report_striking
    from .handover import HANDOVER
    from .queries.deciding import waits_for_a_reviewer, waits_for_its_order
    from .queries.held import beside_the_limit
    from .queries.page import page_of_act
    from .spine import TRACK, begin_again, end_with_case, strike_out
    from .striking import UNDO

    ENDS_WITH_CASE.append(end_with_case)
    BEGINS_AGAIN.append(begin_again)
    ENDS_WITH_TRACK.add(TRACK)
    NOTES.append(beside_the_limit)
    PAGES.update({act: partial(page_of_act, act) for act in ACTS})
    COMES_NEXT["commission_review"] = waits_for_its_order
    COMES_NEXT.update(dict.fromkeys(("check_reviewer", "appoint_reviewer"), waits_for_a_reviewer))
    TAKE_BACK.update({"commission_review": strike_out, **UNDO, **report_striking.UNDO})
    register_handover(HANDOVER)


def _reading() -> None:
    """Who may read drafts, reports, contacts and the material of a review, and which draft a meeting discusses."""
    from cases.discussed import DISCUSSED
    from cases.gates import ALSO_READ, PAPERS_OF
    from documents.access import register_gate
    from information.sight import register_sight

    from . import gates
    from .queries.material import ordered_at, reads_material_of
    from .queries.report import DRAFT, GOES_OUT, draft_to_discuss, may_read_draft, may_read_published
    from .spine import TRACK

    register_gate(DRAFT, may_read_draft)
    PAPERS_OF.update(dict.fromkeys(GOES_OUT, may_read_published))
    DISCUSSED.append(draft_to_discuss)
    ALSO_READ.append(gates.may_read_contact)
    register_sight(TRACK, reads_material_of, ordered_at)
    for kind, gate in gates.BY_KIND.items():
        register_gate(kind, gate)
