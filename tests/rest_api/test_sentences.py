"""The sentences REST clients compare, word by word: condition, status, whole answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from admins.models import AdminUser
from customers.models import Customer
from stores.models import Store
from tests.rest_api.conftest import address_in_json, body

Rest = Callable[..., Any]
REQUIRED = '"%fieldName" is required. Enter and try again.'
INVALID = 'Invalid value of "%value" provided for the %fieldName field.'
SEVERAL = "One or more input exceptions have occurred."
SIGN_IN = "The account sign-in was incorrect or your account is disabled temporarily. Please wait and try again later."
NOT_AUTHORIZED = "The consumer isn't authorized to access %resources."
TYPE = 'The "{}" value\'s type is invalid. The "{}" type was expected. Verify and try again.'


def required(name: str) -> dict[str, Any]:
    return {"message": REQUIRED, "parameters": {"fieldName": name}}


def with_password(password: str, **differences: Any) -> dict[str, Any]:
    return body(**differences) | {"password": password}


CREATING = [
    ({}, required("customer")),
    ({"customer": None}, required("customer")),
    (body(email="plainaddress"), {"message": '"Email" is not a valid email address.'}),
    (
        body(email="GRACE@example.org"),
        {"message": "A customer with the same email address already exists in an associated website."},
    ),
    (body(firstname=""), {"message": '"First Name" is a required value.'}),
    (
        {"customer": {"email": "jdoe@example.com"}},
        {"message": '"First Name" is a required value.\n"Last Name" is a required value.'},
    ),
    (body(firstname="<b>"), {"message": "First Name is not valid!"}),
    (body(middlename="<b>"), {"message": "Middle Name is not valid!"}),
    (body(lastname="x" * 256), {"message": "Last Name is not valid!"}),
    (body(email=None), {"message": "The customer email is missing. Enter and try again."}),
    (
        with_password("Pass1"),
        {
            "message": "The password needs at least %1 characters. Create a new password and try again.",
            "parameters": ["8"],
        },
    ),
    (
        with_password("Aa1" + "x" * 254),
        {"message": "Please enter a password with at most %1 characters.", "parameters": [256]},
    ),
    (
        with_password(" Password1"),
        {"message": "The password can't begin or end with a space. Verify the password and try again."},
    ),
    (
        with_password("password"),
        {
            "message": "Minimum of different classes of characters in password is %1. "
            "Classes of characters: Lower Case, Upper Case, Digits, Special Characters.",
            "parameters": ["3"],
        },
    ),
    (
        with_password("JDoe1@example.com", email="jdoe1@example.com"),
        {"message": "The password can't be the same as the email address. Create a new password and try again."},
    ),
    (body(group_id=99), {"message": "The specified customer group id does not exist."}),
    (body(addresses=[address_in_json(city="")]), required("city")),
    (
        body(addresses=[{"countryId": "US", "regionId": 43}]),
        {
            "message": SEVERAL,
            "errors": [required(name) for name in ("firstname", "lastname", "street", "city", "telephone", "postcode")],
        },
    ),
    (
        body(addresses=[address_in_json(region={"regionId": 79})]),
        {"message": INVALID, "parameters": {"fieldName": "regionId", "value": 79}},
    ),
    (body(addresses=[address_in_json(region=None)]), required("regionId")),
    (body(custom_attributes=[{"value": "x"}]), required("attribute_code")),
    (body(group_id="abc"), {"message": f'Error occurred during "group_id" processing. {TYPE.format("abc", "int")}'}),
    (
        body(nonsense=1),
        {
            "message": '"%fieldName" is not supported. Correct the field name and try again.',
            "parameters": {"fieldName": "nonsense"},
        },
    ),
]


@pytest.mark.parametrize(("sent", "answer"), CREATING, ids=lambda value: str(value.get("message", ""))[:60])
def test_an_account_is_refused_word_by_word(
    rest: Rest,
    admin: AdminUser,
    grace: Customer,
    sent: dict[str, Any],
    answer: dict[str, Any],
) -> None:
    response = rest("POST", "/V1/customers", sent, by=admin)

    assert (response.status_code, response.json()) == (400, answer)
    assert list(Customer.objects.all()) == [grace]


def test_a_view_of_another_website_is_refused_word_by_word(rest: Rest, admin: AdminUser, other_store: Store) -> None:
    response = rest("POST", "/V1/customers", body(website_id=1, store_id=other_store.pk), by=admin)

    answer = {"message": "The store view is not in the associated website."}
    assert (response.status_code, response.json()) == (400, answer)
    assert not Customer.objects.exists()


def test_the_id_of_a_customer_who_is_there_opens_no_account(rest: Rest, admin: AdminUser, grace: Customer) -> None:
    response = rest("POST", "/V1/customers", body(id=grace.pk), by=admin)

    assert (response.status_code, response.json()) == (400, {"message": "This customer already exists in this store."})
    assert list(Customer.objects.all()) == [grace]


@pytest.mark.parametrize("kind", ["admin", "customer"])
@pytest.mark.parametrize(
    ("sent", "status", "answer"),
    [
        ({"username": "nobody@example.org", "password": "x"}, 401, {"message": SIGN_IN}),
        ({"username": "", "password": "x"}, 400, required("username")),
        ({"username": "x"}, 400, required("password")),
        ({}, 400, {"message": SEVERAL, "errors": [required("username"), required("password")]}),
        (
            {"username": None, "password": ""},
            400,
            {"message": SEVERAL, "errors": [required("username"), required("password")]},
        ),
        ({"username": ["x"], "password": "x"}, 400, {"message": TYPE.format("Array", "string")}),
    ],
)
def test_a_sign_in_is_refused_word_by_word(
    rest: Rest, kind: str, sent: dict[str, Any], status: int, answer: dict[str, Any]
) -> None:
    response = rest("POST", f"/V1/integration/{kind}/token", sent)

    assert (response.status_code, response.json()) == (status, answer)


CALLING: list[tuple[str, str, Any, dict[str, str], int, dict[str, Any]]] = [
    ("GET", "/V1/nothing", None, {}, 404, {"message": "Request does not match any route."}),
    ("PUT", "/V1/customers", None, {}, 404, {"message": "Request does not match any route."}),
    ("GET", "/V1/integration/customer/token", None, {}, 404, {"message": "Request does not match any route."}),
    ("PATCH", "/V1/customers", {}, {}, 400, {"message": "Request method is invalid."}),
    ("GET", "/customers/me", None, {}, 404, {"message": "Specified request cannot be processed."}),
    ("GET", "/nowhere/V1/customers/me", None, {}, 404, {"message": "Specified request cannot be processed."}),
    ("GET", "/V1/customers/me", None, {}, 401, {"message": NOT_AUTHORIZED, "parameters": {"resources": "self"}}),
    (
        "POST",
        "/V1/customers",
        None,
        {},
        401,
        {"message": NOT_AUTHORIZED, "parameters": {"resources": "Magento_Customer::manage"}},
    ),
    (
        "GET",
        "/V1/customers/me",
        None,
        {"Accept": "text/html"},
        406,
        {
            "message": 'Server cannot match any of the given Accept HTTP header media type(s) from the request: "%1" '
            "with media types from the config of response renderer.",
            "parameters": ["text/html"],
        },
    ),
    ("POST", "/V1/integration/customer/token", b'{"username":', {}, 400, {"message": "Decoding error."}),
    (
        "POST",
        "/V1/integration/customer/token",
        b"x",
        {"content_type": "text/plain"},
        400,
        {"message": "Server cannot understand Content-Type HTTP header media type text/plain"},
    ),
    (
        "POST",
        "/V1/integration/customer/token",
        b"{}",
        {"content_type": ""},
        400,
        {"message": "Content-Type header is empty."},
    ),
    (
        "POST",
        "/V1/integration/customer/token",
        b"{}",
        {"content_type": "json"},
        400,
        {"message": "Content-Type header is invalid."},
    ),
    (
        "POST",
        "/V1/integration/customer/token",
        b"{}",
        {"content_type": "application/json; charset=iso-8859-1"},
        400,
        {"message": "UTF-8 is the only supported charset."},
    ),
]


@pytest.mark.parametrize(("method", "path", "sent", "headers", "status", "answer"), CALLING)
def test_a_call_is_refused_word_by_word(
    rest: Rest, method: str, path: str, sent: Any, headers: dict[str, str], status: int, answer: dict[str, Any]
) -> None:
    response = rest(method, path, sent, **headers)

    assert (response.status_code, response.json()) == (status, answer)
