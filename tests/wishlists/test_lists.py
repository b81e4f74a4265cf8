"""Every customer's wish list."""

from __future__ import annotations

import re
from collections.abc import Callable

from customers.models import Customer
from wishlists.lists import wishlist_of
from wishlists.models import Wishlist


def test_a_customer_has_one_empty_wish_list(grace: Customer) -> None:
    wishlist = wishlist_of(grace)

    assert wishlist.customer == grace
    assert wishlist.items_count == 0
    assert wishlist.updated_at is not None
    assert re.fullmatch(r"[0-9a-f]{32}", wishlist.sharing_code)
    assert wishlist_of(grace) == wishlist
    assert Wishlist.objects.count() == 1


def test_no_two_wish_lists_are_shared_by_the_same_code(make_customer: Callable[..., Customer]) -> None:
    codes = {wishlist_of(make_customer(email=f"{name}@example.org")).sharing_code for name in ("ada", "eve")}

    assert len(codes) == 2


def test_a_wish_list_goes_with_its_customer(grace: Customer) -> None:
    wishlist_of(grace)

    grace.delete()

    assert not Wishlist.objects.exists()
