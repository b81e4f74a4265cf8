"""Countries, currencies and amounts of money, spelled as in Magento's schema."""

from __future__ import annotations

import graphene

from directory.currency_codes import CURRENCY_CODES

CurrencyEnum = graphene.Enum(
    "CurrencyEnum", [(code, code) for code in CURRENCY_CODES], description="Three-letter currency codes."
)


class Money(graphene.ObjectType):
    currency = graphene.Field(CurrencyEnum)
    value = graphene.Float()


class Region(graphene.ObjectType):
    code = graphene.String()
    id = graphene.Int()
    name = graphene.String()


class Country(graphene.ObjectType):
    available_regions = graphene.List(Region)
    full_name_english = graphene.String()
    full_name_locale = graphene.String()
    id = graphene.String()
    three_letter_abbreviation = graphene.String()
    two_letter_abbreviation = graphene.String()


class ExchangeRate(graphene.ObjectType):
    currency_to = graphene.String()
    rate = graphene.Float()


class Currency(graphene.ObjectType):
    available_currency_codes = graphene.List(graphene.String)
    base_currency_code = graphene.String()
    base_currency_symbol = graphene.String()
    # Magento's first schema misspelled these two; clients of that time still ask for them.
    default_display_currecy_code = graphene.String(
        resolver=lambda currency, info: currency.default_display_currency_code,
        deprecation_reason="Use `default_display_currency_code` instead.",
    )
    default_display_currecy_symbol = graphene.String(
        resolver=lambda currency, info: currency.default_display_currency_symbol,
        deprecation_reason="Use `default_display_currency_symbol` instead.",
    )
    default_display_currency_code = graphene.String()
    default_display_currency_symbol = graphene.String()
    exchange_rates = graphene.List(ExchangeRate)
