"""Many tries at the same moment, against the server as it is served: what it writes down tells what was compared."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.graphql_api.conftest import CREATE_V2
from tests.server import Server, running_demo

NOTED = re.compile(r"event=authentication_(\w+) kind=(\w+) ")
ADMIN = {"username": "admin", "password": "admin123"}


class Shop:
    """A server, and what it has noted of sign-ins."""

    def __init__(self, server: Server, log: Path) -> None:
        self.server, self._log, self._read = server, log, 0

    def noted(self) -> Counter[str]:
        """How many of which events, since this was asked before."""
        text = self._log.read_text(encoding="utf-8")
        new, self._read = text[self._read :], len(text)
        return Counter(event for event, _ in NOTED.findall(new))

    def signs_up(self) -> str:
        email = f"race{secrets.token_hex(4)}@example.com"
        sent = {"email": email, "firstname": "Bob", "lastname": "Loblaw", "password": "b0bl0bl@w"}
        assert "errors" not in self.server.graphql(CREATE_V2, {"input": sent}).json()
        return email

    def tries(self, email: str, password: str) -> str | None:
        given = {"username": email, "password": password}
        address = f"{self.server.base}/rest/V1/integration/customer/token"
        answer = httpx.post(address, json=given, timeout=300)  # Two hundred wait in line.
        return answer.json() if answer.status_code == 200 else None


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("race")
    with running_demo(folder) as server:
        yield Shop(server, folder / "server.log")


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
