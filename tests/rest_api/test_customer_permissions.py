"""Which of Magento's resources each route of customers and groups asks an admin for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from admins.models import AdminUser
from admins.permissions import RESOURCES
from customers.models import Customer
from rest_api.access import ANONYMOUS, SELF
from rest_api.routes import table

Rest = Callable[..., Any]
LOOK, MANAGE = "Magento_Customer::customer", "Magento_Customer::manage"
DELETE, GROUP = "Magento_Customer::delete", "Magento_Customer::group"

ROUTES = {
    ("POST", "customers"): MANAGE,
    ("GET", "customers/{customerId}"): LOOK,
    ("PUT", "customers/{customerId}"): MANAGE,
    ("DELETE", "customers/{customerId}"): DELETE,
    ("GET", "customers/{customerId}/permissions/readonly"): LOOK,
    ("GET", "customers/{customerId}/confirm"): MANAGE,
    ("GET", "customers/{customerId}/billingAddress"): MANAGE,
    ("GET", "customers/{customerId}/shippingAddress"): MANAGE,
    ("POST", "customers/{customerId}/token"): MANAGE,
    ("GET", "customers/{customerId}/password/resetLinkToken/{resetPasswordLinkToken}"): ANONYMOUS,
    ("PUT", "customers/{email}/activate"): MANAGE,
    ("POST", "customers/activate"): MANAGE,
    ("POST", "customers/confirm"): MANAGE,
    ("PUT", "customers/validate"): MANAGE,
    ("GET", "customers/addresses/{addressId}"): MANAGE,
    ("DELETE", "addresses/{addressId}"): MANAGE,
    ("POST", "customers/isEmailAvailable"): ANONYMOUS,
    ("PUT", "customers/password"): ANONYMOUS,
    ("POST", "customers/resetPassword"): ANONYMOUS,
    ("GET", "customers/me"): SELF,
    ("PUT", "customers/me"): SELF,
    ("PUT", "customers/me/activate"): SELF,
    ("PUT", "customers/me/password"): SELF,
    ("GET", "customers/me/billingAddress"): SELF,
    ("GET", "customers/me/shippingAddress"): SELF,
    ("POST", "integration/customer/revoke-customer-token"): SELF,
    ("POST", "integration/customer/token"): ANONYMOUS,
    ("POST", "integration/admin/token"): ANONYMOUS,
    ("POST", "customerGroups"): GROUP,
    ("GET", "customerGroups/{id}"): GROUP,
    ("PUT", "customerGroups/{id}"): GROUP,
    ("DELETE", "customerGroups/{id}"): GROUP,
    ("GET", "customerGroups/{id}/permissions"): GROUP,
    ("GET", "customerGroups/default"): GROUP,
    ("GET", "customerGroups/default/{id}"): GROUP,
    ("PUT", "customerGroups/default/{id}"): GROUP,
}

FOR_ADMINS = {route: resource for route, resource in ROUTES.items() if resource in RESOURCES}


def test_each_route_asks_for_magentos_resource() -> None:
    asked = {(method, path): resource for path, view in table() for method, resource in view.access.items()}

    assert {route: asked.get(route) for route in ROUTES} == ROUTES


@pytest.mark.parametrize(("method", "path"), list(FOR_ADMINS))
@pytest.mark.parametrize("held", [LOOK, MANAGE, DELETE, GROUP])
def test_an_admin_with_one_resource_gets_as_far_as_it_reaches(
    rest: Rest, clerk: AdminUser, otto: Customer, method: str, path: str, held: str
) -> None:
    app, codename = RESOURCES[held].split(".")
    clerk.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    values = {"customerId": otto.pk, "addressId": otto.addresses.all()[0].pk, "email": otto.email, "id": 1}

    answer = rest(method, f"/V1/{path.format(**values)}", by=clerk)

    needed = FOR_ADMINS[method, path]
    if held == needed:
        assert answer.status_code in (200, 400)  # 400: the call has no input.
    else:
        assert (answer.status_code, answer.json()["parameters"]) == (401, {"resources": needed})
