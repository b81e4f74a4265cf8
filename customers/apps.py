"""The customers app: accounts, address books, subscriptions."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from customers import builtin, config  # noqa: F401  (declare attributes and settings)
