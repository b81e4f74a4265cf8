"""Changing accounts and address books as the shop and integrations do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from customers import accounts, administration, assistance, confirmation, lookups, resets, sign_in
from customers.errors import (
    AddressValueRequired,
    ConfirmationKeyWrong,
    CustomerIdNotValid,
    DefaultAddressNotThere,
    EmailMissing,
    EmailTaken,
    EmailToResetMissing,
    NoTokens,
    ResetTemplateUnknown,
    ResetTokenMismatch,
    ResetTokenRequired,
)
from customers.models import Address, Customer, Subscription
from kernel.errors import Failure, NoSuchEntity
from stores.models import Store
from tests.conftest import address, token_of
from tests.customers.conftest import everything

MakeCustomer = Callable[..., Customer]
Fields = dict[str, Any]


def update(customer: Customer, book: list[Fields] | None = None, **fields: Any) -> Customer:
    return accounts.update_customer(customer=customer, fields=fields, address_book=book)


def test_what_is_absent_stays(otto: Customer) -> None:
    changed = update(otto, firstname=" Ottoline ")

    assert (changed.firstname, changed.lastname, changed.email) == ("Ottoline", "Lindqvist", "otto@example.org")
    assert [each.city for each in changed.addresses.all()] == ["Albany", "Buffalo"]


def test_a_book_takes_the_place_of_the_old_one(otto: Customer) -> None:
    albany, buffalo = otto.addresses.all()

    changed = update(otto, [address(city="Cohoes"), {"id": buffalo.pk, "city": "Troy"}])

    assert [each.city for each in changed.addresses.all()] == ["Troy", "Cohoes"]
    assert changed.addresses.all()[0].pk == buffalo.pk
    assert (changed.default_billing_id, changed.default_shipping_id) == (None, buffalo.pk)
    assert not Address.objects.filter(pk=albany.pk).exists()


def test_an_address_that_is_named_twice_is_changed_twice(otto: Customer) -> None:
    albany, _ = otto.addresses.all()

    changed = update(otto, [{"id": albany.pk, "city": "Troy"}, {"id": albany.pk, "company": "Acme"}])

    assert [(each.city, each.company) for each in changed.addresses.all()] == [("Troy", "Acme")]
    assert changed.default_billing_id == albany.pk


def test_an_address_claims_to_be_the_default_against_the_account(otto: Customer) -> None:
    albany, buffalo = otto.addresses.all()
    book = [{"id": albany.pk, "default_billing": True}, {"id": buffalo.pk}]

    changed = update(otto, book, default_billing=str(buffalo.pk))

    assert changed.default_billing_id == albany.pk


def test_custom_attributes_of_an_address_that_are_absent_stay(otto: Customer) -> None:
    albany, buffalo = otto.addresses.all()
    Address.objects.filter(pk=albany.pk).update(custom_values={"floor": "2"})

    update(otto, [{"id": albany.pk, "city": "Troy"}, {"id": buffalo.pk}])

    assert Address.objects.get(pk=albany.pk).custom_values == {"floor": "2"}


@pytest.mark.parametrize(
    ("fields", "book", "failure"),
    [
        ({"email": " "}, None, EmailMissing()),
        ({"email": "grace@example.org"}, None, EmailTaken()),
        ({"default_billing": "0"}, None, DefaultAddressNotThere(fieldName="default_billing")),
        ({"default_shipping": "1"}, [], DefaultAddressNotThere(fieldName="default_shipping")),
        ({"default_shipping": "999"}, [{"id": 999}], NoSuchEntity(addressId=999)),
        ({}, [address(), address(city=" ")], AddressValueRequired(fieldName="city")),
    ],
)
def test_a_refusal_leaves_all_as_it_was(
    otto: Customer, grace: Customer, fields: Fields, book: Any, failure: Failure
) -> None:
    before = everything()

    with pytest.raises(type(failure)) as raised:
        update(otto, book, **{"firstname": "Ottoline", **fields})

    assert raised.value == failure
    assert everything() == before


def test_a_customer_who_is_gone_is_not_changed(grace: Customer) -> None:
    Customer.objects.filter(pk=grace.pk).delete()

    with pytest.raises(NoSuchEntity) as raised:
        update(grace, firstname="Ada")

    assert raised.value == NoSuchEntity(customerId=grace.pk)


def test_the_owner_does_not_change_what_is_the_shops(otto: Customer, other_store: Store) -> None:
    fields = {"firstname": "Ada", "group_id": 3, "website_id": other_store.website_id, "disable_auto_group_change": 1}

    changed = accounts.update_own_account_with_book(customer=otto, fields=fields)

    assert (changed.firstname, changed.group_id, changed.website_id) == ("Ada", 1, 1)
    assert not changed.disable_auto_group_change


def test_a_subscription_moves_with_its_account(make_customer: MakeCustomer, other_store: Store) -> None:
    customer = make_customer(is_subscribed=True)
    token_of(customer)

    moved = update(customer, website_id=other_store.website_id, email="ada@example.org")

    assert (moved.website_id, moved.store_id, moved.is_subscribed) == (other_store.website_id, other_store.pk, True)
    subscription = Subscription.objects.get()
    assert (subscription.website_id, subscription.email_key) == (other_store.website_id, "ada@example.org")
    with pytest.raises(NoTokens):
        sign_in.revoke_customer_access_token(customer=moved)


def test_a_view_of_the_same_website_takes_the_account_without_ending_its_tokens(grace: Customer, store: Store) -> None:
    german = Store.objects.create(code="german", name="German", website=store.website, group=store.group)
    token_of(grace)

    changed = update(grace, store_id=german.pk)

    assert (changed.store_id, changed.website_id, changed.created_in) == (german.pk, 1, "Default Store View")
    sign_in.revoke_customer_access_token(customer=changed)


def test_the_shop_deletes_an_address_that_is_a_default(otto: Customer) -> None:
    albany, buffalo = otto.addresses.all()

    administration.delete_address(address=lookups.address_by_id(albany.pk))

    otto.refresh_from_db()
    assert (otto.default_billing_id, otto.default_shipping_id) == (None, buffalo.pk)


def test_a_wrong_key_does_not_open_an_account(grace: Customer) -> None:
    Customer.objects.update(confirmation_key="key")

    with pytest.raises(ConfirmationKeyWrong):
        confirmation.activate_by_id(customer_id=grace.pk, key="")

    assert confirmation.activate_by_id(customer_id=grace.pk, key="key").is_confirmed


def test_a_token_for_nobody_is_not_given(db: None) -> None:
    with pytest.raises(NoSuchEntity) as raised:
        assistance.create_token_for_customer(customer_id=5)

    assert raised.value == NoSuchEntity(customerId=5)


def test_an_unknown_mail_leaves_an_earlier_link_good(grace: Customer) -> None:
    Customer.objects.update(reset_token_digest="x" * 64)

    with pytest.raises(ResetTemplateUnknown) as raised:
        resets.initiate_password_reset(email=grace.email, website_id=1, template="email")

    told = {"value": "email", "fieldName": "template", "template1": "email_reminder", "template2": "email_reset"}
    assert raised.value.parameters == told
    assert Customer.objects.get().reset_token_digest == "x" * 64


@pytest.mark.parametrize(
    ("customer_id", "token", "failure"),
    [
        (0, "x", CustomerIdNotValid(value=0, fieldName="customerId")),
        (-1, "", CustomerIdNotValid(value=-1, fieldName="customerId")),
        (10**6, "", ResetTokenRequired(fieldName="resetPasswordLinkToken")),
        (10**6, "x", NoSuchEntity(customerId=10**6)),
        (None, "x", ResetTokenMismatch()),
    ],
)
def test_a_link_token_is_looked_at(grace: Customer, customer_id: int | None, token: str, failure: Failure) -> None:
    with pytest.raises(Failure) as raised:
        resets.validate_reset_password_link_token(
            customer_id=grace.pk if customer_id is None else customer_id, token=token
        )

    assert raised.value == failure


def test_a_reset_names_an_email(db: None) -> None:
    with pytest.raises(EmailToResetMissing) as raised:
        resets.complete_password_reset(email="", website_id=1, token="x", new_password="x")

    assert raised.value == EmailToResetMissing(fieldName="email")


def test_everybody_can_be_searched(grace: Customer, otto: Customer) -> None:
    assert list(lookups.searchable_customers()) == [grace, otto]
