"""The stores app: who sells, through which views, with which settings."""

from django.apps import AppConfig


class StoresConfig(AppConfig):
    name = "stores"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        from stores import general  # noqa: F401  (declares its settings)
