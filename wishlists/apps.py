"""The wishlists app: what customers would like to have."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class WishlistsConfig(AppConfig):
    name = "wishlists"
    verbose_name = "Wish lists"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from customers.signals import customer_created

        customer_created.connect(give_wishlist, dispatch_uid="wishlists.give_wishlist")


def give_wishlist(customer: Any, **_: Any) -> None:
    from wishlists.lists import give_first

    give_first(customer)
