"""The configuration page: what a merchant changes there holds at once, and what is out of range is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from admins.models import AdminUser
from auth_tokens import tokens
from auth_tokens.config import ADMIN_LIFETIME, CUSTOMER_LIFETIME, HOURS
from auth_tokens.models import Token
from customers.config import DEFAULT_GROUP, MINIMUM_PASSWORD_LENGTH, NEWSLETTER_ACTIVE
from customers.models import Customer
from history.models import Entry
from stores import config
from stores.errors import SettingOutOfRange
from stores.models import ConfigValue, Store
from tests.conftest import token_of
from tests.recognition import recognize

PAGE = "/admin/stores/configvalue/"
LABEL = "Customer Token Lifetime (hours)"
Scope = ConfigValue.Scope


def rows() -> list[tuple[str, str, int, str]]:
    return sorted(ConfigValue.objects.values_list("path", "scope", "scope_id", "value"))


def noted() -> list[tuple[str, str, dict[str, Any]]]:
    entries = Entry.objects.filter(subject="setting").order_by("pk")
    return [(entry.event, entry.actor_name, entry.details) for entry in entries]


def saved(client: Client, typed: dict[str, Any], query: str = "") -> HttpResponse:
    """What the page of a section answers to a browser that shows it, after somebody typed something."""
    section = next(iter(typed), "general/").split("/")[0]
    query = f"?section={section}&{query.removeprefix('?')}"
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
    assert recognize(older) is not None

    answer = saved(merchant, {CUSTOMER_LIFETIME: "0.5"})

    assert (answer.status_code, answer["Location"]) == (302, PAGE + "?section=oauth&")
    assert recognize(older) is None
    assert recognize(younger) is not None


def test_an_empty_lifetime_never_ends(merchant: Client, grace: Customer) -> None:
    ancient = given_ago(grace, days=4000)
    assert recognize(ancient) is None

    saved(merchant, {CUSTOMER_LIFETIME: ""})

    assert rows() == [(CUSTOMER_LIFETIME, "default", 0, "")]
    assert recognize(ancient) is not None


@pytest.mark.parametrize("text", ["abc", "0", "-1", "1e99", "NaN", "876001"])
def test_a_value_out_of_range_is_refused_and_nothing_is_saved(merchant: Client, text: str) -> None:
    typed = {CUSTOMER_LIFETIME: text, ADMIN_LIFETIME: "12"}
    with pytest.raises(ValueError, match="Enter a number") as refusal:
        HOURS.parse(text)

    answer = saved(merchant, typed)

    form = answer.context["form"]
    assert answer.status_code == 200
    assert form.errors == {CUSTOMER_LIFETIME: [SettingOutOfRange(LABEL, str(refusal.value)).message]}
    assert (form[CUSTOMER_LIFETIME].value(), form[ADMIN_LIFETIME].value()) == (text, "12")
    assert rows() == []
    assert noted() == []


def test_a_text_no_database_keeps_is_an_error_on_its_field(merchant: Client) -> None:
    answer = saved(merchant, {"general/locale/code": "en\x00US"})

    assert list(answer.context["form"].errors) == ["general/locale/code"]
    assert rows() == []


def test_a_page_saved_as_it_is_stores_nothing(merchant: Client) -> None:
    saved(merchant, {})

    assert rows() == []
    assert noted() == []


def test_a_field_that_was_not_sent_stays_as_it_is(merchant: Client) -> None:
    config.write(MINIMUM_PASSWORD_LENGTH, "12")

    config.write(ADMIN_LIFETIME, "5")

    merchant.post(PAGE + "?section=oauth", {CUSTOMER_LIFETIME: "2"})

    assert rows() == [
        (MINIMUM_PASSWORD_LENGTH, "default", 0, "12"),
        (ADMIN_LIFETIME, "default", 0, "5"),
        (CUSTOMER_LIFETIME, "default", 0, "2"),
    ]


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

    form = merchant.get(f"{PAGE}?section=customer&store={store.pk}").context["form"]

    assert form[DEFAULT_GROUP].value() == "2"
    assert form[f"inherit:{DEFAULT_GROUP}"].value() is True


def shown_settings(client: Client, query: str) -> set[config.Setting]:
    """The settings of all sections the page leads to."""
    sections = client.get(f"{PAGE}?{query}").context["sections"]
    return {setting for _, address in sections for setting in client.get(PAGE + address).context["form"].settings}


def test_a_setting_stands_only_where_it_can_be_changed(merchant: Client, store: Store) -> None:
    for query, scope in (
        ("", Scope.DEFAULT),
        (f"website={store.website_id}", Scope.WEBSITES),
        ("store=1", Scope.STORES),
    ):
        assert shown_settings(merchant, query) == {each for each in config.declared() if scope in each.scopes}


def test_a_section_of_wider_scopes_says_so(merchant: Client, store: Store) -> None:
    shown = merchant.get(f"{PAGE}?section=oauth&store={store.pk}").content.decode()

    assert "These settings hold for wider scopes only." in shown
    assert LABEL not in shown


def test_sections_stand_in_magentos_order(merchant: Client) -> None:
    sections = [(each.tab, each.label) for each, _ in merchant.get(PAGE).context["sections"]]

    known = [
        ("General", "General"), ("General", "Web"), ("General", "Currency Setup"), ("Catalog", "Catalog"),
        ("Customers", "Newsletter"), ("Customers", "Customer Configuration"), ("Sales", "Sales"), ("Sales", "Tax"),
        ("Sales", "Checkout"), ("Services", "OAuth"),
    ]  # fmt: skip
    assert [each for each in sections if each in known] == known


def test_each_page_names_its_settings_with_help_path_and_default(merchant: Client) -> None:
    for section, address in merchant.get(PAGE).context["sections"]:
        shown = merchant.get(PAGE + address).content.decode()
        settings = [setting for setting in config.declared() if setting.section == section.id]
        assert settings
        for setting in settings:
            assert escape(setting.label) in shown
            assert escape(setting.help) in shown
            assert setting.path in shown


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("access token CUSTOMER lifetime", CUSTOMER_LIFETIME),
        ("oauth/access_token_lifetime/customer", CUSTOMER_LIFETIME),
        ("minimum password", MINIMUM_PASSWORD_LENGTH),
    ],
)
def test_a_setting_is_found_by_its_label_or_path(merchant: Client, words: str, expected: str) -> None:
    found = merchant.get(PAGE, {"q": words}).context["found"]

    assert [setting.path for setting, _ in found] == [expected]
    assert merchant.get(PAGE + found[0][1]).context["form"][expected]


def test_nothing_found_is_said(merchant: Client) -> None:
    assert "0 settings found" in merchant.get(PAGE, {"q": "<no such thing>"}).content.decode()


def test_who_changed_what_is_kept_and_shown(merchant: Client, admin: AdminUser, store: Store) -> None:
    saved(merchant, {CUSTOMER_LIFETIME: "2"})
    saved(merchant, {CUSTOMER_LIFETIME: "3"}, f"?website={store.website_id}")
    saved(merchant, {CUSTOMER_LIFETIME: "3", f"inherit:{CUSTOMER_LIFETIME}": "on"}, f"?website={store.website_id}")

    about = {"path": CUSTOMER_LIFETIME, "scope": "websites", "scope_id": store.website_id}
    assert noted() == [
        ("changed", "merchant", {**about, "scope": "default", "scope_id": 0, "old": None, "new": "2"}),
        ("changed", "merchant", {**about, "old": None, "new": "3"}),
        ("changed", "merchant", {**about, "old": "3", "new": None}),
    ]
    told = merchant.get(PAGE + "?section=oauth").context["changes"]
    assert [(note.label, note.place, note.old, note.new) for note in told] == [
        (LABEL, "Main Website", "3", "inherited"),
        (LABEL, "Main Website", "inherited", "3"),
        (LABEL, "Default Config", "inherited", "2"),
    ]
    assert merchant.get(PAGE + "?section=customer").context["changes"] == []


@pytest.fixture
def secret() -> Iterator[str]:
    """A setting nobody may see the value of."""
    path = "duplex_test/secret/key"
    place = ("Services", "Secrets", "Keys")
    config.declare(config.Setting(path, place, "Key", "What opens it.", "", config.Text(), is_obscured=True))
    yield path
    del config._declared[path]


def test_a_secret_is_never_shown_and_in_no_history(merchant: Client, secret: str) -> None:
    saved(merchant, {secret: "Open-Sesame"})
    page = merchant.get(PAGE + "?section=duplex_test")
    saved(merchant, {secret: "******"})

    assert config.read(secret) == "Open-Sesame"
    assert page.context["form"][secret].value() == "******"
    assert "Open-Sesame" not in page.content.decode()
    assert noted() == [("changed", "merchant", {"path": secret, "scope": "default", "scope_id": 0})]


@pytest.mark.parametrize(
    "query",
    ["?section=x", "?section=", "?website=0", "?website=x", "?website=999", "?store=0", "?store=\x00", "?store="],
)
def test_a_scope_that_is_not_there_is_not_found(merchant: Client, query: str) -> None:
    assert merchant.get(PAGE + query).status_code == 404


def test_a_clerk_needs_permission_to_look_and_another_to_change(clerk_allowed: Callable[..., Client]) -> None:
    page = PAGE + "?section=oauth"
    looks = {
        "nothing": clerk_allowed().get(PAGE).status_code,
        "view": clerk_allowed("view_configvalue").get(PAGE).status_code,
        "view, posting": clerk_allowed("view_configvalue").post(page, {CUSTOMER_LIFETIME: "2"}).status_code,
    }

    assert looks == {"nothing": 403, "view": 200, "view, posting": 403}
    assert rows() == []
    assert clerk_allowed("change_configvalue").post(page, {CUSTOMER_LIFETIME: "2"}).status_code == 302
    assert rows() == [(CUSTOMER_LIFETIME, "default", 0, "2")]
