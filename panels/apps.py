from django.apps import AppConfig


class PanelsConfig(AppConfig):
    """Meetings, votes, recommendations, ratification."""

    name = "panels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from documents.access import register_gate

        from . import gates

        register_gate("agenda-pack", gates.may_read_pack)
        register_gate("minutes", gates.may_read_minutes)
