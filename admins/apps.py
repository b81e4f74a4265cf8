"""The admins app: who runs the shop, and what each may do."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AdminsConfig(AppConfig):
    name = "admins"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        from admins import roles

        post_migrate.connect(roles.make, dispatch_uid="admins.roles")
