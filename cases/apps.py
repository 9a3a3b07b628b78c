from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from deadlines.moving import register_recompute
        from deadlines.tasks import AFTER_SWEEP
        from documents.access import register_gate, register_message_wall
        from documents.acts import MAY_HEAR
        from partnerships.post import register_handover

        from . import clocks, gates
        from .handover import HANDOVER
        from .hearing import may_hear
        from .reminding import remind_everywhere

        register_gate("decision-letter", gates.may_read_letter)
        register_gate("acknowledgement-letter", gates.may_read_letter)
        register_gate("case-paper", gates.may_read_paper)
        register_gate("case-letter", gates.may_read_written)
        register_gate("disclosure-bundle", gates.may_read_bundle)
        register_message_wall(gates.message_wall)
        register_recompute(clocks.recompute_open)
        register_handover(HANDOVER)
        if may_hear not in MAY_HEAR:
            MAY_HEAR.append(may_hear)
        if remind_everywhere not in AFTER_SWEEP:
            AFTER_SWEEP.append(remind_everywhere)
