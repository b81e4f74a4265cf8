"""Finding stores, and what every shop begins with."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from kernel.errors import NoSuchEntity
from stores import lookups
from stores.errors import StoreNotFound
from stores.models import CustomerGroup, Store, StoreGroup, Website

pytestmark = pytest.mark.django_db


def test_a_shop_begins_with_magentos_websites_stores_and_views() -> None:
    assert list(Website.objects.order_by("id").values_list("id", "code", "name", "is_default", "default_group_id")) == [
        (0, "admin", "Admin", False, 0),
        (1, "base", "Main Website", True, 1),
    ]
    assert list(StoreGroup.objects.values_list("id", "website_id", "name", "root_category_id", "default_store_id")) == [
        (0, 0, "Default", 0, 0),
        (1, 1, "Main Website Store", 2, 1),
    ]
    assert list(Store.objects.order_by("id").values_list("id", "code", "name", "website_id", "group_id")) == [
        (0, "admin", "Admin", 0, 0),
        (1, "default", "Default Store View", 1, 1),
    ]


def test_a_shop_begins_with_magentos_customer_groups() -> None:
    assert list(CustomerGroup.objects.values_list("id", "code", "tax_class_id")) == [
        (0, "NOT LOGGED IN", 3),
        (1, "General", 3),
        (2, "Wholesale", 3),
        (3, "Retailer", 3),
    ]


def test_what_a_merchant_adds_comes_after_what_was_there(other_store: Store) -> None:
    group = CustomerGroup.objects.create(code="Friends")

    assert min(other_store.pk, other_store.website_id, other_store.group_id) > 1
    assert group.pk > CustomerGroup.RETAILER


def test_the_default_view_is_the_one_of_the_default_website(other_store: Store) -> None:
    assert lookups.default_store().code == "default"


def test_another_website_can_become_the_default(other_store: Store) -> None:
    Website.objects.filter(code="base").update(is_default=False)
    Website.objects.filter(pk=other_store.website_id).update(is_default=True)

    assert lookups.default_store() == other_store


def test_there_is_one_default_website(other_store: Store) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Website.objects.filter(pk=other_store.website_id).update(is_default=True)


def test_without_a_default_website_no_view_is_found() -> None:
    Website.objects.update(is_default=False)

    with pytest.raises(StoreNotFound):
        lookups.default_store()


def test_a_website_without_views_has_no_default_one() -> None:
    website = Website.objects.create(code="empty", name="Empty")

    with pytest.raises(StoreNotFound):
        lookups.store_of_website(website)


def test_a_view_is_found_by_its_code_with_its_website(other_store: Store) -> None:
    found = lookups.store_by_code("second_view")

    assert found == other_store
    assert found.website.code == "second"


@pytest.mark.parametrize("code", ["admin", "nothing", "", "DEFAULT", "default "])
def test_no_view_is_found_by_any_other_code(code: str) -> None:
    with pytest.raises(StoreNotFound) as raised:
        lookups.store_by_code(code)

    assert raised.value == StoreNotFound()


def test_an_inactive_view_is_not_found(other_store: Store) -> None:
    Store.objects.filter(pk=other_store.pk).update(is_active=False)

    with pytest.raises(StoreNotFound):
        lookups.store_by_code("second_view")


def test_things_are_found_by_id(other_store: Store) -> None:
    assert lookups.store_by_id(other_store.pk) == other_store
    assert lookups.website_by_id(1).code == "base"
    assert lookups.group_by_id(3).code == "Retailer"


@pytest.mark.parametrize("find", [lookups.store_by_id, lookups.website_by_id, lookups.group_by_id])
@pytest.mark.parametrize("number", [99, -1, 2**40])
def test_what_is_missing_is_refused_by_its_id(find: object, number: int) -> None:
    with pytest.raises(NoSuchEntity) as raised:
        find(number)  # type: ignore[operator]

    assert raised.value == NoSuchEntity(id=number)
