"""Reference of createCustomerV2: its examples with and without custom attributes, its errors, what belongs to it."""

from __future__ import annotations

import pytest

from tests.documents.conftest import ANY_ID
from tests.server import Server

PLAIN = """mutation {
createCustomerV2(
input: {
firstname: "Bob"
lastname: "Loblaw"
email: "bobloblaw@example.com"
password: "b0bl0bl@w"
is_subscribed: true
}
) {
customer {
firstname
lastname
email
is_subscribed
}
}
}"""

# As it is printed, but for the e-mail: both examples have the same one.
WITH_CUSTOM_ATTRIBUTES = """mutation {
createCustomerV2(
input: {
firstname: "Bob"
lastname: "Loblaw"
email: "bobloblaw2@example.com"
password: "b0bl0bl@w"
is_subscribed: true
custom_attributes: [
{
attribute_code: "alternative_email"
value: "abc@example.com"
},
{
attribute_code: "studies"
value: "501,502"
selected_options: [
{
uid: "NTEw"
value: "501"
},
{
uid: "NTEx"
value: "502"
}
]
}
]
}
) {
customer {
firstname
lastname
email
is_subscribed
custom_attributes {
code
... on AttributeValue {
value
}
... on AttributeSelectedOptions {
selected_options {
label
value
}
}
}
}
}
}"""

EVERYTHING = """mutation {
  createCustomerV2(
    input: {
      allow_remote_shopping_assistance: true
      date_of_birth: "1973-12-15"
      dob: "1973-12-15"
      email: "everything.v2@example.com"
      firstname: "Bob"
      gender: 2
      is_subscribed: false
      lastname: "Loblaw"
      middlename: "Lo"
      password: "b0bl0bl@w"
      prefix: "Mr."
      suffix: "Jr."
      taxvat: "GB999"
    }
  ) {
    customer { id allow_remote_shopping_assistance date_of_birth gender is_subscribed middlename prefix suffix taxvat }
  }
}"""


def bearer(shop: Server, email: str) -> dict[str, str]:
    answer = shop.graphql(f'mutation {{ generateCustomerToken(email: "{email}", password: "b0bl0bl@w") {{ token }} }}')
    return {"Authorization": f"Bearer {answer.json()['data']['generateCustomerToken']['token']}"}


def test_the_plain_example(shop: Server) -> None:
    answer = shop.graphql(PLAIN)

    # The document prints `createCustomer`; GraphQL answers under the name of the field that was asked for.
    assert answer.json() == {
        "data": {
            "createCustomerV2": {
                "customer": {
                    "firstname": "Bob",
                    "lastname": "Loblaw",
                    "email": "bobloblaw@example.com",
                    "is_subscribed": True,
                }
            }
        }
    }


def test_the_example_with_custom_attributes(shop: Server) -> None:
    answer = shop.graphql(WITH_CUSTOM_ATTRIBUTES)

    assert answer.json() == {
        "data": {
            "createCustomerV2": {
                "customer": {
                    "firstname": "Bob",
                    "lastname": "Loblaw",
                    "email": "bobloblaw2@example.com",
                    "is_subscribed": True,
                    "custom_attributes": [
                        {"code": "alternative_email", "value": "abc@example.com"},
                        {
                            "code": "studies",
                            "selected_options": [{"label": "BSc", "value": "501"}, {"label": "MBA", "value": "502"}],
                        },
                    ],
                }
            }
        }
    }


def test_every_input_attribute(shop: Server) -> None:
    answer = shop.graphql(EVERYTHING)

    assert answer.json()["data"]["createCustomerV2"]["customer"] == {
        "id": ANY_ID,
        "allow_remote_shopping_assistance": True,
        "date_of_birth": "1973-12-15",
        "gender": 2,
        "is_subscribed": False,
        "middlename": "Lo",
        "prefix": "Mr.",
        "suffix": "Jr.",
        "taxvat": "GB999",
    }


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (
            'firstname: "Bob" lastname: "Loblaw" email: "BobLoblaw3@example.com"',
            "A customer with the same email address already exists in an associated website.",
        ),
        ('firstname: "Bob" lastname: "Loblaw" email: "bob@"', '"Email" is not a valid email address.'),
        (
            'firstname: "Bob" lastname: "Loblaw"',
            "Field CustomerCreateInput.email of required type String! was not provided",
        ),
        (
            'xxx: 1 firstname: "Bob" lastname: "Loblaw" email: "bob@example.com"',
            'Field "xxx" is not defined by type CustomerCreateInput.',
        ),
        ('lastname: "Loblaw" email: "bob@example.com"', "Required parameters are missing: First Name"),
        ('firstname: "" lastname: "Loblaw" email: "bob@example.com"', "Required parameters are missing: First Name"),
    ],
)
def test_what_cannot_be_accepted(shop: Server, inputs: str, message: str) -> None:
    shop.graphql(PLAIN.replace("bobloblaw@", "bobloblaw3@"))

    answer = shop.graphql(f"mutation {{ createCustomerV2(input: {{ {inputs} }}) {{ customer {{ id }} }} }}")

    assert [error["message"] for error in answer.json()["errors"]] == [message]


def test_the_customer_adds_an_address_and_changes_the_account(shop: Server) -> None:
    shop.graphql(PLAIN.replace("bobloblaw@", "later@"))
    headers = bearer(shop, "later@example.com")

    shop.graphql(
        """mutation { createCustomerAddress(input: {
             firstname: "Bob" lastname: "Loblaw" street: ["1 Main St"] city: "Austin" region: { region_id: 57 }
             postcode: "78701" country_code: US telephone: "512-555-1111" default_billing: true default_shipping: true
           }) { id } }""",
        **headers,
    )
    shop.graphql('mutation { updateCustomer(input: { firstname: "Rob" }) { customer { firstname } } }', **headers)
    shop.graphql(
        """mutation { updateCustomerV2(input: { is_subscribed: false, custom_attributes: [
             { attribute_code: "studies", value: "502" } ] }) { customer { firstname } } }""",
        **headers,
    )
    customer = shop.graphql(
        """{ customer { firstname is_subscribed default_billing default_shipping
             addresses { id city region { region } default_billing }
             custom_attributes { code ... on AttributeSelectedOptions { selected_options { label } } } } }""",
        **headers,
    ).json()["data"]["customer"]

    address_id = customer["addresses"][0]["id"]
    assert customer == {
        "firstname": "Rob",
        "is_subscribed": False,
        "default_billing": str(address_id),
        "default_shipping": str(address_id),
        "addresses": [{"id": address_id, "city": "Austin", "region": {"region": "Texas"}, "default_billing": True}],
        "custom_attributes": [{"code": "studies", "selected_options": [{"label": "MBA"}]}],
    }
