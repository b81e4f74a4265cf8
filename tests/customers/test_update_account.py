"""Changing one's own account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from attributes.errors import AttributeValueRequired, InvalidDate, OptionNotOffered
from attributes.models import Attribute
from customers import accounts
from customers.errors import (
    BirthDateInFuture,
    CurrentPasswordRequired,
    CurrentPasswordWrong,
    EmailNotValidOnChange,
    EmailTaken,
    GenderNotValid,
    NameNotValid,
)
from customers.models import Customer
from kernel.errors import Failure, SeveralProblems
from stores.models import Store
from tests.conftest import PASSWORD
from tests.customers.conftest import everything

MakeCustomer = Callable[..., Customer]
TOMORROW = "9999-01-01"


def change(customer: Customer, *, password: str | None = None, **fields: Any) -> Customer:
    """What the customer does to their own account."""
    return accounts.update_own_account(customer=customer, fields=fields, password=password)


def test_what_is_sent_changes_and_the_rest_stays(make_customer: MakeCustomer) -> None:
    customer = make_customer(middlename="B.", gender=2, dob="1972-03-11", taxvat="DE1", is_subscribed=True)
    Customer.objects.update(updated_at=timezone.now() - dt.timedelta(days=1))

    changed = change(customer, firstname=" Ada ", middlename="", gender=1)

    assert [changed.firstname, changed.middlename, changed.lastname, changed.gender, changed.dob, changed.taxvat] == [
        "Ada",
        None,
        "Holloway",
        1,
        dt.date(1972, 3, 11),
        "DE1",
    ]
    assert changed.is_subscribed
    assert changed.email == "grace@example.org"
    assert changed.updated_at > customer.created_at
    assert changed.password_is(PASSWORD)


@pytest.mark.parametrize(
    ("fields", "failure"),
    [
        ({"firstname": ""}, AttributeValueRequired("First Name")),
        ({"lastname": None}, AttributeValueRequired("Last Name")),
        (
            {"firstname": " ", "lastname": ""},
            SeveralProblems([AttributeValueRequired("First Name"), AttributeValueRequired("Last Name")]),
        ),
        ({"middlename": "<b>"}, NameNotValid("Middle Name")),
        ({"gender": 5}, GenderNotValid(5)),
        ({"dob": "bla-bla"}, InvalidDate()),
        ({"dob": TOMORROW}, BirthDateInFuture()),
    ],
    ids=repr,
)
def test_a_refused_change_changes_nothing(grace: Customer, fields: dict[str, Any], failure: Failure) -> None:
    before = everything()

    with pytest.raises(Failure) as raised:
        change(grace, taxvat="DE1", is_subscribed=True, **fields)

    assert raised.value == failure
    assert everything() == before


def test_a_new_email_needs_the_current_password(grace: Customer) -> None:
    assert change(grace, email="Ada@example.org", password=PASSWORD).email == "Ada@example.org"

    assert Customer.objects.get().email_key == "ada@example.org"


@pytest.mark.parametrize(
    ("email", "password", "failure"),
    [
        ("ada@example.org", None, CurrentPasswordRequired()),
        ("ada@example.org", "", CurrentPasswordRequired()),
        ("Grace@example.org", None, CurrentPasswordRequired()),
        ("plainaddress", None, CurrentPasswordRequired()),
        ("plainaddress", PASSWORD, EmailNotValidOnChange("plainaddress")),
        ("", PASSWORD, EmailNotValidOnChange("")),
        ("OTTO@example.org", PASSWORD, EmailTaken()),
    ],
)
def test_a_new_email_is_refused(
    grace: Customer, otto: Customer, email: str, password: str | None, failure: Failure
) -> None:
    names = ("email", "email_key", "firstname", "updated_at")  # A wrong password may be counted elsewhere.
    before = list(Customer.objects.values(*names))

    with pytest.raises(Failure) as raised:
        change(grace, email=email, password=password, firstname="Ada")

    assert raised.value == failure
    assert list(Customer.objects.values(*names)) == before


def test_a_wrong_current_password_is_counted_and_changes_nothing_else(grace: Customer) -> None:
    counters = ("failures_count", "first_failure_at")
    before = Customer.objects.defer(*counters).values().get()

    with pytest.raises(Failure) as raised:
        change(grace, email="ada@example.org", password="Wrong-Horse-9", firstname="Ada")

    after = Customer.objects.values().get()
    assert raised.value == CurrentPasswordWrong()
    assert after.pop("failures_count") == 1
    assert {**before, **after, "failures_count": 0, "first_failure_at": None} == before


def test_the_same_email_needs_no_password(grace: Customer) -> None:
    assert change(grace, email="grace@example.org", firstname="Ada").firstname == "Ada"


def test_an_email_may_change_its_case_and_stay_ones_own(grace: Customer) -> None:
    assert change(grace, email="GRACE@example.org", password=PASSWORD).email == "GRACE@example.org"


def test_an_email_of_another_website_is_free(grace: Customer, make_customer: MakeCustomer, other_store: Store) -> None:
    make_customer(at=other_store, email="ada@example.org")

    assert change(grace, email="ada@example.org", password=PASSWORD).email == "ada@example.org"


@pytest.mark.parametrize("wanted", [True, False, None])
def test_a_subscription_can_be_changed_with_the_account(make_customer: MakeCustomer, wanted: bool | None) -> None:
    customer = make_customer(is_subscribed=True)

    assert change(customer, is_subscribed=wanted).is_subscribed is (wanted is not False)


def test_custom_attributes_change_one_by_one(grace: Customer, studies: Attribute) -> None:
    Attribute.objects.create(entity_type="customer", code="nickname", label="Nickname", sort_order=1)

    change(grace, custom_attributes={"studies": "501"})
    change(grace, custom_attributes={"nickname": "Gracie"})
    changed = change(grace, custom_attributes={"studies": "502,501", "nothing": "x"})

    assert changed.custom_values == {"studies": "501,502", "nickname": "Gracie"}
    assert change(grace, custom_attributes={"studies": ""}).custom_values == {"nickname": "Gracie"}


def test_a_bad_custom_attribute_changes_nothing(grace: Customer, studies: Attribute) -> None:
    before = everything()

    with pytest.raises(OptionNotOffered) as raised:
        change(grace, firstname="Ada", custom_attributes={"studies": "1345"})

    assert raised.value == OptionNotOffered("studies", "1345")
    assert everything() == before


def test_an_account_is_changed_and_read_in_a_few_statements(otto: Customer, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        change(otto, firstname="Ada")
