"""One scenario, two doors: the same deed asked for over REST and over GraphQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from admins.models import AdminUser
from kernel.errors import Failure
from tests.conftest import PASSWORD
from tests.graphql_api.conftest import CREATE_V2, SIGN_IN

Call = Callable[..., Any]
NAMES = ("firstname", "lastname", "email", "id", "is_subscribed", "gender", "dob")


class RestDoor:
    """Magento's REST, as integrations use it."""

    unforeseen = 500

    def __init__(self, rest: Call, admin: AdminUser) -> None:
        self.call, self.admin = rest, admin

    def create(self, password: str | None = PASSWORD, store: str = "", **fields: Any) -> Any:
        customer = {"email": "ada@example.org", "firstname": "Ada", "lastname": "Byron", **fields}
        if "is_subscribed" in customer:
            customer["extension_attributes"] = {"is_subscribed": customer.pop("is_subscribed")}
        sent = {"customer": customer, "password": password}
        return self.call("POST", "/V1/customers", sent, by=self.admin, scope=store and f"/{store}")

    def sign_in(self, email: Any, password: Any, store: str = "") -> Any:
        sent = {"username": email, "password": password}
        return self.call("POST", "/V1/integration/customer/token", sent, scope=store and f"/{store}")

    def me(self, token: str, store: str = "") -> Any:
        return self.call("GET", "/V1/customers/me", scope=store and f"/{store}", Authorization=f"Bearer {token}")

    def token(self, response: Any) -> str:
        return response.json()

    def customer(self, response: Any) -> dict[str, Any]:
        shown = response.json()
        return {name: shown.get(name) for name in NAMES} | shown["extension_attributes"]

    def told(self, response: Any) -> str:
        """The sentence of a refusal, filled in as clients do it."""
        body = response.json()
        parameters = body.get("parameters", {})
        named = parameters if isinstance(parameters, dict) else {str(n): v for n, v in enumerate(parameters, 1)}
        sentence = body["message"]
        for name, value in named.items():
            sentence = sentence.replace(f"%{name}", str(value))
        return sentence

    def says(self, failure: Failure) -> str:
        return failure.message


class GraphQLDoor:
    """Magento's GraphQL, as storefronts use it."""

    unforeseen = 500

    def __init__(self, graphql: Call) -> None:
        self.call = graphql

    def create(self, password: str | None = PASSWORD, store: str = "", **fields: Any) -> Any:
        customer = {"email": "ada@example.org", "firstname": "Ada", "lastname": "Byron", **fields}
        document = CREATE_V2.replace("id email", " ".join(NAMES))
        return self.call(document, {"input": {**customer, "password": password}}, **({"Store": store} if store else {}))

    def sign_in(self, email: Any, password: Any, store: str = "") -> Any:
        return self.call(SIGN_IN, {"email": email, "password": password}, **({"Store": store} if store else {}))

    def me(self, token: str, store: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token}"} | ({"Store": store} if store else {})
        return self.call(f"{{ customer {{ {' '.join(NAMES)} }} }}", **headers)

    def token(self, response: Any) -> str:
        return response.body["data"]["generateCustomerToken"]["token"]

    def customer(self, response: Any) -> dict[str, Any]:
        shown = response.body["data"]
        return shown.get("customer") or shown["createCustomerV2"]["customer"]

    def told(self, response: Any) -> str:
        (error,) = response.body["errors"]
        return error["message"]

    def says(self, failure: Failure) -> str:
        return failure.storefront_message


Door = RestDoor | GraphQLDoor


@pytest.fixture(params=["rest", "graphql"])
def door(request: pytest.FixtureRequest) -> Door:
    """Either of the two surfaces."""
    if request.param == "rest":
        return RestDoor(request.getfixturevalue("rest"), request.getfixturevalue("admin"))
    return GraphQLDoor(request.getfixturevalue("graphql"))
