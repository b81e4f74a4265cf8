"""Writing many rows at once, with all that `save` would write; on PostgreSQL by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from customers.models import Address, Customer
from transfer.models import FormerAddressId

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
        cursor.executemany(statement, [[*_values(row, fields, is_new=False), row.pk] for row in rows])


def update_defaults(customers: Sequence[Customer]) -> None:
    """Write which addresses are the defaults."""
    if not customers:
        return
    if connection.vendor != "postgresql":
        update_all(customers, ["default_billing_id", "default_shipping_id"])
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customers_customer SET default_billing_id = wanted.billing, default_shipping_id = wanted.shipping "
            "FROM UNNEST(%s::bigint[], %s::bigint[], %s::bigint[]) AS wanted(id, billing, shipping) "
            "WHERE customers_customer.id = wanted.id",
            [
                [customer.pk for customer in customers],
                [customer.default_billing_id for customer in customers],
                [customer.default_shipping_id for customer in customers],
            ],
        )


def create_customers(customers: Sequence[Customer]) -> None:
    """Write new accounts, in their order, and give them their numbers."""
    _create(Customer, customers)


def create_addresses(addresses: Sequence[tuple[Address, int | None]]) -> None:
    """Write new addresses, in their order: each has its `pk`, where it keeps it, or else the number it had before."""
    kept = [address.pk for address, _ in addresses if address.pk]
    if kept:
        _leave_free(max(kept))
    _create(Address, [address for address, _ in addresses])
    FormerAddressId.objects.bulk_create(
        FormerAddressId(address=address, number=number) for address, number in addresses if number is not None
    )


def _create(model: type[Customer | Address], rows: Sequence[Any]) -> None:
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows)
        return
    if not rows:
        return
    fields: list[Any] = list(model._meta.concrete_fields)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        unnumbered = [row for row in rows if row.pk is None]
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, len(unnumbered)],
        )
        for row, (number,) in zip(unnumbered, cursor.fetchall(), strict=True):
            row.pk = number
        with cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(_values(row, fields, is_new=True))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _values(row: Model, fields: Iterable[Any], *, is_new: bool) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, is_new), connection) for field in fields]


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
