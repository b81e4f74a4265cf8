"""Order processing with Inventory Management, step 6: create a customer and generate a customer token."""

from __future__ import annotations

import httpx
import pytest

from tests.documents.conftest import ANY_ID, ANY_TIME, ANY_TOKEN, Matching, sign_in_on_the_page, texts_at
from tests.server import Server

PAYLOAD = """{
"customer" : {
"lastname" : "Doe",
"firstname" : "Jane",
"email" : "jdoe@example.com",
"addresses" : [
{
"defaultBilling" : true,
"defaultShipping" : true,
"firstname" : "Jane",
"lastname" : "Doe",
"region" : {
"regionCode" : "NY",
"regionId" : 43,
"region" : "New York"
},
"countryId" : "US",
"postcode" : "11501",
"city" : "Mineola",
"street" : [
"160 1st St."
],
"telephone" : "516-555-1111"
}
]
},
"password" : "Password1"
}"""

CREDENTIALS = """{
"username": "jdoe@example.com",
"password": "Password1"
}"""

CUSTOMER = {
    "id": ANY_ID,
    "group_id": 1,
    "default_billing": Matching(r"\d+"),
    "default_shipping": Matching(r"\d+"),
    "created_at": ANY_TIME,
    "updated_at": ANY_TIME,
    "created_in": "Default Store View",
    "email": "jdoe@example.com",
    "firstname": "Jane",
    "lastname": "Doe",
    "store_id": 1,
    "website_id": 1,
    "addresses": [
        {
            "id": ANY_ID,
            "customer_id": ANY_ID,
            "region": {"region_code": "NY", "region": "New York", "region_id": 43},
            "region_id": 43,
            "country_id": "US",
            "street": ["160 1st St."],
            "telephone": "516-555-1111",
            "postcode": "11501",
            "city": "Mineola",
            "firstname": "Jane",
            "lastname": "Doe",
            "default_shipping": True,
            "default_billing": True,
        }
    ],
    "disable_auto_group_change": 0,
    "extension_attributes": {"is_subscribed": False},
}


def post(shop: Server, path: str, body: str, **headers: str) -> httpx.Response:
    return httpx.post(
        shop.base + path, content=body.encode(), headers={"Content-Type": "application/json", **headers}, timeout=30
    )


def test_the_document_from_top_to_bottom(shop: Server, admin_token: str, browser: httpx.Client) -> None:
    created = post(shop, "/rest/default/V1/customers", PAYLOAD, Authorization=f"Bearer {admin_token}")
    signed_in = post(shop, "/rest/default/V1/integration/customer/token", CREDENTIALS)
    sign_in_on_the_page(browser, "jdoe@example.com", "Password1")
    _, account = texts_at(browser, "/customer/account/")
    path, book = texts_at(browser, "/customer/address/")

    assert created.status_code == 200
    assert created.json() == CUSTOMER
    assert list(created.json()) == list(CUSTOMER)
    assert signed_in.status_code == 200
    assert signed_in.json() == ANY_TOKEN
    assert "Jane" in account
    assert {"My Account", "Address Book"} <= set(account)
    assert path == "/customer/address/"
    assert {"Default Billing Address", "Default Shipping Address"} <= set(book)
    assert any("160 1st St." in text for text in book)


@pytest.mark.parametrize("scope", ["/rest", "/rest/default", "/rest/all"])
def test_every_scope_creates_the_same_customer(shop: Server, admin_token: str, scope: str) -> None:
    body = PAYLOAD.replace("jdoe@", f"jdoe{scope.replace('/', '.')}@")

    created = post(shop, f"{scope}/V1/customers", body, Authorization=f"Bearer {admin_token}")

    assert created.json() == CUSTOMER | {"email": f"jdoe{scope.replace('/', '.')}@example.com"}
