from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Commissioned reviews, what they teach, and the actions that follow."""

    name = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from cases.acts.record import TAKE_BACK
        from documents.access import register_gate
        from partnerships.post import register_handover

        from . import gates
        from .handover import HANDOVER
        from .striking import UNDO

        register_gate("action-evidence", gates.may_read_evidence)
        register_gate("action-plan", gates.may_read_plan)
        register_handover(HANDOVER)
        TAKE_BACK.update(UNDO)
