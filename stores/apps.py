"""The stores app: who sells, through which views, with which settings."""

from django.apps import AppConfig

from revisions import kept


class StoresConfig(AppConfig):
    name = "stores"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        kept.watch(*self.get_models(include_auto_created=True))
        from stores import base_urls, general, groups, parts  # noqa: F401  (they declare settings and events)
