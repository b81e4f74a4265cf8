"""Every customer's wish list."""

from __future__ import annotations

import secrets

from customers.models import Customer
from wishlists.models import Wishlist


def give_first(customer: Customer) -> Wishlist:
    """The wish list of a customer who has just come, and so has none."""
    return Wishlist.objects.create(customer=customer, sharing_code=_new_code())


def wishlist_of(customer: Customer) -> Wishlist:
    """The customer's wish list, made if there is none yet (customers can come in bulk, without a signal for each)."""
    return Wishlist.objects.get_or_create(customer=customer, defaults={"sharing_code": _new_code()})[0]


def _new_code() -> str:
    return secrets.token_hex(16)
