"""Finding countries and regions."""

from __future__ import annotations

from directory.models import Country, Region


def country_exists(country_id: str) -> bool:
    """Whether there is a country with this two-letter id."""
    return Country.objects.filter(pk=country_id).exists()


def regions_of(country_id: str) -> list[Region]:
    """The regions of a country, none if it has no list of them."""
    return list(Region.objects.filter(country_id=country_id))
