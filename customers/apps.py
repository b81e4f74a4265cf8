"""The customers app: accounts, address books, subscriptions."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from customers import config  # noqa: F401  (declares its settings)
