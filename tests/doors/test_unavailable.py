"""When something is not to be had now, each surface says so in its own form, and when to ask again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from customers import accounts, sign_in
from kernel.errors import ServiceUnavailable
from tests.graphql_api.conftest import SIGN_IN

pytestmark = pytest.mark.django_db


class Busy(ServiceUnavailable):
    template = "Too many at once. Try again in a moment."


@pytest.fixture(autouse=True)
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can sign in or ask for an e-mail now."""

    def refuse(**_: Any) -> None:
        raise Busy(retry_after=3)

    monkeypatch.setattr(sign_in, "authenticate", refuse)
    monkeypatch.setattr(accounts, "is_email_available", refuse)


@pytest.mark.parametrize("status", ["magento", "always-200"])
def test_graphql_says_so(settings: Any, status: str, graphql: Any) -> None:
    settings.GRAPHQL_ERROR_STATUS = status

    answer = graphql(SIGN_IN, {"email": "grace@example.org", "password": "x"})

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "3", "no-store")
    assert answer.body["errors"][0]["message"] == Busy.template
    assert answer.body["errors"][0]["extensions"] == {"category": "graphql-service-unavailable", "retry_after": 3}


def test_rest_says_so(rest: Any) -> None:
    answer = rest("POST", "/V1/integration/customer/token", {"username": "grace@example.org", "password": "x"})

    assert (answer.status_code, answer["Retry-After"], answer.json()) == (503, "3", {"message": Busy.template})


def test_a_page_says_so() -> None:
    answer = Client().post(
        "/customer/account/login/", {"login[username]": "grace@example.org", "login[password]": "secret-word"}
    )

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "3", "no-store")
    assert Busy.template in answer.text
    assert "secret-word" not in answer.text
