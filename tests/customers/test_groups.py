"""The default group, and removing groups that have customers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from customers import config as settings
from customers import groups
from customers.errors import GroupNotDeletable
from customers.models import Customer
from kernel.errors import NoSuchEntity
from stores import config
from stores.config import Scope
from stores.models import CustomerGroup, Store

MakeCustomer = Callable[..., Customer]


def test_a_default_for_everything_leaves_the_narrower_ones(store: Store, other_store: Store) -> None:
    config.write(settings.DEFAULT_GROUP, "2", scope=Scope.WEBSITES, scope_id=other_store.website_id)

    assert groups.set_default_group(group_id=3) == 3

    assert [groups.default_group(each).pk for each in (store, other_store)] == [3, 2]
    assert groups.default_group_ids() == {2, 3}


def test_a_group_that_is_not_there_does_not_become_the_default(store: Store) -> None:
    with pytest.raises(NoSuchEntity) as raised:
        groups.set_default_group(group_id=99)

    assert raised.value == NoSuchEntity(id=99)
    assert groups.default_group(store).pk == CustomerGroup.GENERAL


def test_a_view_that_is_not_there_has_no_default(db: None) -> None:
    with pytest.raises(NoSuchEntity) as raised:
        groups.default_group_of_store(store_id=9876)

    assert raised.value == NoSuchEntity(storeId=9876)


@pytest.mark.parametrize("group_id", [CustomerGroup.NOT_LOGGED_IN, CustomerGroup.GENERAL])
def test_a_group_that_has_to_stay_stays(grace: Customer, group_id: int) -> None:
    with pytest.raises(GroupNotDeletable):
        groups.delete_group(group_id=group_id)

    assert CustomerGroup.objects.filter(pk=group_id).exists()
    assert Customer.objects.get().group_id == CustomerGroup.GENERAL


def test_the_customers_of_a_deleted_group_become_general(make_customer: MakeCustomer) -> None:
    customer = make_customer(group_id=CustomerGroup.WHOLESALE)

    groups.delete_group(group_id=CustomerGroup.WHOLESALE)

    moved = Customer.objects.get()
    assert moved.group_id == CustomerGroup.GENERAL
    assert moved.updated_at > customer.updated_at


def test_a_group_stays_while_its_customers_have_nowhere_to_go(make_customer: MakeCustomer) -> None:
    make_customer(group_id=CustomerGroup.WHOLESALE)
    config.write(settings.DEFAULT_GROUP, "99")

    with pytest.raises(NoSuchEntity):
        groups.delete_group(group_id=CustomerGroup.WHOLESALE)

    assert Customer.objects.get().group_id == CustomerGroup.WHOLESALE
