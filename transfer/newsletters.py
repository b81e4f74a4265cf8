"""Who is subscribed to the newsletter, as another shop tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from customers.models import Subscription, email_key
from transfer import writing
from transfer.records import Record, among

Status = Subscription.Status
COLUMNS = ["status", "confirmation_code", "changed_at"]

Change = tuple[Record, Record]
"""A subscription that is new or becomes another, and its customer, who may be new as well."""


def changed(wanted: Sequence[tuple[Record, bool]], now: dt.datetime) -> list[Change]:
    """The subscriptions that are new or become others, not yet written.

    Who has unsubscribed is subscribed again by nobody but themselves; whoever is not subscribed there is not here.
    """
    if not wanted:
        return []
    there: dict[tuple[int, str], Record] = {}
    of_customer: dict[int, Record] = {}
    ids = {customer.id for customer, _ in wanted if customer.id}
    keys = {email_key(customer.email) for customer, _ in wanted}
    theirs = among("customers_subscription.customer_id", ids) | among("customers_subscription.email_key", keys)
    for subscription in writing.SUBSCRIPTIONS.read(Subscription.objects.filter(theirs)):
        there[subscription.website_id, subscription.email_key] = subscription
        if subscription.customer_id:
            of_customer[subscription.customer_id] = subscription
    found = []
    for customer, is_subscribed in wanted:
        known = of_customer.get(customer.id) if customer.id else None
        known = known or there.get((customer.website_id, email_key(customer.email)))
        if known is None:
            if is_subscribed:
                begun = {"email": customer.email, "status": Status.SUBSCRIBED.value, "changed_at": now}
                begun |= {"website_id": customer.website_id, "store_id": customer.store_id}
                found.append((writing.SUBSCRIPTIONS.new(begun), customer))
        elif is_subscribed and known.status in (Status.NOT_ACTIVE, Status.UNCONFIRMED):
            found.append((_in(known, Status.SUBSCRIBED, now), customer))
        elif not is_subscribed and known.status == Status.SUBSCRIBED:
            found.append((_in(known, Status.UNSUBSCRIBED, now), customer))
    return found


def write(changes: Sequence[Change]) -> None:
    """Write what `changed` found, once the customers have their numbers."""
    new = []
    for subscription, customer in changes:
        if subscription.id is None:
            subscription.customer_id = customer.id
            new.append(subscription)
    others = [subscription for subscription, _ in changes if subscription.id is not None]
    writing.SUBSCRIPTIONS.number(new)
    writing.SUBSCRIPTIONS.insert(new)
    writing.SUBSCRIPTIONS.update(others, COLUMNS)


def _in(subscription: Record, status: Subscription.Status, now: dt.datetime) -> Record:
    subscription.status, subscription.confirmation_code, subscription.changed_at = status.value, "", now
    return subscription
