"""Who gets the newsletter: customers, and e-mails without an account. Nobody is told, and nobody is asked again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from customers import emails
from customers.models import Customer, Subscription, email_key
from stores import lookups as stores
from stores.models import Store
from transfer import times, writing
from transfer.magento_database.database import Database
from transfer.magento_database.structure import Places
from transfer.reports import PartReport
from transfer.seen import Seen

PAGE = 1_000
FIRST = 2**63
COLUMNS = ["store_id", "customer_id", "email", "email_key", "status", "changed_at"]
STATUSES = {str(status.value): status for status in Subscription.Status}
Record = dict[str, str | None]
Key = tuple[int, str]


def bring(
    database: Database, places: Places, *, dry_run: bool, progress: Callable[[int, int], None] | None = None
) -> PartReport:
    """Make the subscriptions that are not here, and give the others the state they have there, if that is later.

    Of several an e-mail has on one website the latest counts.
    """
    report, seen, done = PartReport("newsletter"), Seen(), 0
    try:
        for page in _pages(database):
            wanted: dict[Key, tuple[Store, Record]] = {}
            for record in page:
                _take(record, places, seen, wanted, report)
            with transaction.atomic():
                if not dry_run:
                    writing.wait_for_other_imports()
                _write(wanted, report, dry_run=dry_run)
            done += len(page)
            if progress:
                progress(done, done)
    finally:
        seen.close()
    return report


def _pages(database: Database) -> Iterator[list[Record]]:
    """Pages of subscriptions, the latest first."""
    columns = ("subscriber_id", "store_id", "change_status_at", "customer_id", "subscriber_email", "subscriber_status")
    told = ", ".join(f"s.`{column}`" for column in columns)
    before = FIRST
    while found := database.lines(
        f"SELECT {told}, c.email, c.website_id, c.store_id FROM {{newsletter_subscriber}} s"  # noqa: S608
        " LEFT JOIN {customer_entity} c ON c.entity_id = s.customer_id"
        " WHERE s.subscriber_id < %s ORDER BY s.subscriber_id DESC LIMIT %s",
        before,
        PAGE,
    ):
        before = int(found[-1][0] or 0)
        names = (*columns, "email", "website_id", "store_of_customer")
        yield [dict(zip(names, line, strict=True)) for line in found]


def _take(
    record: Record, places: Places, seen: Seen, wanted: dict[Key, tuple[Store, Record]], report: PartReport
) -> None:
    number = record["subscriber_id"]
    report.counts["subscriptions"] += 1
    store = _store(record, places)
    own = store is not None and record["email"] and places.websites.get(record["website_id"] or "") == store.website
    email = ((record["email"] if own else record["subscriber_email"]) or "").strip()
    if store is None:
        report.refuse(f"subscription {number}", "its store view is not here")
    elif record["subscriber_status"] not in STATUSES:
        report.refuse(f"subscription {number}", f"there is no status {record['subscriber_status']}")
    elif not emails.is_well_formed(email):
        report.refuse(f"subscription {number}", "its e-mail is none")
    elif not seen.is_new(store.website_id, email_key(email)):
        report.counts["subscriptions of an e-mail that has a later one"] += 1
    else:
        wanted[store.website_id, email_key(email)] = store, {**record, "email": email}


def _store(record: Record, places: Places) -> Store | None:
    """The store view of a subscription; where it has none that of its customer, or the one that speaks by default."""
    for number in (record["store_id"], record["store_of_customer"]):
        if number in places.stores:
            return places.stores[str(number)]
        if number not in (None, "0"):
            return None
    website = places.websites.get(record["website_id"] or "")
    return stores.store_of_website(website) if website else stores.default_store()


def _write(wanted: dict[Key, tuple[Store, Record]], report: PartReport, *, dry_run: bool) -> None:
    named = Q(pk__in=[])
    for website_id in {website_id for website_id, _ in wanted}:
        named |= Q(website_id=website_id, email_key__in=[key for website, key in wanted if website == website_id])
    customers = {(each.website_id, each.email_key): each for each in Customer.objects.filter(named)}
    here: dict[Key, Subscription] = {}
    there = Subscription.objects.filter(named | Q(customer__in=customers.values())).select_related("customer")
    for subscription in there if dry_run else there.select_for_update(of=("self",)):
        here[subscription.website_id, subscription.email_key] = subscription
        if subscription.customer:
            here.setdefault((subscription.customer.website_id, subscription.customer.email_key), subscription)
    new: list[Subscription] = []
    changed: dict[int, Subscription] = {}
    for key, (store, record) in wanted.items():
        customer, found = customers.get(key), here.get(key)
        changed_at = _time(record["change_status_at"])
        fields = {
            "store_id": store.pk,
            "customer_id": customer.pk if customer else None,
            "email": customer.email if customer else record["email"],
            "status": STATUSES[record["subscriber_status"] or ""],
        }
        if found is None:
            new.append(Subscription(website_id=store.website_id, changed_at=changed_at or timezone.now(), **fields))
            report.counts["subscriptions created"] += 1
        elif all(getattr(found, name) == value for name, value in fields.items()):
            report.counts["subscriptions unchanged"] += 1
        elif changed_at is None or found.changed_at >= changed_at or found.pk in changed:
            report.counts["subscriptions left as they are, changed here since"] += 1
        else:
            for name, value in {**fields, "changed_at": changed_at}.items():
                setattr(found, name, value)
            changed[found.pk] = found
            report.counts["subscriptions changed"] += 1
    if not dry_run:
        writing.SUBSCRIPTIONS.update(list(changed.values()), COLUMNS)
        Subscription.objects.bulk_create(new)


def _time(text: str | None) -> dt.datetime | None:
    try:
        return times.read_time(text or "")
    except ValueError:
        return None
