from django.apps import AppConfig


class PanelsConfig(AppConfig):
    """Meetings, votes, recommendations, ratification."""

    name = "panels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from cases.acts.closing import ENDS_WITH_CASE
        from cases.discussed import AGENDAS
        from cases.queries.steps import NOTHING_THERE
        from documents.access import register_gate, register_reading
        from partnerships.post import register_handover

        from . import gates
        from .acts.leaving import end_with_case
        from .acts.papers import note_read
        from .handover import HANDOVER
        from .queries.offering import nothing_there
        from .queries.on_agenda import agendas_of

        ENDS_WITH_CASE.append(end_with_case)
        NOTHING_THERE.append(nothing_there)
        AGENDAS.append(agendas_of)
        register_gate("agenda-pack", gates.may_read_pack)
        register_reading("agenda-pack", note_read)
        register_gate("minutes", gates.may_read_minutes)
        register_handover(HANDOVER)
