"""The countries a shop sells to."""

from __future__ import annotations

from typing import Any

import pytest

from directory import countries
from directory.catalog import country_ids
from directory.config import ALLOWED_COUNTRIES
from directory.countries import CountryInformation, RegionInformation
from directory.errors import CountryIdRequired, CountryNotAvailable
from directory.models import Region
from stores import config
from stores.config import Scope
from stores.errors import SettingOutOfRange
from stores.models import Store


def test_a_fresh_shop_sells_everywhere(store: Store) -> None:
    found = countries.countries(store)

    assert [country.id for country in found] == sorted(country_ids())
    assert found[0].id == "AD"


def test_a_country_has_magentos_fields(store: Store) -> None:
    region = Region.objects.create(country_id="DK", code="H", name="Hovedstaden")

    found = countries.country(store, "DK")

    assert found == CountryInformation(
        id="DK",
        two_letter_abbreviation="DK",
        three_letter_abbreviation="DNK",
        full_name_locale="Denmark",
        full_name_english="Denmark",
        available_regions=[RegionInformation(region.pk, "H", "Hovedstaden")],
    )


def test_regions_stand_in_the_order_of_the_alphabet_whatever_the_database(store: Store) -> None:
    for name in ("Zealand", "Ærø", "Åland", "Aarhus", "Aal by", "Aalborg"):
        Region.objects.create(country_id="DK", code=name[:2], name=name)

    regions = countries.country(store, "DK").available_regions

    assert [region.name for region in regions or ()] == ["Aal by", "Aalborg", "Aarhus", "Åland", "Zealand", "Ærø"]


def test_a_view_sells_where_it_is_allowed_to(store: Store, other_store: Store) -> None:
    config.write(ALLOWED_COUNTRIES, "US,CA")
    config.write(ALLOWED_COUNTRIES, "DE", scope=Scope.STORES, scope_id=other_store.pk)

    assert [country.id for country in countries.countries(store)] == ["CA", "US"]
    assert [country.id for country in countries.countries(other_store)] == ["DE"]


@pytest.mark.parametrize("country_id", ["DE", "XX", "us", "USA", " US"])
def test_a_country_that_is_missing_or_not_allowed_is_not_available(store: Store, country_id: str) -> None:
    config.write(ALLOWED_COUNTRIES, "US,CA")

    with pytest.raises(CountryNotAvailable) as raised:
        countries.country(store, country_id)

    assert raised.value == CountryNotAvailable()
    assert raised.value.message == "The country isn't available."


@pytest.mark.parametrize("country_id", [None, ""])
def test_a_country_is_asked_by_its_id(store: Store, country_id: str | None) -> None:
    with pytest.raises(CountryIdRequired) as raised:
        countries.country(store, country_id)

    assert raised.value == CountryIdRequired()
    assert raised.value.message == 'Country "id" value should be specified'


@pytest.mark.parametrize("locale", ["xx_XX", "no locale", ""])
def test_a_locale_nobody_speaks_is_answered_in_english(store: Store, locale: str) -> None:
    config.write("general/locale/code", locale)

    assert countries.country(store, "DE").full_name_locale == "Germany"


@pytest.mark.usefixtures("in_a_call")
def test_countries_that_were_read_once_are_at_hand(store: Store, django_assert_num_queries: Any) -> None:
    countries.countries(store)

    with django_assert_num_queries(0):
        countries.countries(store)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Enter at least one code; commas separate several."),
        (" , ", "Enter at least one code; commas separate several."),
        ("US,XX,yy", "Nobody knows XX, yy."),
    ],
)
def test_countries_nobody_knows_are_not_allowed(store: Store, text: str, reason: str) -> None:
    with pytest.raises(SettingOutOfRange) as raised:
        config.write(ALLOWED_COUNTRIES, text)

    assert raised.value == SettingOutOfRange("Allow Countries", reason)
    assert len(config.read(ALLOWED_COUNTRIES, store)) == len(country_ids())


def test_a_list_of_countries_may_have_spaces_and_repeat_itself(store: Store) -> None:
    config.write(ALLOWED_COUNTRIES, "US, DE ,US,")

    assert config.read(ALLOWED_COUNTRIES, store) == ("US", "DE")
