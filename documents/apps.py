from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from partnerships.post import register_sender

        from .acts import queue_message

        register_sender(queue_message)
