"""Many tries at the same moment, against the server as it is served: what it writes down tells what was compared."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psycopg
import pytest

from commerce.postgresql.base import MOST_HANDED_ON
from tests.graphql_api.conftest import CREATE_V2
from tests.server import Server, fresh_database, running_demo

NOTED = re.compile(r"\bauthentication_(\w+) kind=(\w+) ")
ADMIN = {"username": "admin", "password": "admin123"}


class Shop:
    """A server, and what it has noted of sign-ins."""

    def __init__(self, server: Server, log: Path, database: str) -> None:
        self.server, self.database, self._log, self._read = server, database, log, 0
        self.statuses: Counter[int] = Counter()

    def noted(self) -> Counter[str]:
        """How many of which events, since this was asked before."""
        text = self._log.read_text(encoding="utf-8")
        new, self._read = text[self._read :], len(text)
        return Counter(event for event, _ in NOTED.findall(new))

    def connections(self) -> int:
        """How many the workers have to PostgreSQL; on SQLite nobody counts them."""
        if not self.database.startswith("postgres"):
            return 0
        with psycopg.connect(self.database) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchone()
        assert row
        return int(row[0])

    def signs_up(self) -> str:
        email = f"race{secrets.token_hex(4)}@example.com"
        sent = {"email": email, "firstname": "Bob", "lastname": "Loblaw", "password": "b0bl0bl@w"}
        assert "errors" not in self.server.graphql(CREATE_V2, {"input": sent}).json()
        return email

    def tries(self, email: str, password: str) -> str | None:
        given = {"username": email, "password": password}
        address = f"{self.server.base}/rest/V1/integration/customer/token"
        answer = httpx.post(address, json=given, timeout=300)  # Two hundred wait in line.
        self.statuses[answer.status_code] += 1
        return answer.json() if answer.status_code == 200 else None


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("race")
    with fresh_database(folder) as url, running_demo(folder, url) as server:
        yield Shop(server, folder / "server.log", url)


def test_of_twenty_wrong_passwords_at_once_six_are_compared(shop: Shop) -> None:
    email = shop.signs_up()
    shop.noted()

    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(lambda n: shop.tries(email, f"Wrong-Horse-{n}"), range(20)))

    assert told == [None] * 20
    assert shop.noted() == {"failure": 6, "throttled": 14}
    assert shop.tries(email, "b0bl0bl@w") is None


def test_twelve_devices_of_one_customer_sign_in_at_once(shop: Shop) -> None:
    email = shop.signs_up()

    with ThreadPoolExecutor(12) as pool:
        tokens = list(pool.map(lambda n: shop.tries(email, "b0bl0bl@w"), range(12)))

    assert len(set(tokens) - {None}) == 12


def test_wrong_current_passwords_at_once_are_compared_ten_times(shop: Shop) -> None:
    email = shop.signs_up()
    bearer = f"Bearer {shop.tries(email, 'b0bl0bl@w')}"
    shop.noted()

    def change(n: int) -> int:
        given = {"currentPassword": f"Wrong-Horse-{n}", "newPassword": "b0bl0bl@w2"}
        return shop.server.call("PUT", "/rest/V1/customers/me/password", given, Authorization=bearer).status_code

    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(change, range(20)))

    assert told == [401] * 20
    assert shop.noted()["failure"] == 10


def test_reads_do_not_wait_for_more_sign_ins_than_there_are_threads(shop: Shop) -> None:
    """Two workers of eight threads each."""
    emails = [shop.signs_up() for _ in range(4)]
    most = 0

    with ThreadPoolExecutor(90) as pool:
        signing_in = [pool.submit(shop.tries, emails[n % 4], "b0bl0bl@w") for n in range(90)]
        while not any(each.done() for each in signing_in):
            time.sleep(0.01)
        for _ in range(10):
            assert shop.server.graphql("{ countries { id } }").status_code == 200
            most = max(most, shop.connections())
        still_waiting = sum(not each.done() for each in signing_in)

    assert still_waiting > 20
    assert all(each.result() for each in signing_in)
    assert most <= 2 * (8 + MOST_HANDED_ON)


def test_two_hundred_sign_ins_at_once_stay_within_their_memory(shop: Shop) -> None:
    """Each worker hashes as many at once as the machine has cores, 64 MiB each, on top of what it takes at rest."""
    children = Path(f"/proc/{shop.server.process.pid}/task/{shop.server.process.pid}/children")
    emails = [shop.signs_up() for _ in range(4)]

    def peaks() -> list[int]:
        statuses = [Path(f"/proc/{pid}/status").read_text() for pid in children.read_text().split()]
        return [int(found[1]) // 1024 for status in statuses if (found := re.search(r"VmHWM:\s+(\d+) kB", status))]

    shop.statuses.clear()
    with ThreadPoolExecutor(200) as pool:
        list(pool.map(lambda n: shop.tries(emails[n % 4], "b0bl0bl@w"), range(200)))

    assert set(shop.statuses) <= {200, 503}, (
        "a machine that does much else may send somebody away, for lack of time only"
    )
    assert shop.statuses[200] > 100
    assert peaks(), "no worker was found"
    assert max(peaks()) < 180 + 64 * (os.cpu_count() or 1)
