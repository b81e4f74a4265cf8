"""Reference of createCustomer: its example, every attribute of its tables, its errors, tokens and sessions."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.documents.conftest import ANY_ID, ANY_TIME, Matching, sign_in_on_the_page
from tests.server import Server

EXAMPLE = """mutation {
  createCustomer(
    input: {
      firstname: "Bob"
      lastname: "Loblaw"
      email: "bobloblaw@example.com"
      password: "b0bl0bl@w"
      is_subscribed: true
    }
  ) {
    customer {
      id
      firstname
      lastname
      email
      is_subscribed
    }
  }
}"""

EVERYTHING = """mutation {
  createCustomer(
    input: {
      date_of_birth: "1973-12-15"
      dob: "1973-12-15"
      email: "everything@example.com"
      firstname: "Bob"
      gender: 1
      is_subscribed: true
      lastname: "Loblaw"
      middlename: "Lo"
      password: "b0bl0bl@w"
      prefix: "Mr."
      suffix: "Jr."
      taxvat: "GB999"
    }
  ) {
    customer {
      addresses { id }
      created_at
      date_of_birth
      default_billing
      default_shipping
      dob
      email
      firstname
      gender
      group_id
      id
      is_subscribed
      lastname
      middlename
      prefix
      suffix
      taxvat
      wishlist { id items_count sharing_code updated_at }
    }
  }
}"""

ADDRESS = """mutation {
  createCustomerAddress(
    input: {
      city: "Purchase"
      company: "Loblaw Law"
      country_code: US
      default_billing: true
      default_shipping: false
      fax: "512-555-2222"
      firstname: "Bob"
      lastname: "Loblaw"
      middlename: "Lo"
      postcode: "10755"
      prefix: "Mr."
      region: { region: "New York" region_code: "NY" region_id: 43 }
      street: ["123 Oak Ave", "Floor 2"]
      suffix: "Jr."
      telephone: "512-555-1111"
      vat_id: "GB999"
    }
  ) { id }
}"""

ADDRESSES = """{
  customer {
    id
    default_billing
    default_shipping
    addresses {
      city
      company
      country_code
      country_id
      custom_attributes { attribute_code value }
      customer_id
      default_billing
      default_shipping
      extension_attributes { attribute_code value }
      fax
      firstname
      id
      lastname
      middlename
      postcode
      prefix
      region { region region_code region_id }
      region_id
      street
      suffix
      telephone
      vat_id
    }
  }
}"""


def create(**fields: str) -> str:
    inputs = " ".join(f'{name}: "{value}"' for name, value in fields.items())
    return f"mutation {{ createCustomer(input: {{ {inputs} }}) {{ customer {{ id }} }} }}"


def token(shop: Server, email: str) -> dict[str, str]:
    answer = shop.graphql(f'mutation {{ generateCustomerToken(email: "{email}", password: "b0bl0bl@w") {{ token }} }}')
    return {"Authorization": f"Bearer {answer.json()['data']['generateCustomerToken']['token']}"}


def test_the_example(shop: Server) -> None:
    answer = shop.graphql(EXAMPLE)

    assert answer.json() == {
        "data": {
            "createCustomer": {
                "customer": {
                    "id": ANY_ID,
                    "firstname": "Bob",
                    "lastname": "Loblaw",
                    "email": "bobloblaw@example.com",
                    "is_subscribed": True,
                }
            }
        }
    }


def test_every_input_attribute_and_every_output_attribute(shop: Server) -> None:
    answer = shop.graphql(EVERYTHING)

    assert answer.json() == {
        "data": {
            "createCustomer": {
                "customer": {
                    "addresses": [],
                    "created_at": ANY_TIME,
                    "date_of_birth": "1973-12-15",
                    "default_billing": None,
                    "default_shipping": None,
                    "dob": "1973-12-15",
                    "email": "everything@example.com",
                    "firstname": "Bob",
                    "gender": 1,
                    "group_id": 1,
                    "id": ANY_ID,
                    "is_subscribed": True,
                    "lastname": "Loblaw",
                    "middlename": "Lo",
                    "prefix": "Mr.",
                    "suffix": "Jr.",
                    "taxvat": "GB999",
                    "wishlist": {
                        "id": Matching(r"\d+"),
                        "items_count": 0,
                        "sharing_code": Matching(r"[0-9a-f]{32}"),
                        "updated_at": ANY_TIME,
                    },
                }
            }
        }
    }


def test_every_attribute_of_an_address(shop: Server) -> None:
    shop.graphql(create(firstname="Bob", lastname="Loblaw", email="addresses@example.com", password="b0bl0bl@w"))
    headers = token(shop, "addresses@example.com")

    shop.graphql(ADDRESS, **headers)
    customer = shop.graphql(ADDRESSES, **headers).json()["data"]["customer"]

    address_id = customer["addresses"][0]["id"]
    assert customer == {
        "id": ANY_ID,
        "default_billing": str(address_id),
        "default_shipping": None,
        "addresses": [
            {
                "city": "Purchase",
                "company": "Loblaw Law",
                "country_code": "US",
                "country_id": "US",
                "custom_attributes": None,
                "customer_id": customer["id"],
                "default_billing": True,
                "default_shipping": False,
                "extension_attributes": None,
                "fax": "512-555-2222",
                "firstname": "Bob",
                "id": ANY_ID,
                "lastname": "Loblaw",
                "middlename": "Lo",
                "postcode": "10755",
                "prefix": "Mr.",
                "region": {"region": "New York", "region_code": "NY", "region_id": 43},
                "region_id": 43,
                "street": ["123 Oak Ave", "Floor 2"],
                "suffix": "Jr.",
                "telephone": "512-555-1111",
                "vat_id": "GB999",
            }
        ],
    }


def test_an_email_that_belongs_to_an_existing_customer(shop: Server) -> None:
    shop.graphql(create(firstname="Bob", lastname="Loblaw", email="taken@example.com", password="b0bl0bl@w"))

    answer = shop.graphql(create(firstname="Rob", lastname="Loblaw", email="Taken@example.com", password="b0bl0bl@w"))

    assert answer.json()["errors"][0]["message"] == (
        "A customer with the same email address already exists in an associated website."
    )
    assert answer.json()["data"] == {"createCustomer": None}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"firstname": "Bob", "lastname": "Loblaw", "email": "not an email", "password": "b0bl0bl@w"},
            '"Email" is not a valid email address.',
        ),
        (
            {"firstname": "Bob", "lastname": "Loblaw", "password": "b0bl0bl@w"},
            "Field CustomerInput.email of required type String! was not provided",
        ),
        (
            {"xxx": "1", "firstname": "Bob", "lastname": "Loblaw", "email": "bob@example.com", "password": "b0bl0bl@w"},
            'Field "xxx" is not defined by type CustomerInput.',
        ),
        (
            {"lastname": "Loblaw", "email": "bob@example.com", "password": "b0bl0bl@w"},
            "Required parameters are missing: First Name",
        ),
        (
            {"firstname": "", "lastname": "Loblaw", "email": "bob@example.com", "password": "b0bl0bl@w"},
            "Required parameters are missing: First Name",
        ),
    ],
)
def test_what_cannot_be_accepted(shop: Server, fields: dict[str, str], message: str) -> None:
    answer = shop.graphql(create(**fields))

    assert [error["message"] for error in answer.json()["errors"]] == [message]
    assert not (answer.json().get("data") or {}).get("createCustomer")


def test_a_token_and_a_session_both_say_who_is_calling(shop: Server, browser: httpx.Client) -> None:
    shop.graphql(create(firstname="Bob", lastname="Loblaw", email="both@example.com", password="b0bl0bl@w"))
    by_token = token(shop, "both@example.com")
    sign_in_on_the_page(browser, "both@example.com", "b0bl0bl@w")
    asked: Any = {"query": "{ customer { email } }"}
    browser.get("/customer/account/")

    with_token = shop.graphql(asked["query"], **by_token)
    with_session = browser.post("/graphql", json=asked, headers={"X-CSRFToken": browser.cookies["csrftoken"]})
    forged = browser.post("/graphql", json=asked)
    as_a_guest = shop.graphql(asked["query"])

    assert with_token.json() == with_session.json() == {"data": {"customer": {"email": "both@example.com"}}}
    assert forged.status_code == as_a_guest.status_code == 403
    assert forged.json() == as_a_guest.json()
    assert forged.json()["data"] == {"customer": None}
