"""Too many failed sign-ins: what is refused, for how long, and what is not touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from admins.models import AdminUser
from auth_tokens import throttle
from auth_tokens.errors import SignInFailed
from customers import sign_in
from customers.models import Customer
from limits.models import Counter
from stores import config
from stores.models import Store
from tests.conftest import PASSWORD, headers_of
from tests.graphql_api.conftest import SIGN_IN

Rest = Callable[..., Any]
ROUTES = {"customer": "/V1/integration/customer/token", "admin": "/V1/integration/admin/token"}


@pytest.fixture
def names(grace: Customer, admin: AdminUser) -> dict[str, str]:
    return {"customer": grace.email, "admin": admin.username}


def of_names() -> QuerySet[Counter]:
    return Counter.objects.filter(purpose=throttle.PURPOSE)


def attempt(rest: Rest, kind: str, name: str, password: str, times: int = 1) -> list[int]:
    given = {"username": name, "password": password}
    return [rest("POST", ROUTES[kind], given).status_code for _ in range(times)]


@pytest.mark.parametrize("kind", ROUTES)
def test_the_seventh_try_is_refused_with_the_right_password_too(rest: Rest, names: dict[str, str], kind: str) -> None:
    failed = attempt(rest, kind, names[kind], "Wrong-Horse-9", times=6)
    right = rest(
        "POST",
        ROUTES[kind],
        {"username": names[kind].upper() if kind == "customer" else names[kind], "password": PASSWORD},
    )

    assert failed == [401] * 6
    assert right.status_code == 401
    assert right.json() == {"message": SignInFailed.template}


@pytest.mark.parametrize("kind", ROUTES)
def test_five_failures_are_forgiven_and_a_success_forgets_them(rest: Rest, names: dict[str, str], kind: str) -> None:
    statuses = [
        *attempt(rest, kind, names[kind], "Wrong-Horse-9", times=5),
        *attempt(rest, kind, names[kind], PASSWORD),
        *attempt(rest, kind, names[kind], "Wrong-Horse-9", times=5),
        *attempt(rest, kind, names[kind], PASSWORD),
    ]

    assert statuses == [*[401] * 5, 200] * 2
    assert of_names().count() == 0


@pytest.mark.parametrize("kind", ROUTES)
def test_a_name_nobody_has_is_counted_alike(rest: Rest, db: None, kind: str) -> None:
    attempt(rest, kind, "nobody@example.org", "Wrong-Horse-9", times=6)

    assert of_names().get().count == 6


def test_it_ends_after_half_an_hour(rest: Rest, names: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    attempt(rest, "customer", names["customer"], "Wrong-Horse-9", times=6)
    almost, after = (timezone.now() + dt.timedelta(seconds=seconds) for seconds in (1795, 1801))

    monkeypatch.setattr(timezone, "now", lambda: almost)
    before = attempt(rest, "customer", names["customer"], PASSWORD)
    monkeypatch.setattr(timezone, "now", lambda: after)

    assert before == [401]
    assert attempt(rest, "customer", names["customer"], PASSWORD) == [200]


def test_tokens_given_before_stay_good(rest: Rest, grace: Customer) -> None:
    given = headers_of(grace)
    attempt(rest, "customer", grace.email, "Wrong-Horse-9", times=7)

    assert rest("GET", "/V1/customers/me", **given).status_code == 200


def test_another_website_and_another_kind_are_counted_by_themselves(
    rest: Rest, grace: Customer, admin: AdminUser, make_customer: Callable[..., Customer], other_store: Store
) -> None:
    make_customer(at=other_store)
    AdminUser.objects.filter(pk=admin.pk).update(username=grace.email)
    attempt(rest, "customer", grace.email, "Wrong-Horse-9", times=6)

    elsewhere = sign_in.create_customer_access_token(store=other_store, email=grace.email, password=PASSWORD)

    assert len(elsewhere) == 32
    assert attempt(rest, "admin", grace.email, PASSWORD) == [200]


@pytest.mark.parametrize("path", ["oauth/authentication_lock/max_failures_count", "oauth/authentication_lock/timeout"])
def test_a_merchant_can_switch_it_off(rest: Rest, grace: Customer, path: str) -> None:
    config.write(path, "0")
    attempt(rest, "customer", grace.email, "Wrong-Horse-9", times=8)

    assert attempt(rest, "customer", grace.email, PASSWORD) == [200]
    assert of_names().count() == 0


def test_graphql_counts_the_same_failures(rest: Rest, graphql: Callable[..., Any], grace: Customer) -> None:
    attempt(rest, "customer", grace.email, "Wrong-Horse-9", times=3)
    for _ in range(3):
        graphql(SIGN_IN, {"email": grace.email, "password": "Wrong-Horse-9"})

    assert attempt(rest, "customer", grace.email, PASSWORD) == [401]


def test_what_no_longer_counts_is_deleted(rest: Rest, names: dict[str, str]) -> None:
    now = timezone.now()
    Counter.objects.create(purpose="sign_in", digest="0" * 64, count=3, counts_until_at=now, pending_until_at=now)

    attempt(rest, "customer", names["customer"], "Wrong-Horse-9")

    assert of_names().get().count == 1
