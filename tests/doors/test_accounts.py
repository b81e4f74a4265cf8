"""Every rule of an account arrives at both doors."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from attributes.errors import AttributeValueRequired, InvalidDate, OptionNotOffered, TextTooLong
from attributes.models import Attribute
from auth_tokens.config import CUSTOMER_LIFETIME
from auth_tokens.errors import SignInFailed
from auth_tokens.models import Token
from customers import config as settings
from customers.errors import (
    BirthDateInFuture,
    EmailNotValid,
    EmailTakenAtSignUp,
    GenderNotValid,
    NameNotValid,
    PasswordHasSpacesAround,
    PasswordIsEmail,
    PasswordTooLong,
    PasswordTooShort,
    PasswordTooSimple,
)
from customers.models import Customer
from customers.signals import customer_created
from kernel.errors import Failure
from stores import config
from stores.models import Store
from tests.conftest import PASSWORD
from tests.customers.conftest import everything
from tests.customers.test_emails import BAD, GOOD
from tests.doors.conftest import Door

REFUSALS: list[tuple[dict[str, Any], Failure]] = [
    ({"firstname": ""}, AttributeValueRequired("First Name")),
    ({"lastname": ""}, AttributeValueRequired("Last Name")),
    ({"firstname": "<script>"}, NameNotValid("First Name")),
    ({"lastname": "x" * 256}, NameNotValid("Last Name")),
    ({"prefix": "x" * 41}, TextTooLong("Name Prefix", 40)),
    ({"gender": 5}, GenderNotValid(5)),
    ({"dob": "bla-bla"}, InvalidDate()),
    ({"dob": "9999-01-01"}, BirthDateInFuture()),
    ({"email": "GRACE@example.org"}, EmailTakenAtSignUp()),
    ({"password": "x" * 257}, PasswordTooLong(256)),
    ({"password": "Aa1+"}, PasswordTooShort("8")),
    ({"password": " Password1"}, PasswordHasSpacesAround()),
    ({"password": "password"}, PasswordTooSimple("3")),
    ({"email": "ada1@example.org", "password": "ADA1@example.org"}, PasswordIsEmail()),
    ({"custom_attributes": [{"attribute_code": "studies", "value": "9"}]}, OptionNotOffered("studies", "9")),
    *(({"email": email}, EmailNotValid()) for email in BAD),
]


@pytest.mark.parametrize(("fields", "failure"), REFUSALS, ids=lambda value: repr(value)[:40])
def test_a_rule_arrives_and_nothing_is_kept(
    door: Door, grace: Customer, studies: Attribute, fields: dict[str, Any], failure: Failure
) -> None:
    before = everything()[:4]  # The last ones are tokens: the admin who calls has one.

    answer = door.create(**fields)

    assert door.told(answer) == door.says(failure)
    assert everything()[:4] == before


@pytest.mark.parametrize("email", GOOD, ids=lambda email: email[:20])
def test_a_good_email_is_answered_as_it_was_sent(door: Door, email: str) -> None:
    assert door.customer(door.create(email=email))["email"] == email


def test_an_account_is_opened_signed_in_to_and_read(door: Door) -> None:
    created = door.customer(door.create(gender=2, dob="1972-03-11", is_subscribed=True))

    token = door.token(door.sign_in("ADA@example.org", PASSWORD))

    assert created == {
        "id": Customer.objects.get().pk,
        "email": "ada@example.org",
        "firstname": "Ada",
        "lastname": "Byron",
        "gender": 2,
        "dob": "1972-03-11",
        "is_subscribed": True,
    }
    assert door.customer(door.me(token)) == created
    assert len(token) == 32


def test_an_account_without_a_password_cannot_be_signed_in_to(door: Door) -> None:
    assert door.customer(door.create(password=None))["email"] == "ada@example.org"

    assert door.told(door.sign_in("ada@example.org", PASSWORD)) == door.says(SignInFailed())


@pytest.mark.parametrize(("email", "password"), [("grace@example.org", "wrong"), ("eve@example.org", PASSWORD)])
def test_a_failed_sign_in_has_one_sentence(door: Door, grace: Customer, email: str, password: str) -> None:
    answer = door.sign_in(email, password)

    assert (door.told(answer), answer.status_code) == (door.says(SignInFailed()), 401)
    assert not Token.objects.exists()


def test_with_the_newsletter_off_nobody_is_subscribed(door: Door) -> None:
    config.write(settings.NEWSLETTER_ACTIVE, "0")

    assert door.customer(door.create(is_subscribed=True))["is_subscribed"] is False


def test_unknown_custom_attributes_are_ignored(door: Door) -> None:
    answer = door.create(custom_attributes=[{"attribute_code": "nothing", "value": "x"}])

    assert door.customer(answer)["email"] == "ada@example.org"


def test_an_email_may_be_used_on_each_website_and_tokens_stay_there(door: Door, other_store: Store) -> None:
    here, there = door.customer(door.create()), door.customer(door.create(store="second_view"))
    token = door.token(door.sign_in("ada@example.org", PASSWORD, store="second_view"))

    assert here["id"] != there["id"]
    assert door.customer(door.me(token, store="second_view")) == there
    assert door.me(token).status_code == 401


@pytest.mark.parametrize(
    ("hours", "age", "status"), [("1", 59, 200), ("1", 61, 401), ("0.5", 31, 401), ("2", 61, 200), ("", 10**6, 200)]
)
def test_a_change_of_the_lifetime_holds_at_once(door: Door, grace: Customer, hours: str, age: int, status: int) -> None:
    token = door.token(door.sign_in(grace.email, PASSWORD))
    Token.objects.update(created_at=timezone.now() - dt.timedelta(minutes=age))

    config.write(CUSTOMER_LIFETIME, hours)

    assert door.me(token).status_code == status


def test_a_receiver_that_fails_is_a_failure_of_the_server_and_leaves_nothing(door: Door) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("The receiver is out of order.")

    customer_created.connect(fail)
    try:
        answer = door.create(is_subscribed=True)
    finally:
        customer_created.disconnect(fail)

    assert answer.status_code == door.unforeseen
    assert everything()[:4] == [[], [], [], []]
