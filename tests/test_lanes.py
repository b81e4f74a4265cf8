"""Calls of the APIs pass by what only pages need, and by nothing that guards them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.middleware import SessionMiddleware
from django.test import Client

pytestmark = pytest.mark.django_db

CALLS = [
    "/graphql?query={__typename}",
    "/graphql/?query={__typename}",
    "/rest/V1/directory/currency",
    "/V1/directory/currency",
]
PAGES = ["/customer/account/login/", "/admin/login/", "/graphqlx", "/restful", "/swagger"]


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the requests that were given a session."""
    seen: list[str] = []
    given = SessionMiddleware.process_request

    def process_request(self: Any, request: Any) -> None:
        seen.append(request.path)
        given(self, request)

    monkeypatch.setattr(SessionMiddleware, "process_request", process_request)
    return seen


@pytest.mark.parametrize("path", CALLS)
def test_a_call_without_a_cookie_is_given_no_session(path: str, sessions: list[str]) -> None:
    answer = Client().get(path)

    assert (answer.status_code, sessions) == (200, [])
    assert not answer.cookies


@pytest.mark.parametrize("path", CALLS)
def test_a_call_with_a_cookie_is(path: str, sessions: list[str]) -> None:
    client = Client()
    client.cookies["anything"] = "at all"

    assert client.get(path).status_code == 200
    assert sessions == [path.partition("?")[0]]


@pytest.mark.parametrize("path", PAGES)
def test_whatever_is_no_call_is(path: str, sessions: list[str]) -> None:
    Client().get(path)

    assert sessions == [path]


@pytest.mark.parametrize("path", CALLS)
def test_a_call_without_https_is_sent_there(path: str, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    client = Client()  # middleware reads its settings once

    assert client.get(path).status_code == 301
    assert client.get(path, secure=True)["Strict-Transport-Security"].startswith("max-age=60")


def test_an_error_in_a_view_is_answered_as_on_the_other_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("graphql_api.views.Context", broken)

    answer = Client(raise_request_exception=False).get("/graphql?query={__typename}")

    assert (answer.status_code, answer.json()) == (500, {"errors": [{"message": "Internal server error"}]})
