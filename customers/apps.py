"""The customers app: accounts, address books, subscriptions."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CustomersConfig(AppConfig):
    name = "customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from customers import builtin, census, config, exports, history, search_indexes  # noqa: F401  (declare what there is)
        from outbox import worker

        post_migrate.connect(search_indexes.build, sender=self, dispatch_uid="customers.search_indexes")
        post_migrate.connect(census.install, sender=self, dispatch_uid="customers.census")
        worker.tidying.connect(census.tidy, dispatch_uid="customers.census")
