"""The admin's first page: the shop at a glance, and who needs somebody's attention."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from auth_tokens import lifetimes
from auth_tokens.models import Token
from customers import overview
from customers.models import Customer
from history.models import Entry
from outbox.models import Mail

SHOWN = 8
WIDTH, HEIGHT = 720, 160  # of the plot, in its own units


@dataclass(frozen=True)
class Card:
    """A number, and the list it leads to."""

    title: str
    amount: str
    link: str
    is_alarming: bool = False


@dataclass(frozen=True)
class Bar:
    """A day of the plot: where its bar stands, and the list it leads to."""

    date: dt.date
    count: int
    link: str
    x: float
    y: float
    width: float
    height: float
    label_at: float | None


def context(request: HttpRequest, known: dict[str, Any]) -> dict[str, Any]:
    """What the first page shows to whoever looks: no more than the lists would."""
    if may_see(request, Customer):
        known |= _customers(request)
    if may_see(request, Token):
        counted = overview.at_most(Token.objects.filter(lifetimes.in_use()))
        known.setdefault("cards", []).append(Card("Tokens in use", str(counted), _list_of(Token)))
    if may_see(request, Mail):
        counted = overview.at_most(Mail.objects.filter(state=Mail.State.WAITING))
        known.setdefault("cards", []).append(
            Card("Mails waiting", str(counted), _list_of(Mail, state__exact="waiting"))
        )
    if may_see(request, Entry):
        known["happened"] = Entry.objects.all()[:SHOWN]
    return known


def may_see(request: HttpRequest, model: type[Any]) -> bool:
    """Whether somebody may see the list of a model."""
    return model in admin.site._registry and admin.site._registry[model].has_view_or_change_permission(request)


def _customers(request: HttpRequest) -> dict[str, Any]:
    days = overview.opened_by_day()
    locked = overview.at_most(overview.locked())
    waiting = overview.at_most(overview.waiting_for_confirmation())
    today, week = days[-1], days[-7:]
    return {
        "cards": [
            Card("Customers", str(overview.customers()), _list_of(Customer)),
            Card("New today", f"{today.count:,}", _opened(today.date, today.date)),
            Card("New in 7 days", f"{sum(day.count for day in week):,}", _opened(week[0].date, today.date)),
            Card("Locked accounts", str(locked), _list_of(Customer, locked="1"), is_alarming=locked.number > 0),
            Card("Pending confirmations", str(waiting), _list_of(Customer, confirmed="0")),
        ],
        "bars": _bars(days),
        "most_in_a_day": max(day.count for day in days),
        "opened_in_all": sum(day.count for day in days),
        "newest": overview.newest(SHOWN),
        "locked": overview.locked()[:SHOWN] if locked.number else [],
        "may_unlock": request.user.has_perm("customers.unlock_customer"),
    }


def _bars(days: list[overview.Day]) -> list[Bar]:
    most = max(1, *(day.count for day in days))
    step = WIDTH / len(days)
    return [
        Bar(
            date=day.date,
            count=day.count,
            link=_opened(day.date, day.date),
            x=round(place * step + 2, 2),
            y=round(HEIGHT - HEIGHT * day.count / most, 2),
            width=round(step - 4, 2),
            height=round(HEIGHT * day.count / most, 2),
            label_at=round((place + 0.5) * step, 2) if (len(days) - 1 - place) % 7 == 0 else None,
        )
        for place, day in enumerate(days)
    ]


def _opened(first: dt.date, last: dt.date) -> str:
    return _list_of(Customer, created_at_from=str(first), created_at_to=str(last))


def _list_of(model: type[Any], **filters: str) -> str:
    try:
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    except NoReverseMatch:
        return ""
    return f"{page}?{urlencode(filters)}" if filters else page
