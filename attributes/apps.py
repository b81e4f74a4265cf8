"""The attributes app: what a merchant adds to customers and addresses."""

from typing import Any

from django.apps import AppConfig

from revisions import kept


class AttributesConfig(AppConfig):
    name = "attributes"
    default_auto_field = "django.db.models.AutoField"

    def ready(self) -> None:
        from stores.signals import store_deleted

        kept.watch(*self.get_models(include_auto_created=True))
        store_deleted.connect(_forget_store)


def _forget_store(sender: Any, store_id: int, **kwargs: Any) -> None:
    from attributes import definitions

    definitions.forget_store(store_id)
