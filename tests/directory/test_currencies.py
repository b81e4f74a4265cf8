"""Currencies, their symbols and rates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from directory import currencies
from directory.config import ALLOWED_CURRENCIES, BASE_CURRENCY, DEFAULT_CURRENCY
from directory.currencies import CurrencyInformation, ExchangeRate
from directory.models import CurrencyRate
from directory.names import currency_symbol
from stores import config
from stores.config import Scope
from stores.models import Store


def test_a_fresh_store_has_dollars(store: Store) -> None:
    assert currencies.currency_information(store) == CurrencyInformation(
        base_currency_code="USD",
        base_currency_symbol="$",
        default_display_currency_code="USD",
        default_display_currency_symbol="$",
        available_currency_codes=("USD",),
        exchange_rates=[ExchangeRate("USD", Decimal(1))],
    )


def test_rates_are_those_of_the_base_currency(store: Store) -> None:
    config.write(ALLOWED_CURRENCIES, "EUR,USD,CHF")
    CurrencyRate.objects.create(currency_from="USD", currency_to="EUR", rate=Decimal("0.7067"))
    CurrencyRate.objects.create(currency_from="EUR", currency_to="CHF", rate=Decimal("0.95"))

    rates = currencies.currency_information(store).exchange_rates

    assert rates == [
        ExchangeRate("EUR", Decimal("0.7067")),
        ExchangeRate("USD", Decimal(1)),
        ExchangeRate("CHF", None),
    ]


def test_a_base_currency_that_is_not_allowed_is_not_offered(store: Store) -> None:
    config.write(ALLOWED_CURRENCIES, "EUR")

    found = currencies.currency_information(store)

    assert found.base_currency_code == "USD"
    assert found.available_currency_codes == ("EUR",)
    assert found.exchange_rates == [ExchangeRate("EUR", None)]


def test_a_website_has_its_own_base_and_a_view_its_own_display(store: Store, other_store: Store) -> None:
    config.write(BASE_CURRENCY, "EUR", scope=Scope.WEBSITES, scope_id=other_store.website_id)
    config.write(DEFAULT_CURRENCY, "CHF", scope=Scope.STORES, scope_id=other_store.pk)

    here, there = currencies.currency_information(store), currencies.currency_information(other_store)

    assert (here.base_currency_code, here.default_display_currency_code) == ("USD", "USD")
    assert (there.base_currency_code, there.default_display_currency_code) == ("EUR", "CHF")


@pytest.mark.usefixtures("in_a_call")
def test_it_takes_one_statement(store: Store, django_assert_num_queries: Any) -> None:
    currencies.currency_information(store)

    with django_assert_num_queries(1):
        currencies.currency_information(store)


@pytest.mark.parametrize(
    ("code", "locale", "symbol"),
    [
        ("USD", "en_US", "$"),
        ("EUR", "en_US", "€"),
        ("USD", "de_DE", "$"),
        ("USD", "en_CA", "US$"),
        ("CHF", "en_US", "CHF"),
        ("USD", "xx_XX", "$"),
        ("LSM", "en_US", "LSM"),
    ],
)
def test_a_currency_has_its_symbol_in_a_locale(code: str, locale: str, symbol: str) -> None:
    assert currency_symbol(code, locale) == symbol


@pytest.mark.django_db
@pytest.mark.parametrize(("to", "rate"), [("EUR", "0.7"), ("CHF", "0"), ("CHF", "-1"), ("USD", "1")])
def test_a_rate_stands_once_is_above_zero_and_between_two_currencies(to: str, rate: str) -> None:
    CurrencyRate.objects.create(currency_from="USD", currency_to="EUR", rate=Decimal("0.7067"))

    with pytest.raises(IntegrityError), transaction.atomic():
        CurrencyRate.objects.create(currency_from="USD", currency_to=to, rate=Decimal(rate))

    assert CurrencyRate.objects.count() == 1


@pytest.mark.django_db
def test_a_rate_of_a_currency_nobody_knows_is_refused() -> None:
    rate = CurrencyRate(currency_from="USD", currency_to="XXX", rate=Decimal(1))

    with pytest.raises(ValidationError) as raised:
        rate.full_clean()

    assert list(raised.value.message_dict) == ["currency_to"]


def test_a_rate_is_known_by_its_currencies() -> None:
    assert str(CurrencyRate(currency_from="USD", currency_to="EUR", rate=Decimal("0.7"))) == "USD/EUR"
