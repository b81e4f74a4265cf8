"""What is peculiar to customers over GraphQL."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

from attributes.models import Attribute
from auth_tokens import tokens
from auth_tokens.models import Token
from customers.errors import CustomerGone, NotSignedIn, TokenNotGood
from customers.models import Address, Customer
from stores.models import Store
from tests.conftest import token_of
from tests.graphql_api.conftest import ADD_ADDRESS, CREATE, ME, UPDATE_V2, home, is_refused, person
from wishlists.lists import wishlist_of

GraphQL = Callable[..., Any]

EVERYTHING = """{ customer {
    id email prefix firstname middlename lastname suffix dob date_of_birth gender taxvat group_id is_subscribed
    default_billing default_shipping allow_remote_shopping_assistance
    wishlist { items_count }
    custom_attributes { code ... on AttributeValue { value }
        ... on AttributeSelectedOptions { selected_options { label value } } }
    addresses {
        id uid customer_id prefix firstname middlename lastname suffix company street city postcode telephone fax vat_id
        country_code country_id region_id region { region region_code region_id } default_billing default_shipping
        custom_attributes { attribute_code } extension_attributes { attribute_code } custom_attributesV2 { code }
    }
} }"""


def test_a_customer_reads_everything_of_their_account(graphql: GraphQL, otto: Customer) -> None:
    billing, shipping = otto.addresses.all()

    answer = graphql(EVERYTHING, by=otto)

    def shown(address: Address) -> dict[str, Any]:
        names = ("prefix", "middlename", "suffix", "company", "fax", "vat_id")
        return {
            **dict.fromkeys((*names, "custom_attributes", "extension_attributes")),
            "id": address.pk,
            "uid": base64.b64encode(str(address.pk).encode()).decode(),
            "customer_id": otto.pk,
            "firstname": "Otto",
            "lastname": "Lindqvist",
            "street": ["12 Quay Street"],
            "city": address.city,
            "postcode": "12207",
            "telephone": "518-555-0142",
            "country_code": "US",
            "country_id": "US",
            "region_id": 43,
            "region": {"region": "New York", "region_code": "NY", "region_id": 43},
            "default_billing": address == billing,
            "default_shipping": address == shipping,
            "custom_attributesV2": [],
        }

    nothing = ("prefix", "middlename", "suffix", "dob", "date_of_birth", "gender", "taxvat")
    assert answer.body == {
        "data": {
            "customer": {
                **dict.fromkeys(nothing),
                "id": otto.pk,
                "email": "otto@example.org",
                "firstname": "Otto",
                "lastname": "Lindqvist",
                "group_id": 1,
                "is_subscribed": False,
                "default_billing": str(billing.pk),
                "default_shipping": str(shipping.pk),
                "allow_remote_shopping_assistance": False,
                "wishlist": {"items_count": 0},
                "custom_attributes": [],
                "addresses": [shown(billing), shown(shipping)],
            }
        }
    }


@pytest.mark.parametrize("count", [0, 20])
def test_an_account_is_read_in_as_many_statements_however_long_its_address_book_is(
    graphql: GraphQL, otto: Customer, studies: Attribute, django_assert_max_num_queries: Any, count: int
) -> None:
    original = otto.addresses.all()[0]
    Address.objects.bulk_create(
        Address(
            customer=otto, firstname="A", lastname="B", street="C", city="D", country_id="US", region=original.region
        )
        for _ in range(count)
    )
    Customer.objects.update(custom_values={"studies": "501"})
    wishlist_of(otto)
    token = token_of(otto)

    with django_assert_max_num_queries(10):
        answer = graphql(EVERYTHING, Authorization=f"Bearer {token}")

    assert len(answer.body["data"]["customer"]["addresses"]) == count + 2


@pytest.mark.parametrize("codes", [[], ["studies"], ["nickname", "nothing"]])
def test_custom_attributes_can_be_chosen_by_code(
    graphql: GraphQL, grace: Customer, studies: Attribute, codes: Any
) -> None:
    Attribute.objects.create(entity_type="customer", code="nickname", label="N", sort_order=90)
    Customer.objects.update(custom_values={"nickname": "Gracie", "studies": "501"})

    answer = graphql(
        "query ($codes: [ID!]) { customer { custom_attributes(attributeCodes: $codes) { code } } }",
        {"codes": codes},
        by=grace,
    )

    shown = [each["code"] for each in answer.body["data"]["customer"]["custom_attributes"]]
    assert shown == [code for code in ("studies", "nickname") if code in codes]


@pytest.mark.parametrize(
    "value",
    [
        {"value": "501,502"},
        {"value": "502,501", "selected_options": []},
        {"value": "501,502", "selected_options": [{"uid": "NTEx", "value": "502"}, {"uid": "NTEw", "value": "501"}]},
        {"selected_options": [{"value": "502"}, {"value": "501"}]},
    ],
)
def test_options_are_sent_as_values_or_as_options(
    graphql: GraphQL, grace: Customer, studies: Attribute, value: Any
) -> None:
    graphql(UPDATE_V2, {"input": {"custom_attributes": [{"attribute_code": "studies", **value}]}}, by=grace)

    assert Customer.objects.get().custom_values == {"studies": "501,502"}


def test_a_date_of_birth_is_answered_as_it_was_sent_and_read_as_it_is_kept(graphql: GraphQL, grace: Customer) -> None:
    changed = graphql(
        'mutation { updateCustomer(input: {dob: "3/11/1972"}) { customer { dob date_of_birth } } }', by=grace
    )
    read = graphql("{ customer { dob date_of_birth } }", by=grace)

    sent, kept = "3/11/1972", "1972-03-11"
    assert changed.body["data"]["updateCustomer"]["customer"] == {"dob": sent, "date_of_birth": sent}
    assert read.body["data"]["customer"] == {"dob": kept, "date_of_birth": kept}


def test_an_account_is_opened_on_the_website_of_the_store_header(graphql: GraphQL, other_store: Store) -> None:
    graphql(CREATE, {"input": person()}, Store="second_view")

    customer = Customer.objects.get()
    assert (customer.store, customer.website_id) == (other_store, other_store.website_id)


def test_nobody_names_their_own_group_website_or_id(graphql: GraphQL) -> None:
    for field in ("group_id", "website_id", "store_id", "id", "confirmation", "created_at"):
        answer = graphql(CREATE, {"input": person(**{field: 2})})
        assert field in answer.body["errors"][0]["message"]
    assert not Customer.objects.exists()


@pytest.mark.parametrize("country", [{"country_code": "DE"}, {"country_code": None, "country_id": "DE"}])
def test_text_and_code_of_a_region_come_back(graphql: GraphQL, grace: Customer, country: dict[str, Any]) -> None:
    document = ADD_ADDRESS.replace("id city", "country_code region { region region_code region_id }")
    region = {"region": "Anywhere", "region_code": "AW"}

    answer = graphql(document, {"input": home(region=region, **country)}, by=grace)

    assert answer.body["data"]["createCustomerAddress"] == {"country_code": "DE", "region": {**region, "region_id": 0}}


def test_an_address_can_become_the_default(graphql: GraphQL, otto: Customer) -> None:
    answer = graphql(ADD_ADDRESS, {"input": home(default_billing=True, default_shipping=True)}, by=otto)

    otto.refresh_from_db()
    number = answer.body["data"]["createCustomerAddress"]["id"]
    assert (otto.default_billing_id, otto.default_shipping_id, otto.addresses.count()) == (number, number, 3)


def test_guests_and_admins_are_not_signed_in(graphql: GraphQL, admin: object) -> None:
    assert is_refused(graphql(ME), NotSignedIn(), "customer")
    assert is_refused(graphql(ME, by=admin), NotSignedIn(), "customer")


def test_a_revoked_token_is_not_good(graphql: GraphQL, grace: Customer) -> None:
    header = f"Bearer {token_of(grace)}"
    tokens.revoke_all(Token.Kind.CUSTOMER, grace.pk)

    assert is_refused(graphql(ME, Authorization=header), TokenNotGood(), "customer")


def test_a_token_of_one_website_is_not_good_on_another(graphql: GraphQL, grace: Customer, other_store: Store) -> None:
    assert is_refused(graphql(ME, by=grace, Store="second_view"), TokenNotGood(), "customer")


def test_a_token_that_outlived_its_customer_says_so(graphql: GraphQL, grace: Customer) -> None:
    header, number = f"Bearer {token_of(grace)}", grace.pk
    grace.delete()

    assert is_refused(graphql(ME, Authorization=header), CustomerGone(customerId=number), "customer")
