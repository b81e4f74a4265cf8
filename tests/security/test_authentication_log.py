"""Every try to prove who somebody is leaves a line, however it ends; none says a password or an e-mail."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from admins.models import AdminUser
from customers.models import Customer
from stores import config
from tests.conftest import PASSWORD, headers_of
from tests.graphql_api.conftest import SIGN_IN

WRONG = "Wrong-Horse-9"
CHANGE = (
    """mutation ($old: String!) { changeCustomerPassword(currentPassword: $old, newPassword: "New-Horse-9") { id } }"""
)


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Any:
    """The events of the lines written so far, which hold no secret and are then forgotten."""
    caplog.set_level(logging.INFO, logger="duplex.authentication")

    def events() -> list[str]:
        lines = [record for record in caplog.records if record.name == "duplex.authentication"]
        for line in lines:
            text = f"{line.getMessage()} {line.__dict__}"
            assert not any(secret in text for secret in (PASSWORD, WRONG, "grace@example.org", "merchant"))
        caplog.clear()
        return [line.getMessage().split("event=")[1].split(" ")[0] for line in lines]

    return events


@pytest.fixture
def ways(rest: Any, graphql: Any, client: Any, grace: Customer, admin: AdminUser) -> dict[str, Any]:
    """Every way to sign in."""
    return {
        "REST": lambda password: rest(
            "POST", "/V1/integration/customer/token", {"username": grace.email, "password": password}
        ),
        "REST, refreshable": lambda password: rest(
            "POST", "/V1/duplex/integration/customer/token", {"username": grace.email, "password": password}
        ),
        "REST, admin": lambda password: rest(
            "POST", "/V1/integration/admin/token", {"username": admin.username, "password": password}
        ),
        "GraphQL": lambda password: graphql(SIGN_IN, {"email": grace.email, "password": password}),
        "page": lambda password: client.post(
            "/customer/account/login/", {"login[username]": grace.email, "login[password]": password}
        ),
        "desk": lambda password: client.post("/admin/login/", {"username": admin.username, "password": password}),
    }


@pytest.mark.parametrize("way", ["REST", "REST, refreshable", "REST, admin", "GraphQL", "page", "desk"])
def test_every_sign_in_is_logged_good_or_bad(ways: dict[str, Any], told: Any, way: str) -> None:
    config.write("oauth/authentication_lock/max_failures_count", "2")

    ways[way](PASSWORD)
    assert told() == ["authentication_success"]

    ways[way](WRONG)
    ways[way](WRONG)
    assert told() == ["authentication_failure", "authentication_failure"]

    ways[way](PASSWORD)
    assert told() == ["authentication_throttled"]


def test_current_passwords_are_logged_as_well(graphql: Any, rest: Any, grace: Customer, told: Any) -> None:
    headers = headers_of(grace)

    graphql(CHANGE, {"old": WRONG}, **headers)
    rest("PUT", "/V1/customers/me/password", {"currentPassword": WRONG, "newPassword": "New-Horse-9"}, **headers)
    graphql(CHANGE, {"old": PASSWORD}, **headers)

    assert told() == ["authentication_failure", "authentication_failure", "authentication_success"]
