"""Countries and regions with Magento's ids, and their names."""

from __future__ import annotations

import pytest

from directory import lookups
from directory.catalog import catalog, country_ids
from directory.models import Country, Region
from directory.names import country_name

# Ids up to 511 follow the order in which Magento itself inserts them.
FIRST_AND_LAST_REGION = {
    "US": (1, 65),
    "CA": (66, 78),
    "DE": (79, 94),
    "AT": (95, 103),
    "CH": (104, 129),
    "ES": (130, 181),
    "FR": (182, 277),
    "RO": (278, 319),
    "FI": (320, 339),
    "EE": (340, 354),
    "LV": (355, 474),
    "LT": (475, 484),
    "BR": (485, 511),
}


@pytest.mark.django_db
def test_the_database_holds_the_whole_catalog() -> None:
    assert sorted(Country.objects.values_list("id", flat=True)) == sorted(country_ids())
    assert Region.objects.count() == len(catalog()["regions"])


@pytest.mark.django_db
@pytest.mark.parametrize(("country_id", "ids"), FIRST_AND_LAST_REGION.items())
def test_regions_have_magentos_ids(country_id: str, ids: tuple[int, int]) -> None:
    found = [region.pk for region in lookups.regions_of(country_id)]

    assert sorted(found) == list(range(ids[0], ids[1] + 1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("region_id", "code", "name"), [(43, "NY", "New York"), (12, "CA", "California"), (57, "TX", "Texas")]
)
def test_well_known_regions_are_where_clients_expect_them(region_id: int, code: str, name: str) -> None:
    region = Region.objects.get(pk=region_id)

    assert (region.country_id, region.code, region.name) == ("US", code, name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("country_id", "count"),
    [("HR", 21), ("IN", 36), ("AU", 8), ("MX", 32), ("BE", 11), ("CN", 34), ("CO", 32), ("PL", 16), ("DK", 0)],
)
def test_later_countries_have_all_their_regions(country_id: str, count: int) -> None:
    assert len(lookups.regions_of(country_id)) == count


@pytest.mark.django_db
def test_a_merchants_own_region_comes_after_magentos() -> None:
    highest = max(region["region_id"] for region in catalog()["regions"])

    added = Region.objects.create(country_id="DK", code="H", name="Hovedstaden")

    assert added.pk > highest


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("country_id", "exists"), [("US", True), ("XX", False), ("us", False), ("", False), ("USA", False)]
)
def test_a_country_exists_by_its_two_letters(country_id: str, exists: bool) -> None:
    assert lookups.country_exists(country_id) is exists


@pytest.mark.parametrize(
    ("country_id", "locale", "name"),
    [
        ("US", "en_US", "United States"),
        ("DE", "de_DE", "Deutschland"),
        ("JP", "ja_JP", "日本"),
        ("DE", "xx_XX", "Germany"),
        ("DE", "no locale", "Germany"),
        ("DE", "", "Germany"),
        ("AN", "en_US", "Netherlands Antilles"),
        ("XX", "en_US", "XX"),
    ],
)
def test_a_country_is_named_in_a_locale(country_id: str, locale: str, name: str) -> None:
    assert country_name(country_id, locale) == name


@pytest.mark.parametrize("country_id", country_ids())
def test_every_country_has_a_name(country_id: str) -> None:
    assert country_name(country_id) != country_id
