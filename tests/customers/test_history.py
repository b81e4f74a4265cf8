"""What is noted of what happens to an account: each deed once, by whom, and nothing that is a secret."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from admins.models import AdminUser
from auth_tokens import devices
from auth_tokens.models import Token
from customers import (
    accounts,
    addresses,
    administration,
    assistance,
    confirmation,
    groups,
    history,
    locks,
    newsletter,
    passwords,
    resets,
    sign_in,
)
from customers import config as settings
from customers.errors import AccountLocked, AddressIsDefault, CurrentPasswordWrong, EmailTaken
from customers.models import Customer
from history import events
from history.models import Entry
from kernel import origin
from stores import config
from stores.models import CustomerGroup, Store
from tests.conftest import PASSWORD, address, token_of

Told = list[tuple[str, dict[str, Any]]]


def told(customer_id: int) -> Told:
    """What was noted of an account, the first thing first."""
    entries = Entry.objects.filter(subject="customer", subject_id=customer_id).order_by("id")
    return [(entry.event, entry.details) for entry in entries]


@pytest.fixture
def since(grace: Customer) -> Callable[[], Told]:
    """What was noted of Grace after her account was opened."""
    return lambda: told(grace.pk)[1:]


def test_a_new_account_is_noted_once_with_its_address_book(store: Store) -> None:
    fields = {"email": "Ada@example.org", "firstname": "Ada", "lastname": "Novak", "is_subscribed": False}

    ada = accounts.create_customer(store=store, fields=fields, password=PASSWORD, address_book=[address(), address()])

    assert told(ada.pk) == [(history.CREATED, {"email": "Ada@example.org", "group": "General", "addresses": 2})]


def test_a_subscription_at_sign_up_is_noted_beside_it(make_customer: Callable[..., Customer]) -> None:
    grace = make_customer(is_subscribed=True)

    assert [event for event, _ in told(grace.pk)] == [history.CREATED, history.SUBSCRIBED]


def test_a_change_names_what_is_different_from_what_to_what(grace: Customer, since: Callable[[], Told]) -> None:
    accounts.change_customer(customer=grace, fields={"firstname": "Ann", "lastname": grace.lastname, "prefix": "Dr."})

    assert since() == [(history.CHANGED, {"firstname": ["Grace", "Ann"], "prefix": [None, "Dr."]})]


def test_of_private_values_only_that_they_changed(grace: Customer, since: Callable[[], Told]) -> None:
    accounts.change_customer(customer=grace, fields={"dob": "1972-03-11", "gender": 2, "taxvat": "DE123456789"})

    assert since() == [(history.CHANGED, {"dob": None, "gender": None, "taxvat": None})]


def test_a_change_that_changes_nothing_is_none(grace: Customer, since: Callable[[], Told]) -> None:
    accounts.change_customer(customer=grace, fields={"firstname": "Grace", "email": grace.email, "group_id": 1})

    assert since() == []


def test_email_group_and_the_rest_are_told_apart_in_one_statement(grace: Customer, since: Callable[[], Told]) -> None:
    fields = {"email": "new@example.org", "group_id": 2, "firstname": "Ann", "is_subscribed": True}

    accounts.change_customer(customer=grace, fields=fields)

    assert since() == [
        (history.EMAIL_CHANGED, {"email": ["grace@example.org", "new@example.org"]}),
        (history.GROUP_CHANGED, {"group": ["General", "Wholesale"]}),
        (history.CHANGED, {"firstname": ["Grace", "Ann"]}),
        (history.SUBSCRIBED, {}),
    ]


def test_a_move_to_another_website_is_noted(grace: Customer, other_store: Store, since: Callable[[], Told]) -> None:
    accounts.change_customer(customer=grace, fields={"website_id": other_store.website_id})

    moved = {"store": ["Default Store View", "Second View"], "website": ["Main Website", "Second Website"]}
    assert since() == [(history.MOVED, moved)]


def test_what_is_refused_is_not_noted(grace: Customer, otto: Customer, since: Callable[[], Told]) -> None:
    with pytest.raises(EmailTaken):
        accounts.change_customer(customer=grace, fields={"email": otto.email, "firstname": "Ann"})

    assert since() == []


def test_passwords_are_noted_and_never_kept(grace: Customer, since: Callable[[], Told]) -> None:
    passwords.change_password(customer=grace, current_password=PASSWORD, new_password="Another-Horse-8")
    resets.initiate_password_reset(email=grace.email, website_id=1, template="email_reset")
    grace = Customer.objects.get()
    token = resets.give_token(grace)
    grace.save()
    resets.complete_password_reset(email=grace.email, website_id=1, token=token, new_password="Third-Horse-7")

    assert since() == [(history.PASSWORD_CHANGED, {}), (history.RESET_REQUESTED, {}), (history.PASSWORD_RESET, {})]
    kept = json.dumps(list(Entry.objects.values_list("details", flat=True)))
    assert "Horse" not in kept
    assert token not in kept


def test_confirming_is_noted(store: Store, make_customer: Callable[..., Customer]) -> None:
    config.write(settings.CONFIRM, "1")
    grace = make_customer()

    confirmation.activate_by_id(customer_id=grace.pk, key=grace.confirmation_key)

    assert told(grace.pk)[1:] == [(history.CONFIRMED, {})]


def test_a_lock_and_its_end_are_noted(make_customer: Callable[..., Customer]) -> None:
    grace = make_customer()
    config.write(settings.LOCKOUT_FAILURES, "2")
    with pytest.raises(CurrentPasswordWrong):
        locks.check_current_password(grace, "wrong")
    with pytest.raises(AccountLocked):
        locks.check_current_password(grace, "wrong")

    assert locks.unlock_customer(customer=grace)
    assert not locks.unlock_customer(customer=grace)

    assert told(grace.pk)[1:] == [(history.LOCKED, {"failures": 2}), (history.UNLOCKED, {})]


def test_addresses_are_noted_by_number_and_field_names(
    grace: Customer, store: Store, since: Callable[[], Told]
) -> None:
    home = addresses.add_address(customer=grace, store=store, fields=address(default_billing=True))
    home_id = home.pk
    addresses.update_address(store=store, address=home, fields={"city": "Troy", "default_shipping": True})
    addresses.update_address(store=store, address=home, fields={"city": "Troy"})
    work = administration.add_address(customer=grace, fields=address(city="Buffalo"))
    work_id = work.pk
    addresses.delete_address(address=work, default=AddressIsDefault)
    administration.delete_address(address=home)

    assert since() == [
        (history.ADDRESS_ADDED, {"address": home_id, "defaults": ["default_billing"]}),
        (history.ADDRESS_CHANGED, {"address": home_id, "fields": ["city", "default_shipping"]}),
        (history.ADDRESS_ADDED, {"address": work_id, "defaults": []}),
        (history.ADDRESS_DELETED, {"address": work_id}),
        (history.ADDRESS_DELETED, {"address": home_id}),
    ]


def test_an_address_book_that_is_replaced_is_noted_address_by_address(otto: Customer) -> None:
    first, second = otto.addresses.all()
    before = len(told(otto.pk))
    book = [{**address(city="Troy"), "id": second.pk, "default_shipping": True}]

    accounts.update_customer(customer=otto, fields={"default_billing": str(second.pk)}, address_book=book)

    assert told(otto.pk)[before:] == [
        (history.ADDRESS_CHANGED, {"address": second.pk, "fields": ["city"]}),
        (history.DEFAULTS_CHANGED, {"default_billing": [first.pk, second.pk]}),
        (history.ADDRESS_DELETED, {"address": first.pk}),
    ]


def test_subscriptions_are_noted_when_they_change(grace: Customer, since: Callable[[], Told]) -> None:
    for wanted in (True, True, False, False):
        newsletter.set_subscribed(grace, wanted)

    assert [event for event, _ in since()] == [history.SUBSCRIBED, history.UNSUBSCRIBED]


def test_a_subscription_that_waits_and_then_starts_is_noted_twice(
    grace: Customer, store: Store, since: Callable[[], Told]
) -> None:
    config.write(settings.NEWSLETTER_CONFIRM, "1")
    newsletter.subscribe_email(store=store, email=grace.email, customer=grace)
    grace = Customer.objects.select_related("subscription").get()

    newsletter.confirm_subscription(subscription_id=grace.subscription.pk, code=grace.subscription.confirmation_code)

    assert [event for event, _ in since()] == [history.SUBSCRIPTION_ASKED, history.SUBSCRIBED]


def test_tokens_that_are_taken_back_are_noted(grace: Customer, since: Callable[[], Told]) -> None:
    token_of(grace)
    sign_in.revoke_customer_access_token(customer=grace)
    token_of(grace)
    administration.sign_out_everywhere(customer=grace)
    administration.sign_out_everywhere(customer=grace)

    assert since() == [(history.TOKENS_REVOKED, {}), (devices.REVOKED_ALL, {"count": 1})]


def test_acting_in_a_customers_place_is_noted_with_who_does(grace: Customer, admin: AdminUser, store: Store) -> None:
    Customer.objects.update(allow_remote_shopping_assistance=True)
    config.write(settings.LOGIN_AS_CUSTOMER, "1")

    with origin.coming_from(origin.Origin(origin.Actor(origin.Kind.ADMIN, admin.pk, admin.username))):
        assistance.create_token_as_admin(by=admin, store=store, email=grace.email)

    entry = Entry.objects.filter(event=history.REPRESENTED).get()
    assert (entry.subject_id, entry.actor_kind, entry.actor_id, entry.actor_name) == (
        grace.pk,
        "admin",
        admin.pk,
        "merchant",
    )
    assert Token.objects.filter(owner_id=grace.pk).count() == 1


def test_a_group_that_goes_is_noted_of_each_of_its_customers(make_customer: Callable[..., Customer]) -> None:
    members = [make_customer(email=f"guest{number}@example.org", group_id=2) for number in range(3)]

    groups.delete_group(group_id=2)

    for member in members:
        assert told(member.pk)[1:] == [(history.GROUP_CHANGED, {"group": ["Wholesale", "General"]})]
    assert not CustomerGroup.objects.filter(pk=2).exists()


def test_after_a_deletion_nothing_noted_says_whose_account_it_was(grace: Customer, admin: AdminUser) -> None:
    by_grace = origin.Origin(origin.Actor(origin.Kind.CUSTOMER, grace.pk, grace.email), address="192.0.2.77")
    by_admin = origin.Origin(origin.Actor(origin.Kind.ADMIN, admin.pk, admin.username), address="198.51.100.9")
    with origin.coming_from(by_grace):
        accounts.change_customer(customer=grace, fields={"lastname": "Hopper"})
    number = grace.pk
    with origin.coming_from(by_admin):
        accounts.change_customer(customer=grace, fields={"email": "new@example.org"})
        accounts.delete_customer(customer=Customer.objects.get())

    left = [
        (entry.event, entry.actor_kind, entry.actor_name, entry.network, entry.details)
        for entry in events.of("customer", number)
    ]
    assert left == [
        (history.DELETED, "admin", "merchant", "198.51.100.0/24", {}),
        (history.EMAIL_CHANGED, "admin", "merchant", "198.51.100.0/24", {}),
        (history.CHANGED, "customer", "", "", {}),
        (history.CREATED, "system", "", "", {}),
    ]


def test_what_is_undone_is_not_noted(grace: Customer, since: Callable[[], Told]) -> None:
    with transaction.atomic():
        accounts.change_customer(customer=grace, fields={"firstname": "Ann"})
        transaction.set_rollback(True)

    assert since() == []


def test_every_event_has_a_label() -> None:
    names = [value for name, value in vars(history).items() if name.isupper() and isinstance(value, str)]

    labels = {event: events.label_of(history.SUBJECT, event) for event in names if event != history.SUBJECT}

    assert len(labels) > 15
    assert all(label != event for event, label in labels.items())
