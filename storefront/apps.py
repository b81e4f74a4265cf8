"""The shopper's pages, as a surface."""

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "storefront"
