from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "deadlines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from partnerships.post import register_duties

        from .queries import duties_of

        register_duties(duties_of)
