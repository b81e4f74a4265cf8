"""The shop's customers at a glance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from customers import overview
from customers.models import Customer


def opened(customer: Customer, *, days_ago: int) -> None:
    Customer.objects.filter(pk=customer.pk).update(created_at=timezone.now() - dt.timedelta(days=days_ago))


def test_each_of_the_last_days_has_its_number(make_customer: Callable[..., Customer]) -> None:
    for place, ago in enumerate((0, 0, 3, 29, 30)):
        opened(make_customer(email=f"guest{place}@example.org"), days_ago=ago)

    days = overview.opened_by_day()

    assert len(days) == 30
    assert days[-1].date == timezone.now().astimezone(dt.UTC).date()
    assert [day.count for day in days] == [1, *[0] * 25, 1, 0, 0, 2]


def test_all_customers_are_counted_and_others_as_far_as_they_are_told(
    make_customer: Callable[..., Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "MOST_COUNTED", 2)
    for place in range(3):
        make_customer(email=f"guest{place}@example.org")

    assert str(overview.customers()) == "3"
    assert str(overview.at_most(Customer.objects.all())) == "2 or more"
    assert str(overview.Amount(1_234_567)) == "1,234,567"


def test_who_is_locked_or_not_confirmed_is_told(make_customer: Callable[..., Customer]) -> None:
    locked, unlocked, waiting, _ = (make_customer(email=f"guest{place}@example.org") for place in range(4))
    now = timezone.now()
    Customer.objects.filter(pk=locked.pk).update(locked_until_at=now + dt.timedelta(minutes=5))
    Customer.objects.filter(pk=unlocked.pk).update(locked_until_at=now - dt.timedelta(minutes=5))
    Customer.objects.filter(pk=waiting.pk).update(confirmation_key="key")

    assert list(overview.locked()) == [locked]
    assert list(overview.waiting_for_confirmation()) == [waiting]
    assert overview.at_most(overview.locked()) == overview.Amount(1)


def test_the_newest_come_first(make_customer: Callable[..., Customer]) -> None:
    made = [make_customer(email=f"guest{place}@example.org") for place in range(3)]

    assert list(overview.newest(2)) == [made[2], made[1]]
