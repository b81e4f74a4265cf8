"""An address book that comes with a new account, as integrations send it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from customers import accounts
from customers.errors import AddressValueRequired, EmailTakenAtSignUp, RegionMismatch, RegionRequired
from customers.models import Address, Customer
from kernel.errors import Failure, SeveralProblems
from stores.models import Store
from tests.conftest import address
from tests.customers.conftest import everything


@pytest.fixture
def open_with(store: Store) -> Callable[..., Customer]:
    """Opens an account with these addresses."""

    def open_with(*book: dict[str, Any], email: str = "ada@example.org") -> Customer:
        return accounts.create_customer(
            store=store,
            fields={"email": email, "firstname": "Ada", "lastname": "Byron", "is_subscribed": True},
            password="Correct-Horse-9",
            address_book=book,
        )

    return open_with


OpenWith = Callable[..., Customer]


def test_addresses_come_in_the_order_they_were_sent(open_with: OpenWith) -> None:
    customer = open_with(address(city="Albany"), address(city="Buffalo"))

    assert [each.city for each in customer.addresses.all()] == ["Albany", "Buffalo"]
    assert (customer.default_billing, customer.default_shipping) == (None, None)


def test_the_last_address_that_wants_to_be_the_default_is(open_with: OpenWith) -> None:
    customer = open_with(
        address(default_billing=True, default_shipping=True), address(city="Buffalo", default_shipping=True), address()
    )

    first, second, _ = customer.addresses.all()
    assert (customer.default_billing, customer.default_shipping) == (first, second)


@pytest.mark.parametrize("country_id", [None, "", "XX", "us"])
def test_an_address_without_a_country_is_left_out(open_with: OpenWith, country_id: str | None) -> None:
    customer = open_with(address(country_id=country_id, city=""), address(city="Buffalo", default_billing=True))

    assert [each.city for each in customer.addresses.all()] == ["Buffalo"]
    assert customer.default_billing == customer.addresses.get()


@pytest.mark.parametrize(
    ("differences", "failure"),
    [
        ({"city": ""}, AddressValueRequired(fieldName="city")),
        ({"region_id": None}, RegionRequired(fieldName="regionId")),
        ({"region_id": 79}, RegionMismatch(fieldName="regionId", value=79)),
        (
            {"street": [], "postcode": None},
            SeveralProblems([AddressValueRequired(fieldName="street"), AddressValueRequired(fieldName="postcode")]),
        ),
    ],
)
def test_a_bad_address_opens_no_account(open_with: OpenWith, differences: dict[str, Any], failure: Failure) -> None:
    with pytest.raises(Failure) as raised:
        open_with(address(), address(**differences))

    assert raised.value == failure
    assert everything() == [[], [], [], [], []]


def test_a_taken_email_leaves_no_address(open_with: OpenWith) -> None:
    open_with(email="ADA@example.org")
    before = everything()

    with pytest.raises(EmailTakenAtSignUp):
        open_with(address(default_billing=True))

    assert everything() == before
    assert not Address.objects.exists()


@pytest.mark.parametrize(
    "differences", [{"street": ["a", "b", "c"]}, {"region_id": 43, "region_code": "TX"}], ids=["lines", "region"]
)
def test_what_only_forms_ask_is_not_asked_of_an_integration(open_with: OpenWith, differences: dict[str, Any]) -> None:
    customer = open_with(address(**differences))

    assert customer.addresses.count() == 1
