from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Earlier rooms ask this one: who may read its papers, and what is taken back with a struck-out entry."""
        from cases.acts.record import TAKE_BACK
        from documents.access import register_gate

        from .queries import may_read_paper
        from .striking import UNDO

        for kind in ("notification-sheet", "outcome-record"):
            register_gate(kind, may_read_paper)
        TAKE_BACK.update(UNDO)
