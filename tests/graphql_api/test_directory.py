"""Countries and currencies over GraphQL."""

from __future__ import annotations

from typing import Any

import pytest

from directory.errors import CountryIdRequired, CountryNotAvailable
from directory.models import CurrencyRate
from stores import config
from stores.config import Scope
from stores.models import Store
from tests.graphql_api.conftest import is_refused

COUNTRY = """
    id two_letter_abbreviation three_letter_abbreviation full_name_locale full_name_english
    available_regions { id code name }
"""
CURRENCY = """{ currency {
    base_currency_code base_currency_symbol
    default_display_currecy_code default_display_currecy_symbol
    default_display_currency_code default_display_currency_symbol
    available_currency_codes exchange_rates { currency_to rate }
} }"""


def test_a_country_is_told_with_its_regions(graphql: Any, store: Store) -> None:
    answer = graphql(f'{{ country(id: "AU") {{ {COUNTRY} }} }}')

    regions = answer.body["data"]["country"].pop("available_regions")
    assert answer.body == {
        "data": {
            "country": {
                "id": "AU",
                "two_letter_abbreviation": "AU",
                "three_letter_abbreviation": "AUS",
                "full_name_locale": "Australia",
                "full_name_english": "Australia",
            }
        }
    }
    assert [region["code"] for region in regions] == ["ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"]


def test_the_id_of_a_region_is_a_number(graphql: Any, store: Store) -> None:
    answer = graphql('{ country(id: "US") { available_regions { id code name } } }')

    assert {"id": 43, "code": "NY", "name": "New York"} in answer.body["data"]["country"]["available_regions"]


def test_a_country_without_a_list_of_regions_has_null(graphql: Any, store: Store) -> None:
    answer = graphql('{ country(id: "DK") { available_regions { id } } }')

    assert answer.body == {"data": {"country": {"available_regions": None}}}


def test_names_follow_the_locale_of_the_view(graphql: Any, store: Store, other_store: Store) -> None:
    config.write("general/locale/code", "de_DE", scope=Scope.STORES, scope_id=other_store.pk)
    query = '{ country(id: "DE") { full_name_locale full_name_english } }'

    english, german = (graphql(query, Store=code).body["data"]["country"] for code in ("default", "second_view"))

    assert english == {"full_name_locale": "Germany", "full_name_english": "Germany"}
    assert german == {"full_name_locale": "Deutschland", "full_name_english": "Germany"}


def test_countries_are_those_allowed_by_id(graphql: Any, store: Store) -> None:
    config.write("general/country/allow", "US,DE,AT")

    answer = graphql("{ countries { id } }")

    assert answer.body == {"data": {"countries": [{"id": "AT"}, {"id": "DE"}, {"id": "US"}]}}


def test_a_country_that_is_not_there_is_refused(graphql: Any, store: Store) -> None:
    answer = graphql('{ country(id: "BLAH") { id } }')

    assert is_refused(answer, CountryNotAvailable(), "country")


@pytest.mark.parametrize("asked", ["country", "country(id: null)", 'country(id: "")'])
def test_a_country_without_its_id_is_refused(graphql: Any, store: Store, asked: str) -> None:
    answer = graphql(f"{{ {asked} {{ id }} }}")

    assert is_refused(answer, CountryIdRequired(), "country")


@pytest.mark.parametrize(
    "query", [f"{{ countries {{ {COUNTRY} }} }}", f'{{ country(id: "US") {{ {COUNTRY} }} }}', CURRENCY]
)
def test_countries_and_currencies_are_at_hand(
    graphql: Any, store: Store, django_assert_num_queries: Any, query: str
) -> None:
    graphql(query, Store="default")

    with django_assert_num_queries(1):  # whether anything has changed
        graphql(query, Store="default")


def test_a_fresh_store_has_one_currency(graphql: Any, store: Store) -> None:
    answer = graphql(CURRENCY)

    assert answer.body == {
        "data": {
            "currency": {
                "base_currency_code": "USD",
                "base_currency_symbol": "$",
                "default_display_currecy_code": "USD",
                "default_display_currecy_symbol": "$",
                "default_display_currency_code": "USD",
                "default_display_currency_symbol": "$",
                "available_currency_codes": ["USD"],
                "exchange_rates": [{"currency_to": "USD", "rate": 1.0}],
            }
        }
    }


def test_currencies_have_symbols_and_rates(graphql: Any, store: Store) -> None:
    config.write("currency/options/default", "EUR")
    config.write("currency/options/allow", "EUR,USD,GBP")
    CurrencyRate.objects.create(currency_from="USD", currency_to="EUR", rate="0.7067")

    answer = graphql(CURRENCY)

    assert answer.body == {
        "data": {
            "currency": {
                "base_currency_code": "USD",
                "base_currency_symbol": "$",
                "default_display_currecy_code": "EUR",
                "default_display_currecy_symbol": "€",
                "default_display_currency_code": "EUR",
                "default_display_currency_symbol": "€",
                "available_currency_codes": ["EUR", "USD", "GBP"],
                "exchange_rates": [
                    {"currency_to": "EUR", "rate": 0.7067},
                    {"currency_to": "USD", "rate": 1.0},
                    {"currency_to": "GBP", "rate": None},
                ],
            }
        }
    }
