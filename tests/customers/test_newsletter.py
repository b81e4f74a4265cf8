"""Subscribing to the newsletter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from customers import accounts, lookups, newsletter
from customers import config as settings
from customers.models import Customer, Subscription
from stores import config
from stores.config import Scope
from stores.models import Store

MakeCustomer = Callable[..., Customer]
Status = Subscription.Status


def test_who_asks_for_it_is_subscribed_with_the_store_view(make_customer: MakeCustomer, store: Store) -> None:
    customer = make_customer(is_subscribed=True)

    assert customer.is_subscribed
    assert (customer.subscription.email, customer.subscription.store, customer.subscription.website_id) == (
        "grace@example.org",
        store,
        store.website_id,
    )


@pytest.mark.parametrize("wanted", [False, None])
def test_who_does_not_ask_leaves_no_trace(make_customer: MakeCustomer, wanted: bool | None) -> None:
    assert make_customer(is_subscribed=wanted).is_subscribed is False
    assert not Subscription.objects.exists()


def test_with_the_newsletter_off_an_account_comes_without_it(make_customer: MakeCustomer) -> None:
    config.write(settings.NEWSLETTER_ACTIVE, "0")

    assert make_customer(is_subscribed=True).is_subscribed is False
    assert not Subscription.objects.exists()


def test_the_newsletter_can_be_off_on_one_website(make_customer: MakeCustomer, other_store: Store) -> None:
    config.write(settings.NEWSLETTER_ACTIVE, "0", scope=Scope.WEBSITES, scope_id=other_store.website_id)

    assert make_customer(is_subscribed=True).is_subscribed is True
    assert make_customer(at=other_store, is_subscribed=True).is_subscribed is False


def test_unsubscribing_keeps_the_row_and_says_so(make_customer: MakeCustomer) -> None:
    customer = make_customer(is_subscribed=True)

    newsletter.set_subscribed(customer, False)

    assert Subscription.objects.get().status == Status.UNSUBSCRIBED
    assert lookups.customer_by_id(customer.pk).is_subscribed is False


def test_subscribing_again_uses_the_same_row(make_customer: MakeCustomer) -> None:
    customer = make_customer(is_subscribed=True)
    newsletter.set_subscribed(customer, False)

    newsletter.set_subscribed(customer, True)

    assert Subscription.objects.get().status == Status.SUBSCRIBED


def test_the_subscription_an_email_had_becomes_its_customers(make_customer: MakeCustomer, store: Store) -> None:
    subscription = Subscription.objects.create(
        store=store, website=store.website, email="GRACE@example.org", status=Status.SUBSCRIBED
    )

    customer = make_customer(is_subscribed=True)

    assert Subscription.objects.get().pk == subscription.pk
    assert customer.subscription.pk == subscription.pk


def test_the_database_refuses_a_second_subscription_of_an_email(make_customer: MakeCustomer, store: Store) -> None:
    make_customer(is_subscribed=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(store=store, website=store.website, email="GRACE@example.org")


def test_a_subscription_follows_its_customers_email(make_customer: MakeCustomer) -> None:
    customer = make_customer(is_subscribed=True)

    accounts.update_own_account(customer=customer, fields={"email": "Ada@example.org"}, password="Correct-Horse-9")

    subscription = Subscription.objects.get()
    assert (subscription.email, subscription.email_key) == ("Ada@example.org", "ada@example.org")
    assert subscription.status == Status.SUBSCRIBED


def test_an_email_that_was_subscribed_by_itself_can_become_a_customers(
    make_customer: MakeCustomer, store: Store
) -> None:
    customer = make_customer(is_subscribed=True)
    Subscription.objects.create(store=store, website=store.website, email="ada@example.org", status=Status.SUBSCRIBED)

    changed = accounts.update_own_account(
        customer=customer, fields={"email": "ada@example.org"}, password="Correct-Horse-9"
    )

    assert changed.email == "ada@example.org"
    assert changed.is_subscribed


def test_a_subscription_goes_with_its_customer(make_customer: MakeCustomer) -> None:
    make_customer(is_subscribed=True).delete()

    assert not Subscription.objects.exists()
