"""The shop's customers at a glance: how many, since when, and who needs somebody's attention.

None of it reads every customer: a number that could be large is known, or counted as far as it is told.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from customers import census
from customers.models import Customer

MOST_COUNTED = 10_000
DAYS = 30


@dataclass(frozen=True)
class Amount:
    """How many there are: exactly, or at least as many."""

    number: int
    is_least: bool = False

    def __str__(self) -> str:
        return f"{self.number:,}{' or more' if self.is_least else ''}"


@dataclass(frozen=True)
class Day:
    """How many accounts were opened on a day, by UTC."""

    date: dt.date
    count: int


def customers() -> Amount:
    """How many accounts there are."""
    known = census.total()
    return Amount(known[0] if known else Customer.objects.count())


def at_most(found: QuerySet[Any]) -> Amount:
    """How many there are of a kind, counted up to a bound."""
    number = found.order_by()[:MOST_COUNTED].count()
    return Amount(number, is_least=number == MOST_COUNTED)


def opened_by_day() -> list[Day]:
    """The accounts opened on each of the last days, today being the last one; days without any are among them."""
    today = timezone.now().astimezone(dt.UTC).date()
    days = [today - dt.timedelta(days=ago) for ago in reversed(range(DAYS))]
    since = dt.datetime.combine(days[0], dt.time(), dt.UTC)
    counted = (
        Customer.objects.filter(created_at__gte=since)
        .order_by()
        .values(day=TruncDate("created_at", tzinfo=dt.UTC))
        .annotate(count=Count("*"))
        .values_list("day", "count")
    )
    by_day = dict(counted)
    return [Day(day, by_day.get(day, 0)) for day in days]


def newest(most: int) -> QuerySet[Customer]:
    """The accounts that were opened last."""
    return Customer.objects.select_related("website").order_by("-id")[:most]


def locked() -> QuerySet[Customer]:
    """The accounts that are locked now, those that stay so longest first."""
    return Customer.objects.filter(locked_until_at__gt=timezone.now()).order_by("-locked_until_at")


def waiting_for_confirmation() -> QuerySet[Customer]:
    """The accounts whose e-mail has not been confirmed yet."""
    return Customer.objects.exclude(confirmation_key="").order_by("-id")
