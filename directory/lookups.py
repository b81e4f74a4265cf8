"""Finding countries and regions."""

from __future__ import annotations

from directory.config import ALLOWED_COUNTRIES
from directory.models import Country, Region
from revisions import kept
from stores import config
from stores.models import Store

_countries = kept.Kept(lambda: frozenset(Country.objects.values_list("pk", flat=True)))
_regions: kept.KeptBy[list[Region]] = kept.KeptBy()


def country_exists(country_id: str) -> bool:
    """Whether there is a country with this two-letter id."""
    return country_id in _countries()


def is_country_available(country_id: str | None, store: Store) -> bool:
    """Whether there is a country with this two-letter id, and the store view sells to it."""
    return country_id in config.read(ALLOWED_COUNTRIES, store) and country_exists(country_id or "")


def regions_of(country_id: str) -> list[Region]:
    """The regions of a country, none if it has no list of them. They are shared: nobody changes them."""
    return _regions.get(country_id, lambda: list(Region.objects.filter(country_id=country_id)))
