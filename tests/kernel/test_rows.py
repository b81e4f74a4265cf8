"""Statements written by hand, and the objects their rows are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.utils import DataError, OperationalError
from django.test.utils import CaptureQueriesContext

from customers.models import Address, Customer
from kernel.rows import Columns, fetch

pytestmark = pytest.mark.django_db


def test_a_row_is_the_object_the_model_would_have_read(otto: Customer) -> None:
    columns = Columns(Address, "a")
    expected = list(Address.objects.filter(customer=otto))

    rows = fetch(f"SELECT {columns.sql} FROM customers_address a WHERE a.customer_id = %s ORDER BY a.id", [otto.pk])  # noqa: S608

    read = [columns.row(row) for row in rows]
    assert read == expected
    for mine, theirs in zip(read, expected, strict=True):
        assert mine
        for field in Address._meta.concrete_fields:
            assert getattr(mine, field.attname) == getattr(theirs, field.attname), field.name
        assert (mine._state.adding, mine._state.db) == (False, "default")


def test_a_number_is_understood_once_somebody_asks_and_saved_as_it_was(otto: Customer) -> None:
    columns = Columns(Address, "a")
    rows = fetch(f"SELECT {columns.sql} FROM customers_address a WHERE a.customer_id = %s ORDER BY a.id", [otto.pk])  # noqa: S608
    address = columns.row(rows[0])
    assert address
    before = Address.objects.values().get(pk=address.pk)

    assert address.telephone_parsed.as_e164 == "+15185550142"
    address.save()

    after = Address.objects.values().get(pk=address.pk)
    assert {name: value for name, value in after.items() if name != "updated_at"} == {
        name: value for name, value in before.items() if name != "updated_at"
    }


def test_whoever_watches_statements_sees_these_too() -> None:
    with CaptureQueriesContext(connection) as captured:
        assert fetch("SELECT 1 + %s", [1]) == [(2,)]

    assert len(captured) == 1


def test_a_wrapper_of_statements_is_not_passed_by() -> None:
    def refuse(execute: Callable[..., None], *_: object) -> None:
        raise OperationalError("refused")

    with connection.execute_wrapper(refuse), pytest.raises(OperationalError, match="refused"):
        fetch("SELECT 1")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has nothing to plan ahead.")
def test_postgresql_plans_a_statement_of_every_call_once() -> None:
    for number in range(8):
        assert fetch("SELECT 40 + %s::int", [number]) == [(40 + number,)]

    assert fetch("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT 40 + $1::int'") == [(1,)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite divides by zero without a word.")
def test_an_error_is_one_of_django_s() -> None:
    with pytest.raises(DataError), transaction.atomic():
        fetch("SELECT 1 / %s::int", [0])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps times as texts.")
def test_a_time_is_in_utc_whatever_its_zone() -> None:
    [(time,)] = fetch("SELECT '2026-03-04 05:06:07.089+02'::timestamptz")

    assert time.isoformat() == "2026-03-04T03:06:07.089000+00:00"
