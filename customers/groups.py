"""What storefronts are told of customer groups: nothing, unless the merchant shares them."""

from __future__ import annotations

from customers import config as settings
from customers.errors import GroupSharingOff
from customers.models import Customer
from stores import config
from stores.models import CustomerGroup, Store


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
