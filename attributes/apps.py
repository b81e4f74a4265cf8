"""The attributes app: what a merchant adds to customers and addresses."""

from django.apps import AppConfig


class AttributesConfig(AppConfig):
    name = "attributes"
    default_auto_field = "django.db.models.AutoField"
