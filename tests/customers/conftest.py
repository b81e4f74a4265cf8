"""Opening accounts that a rule refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from auth_tokens.models import Token
from customers.models import Address, Customer, Subscription
from kernel.errors import Failure
from wishlists.models import Wishlist


@pytest.fixture
def refused(make_customer: Callable[..., Customer]) -> Callable[..., Failure]:
    """The failure that opening an account with these differences ends in; nothing may be left of it."""

    def attempt(**differences: Any) -> Failure:
        before = everything()
        with pytest.raises(Failure) as raised:
            make_customer(**differences)
        assert everything() == before
        return raised.value

    return attempt


def everything() -> list[list[dict[str, Any]]]:
    """Every row an account can leave."""
    return [list(model.objects.order_by("pk").values()) for model in (Customer, Address, Subscription, Wishlist, Token)]
