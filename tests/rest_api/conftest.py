"""Bodies of REST calls, and what a refusal looks like."""

from __future__ import annotations

from typing import Any

from kernel.errors import Failure
from rest_api.errors import body_of, status_of


def body(**differences: Any) -> dict[str, Any]:
    """The input of `POST /V1/customers`, valid whatever a test leaves out."""
    customer = {"email": "jdoe@example.com", "firstname": "Jane", "lastname": "Doe", **differences}
    return {"customer": customer, "password": "Password1"}


def address_in_json(**differences: Any) -> dict[str, Any]:
    """An address as the founding tutorial sends it."""
    return {
        "defaultShipping": True,
        "defaultBilling": True,
        "firstname": "Jane",
        "lastname": "Doe",
        "region": {"regionCode": "NY", "region": "New York", "regionId": 43},
        "postcode": "10755",
        "street": ["123 Oak Ave"],
        "city": "Purchase",
        "telephone": "512-555-1111",
        "countryId": "US",
        **differences,
    }


def is_refused(response: Any, failure: Failure) -> bool:
    """Whether an answer is the refusal of a failure: status, whole body, and its type."""
    assert (response.status_code, response.json()) == (status_of(failure), body_of(failure))
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return True
