"""GraphQL checkout tutorial, step 1: create a customer."""

import httpx

from tests.documents.conftest import ANY_ID, ANY_TOKEN, sign_in_on_the_page, texts_at
from tests.server import Server

CREATE = """mutation {
  createCustomer(
    input: {
      firstname: "John"
      lastname: "Doe"
      email: "john.doe@example.com"
      password: "b1b2b3l@w+"
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

GENERATE = """mutation {
  generateCustomerToken(email: "john.doe@example.com", password: "b1b2b3l@w+") {
    token
  }
}"""


def test_the_document_from_top_to_bottom(shop: Server, browser: httpx.Client) -> None:
    created = shop.graphql(CREATE)
    signed_in = shop.graphql(GENERATE)
    sign_in_on_the_page(browser, "john.doe@example.com", "b1b2b3l@w+")
    path, texts = texts_at(browser, "/customer/account/")

    assert created.status_code == 200
    assert created.json() == {
        "data": {
            "createCustomer": {
                "customer": {
                    "id": ANY_ID,
                    "firstname": "John",
                    "lastname": "Doe",
                    "email": "john.doe@example.com",
                    "is_subscribed": True,
                }
            }
        }
    }
    assert signed_in.status_code == 200
    assert signed_in.json() == {"data": {"generateCustomerToken": {"token": ANY_TOKEN}}}
    assert path == "/customer/account/"
    assert "John" in texts
