"""Opening accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from attributes.errors import AttributeValueRequired, InvalidDate, TextTooLong
from customers import accounts
from customers import config as settings
from customers.errors import (
    BirthDateInFuture,
    EmailNotValid,
    GenderNotValid,
    GroupNotThere,
    NameNotValid,
    StoreNotOfWebsite,
)
from customers.models import Customer
from customers.signals import customer_created
from kernel.errors import Failure, NoSuchEntity, SeveralProblems
from stores import config
from stores.config import Scope
from stores.models import Store, StoreGroup
from tests.conftest import address
from tests.customers.conftest import everything
from tests.mails import delivered

MakeCustomer = Callable[..., Customer]
Refused = Callable[..., Failure]


def test_an_account_keeps_what_was_sent(make_customer: MakeCustomer, store: Store) -> None:
    customer = make_customer(
        email=" Grace@Example.org ",
        prefix="Dr.",
        firstname=" Grace ",
        middlename="B.",
        lastname="Holloway",
        suffix="Jr.",
        dob="1972-03-11",
        gender=2,
        taxvat="DE136695976",
        is_subscribed=True,
        allow_remote_shopping_assistance=True,
        disable_auto_group_change=1,
    )

    names = ("email", "prefix", "firstname", "middlename", "lastname", "suffix", "dob", "gender", "taxvat")
    assert [getattr(customer, name) for name in names] == [
        "Grace@Example.org",
        "Dr.",
        "Grace",
        "B.",
        "Holloway",
        "Jr.",
        dt.date(1972, 3, 11),
        2,
        "DE136695976",
    ]
    assert (customer.website_id, customer.store, customer.group_id, customer.created_in) == (
        1,
        store,
        1,
        "Default Store View",
    )
    assert customer.is_subscribed is True
    assert customer.allow_remote_shopping_assistance is True
    assert customer.disable_auto_group_change is True
    assert customer.created_at == customer.updated_at
    assert abs(timezone.now() - customer.created_at) < dt.timedelta(minutes=1)


def test_an_account_needs_little(make_customer: MakeCustomer) -> None:
    customer = make_customer(password=None)

    assert customer.has_password is False
    assert customer.is_subscribed is False
    assert customer.custom_values == {}
    assert [customer.prefix, customer.middlename, customer.suffix, customer.dob, customer.gender, customer.taxvat] == [
        None
    ] * 6
    assert list(customer.addresses.all()) == []
    assert (customer.default_billing_id, customer.default_shipping_id) == (None, None)


def test_empty_texts_are_kept_as_nothing(make_customer: MakeCustomer) -> None:
    customer = make_customer(prefix="", middlename="  ", suffix=None, taxvat="", dob="", gender=None)

    assert [customer.prefix, customer.middlename, customer.suffix, customer.taxvat, customer.dob, customer.gender] == [
        None
    ] * 6


def test_the_password_is_kept_as_a_hash(grace: Customer) -> None:
    assert "Correct-Horse-9" not in str(Customer.objects.values().get())
    assert grace.password_is("Correct-Horse-9")


@pytest.mark.parametrize(
    "name",
    [
        "Jørgen",
        "Łucja",
        "李小龍",
        "José María",
        "O'Brien",
        "D’Arcy",
        "Smith-Jones",
        "St. John",
        "7of9",
        "नमस्ते",
        "a" * 255,
    ],
)
def test_names_are_written_in_every_script(make_customer: MakeCustomer, name: str) -> None:
    customer = make_customer(firstname=name, middlename=name, lastname=name)

    assert [customer.firstname, customer.middlename, customer.lastname] == [name, name, name]


@pytest.mark.parametrize(
    "name", ["<b>", "a@b", "a/b", "{{var}}", "a\nb", "a\tb", "a;b", "$1", "a+b", "😀", "a" * 256, "x\u200bx", "a\0b"]
)
@pytest.mark.parametrize(
    ("code", "label"), [("firstname", "First Name"), ("middlename", "Middle Name"), ("lastname", "Last Name")]
)
def test_names_hold_no_other_characters(refused: Refused, code: str, label: str, name: str) -> None:
    assert refused(**{code: name}) == NameNotValid(label)


@pytest.mark.parametrize("nothing", ["", " ", None])
@pytest.mark.parametrize(("code", "label"), [("firstname", "First Name"), ("lastname", "Last Name")])
def test_first_and_last_name_are_required(refused: Refused, code: str, label: str, nothing: str | None) -> None:
    assert refused(**{code: nothing}) == AttributeValueRequired(label)


def test_everything_wrong_is_told_at_once(refused: Refused) -> None:
    failure = refused(email="plainaddress", firstname="", middlename="<", lastname=None, gender=5, dob="x")

    assert failure == SeveralProblems(
        [
            EmailNotValid(),
            AttributeValueRequired("First Name"),
            NameNotValid("Middle Name"),
            AttributeValueRequired("Last Name"),
            GenderNotValid(5),
            InvalidDate(),
        ]
    )


@pytest.mark.parametrize(
    ("code", "label", "longest"),
    [("prefix", "Name Prefix", 40), ("suffix", "Name Suffix", 40), ("taxvat", "Tax/VAT Number", 50)],
)
def test_short_texts_are_limited(
    make_customer: MakeCustomer, refused: Refused, code: str, label: str, longest: int
) -> None:
    assert refused(**{code: "x" * (longest + 1)}) == TextTooLong(label, longest)
    assert getattr(make_customer(**{code: "x" * longest}), code) == "x" * longest


@pytest.mark.parametrize("gender", [1, 2, 3])
def test_a_gender_is_one_of_the_options(make_customer: MakeCustomer, gender: int) -> None:
    assert make_customer(gender=gender).gender == gender


@pytest.mark.parametrize("gender", [0, 4, 5, -1, 2**40])
def test_another_gender_is_refused(refused: Refused, gender: int) -> None:
    assert refused(gender=gender) == GenderNotValid(gender)


@pytest.mark.parametrize("text", ["1972-03-11", "3/11/1972", "1972-03-11 00:00:00"])
def test_a_date_of_birth_is_read_as_clients_write_it(make_customer: MakeCustomer, text: str) -> None:
    assert make_customer(dob=text).dob == dt.date(1972, 3, 11)


@pytest.mark.parametrize("text", ["bla-bla", "1972-13-11", "11.03.1972", "0072-03-11", "99999-01-01", 5])
def test_an_unreadable_date_of_birth_is_refused(refused: Refused, text: Any) -> None:
    assert refused(dob=text) == InvalidDate()


def test_nobody_is_born_tomorrow(make_customer: MakeCustomer, refused: Refused) -> None:
    today = timezone.localdate()

    assert refused(dob=(today + dt.timedelta(days=1)).isoformat()) == BirthDateInFuture()
    assert make_customer(dob=today.isoformat()).dob == today


def test_the_group_is_the_one_the_merchant_decided(make_customer: MakeCustomer, other_store: Store) -> None:
    config.write(settings.DEFAULT_GROUP, "2", scope=Scope.WEBSITES, scope_id=other_store.website_id)

    assert make_customer().group_id == 1
    assert make_customer(at=other_store).group_id == 2


@pytest.mark.parametrize("group_id", [0, 1, 2, 3])
def test_a_group_can_be_named(make_customer: MakeCustomer, group_id: int) -> None:
    assert make_customer(group_id=group_id).group_id == group_id


@pytest.mark.parametrize("group_id", [99, -1, 2**62])
def test_an_unknown_group_is_refused(refused: Refused, group_id: int) -> None:
    assert refused(group_id=group_id) == GroupNotThere()


def test_a_website_can_be_named_its_default_view_is_taken(make_customer: MakeCustomer, other_store: Store) -> None:
    customer = make_customer(website_id=other_store.website_id)

    assert (customer.website_id, customer.store, customer.created_in) == (
        other_store.website_id,
        other_store,
        "Second View",
    )


def test_a_store_view_can_be_named_its_website_is_taken(make_customer: MakeCustomer, other_store: Store) -> None:
    customer = make_customer(store_id=other_store.pk)

    assert (customer.website_id, customer.store) == (other_store.website_id, other_store)


def test_the_own_website_keeps_the_view_that_speaks(make_customer: MakeCustomer, store: Store) -> None:
    group = StoreGroup.objects.get(pk=store.group_id)
    french = Store.objects.create(code="french", name="Vue française", website=store.website, group=group)

    customer = make_customer(at=french, website_id=store.website_id)

    assert (customer.store, customer.created_in) == (french, "Vue française")


def test_a_view_of_another_website_is_refused(refused: Refused, other_store: Store) -> None:
    assert refused(website_id=1, store_id=other_store.pk) == StoreNotOfWebsite()


@pytest.mark.parametrize("number", [99, 2**40])
@pytest.mark.parametrize("code", ["website_id", "store_id"])
def test_an_unknown_website_or_view_is_refused(refused: Refused, code: str, number: int) -> None:
    assert refused(**{code: number}) == NoSuchEntity(id=number)


def test_a_receiver_that_fails_leaves_nothing_behind(store: Store) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("The receiver is out of order.")

    before = everything()
    customer_created.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            accounts.create_customer(
                store=store,
                fields={"email": "ada@example.org", "firstname": "Ada", "lastname": "Byron", "is_subscribed": True},
                password="Correct-Horse-9",
                address_book=[address()],
            )
    finally:
        customer_created.disconnect(fail)

    assert everything() == before
    assert delivered() == []


def test_receivers_are_told_who_has_come(make_customer: MakeCustomer) -> None:
    told: list[Customer] = []

    def listen(sender: type[Customer], customer: Customer, **_: Any) -> None:
        told.append(customer)

    customer_created.connect(listen)
    try:
        customer = make_customer()
    finally:
        customer_created.disconnect(listen)

    assert told == [customer]
