"""Many who want the same thing at the same moment (F7, F8)."""

from __future__ import annotations

import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from customers.errors import EmailTakenAtSignUp
from tests.faults.conftest import FULL
from tests.graphql_api.conftest import ADD_ADDRESS, CREATE_V2, SIGN_IN, home
from tests.server import PATIENCE, Server

MANY = 100 if FULL else 40
PASSWORD = "b0bl0bl@w"


def sign_up(demo: Server, email: str) -> str | None:
    """Opens an account; what was said against it."""
    person = {"email": email, "firstname": "Bob", "lastname": "Loblaw", "password": PASSWORD}
    sent = {"query": CREATE_V2, "variables": {"input": person}}
    answer = httpx.post(f"{demo.base}/graphql", json=sent, timeout=PATIENCE)  # A hundred hashes take a while.
    assert answer.status_code == 200, answer.text
    errors = answer.json().get("errors")
    return errors[0]["message"] if errors else None


def test_of_many_creations_with_one_email_exactly_one_succeeds(
    demo: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    email = f"race-{secrets.token_hex(4)}@example.com"

    with ThreadPoolExecutor(MANY) as callers:
        told = Counter(callers.map(lambda _: sign_up(demo, email), range(MANY)))

    assert told == {None: 1, EmailTakenAtSignUp.template: MANY - 1}
    with capsys.disabled():
        print(f"\n{MANY} creations with one e-mail: {dict(told)}")  # noqa: T201


def test_of_many_new_default_addresses_exactly_one_of_each_kind_stays(
    demo: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    email = f"home-{secrets.token_hex(4)}@example.com"
    assert sign_up(demo, email) is None
    token = demo.graphql(SIGN_IN, {"email": email, "password": PASSWORD}).json()["data"]["generateCustomerToken"][
        "token"
    ]
    me = {"Authorization": f"Bearer {token}"}
    added = [
        demo.graphql(ADD_ADDRESS, {"input": home(city=f"City {n}")}, **me).json()["data"]["createCustomerAddress"]["id"]
        for n in range(5)
    ]
    change = "updateCustomerAddress(id: $id, input: $input) { id }"
    document = f"mutation ($id: Int!, $input: CustomerAddressInput) {{ {change} }}"

    def make_default(n: int) -> int:
        kinds = [{"default_billing": True}, {"default_shipping": True}]
        both = {"default_billing": True, "default_shipping": True}
        answer = demo.graphql(document, {"id": added[n % 5], "input": [*kinds, both][n % 3]}, **me)
        assert "errors" not in answer.json(), answer.text
        return answer.status_code

    with ThreadPoolExecutor(MANY) as callers:
        told = Counter(callers.map(make_default, range(MANY)))

    kept = demo.graphql("{ customer { addresses { id default_billing default_shipping } } }", **me).json()
    book = kept["data"]["customer"]["addresses"]
    assert told == {200: MANY}
    assert len(book) == 5
    assert [sum(each[kind] for each in book) for kind in ("default_billing", "default_shipping")] == [1, 1]
    with capsys.disabled():
        print(f"\n{MANY} changes of default addresses: {dict(told)}, one of each kind left")  # noqa: T201
