"""Every customer's wish list."""

from __future__ import annotations

import secrets

from customers.models import Customer
from wishlists.models import Wishlist


def wishlist_of(customer: Customer) -> Wishlist:
    """The customer's wish list, made if there is none yet (customers can come in bulk, without a signal for each)."""
    return Wishlist.objects.get_or_create(customer=customer, defaults={"sharing_code": secrets.token_hex(16)})[0]
