"""Customers saying who they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auth_tokens.errors import CredentialRequired, SignInFailed
from auth_tokens.models import Token
from customers import sign_in
from customers.callers import caller_with
from customers.errors import CustomerGone, UsernameRequired
from customers.models import Customer
from kernel.errors import Failure, SeveralProblems
from stores.models import Store
from tests.conftest import PASSWORD, token_of

MakeCustomer = Callable[..., Customer]


@pytest.mark.parametrize("email", ["grace@example.org", "GRACE@Example.Org", " grace@example.org "])
def test_a_customer_gets_a_token_that_says_who_they_are(grace: Customer, store: Store, email: str) -> None:
    text = sign_in.create_customer_access_token(store=store, email=email, password=PASSWORD)

    caller = caller_with(text)
    assert caller is not None
    token = caller.token
    assert (token.kind, token.owner_id, token.website_id) == (Token.Kind.CUSTOMER, grace.pk, store.website_id)
    assert sign_in.customer_of(caller, store) == grace


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("grace@example.org", "Wrong-Horse-9"),
        ("grace@example.org", PASSWORD + " "),
        ("grace@example.org", PASSWORD.lower()),
        ("nobody@example.org", PASSWORD),
        ("plainaddress", PASSWORD),
        ("  ", PASSWORD),
        ("grace@example.org", "x" * 100_000),
        ("x" * 100_000, PASSWORD),
    ],
    ids=lambda text: repr(text)[:24],
)
def test_wrong_credentials_are_refused_without_a_reason(
    grace: Customer, store: Store, email: str, password: str
) -> None:
    with pytest.raises(SignInFailed) as raised:
        sign_in.create_customer_access_token(store=store, email=email, password=password)

    assert raised.value == SignInFailed()
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    ("email", "password", "failure"),
    [
        (None, PASSWORD, UsernameRequired(fieldName="username")),
        ("grace@example.org", "", CredentialRequired(fieldName="password")),
        ("", None, SeveralProblems([UsernameRequired(fieldName="username"), CredentialRequired(fieldName="password")])),
    ],
)
def test_what_is_missing_is_asked_for(store: Store, email: str | None, password: str | None, failure: Failure) -> None:
    with pytest.raises(Failure) as raised:
        sign_in.create_customer_access_token(store=store, email=email, password=password)

    assert raised.value == failure


def test_without_a_password_nobody_signs_in(make_customer: MakeCustomer, store: Store) -> None:
    make_customer(password=None)

    for password in (PASSWORD, "None", "!"):
        with pytest.raises(SignInFailed):
            sign_in.create_customer_access_token(store=store, email="grace@example.org", password=password)


def test_a_customer_signs_in_on_their_own_website_only(grace: Customer, other_store: Store) -> None:
    with pytest.raises(SignInFailed):
        sign_in.create_customer_access_token(store=other_store, email="grace@example.org", password=PASSWORD)


def test_two_customers_with_one_email_are_told_apart_by_website(
    make_customer: MakeCustomer, store: Store, other_store: Store
) -> None:
    here, there = make_customer(), make_customer(at=other_store, password="Another-Horse-9")

    assert sign_in.authenticate(store=store, email=here.email, password=PASSWORD) == here
    assert sign_in.authenticate(store=other_store, email=here.email, password="Another-Horse-9") == there


def test_a_token_of_one_website_says_nothing_on_another(grace: Customer, other_store: Store) -> None:
    caller = caller_with(token_of(grace))

    assert caller is not None
    assert sign_in.customer_of(caller, other_store) is None


def test_an_admins_token_is_no_customers(admin: object, store: Store) -> None:
    caller = caller_with(token_of(admin))  # type: ignore[arg-type]

    assert caller is not None
    assert sign_in.customer_of(caller, store) is None


def test_a_token_that_outlived_its_customer_says_so(grace: Customer, store: Store) -> None:
    text = token_of(grace)
    number = grace.pk
    grace.delete()

    gone = caller_with(text)

    assert gone is not None
    with pytest.raises(CustomerGone) as raised:
        sign_in.customer_of(gone, store)
    assert raised.value == CustomerGone(customerId=number)


@pytest.mark.parametrize("email", ["nobody@example.org", "grace@example.org", "ada@example.org"])
def test_every_failed_sign_in_costs_one_hash(
    grace: Customer, make_customer: MakeCustomer, store: Store, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    make_customer(email="ada@example.org", password=None)
    made: list[str] = []
    monkeypatch.setattr("django.contrib.auth.hashers.MD5PasswordHasher.encode", lambda *args: made.append("") or "x")

    with pytest.raises(SignInFailed):
        sign_in.authenticate(store=store, email=email, password="Wrong-Horse-9")

    assert len(made) == 1
