"""The currency a storefront asks for."""

from collections.abc import Callable
from typing import Any

import pytest

from stores import config
from tests.graphql_api.test_life_cycle import INPUT, told

GraphQL = Callable[..., Any]


@pytest.mark.parametrize("code", ["USD", "usd", " EUR ", ""])
def test_a_currency_the_store_view_has_is_taken(graphql: GraphQL, code: str) -> None:
    config.write("currency/options/allow", "USD,EUR")

    answer = graphql("{ currency { base_currency_code } }", **{"Content-Currency": code})

    assert answer.body == {"data": {"currency": {"base_currency_code": "USD"}}}


@pytest.mark.parametrize("code", ["GBP", "nonsense", "\u20ac"])
def test_any_other_is_refused(graphql: GraphQL, code: str) -> None:
    answer = graphql("{ currency { base_currency_code } }", **{"Content-Currency": code})

    assert told(answer) == ("Please correct the target currency", INPUT)
    assert answer.status_code == 200
