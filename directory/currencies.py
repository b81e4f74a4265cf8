"""The currencies of a store view: what prices are kept in, what a shopper may choose, at which rate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from directory.config import ALLOWED_CURRENCIES, BASE_CURRENCY, DEFAULT_CURRENCY
from directory.errors import CurrencyNotAvailable
from directory.models import CurrencyRate
from directory.names import currency_symbol
from stores import config
from stores.general import LOCALE
from stores.models import Store


@dataclass(frozen=True)
class ExchangeRate:
    """How much of a currency one unit of the base currency is worth; None where nobody has said."""

    currency_to: str
    rate: Decimal | None


@dataclass(frozen=True)
class CurrencyInformation:
    """The currencies of a store view, under Magento's names."""

    base_currency_code: str
    base_currency_symbol: str
    default_display_currency_code: str
    default_display_currency_symbol: str
    available_currency_codes: tuple[str, ...]
    exchange_rates: list[ExchangeRate]


def check_available(code: str, store: Store) -> None:
    """Let a currency pass that shoppers of a store view may choose. Raises CurrencyNotAvailable."""
    if code.strip().upper() not in config.read(ALLOWED_CURRENCIES, store):
        raise CurrencyNotAvailable()


def currency_information(store: Store) -> CurrencyInformation:
    """The currencies of a store view with their symbols in its language and their rates; two statements."""
    settings = config.read_all([BASE_CURRENCY, DEFAULT_CURRENCY, ALLOWED_CURRENCIES, LOCALE], store)
    base, default, locale = settings[BASE_CURRENCY], settings[DEFAULT_CURRENCY], settings[LOCALE]
    available = settings[ALLOWED_CURRENCIES]
    rates = dict(
        CurrencyRate.objects.filter(currency_from=base, currency_to__in=available).values_list("currency_to", "rate")
    )
    rates[base] = Decimal(1)
    return CurrencyInformation(
        base_currency_code=base,
        base_currency_symbol=currency_symbol(base, locale),
        default_display_currency_code=default,
        default_display_currency_symbol=currency_symbol(default, locale),
        available_currency_codes=available,
        exchange_rates=[ExchangeRate(code, rates.get(code)) for code in available],
    )
