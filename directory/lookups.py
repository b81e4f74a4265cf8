"""Finding countries and regions."""

from __future__ import annotations

from directory.config import ALLOWED_COUNTRIES
from directory.models import Country, Region
from stores import config
from stores.models import Store


def country_exists(country_id: str) -> bool:
    """Whether there is a country with this two-letter id."""
    return Country.objects.filter(pk=country_id).exists()


def is_country_available(country_id: str | None, store: Store) -> bool:
    """Whether there is a country with this two-letter id, and the store view sells to it."""
    return country_id in config.read(ALLOWED_COUNTRIES, store) and country_exists(country_id or "")


def regions_of(country_id: str) -> list[Region]:
    """The regions of a country, none if it has no list of them."""
    return list(Region.objects.filter(country_id=country_id))
