"""The wishlists app: what customers would like to have."""

from django.apps import AppConfig


class WishlistsConfig(AppConfig):
    name = "wishlists"
    verbose_name = "Wish lists"
    default_auto_field = "django.db.models.BigAutoField"
