from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Earlier rooms ask this one: where a referrer reads their messages, who may read an attached document."""
        from cases.telling import ADDRESSES, REFERRAL_ANSWERS, REFERRAL_SAYS
        from documents.access import register_gate
        from partnerships.post import register_handover

        from . import gates
        from .handover import HANDOVER
        from .paper import said_at_length, said_in_words

        ADDRESSES["referrer"] = gates.referrers_address
        REFERRAL_SAYS[:] = [said_at_length]
        REFERRAL_ANSWERS[:] = [said_in_words]
        for kind in ("referral", "referral-document"):
            register_gate(kind, gates.may_read_document)
        register_handover(HANDOVER)
