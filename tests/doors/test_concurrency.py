"""Many at once, against the server as it is served."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle
from typing import Any

import httpx
import pytest

from customers.errors import EmailTakenAtSignUp
from tests.graphql_api.conftest import CREATE_V2, SIGN_IN
from tests.server import Server


@pytest.fixture(scope="module")
def bearer(demo: Server) -> str:
    """What the demo's admin sends as authorization."""
    answer = demo.call("POST", "/rest/V1/integration/admin/token", {"username": "admin", "password": "admin123"})
    return f"Bearer {answer.json()}"


def over_rest(demo: Server, bearer: str, email: str) -> str | None:
    """Opens an account; what was said against it."""
    customer = {"email": email, "firstname": "Bob", "lastname": "Loblaw"}
    answer = demo.call(
        "POST", "/rest/V1/customers", {"customer": customer, "password": "b0bl0bl@w"}, Authorization=bearer
    )
    assert answer.status_code in (200, 400), answer.text
    return answer.json().get("message")


def over_graphql(demo: Server, bearer: str, email: str) -> str | None:
    """Opens an account; what was said against it."""
    sent = {"email": email, "firstname": "Bob", "lastname": "Loblaw", "password": "b0bl0bl@w"}
    answer = demo.graphql(CREATE_V2, {"input": sent})
    assert answer.status_code == 200, answer.text
    errors = answer.json().get("errors")
    return errors[0]["message"] if errors else None


def spellings(email: str, count: int) -> list[str]:
    """One e-mail, each time in other capitals."""
    return [
        "".join(letter.upper() if n >> place & 1 else letter for place, letter in enumerate(email))
        for n in range(count)
    ]


def at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(deeds)) as pool:
        return [each.result() for each in [pool.submit(deed) for deed in deeds]]


@pytest.mark.parametrize("count", [2, 20])
@pytest.mark.parametrize(
    "doors", [(over_rest,), (over_graphql,), (over_rest, over_graphql)], ids=["REST", "GraphQL", "both"]
)
def test_of_parallel_creations_with_one_email_exactly_one_succeeds(
    demo: Server, bearer: str, doors: tuple[Any, ...], count: int
) -> None:
    emails = spellings(f"race{secrets.token_hex(4)}@example.com", count)

    told = at_once([partial(door, demo, bearer, email) for door, email in zip(cycle(doors), emails, strict=False)])

    assert Counter(told) == {None: 1, EmailTakenAtSignUp.template: count - 1}


def test_parallel_creations_with_different_emails_all_succeed(demo: Server, bearer: str) -> None:
    name = secrets.token_hex(4)

    told = at_once([partial(over_graphql, demo, bearer, f"{name}{n}@example.com") for n in range(12)])

    assert told == [None] * 12


def test_parallel_sign_ins_all_get_a_token_of_their_own_that_works(demo: Server, bearer: str) -> None:
    email = f"many{secrets.token_hex(4)}@example.com"
    over_graphql(demo, bearer, email)

    def sign_in() -> str:
        answer = demo.graphql(SIGN_IN, {"email": email, "password": "b0bl0bl@w"})
        token: str = answer.json()["data"]["generateCustomerToken"]["token"]
        me: httpx.Response = demo.call("GET", "/rest/V1/customers/me", Authorization=f"Bearer {token}")
        assert me.json()["email"] == email
        return token

    tokens = at_once([sign_in] * 12)

    assert len(set(tokens)) == 12
