"""Regions of addresses: when one is needed, and which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attributes.errors import TextTooLong
from customers import addresses
from customers.errors import AddressValueRequired, RegionMismatch, RegionRequired
from customers.models import Address, Customer
from directory.config import STATE_REQUIRED
from directory.models import Region
from kernel.errors import Failure
from stores import config
from stores.models import Store
from tests.conftest import address
from tests.customers.conftest import everything


@pytest.fixture
def add(grace: Customer, store: Store) -> Callable[..., Address]:
    """Puts an address with a region into Grace's address book, as she does it herself."""

    def add(**region: Any) -> Address:
        return addresses.add_address(customer=grace, store=store, fields=address(region_id=None) | region)

    return add


def region_of(kept: Address) -> tuple[int | None, str | None, str | None]:
    """Id, code and name of the region of an address as it stands in the database."""
    row = Address.objects.select_related("region").get(pk=kept.pk)
    return row.region_id, row.region_code, row.region_name


@pytest.mark.parametrize(
    "region", [{}, {"region_code": "NY"}, {"region": "Somewhere"}, {"region": "New York", "region_code": "NY"}]
)
def test_the_id_of_a_region_fills_its_code_and_its_name(add: Callable[..., Address], region: dict[str, Any]) -> None:
    assert region_of(add(region_id=43, **region)) == (43, "NY", "New York")


@pytest.mark.parametrize("country_id", STATE_REQUIRED.split(","))
def test_some_countries_need_a_region(add: Callable[..., Address], country_id: str) -> None:
    before = everything()

    with pytest.raises(RegionRequired) as raised:
        add(country_id=country_id, region="Somewhere", region_code="S")

    assert raised.value == RegionRequired(fieldName="regionId")
    assert everything() == before


@pytest.mark.parametrize("nothing", [None, 0])
def test_no_id_or_zero_is_no_region(add: Callable[..., Address], nothing: int | None) -> None:
    with pytest.raises(RegionRequired):
        add(region_id=nothing)


@pytest.mark.parametrize("region_id", [79, 999999, -1, 2**62])
def test_a_region_that_is_not_of_the_country_is_refused(add: Callable[..., Address], region_id: int) -> None:
    before = everything()

    with pytest.raises(RegionMismatch) as raised:
        add(region_id=region_id)

    assert raised.value == RegionMismatch(fieldName="regionId", value=region_id)
    assert everything() == before


def test_a_region_that_is_not_of_its_code_is_refused_where_a_customer_fills_it_in(add: Callable[..., Address]) -> None:
    with pytest.raises(RegionMismatch) as raised:
        add(region_id=43, region_code="TX")

    assert raised.value == RegionMismatch(fieldName="regionId", value=43)


def test_where_no_region_is_needed_one_may_still_be_chosen(add: Callable[..., Address]) -> None:
    assert region_of(add(country_id="DE", region_id=82)) == (82, "BER", "Berlin")


@pytest.mark.parametrize("country_id", ["DE", "DK"])
def test_where_no_region_is_needed_text_and_code_are_kept(add: Callable[..., Address], country_id: str) -> None:
    kept = add(country_id=country_id, region="Anywhere", region_code="AW")

    assert region_of(kept) == (None, "AW", "Anywhere")


def test_text_stands_for_the_code_that_is_missing(add: Callable[..., Address]) -> None:
    assert region_of(add(country_id="DK", region="Hovedstaden")) == (None, "Hovedstaden", "Hovedstaden")


def test_without_anything_there_is_no_region(add: Callable[..., Address]) -> None:
    assert region_of(add(country_id="DK")) == (None, None, None)


def test_a_country_without_a_list_of_regions_takes_no_id(add: Callable[..., Address]) -> None:
    assert region_of(add(country_id="DK", region_id=43, region="Hovedstaden")) == (None, "Hovedstaden", "Hovedstaden")


def test_a_merchant_decides_which_countries_need_a_region(add: Callable[..., Address]) -> None:
    config.write("general/region/state_required", "DE, DK")

    assert region_of(add(country_id="US")) == (None, None, None)
    assert region_of(add(country_id="DK", region="Hovedstaden")) == (None, "Hovedstaden", "Hovedstaden")
    for country_id, failure in (
        ("DE", RegionRequired(fieldName="regionId")),
        ("DK", AddressValueRequired(fieldName="region")),
    ):
        with pytest.raises(type(failure)) as raised:
            add(country_id=country_id)
        assert raised.value == failure


@pytest.mark.parametrize("code", ["region", "region_code"])
def test_a_written_region_is_limited(add: Callable[..., Address], code: str) -> None:
    with pytest.raises(TextTooLong) as raised:
        add(country_id="DK", **{code: "x" * 256})

    assert raised.value == TextTooLong("State/Province", 255)


def test_the_armed_forces_have_one_code_for_several_regions(add: Callable[..., Address]) -> None:
    for region in Region.objects.filter(country_id="US", code="AE"):
        assert region_of(add(region_id=region.pk, region_code="AE")) == (region.pk, "AE", region.name)


def test_a_refusal_of_the_storefront_has_its_own_words() -> None:
    failures: list[Failure] = [RegionRequired(fieldName="regionId"), RegionMismatch(fieldName="regionId", value=1)]

    assert all(failure.storefront_message != failure.message for failure in failures)
