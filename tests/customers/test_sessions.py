"""Customers signed in with a browser's session."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from auth_tokens.models import Token
from customers import passwords, sign_in
from customers.models import Customer
from stores.models import Store
from tests.conftest import PASSWORD, token_of
from tests.recognition import recognize


def session_of(customer: Customer) -> dict[str, Any]:
    """A session somebody has signed in with."""
    session: dict[str, Any] = {}
    sign_in.remember(customer, session)
    return session


def test_a_session_says_who_is_signed_in_on_their_website(grace: Customer, store: Store, other_store: Store) -> None:
    session = session_of(grace)

    assert sign_in.customer_of_session(session, store) == grace
    assert sign_in.customer_of_session(session, other_store) is None


def test_a_session_holds_no_password_and_no_hash_of_one(grace: Customer) -> None:
    held = repr(session_of(grace))

    assert grace.password_hash not in held
    assert grace.email not in held


def test_an_empty_session_says_nothing(store: Store) -> None:
    assert sign_in.customer_of_session({}, store) is None


@pytest.mark.parametrize("kept", [None, 1, "x", [], [1], [1, None], ["1", "x"], [None, "x"], [2**40, "x"], {"1": "x"}])
def test_a_session_that_holds_something_else_says_nothing(grace: Customer, store: Store, kept: Any) -> None:
    session = dict.fromkeys(session_of(grace), kept)

    assert sign_in.customer_of_session(session, store) is None


def test_the_token_of_a_customer_is_no_session_and_a_session_no_token(grace: Customer, store: Store) -> None:
    token, session = token_of(grace), session_of(grace)
    ((key, secret),) = session.items()

    assert sign_in.customer_of_session({key: token}, store) is None
    assert recognize(secret) is None


def test_signing_out_forgets_the_customer_and_nothing_else(grace: Customer, store: Store) -> None:
    session = session_of(grace) | {"language": "en"}

    sign_in.forget(session)
    sign_in.forget(session)

    assert session == {"language": "en"}
    assert sign_in.customer_of_session(session, store) is None


def test_a_password_changed_elsewhere_ends_sessions(grace: Customer, store: Store) -> None:
    session = session_of(grace)

    passwords.change_password(customer=grace, current_password=PASSWORD, new_password="Another-Horse-9")

    assert sign_in.customer_of_session(session, store) is None


def test_a_hash_made_anew_at_a_sign_in_ends_no_session(grace: Customer, store: Store) -> None:
    outdated = grace.password_hash = make_password(PASSWORD, salt="short")
    grace.save(update_fields=["password_hash"])
    session = session_of(grace)

    sign_in.authenticate(store=store, email=grace.email, password=PASSWORD)

    grace.refresh_from_db()
    assert grace.password_hash != outdated
    assert sign_in.customer_of_session(session, store) == grace


def test_signing_out_ends_the_session_for_whoever_kept_a_copy(grace: Customer, store: Store) -> None:
    session = session_of(grace)
    copy = dict(session)

    sign_in.forget(session)

    assert sign_in.customer_of_session(copy, store) is None


def test_the_tokens_of_a_customer_end_without_their_sessions(grace: Customer, store: Store) -> None:
    session = session_of(grace)
    token_of(grace)

    sign_in.revoke_customer_access_token(customer=grace)

    assert sign_in.customer_of_session(session, store) == grace


@pytest.mark.parametrize(("days", "is_signed_in"), [(13, True), (14, False)])
def test_a_session_lasts_as_long_as_its_cookie_whatever_tokens_do(
    grace: Customer, store: Store, days: int, is_signed_in: bool
) -> None:
    session = session_of(grace)
    Token.objects.update(created_at=timezone.now() - dt.timedelta(days=days))

    assert (sign_in.customer_of_session(session, store) is not None) is is_signed_in


def test_a_session_ends_with_its_customer(grace: Customer, store: Store) -> None:
    session = session_of(grace)

    grace.delete()

    assert sign_in.customer_of_session(session, store) is None
