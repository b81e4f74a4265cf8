"""The address book over GraphQL: changing, removing, paging; both by id and by uid."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

from customers.models import Address, Customer
from tests.conftest import headers_of
from tests.graphql_api.test_life_cycle import AUTHORIZATION, INPUT, NO_ENTITY, told

GraphQL = Callable[..., Any]
UPDATE = """mutation ($id: Int!, $input: CustomerAddressInput) {
    updateCustomerAddress(id: $id, input: $input) { id city street telephone region { region region_code
    region_id } default_billing default_shipping }
}"""
UPDATE_V2 = """mutation ($uid: ID!, $input: CustomerAddressInput) {
    updateCustomerAddressV2(uid: $uid, input: $input) { id uid city }
}"""
DELETE = "mutation ($id: Int!) { deleteCustomerAddress(id: $id) }"
DELETE_V2 = "mutation ($uid: ID!) { deleteCustomerAddressV2(uid: $uid) }"
PAGE = """query ($size: Int, $page: Int) {
    customer { addressesV2(pageSize: $size, currentPage: $page) { items { city } page_info { current_page
    page_size total_pages } total_count } }
}"""


def uid(number: int) -> str:
    return base64.b64encode(str(number).encode()).decode()


@pytest.fixture
def billing(otto: Customer) -> Address:
    """Otto's default for bills."""
    return Address.objects.get(pk=otto.default_billing_id)


@pytest.fixture
def shipping(otto: Customer) -> Address:
    """Otto's default for parcels."""
    return Address.objects.get(pk=otto.default_shipping_id)


def test_what_is_not_sent_stays(graphql: GraphQL, otto: Customer, billing: Address) -> None:
    answer = graphql(UPDATE, {"id": billing.pk, "input": {"city": "Troy"}}, by=otto)

    assert answer.body["data"]["updateCustomerAddress"] == {
        "id": billing.pk,
        "city": "Troy",
        "street": ["12 Quay Street"],
        "telephone": "518-555-0142",
        "region": {"region": "New York", "region_code": "NY", "region_id": 43},
        "default_billing": True,
        "default_shipping": False,
    }


def test_a_default_is_moved_and_taken_away(
    graphql: GraphQL, otto: Customer, billing: Address, shipping: Address
) -> None:
    graphql(UPDATE, {"id": shipping.pk, "input": {"default_billing": True}}, by=otto)
    graphql(UPDATE, {"id": shipping.pk, "input": {"default_shipping": False}}, by=otto)

    otto.refresh_from_db()
    assert (otto.default_billing_id, otto.default_shipping_id) == (shipping.pk, None)


def test_the_uid_names_the_same_address(graphql: GraphQL, otto: Customer, billing: Address) -> None:
    answer = graphql(UPDATE_V2, {"uid": uid(billing.pk), "input": {"city": "Troy"}}, by=otto)

    assert answer.body["data"]["updateCustomerAddressV2"] == {"id": billing.pk, "uid": uid(billing.pk), "city": "Troy"}


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (None, '"input" value must be specified'),
        ({}, '"input" value must be specified'),
        ({"firstname": ""}, "Required parameters are missing: firstname"),
        ({"lastname": "", "city": ""}, "Required parameters are missing: lastname, city"),
        ({"street": []}, "Required parameters are missing: street"),
        ({"telephone": ""}, "Required parameters are missing: telephone"),
        ({"street": ["1", "2", "3"]}, '"Street Address" cannot contain more than 2 lines.'),
        ({"region": {"region": "New York"}}, "A region_id is required for the specified country code"),
        ({"region": {"region_id": 79}}, "The region_id does not match the selected country or region"),
        ({"country_code": "CA"}, "The region_id does not match the selected country or region"),
        (
            {"region": {"region_id": 43, "region_code": "CA"}},
            "The region_id does not match the selected country or region",
        ),
    ],
)
def test_an_address_is_not_changed(
    graphql: GraphQL, otto: Customer, billing: Address, sent: dict[str, Any] | None, message: str
) -> None:
    before = Address.objects.filter(pk=billing.pk).values().get()

    answers = [
        graphql(UPDATE, {"id": billing.pk, "input": sent}, by=otto),
        graphql(UPDATE_V2, {"uid": uid(billing.pk), "input": sent}, by=otto),
    ]

    assert [told(answer) for answer in answers] == [(message, INPUT)] * 2
    assert Address.objects.filter(pk=billing.pk).values().get() == before


def test_an_address_nobody_has(graphql: GraphQL, otto: Customer) -> None:
    changed = {"input": {"city": "Troy"}}

    assert told(graphql(UPDATE, {"id": 0} | changed, by=otto)) == ('Address "id" value must be specified', INPUT)
    missing = ('Could not find a address with ID "9999"', NO_ENTITY)
    assert told(graphql(UPDATE, {"id": 9999} | changed, by=otto)) == missing
    assert told(graphql(DELETE, {"id": 9999}, by=otto)) == missing
    unknown = ("Could not find an address with the specified ID", NO_ENTITY)
    for strange in (uid(9999), "no base64", "bm90IGEgbnVtYmVy"):
        assert told(graphql(UPDATE_V2, {"uid": strange} | changed, by=otto)) == unknown
        assert told(graphql(DELETE_V2, {"uid": strange}, by=otto)) == unknown


def test_an_address_of_somebody_else(graphql: GraphQL, otto: Customer, grace: Customer, billing: Address) -> None:
    before = Address.objects.filter(pk=billing.pk).values().get()

    by_id = [
        graphql(UPDATE, {"id": billing.pk, "input": {"city": "Troy"}}, by=grace),
        graphql(DELETE, {"id": billing.pk}, by=grace),
    ]
    by_uid = [
        graphql(UPDATE_V2, {"uid": uid(billing.pk), "input": {"city": "Troy"}}, by=grace),
        graphql(DELETE_V2, {"uid": uid(billing.pk)}, by=grace),
    ]

    sentence = f'Current customer does not have permission to address with ID "{billing.pk}"'
    assert [told(answer) for answer in by_id] == [(sentence, AUTHORIZATION)] * 2
    sentence = "Current customer does not have permission to get address with the specified ID"
    assert [told(answer) for answer in by_uid] == [(sentence, AUTHORIZATION)] * 2
    assert [answer.status_code for answer in by_id + by_uid] == [403] * 4
    assert Address.objects.filter(pk=billing.pk).values().get() == before


@pytest.mark.parametrize(("kind", "which"), [("billing", "default_billing_id"), ("shipping", "default_shipping_id")])
def test_a_default_address_cannot_be_deleted(graphql: GraphQL, otto: Customer, kind: str, which: str) -> None:
    address_id = getattr(otto, which)

    by_id = graphql(DELETE, {"id": address_id}, by=otto)
    by_uid = graphql(DELETE_V2, {"uid": uid(address_id)}, by=otto)

    assert told(by_id) == (
        f"Customer Address {address_id} is set as default {kind} address and can not be deleted",
        INPUT,
    )
    assert told(by_uid) == (
        f"Customer Address with the specified ID is set as default {kind} address and can not be deleted",
        INPUT,
    )
    assert Address.objects.count() == 2


def test_any_other_address_can(graphql: GraphQL, otto: Customer, billing: Address, shipping: Address) -> None:
    Customer.objects.update(default_billing=None, default_shipping=None)

    assert graphql(DELETE, {"id": billing.pk}, by=otto).body == {"data": {"deleteCustomerAddress": True}}
    assert graphql(DELETE_V2, {"uid": uid(shipping.pk)}, by=otto).body == {"data": {"deleteCustomerAddressV2": True}}

    assert not Address.objects.exists()


def test_the_address_book_comes_in_pages(graphql: GraphQL, otto: Customer) -> None:
    answer = graphql(PAGE, {"size": 1, "page": 2}, by=otto)

    assert answer.body["data"]["customer"]["addressesV2"] == {
        "items": [{"city": "Buffalo"}],
        "page_info": {"current_page": 2, "page_size": 1, "total_pages": 2},
        "total_count": 2,
    }


@pytest.mark.parametrize(
    ("size", "page", "message"),
    [
        (0, 1, "pageSize value must be greater than 0."),
        (None, 1, "pageSize value must be greater than 0."),
        (5, 0, "currentPage value must be greater than 0."),
        (5, None, "currentPage value must be greater than 0."),
    ],
)
def test_pages_have_a_size_and_a_number(
    graphql: GraphQL, otto: Customer, size: int | None, page: int | None, message: str
) -> None:
    assert told(graphql(PAGE, {"size": size, "page": page}, by=otto)) == (message, INPUT)


def test_the_account_is_read_in_as_many_statements_however_much_there_is(
    graphql: GraphQL,
    otto: Customer,
    studies: Any,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    asked = """{ customer { email is_subscribed custom_attributes { code } addresses {
        city region { region } country_code custom_attributesV2 { code } default_billing } } }"""
    Customer.objects.update(custom_values={"studies": "501"})
    for _ in range(20):
        Address.objects.create(
            customer=otto,
            firstname="Otto",
            lastname="Lindqvist",
            street="1 Quay Street",
            city="Troy",
            country_id="US",
            region_id=43,
            custom_values={"delivery_note": "Ring twice."},
        )
    headers = headers_of(otto)

    graphql(asked, **headers)

    # The token with the customer and whether anything has changed, and the addresses.
    with django_assert_num_queries(2):
        answer = graphql(asked, **headers)

    assert len(answer.body["data"]["customer"]["addresses"]) == 22
