from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Commissioned reviews: reviewer, terms, material, report."""

    name = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Earlier rooms ask this one: what is taken back with a struck-out order, where acts on a review are done."""
        from functools import partial

        from cases.acts.record import TAKE_BACK
        from cases.queries.steps import PAGES
        from documents.access import register_gate
        from procedures.vocabulary import ACTS

        from .queries.page import page_of_act
        from .queries.report import DRAFT, may_read_draft
        from .spine import strike_out

        TAKE_BACK["commission_review"] = strike_out
        register_gate(DRAFT, may_read_draft)
        PAGES.update({act: partial(page_of_act, act) for act in ACTS})
