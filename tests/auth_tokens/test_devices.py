"""Devices: what is known of them, and ending them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from admins.models import AdminUser
from auth_tokens import devices, lifetimes, sign_in, tokens
from auth_tokens.config import CUSTOMER_LIFETIME
from auth_tokens.models import Token
from history import events
from kernel import origin
from kernel.errors import NoSuchEntity
from stores import config
from tests.conftest import PASSWORD, token_of
from tests.recognition import recognize

pytestmark = pytest.mark.django_db
CUSTOMER, ADMIN = Token.Kind.CUSTOMER, Token.Kind.ADMIN
HOUR = dt.timedelta(hours=1)
PHONE = origin.Origin(origin.GUEST, address="203.0.113.77", agent="okhttp/4.12.0")


def given(owner_id: int = 7, **differences: Any) -> str:
    return tokens.issue(CUSTOMER, owner_id, website_id=1, **differences)


def calling_with(text: str) -> origin.Origin:
    token = recognize(text)
    assert token
    return origin.Origin(origin.Actor(origin.Kind.CUSTOMER, token.owner_id), device_id=token.pk)


def names(owner_id: int = 7) -> list[str]:
    return [device.name for device in devices.of(CUSTOMER, owner_id)]


def used_ago(text: str, age: dt.timedelta) -> None:
    Token.objects.filter(digest=tokens.digest_of(text)).update(last_used_at=timezone.now() - age)


def test_a_device_is_known_by_name_network_and_times() -> None:
    with origin.coming_from(PHONE):
        given()

    (device,) = devices.of(CUSTOMER, 7)
    assert (device.name, device.network, device.use) == ("Android app", "203.0.113.0/24", Token.Use.API)
    assert device.signed_in_at == device.last_used_at
    assert abs(timezone.now() - device.signed_in_at) < dt.timedelta(minutes=1)
    assert device.expires_in in range(3590, 3601)
    assert not device.is_current


def test_the_devices_are_somebodys_own_the_last_used_first() -> None:
    first, _, _ = given(device="first"), given(device="second"), given(8, device="another's")
    tokens.issue(ADMIN, 7, device="an admin's")
    used_ago(first, -HOUR)

    assert names() == ["first", "second"]


def test_an_expired_token_is_no_device(give_token: Callable[..., str]) -> None:
    give_token(HOUR)

    assert devices.of(CUSTOMER, 7) == []


def test_where_tokens_never_end_devices_do_not_either(give_token: Callable[..., str]) -> None:
    config.write(CUSTOMER_LIFETIME, "")
    give_token(9000 * HOUR)

    assert [device.expires_in for device in devices.of(CUSTOMER, 7)] == [None]


def test_the_device_that_is_calling_is_marked() -> None:
    here, _ = given(device="here"), given(device="there")

    with origin.coming_from(calling_with(here)):
        marked = {device.name: device.is_current for device in devices.of(CUSTOMER, 7)}

    assert marked == {"here": True, "there": False}


def test_one_device_is_ended_and_no_other() -> None:
    gone, stays = given(device="phone"), given(device="desk")
    (device_id,) = [device.id for device in devices.of(CUSTOMER, 7) if device.name == "phone"]

    devices.revoke(CUSTOMER, 7, device_id)

    assert recognize(gone) is None
    assert recognize(stays)
    entry = events.of("customer", 7).get()
    assert (entry.event, entry.details) == (devices.REVOKED, {"device": "phone"})


@pytest.mark.parametrize(
    "change", [lambda pk: pk, lambda pk: pk + 1000, lambda pk: 0, lambda pk: -pk, lambda pk: 2**70]
)
def test_a_device_that_is_not_there_is_told_like_somebody_elses(change: Callable[[int], int]) -> None:
    others = given(8)
    device_id = change(Token.objects.get().pk)

    with pytest.raises(NoSuchEntity) as raised:
        devices.revoke(CUSTOMER, 7, device_id)

    assert raised.value == NoSuchEntity(deviceId=device_id)
    assert recognize(others)
    assert not events.of("customer", 7).exists()


def test_the_others_are_ended_and_the_caller_stays() -> None:
    here, there, session = given(), given(), given(use=Token.Use.SESSION)

    with origin.coming_from(calling_with(here)):
        assert devices.revoke_others(CUSTOMER, 7) == 2

    assert recognize(here)
    assert recognize(there) is None
    assert tokens.recognize_session(session) is None
    assert events.of("customer", 7).get().details == {"count": 2}


def test_of_somebody_who_is_not_calling_all_are_others() -> None:
    admin = origin.Actor(origin.Kind.ADMIN, 7)
    given()

    with origin.coming_from(origin.Origin(admin, device_id=Token.objects.get().pk)):
        assert devices.revoke_others(CUSTOMER, 7) == 1


def test_all_are_ended_the_caller_too() -> None:
    here, there, others = given(), given(use=Token.Use.SESSION), given(8)

    with origin.coming_from(calling_with(here)):
        assert devices.revoke_all(CUSTOMER, 7) == 2

    assert recognize(here) is None
    assert tokens.recognize_session(there) is None
    assert recognize(others)


def test_where_nothing_ends_nothing_is_noted() -> None:
    assert (devices.revoke_all(CUSTOMER, 7), devices.revoke_others(CUSTOMER, 7)) == (0, 0)
    assert not events.of("customer", 7).exists()


# The last use


def test_a_use_is_noted_once_in_ten_minutes(django_assert_num_queries: Any) -> None:
    text = given()
    used_ago(text, tokens.NOTED_EVERY + dt.timedelta(seconds=1))

    with origin.coming_from(origin.Origin(origin.GUEST, address="198.51.100.9")):
        recognize(text)
        noted = Token.objects.get()
        recognize(text)

    assert timezone.now() - noted.last_used_at < dt.timedelta(minutes=1)
    assert noted.network == "198.51.100.0/24"
    assert Token.objects.get().last_used_at == noted.last_used_at
    assert noted.created_at == Token.objects.get().created_at


def test_a_use_soon_after_is_not_written(django_assert_num_queries: Any) -> None:
    text = given()
    used_ago(text, tokens.NOTED_EVERY - dt.timedelta(minutes=1))

    with django_assert_num_queries(2):
        assert recognize(text)


def test_a_use_that_cannot_be_noted_is_a_use(monkeypatch: pytest.MonkeyPatch) -> None:
    text = given()
    used_ago(text, HOUR)

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE"):
            raise DatabaseError("full")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        assert recognize(text)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="A database in memory has no second writer.")
@pytest.mark.django_db(transaction=True)
def test_a_use_waits_for_nobody_who_is_writing() -> None:
    text = given()
    used_ago(text, HOUR)
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("UPDATE auth_tokens_token SET device = 'held'")
            with connection.cursor() as mine:
                mine.execute("SET lock_timeout = '2s'")
            assert recognize(text)
    finally:
        other.rollback()
        other.close()
        with connection.cursor() as mine:
            mine.execute("RESET lock_timeout")

    assert timezone.now() - Token.objects.get().last_used_at >= HOUR - dt.timedelta(minutes=1)


# One clock


@pytest.mark.parametrize("minutes", [-5, 5, -60 * 24, 60 * 24])
def test_the_clock_of_the_machine_says_nothing_about_a_tokens_age(
    monkeypatch: pytest.MonkeyPatch, give_token: Callable[..., str], minutes: int
) -> None:
    nearly, over = give_token(HOUR - dt.timedelta(minutes=1)), give_token(HOUR)
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + dt.timedelta(minutes=minutes))
    new = given()

    assert recognize(nearly)
    assert recognize(over) is None
    assert recognize(new)
    monkeypatch.undo()
    assert abs(timezone.now() - Token.objects.get(digest=tokens.digest_of(new)).created_at) < dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("ahead", "is_good"), [(dt.timedelta(minutes=5), True), (2 * HOUR, False), (9000 * HOUR, False)]
)
def test_a_token_from_the_future_is_good_if_the_clock_was_only_a_little_wrong(
    give_token: Callable[..., str], ahead: dt.timedelta, is_good: bool
) -> None:
    assert dt.timedelta(minutes=5) < lifetimes.AHEAD

    assert (recognize(give_token(-ahead)) is not None) is is_good


# Admins


def test_a_new_password_ends_an_admins_devices(admin: AdminUser) -> None:
    token, others = token_of(admin), given(admin.pk)

    admin.set_password("Another-Horse-9")
    admin.save()

    assert recognize(token) is None
    assert recognize(others)


@pytest.mark.parametrize("right", ["is_active", "is_staff"])
def test_an_admin_who_may_sign_in_no_more_has_no_devices_even_once_allowed_again(admin: AdminUser, right: str) -> None:
    token = token_of(admin)

    setattr(admin, right, False)
    admin.save()
    setattr(admin, right, True)
    admin.save()

    assert recognize(token) is None


def test_an_admin_whose_name_changes_or_who_signs_in_stays_signed_in(admin: AdminUser) -> None:
    token = token_of(admin)

    admin.first_name = "Mercy"
    admin.save()
    sign_in.create_admin_access_token(username="merchant", password=PASSWORD)

    assert recognize(token)


def test_the_devices_of_a_deleted_admin_are_ended(admin: AdminUser) -> None:
    token_of(admin)

    admin.delete()

    assert not Token.objects.exists()
