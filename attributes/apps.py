"""The attributes app: what a merchant adds to customers and addresses."""

from django.apps import AppConfig

from revisions import kept


class AttributesConfig(AppConfig):
    name = "attributes"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        kept.watch(*self.get_models(include_auto_created=True))
