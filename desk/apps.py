from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Who may read the papers of reports, and what of other rooms may be given to somebody outside."""
        from documents.access import register_gate

        from .reports.gates import may_read_report

        for kind in ("board-report", "annual-report"):
            register_gate(kind, may_read_report)
        from cases.disclosure import SOURCES
        from cases.disposal import ALSO

        from .disclosure_sources import EVERY
        from .disposal import of_imports, of_meetings

        SOURCES.extend(each for each in EVERY if each not in SOURCES)
        ALSO.extend(each for each in (of_meetings, of_imports) if each not in ALSO)
