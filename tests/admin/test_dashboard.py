"""The admin's first page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from customers.models import Customer
from outbox.models import Mail
from tests.conftest import token_of

PLACE = "/admin/"


def cards(client: Client) -> dict[str, str]:
    return {card.title: card.amount for card in client.get(PLACE).context["cards"]}


def locked(customer: Customer) -> Customer:
    customer.locked_until_at = timezone.now() + dt.timedelta(minutes=5)
    customer.save()
    return customer


def test_the_shop_is_told_in_numbers(merchant: Client, grace: Customer, otto: Customer) -> None:
    locked(grace)
    Customer.objects.filter(pk=otto.pk).update(confirmation_key="key")
    token_of(otto)

    told = cards(merchant)

    assert {title: told[title] for title in list(told)[:6]} == {
        "Customers": "2",
        "New today": "2",
        "New in 7 days": "2",
        "Locked accounts": "1",
        "Pending confirmations": "1",
        "Tokens in use": "1",
    }
    assert told["Mails waiting"] == f"{Mail.objects.filter(state=Mail.State.WAITING).count()}"


def test_every_number_leads_to_its_list(merchant: Client, grace: Customer, otto: Customer) -> None:
    locked(grace)
    Customer.objects.filter(pk=otto.pk).update(confirmation_key="key")
    shown = merchant.get(PLACE).context

    lists = {card.title: merchant.get(card.link).context["cl"].result_list for card in shown["cards"][:5]}
    of_today = merchant.get(shown["bars"][-1].link).context["cl"].result_list
    of_yesterday = merchant.get(shown["bars"][-2].link).context["cl"].result_list

    assert set(lists["Customers"]) == set(lists["New today"]) == set(lists["New in 7 days"]) == {grace, otto}
    assert list(lists["Locked accounts"]) == [grace]
    assert list(lists["Pending confirmations"]) == [otto]
    assert set(of_today) == {grace, otto}
    assert list(of_yesterday) == []


def test_it_asks_as_often_for_many_customers_as_for_few(
    merchant: Client, make_customer: Callable[..., Customer]
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert merchant.get(PLACE).status_code == 200
        return len(asked)

    locked(make_customer())
    questions()
    few = questions()
    for number in range(12):
        locked(make_customer(email=f"guest{number}@example.org"))

    assert questions() == few
    assert few <= 20


def test_an_account_is_unlocked_from_there(merchant: Client, grace: Customer) -> None:
    locked(grace)

    answer = merchant.post(f"/admin/customers/customer/{grace.pk}/do/unlock/", {"back": "dashboard"})

    grace.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, PLACE)
    assert not grace.is_locked


@pytest.mark.parametrize(
    ("allowed", "seen"),
    [
        ([], set()),
        (["view_token"], {"Tokens in use"}),
        (
            ["view_customer"],
            {"Customers", "New today", "New in 7 days", "Locked accounts", "Pending confirmations"},
        ),
    ],
)
def test_a_clerk_sees_what_their_lists_would_show(
    clerk_allowed: Callable[..., Client], grace: Customer, allowed: list[str], seen: set[str]
) -> None:
    locked(grace)

    answer = clerk_allowed(*allowed).get(PLACE)

    shown: Any = answer.context.get("cards") or []
    assert {card.title for card in shown} == seen
    assert ("grace@example.org" in answer.content.decode()) == ("view_customer" in allowed)
    assert "Unlock" not in answer.content.decode()
