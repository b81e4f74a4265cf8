"""Countries and currencies in JSON."""

from __future__ import annotations

from rest_api.shapes import Decimal, Lines, Shape, Text


class CountryRegion(Shape):
    id = Text()
    code = Text()
    name = Text()


class Country(Shape):
    id = Text()
    two_letter_abbreviation = Text()
    three_letter_abbreviation = Text()
    full_name_locale = Text()
    full_name_english = Text()
    available_regions = CountryRegion(many=True)


class ExchangeRate(Shape):
    currency_to = Text()
    rate = Decimal()


class Currency(Shape):
    base_currency_code = Text()
    base_currency_symbol = Text()
    default_display_currency_code = Text()
    default_display_currency_symbol = Text()
    available_currency_codes = Lines()
    exchange_rates = ExchangeRate(many=True)
