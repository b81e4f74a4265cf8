"""Names of countries and symbols of currencies in the languages of the world, from CLDR."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_symbol

# Magento's list still has a country that CLDR has retired; CLDR knows its name under a longer code only.
RETIRED = {"AN": "Netherlands Antilles"}


@lru_cache(maxsize=4096)
def country_name(country_id: str, locale: str = "en_US") -> str:
    """The country's name in a locale such as `de_DE`; English where the locale has none, the id where nobody has."""
    for spoken in (locale, "en_US"):
        known = _locale(spoken)
        name = known.territories.get(country_id) if known else None
        if name:
            return str(name)
    return RETIRED.get(country_id, country_id)


@lru_cache(maxsize=4096)
def currency_symbol(code: str, locale: str = "en_US") -> str:
    """The currency's symbol in a locale such as `de_DE`; the code where there is none."""
    return str(get_currency_symbol(code, locale=_locale(locale) or Locale.parse("en_US")))


def in_alphabet(name: str) -> str:
    """What to sort names by: letters with and without marks together, capitals or not, the same in every database."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter)
    )


@lru_cache(maxsize=1024)
def _locale(text: str) -> Locale | None:
    try:
        return Locale.parse(text)
    except (UnknownLocaleError, ValueError):
        return None
