"""The limits app: how often something may be tried, by whom and from where."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "limits"
    verbose_name = "Limits"
    default_auto_field = "django.db.models.BigAutoField"
