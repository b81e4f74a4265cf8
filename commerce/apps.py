"""The wiring, as an app so that it can bring commands."""

from django.apps import AppConfig


class CommerceConfig(AppConfig):
    name = "commerce"
