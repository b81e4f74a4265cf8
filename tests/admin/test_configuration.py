"""The configuration page: what a merchant changes there holds at once, and what is out of range is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from admins.models import AdminUser
from auth_tokens import tokens
from auth_tokens.config import CUSTOMER_LIFETIME, HOURS
from auth_tokens.models import Token
from customers.config import DEFAULT_GROUP, MINIMUM_PASSWORD_LENGTH, NEWSLETTER_ACTIVE
from customers.models import Customer
from stores import config
from stores.errors import SettingOutOfRange
from stores.models import ConfigValue, Store
from tests.conftest import token_of

PAGE = "/admin/stores/configvalue/"
LABEL = "Customer Token Lifetime (hours)"
Scope = ConfigValue.Scope


def rows() -> list[tuple[str, str, int, str]]:
    return sorted(ConfigValue.objects.values_list("path", "scope", "scope_id", "value"))


def saved(client: Client, typed: dict[str, Any], query: str = "") -> HttpResponse:
    """What the page answers to a browser that shows it, after somebody typed something."""
    form = client.get(PAGE + query).context["form"]
    sent = {field.html_name: field.value() for field in form} | typed
    for path in typed:
        sent.setdefault(f"inherit:{path}", False)
        if f"inherit:{path}" not in typed:
            sent[f"inherit:{path}"] = False
    return client.post(PAGE + query, {name: value for name, value in sent.items() if value is not False})


def given_ago(customer: Customer, **ago: float) -> str:
    text = token_of(customer)
    Token.objects.filter(digest=tokens.digest_of(text)).update(created_at=timezone.now() - dt.timedelta(**ago))
    return text


def test_a_shorter_lifetime_ends_an_older_token_at_once(merchant: Client, grace: Customer) -> None:
    older, younger = given_ago(grace, minutes=40), given_ago(grace, minutes=20)
    assert tokens.recognize(older) is not None

    answer = saved(merchant, {CUSTOMER_LIFETIME: "0.5"})

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert tokens.recognize(older) is None
    assert tokens.recognize(younger) is not None


def test_an_empty_lifetime_never_ends(merchant: Client, grace: Customer) -> None:
    ancient = given_ago(grace, days=4000)
    assert tokens.recognize(ancient) is None

    saved(merchant, {CUSTOMER_LIFETIME: ""})

    assert rows() == [(CUSTOMER_LIFETIME, "default", 0, "")]
    assert tokens.recognize(ancient) is not None


@pytest.mark.parametrize("text", ["abc", "0", "-1", "1e99", "NaN", "876001"])
def test_a_value_out_of_range_is_refused_and_nothing_is_saved(merchant: Client, text: str) -> None:
    typed = {CUSTOMER_LIFETIME: text, MINIMUM_PASSWORD_LENGTH: "12"}
    with pytest.raises(ValueError, match="Enter a number") as refusal:
        HOURS.parse(text)

    answer = saved(merchant, typed)

    form = answer.context["form"]
    assert answer.status_code == 200
    assert form.errors == {CUSTOMER_LIFETIME: [SettingOutOfRange(LABEL, str(refusal.value)).message]}
    assert (form[CUSTOMER_LIFETIME].value(), form[MINIMUM_PASSWORD_LENGTH].value()) == (text, "12")
    assert rows() == []
    assert not LogEntry.objects.exists()


def test_a_text_no_database_keeps_is_an_error_on_its_field(merchant: Client) -> None:
    answer = saved(merchant, {"general/locale/code": "en\x00US"})

    assert list(answer.context["form"].errors) == ["general/locale/code"]
    assert rows() == []


def test_a_page_saved_as_it_is_stores_nothing(merchant: Client) -> None:
    saved(merchant, {})

    assert rows() == []
    assert not LogEntry.objects.exists()


def test_a_field_that_was_not_sent_stays_as_it_is(merchant: Client) -> None:
    config.write(MINIMUM_PASSWORD_LENGTH, "12")

    merchant.post(PAGE, {CUSTOMER_LIFETIME: "2"})

    assert rows() == [(MINIMUM_PASSWORD_LENGTH, "default", 0, "12"), (CUSTOMER_LIFETIME, "default", 0, "2")]


def test_a_website_and_a_view_can_differ(merchant: Client, store: Store, other_store: Store) -> None:
    saved(merchant, {DEFAULT_GROUP: "2"}, f"?website={other_store.website_id}")
    saved(merchant, {NEWSLETTER_ACTIVE: "0"}, f"?store={other_store.pk}")

    assert [config.read(DEFAULT_GROUP, each) for each in (store, other_store)] == [1, 2]
    assert [config.read(NEWSLETTER_ACTIVE, each) for each in (store, other_store)] == [True, False]


def test_ticking_the_box_follows_the_wider_scope_again(merchant: Client, store: Store) -> None:
    place = {"scope": Scope.WEBSITES, "scope_id": store.website_id}
    config.write(DEFAULT_GROUP, "3")
    config.write(DEFAULT_GROUP, "2", **place)

    saved(merchant, {DEFAULT_GROUP: "2", f"inherit:{DEFAULT_GROUP}": "on"}, f"?website={store.website_id}")

    assert rows() == [(DEFAULT_GROUP, "default", 0, "3")]
    assert config.read(DEFAULT_GROUP, store) == 3


def test_a_view_shows_what_it_inherits(merchant: Client, store: Store) -> None:
    config.write(DEFAULT_GROUP, "3")
    config.write(DEFAULT_GROUP, "2", scope=Scope.WEBSITES, scope_id=store.website_id)

    form = merchant.get(f"{PAGE}?store={store.pk}").context["form"]

    assert form[DEFAULT_GROUP].value() == "2"
    assert form[f"inherit:{DEFAULT_GROUP}"].value() is True


def test_a_setting_stands_only_where_it_can_be_changed(merchant: Client, store: Store) -> None:
    shown = {
        query: {setting.path for setting in merchant.get(PAGE + query).context["form"].settings}
        for query in ("", f"?website={store.website_id}", f"?store={store.pk}")
    }

    every = set(config.declared())
    assert shown[""] == {setting.path for setting in every if Scope.DEFAULT in setting.scopes}
    assert shown["?website=1"] == {setting.path for setting in every if Scope.WEBSITES in setting.scopes}
    assert shown["?store=1"] == {setting.path for setting in every if Scope.STORES in setting.scopes}
    assert CUSTOMER_LIFETIME not in shown["?store=1"]


def test_the_page_names_every_setting_with_its_help_and_path(merchant: Client) -> None:
    shown = merchant.get(PAGE).content.decode()

    for setting in config.declared():
        assert escape(setting.label) in shown
        assert escape(setting.help) in shown
        assert setting.path in shown


def test_who_changed_what_is_kept(merchant: Client, admin: AdminUser) -> None:
    saved(merchant, {CUSTOMER_LIFETIME: "2"})
    saved(merchant, {CUSTOMER_LIFETIME: "3"})

    kept = [(entry.user, entry.object_id, entry.get_change_message()) for entry in LogEntry.objects.order_by("pk")]
    assert kept == [
        (admin, CUSTOMER_LIFETIME, 'Default Config: Use system value -> "2"'),
        (admin, CUSTOMER_LIFETIME, 'Default Config: "2" -> "3"'),
    ]
    assert merchant.get("/admin/").status_code == 200


@pytest.mark.parametrize("query", ["?website=0", "?website=x", "?website=999", "?store=0", "?store=\x00", "?store="])
def test_a_scope_that_is_not_there_is_not_found(merchant: Client, query: str) -> None:
    assert merchant.get(PAGE + query).status_code == 404


def test_a_clerk_needs_permission_to_look_and_another_to_change(clerk_allowed: Callable[..., Client]) -> None:
    looks = {
        "nothing": clerk_allowed().get(PAGE).status_code,
        "view": clerk_allowed("view_configvalue").get(PAGE).status_code,
        "view, posting": clerk_allowed("view_configvalue").post(PAGE, {CUSTOMER_LIFETIME: "2"}).status_code,
    }

    assert looks == {"nothing": 403, "view": 200, "view, posting": 403}
    assert rows() == []
    assert clerk_allowed("change_configvalue").post(PAGE, {CUSTOMER_LIFETIME: "2"}).status_code == 302
    assert rows() == [(CUSTOMER_LIFETIME, "default", 0, "2")]
