"""How calls are read before anything of the shop is asked: bodies, types, methods, paths."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest

from admins.models import AdminUser
from customers import accounts
from customers.errors import EmailMissing
from customers.models import Customer
from kernel.errors import InputTooLarge, ValueRequired
from rest_api.errors import (
    BodyNotReadable,
    CharsetNotSupported,
    ContentTypeInvalid,
    ContentTypeNotUnderstood,
    FieldNotSupported,
    MethodInvalid,
    NestedWrongType,
    RequestNotProcessable,
    RouteNotFound,
    WrongType,
)
from tests.rest_api.conftest import address_in_json, body, is_refused

Rest = Callable[..., Any]


@pytest.mark.parametrize("sent", [b"", b"null", b"[]", b"5", b'"x"', b"true", b"{}", b' {"nothing": 1} '])
def test_a_body_without_an_object_is_no_input(rest: Rest, admin: AdminUser, sent: bytes) -> None:
    assert is_refused(rest("POST", "/V1/customers", sent, by=admin), ValueRequired(fieldName="customer"))


@pytest.mark.parametrize(
    "sent",
    [
        b"{",
        b"{'customer': 1}",
        b'{"customer": NaN}',
        b'{"customer": -Infinity}',
        b"\xff\xfe",
        b'{"customer": "\xff"}',
        b'{"customer": {"email": "a\\u0000b"}}',
        b'{"customer": {"email": "\\ud800"}}',
        b'{"\\udc00": 1}',
        b"[" * 100_000,
        b'{"customer": ' + b"9" * 5000 + b"}",
    ],
    ids=lambda sent: repr(sent[:32]),
)
def test_a_body_that_cannot_be_read_is_refused(rest: Rest, admin: AdminUser, sent: bytes) -> None:
    assert is_refused(rest("POST", "/V1/customers", sent, by=admin), BodyNotReadable())
    assert not Customer.objects.exists()


def test_a_body_that_is_too_large_is_refused(rest: Rest, admin: AdminUser) -> None:
    assert is_refused(rest("POST", "/V1/customers", b" " * 3_000_000, by=admin), InputTooLarge())


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "application/json; charset=utf8; boundary=x",
    ],
)
def test_json_in_utf_8_is_read_however_it_is_announced(rest: Rest, admin: AdminUser, content_type: str) -> None:
    assert rest("POST", "/V1/customers", body(), by=admin, content_type=content_type).status_code == 200


@pytest.mark.parametrize(
    ("content_type", "failure"),
    [
        ("text/plain", ContentTypeNotUnderstood("text/plain")),
        ("application/x-www-form-urlencoded", ContentTypeNotUnderstood("application/x-www-form-urlencoded")),
        ("multipart/form-data; boundary=x", ContentTypeNotUnderstood("multipart/form-data")),
        ("application/xml; charset=utf-8", BodyNotReadable()),
        ("application/json; charset=utf-16", CharsetNotSupported()),
        ("application/json; nonsense", ContentTypeInvalid()),
        ("/", ContentTypeInvalid()),
    ],
)
def test_anything_else_is_not(rest: Rest, admin: AdminUser, content_type: str, failure: Any) -> None:
    answer = rest("POST", "/V1/customers", json.dumps(body()).encode(), by=admin, content_type=content_type)

    assert is_refused(answer, failure)
    assert not Customer.objects.exists()


def test_a_content_type_is_judged_in_no_time(rest: Rest) -> None:
    announced = "application/json" + (";a=" + " " * 30) * 4 + ";!"
    begun = time.perf_counter()

    answer = rest("POST", "/V1/integration/customer/token", b"{}", content_type=announced)

    assert is_refused(answer, ContentTypeInvalid())
    assert time.perf_counter() - begun < 1


def test_without_a_body_no_content_type_is_asked_for(rest: Rest, grace: Customer) -> None:
    assert rest("GET", "/V1/customers/me", by=grace, content_type="").status_code == 200


@pytest.mark.parametrize("method", ["PATCH", "OPTIONS", "HEAD", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/V1/customers", "/V1/customers/me", "/V1/nothing", "/nothing"])
@pytest.mark.django_db
def test_other_methods_are_invalid_everywhere(rest: Rest, method: str, path: str) -> None:
    answer = rest(method, path)

    assert answer.status_code == 400
    assert method == "HEAD" or is_refused(answer, MethodInvalid())


@pytest.mark.parametrize("path", ["/V1/customers/me/", "/default/V1/customers/me/", "/all/V1/customers/me/"])
def test_a_slash_behind_the_path_changes_nothing(rest: Rest, grace: Customer, path: str) -> None:
    assert rest("GET", path, by=grace).json()["id"] == grace.pk


@pytest.mark.parametrize(
    ("path", "failure"),
    [
        ("/V1", RequestNotProcessable()),
        ("/V1/", RouteNotFound()),
        ("/V1/nothing", RouteNotFound()),
        ("/V2/customers/me", RouteNotFound()),
        ("/V1/customers/me/more", RouteNotFound()),
        ("/default/V1/nothing", RouteNotFound()),
        ("/v1/customers/me", RequestNotProcessable()),
        ("/", RequestNotProcessable()),
        ("//V1/customers/me", RequestNotProcessable()),
        ("/a/b/V1/customers/me", RequestNotProcessable()),
        ("/admin/V1/customers/me", RequestNotProcessable()),
        ("/DEFAULT/V1/customers/me", RequestNotProcessable()),
        ("/%00/V1/customers/me", RequestNotProcessable()),
        ("/%FF/V1/customers/me", RequestNotProcessable()),
        ("/" + "x" * 5000 + "/V1/customers/me", RequestNotProcessable()),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(rest: Rest, grace: Customer, path: str, failure: Any) -> None:
    assert is_refused(rest("GET", path, by=grace), failure)


def test_the_route_is_judged_before_the_caller_and_the_caller_before_the_input(rest: Rest) -> None:
    no_route = rest("PUT", "/V1/customers", b"{")
    no_permission = rest("POST", "/V1/customers", b"{")

    assert (no_route.status_code, no_permission.status_code) == (404, 401)


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/*", "text/html, */*;q=0.1"])
def test_json_is_sent_to_whoever_takes_it(rest: Rest, grace: Customer, accept: str) -> None:
    answer = rest("GET", "/V1/customers/me", by=grace, Accept=accept)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json; charset=utf-8")


@pytest.mark.parametrize("query", ["?format=xml", "?format=json", "?format=api", "?x[]=1&x[]=2", "?%FF=%00"])
def test_what_stands_behind_a_question_mark_does_no_harm(rest: Rest, grace: Customer, query: str) -> None:
    assert rest("GET", f"/V1/customers/me{query}", by=grace).json()["id"] == grace.pk


@pytest.mark.parametrize(
    ("differences", "failure"),
    [
        ({"group_id": "abc"}, NestedWrongType("abc", "int", "group_id")),
        ({"groupId": 1.5}, NestedWrongType("1.5", "int", "group_id")),
        ({"group_id": True}, NestedWrongType("true", "int", "group_id")),
        ({"gender": []}, NestedWrongType("Array", "int", "gender")),
        ({"firstname": {}}, NestedWrongType("Array", "string", "firstname")),
        ({"email": ["x"]}, NestedWrongType("Array", "string", "email")),
        ({"addresses": "x"}, NestedWrongType("x", "Address[]", "addresses")),
        ({"addresses": ["x"]}, NestedWrongType("x", "Address", "addresses")),
        ({"custom_attributes": {}}, NestedWrongType("Array", "CustomAttribute[]", "custom_attributes")),
        ({"extension_attributes": "x"}, NestedWrongType("x", "CustomerExtension", "extension_attributes")),
        ({"extension_attributes": {"is_subscribed": "maybe"}}, NestedWrongType("maybe", "boolean", "is_subscribed")),
        ({"addresses": [address_in_json(region="x")]}, NestedWrongType("x", "Region", "region")),
        ({"addresses": [address_in_json(region={"region_id": "x"})]}, NestedWrongType("x", "int", "region_id")),
        ({"addresses": [address_in_json(street={})]}, NestedWrongType("Array", "string", "street")),
        ({"nonsense": 1}, FieldNotSupported(fieldName="nonsense")),
        ({"passwordHash": "x"}, FieldNotSupported(fieldName="passwordHash")),
        ({"rp_token": "x"}, FieldNotSupported(fieldName="rp_token")),
        ({"addresses": [address_in_json(nonsense=1)]}, FieldNotSupported(fieldName="nonsense")),
        ({"extension_attributes": {"nonsense": 1}}, FieldNotSupported(fieldName="nonsense")),
        ({"email": None}, EmailMissing()),
    ],
    ids=lambda value: repr(value)[:50],
)
def test_a_value_of_another_type_or_an_unknown_field_is_refused(
    rest: Rest, admin: AdminUser, differences: dict[str, Any], failure: Any
) -> None:
    assert is_refused(rest("POST", "/V1/customers", body(**differences), by=admin), failure)
    assert not Customer.objects.exists()


@pytest.mark.parametrize(("customer", "told"), [("x", "x"), (5, "5"), (True, "true"), (["x"], "Array")])
def test_a_scalar_is_no_customer(rest: Rest, admin: AdminUser, customer: Any, told: str) -> None:
    answer = rest("POST", "/V1/customers", {"customer": customer}, by=admin)

    assert is_refused(answer, WrongType(told, "Customer"))


def test_what_nobody_foresaw_gets_a_report_id_and_a_log_entry_with_it(
    rest: Rest, admin: AdminUser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(accounts, "create_customer", fail)

    with caplog.at_level(logging.ERROR):
        answer = rest("POST", "/V1/customers", body(), by=admin)

    sentence = "Internal Error. Details are available in Magento log file. Report ID: "
    assert (answer.status_code, list(answer.json())) == (500, ["message"])
    assert answer.json()["message"].startswith(sentence + "webapi-")
    assert answer.json()["message"].removeprefix(sentence) in caplog.text
    assert "secret detail" not in answer.content.decode()


def test_no_cookie_is_set_and_nothing_is_kept_by_caches(rest: Rest, grace: Customer) -> None:
    for answer in (rest("GET", "/V1/customers/me", by=grace), rest("POST", "/V1/integration/customer/token", {})):
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
