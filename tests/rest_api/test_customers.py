"""What goes in and out of `POST /V1/customers` and `GET /V1/customers/me`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from admins.models import AdminUser
from attributes.models import Attribute
from customers.models import Customer
from stores.models import Store
from tests.conftest import token_of
from tests.rest_api.conftest import address_in_json, body

Rest = Callable[..., Any]
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


def test_the_answer_is_the_whole_customer(rest: Rest, admin: AdminUser) -> None:
    answer = rest("POST", "/V1/customers", body(addresses=[address_in_json()]), by=admin)

    customer = Customer.objects.get()
    address = customer.addresses.get()
    shown = answer.json()
    assert answer.status_code == 200
    assert TIME.fullmatch(shown.pop("created_at"))
    assert TIME.fullmatch(shown.pop("updated_at"))
    assert shown == {
        "id": customer.pk,
        "group_id": 1,
        "default_billing": str(address.pk),
        "default_shipping": str(address.pk),
        "created_in": "Default Store View",
        "email": "jdoe@example.com",
        "firstname": "Jane",
        "lastname": "Doe",
        "store_id": 1,
        "website_id": 1,
        "addresses": [
            {
                "id": address.pk,
                "customer_id": customer.pk,
                "region": {"region_code": "NY", "region": "New York", "region_id": 43},
                "region_id": 43,
                "country_id": "US",
                "street": ["123 Oak Ave"],
                "telephone": "512-555-1111",
                "postcode": "10755",
                "city": "Purchase",
                "firstname": "Jane",
                "lastname": "Doe",
                "default_shipping": True,
                "default_billing": True,
            }
        ],
        "disable_auto_group_change": 0,
        "extension_attributes": {"is_subscribed": False},
    }


def test_the_keys_come_in_the_order_of_the_founding_tutorials(rest: Rest, admin: AdminUser) -> None:
    answer = rest("POST", "/V1/customers", body(addresses=[address_in_json()]), by=admin).json()

    assert list(answer) == [
        "id",
        "group_id",
        "default_billing",
        "default_shipping",
        "created_at",
        "updated_at",
        "created_in",
        "email",
        "firstname",
        "lastname",
        "store_id",
        "website_id",
        "addresses",
        "disable_auto_group_change",
        "extension_attributes",
    ]


def test_everything_a_customer_can_have_goes_in_and_comes_out(rest: Rest, admin: AdminUser, studies: Attribute) -> None:
    sent = {
        "email": "jdoe@example.com",
        "prefix": "Dr.",
        "firstname": "Jane",
        "middlename": "B.",
        "lastname": "Doe",
        "suffix": "Jr.",
        "dob": "1972-03-11",
        "gender": 2,
        "taxvat": "DE1",
        "group_id": 2,
        "disable_auto_group_change": 1,
        "extension_attributes": {"is_subscribed": True},
        "custom_attributes": [{"attribute_code": "studies", "value": "501,502"}],
    }

    answer = rest("POST", "/V1/customers", {"customer": sent}, by=admin).json()

    assert {code: answer[code] for code in sent} == sent
    assert answer["addresses"] == []
    assert not {"default_billing", "default_shipping", "confirmation", "rp_token", "password_hash"} & set(answer)


def test_a_customer_reads_the_same_that_was_answered(rest: Rest, admin: AdminUser) -> None:
    created = rest("POST", "/V1/customers", body(addresses=[address_in_json()]), by=admin).json()

    read = rest("GET", "/V1/customers/me", by=Customer.objects.get())

    assert (read.status_code, read.json()) == (200, created)


@pytest.mark.parametrize(
    "spelled",
    [
        {"defaultBilling": True, "countryId": "US", "region": {"regionId": 43}},
        {"default_billing": True, "country_id": "US", "region": {"region_id": 43}},
        {"default_billing": "1", "countryId": "US", "region_id": "43"},
        {"defaultBilling": 1, "country_id": "US", "regionId": 43},
    ],
)
def test_keys_are_taken_in_camel_case_and_in_snake_case(rest: Rest, admin: AdminUser, spelled: dict[str, Any]) -> None:
    plain = {
        key: address_in_json()[key] for key in ("firstname", "lastname", "postcode", "street", "city", "telephone")
    }

    answer = rest("POST", "/V1/customers", body(addresses=[plain | spelled]), by=admin).json()

    (address,) = answer["addresses"]
    assert (address["region"]["region_code"], address["country_id"], address["default_billing"]) == ("NY", "US", True)
    assert answer["default_billing"] == str(address["id"])


def test_camel_case_reaches_everything(rest: Rest, admin: AdminUser, studies: Attribute) -> None:
    answer = rest(
        "POST",
        "/V1/customers",
        body(
            groupId=2,
            disableAutoGroupChange=1,
            extensionAttributes={"isSubscribed": True},
            customAttributes=[{"attributeCode": "studies", "value": ["502", "501"]}],
        ),
        by=admin,
    ).json()

    assert answer["group_id"] == 2
    assert answer["disable_auto_group_change"] == 1
    assert answer["extension_attributes"] == {"is_subscribed": True}
    assert answer["custom_attributes"] == [{"attribute_code": "studies", "value": "501,502"}]


def test_a_default_that_is_not_one_is_left_out(rest: Rest, admin: AdminUser) -> None:
    book = [address_in_json(defaultBilling=False), address_in_json(defaultShipping=False)]

    answer = rest("POST", "/V1/customers", body(addresses=book), by=admin).json()

    assert [each.get("default_billing") for each in answer["addresses"]] == [None, True]
    assert [each.get("default_shipping") for each in answer["addresses"]] == [True, None]


@pytest.mark.parametrize(
    ("region", "shown"),
    [
        ({"region": "Hovedstaden"}, {"region_code": "Hovedstaden", "region": "Hovedstaden", "region_id": 0}),
        ({"region": ""}, {"region_code": None, "region": None, "region_id": 0}),
        (None, {"region_code": None, "region": None, "region_id": 0}),
    ],
)
def test_a_region_without_an_id_is_what_was_written(
    rest: Rest, admin: AdminUser, region: Any, shown: dict[str, Any]
) -> None:
    book = [address_in_json(countryId="DK", region=region)]

    answer = rest("POST", "/V1/customers", body(addresses=book), by=admin).json()

    assert (answer["addresses"][0]["region"], answer["addresses"][0]["region_id"]) == (shown, 0)


@pytest.mark.parametrize("ids", [{}, {"id": 999, "customer_id": 998}])
def test_ids_of_addresses_are_given_by_the_shop(rest: Rest, admin: AdminUser, ids: dict[str, int]) -> None:
    answer = rest("POST", "/V1/customers", body(addresses=[address_in_json(**ids)]), by=admin).json()

    assert answer["addresses"][0]["id"] == Customer.objects.get().addresses.get().pk
    assert answer["addresses"][0]["customer_id"] == answer["id"]


def test_what_the_shop_writes_itself_is_not_taken_from_a_caller(rest: Rest, admin: AdminUser) -> None:
    own = {"created_at": "2001-01-01 00:00:00", "updated_at": "2001-01-01 00:00:00", "created_in": "Nowhere"}

    answer = rest("POST", "/V1/customers", body(**own, default_billing="5"), by=admin).json()

    assert not set(own.values()) & set(map(str, answer.values()))
    assert "default_billing" not in answer


@pytest.mark.parametrize("street", [[None], [None, ""]], ids=repr)
def test_a_line_that_is_null_is_no_street(rest: Rest, admin: AdminUser, street: Any) -> None:
    answer = rest("POST", "/V1/customers", body(addresses=[address_in_json(street=street)]), by=admin)

    assert answer.status_code == 400
    assert answer.json()["parameters"] == {"fieldName": "street"}
    assert not Customer.objects.exists()


def test_a_line_that_is_null_holds_nothing(rest: Rest, admin: AdminUser) -> None:
    answer = rest("POST", "/V1/customers", body(addresses=[address_in_json(street=["Oak Ave", None])]), by=admin)

    assert answer.json()["addresses"][0]["street"] == ["Oak Ave"]


def test_custom_attributes_come_in_the_order_of_the_attributes(
    rest: Rest, admin: AdminUser, studies: Attribute
) -> None:
    # On PostgreSQL a JSON column forgets the order of its keys: it puts short ones first.
    Attribute.objects.create(entity_type="customer", code="alternative_email", label="A", sort_order=1)
    sent = [
        {"attribute_code": "alternative_email", "value": "abc@example.com"},
        {"attribute_code": "studies", "value": "501"},
    ]

    answer = rest("POST", "/V1/customers", body(custom_attributes=sent[::-1]), by=admin).json()

    assert answer["custom_attributes"] == sent


def test_unknown_custom_attributes_are_dropped(rest: Rest, admin: AdminUser) -> None:
    sent = [{"attribute_code": "nothing", "value": "x"}]

    answer = rest("POST", "/V1/customers", body(custom_attributes=sent), by=admin)

    assert answer.status_code == 200
    assert "custom_attributes" not in answer.json()


def test_a_customer_is_opened_in_the_store_of_the_path(rest: Rest, admin: AdminUser, other_store: Store) -> None:
    answer = rest("POST", "/V1/customers", body(), by=admin, scope="/second_view").json()

    assert (answer["store_id"], answer["website_id"], answer["created_in"]) == (
        other_store.pk,
        other_store.website_id,
        "Second View",
    )


@pytest.mark.parametrize("scope", ["", "/default", "/all"])
def test_every_form_of_the_base_path_serves_the_default_store(rest: Rest, admin: AdminUser, scope: str) -> None:
    created = rest("POST", "/V1/customers", body(), by=admin, scope=scope)
    read = rest("GET", "/V1/customers/me", by=Customer.objects.get(), scope=scope)

    assert (created.status_code, created.json()["store_id"]) == (200, 1)
    assert read.json() == created.json()


def test_a_customer_with_addresses_is_read_in_a_few_statements(
    rest: Rest, otto: Customer, django_assert_max_num_queries: Any
) -> None:
    token = token_of(otto)

    with django_assert_max_num_queries(8):
        rest("GET", "/V1/customers/me", Authorization=f"Bearer {token}")
