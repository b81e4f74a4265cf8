"""Writing customers and addresses by the thousand; on PostgreSQL by COPY."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection

from customers.models import Address, Customer, Subscription
from transfer.models import FormerAddressId
from transfer.records import Record, Table

CUSTOMERS, ADDRESSES, SUBSCRIPTIONS = Table(Customer), Table(Address), Table(Subscription)

LOOKED_FOR = {
    CUSTOMERS: ("id", "website_id", "email_key"),
    ADDRESSES: ("id", "customer_id"),
    SUBSCRIPTIONS: ("website_id", "customer_id", "email_key"),
}
"""The columns by which an import looks for rows; there is something to know of the others when it has ended."""

LOCK = 0x6D6F76696E67  # any number nothing else here locks
MARGIN = 1_000  # numbers others may take while the sequence is moved
LAST_OWN_NUMBER = 2_000_000_000
"""Higher numbers are not kept as numbers of ours: GraphQL's integers end soon after."""


def wait_for_other_imports() -> None:
    """Let no other import write until the transaction ends, so that two of the same people do not trip each other up.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def number_customers(customers: Sequence[Record]) -> None:
    """Give new accounts their numbers."""
    CUSTOMERS.number(customers)


def number_addresses(addresses: Sequence[Record]) -> None:
    """Give new addresses their numbers, but those that keep the one they have."""
    last = max((address.id for address in addresses if address.id), default=0)
    if last:
        _leave_free(last)
    ADDRESSES.number([address for address in addresses if not address.id], beyond=last)


def create_customers(customers: Sequence[Record]) -> None:
    """Write new accounts, in their order."""
    CUSTOMERS.insert(customers)


def create_addresses(addresses: Sequence[Record], former: Collection[tuple[Record, int]]) -> None:
    """Write new addresses, in their order, and which numbers some had where they came from."""
    ADDRESSES.insert(addresses)
    FormerAddressId.objects.bulk_create(FormerAddressId(address_id=each.id, number=number) for each, number in former)


def tell_planner(*, whole: bool = False) -> None:
    """Let PostgreSQL know how many rows there are now, and with `whole` all it has to know of them.

    It looks by itself only once a minute, and until then reads a table that was empty a moment ago from one end to the
    other. Not within a transaction that others wait for.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table, columns in LOOKED_FOR.items():
            cursor.execute(f"ANALYZE {table.name}" if whole else f"ANALYZE {table.name} ({', '.join(columns)})")


def _leave_free(number: int) -> None:
    """Let PostgreSQL give nobody a number up to this one, before somebody is given it. SQLite sees to it itself."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [ADDRESSES.name])
        (sequence,) = cursor.fetchone()
        cursor.execute(
            f"SELECT setval('{sequence}', %s) FROM {sequence} WHERE last_value < %s",  # noqa: S608
            [number + MARGIN, number],
        )
