from django.apps import AppConfig


class InformationConfig(AppConfig):
    name = "information"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from cases.acts.naming import WORKERS
        from cases.acts.record import TAKE_BACK
        from cases.chasing import OUTSIDE, UNDATED
        from documents.access import register_gate

        from .authors import authors_of
        from .kept import PAPER, may_read_paper
        from .links import outside_of
        from .lists import undated
        from .sight import may_read_chronology
        from .state import take_back

        if outside_of not in OUTSIDE:
            OUTSIDE.append(outside_of)
        if undated not in UNDATED:
            UNDATED.append(undated)
        if authors_of not in WORKERS:
            WORKERS.append(authors_of)
        register_gate("chronology", may_read_chronology)
        for kind in (PAPER, "agency-return"):
            register_gate(kind, may_read_paper)
        for act in (
            "request_information", "ask_supplement", "submit_return", "return_not_known", "withdraw_request",
            "reopen_return", "sign_off_return", "invite_agency", "end_link",
        ):  # fmt: skip
            TAKE_BACK[act] = take_back
