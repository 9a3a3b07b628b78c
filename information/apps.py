from django.apps import AppConfig


class InformationConfig(AppConfig):
    name = "information"
    default_auto_field = "django.db.models.BigAutoField"
