"""Every route there is, and who may use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from admins.models import AdminUser
from admins.permissions import RESOURCES
from auth_tokens import tokens
from auth_tokens.models import Token
from customers.models import Customer
from rest_api.access import ANONYMOUS, SELF
from rest_api.errors import ConsumerNotAuthorized
from rest_api.urls import table
from rest_api.views import METHODS, View
from stores.models import Store
from tests.conftest import PASSWORD, token_of
from tests.rest_api.conftest import body, is_refused

Rest = Callable[..., Any]
ROUTES = [pytest.param(path, view, id=path) for path, view in table()]
MANAGE = "Magento_Customer::manage"


@pytest.mark.parametrize(("path", "view"), ROUTES)
def test_a_route_says_who_may_use_each_of_its_methods(path: str, view: type[View]) -> None:
    answered = {method for method in METHODS if hasattr(view, method.lower())}

    assert answered
    assert set(view.access) == answered
    assert set(view.access.values()) <= {ANONYMOUS, SELF, *RESOURCES}


@pytest.mark.parametrize(("path", "view"), ROUTES)
@pytest.mark.parametrize("method", METHODS)
def test_a_guest_gets_no_further_than_a_route_allows(rest: Rest, path: str, view: type[View], method: str) -> None:
    status = rest(method, f"/V1/{path}").status_code

    if method not in view.access:
        assert status == 404
    elif view.access[method] != ANONYMOUS:
        assert status == 401
    else:
        assert status == 400 if view.takes else status in (200, 400, 404)


def test_the_routes_of_the_founding_documents_are_there() -> None:
    assert {path for path, _ in table()} >= {
        "customers",
        "customers/me",
        "integration/admin/token",
        "integration/customer/token",
    }


def test_opening_an_account_takes_an_admin(rest: Rest, grace: Customer, clerk: AdminUser) -> None:
    for caller in (None, grace, clerk):
        assert is_refused(rest("POST", "/V1/customers", body(), by=caller), ConsumerNotAuthorized(resources=MANAGE))
    assert list(Customer.objects.all()) == [grace]


@pytest.mark.parametrize(
    ("permission", "status"), [("change_customer", 200), ("view_customer", 401), ("delete_customer", 401)]
)
def test_an_admin_with_one_permission_may_do_what_it_stands_for(
    rest: Rest, clerk: AdminUser, permission: str, status: int
) -> None:
    clerk.user_permissions.add(Permission.objects.get(content_type__app_label="customers", codename=permission))

    assert rest("POST", "/V1/customers", body(), by=clerk).status_code == status
    assert Customer.objects.exists() is (status == 200)


def test_a_permission_that_is_taken_away_ends_at_once(rest: Rest, clerk: AdminUser) -> None:
    clerk.user_permissions.add(Permission.objects.get(codename="change_customer"))
    token = f"Bearer {token_of(clerk)}"
    assert rest("POST", "/V1/customers", body(), Authorization=token).status_code == 200

    clerk.user_permissions.clear()

    assert rest("POST", "/V1/customers", body(email="b@example.com"), Authorization=token).status_code == 401


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_a_token_of_a_deactivated_admin_is_refused(rest: Rest, admin: AdminUser, change: dict[str, Any]) -> None:
    token = f"Bearer {token_of(admin)}"
    AdminUser.objects.update(**change)

    answer = rest("POST", "/V1/customers", body(), Authorization=token)

    assert is_refused(answer, ConsumerNotAuthorized(resources=MANAGE))


def test_an_admin_is_nobodys_self(rest: Rest, admin: AdminUser) -> None:
    assert is_refused(rest("GET", "/V1/customers/me", by=admin), ConsumerNotAuthorized(resources=SELF))


def test_a_customer_is_known_on_their_own_website_only(rest: Rest, grace: Customer, other_store: Store) -> None:
    here = rest("GET", "/V1/customers/me", by=grace)
    there = rest("GET", "/V1/customers/me", by=grace, scope="/second_view")

    assert here.json()["id"] == grace.pk
    assert is_refused(there, ConsumerNotAuthorized(resources=SELF))


@pytest.mark.parametrize(
    "header",
    ["{}", "Basic {}", "Bearer", "Bearer {} x", "Bearer  {}", "Bearer {}x", 'Bearer "{}"', "Bearer,{}", "Bearer %00"],
)
def test_any_other_authorization_is_a_guests(rest: Rest, grace: Customer, header: str) -> None:
    answer = rest("GET", "/V1/customers/me", Authorization=header.format(token_of(grace)))

    assert is_refused(answer, ConsumerNotAuthorized(resources=SELF))


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_read_in_any_case(rest: Rest, grace: Customer, scheme: str) -> None:
    answer = rest("GET", "/V1/customers/me", Authorization=f"{scheme} {token_of(grace)}")

    assert answer.json()["id"] == grace.pk


def test_a_revoked_token_is_refused(rest: Rest, grace: Customer) -> None:
    token = token_of(grace)
    tokens.revoke_all(Token.Kind.CUSTOMER, grace.pk)

    answer = rest("GET", "/V1/customers/me", Authorization=f"Bearer {token}")

    assert is_refused(answer, ConsumerNotAuthorized(resources=SELF))


def test_a_bad_token_on_an_open_route_is_ignored(rest: Rest, grace: Customer) -> None:
    sent = {"username": grace.email, "password": PASSWORD}

    answer = rest("POST", "/V1/integration/customer/token", sent, Authorization="Bearer nonsense")

    assert answer.status_code == 200
    assert len(answer.json()) == 32


def test_an_admin_gets_a_token_and_uses_it(rest: Rest, admin: AdminUser) -> None:
    answer = rest("POST", "/V1/integration/admin/token", {"username": "merchant", "password": PASSWORD})

    created = rest("POST", "/V1/customers", body(), Authorization=f"Bearer {answer.json()}")

    assert (answer.status_code, created.status_code) == (200, 200)


@pytest.mark.parametrize("kind", ["admin", "customer"])
def test_the_credentials_of_one_kind_do_not_serve_the_other(
    rest: Rest, admin: AdminUser, grace: Customer, kind: str
) -> None:
    username = grace.email if kind == "admin" else admin.username

    answer = rest("POST", f"/V1/integration/{kind}/token", {"username": username, "password": PASSWORD})

    assert answer.status_code == 401
    assert not Token.objects.exists()
