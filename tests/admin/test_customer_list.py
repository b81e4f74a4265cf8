"""The merchant's list of customers: filters, pages without a count, and what is done to several at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from admins.models import AdminUser
from customers import addresses, history, newsletter
from customers.errors import TooManyAtOnce
from customers.models import Customer, Subscription
from history.models import Entry
from kernel import admin_lists
from outbox.models import Mail
from stores.models import Store
from tests.conftest import address, token_of
from tests.recognition import recognize

LIST = "/admin/customers/customer/"


def listed(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    return [customer.email for customer in answer.context["cl"].result_list]


def act(client: Client, action: str, *chosen: Customer, query: str = "", **typed: Any) -> list[str]:
    """What the page says after an action on the customers ticked."""
    sent = {"action": action, "_selected_action": [customer.pk for customer in chosen], "post": "yes", **typed}
    answer = client.post(f"{LIST}?{query}", sent, follow=True)
    return [str(message) for message in answer.context["messages"]] if answer.context else [answer.status_code]


@pytest.fixture
def several(grace: Customer, otto: Customer, make_customer: Callable[..., Customer], other_store: Store) -> None:
    """Grace is locked, Otto lives in the US and is subscribed, Ada waits to be confirmed, Bo is elsewhere."""
    Customer.objects.filter(pk=grace.pk).update(locked_until_at="2999-01-01T00:00Z")
    newsletter.set_subscribed(otto, True)
    ada = make_customer(email="ada@example.org", group_id=2)
    Customer.objects.filter(pk=ada.pk).update(confirmation_key="k" * 32, created_at="2020-03-15T12:00Z")
    bo = make_customer(email="bo@example.org", at=other_store)
    addresses.add_address(
        customer=bo, store=other_store, fields=address(country_id="DE", region_id=82, telephone="030 901820")
    )
    Customer.objects.filter(pk=bo.pk).update(created_at="2020-03-31T23:59Z", locked_until_at="2001-01-01T00:00Z")


@pytest.mark.parametrize(
    ("query", "emails"),
    [
        ("", ["bo", "ada", "otto", "grace"]),
        ("website__id__exact=1", ["ada", "otto", "grace"]),
        ("group__id__exact=2", ["ada"]),
        ("confirmed=0", ["ada"]),
        ("confirmed=1", ["bo", "otto", "grace"]),
        ("locked=1", ["grace"]),
        ("locked=0", ["bo", "ada", "otto"]),
        ("subscribed=1", ["otto"]),
        ("subscribed=0", ["bo", "ada", "grace"]),
        ("country=US", ["otto"]),
        ("country=DE", ["bo"]),
        ("country=FR", []),
        ("created_at_from=2020-03-01&created_at_to=2020-03-31", ["bo", "ada"]),
        ("created_at_to=2020-03-30", ["ada"]),
        ("created_at_from=2020-04-01", ["otto", "grace"]),
        ("created_at_from=nonsense&locked=maybe&country=nowhere", []),
        ("q=holl&confirmed=1&website__id__exact=1", ["grace"]),
        ("q=030901820&country=DE", ["bo"]),
    ],
)
def test_each_filter_lists_who_fits(merchant: Client, several: None, query: str, emails: list[str]) -> None:
    assert listed(merchant, query) == [f"{name}@example.org" for name in emails]


def test_a_customer_with_two_addresses_in_a_country_is_listed_once(merchant: Client, otto: Customer) -> None:
    assert listed(merchant, "country=US") == ["otto@example.org"]


@pytest.fixture
def crowd(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Customers of more than three looks, each of four, two to a page; the newest first."""
    monkeypatch.setattr(admin_lists, "MOST", 4)
    from customers.admin import CustomerAdmin

    monkeypatch.setattr(CustomerAdmin, "list_per_page", 2)
    common = {"website_id": 1, "store": store, "group_id": 1, "firstname": "Bo", "lastname": "Ek"}
    Customer.objects.bulk_create([Customer(email=f"bo{number}@example.org", **common) for number in range(13)])
    return [f"bo{number}@example.org" for number in reversed(range(13))]


def test_a_list_counts_no_further_than_it_has_to_and_goes_on_behind(merchant: Client, crowd: list[str]) -> None:
    seen, query, shown = [], "q=bo", ""
    while True:
        for number in (1, 2):
            answer = merchant.get(f"{LIST}?{query}&p={number}")
            if answer.status_code == 200:
                seen += [customer.email for customer in answer.context["cl"].result_list]
        shown = merchant.get(f"{LIST}?{query}").content.decode()
        older = re.search(r'href="\?([^"]*before=\d+[^"]*)"[^>]*>Older than these', shown)
        if older is None:
            break
        assert "more than 4" in shown
        query = older[1].replace("&amp;", "&")

    assert seen == crowd
    assert "more than" not in shown


def test_pages_of_what_is_behind_keep_their_place_and_another_filter_begins_anew(
    merchant: Client, crowd: list[str]
) -> None:
    before = Customer.objects.get(email="bo9@example.org").pk

    changelist = merchant.get(f"{LIST}?before={before}").context["cl"]

    assert [customer.email for customer in changelist.result_list] == ["bo8@example.org", "bo7@example.org"]
    assert f"before={before}" in changelist.get_query_string({"p": 2})
    assert "before" not in changelist.get_query_string({"locked": "1"})


@pytest.mark.parametrize("query", ["before=x", "before=", "before=-1", "before=" + "9" * 30, "before=1.5", "p=99"])
def test_odd_places_are_no_fault(merchant: Client, crowd: list[str], query: str) -> None:
    assert merchant.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_a_group_is_asked_for_and_then_changed(merchant: Client, grace: Customer, otto: Customer) -> None:
    asked = merchant.post(LIST, {"action": "change_group", "_selected_action": [grace.pk]})
    assert asked.status_code == 200
    assert "NOT LOGGED IN" not in asked.content.decode()
    assert Customer.objects.get(pk=grace.pk).group_id == 1

    assert act(merchant, "change_group", grace, group="3") == ["In another group now: 1."]

    assert set(Customer.objects.values_list("email", "group_id")) == {("grace@example.org", 3), ("otto@example.org", 1)}
    entry = Entry.objects.get(event=history.GROUP_CHANGED)
    assert (entry.subject_id, entry.actor_kind, entry.actor_name) == (grace.pk, "admin", "merchant")


@pytest.mark.parametrize("group", ["", "0", "99", "x"])
def test_a_group_nobody_can_be_in_is_asked_for_again(merchant: Client, grace: Customer, group: str) -> None:
    asked = merchant.post(
        LIST, {"action": "change_group", "_selected_action": [grace.pk], "post": "yes", "group": group}
    )

    assert asked.status_code == 200
    assert asked.context["form"].errors["group"]
    assert Customer.objects.get().group_id == 1


def test_what_is_chosen_across_pages_is_what_search_and_filters_find(
    merchant: Client, crowd: list[str], grace: Customer
) -> None:
    Customer.objects.filter(email__in=crowd[:3]).update(group_id=2)

    said = act(merchant, "change_group", grace, query="q=bo&group__id__exact=1", group="3", select_across="1")

    assert said == ["In another group now: 10."]
    assert Customer.objects.filter(group_id=3).count() == 10
    assert Customer.objects.get(pk=grace.pk).group_id == 1


def test_several_are_subscribed_signed_out_unlocked_and_mailed(
    merchant: Client, grace: Customer, otto: Customer
) -> None:
    text = token_of(grace)
    Customer.objects.filter(pk=otto.pk).update(locked_until_at="2999-01-01T00:00Z", failures_count=10)
    mails = Mail.objects.count()

    said = [act(merchant, action, grace, otto) for action in ("subscribe", "sign_out", "unlock", "send_reset")]

    assert said == [["Subscribed: 2."], ["Signed out: 1."], ["Unlocked: 1."], ["Mails sent: 2."]]
    assert Subscription.objects.filter(status=Subscription.Status.SUBSCRIBED).count() == 2
    assert recognize(text) is None
    assert not Customer.objects.get(pk=otto.pk).is_locked
    assert Mail.objects.count() >= mails + 2
    assert act(merchant, "unsubscribe", grace, otto) == ["Unsubscribed: 2."]


@pytest.mark.parametrize("action", ["sign_out", "send_reset", "delete_selected", "change_group"])
def test_what_cannot_be_taken_back_is_asked_first(merchant: Client, grace: Customer, action: str) -> None:
    token_of(grace)
    entries = Entry.objects.count()

    asked = merchant.post(LIST, {"action": action, "_selected_action": [grace.pk]})

    assert asked.status_code == 200
    assert 'name="post"' in asked.content.decode()
    assert Customer.objects.exists()
    assert Entry.objects.count() == entries


def test_too_many_are_refused_with_the_sentence(
    merchant: Client, grace: Customer, otto: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("customers.batches.MOST_MAILS", 1)

    assert act(merchant, "send_reset", grace, otto) == [TooManyAtOnce(1).message]


def test_an_export_is_a_file_of_who_is_listed(merchant: Client, several: None) -> None:
    sent = {"action": "export", "_selected_action": [Customer.objects.latest("id").pk], "select_across": "1"}

    answer = merchant.post(f"{LIST}?website__id__exact=1", sent)

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="customers-\d{4}-\d\d-\d\d\.csv"', answer["Content-Disposition"])
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert [line.split(",")[4] for line in lines] == [
        "email", "grace@example.org", "otto@example.org", "ada@example.org",
    ]  # fmt: skip
    assert Entry.objects.get(subject="customers").actor_name == "merchant"


ACTIONS = {
    "change_group": "regroup_customer",
    "subscribe": "subscribe_customer",
    "unsubscribe": "subscribe_customer",
    "sign_out": "sign_out_customer",
    "unlock": "unlock_customer",
    "send_reset": "send_reset_customer",
    "export": "export_customer",
    "delete_selected": "delete_customer",
}


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_asks_for_a_permission_of_its_own(
    clerk_allowed: Callable[..., Client], grace: Customer, action: str
) -> None:
    token_of(grace)
    others = set(ACTIONS.values()) - {ACTIONS[action]}
    before = (Customer.objects.values().get(), Entry.objects.count())

    client = clerk_allowed("view_customer", *others)
    offered = {name for name, _ in client.get(LIST).context["action_form"].fields["action"].choices}
    act(client, action, grace, group="3")

    assert action not in offered
    assert (Customer.objects.values().get(), Entry.objects.count()) == before
    client = clerk_allowed("view_customer", ACTIONS[action])
    assert action in {name for name, _ in client.get(LIST).context["action_form"].fields["action"].choices}


@pytest.fixture
def support(clerk: AdminUser) -> Client:
    """Somebody of customer support."""
    clerk.groups.add(Group.objects.get(name="Customer support"))
    client = Client()
    client.force_login(clerk)
    return client


def test_support_sees_and_unlocks(support: Client, otto: Customer) -> None:
    Customer.objects.filter(pk=otto.pk).update(locked_until_at="2999-01-01T00:00Z")

    assert listed(support) == ["otto@example.org"]
    assert support.get(f"{LIST}{otto.pk}/change/").status_code == 200
    assert act(support, "unlock", otto) == ["Unlocked: 1."]

    assert not Customer.objects.get().is_locked
    entry = Entry.objects.filter(event=history.UNLOCKED).get()
    assert (entry.subject_id, entry.actor_kind, entry.actor_name) == (otto.pk, "admin", "clerk")


def test_support_signs_out_and_sends_reset_mails(support: Client, otto: Customer) -> None:
    text = token_of(otto)

    assert act(support, "sign_out", otto) == ["Signed out: 1."]
    assert act(support, "send_reset", otto) == ["Mails sent: 1."]
    assert recognize(text) is None


def test_support_neither_changes_nor_deletes_nor_exports(
    support: Client, otto: Customer, clerk: AdminUser, rest: Callable[..., Any]
) -> None:
    before = Customer.objects.values().get()
    page = f"{LIST}{otto.pk}/"

    answers = [
        support.post(f"{page}change/", {"firstname": "Ann"}),
        support.get(f"{page}delete/"),
        support.post(f"{page}delete/", {"post": "yes"}),
        support.get(f"{LIST}add/"),
    ]
    for action in ("change_group", "subscribe", "delete_selected", "export"):
        act(support, action, otto, group="3")

    assert [answer.status_code for answer in answers] == [403] * 4
    assert rest("DELETE", f"/V1/customers/{otto.pk}", by=clerk).status_code == 401
    assert rest("PUT", f"/V1/customers/{otto.pk}", {"customer": {"firstname": "Ann"}}, by=clerk).status_code == 401
    assert rest("GET", f"/V1/customers/{otto.pk}", by=clerk).status_code == 200
    assert Customer.objects.values().get() == before
    assert not Entry.objects.filter(subject="customers").exists()


def test_a_manager_of_customers_does_all_of_it_and_nothing_to_the_stores(
    clerk: AdminUser, otto: Customer, rest: Callable[..., Any]
) -> None:
    clerk.groups.add(Group.objects.get(name="Customer manager"))
    client = Client()
    client.force_login(clerk)

    offered = {name for name, _ in client.get(LIST).context["action_form"].fields["action"].choices}

    assert set(ACTIONS) < offered
    assert client.get("/admin/stores/store/").status_code == 403
    assert rest("DELETE", f"/V1/customers/{otto.pk}", by=clerk).json() is True


def test_who_configures_the_store_sees_no_customer(clerk: AdminUser, otto: Customer) -> None:
    clerk.groups.add(Group.objects.get(name="Store configuration"))
    client = Client()
    client.force_login(clerk)

    assert client.get("/admin/stores/store/").status_code == 200
    assert client.get("/admin/attributes/attribute/").status_code == 200
    assert client.get(LIST).status_code == 403


def test_a_role_a_merchant_changed_stays_as_it_is_and_one_that_is_gone_is_made_again(db: None) -> None:
    from django.apps import apps
    from django.db.models.signals import post_migrate

    Group.objects.get(name="Customer support").permissions.clear()
    Group.objects.get(name="Customer manager").delete()

    for config in apps.get_app_configs():
        if config.models_module:
            post_migrate.send(
                config, app_config=config, verbosity=0, interactive=False, using="default", plan=[], apps=apps
            )

    assert Group.objects.get(name="Customer support").permissions.count() == 0
    assert Group.objects.get(name="Customer manager").permissions.filter(codename="delete_customer").exists()


@pytest.mark.parametrize("words", ["lindqvist otto", "OTTO@example", "518 555 0142"])
def test_addresses_are_found_by_whose_they_are(merchant: Client, otto: Customer, grace: Customer, words: str) -> None:
    answer = merchant.get("/admin/customers/address/", {"q": words})

    assert [place.city for place in answer.context["cl"].result_list] == ["Buffalo", "Albany"]


def test_nobodys_addresses_are_none(merchant: Client, otto: Customer) -> None:
    assert merchant.get("/admin/customers/address/", {"q": "nobody"}).context["cl"].result_list == []
    assert len(merchant.get("/admin/customers/address/").context["cl"].result_list) == 2


def test_subscriptions_are_found_by_a_part_of_the_email(merchant: Client, otto: Customer, grace: Customer) -> None:
    for customer in (otto, grace):
        newsletter.set_subscribed(customer, True)

    answer = merchant.get("/admin/customers/subscription/", {"q": "OTTO@"})

    assert [found.email for found in answer.context["cl"].result_list] == ["otto@example.org"]
