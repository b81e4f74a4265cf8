"""The directory app: countries, regions and currencies."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        from directory import config  # noqa: F401  (declares its settings)
