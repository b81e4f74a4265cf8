"""What the platform is told: that a process lives, that it can serve, and what it has counted."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from customers.models import Customer
from tests.conftest import headers_of
from tests.server import Server

pytestmark = pytest.mark.django_db


def test_a_process_lives_without_asking_the_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = Client().get("/health/live", headers={"Host": "10.0.0.7:8000"})

    assert (answer.status_code, answer.json(), answer["Cache-Control"]) == (200, {"status": "live"}, "no-store")


def test_a_process_is_ready_when_the_database_has_all_its_tables() -> None:
    answer = Client().get("/health/ready/", headers={"Host": "10.0.0.7:8000"})

    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_a_process_is_not_ready_before_the_migrations_are_applied() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'customers'")

    answer = Client().get("/health/ready")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json() == {"status": "not ready", "missing": "migrations"}


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
def test_a_probe_only_asks(path: str) -> None:
    answer = Client().post(path)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("address", "sent", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.5", {}, 404),
        ("", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("203.0.113.5", {"X-Forwarded-For": "127.0.0.1"}, 404),
    ],
)
def test_without_a_token_metrics_are_for_this_machine(address: str, sent: dict[str, str], status: int) -> None:
    assert Client().get("/metrics", headers=sent, REMOTE_ADDR=address).status_code == status


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"Authorization": "Bearer let-me-see"}, 200), ({"Authorization": "Bearer let-me-se"}, 404), ({}, 404)],
)
def test_with_a_token_metrics_are_for_whoever_holds_it(settings: Any, sent: dict[str, str], status: int) -> None:
    settings.METRICS_TOKEN = "let-me-see"

    assert Client().get("/metrics", headers=sent, REMOTE_ADDR="203.0.113.5").status_code == status
    assert Client().get("/metrics", headers={**sent, "X-Forwarded-For": "1.2.3.4"}).status_code == status


def sample(name: str) -> float:
    """The figure of one line of the metrics; 0 if it is not there."""
    lines = Client().get("/metrics").text.splitlines()
    return next((float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name + " ")), 0)


def test_a_request_is_counted_under_its_route_and_not_under_its_path(grace: Customer) -> None:
    name = 'duplex_requests_total{method="GET",route="/rest/V1/directory/countries/{countryId}",status="%d"}'
    found, missing = sample(name % 200), sample(name % 404)

    for country in ("US", "DE", "XX"):
        Client().get(f"/rest/V1/directory/countries/{country}")

    assert (sample(name % 200), sample(name % 404)) == (found + 2, missing + 1)


def test_fields_of_documents_are_counted_by_the_names_the_schema_has(grace: Customer) -> None:
    name = 'duplex_graphql_fields_total{field="customer",operation="query"}'
    before = sample(name)

    for query in (
        "{ mine: customer { id } }",
        "{ ...a } fragment a on Query { customer { id } }",
        "{ custome { id } }",
    ):
        Client().post("/graphql", {"query": query}, content_type="application/json", headers=headers_of(grace))

    assert sample(name) == before + 2
    assert 'custome"' not in Client().get("/metrics").text


def test_whatever_is_asked_for_there_are_only_so_many_labels() -> None:
    Client().get("/metrics")
    Client().get("/nothing/0")
    lines = len(Client().get("/metrics").text.splitlines())

    for n in range(30):
        Client().get(f"/nothing/{n}")
        Client().get(f"/rest/V1/nothing/{n}")
        Client().generic(f"METHOD{n}", "/nothing")

    grown = len(Client().get("/metrics").text.splitlines()) - lines
    assert grown <= 4 * 16  # a few routes, statuses and methods, once each


def test_workers_are_counted_together(demo: Server) -> None:
    demo.graphql("{ __typename }")

    text = demo.call("GET", "/metrics").text

    assert 'duplex_requests_total{method="POST",route="/graphql",status="200"}' in text
    assert 'duplex_request_seconds_bucket{le="0.005",method="POST",route="/graphql"}' in text
    assert "duplex_requests_in_progress 1.0" in text
    assert "pid=" not in text
