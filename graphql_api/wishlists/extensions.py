"""A customer's wish list, on the customer."""

from __future__ import annotations

from typing import Any

import graphene

from customers.models import Customer as Account
from graphql_api.customers.types import Customer
from graphql_api.wishlists.types import Wishlist
from wishlists import lists
from wishlists.models import Wishlist as WishlistRow


class CustomerFields:
    wishlist = graphene.Field(Wishlist, required=True, deprecation_reason="Use `wishlists` instead.")

    @staticmethod
    def resolve_wishlist(customer: Account, info: Any) -> WishlistRow:
        return lists.wishlist_of(customer)


extensions = [(Customer, CustomerFields)]
