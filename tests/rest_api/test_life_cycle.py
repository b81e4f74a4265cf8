"""The life of an account over REST: confirming the e-mail, passwords, tokens, word by word."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from admins.models import AdminUser
from auth_tokens.models import Token
from customers import config as settings
from customers.models import Customer
from rest_api.errors import BodyNotReadable, ConsumerNotAuthorized
from stores import config
from stores.models import Store
from tests.conftest import PASSWORD, headers_of, token_of
from tests.customers.conftest import everything
from tests.mails import delivered, forget
from tests.rest_api.conftest import is_refused

Rest = Callable[..., Any]
MakeCustomer = Callable[..., Customer]
Commit = Callable[..., Any]
NEW = "New-Horse-9"
SEVERAL = "One or more input exceptions have occurred."
TYPE = 'The "Array" value\'s type is invalid. The "{}" type was expected. Verify and try again.'


def required(*names: str) -> dict[str, Any]:
    """The refusal of an input that lacks one value, or several."""
    sentence = '"%fieldName" is required. Enter and try again.'
    problems = [{"message": sentence, "parameters": {"fieldName": name}} for name in names]
    return problems[0] if len(problems) == 1 else {"message": SEVERAL, "errors": problems}


def nobody(email: str, website_id: int = 1) -> dict[str, Any]:
    return {
        "message": "No such entity with %fieldName = %fieldValue, %field2Name = %field2Value",
        "parameters": {
            "fieldName": "email",
            "fieldValue": email,
            "field2Name": "websiteId",
            "field2Value": website_id,
        },
    }


def link_in(message: mail.EmailMessage) -> dict[str, str]:
    """The parameters of the link in a mail."""
    return dict(re.findall(r"[?&](\w+)=([\w.%-]+)", str(message.body)))


@pytest.fixture
def wanda(make_customer: MakeCustomer) -> Customer:
    """A customer whose e-mail is still to be confirmed."""
    config.write(settings.CONFIRM, "1")
    customer = make_customer(email="wanda@example.org", firstname="Wanda")
    forget()
    return customer


@pytest.fixture
def reset_token(rest: Rest, grace: Customer, django_capture_on_commit_callbacks: Commit) -> str:
    """The token of a link that was mailed to grace."""
    with django_capture_on_commit_callbacks(execute=True):
        rest("PUT", "/V1/customers/password", {"email": grace.email, "template": "email_reset"})
    return link_in(delivered().pop())["token"]


# Confirming an e-mail

INACTIVE = {"message": "The confirmation token is invalid. Verify the token and try again."}
ACTIVE = {"message": "The account is already active."}


def activations(customer: Customer, key: Any) -> list[tuple[str, str, dict[str, Any], str]]:
    """Every route an account is confirmed by, and whose call it is."""
    return [
        ("POST", "/V1/customers/activate", {"email": customer.email, "confirmationKey": key}, "shop"),
        ("PUT", f"/V1/customers/{customer.email}/activate", {"confirmationKey": key}, "shop"),
        ("PUT", "/V1/customers/me/activate", {"confirmation_key": key}, "owner"),
    ]


@pytest.mark.parametrize("way", range(3))
def test_the_right_key_opens_the_account(rest: Rest, admin: AdminUser, wanda: Customer, way: int) -> None:
    method, path, sent, who = activations(wanda, wanda.confirmation_key)[way]

    answer = rest(method, path, sent, by=admin if who == "shop" else wanda)

    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["email"]) == (wanda.pk, wanda.email)
    assert "confirmation" not in answer.json()
    assert Customer.objects.get().is_confirmed


@pytest.mark.parametrize("way", range(3))
@pytest.mark.parametrize("key", ["wrong", "", "ä"])
def test_a_wrong_key_opens_nothing(rest: Rest, admin: AdminUser, wanda: Customer, way: int, key: str) -> None:
    method, path, sent, who = activations(wanda, key)[way]

    answer = rest(method, path, sent, by=admin if who == "shop" else wanda)

    assert (answer.status_code, answer.json()) == (400, INACTIVE)
    assert not Customer.objects.get().is_confirmed


@pytest.mark.parametrize("way", range(3))
def test_an_account_is_opened_once(rest: Rest, admin: AdminUser, grace: Customer, way: int) -> None:
    method, path, sent, who = activations(grace, "")[way]

    answer = rest(method, path, sent, by=admin if who == "shop" else grace)

    assert (answer.status_code, answer.json()) == (400, ACTIVE)


@pytest.mark.parametrize("way", range(3))
def test_a_key_has_to_be_sent(rest: Rest, admin: AdminUser, wanda: Customer, way: int) -> None:
    method, path, _, who = activations(wanda, None)[way]

    answer = rest(method, path, {}, by=admin if who == "shop" else wanda)

    missing = ("email", "confirmationKey") if method == "POST" else ("confirmationKey",)
    assert (answer.status_code, answer.json()) == (400, required(*missing))


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("POST", "/V1/customers/activate", {"email": "nobody@example.org", "confirmationKey": "x"}),
        ("PUT", "/V1/customers/nobody@example.org/activate", {"confirmationKey": "x"}),
        ("POST", "/V1/customers/confirm", {"email": "nobody@example.org", "websiteId": 1}),
        ("PUT", "/V1/customers/password", {"email": "nobody@example.org", "template": "email_reset"}),
        ("PUT", "/V1/customers/password", {"email": "nobody@example.org", "template": "nonsense"}),
        (
            "POST",
            "/V1/customers/resetPassword",
            {"email": "nobody@example.org", "resetToken": "x", "newPassword": "x"},
        ),
    ],
)
def test_an_email_nobody_has_is_not_found(
    rest: Rest, admin: AdminUser, method: str, path: str, sent: dict[str, Any]
) -> None:
    answer = rest(method, path, sent, by=admin)

    assert (answer.status_code, answer.json()) == (404, nobody("nobody@example.org"))
    assert delivered() == []


def test_an_email_no_database_takes_is_refused(rest: Rest, admin: AdminUser) -> None:
    assert is_refused(
        rest("PUT", "/V1/customers/a%00b/activate", {"confirmationKey": "x"}, by=admin), BodyNotReadable()
    )


@pytest.mark.parametrize(
    ("asked", "confirmed", "status"),
    [
        ("0", True, "account_confirmation_not_required"),
        ("1", True, "account_confirmed"),
        ("1", False, "account_confirmation_required"),
    ],
)
def test_where_an_account_is_with_its_confirmation(
    rest: Rest, admin: AdminUser, grace: Customer, asked: str, confirmed: bool, status: str
) -> None:
    config.write(settings.CONFIRM, asked)
    Customer.objects.update(confirmation_key="" if confirmed else "key")

    answer = rest("GET", f"/V1/customers/{grace.pk}/confirm", by=admin)

    assert (answer.status_code, answer.json()) == (200, status)


def test_the_mail_with_the_key_is_sent_again(
    rest: Rest, admin: AdminUser, wanda: Customer, django_capture_on_commit_callbacks: Commit
) -> None:
    sent = {"email": "WANDA@example.org", "websiteId": 1, "redirectUrl": "https://shop.example.org/"}

    with django_capture_on_commit_callbacks(execute=True):
        answer = rest("POST", "/V1/customers/confirm", sent, by=admin)

    assert (answer.status_code, answer.json()) == (200, True)
    (message,) = delivered()
    assert message.to == ["wanda@example.org"]
    assert link_in(message)["key"] == wanda.confirmation_key


@pytest.mark.parametrize(
    ("sent", "status", "answer"),
    [
        ({"email": "grace@example.org", "websiteId": 1}, 400, {"message": "Confirmation isn't needed."}),
        ({"email": "grace@example.org", "websiteId": 7}, 404, nobody("grace@example.org", 7)),
        ({"email": "grace@example.org"}, 400, required("websiteId")),
        ({}, 400, required("email", "websiteId")),
        ({"email": [], "websiteId": 1}, 400, {"message": TYPE.format("string")}),
    ],
)
def test_the_mail_is_not_sent_where_it_makes_no_sense(
    rest: Rest, admin: AdminUser, grace: Customer, sent: dict[str, Any], status: int, answer: dict[str, Any]
) -> None:
    response = rest("POST", "/V1/customers/confirm", sent, by=admin)

    assert (response.status_code, response.json()) == (status, answer)
    assert delivered() == []


# Changing a password


def test_customers_change_their_passwords(rest: Rest, grace: Customer) -> None:
    Customer.objects.update(reset_token_digest="x" * 64, reset_token_created_at=timezone.now())

    answer = rest("PUT", "/V1/customers/me/password", {"currentPassword": PASSWORD, "newPassword": NEW}, by=grace)

    assert (answer.status_code, answer.json()) == (200, True)
    customer = Customer.objects.get()
    assert customer.password_is(NEW)
    assert (customer.reset_token_digest, customer.reset_token_created_at) == ("", None)


@pytest.mark.parametrize(
    ("sent", "status", "answer"),
    [
        (
            {"currentPassword": "wrong", "newPassword": NEW},
            401,
            {"message": "The password doesn't match this account. Verify the password and try again."},
        ),
        (
            {"currentPassword": "wrong", "newPassword": "x"},
            401,
            {"message": "The password doesn't match this account. Verify the password and try again."},
        ),
        (
            {"currentPassword": PASSWORD, "newPassword": "x"},
            400,
            {
                "message": "The password needs at least %1 characters. Create a new password and try again.",
                "parameters": ["8"],
            },
        ),
        ({}, 400, required("currentPassword", "newPassword")),
        ({"currentPassword": None, "newPassword": NEW}, 400, required("currentPassword")),
        ({"currentPassword": PASSWORD, "newPassword": {}}, 400, {"message": TYPE.format("string")}),
    ],
)
def test_a_password_is_not_changed(
    rest: Rest, grace: Customer, sent: dict[str, Any], status: int, answer: dict[str, Any]
) -> None:
    response = rest("PUT", "/V1/customers/me/password", sent, by=grace)

    assert (response.status_code, response.json()) == (status, answer)
    assert Customer.objects.get().password_hash == grace.password_hash


def test_too_many_wrong_passwords_lock_the_account(rest: Rest, grace: Customer) -> None:
    config.write(settings.LOCKOUT_FAILURES, "2")
    sent = {"currentPassword": "wrong", "newPassword": NEW}
    headers = headers_of(grace)

    answers = [rest("PUT", "/V1/customers/me/password", sent, **headers) for _ in range(2)]
    right = rest("PUT", "/V1/customers/me/password", sent | {"currentPassword": PASSWORD}, **headers)

    assert [answer.status_code for answer in answers] == [401, 401]
    assert (right.status_code, right.json()) == (401, {"message": "The account is locked."})


# Forgotten passwords


@pytest.mark.parametrize("template", ["email_reset", "email_reminder"])
@pytest.mark.parametrize("state", ["open", "locked", "unconfirmed"])
def test_a_link_is_mailed_whatever_state_the_account_is_in(
    rest: Rest, grace: Customer, django_capture_on_commit_callbacks: Commit, template: str, state: str
) -> None:
    if state == "locked":
        Customer.objects.update(locked_until_at=timezone.now() + dt.timedelta(hours=1))
    if state == "unconfirmed":
        Customer.objects.update(confirmation_key="key")

    with django_capture_on_commit_callbacks(execute=True):
        answer = rest("PUT", "/V1/customers/password", {"email": "Grace@example.org", "template": template})

    assert (answer.status_code, answer.json()) == (200, True)
    (message,) = delivered()
    assert message.to == [grace.email]
    assert len(link_in(message)["token"]) == 32


def test_a_link_is_mailed_on_the_website_that_is_named(
    rest: Rest, make_customer: MakeCustomer, other_store: Store, django_capture_on_commit_callbacks: Commit
) -> None:
    here, there = make_customer(), make_customer(at=other_store)
    sent = {"email": here.email, "template": "email_reset", "websiteId": other_store.website_id}

    with django_capture_on_commit_callbacks(execute=True):
        answer = rest("PUT", "/V1/customers/password", sent)

    assert answer.json() is True
    assert Customer.objects.get(pk=there.pk).reset_token_digest
    assert not Customer.objects.get(pk=here.pk).reset_token_digest


@pytest.mark.parametrize(
    ("sent", "status", "answer"),
    [
        ({}, 400, required("email", "template")),
        ({"email": "grace@example.org"}, 400, required("template")),
        (
            {"email": "grace@example.org", "template": "nonsense"},
            400,
            {
                "message": 'Invalid value of "%value" provided for the %fieldName field. '
                "Possible values: %template1 or %template2.",
                "parameters": {
                    "value": "nonsense",
                    "fieldName": "template",
                    "template1": "email_reminder",
                    "template2": "email_reset",
                },
            },
        ),
        (
            {"email": "grace@example.org", "template": "email_reset", "websiteId": 7},
            404,
            nobody("grace@example.org", 7),
        ),
        ({"email": "", "template": "email_reset"}, 404, nobody("")),
    ],
)
def test_no_link_is_mailed(
    rest: Rest, grace: Customer, sent: dict[str, Any], status: int, answer: dict[str, Any]
) -> None:
    before = everything()

    response = rest("PUT", "/V1/customers/password", sent)

    assert (response.status_code, response.json()) == (status, answer)
    assert everything() == before
    assert delivered() == []


def test_the_token_of_a_link_sets_a_password_once(rest: Rest, grace: Customer, reset_token: str) -> None:
    Customer.objects.update(locked_until_at=timezone.now() + dt.timedelta(hours=1), failures_count=10)
    token_of(grace)
    path = f"/V1/customers/{grace.pk}/password/resetLinkToken/{reset_token}"
    sent = {"email": grace.email, "resetToken": reset_token, "newPassword": NEW}

    looked_at = rest("GET", path)
    answer = rest("POST", "/V1/customers/resetPassword", sent)
    again = rest("POST", "/V1/customers/resetPassword", sent)

    assert (looked_at.status_code, looked_at.json()) == (200, True)
    assert (answer.status_code, answer.json()) == (200, True)
    mismatch = {"message": "The password token is mismatched. Reset and try again."}
    assert (again.status_code, again.json()) == (400, mismatch)
    customer = Customer.objects.get()
    assert customer.password_is(NEW)
    assert not customer.is_locked
    assert not Token.objects.exists()


def test_a_wrong_token_and_an_old_one_are_refused(rest: Rest, grace: Customer, reset_token: str) -> None:
    def tried(token: str) -> list[tuple[int, dict[str, Any]]]:
        sent = {"email": grace.email, "resetToken": token, "newPassword": NEW}
        answers = [
            rest("GET", f"/V1/customers/{grace.pk}/password/resetLinkToken/{token}"),
            rest("POST", "/V1/customers/resetPassword", sent),
        ]
        return [(answer.status_code, answer.json()) for answer in answers]

    mismatched = {"message": "The password token is mismatched. Reset and try again."}
    assert tried("0" * 32) == [(400, mismatched)] * 2
    Customer.objects.update(reset_token_created_at=timezone.now() - dt.timedelta(hours=2, seconds=1))
    assert tried(reset_token) == [(400, {"message": "The password token is expired. Reset and try again."})] * 2
    assert Customer.objects.get().password_is(PASSWORD)


@pytest.mark.parametrize(
    ("customer_id", "status", "answer"),
    [
        (
            "0",
            400,
            {
                "message": 'Invalid value of "%value" provided for the %fieldName field.',
                "parameters": {"value": 0, "fieldName": "customerId"},
            },
        ),
        (
            "-5",
            400,
            {
                "message": 'Invalid value of "%value" provided for the %fieldName field.',
                "parameters": {"value": -5, "fieldName": "customerId"},
            },
        ),
        (
            "999999",
            404,
            {
                "message": "No such entity with %fieldName = %fieldValue",
                "parameters": {"fieldName": "customerId", "fieldValue": 999_999},
            },
        ),
        (
            "abc",
            400,
            {"message": 'The "abc" value\'s type is invalid. The "int" type was expected. Verify and try again.'},
        ),
    ],
)
def test_a_token_is_somebodys(rest: Rest, grace: Customer, customer_id: str, status: int, answer: Any) -> None:
    response = rest("GET", f"/V1/customers/{customer_id}/password/resetLinkToken/{'0' * 32}")

    assert (response.status_code, response.json()) == (status, answer)


@pytest.mark.parametrize(
    ("sent", "status", "answer"),
    [
        ({"email": None, "resetToken": None, "newPassword": None}, 400, required("email", "resetToken", "newPassword")),
        ({"newPassword": None}, 400, required("newPassword")),
        ({"email": ""}, 400, required("email")),
        ({"resetToken": ""}, 400, required("resetPasswordLinkToken")),
        (
            {"newPassword": "password"},
            400,
            {
                "message": "Minimum of different classes of characters in password is %1. "
                "Classes of characters: Lower Case, Upper Case, Digits, Special Characters.",
                "parameters": ["3"],
            },
        ),
        (
            {"newPassword": ""},
            400,
            {
                "message": "The password needs at least %1 characters. Create a new password and try again.",
                "parameters": ["8"],
            },
        ),
    ],
)
def test_no_password_is_set(
    rest: Rest, grace: Customer, reset_token: str, sent: dict[str, Any], status: int, answer: dict[str, Any]
) -> None:
    given = {"email": grace.email, "resetToken": reset_token, "newPassword": NEW, **sent}

    response = rest("POST", "/V1/customers/resetPassword", given)

    assert (response.status_code, response.json()) == (status, answer)
    customer = Customer.objects.get()
    assert customer.password_is(PASSWORD)
    assert customer.reset_token_digest


# Tokens


def test_a_customer_takes_every_token_of_theirs_back(rest: Rest, grace: Customer, otto: Customer) -> None:
    first, second, other = headers_of(grace), headers_of(grace), headers_of(otto)

    answer = rest("POST", "/V1/integration/customer/revoke-customer-token", **first)

    assert (answer.status_code, answer.json()) == (200, True)
    assert [rest("GET", "/V1/customers/me", **headers).status_code for headers in (first, second, other)] == [
        401,
        401,
        200,
    ]


def test_a_guest_has_no_token_to_take_back(rest: Rest) -> None:
    answer = rest("POST", "/V1/integration/customer/revoke-customer-token")

    assert is_refused(answer, ConsumerNotAuthorized(resources="self"))


def test_an_integration_gets_a_token_of_a_customer(
    rest: Rest, admin: AdminUser, make_customer: MakeCustomer, other_store: Store
) -> None:
    customer = make_customer(at=other_store, password=None)

    answer = rest("POST", f"/V1/customers/{customer.pk}/token", by=admin)

    assert answer.status_code == 200
    assert re.fullmatch(r"[a-z0-9]{32}", answer.json())
    me = rest("GET", "/V1/customers/me", scope="/second_view", Authorization=f"Bearer {answer.json()}")
    assert me.json()["id"] == customer.pk


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"locked_until_at": dt.datetime(9999, 1, 1, tzinfo=dt.UTC)}, "The account is locked."),
        ({"confirmation_key": "key"}, "This account isn't confirmed. Verify and try again."),
    ],
)
def test_an_account_that_cannot_be_used_gives_no_token(
    rest: Rest, admin: AdminUser, grace: Customer, state: dict[str, Any], sentence: str
) -> None:
    Customer.objects.update(**state)

    answer = rest("POST", f"/V1/customers/{grace.pk}/token", by=admin)

    assert (answer.status_code, answer.json()) == (401, {"message": sentence})
    assert not Token.objects.filter(kind="customer").exists()
