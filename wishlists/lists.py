"""Every customer's wish list, made when it is first asked for."""

from __future__ import annotations

import secrets

from customers.models import Customer
from wishlists.models import Wishlist


def wishlist_of(customer: Customer) -> Wishlist:
    """The customer's wish list."""
    return Wishlist.objects.get_or_create(customer=customer, defaults={"sharing_code": secrets.token_hex(16)})[0]
