"""Making, changing and deleting websites, stores and store views."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from customers.models import Customer
from history.models import Entry
from kernel.errors import Failure, NoSuchEntity
from stores import config, errors, lookups, structure
from stores.models import ConfigValue, CustomerGroup, Store, StoreGroup, Website

pytestmark = pytest.mark.django_db

Scope = ConfigValue.Scope


def everything() -> list[list[dict[str, Any]]]:
    return [list(model._default_manager.order_by("pk").values()) for model in (Website, StoreGroup, Store)]


def noted() -> list[tuple[str, str, dict[str, Any]]]:
    return [(entry.subject, entry.event, entry.details) for entry in Entry.objects.order_by("pk")]


def test_a_website_speaks_once_it_has_a_store_with_a_view() -> None:
    website = structure.save_website(website_id=None, fields={"code": "fr", "name": " France "})
    group = structure.save_store_group(
        group_id=None, fields={"website": website, "code": "fr_shop", "name": "Boutique"}
    )
    store = structure.save_store(store_id=None, fields={"group": group, "code": "fr_FR", "name": "Français"})

    website.refresh_from_db()
    assert (website.name, store.website_id, store.is_active) == ("France", website.pk, True)
    assert lookups.store_of_website(website) == store
    assert noted() == [
        ("website", "created", {"code": "fr", "name": "France"}),
        ("store_group", "created", {"code": "fr_shop", "name": "Boutique"}),
        ("store", "created", {"code": "fr_FR", "name": "Français"}),
    ]


@pytest.mark.parametrize(
    ("fields", "failure"),
    [
        ({"code": "Fr", "name": "x"}, errors.WebsiteCodeNotValid()),
        ({"code": "", "name": "x"}, errors.WebsiteCodeNotValid()),
        ({"code": "1st", "name": "x"}, errors.WebsiteCodeNotValid()),
        ({"code": "base", "name": "x"}, errors.WebsiteCodeTaken()),
        ({"code": "admin", "name": "x"}, errors.WebsiteCodeTaken()),
        ({"code": "fr", "name": " "}, errors.NameRequired(fieldName="name")),
    ],
)
def test_a_website_that_cannot_be_is_refused(fields: dict[str, Any], failure: Failure) -> None:
    before = everything()

    with pytest.raises(Failure) as raised:
        structure.save_website(website_id=None, fields=fields)

    assert raised.value == failure
    assert everything() == before
    assert noted() == []


def test_codes_of_stores_and_views_are_given_once_and_begin_with_a_letter(store: Store) -> None:
    before = everything()

    for save, parent, taken, odd in (
        (
            structure.save_store_group,
            {"website": store.website},
            errors.StoreGroupCodeTaken,
            errors.StoreGroupCodeNotValid,
        ),
        (structure.save_store, {"group": store.group}, errors.StoreCodeTaken, errors.StoreCodeNotValid),
    ):
        number = "group_id" if save is structure.save_store_group else "store_id"
        there = store.group.code if save is structure.save_store_group else store.code
        for code, failure in ((there, taken), ("2nd", odd), ("a-b", odd)):
            with pytest.raises(failure):
                save(**{number: None, "fields": {**parent, "code": code, "name": "x"}})  # type: ignore[arg-type]

    assert everything() == before


def test_a_default_belongs_to_what_it_is_the_default_of(store: Store, other_store: Store) -> None:
    before = everything()

    with pytest.raises(errors.DefaultNotAmongThem):
        structure.save_website(website_id=store.website_id, fields={"default_group": other_store.group})
    with pytest.raises(errors.DefaultNotAmongThem):
        structure.save_store_group(group_id=store.group_id, fields={"default_store": other_store})

    assert everything() == before


def test_what_has_a_default_keeps_one(store: Store) -> None:
    empty = structure.save_store_group(group_id=None, fields={"website": store.website, "code": "x", "name": "Empty"})
    before = everything()

    for default_group, name in ((None, "Main Website"), (empty, "Empty")):
        with pytest.raises(errors.DefaultNeeded) as raised:
            structure.save_website(website_id=store.website_id, fields={"default_group": default_group})
        assert raised.value == errors.DefaultNeeded(name)
    with pytest.raises(errors.DefaultNeeded):
        structure.save_store_group(group_id=store.group_id, fields={"default_store": None})

    assert everything() == before


def test_the_default_view_stays_active_and_an_inactive_one_does_not_become_it(store: Store) -> None:
    other = structure.save_store(store_id=None, fields={"group": store.group, "code": "de", "name": "Deutsch"})
    structure.save_store(store_id=other.pk, fields={"is_active": False})

    with pytest.raises(errors.DefaultStoreDisabled):
        structure.save_store(store_id=store.pk, fields={"is_active": False})
    with pytest.raises(errors.DefaultStoreInactive):
        structure.save_store_group(group_id=store.group_id, fields={"default_store": other})
    group = structure.save_store_group(group_id=None, fields={"website": store.website, "code": "x", "name": "x"})
    with pytest.raises(errors.DefaultStoreDisabled):
        structure.save_store(store_id=None, fields={"group": group, "code": "y", "name": "y", "is_active": False})

    assert lookups.default_store() == store
    structure.save_store(store_id=other.pk, fields={"is_active": True})
    structure.save_store_group(group_id=store.group_id, fields={"default_store": other})
    assert lookups.default_store() == other


def test_a_website_goes_with_its_stores_their_views_and_what_was_set_for_them(other_store: Store) -> None:
    path = "general/locale/code"
    config.write(path, "fr_FR", scope=Scope.WEBSITES, scope_id=other_store.website_id)
    config.write(path, "fr_CA", scope=Scope.STORES, scope_id=other_store.pk)
    group = CustomerGroup.objects.get(pk=2)
    group.excluded_websites.add(other_store.website_id)

    structure.delete_website(website_id=other_store.website_id)

    assert [model.objects.exclude(pk=0).count() for model in (Website, StoreGroup, Store)] == [1, 1, 1]
    assert not ConfigValue.objects.exists()
    assert [(subject, event) for subject, event, _ in noted()][-3:] == [
        ("store", "deleted"), ("store_group", "deleted"), ("website", "deleted"),
    ]  # fmt: skip


def test_the_default_ones_and_the_admins_stay(store: Store, other_store: Store) -> None:
    before = everything()

    for number in (0, store.website_id):
        with pytest.raises(errors.WebsiteNotDeletable):
            structure.delete_website(website_id=number)
    for number in (0, store.group_id, other_store.group_id):
        with pytest.raises(errors.StoreGroupNotDeletable):
            structure.delete_store_group(group_id=number)
    for number in (0, store.pk, other_store.pk):
        with pytest.raises(errors.StoreNotDeletable):
            structure.delete_store(store_id=number)

    assert everything() == before


def test_where_customers_are_nothing_is_deleted(
    store: Store, other_store: Store, make_customer: Callable[..., Customer]
) -> None:
    make_customer(at=other_store)
    view = structure.save_store(store_id=None, fields={"group": store.group, "code": "de", "name": "Deutsch"})
    make_customer(at=view, email="otto@example.org")
    before = everything()

    for deed, arguments, failure in (
        (structure.delete_website, {"website_id": other_store.website_id}, errors.StillUsed("website", "customers")),
        (structure.delete_store, {"store_id": view.pk}, errors.StillUsed("store view", "customers")),
    ):
        with pytest.raises(errors.StillUsed) as raised:
            deed(**arguments)  # type: ignore[operator]
        assert raised.value == failure

    assert everything() == before


def test_a_view_goes_where_nobody_is(store: Store) -> None:
    view = structure.save_store(store_id=None, fields={"group": store.group, "code": "de", "name": "Deutsch"})

    structure.delete_store(store_id=view.pk)

    assert not Store.objects.filter(code="de").exists()
    assert lookups.default_store() == store


def test_a_website_that_speaks_becomes_the_default_one(store: Store, other_store: Store) -> None:
    silent = structure.save_website(website_id=None, fields={"code": "silent", "name": "Silent"})

    with pytest.raises(errors.StoreNotFound):
        structure.make_default_website(website_id=silent.pk)
    assert lookups.default_store() == store
    structure.make_default_website(website_id=other_store.website_id)

    assert lookups.default_store() == other_store


def test_what_is_not_there_is_not_changed() -> None:
    for deed in (
        lambda: structure.save_website(website_id=99, fields={}),
        lambda: structure.delete_store(store_id=99),
        lambda: structure.save_store(store_id=None, fields={"code": "x", "name": "x"}),
        lambda: structure.save_store(store_id=None, fields={"group": StoreGroup(pk=0), "code": "x", "name": "x"}),
    ):
        with pytest.raises(NoSuchEntity):
            deed()


def test_a_shop_whose_default_website_has_no_view_says_so_and_does_not_break(
    rest: Callable[..., Any], graphql: Callable[..., Any], client: Client
) -> None:
    Website.objects.filter(is_default=True).update(default_group=None)

    told = graphql("{ storeConfig { id } }")
    statuses = [
        told.status_code,
        rest("GET", "/V1/directory/countries").status_code,
        client.get("/customer/account/login/").status_code,
    ]

    assert told.body["errors"][0]["message"] == errors.StoreNotFound().storefront_message
    assert all(status < 500 for status in statuses), statuses
