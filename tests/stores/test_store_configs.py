"""What there is to know of store views: their settings together, their base URLs, which are available."""

from __future__ import annotations

from typing import Any

import pytest

from stores import base_urls, config, store_configs
from stores.base_urls import BaseUrls
from stores.config import Scope
from stores.errors import SettingOutOfRange, SettingUnknown
from stores.models import Store, StoreGroup

ORIGIN = "https://api.example.com"
LOCALE = "general/locale/code"


def urls_of(store: Store) -> tuple[BaseUrls, BaseUrls]:
    (found,) = store_configs.store_configs([store], paths=[], origin=ORIGIN)
    return found.urls, found.secure_urls


def test_settings_of_several_views_are_read_in_two_statements(
    store: Store, other_store: Store, django_assert_num_queries: Any
) -> None:
    config.write(LOCALE, "fr_FR")
    config.write(LOCALE, "de_DE", scope=Scope.WEBSITES, scope_id=store.website_id)
    config.write(LOCALE, "it_IT", scope=Scope.STORES, scope_id=store.pk)

    with django_assert_num_queries(2):  # whether they have changed, and what they are
        values = config.read_for_stores([LOCALE], [store, other_store])

    assert values == {store.pk: {LOCALE: "it_IT"}, other_store.pk: {LOCALE: "fr_FR"}}


def test_a_view_does_not_see_what_is_set_for_its_neighbor(store: Store) -> None:
    neighbor = Store.objects.create(code="german", name="German", website=store.website, group=store.group)
    config.write(LOCALE, "de_DE", scope=Scope.STORES, scope_id=neighbor.pk)

    assert config.read_for_stores([LOCALE], [store, neighbor]) == {
        store.pk: {LOCALE: "en_US"},
        neighbor.pk: {LOCALE: "de_DE"},
    }


def test_a_website_and_a_view_with_the_same_number_are_told_apart(store: Store, other_store: Store) -> None:
    config.write(LOCALE, "de_DE", scope=Scope.STORES, scope_id=other_store.website_id)

    values = config.read_for_stores([LOCALE], [store, other_store])

    expected = "de_DE" if other_store.pk == other_store.website_id else "en_US"
    assert values == {store.pk: {LOCALE: "en_US"}, other_store.pk: {LOCALE: expected}}


def test_an_unknown_path_is_refused(store: Store) -> None:
    with pytest.raises(SettingUnknown) as raised:
        store_configs.store_configs([store], paths=["no/such/path"], origin=ORIGIN)

    assert raised.value == SettingUnknown("no/such/path")


def test_no_views_have_no_configs(db: None) -> None:
    assert store_configs.store_configs([], paths=[LOCALE], origin=ORIGIN) == []


def test_a_view_knows_its_place(store: Store) -> None:
    second = Store.objects.create(code="german", name="German", website=store.website, group=store.group)
    group = StoreGroup.objects.create(website=store.website, code="outlet", name="Outlet")
    outlet = Store.objects.create(code="outlet_view", name="Outlet", website=store.website, group=group)

    found = store_configs.store_configs([store, second, outlet], paths=[LOCALE], origin=ORIGIN)

    assert [(each.store.code, each.group.code, each.website.code) for each in found] == [
        ("default", "main_website_store", "base"),
        ("german", "main_website_store", "base"),
        ("outlet_view", "outlet", "base"),
    ]
    assert [(each.is_default_store, each.is_default_group) for each in found] == [
        (True, True),
        (False, True),
        (False, False),
    ]


def test_available_views_are_the_active_ones_of_the_website_in_their_order(store: Store, other_store: Store) -> None:
    group = StoreGroup.objects.create(website=store.website, code="outlet", name="Outlet")
    for code, in_group, order, is_active in (
        ("last", store.group, 9, True),
        ("outlet_view", group, 5, True),
        ("hidden", store.group, 1, False),
    ):
        Store.objects.create(
            code=code, name=code, website=store.website, group=in_group, sort_order=order, is_active=is_active
        )

    assert [each.code for each in store_configs.available_stores(store)] == ["default", "outlet_view", "last"]
    assert [each.code for each in store_configs.available_stores(store, same_group=True)] == ["default", "last"]
    assert [each.code for each in store_configs.available_stores(other_store)] == ["second_view"]


@pytest.mark.parametrize("origin", ["https://api.example.com", "https://api.example.com/"])
def test_a_shop_that_set_nothing_is_where_it_was_asked(store: Store, origin: str) -> None:
    (found,) = store_configs.store_configs([store], paths=[], origin=origin)

    here = BaseUrls(
        base="https://api.example.com/",
        link="https://api.example.com/",
        static="https://api.example.com/static/",
        media="https://api.example.com/media/",
    )
    assert (found.urls, found.secure_urls) == (here, here)


def test_the_other_addresses_follow_the_base_url(store: Store) -> None:
    config.write("web/unsecure/base_url", "http://shop.example.com/")

    shop = BaseUrls(
        base="http://shop.example.com/",
        link="http://shop.example.com/",
        static="http://shop.example.com/static/",
        media="http://shop.example.com/media/",
    )
    assert urls_of(store) == (shop, shop)


def test_each_address_can_be_set(store: Store) -> None:
    config.write("web/unsecure/base_url", "{{base_url}}shop/")
    config.write("web/secure/base_url", "https://secure.example.com/")
    config.write("web/secure/base_link_url", "https://www.example.com/")
    config.write("web/secure/base_static_url", "{{secure_base_url}}files/")
    config.write("web/secure/base_media_url", "https://media.example.com/")

    assert urls_of(store) == (
        BaseUrls(
            base="https://api.example.com/shop/",
            link="https://api.example.com/shop/",
            static="https://api.example.com/shop/static/",
            media="https://api.example.com/shop/media/",
        ),
        BaseUrls(
            base="https://secure.example.com/",
            link="https://www.example.com/",
            static="https://secure.example.com/files/",
            media="https://media.example.com/",
        ),
    )


def test_the_code_of_the_view_can_stand_in_links(store: Store, other_store: Store) -> None:
    config.write(base_urls.STORE_CODE_IN_URLS, "1")

    plain, _ = urls_of(other_store)

    assert plain == BaseUrls(
        base="https://api.example.com/",
        link="https://api.example.com/second_view/",
        static="https://api.example.com/static/",
        media="https://api.example.com/media/",
    )


@pytest.mark.parametrize(
    "text",
    ["", "shop.example.com/", "https://shop.example.com", "ftp://shop.example.com/", "https:///", "/", "{{nothing}}/"],
)
def test_an_address_that_leads_nowhere_is_refused(store: Store, text: str) -> None:
    with pytest.raises(SettingOutOfRange) as raised:
        config.write("web/unsecure/base_url", text)

    assert raised.value == SettingOutOfRange(
        "Base URL",
        "Enter an address such as https://shop.example.com/ that ends in a slash, or begin with {{base_url}}.",
    )
    assert urls_of(store)[0].base == "https://api.example.com/"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "UTC"])
def test_a_time_zone_can_be_chosen(store: Store, zone: str) -> None:
    config.write("general/locale/timezone", zone, scope=Scope.WEBSITES, scope_id=store.website_id)

    assert config.read("general/locale/timezone", store) == zone


def test_a_time_zone_nobody_keeps_is_refused(store: Store) -> None:
    with pytest.raises(SettingOutOfRange):
        config.write("general/locale/timezone", "Mars/Olympus")

    assert config.read("general/locale/timezone", store) == "America/Los_Angeles"


def test_reasons_for_a_cancellation_stand_between_bars(store: Store) -> None:
    config.write("sales/cancellation/reasons", " Too late | Too dear ||")

    assert config.read("sales/cancellation/reasons", store) == ("Too late", "Too dear")
