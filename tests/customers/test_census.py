"""How many customers there are and where a page of them begins, known without counting; on SQLite they are counted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from admins.models import AdminUser
from customers import census, searching
from customers.models import Census, Customer
from kernel.search import Criteria, Filter, SortOrder
from stores.models import CustomerGroup, Store, StoreGroup, Website

IDS = [1, 2, 998, 999, 1000, 1001, 2999, 3000, 7500, 7501, 7502, 90_000, 90_001]
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite counts its rows.")


def put(store: Store, *ids: int) -> None:
    """Customers with these ids, in one statement."""
    Customer.objects.bulk_create(
        Customer(
            id=number,
            website=store.website,
            store=store,
            group_id=1,
            email=f"{number}@example.org",
            firstname="Ada",
            lastname=f"Novak {number % 7}",
        )
        for number in ids
    )


@pytest.fixture
def people(store: Store) -> list[int]:
    """Customers in blocks that are full of holes, and one of them gone again."""
    put(store, *IDS[:6])
    put(store, *IDS[6:], 5000)
    Customer.objects.filter(pk=5000).delete()
    return IDS


def counted() -> int:
    """What the first page says there are."""
    return searching.find_customers(Criteria(page_size=1), []).total_count


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("field", [None, "id", "entity_id", "lastname"])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 20])
def test_pages_make_up_the_whole(people: list[int], field: str | None, direction: str, size: int) -> None:
    orders = [SortOrder(field, direction), SortOrder("firstname", "ASC")] if field else []
    whole = searching.find_customers(Criteria(sort_orders=orders), [])

    pages = [
        searching.find_customers(Criteria(sort_orders=orders, page_size=size, current_page=page), [])
        for page in range(1, -(-len(people) // size) + 1)
    ]

    assert {page.total_count for page in (whole, *pages)} == {len(people)}
    assert [row.id for page in pages for row in page.rows] == [row.id for row in whole.rows]
    if field in (None, "id", "entity_id"):
        assert [row.id for row in whole.rows] == sorted(people, reverse=bool(field) and direction == "DESC")
    beyond = searching.find_customers(Criteria(sort_orders=orders, page_size=size, current_page=99), [])
    assert [row.id for row in beyond.rows] == [row.id for row in pages[-1].rows]


def test_nobody_is_there(store: Store) -> None:
    found = searching.find_customers(Criteria(page_size=20, current_page=3), [])

    assert (found.total_count, found.rows) == (0, [])


def test_whatever_brings_or_takes_customers_is_counted(people: list[int], store: Store) -> None:
    with transaction.atomic():
        put(store, 4001, 4002)
        assert counted() == len(people) + 2
        transaction.set_rollback(True)
    assert counted() == len(people)

    Customer.objects.filter(pk__in=[1, 999, 90_001, 123]).delete()
    Customer.objects.filter(pk=2).update(lastname="Other")
    assert counted() == len(people) - 3

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM customers_customer")
    assert counted() == 0


def test_it_is_told_by_the_api(people: list[int], rest: Callable[..., Any], admin: AdminUser) -> None:
    asked = "searchCriteria[pageSize]=4&searchCriteria[currentPage]=3"
    answer = rest("GET", f"/V1/customers/search?{asked}", by=admin).json()

    assert (answer["total_count"], [item["id"] for item in answer["items"]]) == (len(people), IDS[8:12])


def test_only_who_fits_is_counted_where_something_is_asked(people: list[int]) -> None:
    criteria = Criteria(groups=[[Filter("entity_id", "2999", "gteq")]], page_size=2, current_page=2)

    found = searching.find_customers(criteria, [])

    assert (found.total_count, [row.id for row in found.rows]) == (7, [7500, 7501])


@on_postgresql
def test_rows_of_a_block_are_put_together(people: list[int]) -> None:
    census.tidy()
    census.tidy()

    assert dict(Census.objects.values_list("block", "number")) == {0: 4, 1: 2, 2: 1, 3: 1, 7: 3, 90: 2}
    assert counted() == len(people)


@on_postgresql
def test_what_was_not_told_is_counted_anew(people: list[int]) -> None:
    Census.objects.all().delete()
    assert counted() == 0

    census.recount()

    assert counted() == len(people)


@on_postgresql
def test_it_begins_with_those_who_are_there(people: list[int], store: Store) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION customers_census_move() CASCADE")
    put(store, 4001)

    census.install()
    put(store, 4002)
    census.install()

    assert counted() == len(people) + 2


@on_postgresql
def test_no_row_is_looked_at(people: list[int], django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(4) as asked:  # type: ignore[call-arg]  # The last one is of addresses.
        found = Criteria(page_size=1, current_page=6)
        assert [row.id for row in searching.find_customers(found, []).rows] == [1001]

    assert not any("COUNT(" in query["sql"] for query in asked.captured_queries)


@pytest.fixture
def shop(transactional_db: None) -> Store:
    """A shop that is really written, in a database that may be without one."""
    website, _ = Website.objects.get_or_create(code="census", defaults={"name": "Census"})
    group, _ = StoreGroup.objects.get_or_create(code="census", defaults={"name": "Census", "website": website})
    CustomerGroup.objects.get_or_create(pk=1, defaults={"code": "General", "tax_class_id": 3})
    return Store.objects.get_or_create(code="census", defaults={"name": "C", "website": website, "group": group})[0]


@on_postgresql
def test_many_at_once_are_all_counted(shop: Store) -> None:
    def come_and_go(first: int) -> None:
        for number in range(first, first + 20):
            put(shop, number, number + 500_000)
            census.tidy()
            Customer.objects.filter(pk=number + 500_000).delete()
        connection.close()

    threads = [threading.Thread(target=come_and_go, args=(100_000 + 100 * place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counted() == 80


@on_postgresql
def test_an_older_state_of_the_tables_goes_without(shop: Store) -> None:
    try:
        call_command("migrate", "customers", "0005", verbosity=0)
        put(shop, 400_001)
    finally:
        call_command("migrate", verbosity=0)

    assert counted() == 1


@on_postgresql
def test_nobody_is_left_when_all_are_taken_at_once(shop: Store) -> None:
    put(shop, *IDS)

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE customers_customer CASCADE")

    assert counted() == 0
