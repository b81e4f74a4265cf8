"""Which passwords are good enough, and in which order that is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from pytest_django import Settings

from customers.config import MINIMUM_PASSWORD_LENGTH, PASSWORD_CLASSES
from customers.errors import (
    EmailNotValid,
    PasswordHasSpacesAround,
    PasswordIsEmail,
    PasswordTooLong,
    PasswordTooShort,
    PasswordTooSimple,
)
from customers.models import Customer
from customers.passwords import classes_in
from kernel.errors import Failure
from stores import config
from tests.conftest import PASSWORD

MakeCustomer = Callable[..., Customer]
Refused = Callable[..., Failure]


@pytest.mark.parametrize(
    "password",
    [
        "b1b2b3l@w+",
        "Password1",
        "b0bl0bl@w",
        "Aa1" + "x" * 253,
        "Pässwörd 1",
        "密码 Ab1234",
        "Ab1\0cdefg",
        "aB3 aB3 aB3",
    ],
)
def test_a_good_password_is_taken_as_it_is(make_customer: MakeCustomer, password: str) -> None:
    customer = make_customer(password=password)

    assert customer.password_is(password)
    assert not customer.password_is(password + "x")
    assert not customer.password_is(password.upper())


@pytest.mark.parametrize(
    ("password", "failure"),
    [
        ("Aa1" + "x" * 254, PasswordTooLong(256)),
        (" " * 257, PasswordTooLong(256)),
        ("", PasswordTooShort("8")),
        ("Aa1+567", PasswordTooShort("8")),
        (" Aa1+5 ", PasswordTooShort("8")),
        (" Password1", PasswordHasSpacesAround()),
        ("Password1 ", PasswordHasSpacesAround()),
        (" password ", PasswordHasSpacesAround()),
        ("        ", PasswordHasSpacesAround()),
        ("password", PasswordTooSimple("3")),
        ("password1", PasswordTooSimple("3")),
        ("PASSWORD1", PasswordTooSimple("3")),
        ("12345678", PasswordTooSimple("3")),
        ("пароль пароль", PasswordTooSimple("3")),
        ("Grace1@Example.org", PasswordIsEmail()),
        ("GRACE1@EXAMPLE.ORG", PasswordIsEmail()),
        ("grace1@example.org", PasswordIsEmail()),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_a_bad_password_opens_no_account(refused: Refused, password: str, failure: Failure) -> None:
    assert refused(email="Grace1@example.org", password=password) == failure


def test_the_account_is_judged_before_its_password(refused: Refused) -> None:
    assert refused(email="plainaddress", password="x") == EmailNotValid()


def test_a_merchant_may_ask_for_longer_passwords(make_customer: MakeCustomer, refused: Refused) -> None:
    config.write(MINIMUM_PASSWORD_LENGTH, "12")

    assert refused(password="Password123") == PasswordTooShort("12")
    assert make_customer(password="Password1234").has_password


@pytest.mark.parametrize(("classes", "password"), [("1", "password"), ("2", "password1"), ("4", "Password1+")])
def test_a_merchant_decides_how_many_classes(
    make_customer: MakeCustomer, refused: Refused, classes: str, password: str
) -> None:
    config.write(PASSWORD_CLASSES, "4")
    assert refused(password="Password1") == PasswordTooSimple("4")

    config.write(PASSWORD_CLASSES, classes)
    assert make_customer(password=password).has_password


@pytest.mark.parametrize(
    ("password", "count"),
    [("", 0), ("a", 1), ("A", 1), ("1", 1), ("+", 1), (" ", 1), ("é", 1), ("É", 1), ("٣", 1), ("aA1+", 4), ("éÉ", 1)],
)
def test_classes_are_counted_in_ascii(password: str, count: int) -> None:
    assert classes_in(password) == count


def test_without_a_password_no_password_fits(make_customer: MakeCustomer) -> None:
    customer = make_customer(password=None)

    assert not any(customer.password_is(text) for text in ("", "None", "Correct-Horse-9"))


def test_a_hash_of_an_older_kind_is_made_anew_when_its_password_is_given(grace: Customer, settings: Settings) -> None:
    hashers = "django.contrib.auth.hashers"
    settings.PASSWORD_HASHERS = [f"{hashers}.MD5PasswordHasher", f"{hashers}.PBKDF2PasswordHasher"]
    Customer.objects.update(password_hash=make_password(PASSWORD, hasher="pbkdf2_sha256"))
    grace.refresh_from_db()

    assert not grace.password_is("Wrong-Horse-9")
    assert Customer.objects.get().password_hash.startswith("pbkdf2_sha256$")

    assert grace.password_is(PASSWORD)
    assert Customer.objects.get().password_hash.startswith("md5$")
