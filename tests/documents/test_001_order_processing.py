"""Order processing tutorial, step 4: create a customer. The answer has the extension attributes of the newer one."""

import json

import httpx

from tests.documents.conftest import ANY_ID, ANY_TIME, ANY_TOKEN, Matching
from tests.server import Server

# As it is printed, tabs, spaces and all.
PAYLOAD = """{
	"customer": {
		"email": "jdoe@example.com",
		"firstname": "Jane",
		"lastname": "Doe",
		"addresses": [{
			"defaultShipping": true,
			"defaultBilling": true,
			"firstname": "Jane",
			"lastname": "Doe",
			"region": {
				"regionCode": "NY",
				"region": "New York",
        "regionId":43
			},
			"postcode": "10755",
			"street": ["123 Oak Ave"],
			"city": "Purchase",
			"telephone": "512-555-1111",
			"countryId": "US"
		}]
	},
  "password": "Password1"
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


def post(shop: Server, path: str, body: str, **headers: str) -> httpx.Response:
    return httpx.post(
        shop.base + path, content=body.encode(), headers={"Content-Type": "application/json", **headers}, timeout=30
    )


def test_without_an_admin_token_nothing_is_created(shop: Server) -> None:
    refused = post(shop, "/rest/V1/customers", PAYLOAD)
    unknown = post(shop, "/rest/V1/integration/customer/token", CREDENTIALS)

    assert refused.status_code == 401
    assert refused.json() == {
        "message": "The consumer isn't authorized to access %resources.",
        "parameters": {"resources": "Magento_Customer::manage"},
    }
    assert unknown.status_code == 401


def test_the_document_from_top_to_bottom(shop: Server, admin_token: str) -> None:
    created = post(shop, "/rest/V1/customers", PAYLOAD, Authorization=f"Bearer {admin_token}")
    signed_in = post(shop, "/rest/V1/integration/customer/token", CREDENTIALS)
    me = shop.call("GET", "/rest/V1/customers/me", Authorization=f"Bearer {signed_in.json()}")

    assert created.status_code == 200
    assert created.json() == CUSTOMER
    assert list(created.json()) == list(CUSTOMER)
    customer = created.json()
    assert customer["default_billing"] == customer["default_shipping"] == str(customer["addresses"][0]["id"])
    assert customer["addresses"][0]["customer_id"] == customer["id"]
    assert signed_in.status_code == 200
    assert signed_in.json() == ANY_TOKEN
    assert me.status_code == 200
    assert me.json() == customer


def test_the_paths_are_answered_without_a_base_as_well(shop: Server, admin_token: str) -> None:
    body = json.dumps({"customer": {"email": "baseless@example.com", "firstname": "Jane", "lastname": "Doe"}})

    created = post(shop, "/V1/customers", body, Authorization=f"Bearer {admin_token}")

    assert created.status_code == 200
