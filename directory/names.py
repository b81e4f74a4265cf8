"""Country names in the languages of the world, from CLDR."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

# Magento's list still has a country that CLDR has retired; CLDR knows its name under a longer code only.
RETIRED = {"AN": "Netherlands Antilles"}


@lru_cache(maxsize=4096)
def country_name(country_id: str, locale: str = "en_US") -> str:
    """The country's name in a locale such as `de_DE`; English where the locale has none, the id where nobody has."""
    for spoken in (locale, "en_US"):
        try:
            name = Locale.parse(spoken).territories.get(country_id)
        except (UnknownLocaleError, ValueError):
            continue
        if name:
            return str(name)
    return RETIRED.get(country_id, country_id)
