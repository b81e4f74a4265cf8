"""Integrations that open accounts without pause, and remember what they were told."""

from __future__ import annotations

import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.faults.postgres import Postgres
from tests.server import Server


@dataclass
class Calls:
    """What callers were told: which accounts were acknowledged, and how all calls ended."""

    acknowledged: list[str] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)
    badly: list[str] = field(default_factory=list)


def bearer(server: Server) -> str:
    """What the demo's admin sends as authorization."""
    answer = server.call("POST", "/rest/V1/integration/admin/token", {"username": "admin", "password": "admin123"})
    return f"Bearer {answer.json()}"


@contextmanager
def opening_accounts(server: Server, authorization: str, callers: int = 4) -> Iterator[Calls]:
    """Callers are at it for as long as the block runs."""
    calls, done = Calls(), threading.Event()

    def call() -> None:
        with httpx.Client(base_url=server.base, headers={"Authorization": authorization}, timeout=60) as client:
            while not done.is_set():
                email = f"fault-{secrets.token_hex(8)}@example.com"
                customer = {"email": email, "firstname": "Ada", "lastname": "Novak"}
                try:
                    answer = client.post("/rest/V1/customers", json={"customer": customer})
                except httpx.TransportError:
                    calls.ended["connection lost"] += 1
                    continue
                calls.ended[str(answer.status_code)] += 1
                if answer.status_code == 200:
                    calls.acknowledged.append(email)
                elif not is_well_told(answer):
                    calls.badly.append(f"{answer.status_code} {answer.text[:300]}")
                else:
                    time.sleep(0.05)

    threads = [threading.Thread(target=call) for _ in range(callers)]
    for thread in threads:
        thread.start()
    try:
        yield calls
    finally:
        done.set()
        for thread in threads:
            thread.join()


def is_well_told(answer: httpx.Response) -> bool:
    """Whether an answer says in REST's own form that the service is away, and when to ask again."""
    says_when = answer.headers.get("Retry-After", "").isdigit()
    return answer.status_code == 503 and says_when and list(answer.json()) == ["message"]


def check_nothing_lost_or_half_written(cluster: Postgres, calls: Calls) -> int:
    """Every acknowledged account is there, and every account has its entry in the history and its mail. Counts them."""
    with cluster.connect() as connection:
        there = {
            email: (noted, mails)
            for email, noted, mails in connection.execute(
                "SELECT email, (SELECT count(*) FROM history_entry WHERE subject = 'customer' AND subject_id = c.id"
                " AND event LIKE '%created'), (SELECT count(*) FROM outbox_mail WHERE recipient = c.email)"
                " FROM customers_customer c WHERE email LIKE 'fault-%'"
            )
        }
    assert calls.badly == []
    assert [email for email in calls.acknowledged if email not in there] == []
    assert {whole for whole in there.values() if whole != (1, 1)} == set()
    return len(there)
