"""The countries a shop sells to, with their names and regions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from directory.config import ALLOWED_COUNTRIES
from directory.errors import CountryIdRequired, CountryNotAvailable
from directory.models import Country
from directory.names import country_name, in_alphabet
from revisions import kept
from stores import config
from stores.general import LOCALE
from stores.models import Store


@dataclass(frozen=True)
class RegionInformation:
    """A region, under Magento's names."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class CountryInformation:
    """A country, under Magento's names; without a list of regions, `available_regions` is None."""

    id: str
    two_letter_abbreviation: str
    three_letter_abbreviation: str
    full_name_locale: str
    full_name_english: str
    available_regions: list[RegionInformation] | None


def countries(store: Store) -> list[CountryInformation]:
    """The countries a store view sells to, by id. They are kept in memory and shared: nobody changes them."""
    settings = config.read_all([ALLOWED_COUNTRIES, LOCALE], store)
    return _kept(settings[ALLOWED_COUNTRIES], settings[LOCALE])


def country(store: Store, country_id: str | None) -> CountryInformation:
    """One of the countries a store view sells to. Raises CountryIdRequired, CountryNotAvailable."""
    if not country_id:
        raise CountryIdRequired()
    settings = config.read_all([ALLOWED_COUNTRIES, LOCALE], store)
    found = _kept([country_id], settings[LOCALE]) if country_id in settings[ALLOWED_COUNTRIES] else []
    if not found:
        raise CountryNotAvailable()
    return found[0]


_countries: kept.KeptBy[list[CountryInformation]] = kept.KeptBy()


def _kept(country_ids: Iterable[str], locale: str) -> list[CountryInformation]:
    wanted = tuple(country_ids)
    return _countries.get((wanted, locale), lambda: _described(wanted, locale))


def _described(country_ids: Iterable[str], locale: str) -> list[CountryInformation]:
    """Countries by id, each with its regions by name, in one statement: a country stands once for each region."""
    rows = (
        Country.objects.filter(pk__in=country_ids)
        .order_by("id")
        .values_list("id", "iso2", "iso3", "regions__id", "regions__code", "regions__name")
    )
    return [
        CountryInformation(
            id=country_id,
            two_letter_abbreviation=iso2,
            three_letter_abbreviation=iso3,
            full_name_locale=country_name(country_id, locale),
            full_name_english=country_name(country_id),
            available_regions=_regions(group) or None,
        )
        for (country_id, iso2, iso3), group in groupby(rows, key=lambda row: row[:3])
    ]


def _regions(rows: Iterable[tuple[Any, ...]]) -> list[RegionInformation]:
    regions = [RegionInformation(*row[3:]) for row in rows if row[3] is not None]
    return sorted(regions, key=lambda region: (in_alphabet(region.name), region.id))
