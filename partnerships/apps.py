from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from .walls import raise_walls

        def after_migrate(*, app_config, using, plan=(), **kwargs):
            # Sent once for each app; the last one has every table.
            from django.apps import apps

            if app_config is list(a for a in apps.get_app_configs() if a.models_module is not None)[-1]:
                raise_walls(using)

        post_migrate.connect(after_migrate, weak=False, dispatch_uid="raise-walls")
