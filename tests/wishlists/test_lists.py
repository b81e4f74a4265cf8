"""Every customer's wish list."""

from __future__ import annotations

import re
from collections.abc import Callable

from customers.models import Customer
from wishlists.lists import wishlist_of
from wishlists.models import Wishlist


def test_a_new_customer_has_an_empty_wish_list(grace: Customer) -> None:
    (wishlist,) = Wishlist.objects.all()

    assert wishlist.customer == grace
    assert wishlist.items_count == 0
    assert wishlist.updated_at is not None
    assert re.fullmatch(r"[0-9a-f]{32}", wishlist.sharing_code)
    assert wishlist_of(grace) == wishlist


def test_no_two_wish_lists_are_shared_by_the_same_code(make_customer: Callable[..., Customer]) -> None:
    make_customer(email="ada@example.org")
    make_customer(email="eve@example.org")

    assert len(set(Wishlist.objects.values_list("sharing_code", flat=True))) == 2


def test_a_customer_who_came_without_a_wish_list_gets_one(grace: Customer) -> None:
    Wishlist.objects.all().delete()

    made = wishlist_of(grace)

    assert wishlist_of(grace) == made
    assert Wishlist.objects.count() == 1


def test_a_wish_list_goes_with_its_customer(grace: Customer) -> None:
    grace.delete()

    assert not Wishlist.objects.exists()
