"""What the merchant's settings require of accounts and addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attributes.errors import AttributeValueRequired, InvalidDate, ValueNotUnique
from attributes.models import Attribute
from customers import accounts, addresses
from customers import config as settings
from customers.errors import AddressValueRequired
from customers.models import Address, Customer
from kernel.errors import SeveralProblems
from stores import config
from stores.models import ConfigValue, Store
from tests.conftest import address

MakeCustomer = Callable[..., Customer]

OF_ACCOUNTS: list[tuple[str, str, Any]] = [
    ("prefix", "Name Prefix", "Dr."),
    ("middlename", "Middle Name/Initial", "B."),
    ("suffix", "Name Suffix", "Jr."),
    ("dob", "Date of Birth", "1972-03-11"),
    ("gender", "Gender", 3),
    ("taxvat", "Tax/VAT Number", "DE136695976"),
]
OF_ADDRESSES = ["prefix", "middlename", "suffix", "company", "telephone", "fax"]


@pytest.mark.parametrize(("code", "label", "value"), OF_ACCOUNTS)
def test_a_new_account_needs_what_is_required(make_customer: MakeCustomer, code: str, label: str, value: Any) -> None:
    config.write(f"customer/address/{code}_show", "req")

    with pytest.raises(AttributeValueRequired) as raised:
        make_customer()
    assert raised.value == AttributeValueRequired(label)
    with pytest.raises(AttributeValueRequired):
        make_customer(**{code: None})
    assert not Customer.objects.exists()

    assert getattr(make_customer(**{code: value}), code) is not None


@pytest.mark.parametrize("shown", ["", "opt"])
@pytest.mark.parametrize("code", [code for code, _, _ in OF_ACCOUNTS])
def test_a_new_account_needs_nothing_that_is_optional(make_customer: MakeCustomer, code: str, shown: str) -> None:
    config.write(f"customer/address/{code}_show", shown)

    assert getattr(make_customer(), code) is None


@pytest.mark.parametrize(("code", "label", "value"), OF_ACCOUNTS)
def test_what_is_required_cannot_be_taken_away_again(
    make_customer: MakeCustomer, code: str, label: str, value: Any
) -> None:
    customer = make_customer(**{code: value})
    config.write(f"customer/address/{code}_show", "req")

    with pytest.raises(AttributeValueRequired) as raised:
        accounts.change_customer(customer=customer, fields={code: None})

    assert raised.value == AttributeValueRequired(label)
    assert accounts.change_customer(customer=customer, fields={"firstname": "Ada"}).firstname == "Ada"


def test_an_account_that_lacks_it_gets_it_with_the_next_change(grace: Customer) -> None:
    config.write(settings.SHOW_GENDER, "req")

    with pytest.raises(AttributeValueRequired):
        accounts.change_customer(customer=grace, fields={"firstname": "Ada"})

    changed = accounts.change_customer(customer=grace, fields={"firstname": "Ada", "gender": 2})
    assert (changed.firstname, changed.gender) == ("Ada", 2)


def test_what_is_refused_is_not_also_called_missing(make_customer: MakeCustomer) -> None:
    config.write(settings.SHOW_DOB, "req")

    with pytest.raises(InvalidDate):
        make_customer(dob="soon")


def test_everything_required_is_asked_for_at_once(make_customer: MakeCustomer) -> None:
    config.write(settings.SHOW_GENDER, "req")
    config.write(settings.SHOW_PREFIX, "req")

    with pytest.raises(SeveralProblems) as raised:
        make_customer(firstname="")

    assert raised.value == SeveralProblems(
        [AttributeValueRequired("First Name"), AttributeValueRequired("Name Prefix"), AttributeValueRequired("Gender")]
    )
    assert raised.value.storefront_message == "Required parameters are missing: First Name, Name Prefix, Gender"


def test_an_account_keeps_to_what_its_website_requires(
    make_customer: MakeCustomer, other_store: Store, grace: Customer
) -> None:
    customer = make_customer(at=other_store)
    config.write(settings.SHOW_GENDER, "req", scope=ConfigValue.Scope.WEBSITES, scope_id=other_store.website_id)

    assert accounts.change_customer(customer=grace, fields={"firstname": "Ada"}).firstname == "Ada"
    with pytest.raises(AttributeValueRequired):
        accounts.change_customer(customer=customer, fields={"firstname": "Ada"})


@pytest.mark.parametrize("code", OF_ADDRESSES)
def test_an_address_needs_what_is_required(grace: Customer, store: Store, code: str) -> None:
    config.write(f"customer/address/{code}_show", "req")

    with pytest.raises(AddressValueRequired) as raised:
        addresses.add_address(customer=grace, store=store, fields=address(**{code: ""}))

    assert raised.value == AddressValueRequired(fieldName=code)
    assert raised.value.storefront_message == f"Required parameters are missing: {code}"
    assert not Address.objects.exists()
    kept = addresses.add_address(customer=grace, store=store, fields=address(**{code: "555-0142"}))
    assert getattr(kept, code) == "555-0142"


@pytest.mark.parametrize("shown", ["", "opt"])
@pytest.mark.parametrize("code", OF_ADDRESSES)
def test_an_address_needs_nothing_that_is_optional(grace: Customer, store: Store, code: str, shown: str) -> None:
    config.write(f"customer/address/{code}_show", shown)

    kept = addresses.add_address(customer=grace, store=store, fields=address(**{code: None}))

    assert getattr(Address.objects.get(pk=kept.pk), code) is None


def test_by_default_an_address_needs_a_telephone(grace: Customer, store: Store) -> None:
    with pytest.raises(AddressValueRequired) as raised:
        addresses.add_address(customer=grace, store=store, fields=address(telephone=None))

    assert raised.value == AddressValueRequired(fieldName="telephone")


def test_a_telephone_that_became_optional_can_be_taken_away(otto: Customer, store: Store) -> None:
    config.write(settings.SHOW_TELEPHONE, "opt")
    kept = otto.addresses.all()[0]

    changed = addresses.update_address(store=store, address=kept, fields={"telephone": ""})

    assert (changed.telephone, changed.telephone_parsed) == (None, None)


def test_a_unique_value_of_somebody_else_is_refused_and_nothing_is_kept(
    make_customer: MakeCustomer, studies: Attribute
) -> None:
    Attribute.objects.filter(pk=studies.pk).update(is_unique=True)
    grace = make_customer(custom_attributes={"studies": "501"})

    with pytest.raises(ValueNotUnique) as raised:
        make_customer(email="eve@example.org", custom_attributes={"studies": "501"})

    assert raised.value == ValueNotUnique("Studies")
    assert Customer.objects.get() == grace
    again = accounts.change_customer(customer=grace, fields={"custom_attributes": {"studies": "501"}})
    assert again.custom_values == {"studies": "501"}
