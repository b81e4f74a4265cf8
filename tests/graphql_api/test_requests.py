"""How GraphQL is asked: methods, bodies, sessions, and what nobody foresaw."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from customers import accounts, sign_in
from customers.models import Customer
from tests.graphql_api.conftest import CREATE, ME, SIGN_IN, UPDATE_V2, person

GraphQL = Callable[..., Any]
pytestmark = pytest.mark.django_db


def send(sent: bytes, content_type: str = "application/json", method: str = "POST") -> Any:
    """A call as it stands."""
    return Client(raise_request_exception=False).generic(method, "/graphql", sent, content_type=content_type)


@pytest.mark.parametrize("path", ["/graphql", "/graphql/"])
def test_a_query_can_be_asked_by_get(grace: Customer, path: str) -> None:
    answer = Client().get(path, {"query": "query A { __typename } query B { b: __typename }", "operationName": "B"})

    assert (answer.status_code, answer.json()) == (200, {"data": {"b": "Query"}})
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_nothing_is_changed_by_get() -> None:
    answer = Client().get("/graphql", {"query": CREATE, "variables": json.dumps({"input": person()})})

    assert [error["message"] for error in answer.json()["errors"]] == [
        "Mutation requests allowed only for POST requests"
    ]
    assert not Customer.objects.exists()


@pytest.mark.parametrize("content_type", ["text/plain", "application/graphql", "multipart/form-data; boundary=x", ""])
def test_a_post_of_anything_but_json_is_refused(content_type: str) -> None:
    answer = send(json.dumps({"query": CREATE, "variables": {"input": person()}}).encode(), content_type)

    assert [error["message"] for error in answer.json()["errors"]] == ["Request content type must be application/json"]
    assert not Customer.objects.exists()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_not_answered(method: str) -> None:
    answer = send(b"{}", method=method)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST")
    assert answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "sent",
    [
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff",
        b'{"query": 5}',
        b'{"query": null}',
        b'{"query": ["{ __typename }"]}',
        b'{"query": "{ __typename }", "variables": []}'.replace(b"[]", b"[1]"),
        b'{"query": "{ __typename }", "variables": "x"}',
        b'{"query": "{ __typename }", "operationName": 5}',
        b'[{"query": "{ __typename }"}]',
        b'{"query": "{ __typename \\u0000 }"}',
        b'{"query": "{ __typename \\ud800 }"}',
        b'{"query": "{"}',
        b"[" * 100_000,
        b'{"query": "' + b"{a" * 100_000 + b'"}',
        b'{"query": "{a(b:' + b"[" * 100_000 + b'"}',
    ],
    ids=lambda sent: repr(sent[:44]),
)
def test_what_cannot_be_read_is_refused_in_json(sent: bytes) -> None:
    answer = send(sent)

    assert answer.status_code == 400
    assert list(answer.json()) == ["errors"]
    assert answer.json()["errors"][0]["message"]


def test_a_body_that_is_too_large_is_refused_in_json() -> None:
    answer = send(b" " * 3_000_000)

    assert answer.status_code < 500
    assert answer.json()["errors"][0]["message"]


def test_only_the_first_of_several_mistakes_is_told(graphql: GraphQL) -> None:
    assert len(graphql("{ nothing nobody nowhere }").body["errors"]) == 1


@pytest.mark.parametrize(
    ("arguments", "fields", "variables"),
    [
        ("($name: String)", "firstname: $name", {"name": 5}),
        ("", "firstname: 5", None),
        ("($gender: Int)", 'firstname: "5", gender: $gender', {"gender": "1"}),
        ("", 'firstname: "5", gender: "1"', None),
    ],
    ids=["number, variable", "number, document", "digits, variable", "digits, document"],
)
def test_numbers_and_texts_stand_for_each_other(graphql: GraphQL, arguments: str, fields: str, variables: Any) -> None:
    sent = f'{{email: "a@example.com", lastname: "B", {fields}}}'

    answer = graphql(
        f"mutation {arguments} {{ createCustomer(input: {sent}) {{ customer {{ firstname }} }} }}", variables
    )

    assert answer.body == {"data": {"createCustomer": {"customer": {"firstname": "5"}}}}


def test_what_nobody_foresaw_gets_a_report_id_and_a_log_entry_with_it(
    graphql: GraphQL, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(accounts, "create_customer", fail)

    with caplog.at_level(logging.ERROR):
        answer = graphql(CREATE, {"input": person()})

    (error,) = answer.body["errors"]
    sentence = "Internal server error. Report ID: "
    assert answer.status_code == 500
    assert error["extensions"] == {"category": "internal"}
    assert error["message"].removeprefix(sentence) in caplog.text
    assert "secret detail" not in answer.content.decode()


@pytest.fixture
def browser(grace: Customer) -> Client:
    """Grace's browser after she signed in on the storefront."""
    client = Client(enforce_csrf_checks=True)
    session = client.session
    sign_in.remember(grace, session)
    session.save()
    return client


def post(browser: Client, document: str, variables: Any = None, **headers: str) -> Any:
    return browser.post(
        "/graphql", {"query": document, "variables": variables}, content_type="application/json", headers=headers
    )


def test_a_browser_that_is_signed_in_reads_its_account_by_get(browser: Client, grace: Customer) -> None:
    assert browser.get("/graphql", {"query": ME}).json() == {
        "data": {"customer": {"id": grace.pk, "email": grace.email}}
    }


def test_a_browser_needs_the_token_against_forgery_to_change_something(browser: Client) -> None:
    change = {"input": {"firstname": "Ada"}}
    secret = "a" * 32

    forged = post(browser, UPDATE_V2, change)
    assert (forged.status_code, Customer.objects.get().firstname) == (403, "Grace")

    browser.cookies["csrftoken"] = secret
    wrong = post(browser, UPDATE_V2, change, **{"X-CSRFToken": "b" * 32})
    assert (wrong.status_code, Customer.objects.get().firstname) == (403, "Grace")

    right = post(browser, UPDATE_V2, change, **{"X-CSRFToken": secret})
    assert (right.status_code, Customer.objects.get().firstname) == (200, "Ada")


def test_a_browser_that_is_signed_in_may_still_do_what_guests_may(browser: Client, grace: Customer) -> None:
    answer = post(browser, SIGN_IN, {"email": grace.email, "password": "Correct-Horse-9"})

    assert len(answer.json()["data"]["generateCustomerToken"]["token"]) == 32


def test_a_bad_token_goes_before_a_good_session(browser: Client) -> None:
    assert browser.get("/graphql", {"query": ME}, headers={"Authorization": "Bearer x"}).status_code == 401
