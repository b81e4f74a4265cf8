"""Refresh tokens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from auth_tokens import config as settings
from auth_tokens import devices, refresh, throttle, tokens
from auth_tokens.errors import CredentialRequired, RefreshTokenNotGood, SignInFailed
from auth_tokens.models import Token
from customers import accounts, confirmation, locks, passwords, sign_in
from customers.errors import AccountLocked, CurrentPasswordWrong
from customers.models import Customer
from history import events
from stores import config
from stores.models import Store
from tests.conftest import PASSWORD
from tests.recognition import recognize

CUSTOMER = Token.Kind.CUSTOMER
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.fixture
def sign_in_again(store: Store, grace: Customer) -> Callable[..., refresh.Given]:
    """Signs Grace in at a shop that gives refresh tokens."""
    config.write(settings.REFRESH_ENABLED, "1")

    def attempt() -> refresh.Given:
        return sign_in.create_refreshable_token(store=store, email=grace.email, password=PASSWORD)

    return attempt


@pytest.fixture
def given(sign_in_again: Callable[..., refresh.Given]) -> refresh.Given:
    return sign_in_again()


def text_of(given: refresh.Given) -> str:
    assert given.refresh_token
    return given.refresh_token


def refreshed(store: Store, given: refresh.Given) -> refresh.Given:
    return sign_in.refresh_token(store=store, refresh_token=text_of(given))


def is_refused(store: Store, text: str) -> bool:
    with pytest.raises(RefreshTokenNotGood):
        sign_in.refresh_token(store=store, refresh_token=text)
    return True


def older(**by: dt.timedelta) -> None:
    """Every device as if that much time had gone by for a field."""
    Token.objects.update(**{field: F(field) - span for field, span in by.items()})


def test_without_the_setting_there_is_a_token_and_no_refresh_token(store: Store, grace: Customer) -> None:
    given = sign_in.create_refreshable_token(store=store, email=grace.email, password=PASSWORD)

    assert recognize(given.token)
    assert (given.expires_in, given.refresh_token, given.refresh_expires_in) == (3600, None, None)


def test_with_the_setting_the_token_is_short_and_can_be_refreshed(given: refresh.Given) -> None:
    assert recognize(given.token)
    assert (given.expires_in, given.refresh_expires_in) == (15 * 60, 30 * 24 * 60 * 60)


def test_magentos_own_sign_in_gives_what_it_always_gave(sign_in_again: Any, store: Store, grace: Customer) -> None:
    token = sign_in.create_customer_access_token(store=store, email=grace.email, password=PASSWORD)

    assert token.expires_in == 3600
    assert Token.objects.get().use == Token.Use.API


def test_only_hashes_are_kept(given: refresh.Given) -> None:
    (row,) = Token.objects.values()

    kept = str(row)
    assert given.token not in kept
    assert text_of(given)[:32] not in kept
    assert text_of(given)[32:] not in kept


def test_a_refresh_gives_another_pair_for_the_same_device(store: Store, given: refresh.Given) -> None:
    (before,) = devices.of(CUSTOMER, Token.objects.get().owner_id)

    new = refreshed(store, given)

    assert recognize(new.token)
    assert recognize(given.token) is None
    assert new.refresh_token != given.refresh_token
    assert (new.expires_in, new.refresh_expires_in) == (15 * 60, 30 * 24 * 60 * 60)
    (after,) = devices.of(CUSTOMER, Token.objects.get().owner_id)
    assert (after.id, after.signed_in_at) == (before.id, before.signed_in_at)
    assert recognize(refreshed(store, new).token)


def test_a_refresh_token_that_was_used_ends_its_family_and_no_other(
    store: Store, given: refresh.Given, sign_in_again: Callable[..., refresh.Given], grace: Customer
) -> None:
    other = sign_in_again()
    second = refreshed(store, given)
    third = refreshed(store, second)

    assert is_refused(store, text_of(given))

    assert recognize(third.token) is None
    assert is_refused(store, text_of(third))
    assert recognize(other.token)
    assert [entry.event for entry in events.of("customer", grace.pk)].count(refresh.REUSED) == 1


@pytest.mark.parametrize(
    "change",
    [str.upper, lambda text: text[:-1], lambda text: text[:32], lambda text: "", lambda text: text + "a"],
    ids=["upper", "cut", "half", "empty", "longer"],
)
def test_another_text_is_refused_and_ends_nothing(
    store: Store, given: refresh.Given, change: Callable[[str], str]
) -> None:
    with pytest.raises((RefreshTokenNotGood, CredentialRequired)):
        sign_in.refresh_token(store=store, refresh_token=change(text_of(given)))

    assert recognize(given.token)


@pytest.mark.parametrize("text", ["a" * 64, "é" * 64, "\udc80" * 64, "a" * 1_000_000])
def test_a_text_that_was_never_given_is_refused(given: refresh.Given, store: Store, text: str) -> None:
    assert is_refused(store, text)


def test_an_access_token_is_no_refresh_token_and_the_other_way_round(given: refresh.Given, store: Store) -> None:
    assert is_refused(store, given.token)
    assert recognize(text_of(given)) is None
    assert recognize(text_of(given)[:32]) is None
    assert recognize(text_of(given)[32:]) is None


@pytest.mark.parametrize(("age", "is_good"), [(14 * MINUTE, True), (15 * MINUTE, False)])
def test_the_short_token_ends_and_its_device_does_not(
    store: Store, given: refresh.Given, grace: Customer, age: dt.timedelta, is_good: bool
) -> None:
    older(created_at=age)

    assert (recognize(given.token) is not None) is is_good
    assert len(devices.of(CUSTOMER, grace.pk)) == 1
    assert recognize(refreshed(store, given).token)


def test_a_refresh_token_nobody_uses_ends(store: Store, given: refresh.Given, grace: Customer) -> None:
    older(created_at=30 * DAY, signed_in_at=30 * DAY)

    assert devices.of(CUSTOMER, grace.pk) == []
    assert is_refused(store, text_of(given))
    assert not Token.objects.exists()


def test_however_often_it_is_refreshed_it_ends(store: Store, given: refresh.Given) -> None:
    older(signed_in_at=90 * DAY - 5 * MINUTE)

    new = refreshed(store, given)

    assert new.expires_in in range(4 * 60, 5 * 60 + 1)
    assert new.refresh_expires_in == new.expires_in
    older(signed_in_at=5 * MINUTE)
    assert recognize(new.token) is None
    assert is_refused(store, text_of(new))


def test_the_merchant_decides_how_long(store: Store, sign_in_again: Callable[..., refresh.Given]) -> None:
    config.write(settings.REFRESH_ACCESS_MINUTES, "5")
    config.write(settings.REFRESH_DAYS, "2")
    config.write(settings.REFRESH_ABSOLUTE_DAYS, "1")

    given = sign_in_again()

    assert (given.expires_in, given.refresh_expires_in) == (300, 24 * 60 * 60)


def test_once_the_merchant_gives_none_those_given_are_refused(store: Store, given: refresh.Given) -> None:
    config.write(settings.REFRESH_ENABLED, "0")

    assert is_refused(store, text_of(given))
    assert recognize(given.token)


def test_a_refresh_token_of_one_website_is_refused_on_another(
    store: Store, other_store: Store, given: refresh.Given
) -> None:
    assert is_refused(other_store, text_of(given))

    assert recognize(refreshed(store, given).token)


def test_a_locked_customer_gets_nothing_and_keeps_the_device(
    store: Store, given: refresh.Given, grace: Customer
) -> None:
    Customer.objects.filter(pk=grace.pk).update(locked_until_at=timezone.now() + DAY)

    assert is_refused(store, text_of(given))

    Customer.objects.filter(pk=grace.pk).update(locked_until_at=None)
    assert recognize(refreshed(store, given).token)


def test_an_unconfirmed_customer_gets_nothing(store: Store, given: refresh.Given, grace: Customer) -> None:
    Customer.objects.filter(pk=grace.pk).update(confirmation_key=confirmation.new_key())

    assert is_refused(store, text_of(given))


def test_a_deleted_customer_gets_nothing(store: Store, given: refresh.Given, grace: Customer) -> None:
    accounts.delete_customer(customer=grace)

    assert is_refused(store, text_of(given))


def test_a_new_password_ends_the_family(store: Store, given: refresh.Given, grace: Customer) -> None:
    passwords.change_password(customer=grace, current_password=PASSWORD, new_password="Another-Horse-9")

    assert is_refused(store, text_of(given))


def test_ten_wrong_current_passwords_end_every_other_device(
    store: Store, given: refresh.Given, grace: Customer
) -> None:
    for _ in range(10):
        with pytest.raises((CurrentPasswordWrong, AccountLocked)):
            locks.check_current_password(grace, "Wrong-Horse-9")

    assert is_refused(store, text_of(given))
    assert not Token.objects.exists()


def test_a_thousand_strangers_end_nothing_and_a_refresh_goes_on(
    store: Store, given: refresh.Given, grace: Customer
) -> None:
    for _ in range(1000):
        with pytest.raises(SignInFailed), throttle.counted(CUSTOMER, grace.email, website_id=store.website_id):
            raise SignInFailed()
    with pytest.raises(SignInFailed):
        sign_in.create_customer_access_token(store=store, email=grace.email, password=PASSWORD)

    assert recognize(given.token)
    assert recognize(refreshed(store, given).token)


def test_magentos_revocation_ends_the_family(store: Store, given: refresh.Given, grace: Customer) -> None:
    sign_in.revoke_customer_access_token(customer=grace)

    assert is_refused(store, text_of(given))


def test_the_command_takes_those_away_that_nobody_can_use(
    given: refresh.Given, sign_in_again: Callable[..., refresh.Given]
) -> None:
    older(created_at=30 * DAY, signed_in_at=30 * DAY)
    good = sign_in_again()
    Token.objects.filter(digest=tokens.digest_of(good.token)).update(created_at=timezone.now() - 20 * DAY)
    tokens.issue(CUSTOMER, 99, website_id=1, use=Token.Use.SESSION)
    Token.objects.filter(owner_id=99).update(created_at=timezone.now() - 14 * DAY)

    call_command("delete_expired_tokens", verbosity=0)

    assert Token.objects.get().digest == tokens.digest_of(good.token)
