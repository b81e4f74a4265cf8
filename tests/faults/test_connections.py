"""The database taken away: its connections ended, itself restarted, its places all taken (F2, F3, F4)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.faults.callers import bearer, check_nothing_lost_or_half_written, is_well_told, opening_accounts
from tests.faults.conftest import FULL
from tests.faults.postgres import Postgres, running_postgres
from tests.server import Server, running_demo

ENDS = 50 if FULL else 10
AWAY = 10 if FULL else 2  # seconds

END_ONE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = 'duplex' AND pid <> pg_backend_pid() AND xact_start IS NOT NULL LIMIT 1
"""
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'duplex' AND wait_event_type = 'Lock'"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Postgres]:
    with running_postgres() as running:
        yield running


@pytest.fixture(scope="module")
def shop(cluster: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_demo(tmp_path_factory.mktemp("shop"), cluster.url) as server:
        yield server


def test_connections_ended_within_transactions_lose_nothing_that_was_acknowledged(
    cluster: Postgres, shop: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    with cluster.connect() as connection, opening_accounts(shop, bearer(shop)) as calls:
        ended = 0
        while ended < ENDS:
            ended += len(connection.execute(END_ONE).fetchall())
            time.sleep(0.02)

    good = shop.graphql("{ storeConfig { store_code } }")
    there = check_nothing_lost_or_half_written(cluster, calls)
    assert good.json() == {"data": {"storeConfig": {"store_code": "default"}}}
    assert set(calls.ended) <= {"200", "503"}
    with capsys.disabled():
        print(f"\n{ended} connections ended within transactions: {dict(calls.ended)}, {there} accounts there")  # noqa: T201


def test_a_restart_of_the_database_is_an_outage_and_then_over(
    cluster: Postgres, shop: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    with opening_accounts(shop, bearer(shop)) as calls:
        time.sleep(1)
        cluster.stop()
        time.sleep(AWAY)
        during = [shop.call("GET", "/health/ready"), shop.call("GET", "/health/live")]
        cluster.start()
        begun = time.monotonic()
        while shop.call("GET", "/health/ready").status_code != 200:
            assert time.monotonic() - begun < 30
            time.sleep(0.05)
        recovered = time.monotonic() - begun

    there = check_nothing_lost_or_half_written(cluster, calls)
    assert [answer.status_code for answer in during] == [503, 200]
    assert during[0].json() == {"status": "not ready", "missing": "database"}
    assert set(calls.ended) == {"200", "503"}
    with capsys.disabled():
        print(f"\n{AWAY} s away: ready {recovered:.2f} s after, {dict(calls.ended)}, {there} accounts there")  # noqa: T201


def test_when_all_places_are_taken_each_surface_says_so_at_once_in_its_own_form(
    cluster: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_POOL", "3")
    monkeypatch.setenv("DATABASE_POOL_SECONDS", "1")
    monkeypatch.setenv("THREADS", "16")
    with running_demo(tmp_path, cluster.url) as server, cluster.connect() as connection, cluster.connect() as looking:
        authorization = {"Authorization": bearer(server)}

        def rest(_: int = 0) -> httpx.Response:
            return server.call("GET", "/rest/V1/customers/1", **authorization)

        assert rest().status_code == 200
        asked = time.monotonic()
        with ThreadPoolExecutor(12) as callers, connection.transaction():
            connection.execute("LOCK TABLE customers_customer IN ACCESS EXCLUSIVE MODE")
            taking = [callers.submit(rest) for _ in range(2)]  # The demo's own worker of mails has the third.
            while looking.execute(WAITING).fetchone() != (2,):
                assert time.monotonic() - asked < 60
                time.sleep(0.05)
            begun = time.monotonic()
            refused = list(callers.map(rest, range(8)))
            seconds = time.monotonic() - begun
            graphql = server.graphql("{ storeConfig { store_code } }")
            visitor = {"Cookie": "sessionid=0123456789abcdefghijklmnopqrstuv"}
            pages = [server.call("GET", path, **visitor) for path in ("/customer/account/", "/admin/")]
        waited = [call.result() for call in taking]
        after = [rest() for _ in range(20)]

    assert [(answer.status_code, answer.text) for answer in refused if not is_well_told(answer)] == []
    assert (graphql.status_code, graphql.headers["Retry-After"]) == (503, "5")
    assert graphql.json()["errors"][0]["extensions"] == {"category": "graphql-service-unavailable", "retry_after": 5}
    for page in pages:
        assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
        assert page.headers["Content-Type"].startswith("text/html")
        assert "Traceback" not in page.text
    assert [answer.status_code for answer in waited + after] == [200] * 22
    with capsys.disabled():
        print(f"\n8 calls without a place refused in {seconds:.2f} s, all good after")  # noqa: T201
