"""Customer groups as accounts have them: the default one, removing one, and what storefronts are told of them."""

from __future__ import annotations

from django.db import transaction

from customers import batches
from customers import config as settings
from customers.errors import GroupNotDeletable, GroupSharingOff
from customers.models import Customer
from history import events
from kernel.errors import NoSuchEntity
from stores import config
from stores import lookups as stores
from stores.models import ConfigValue, CustomerGroup, Store


def default_group(store: Store) -> CustomerGroup:
    """The group new customers of a store view get. Raises NoSuchEntity."""
    group_id = config.read(settings.DEFAULT_GROUP, store)
    group = CustomerGroup.objects.filter(pk=group_id).first()
    if group is None:
        raise NoSuchEntity(groupId=group_id, storeId=store.pk)
    return group


def default_group_of_store(*, store_id: int) -> CustomerGroup:
    """The same, of a store view known by its id. Raises NoSuchEntity."""
    store = Store.objects.filter(pk=store_id).first()
    if store is None:
        raise NoSuchEntity(storeId=store_id)
    return default_group(store)


def set_default_group(*, group_id: int) -> int:
    """Give new customers this group from now on, wherever nothing else is set; its id. Raises NoSuchEntity."""
    group = stores.group_by_id(group_id)
    config.write(settings.DEFAULT_GROUP, str(group.pk))
    return group.pk


def default_group_ids() -> set[int]:
    """The groups new customers get anywhere in the shop."""
    texts = ConfigValue.objects.filter(path=settings.DEFAULT_GROUP).values_list("value", flat=True)
    return {config.read(settings.DEFAULT_GROUP), *(int(text) for text in texts if text.isdecimal())}


def is_readonly(*, group_id: int) -> bool:
    """Whether a group has to stay: that of guests, and default ones. Raises NoSuchEntity."""
    if not CustomerGroup.objects.filter(pk=group_id).exists():
        raise NoSuchEntity(groupId=group_id)
    return group_id == CustomerGroup.NOT_LOGGED_IN or group_id in default_group_ids()


@transaction.atomic
def delete_group(*, group_id: int) -> None:
    """Remove a group; its customers get the default group of their store views.

    Raises NoSuchEntity, GroupNotDeletable.
    """
    group = CustomerGroup.objects.select_for_update().filter(pk=group_id).first()
    if group is None:
        raise NoSuchEntity(id=group_id)
    if is_readonly(group_id=group_id):
        raise GroupNotDeletable()
    members = Customer.objects.filter(group=group)
    for store in Store.objects.filter(pk__in=members.order_by().values("store_id")):
        batches.change_group(customers=members.filter(store=store), group_id=default_group(store).pk)
    events.record("customer_group", group_id, "deleted", code=group.code)
    group.delete()


def shared_group_id(customer: Customer | None, store: Store) -> int:
    """The id of somebody's group; a guest's is NOT LOGGED IN. Raises GroupSharingOff."""
    if not config.read(settings.SHARE_GROUP, store):
        raise GroupSharingOff()
    return customer.group_id if customer else CustomerGroup.NOT_LOGGED_IN


def group_id_if_shared(customer: Customer, store: Store) -> int | None:
    """The id of somebody's group, or None where it is not shared."""
    return customer.group_id if config.read(settings.SHARE_GROUP, store) else None


def shared_groups(store: Store) -> list[CustomerGroup]:
    """Every group there is. Raises GroupSharingOff."""
    if not config.read(settings.SHARE_ALL_GROUPS, store):
        raise GroupSharingOff()
    return list(CustomerGroup.objects.all())
