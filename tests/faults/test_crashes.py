"""A crash before each statement of a deed: all of it has happened or nothing, history and mails among it (F14)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from customers.models import Address, Customer
from tests.conftest import PASSWORD, headers_of
from tests.graphql_api.conftest import ADD_ADDRESS, CREATE_V2, home, person

pytestmark = pytest.mark.django_db

# They stand for the beginning and the end of a transaction, which the database keeps whole itself.
OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
# Tries count for themselves, whatever becomes of what was tried.
TRIES = ("failures_count", "first_failure_at", "locked_until_at")
APPS = [app for app in settings.COMMERCE_APPS if app not in ("limits", "revisions")]

Rows = dict[str, list[tuple[Any, ...]]]
Deed = Callable[[], Any]


class Crash(BaseException):
    """The process is gone; nobody can catch it."""


def crashes(deed: Deed, place: int) -> bool:
    """Do it in a process that is gone before the statement of that number; whether it came that far."""
    counted = 0

    def run(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal counted
        if not str(sql).startswith(OF_TRANSACTIONS):
            if counted == place:
                raise Crash
            counted += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        try:
            deed()
        except Crash:
            return True
    return False


def rows() -> Rows:
    """Every row of every table of ours, but for tries."""
    return {
        model._meta.label: list(
            model.objects.order_by("pk").values_list(
                *(field.attname for field in model._meta.concrete_fields if field.attname not in TRIES)
            )
        )
        for app in APPS
        for model in apps.get_app_config(app).get_models()
    }


def counts(rows: Rows) -> dict[str, int]:
    return {label: len(each) for label, each in rows.items()}


@contextmanager
def forgotten() -> Iterator[None]:
    """Whatever happens in the block has not happened after it."""
    before = transaction.savepoint()  # A block would be one more around those that want to be the outermost.
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


def asked(document: str, variables: Any = None, by: Customer | None = None) -> Deed:
    """The deed of a document; its answer is refused by an assertion if it is a refusal."""
    sent = json.dumps({"query": document, "variables": variables})
    headers = headers_of(by)

    def deed() -> None:
        answer = Client().post("/graphql", sent, content_type="application/json", headers=headers).json()
        assert "errors" not in answer, answer

    return deed


def sign_up(grace: Customer, otto: Customer) -> Deed:
    return asked(CREATE_V2, {"input": person(is_subscribed=True)})


def change_of_email(grace: Customer, otto: Customer) -> Deed:
    document = (
        'mutation ($p: String!) { updateCustomerEmail(email: "new@example.org", password: $p) { customer { id } } }'
    )
    return asked(document, {"p": PASSWORD}, grace)


def change_of_password(grace: Customer, otto: Customer) -> Deed:
    document = (
        "mutation ($a: String!, $b: String!) { changeCustomerPassword(currentPassword: $a, newPassword: $b) { id } }"
    )
    return asked(document, {"a": PASSWORD, "b": "Another-Horse-9"}, grace)


def deletion(grace: Customer, otto: Customer) -> Deed:
    return asked("mutation { deleteCustomer }", by=otto)


def new_default_address(grace: Customer, otto: Customer) -> Deed:
    return asked(ADD_ADDRESS, {"input": home(default_billing=True, default_shipping=True)}, otto)


def request_of_a_reset(grace: Customer, otto: Customer) -> Deed:
    return asked('mutation { requestPasswordResetEmail(email: "grace@example.org") }')


@pytest.mark.parametrize(
    "of", [sign_up, change_of_email, change_of_password, deletion, new_default_address, request_of_a_reset]
)
def test_a_crash_anywhere_leaves_all_or_nothing(
    of: Callable[[Customer, Customer], Deed], grace: Customer, otto: Customer
) -> None:
    deed = of(grace, otto)
    deed_before = rows()
    with forgotten():
        deed()
        done = rows()
    assert done != deed_before
    assert rows() == deed_before
    ended = {"nothing": 0, "all": 0}

    for place in count():
        with forgotten():
            has_crashed = crashes(deed, place)
            left = rows()
        if not has_crashed:
            break  # It has fewer statements than that.
        if left == deed_before:
            ended["nothing"] += 1
        else:
            changed = [label for label in left if left[label] != deed_before[label]]
            assert counts(left) == counts(done), f"half written before statement {place}: {changed}"
            assert changed == [label for label in done if done[label] != deed_before[label]], place
            ended["all"] += 1

    assert ended["nothing"] >= 4  # The shortest of these deeds has four statements.


def test_the_harness_sees_what_is_half_written(otto: Customer) -> None:
    def halves() -> None:
        Address.objects.filter(customer=otto).update(city="Utica")
        Customer.objects.filter(pk=otto.pk).update(firstname="Ottilie")

    deed_before = rows()
    with forgotten():
        assert crashes(halves, 1)
        assert rows() != deed_before
    with forgotten():
        assert crashes(halves, 0)
        assert rows() == deed_before
    with forgotten():
        assert not crashes(halves, 2)
