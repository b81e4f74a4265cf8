"""The admins app: who runs the shop, and what each may do."""

from django.apps import AppConfig


class AdminsConfig(AppConfig):
    name = "admins"
    default_auto_field = "django.db.models.AutoField"
