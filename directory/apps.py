"""The directory app: countries, regions and currencies."""

from django.apps import AppConfig

from revisions import kept


class DirectoryConfig(AppConfig):
    name = "directory"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        kept.watch(*self.get_models(include_auto_created=True))
        from directory import config  # noqa: F401  (declares its settings)
