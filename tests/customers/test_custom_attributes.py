"""Custom attributes of customers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attributes.errors import AttributeValueRequired, OptionNotOffered
from attributes.models import Attribute
from customers.models import Customer
from kernel.errors import Failure

MakeCustomer = Callable[..., Customer]
Refused = Callable[..., Failure]


def test_values_are_kept_with_their_customer(make_customer: MakeCustomer, studies: Attribute) -> None:
    customer = make_customer(custom_attributes={"studies": "502,501", "nothing": "x"})

    assert customer.custom_values == {"studies": "501,502"}


def test_a_value_that_is_not_offered_opens_no_account(refused: Refused, studies: Attribute) -> None:
    assert refused(custom_attributes={"studies": "1345"}) == OptionNotOffered("studies", "1345")


def test_a_required_attribute_of_the_sign_up_form_is_asked_for(refused: Refused, studies: Attribute) -> None:
    Attribute.objects.update(is_required=True, forms=["customer_account_create"])

    assert refused() == AttributeValueRequired("Studies")
    assert refused(custom_attributes={"studies": ""}) == AttributeValueRequired("Studies")


def test_a_required_attribute_of_another_form_is_not(make_customer: MakeCustomer, studies: Attribute) -> None:
    Attribute.objects.update(is_required=True, forms=["adminhtml_customer"])

    assert make_customer().custom_values == {}


@pytest.mark.parametrize("code", ["firstname", "password_hash", "id", "website_id", "group_id", "email"])
def test_no_column_is_reached_through_a_custom_attribute(make_customer: MakeCustomer, code: str) -> None:
    customer = make_customer(custom_attributes={code: "5"})

    assert customer.custom_values == {}
    assert getattr(customer, code) != "5"
    assert customer.firstname == "Grace"


def test_a_customer_with_all_of_it_is_read_in_two_statements(otto: Customer, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        found = Customer.objects.with_account().get(pk=otto.pk)
        shown = [(each.city, each.region_code, each.is_default_billing) for each in found.addresses.all()]

    assert shown == [("Albany", "NY", True), ("Buffalo", "NY", False)]
