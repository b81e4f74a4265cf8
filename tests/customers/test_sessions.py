"""Customers signed in with a browser's session."""

from __future__ import annotations

from typing import Any

import pytest

from customers import sign_in
from customers.models import Customer
from stores.models import Store


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


def test_a_session_of_one_customer_with_the_mark_of_another_says_nothing(
    grace: Customer, otto: Customer, store: Store
) -> None:
    session = {key: [grace.pk, mark] for key, (_, mark) in session_of(otto).items()}

    assert sign_in.customer_of_session(session, store) is None


def test_signing_out_forgets_the_customer_and_nothing_else(grace: Customer, store: Store) -> None:
    session = session_of(grace) | {"language": "en"}

    sign_in.forget(session)
    sign_in.forget(session)

    assert session == {"language": "en"}
    assert sign_in.customer_of_session(session, store) is None


def test_a_new_password_ends_sessions(grace: Customer, store: Store) -> None:
    session = session_of(grace)

    grace.set_password("Another-Horse-9")
    grace.save()

    assert sign_in.customer_of_session(session, store) is None


def test_a_session_ends_with_its_customer(grace: Customer, store: Store) -> None:
    session = session_of(grace)

    grace.delete()

    assert sign_in.customer_of_session(session, store) is None
