"""Settings: scopes, defaults, refusals."""

from __future__ import annotations

import logging
from decimal import Decimal
from typing import Any

import pytest

from auth_tokens.config import ADMIN_LIFETIME, CUSTOMER_LIFETIME
from customers import config as customers
from stores import config
from stores.config import Scope
from stores.errors import SettingOutOfRange, SettingScopeNotAllowed, SettingUnknown
from stores.models import ConfigValue, Store

pytestmark = pytest.mark.django_db


def test_a_setting_nobody_changed_has_its_default(store: Store) -> None:
    assert config.read(customers.DEFAULT_GROUP, store) == 1


def test_a_change_holds_from_the_next_read_on(store: Store) -> None:
    config.write(customers.DEFAULT_GROUP, "3")

    assert config.read(customers.DEFAULT_GROUP, store) == 3


def test_a_second_change_replaces_the_first(store: Store) -> None:
    config.write(customers.DEFAULT_GROUP, "3")

    config.write(customers.DEFAULT_GROUP, "2")

    assert config.read(customers.DEFAULT_GROUP, store) == 2
    assert ConfigValue.objects.filter(path=customers.DEFAULT_GROUP).count() == 1


def test_a_website_goes_before_everything_and_a_view_before_its_website(store: Store, other_store: Store) -> None:
    config.write(customers.DEFAULT_GROUP, "0")
    config.write(customers.DEFAULT_GROUP, "2", scope=Scope.WEBSITES, scope_id=store.website_id)
    config.write(customers.DEFAULT_GROUP, "3", scope=Scope.STORES, scope_id=store.pk)

    assert config.read(customers.DEFAULT_GROUP) == 0
    assert config.read(customers.DEFAULT_GROUP, other_store) == 0
    assert config.read(customers.DEFAULT_GROUP, website_id=store.website_id) == 2
    assert config.read(customers.DEFAULT_GROUP, store) == 3


def test_a_view_and_a_website_with_the_same_number_are_told_apart(store: Store, other_store: Store) -> None:
    config.write(customers.DEFAULT_GROUP, "2", scope=Scope.STORES, scope_id=other_store.pk)

    assert config.read(customers.DEFAULT_GROUP, website_id=other_store.pk) == 1
    assert config.read(customers.DEFAULT_GROUP, other_store) == 2


def test_what_was_inherited_is_inherited_again(store: Store) -> None:
    config.write(customers.DEFAULT_GROUP, "2")
    config.write(customers.DEFAULT_GROUP, "3", scope=Scope.WEBSITES, scope_id=store.website_id)

    config.inherit(customers.DEFAULT_GROUP, scope=Scope.WEBSITES, scope_id=store.website_id)

    assert config.read(customers.DEFAULT_GROUP, store) == 2


@pytest.mark.usefixtures("in_a_call")
def test_settings_that_were_read_once_are_kept(store: Store, django_assert_num_queries: Any) -> None:
    paths = [customers.DEFAULT_GROUP, customers.STREET_LINES, CUSTOMER_LIFETIME]
    config.read_all(paths, store)

    with django_assert_num_queries(0):
        values = config.read_all(paths, store)

    assert values == {customers.DEFAULT_GROUP: 1, customers.STREET_LINES: 2, CUSTOMER_LIFETIME: Decimal("1")}


def test_an_unknown_path_is_refused() -> None:
    with pytest.raises(SettingUnknown) as on_reading:
        config.read("no/such/path")
    with pytest.raises(SettingUnknown) as on_writing:
        config.write("no/such/path", "1")

    assert on_reading.value == on_writing.value == SettingUnknown("no/such/path")
    assert not ConfigValue.objects.exists()


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        (ADMIN_LIFETIME, Scope.WEBSITES),
        (ADMIN_LIFETIME, Scope.STORES),
        (CUSTOMER_LIFETIME, Scope.STORES),
        (customers.MINIMUM_PASSWORD_LENGTH, Scope.WEBSITES),
        (customers.STREET_LINES, Scope.STORES),
    ],
)
def test_a_scope_a_setting_does_not_have_is_refused(path: str, scope: Scope) -> None:
    with pytest.raises(SettingScopeNotAllowed) as raised:
        config.write(path, "2", scope=scope, scope_id=1)

    assert raised.value == SettingScopeNotAllowed(config.setting_at(path).label, scope)
    assert not ConfigValue.objects.exists()


@pytest.mark.parametrize("text", ["", "abc", "0", "5", "-1", "1.5", "NaN", "Infinity", "1e400", "१,", "2 3"])
def test_a_whole_number_out_of_its_range_is_refused(text: str) -> None:
    with pytest.raises(SettingOutOfRange) as raised:
        config.write(customers.STREET_LINES, text)

    label = config.setting_at(customers.STREET_LINES).label
    assert raised.value == SettingOutOfRange(label, "Enter a whole number from 1 to 4.")
    assert not ConfigValue.objects.exists()


@pytest.mark.parametrize("text", ["0", "0.001", "-1", "abc", "876001", "1,5"])
def test_a_lifetime_out_of_its_range_is_refused(text: str) -> None:
    with pytest.raises(SettingOutOfRange) as raised:
        config.write(CUSTOMER_LIFETIME, text)

    label = config.setting_at(CUSTOMER_LIFETIME).label
    sentence = "Enter a number from 0.01 to 876000, or leave the field empty."
    assert raised.value == SettingOutOfRange(label, sentence)
    assert config.read(CUSTOMER_LIFETIME) == Decimal("1")


@pytest.mark.parametrize(
    ("text", "value"), [("0.5", Decimal("0.5")), ("  2 ", Decimal("2")), ("", None), ("   ", None), ("1.0", Decimal(1))]
)
def test_a_lifetime_takes_fractions_and_nothing_at_all(text: str, value: Decimal | None) -> None:
    config.write(CUSTOMER_LIFETIME, text)

    assert config.read(CUSTOMER_LIFETIME) == value


@pytest.mark.parametrize("text", ["", "yes", "2", "true"])
def test_a_flag_is_one_or_zero(text: str) -> None:
    with pytest.raises(SettingOutOfRange) as raised:
        config.write(customers.NEWSLETTER_ACTIVE, text)

    assert raised.value == SettingOutOfRange("Enabled", "Choose Yes (1) or No (0).")


def test_a_choice_takes_only_what_it_offers() -> None:
    kind = config.Choice((("a", "First"), ("b", "Second")))

    assert kind.parse("b") == "b"
    with pytest.raises(ValueError, match=r"Choose one of: a, b\."):
        kind.parse("c")


def test_a_row_with_a_text_its_setting_does_not_accept_is_passed_over_and_logged(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    config.write(customers.STREET_LINES, "3")
    ConfigValue.objects.create(
        path=customers.STREET_LINES, scope=Scope.WEBSITES, scope_id=store.website_id, value="many"
    )

    with caplog.at_level(logging.ERROR):
        lines = config.read(customers.STREET_LINES, store)

    assert lines == 3
    assert customers.STREET_LINES in caplog.text
    assert "'many'" in caplog.text
