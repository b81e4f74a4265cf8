"""Making customer groups and changing them."""

from __future__ import annotations

from typing import Any

import pytest

from customers import groups as customer_groups
from history import events
from kernel.errors import Failure, NoSuchEntity
from stores import groups, lookups
from stores.errors import ExcludedWebsiteNotThere, GroupAlreadyExists, GroupCodeRequired, TaxClassNotForCustomers
from stores.models import CustomerGroup, Store

pytestmark = pytest.mark.django_db


def save(group_id: int | None = None, **fields: Any) -> CustomerGroup:
    return groups.save_group(group_id=group_id, fields=fields)


def test_a_group_is_made_with_the_tax_class_of_everybody() -> None:
    group = save(code=" Friends ")

    assert (group.code, group.tax_class_id, group.tax_class_name) == ("Friends", 3, "Retail Customer")
    assert group.exclude_website_ids == []


def test_websites_stay_excluded_until_something_is_said_of_them(other_store: Store) -> None:
    group = save(code="Friends", exclude_website_ids=[other_store.website_id])

    assert save(group.pk, code="Family", tax_class_id=3).exclude_website_ids == [other_store.website_id]
    assert save(group.pk, code="Family", tax_class_id=3, exclude_website_ids=[1]).exclude_website_ids == [1]
    assert save(group.pk, code="Family", tax_class_id=3, exclude_website_ids=[]).exclude_website_ids == []


@pytest.mark.parametrize(
    ("group_id", "fields", "failure"),
    [
        (None, {}, GroupCodeRequired(fieldName="code")),
        (None, {"code": "  "}, GroupCodeRequired(fieldName="code")),
        (None, {"code": "General"}, GroupAlreadyExists()),
        (None, {"code": "X", "tax_class_id": 2}, TaxClassNotForCustomers(fieldName="taxClassId", value=2)),
        (2, {"code": "X"}, TaxClassNotForCustomers(fieldName="taxClassId", value=None)),
        (2, {"code": "Retailer", "tax_class_id": 3}, GroupAlreadyExists()),
        (99, {"code": "X", "tax_class_id": 3}, NoSuchEntity(id=99)),
        (
            None,
            {"code": "X", "exclude_website_ids": [0]},
            ExcludedWebsiteNotThere(fieldName="excludeWebsiteIds", value=0),
        ),
        (
            2,
            {"code": "X", "tax_class_id": 3, "exclude_website_ids": [1, 99]},
            ExcludedWebsiteNotThere(fieldName="excludeWebsiteIds", value=99),
        ),
    ],
)
def test_a_refusal_leaves_the_groups_as_they_were(
    group_id: int | None, fields: dict[str, Any], failure: Failure
) -> None:
    before = list(CustomerGroup.objects.values())

    with pytest.raises(type(failure)) as raised:
        save(group_id, **fields)

    assert raised.value == failure
    assert list(CustomerGroup.objects.values()) == before


def test_groups_are_searched_by_the_name_of_their_tax_class_too() -> None:
    CustomerGroup.objects.filter(pk=2).update(tax_class_id=7)

    assert [group.pk for group in lookups.searchable_groups()] == [0, 1, 2, 3]
    assert [group.pk for group in lookups.searchable_groups().filter(tax_class_name="Retail Customer")] == [0, 1, 3]
    assert [group.tax_class_name for group in lookups.searchable_groups().filter(pk=2)] == [None]


def test_what_becomes_of_a_group_is_noted(other_store: Store) -> None:
    group = save(code="Friends")
    save(group.pk, code="Family", tax_class_id=3, exclude_website_ids=[other_store.website_id])
    save(group.pk, code="Family", tax_class_id=3)
    customer_groups.delete_group(group_id=group.pk)

    assert [(entry.event, entry.details) for entry in events.of("customer_group", group.pk)] == [
        ("deleted", {"code": "Family"}),
        ("changed", {"code": "Family", "fields": ["code", "exclude_website_ids"]}),
        ("created", {"code": "Friends"}),
    ]
