"""On PostgreSQL with enough rows, no list and no search reads a table from one end to the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from attributes.models import Attribute
from benchmarks.load import fill
from customers import search_indexes, searching
from customers.models import Customer
from kernel.search import Criteria, Filter, SortOrder

COUNT = 20_000

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite reads its rows.")


@pytest.fixture(scope="module")
def many(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Many customers, as long as these tests run."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill(COUNT)
        with connection.cursor() as cursor:
            for index in search_indexes.INDEXES:  # as a vacuum would: what waits to be sorted in makes an index dear
                cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
            for table in ("customer", "address", "subscription"):
                cursor.execute(f"ANALYZE customers_{table}")
        yield
        transaction.set_rollback(True)


def plan_of(statement: str) -> str:
    """What PostgreSQL would do for it."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


def read_whole(asked: CaptureQueriesContext) -> list[str]:
    """The statements whose plan reads all customers or all addresses."""
    found = []
    for query in asked.captured_queries:
        if not query["sql"].startswith("SELECT"):
            continue
        plan = plan_of(query["sql"])
        if "Seq Scan on customers_customer" in plan or "Seq Scan on customers_address" in plan:
            found.append(f"{query['sql']}\n{plan}")
    return found


@pytest.mark.parametrize(
    "query",
    [
        "", "p=3", "before=5000", "o=2", "o=-2", "o=6",
        "website__id__exact={website}", "group__id__exact=1", "group__id__exact={vip}", "confirmed=0", "confirmed=1",
        "locked=1", "locked=0", "subscribed=1", "subscribed=0", "country=US", "country=LI",
        "created_at_from=2020-03-01&created_at_to=2020-03-31", "created_at_from=2026-01-01",
        "q=smith", "q=zoe+muller", "q=grace+holl", "q=jo+sm", "q=qqqqq", "q=example", "q=4711",
        "q=grace.smith", "q=ada.novak77@example.com", "q=555-0142", "q=%2B49+30+901820", "q=%28212%29+555",
        "locked=1&q=smith", "country=LI&q=ma", "country=US&subscribed=1&q=grace",
        "group__id__exact=3&website__id__exact={website}&confirmed=0",
        "created_at_from=2020-03-01&created_at_to=2020-03-31&country=DE&q=anna",
    ],
)  # fmt: skip
def test_the_list_of_the_admin(many: None, db: None, query: str) -> None:
    from stores.models import CustomerGroup, Website

    known = {"website": Website.objects.get(code="second").pk, "vip": CustomerGroup.objects.get(code="VIP").pk}
    request = RequestFactory().get(f"/admin/customers/customer/?{query.format(**known)}")
    request.user = get_user_model()(is_superuser=True, is_active=True, is_staff=True)

    with CaptureQueriesContext(connection) as asked:
        admin.site._registry[Customer].get_changelist_instance(request)

    assert read_whole(asked) == []
    assert len(asked) <= 6


@pytest.mark.parametrize(
    "filters",
    [
        [Filter("email", "ada.novak77@example.com")],
        [Filter("email", "%papadopoulos77%", "like")],
        [Filter("firstname", "%zof%", "like")],
        [Filter("lastname", "castellanos")],
        [Filter("name", "%grace holl%", "like")],
        [Filter("group_id", "4711")],
        [Filter("group_id", "2"), Filter("created_at", "2020-03-01", "from"), Filter("created_at", "2020-03-07", "to")],
        [Filter("created_at", "2020-03-01 12:00:00")],
        [Filter("updated_at", "2026-11-19 00:00:00", "gt"), Filter("updated_at", "2026-11-19 01:00:00", "lteq")],
        [Filter("dob", "1970-05-05")],
        [Filter("loyalty_number", "l-000004711")],
        [Filter("loyalty_number", "%00471%", "like")],
        [Filter("entity_id", "5,6,7", "in")],
    ],
    ids=lambda filters: " ".join(f"{each.field} {each.condition}" for each in filters),
)
def test_a_search_by_criteria(many: None, db: None, filters: list[Filter]) -> None:
    attributes = list(Attribute.objects.filter(code="loyalty_number"))

    with CaptureQueriesContext(connection) as asked:
        searching.find_customers(Criteria(groups=[[each] for each in filters], page_size=50), attributes)

    assert read_whole(asked) == []


def test_the_last_page_skips_in_an_index_what_is_before_it(many: None, db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        found = searching.find_customers(Criteria(page_size=50, current_page=COUNT // 50), [])

    assert read_whole(asked) == []  # Not even to count them.
    assert found.total_count == COUNT
    assert [customer.pk for customer in found.rows] == list(range(COUNT - 49, COUNT + 1))


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize(
    "field", ["entity_id", "email", "lastname", "created_at", "updated_at", "group_id", "website_id"]
)
@pytest.mark.parametrize("page", [COUNT // 100, COUNT // 50 - 2])
def test_a_page_far_behind_skips_in_an_index_whatever_it_is_sorted_by(
    many: None, db: None, field: str, direction: str, page: int
) -> None:
    """The rows of the test are not committed, so PostgreSQL cannot know that an index alone would tell; it is asked
    what it could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    with CaptureQueriesContext(connection) as asked:
        searching.find_customers(
            Criteria(page_size=50, current_page=page, sort_orders=[SortOrder(field, direction)]), []
        )

    (page_of_rows,) = [query["sql"] for query in asked.captured_queries if " LIMIT 50" in query["sql"]]
    plan = plan_of(page_of_rows)
    assert "Index Only Scan" in plan, plan
    assert plan.count("Sort  (") <= 1, plan  # that of the page itself


@pytest.mark.parametrize("condition", ["eq", "in", "neq"])
def test_a_whole_value_of_a_custom_attribute_has_an_index_of_its_own(many: None, db: None, condition: str) -> None:
    attributes = list(Attribute.objects.filter(code="loyalty_number"))
    whole = "l-000004711" if condition != "in" else "l-000004711,L-000000012"

    with CaptureQueriesContext(connection) as asked:
        found = searching.find_customers(
            Criteria(groups=[[Filter("loyalty_number", whole, condition)]], page_size=5), attributes
        )

    expected = {"eq": "4711", "in": "12 4711"}
    if condition in expected:
        there = Customer.objects.filter(pk__in=expected[condition].split(), custom_values__has_key="loyalty_number")
        assert [customer.pk for customer in found.rows] == list(there.values_list("pk", flat=True))
        assert found.total_count > 0
    else:
        assert found.total_count == Customer.objects.filter(custom_values__has_key="loyalty_number").count() - 1
    assert ("customer_custom_keys" in plan_of(asked.captured_queries[0]["sql"])) == (condition in expected)
