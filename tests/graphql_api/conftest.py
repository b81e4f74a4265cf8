"""Documents the tests send, and what a refusal looks like."""

from __future__ import annotations

from typing import Any

from graphql_api.errors import CATEGORY, STATUS
from kernel.errors import Failure

CREATE = "mutation ($input: CustomerInput!) { createCustomer(input: $input) { customer { id email } } }"
CREATE_V2 = "mutation ($input: CustomerCreateInput!) { createCustomerV2(input: $input) { customer { id email } } }"
UPDATE = "mutation ($input: CustomerInput!) { updateCustomer(input: $input) { customer { id email firstname } } }"
UPDATE_V2 = "mutation ($input: CustomerUpdateInput!) { updateCustomerV2(input: $input) { customer { id firstname } } }"
ADD_ADDRESS = "mutation ($input: CustomerAddressInput!) { createCustomerAddress(input: $input) { id city } }"
SIGN_IN = (
    "mutation ($email: String!, $password: String!) "
    "{ generateCustomerToken(email: $email, password: $password) { token } }"
)
ME = "{ customer { id email } }"


def person(**differences: Any) -> dict[str, Any]:
    """The input of createCustomer, valid whatever a test leaves out."""
    return {
        "email": "bobloblaw@example.com",
        "firstname": "Bob",
        "lastname": "Loblaw",
        "password": "b0bl0bl@w",
        **differences,
    }


def home(**differences: Any) -> dict[str, Any]:
    """The input of createCustomerAddress, valid whatever a test leaves out."""
    return {
        "firstname": "Bob",
        "lastname": "Loblaw",
        "street": ["123 Elm Street"],
        "city": "Anytown",
        "region": {"region_id": 43},
        "postcode": "78758",
        "country_code": "US",
        "telephone": "512-555-0142",
        **differences,
    }


def is_refused(response: Any, failure: Failure, field: str) -> bool:
    """Whether an answer is the refusal of a failure by one field: the whole answer, and its status."""
    category = next(CATEGORY[family] for family in type(failure).__mro__ if family in CATEGORY)
    (error,) = response.body["errors"]
    assert {key: error[key] for key in ("message", "path", "extensions")} == {
        "message": failure.storefront_message,
        "path": [field],
        "extensions": {"category": category},
    }
    assert list(error) == ["message", "locations", "path", "extensions"]
    assert response.body["data"] == {field: None}
    assert response.status_code == STATUS.get(category, 200)
    return True
