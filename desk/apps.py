from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Who may read the papers of reports."""
        from documents.access import register_gate

        from .reports.gates import may_read_report

        for kind in ("board-report", "annual-report"):
            register_gate(kind, may_read_report)
