"""Writing many rows at once, with all that `save` would write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from customers.models import Address, Customer
from transfer.models import FormerAddressId

MARGIN = 1_000  # numbers others may take while the sequence is moved
LAST_OWN_NUMBER = 2_000_000_000
"""Higher numbers are not kept as numbers of ours: GraphQL's integers end soon after."""


def update_all(rows: Sequence[Model], columns: Iterable[str]) -> None:
    """Write columns of rows that are there."""
    if not rows:
        return
    meta = rows[0]._meta
    by_column = {field.attname: field for field in meta.concrete_fields}
    fields: list[Any] = [by_column[column] for column in columns]
    key: Any = meta.pk
    quote = connection.ops.quote_name
    told = ", ".join(f"{quote(field.column)} = {_placeholder(field)}" for field in fields)
    statement = f"UPDATE {quote(meta.db_table)} SET {told} WHERE {quote(key.column)} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [*(field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields), row.pk]
                for row in rows
            ],
        )


def create_customers(customers: Sequence[Customer]) -> None:
    """Write new accounts, in their order."""
    Customer.objects.bulk_create(customers)


def create_addresses(addresses: Sequence[tuple[Address, int | None]]) -> None:
    """Write new addresses, in their order: each has its `pk`, where it keeps it, or else the number it had before."""
    kept = [address.pk for address, _ in addresses if address.pk]
    if kept:
        _leave_free(max(kept))
    Address.objects.bulk_create([address for address, _ in addresses])
    FormerAddressId.objects.bulk_create(
        FormerAddressId(address=address, number=number) for address, number in addresses if number is not None
    )


def _placeholder(field: Any) -> str:
    get = getattr(field, "get_placeholder", None)
    return get(None, None, connection) if get else "%s"


def _leave_free(number: int) -> None:
    """Let PostgreSQL give nobody a number up to this one, before somebody is given it. SQLite sees to it itself."""
    if connection.vendor != "postgresql":
        return
    table = Address._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        (sequence,) = cursor.fetchone()
        cursor.execute(
            f"SELECT setval('{sequence}', %s) FROM {sequence} WHERE last_value < %s",  # noqa: S608
            [number + MARGIN, number],
        )
