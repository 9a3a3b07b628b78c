from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import pre_migrate


class ConfigConfig(AppConfig):
    """What belongs to no room: database roles, health checks, mail files."""

    name = "config"

    def ready(self):
        from django.apps import apps

        from config import database

        connection_created.connect(database.take_on_role, dispatch_uid="take on role")
        pre_migrate.connect(
            database.prepare_grants, sender=apps.get_app_config("contenttypes"), dispatch_uid="prepare grants"
        )
