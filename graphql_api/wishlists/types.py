"""Wish lists."""

from __future__ import annotations

from typing import Any

import graphene

from graphql_api.customers.types import written
from wishlists.models import Wishlist as WishlistRow


class Wishlist(graphene.ObjectType):
    id = graphene.ID()
    items_count = graphene.Int()
    sharing_code = graphene.String()
    updated_at = graphene.String()

    @staticmethod
    def resolve_updated_at(wishlist: WishlistRow, info: Any) -> str:
        return written(wishlist.updated_at)
