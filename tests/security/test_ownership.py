"""Who may name what: every id, e-mail and key that a call can bring, brought by everybody who could.

The operations and what they take are read from the table of routes and from the schema. A new one fails here until it
is said below what the owner, other customers, guests and admins get when they name what is Otto's.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from admins.models import AdminUser
from auth_tokens import refresh
from auth_tokens.models import Token
from customers import accounts, addresses, resets
from customers.lookups import uid_of
from customers.models import Address, Customer, Subscription
from stores import config
from stores.models import CustomerGroup, Store
from tests.conftest import PASSWORD, address, headers_of
from tests.generated import undone
from tests.graphql_api.conftest import home
from tests.rest_api.conftest import address_in_json
from tests.security.handles import of_graphql, of_rest
from wishlists.models import Wishlist

NEW = "New-Horse-9"
CALLERS = ("owner", "other", "elsewhere", "guest", "clerk", "admin")


@dataclass
class Owned:
    """Somebody's account, what belongs to it, and what opens it."""

    otto: Customer
    address: Address
    spare: Address  # that is no default, so that it can be deleted
    device: Token
    refresh_token: str
    link: str
    group: CustomerGroup
    callers: dict[str, tuple[Customer | AdminUser | None, str]]  # with the store view they call
    caller: Customer | AdminUser | None = None

    def customer(self, **differences: Any) -> dict[str, Any]:
        """The account of whoever is calling, as REST takes it, but for what is the owner's."""
        caller = self.caller if isinstance(self.caller, Customer) else self.otto
        own = {"email": caller.email, "firstname": caller.firstname, "lastname": caller.lastname}
        return {"customer": {**own, **differences}}


@pytest.fixture
def owned(
    otto: Customer,
    grace: Customer,
    clerk: AdminUser,
    admin: AdminUser,
    other_store: Store,
    make_customer: Callable[..., Customer],
) -> Owned:
    elsewhere = make_customer(at=other_store, email="eve@example.org", firstname="Eve", lastname="Adams")
    config.write("oauth/duplex_refresh/enabled", "1")
    given = refresh.give(Token.Kind.CUSTOMER, otto.pk, website_id=otto.website_id)
    link = resets.give_token(otto)
    otto.save(update_fields=["reset_token_digest", "reset_token_created_at"])
    assert otto.default_billing
    return Owned(
        otto=otto,
        address=otto.default_billing,
        spare=addresses.add_address(customer=otto, store=otto.store, fields=address(city="Utica")),
        device=Token.objects.get(owner_id=otto.pk, kind=Token.Kind.CUSTOMER),
        refresh_token=str(given.refresh_token),
        link=link,
        group=CustomerGroup.objects.create(code="Club", tax_class_id=3),
        callers={
            "owner": (otto, "default"),
            "other": (grace, "default"),
            "elsewhere": (elsewhere, "second_view"),
            "guest": (None, "default"),
            "clerk": (clerk, "default"),
            "admin": (admin, "default"),
        },
    )


def of_otto(owned: Owned) -> Any:
    """Every row that is his."""
    customer = {"customer_id": owned.otto.pk}
    return [
        list(found.order_by("pk").values())
        for found in (
            Customer.objects.filter(pk=owned.otto.pk),
            Address.objects.filter(**customer),
            Subscription.objects.filter(**customer),
            Wishlist.objects.filter(**customer),
            Token.objects.filter(owner_id=owned.otto.pk, kind=Token.Kind.CUSTOMER),
            CustomerGroup.objects.all(),
        )
    ]


# REST: what is said to the owner, another customer, one of another website, a guest, an admin without the right, and
# one who has every right.

Statuses = tuple[int, int, int, int, int, int]
SHOP: Statuses = (401, 401, 401, 401, 401, 200)
SELF: Statuses = (200, 200, 200, 401, 401, 401)  # each on their own account, whatever they name
OPEN: Statuses = (200, 200, 200, 200, 200, 200)


def whole(owned: Owned) -> dict[str, Any]:
    """A customer who names all that is Otto's at once."""
    sent = address_in_json(id=owned.address.pk, customer_id=owned.otto.pk)
    return {
        "customer": {
            "id": owned.otto.pk,
            "email": owned.otto.email,
            "firstname": "Otto",
            "lastname": "Lindqvist",
            "group_id": owned.group.pk,
            "store_id": owned.otto.store_id,
            "website_id": owned.otto.website_id,
            "default_billing": str(owned.address.pk),
            "default_shipping": str(owned.address.pk),
            "addresses": [sent],
        }
    }


def new(owned: Owned) -> dict[str, Any]:
    """The same for an account to open: nobody's id yet."""
    sent = whole(owned)
    for each in ("id", "default_billing", "default_shipping"):
        del sent["customer"][each]
    sent["customer"]["email"] = "new@example.org"
    return sent


WHOLE = {
    *("customer.id", "customer.email", "customer.group_id", "customer.store_id", "customer.website_id"),
    *("customer.default_billing", "customer.default_shipping", "customer.addresses.id"),
    *("customer.addresses.customer_id", "customer.addresses.default_billing", "customer.addresses.default_shipping"),
}
Rest = tuple[set[str], Statuses, Callable[[Owned], Any] | None]


def mine(place: str, statuses: Statuses, sent: Callable[[Owned], Any]) -> Rest:
    """One field of the caller's own account, which names something of the owner's."""
    return {f"customer.{place}"}, statuses, sent


REST: dict[str, list[Rest]] = {
    "POST integration/admin/token": [
        ({"username"}, (401,) * 6, lambda owned: {"username": owned.otto.email, "password": PASSWORD})
    ],
    "POST customers": [(WHOLE, SHOP, new)],
    "PUT customers/me": [
        mine("id", SELF, lambda owned: owned.customer(id=owned.otto.pk)),
        mine("email", (200, 400, 200, 401, 401, 401), lambda owned: owned.customer(email=owned.otto.email)),
        mine("group_id", SELF, lambda owned: owned.customer(group_id=owned.group.pk)),
        mine("store_id", SELF, lambda owned: owned.customer(store_id=owned.otto.store_id)),
        mine("website_id", SELF, lambda owned: owned.customer(website_id=owned.otto.website_id)),
        mine(
            "default_billing",
            (200, 400, 400, 401, 401, 401),
            lambda owned: owned.customer(default_billing=str(owned.address.pk)),
        ),
        mine(
            "default_shipping",
            (200, 400, 400, 401, 401, 401),
            lambda owned: owned.customer(default_shipping=str(owned.address.pk)),
        ),
        mine(
            "addresses.id",
            (200, 404, 404, 401, 401, 401),
            lambda owned: owned.customer(addresses=[{"id": owned.address.pk, "city": "Nowhere"}]),
        ),
        mine(
            "addresses.customer_id",
            SELF,
            lambda owned: owned.customer(addresses=[address_in_json(customer_id=owned.otto.pk)]),
        ),
        mine("addresses.default_billing", SELF, lambda owned: owned.customer(addresses=[address_in_json()])),
        mine("addresses.default_shipping", SELF, lambda owned: owned.customer(addresses=[address_in_json()])),
    ],
    "PUT customers/me/activate": [
        ({"confirmationKey"}, (400, 400, 400, 401, 401, 401), lambda owned: {"confirmationKey": "x"})
    ],
    "POST customers/activate": [
        (
            {"email", "confirmationKey"},
            (401, 401, 401, 401, 401, 400),
            lambda owned: {"email": owned.otto.email, "confirmationKey": "x"},
        )
    ],
    "POST customers/confirm": [
        (
            {"email", "websiteId"},
            (401, 401, 401, 401, 401, 400),
            lambda owned: {"email": owned.otto.email, "websiteId": owned.otto.website_id},
        )
    ],
    "POST customers/isEmailAvailable": [
        (
            {"customerEmail", "websiteId"},
            OPEN,
            lambda owned: {"customerEmail": owned.otto.email, "websiteId": owned.otto.website_id},
        )
    ],
    # Whoever asks, the link goes to the owner's mailbox.
    "PUT customers/password": [
        (
            {"email", "websiteId"},
            OPEN,
            lambda owned: {"email": owned.otto.email, "websiteId": owned.otto.website_id, "template": "email_reset"},
        )
    ],
    # Whoever has the link is the owner, on the website it is for.
    "POST customers/resetPassword": [
        (
            {"email", "resetToken"},
            (200, 200, 404, 200, 200, 200),
            lambda owned: {"email": owned.otto.email, "resetToken": owned.link, "newPassword": NEW},
        )
    ],
    "GET customers/{customerId}/password/resetLinkToken/{resetPasswordLinkToken}": [
        ({"customerId", "resetPasswordLinkToken"}, OPEN, None)
    ],
    "PUT customers/validate": [(WHOLE, SHOP, whole)],
    "GET customers/addresses/{addressId}": [({"addressId"}, SHOP, None)],
    "GET customers/{customerId}": [({"customerId"}, SHOP, None)],
    "PUT customers/{customerId}": [({"customerId", *WHOLE}, SHOP, whole)],
    "DELETE customers/{customerId}": [({"customerId"}, SHOP, None)],
    "GET customers/{customerId}/billingAddress": [({"customerId"}, SHOP, None)],
    "GET customers/{customerId}/shippingAddress": [({"customerId"}, SHOP, None)],
    "GET customers/{customerId}/confirm": [({"customerId"}, SHOP, None)],
    "GET customers/{customerId}/permissions/readonly": [({"customerId"}, SHOP, None)],
    "POST customers/{customerId}/token": [({"customerId"}, SHOP, None)],
    "PUT customers/{email}/activate": [
        ({"email", "confirmationKey"}, (401, 401, 401, 401, 401, 400), lambda owned: {"confirmationKey": "x"})
    ],
    "DELETE addresses/{addressId}": [({"addressId"}, SHOP, None)],
    "POST customerGroups": [
        (
            {"group.id", "group.extension_attributes.exclude_website_ids"},
            SHOP,
            lambda owned: {
                "group": {
                    "id": owned.group.pk,
                    "code": "Club",
                    "tax_class_id": 3,
                    "extension_attributes": {"exclude_website_ids": [owned.otto.website_id]},
                }
            },
        )
    ],
    "GET customerGroups/default": [({"storeId"}, SHOP, None)],
    "GET customerGroups/default/{id}": [({"id"}, SHOP, None)],
    "PUT customerGroups/default/{id}": [({"id"}, SHOP, None)],
    "GET customerGroups/{id}": [({"id"}, SHOP, None)],
    "PUT customerGroups/{id}": [
        (
            {"id", "group.id", "group.extension_attributes.exclude_website_ids"},
            SHOP,
            lambda owned: {
                "group": {
                    "id": owned.group.pk,
                    "code": "Society",
                    "tax_class_id": 3,
                    "extension_attributes": {"exclude_website_ids": [owned.otto.website_id]},
                }
            },
        )
    ],
    "DELETE customerGroups/{id}": [({"id"}, SHOP, None)],
    "GET customerGroups/{id}/permissions": [({"id"}, SHOP, None)],
    # Whoever knows the password is the owner, on the website the account is on.
    "POST integration/customer/token": [
        (
            {"username"},
            (200, 200, 401, 200, 200, 200),
            lambda owned: {"username": owned.otto.email, "password": PASSWORD},
        )
    ],
    "POST duplex/integration/customer/token": [
        (
            {"username"},
            (200, 200, 401, 200, 200, 200),
            lambda owned: {"username": owned.otto.email, "password": PASSWORD},
        )
    ],
    "POST duplex/integration/customer/token/refresh": [
        ({"refreshToken"}, (200, 200, 401, 200, 200, 200), lambda owned: {"refreshToken": owned.refresh_token})
    ],
    "DELETE duplex/customers/me/devices/{deviceId}": [({"deviceId"}, (200, 404, 404, 401, 401, 401), None)],
    "GET duplex/customers/{customerId}/devices": [({"customerId"}, SHOP, None)],
    "DELETE duplex/customers/{customerId}/devices": [({"customerId"}, SHOP, None)],
    "DELETE duplex/customers/{customerId}/devices/{deviceId}": [({"customerId", "deviceId"}, SHOP, None)],
}

# What opens the account to whoever brings it, what only sends something to its owner, and the newsletter, which is
# sent to any e-mail somebody gives, as in Magento; newsletter/subscription/confirm asks its owner first.
BY_WHOEVER = {
    "Mutation.subscribeEmailToNewsletter",
    "POST customers/resetPassword",
    "PUT customers/password",
    "POST integration/customer/token",
    "POST duplex/integration/customer/token",
    "POST duplex/integration/customer/token/refresh",
    "Mutation.duplexGenerateCustomerToken",
    "Mutation.duplexRefreshCustomerToken",
    "Mutation.generateCustomerToken",
    "Mutation.requestPasswordResetEmail",
    "Mutation.resetPassword",
}


def test_every_route_that_names_something_is_in_the_matrix() -> None:
    named = {operation: places for operation, places in of_rest().items() if places}

    assert {operation: set().union(*(each[0] for each in cases)) for operation, cases in REST.items()} == named


@pytest.mark.parametrize(
    ("operation", "number"), [(operation, number) for operation, cases in REST.items() for number in range(len(cases))]
)
def test_rest_gives_what_is_ottos_to_nobody_else(owned: Owned, operation: str, number: int, settings: Any) -> None:
    settings.RATE_LIMITS = False
    config.write("customer/password/password_reset_protection_type", "0")
    _, statuses, sent = REST[operation][number]
    method, path = operation.split(" ")
    values = {
        "customerId": owned.otto.pk,
        "addressId": owned.address.pk,
        "deviceId": owned.device.pk,
        "email": owned.otto.email,
        "resetPasswordLinkToken": owned.link,
        "id": owned.otto.store_id if operation == "GET customerGroups/default/{id}" else owned.group.pk,
    }
    query = "?storeId=1" if operation == "GET customerGroups/default" else ""
    found = []

    for name, status in zip(CALLERS, statuses, strict=True):
        caller, view = owned.callers[name]
        owned.caller = caller
        headers = headers_of(caller)
        with undone():
            before = of_otto(owned)
            answer = Client(raise_request_exception=False).generic(
                method,
                f"/rest/{view}/V1/{path.format(**values)}{query}",
                json.dumps(sent(owned)) if sent else b"",
                content_type="application/json",
                headers=headers,
            )
            is_unchanged = of_otto(owned) == before
        found.append(answer.status_code)
        if name not in ("owner", "admin") and operation not in BY_WHOEVER:
            assert is_unchanged, name
            assert "Lindqvist" not in answer.text, name
        if status != 200:
            assert is_unchanged, name

    assert tuple(found) == statuses


# GraphQL: the category of the error, "" for an answer.

Categories = tuple[str, str, str, str, str, str]
NOT_SIGNED_IN = ("authorization", "authorization", "authorization")
OWN: Categories = ("", "", "", *NOT_SIGNED_IN)  # each of their own
FOREIGN: Categories = ("", "authorization", "authorization", *NOT_SIGNED_IN)
ANYBODY: Categories = ("", "", "", "", "", "")
GraphQL = tuple[set[str], Categories, str, Callable[[Owned], Any]]


def nothing(owned: Owned) -> dict[str, Any]:
    return {}


def at_home(owned: Owned) -> dict[str, Any]:
    return home(default_billing=True, default_shipping=True)


UPDATE = "mutation ($input: {}!) {{ {}(input: $input) {{ customer {{ email lastname }} }} }}"
GRAPHQL: dict[str, GraphQL] = {
    "Query.customer": (set(), OWN, "{ customer { id email lastname addresses { street } } }", nothing),
    "Query.customerGroup": (set(), ANYBODY, "{ customerGroup { uid } }", nothing),
    "Query.isEmailAvailable": (
        {"email"},
        ANYBODY,
        "query ($email: String!) { isEmailAvailable(email: $email) { is_email_available } }",
        lambda owned: {"email": owned.otto.email},
    ),
    "Customer.addressesV2": (set(), OWN, "{ customer { addressesV2 { items { street lastname } } } }", nothing),
    "Customer.custom_attributes": (set(), OWN, "{ customer { custom_attributes { code } } }", nothing),
    "CustomerAddress.custom_attributesV2": (
        set(),
        OWN,
        "{ customer { addresses { lastname custom_attributesV2 { code } } } }",
        nothing,
    ),
    "Mutation.duplexGenerateCustomerToken": (
        {"email"},
        ("", "", "authentication", "", "", ""),
        "mutation ($email: String!, $password: String!) "
        "{ duplexGenerateCustomerToken(email: $email, password: $password) { token } }",
        lambda owned: {"email": owned.otto.email, "password": PASSWORD},
    ),
    "Mutation.duplexRefreshCustomerToken": (
        {"refresh_token"},
        ("", "", "authentication", "", "", ""),
        "mutation ($token: String!) { duplexRefreshCustomerToken(refresh_token: $token) { token } }",
        lambda owned: {"token": owned.refresh_token},
    ),
    "Mutation.duplexRevokeDevice": (
        {"id"},
        ("", "no-such-entity", "no-such-entity", *NOT_SIGNED_IN),
        "mutation ($id: ID!) { duplexRevokeDevice(id: $id) }",
        lambda owned: {"id": owned.device.pk},
    ),
    "Mutation.duplexRevokeOtherDevices": (set(), OWN, "mutation { duplexRevokeOtherDevices }", nothing),
    "Mutation.duplexRevokeAllDevices": (set(), OWN, "mutation { duplexRevokeAllDevices }", nothing),
    "Mutation.createCustomerAddress": (
        {"input.default_billing", "input.default_shipping"},
        OWN,
        "mutation ($input: CustomerAddressInput!) { createCustomerAddress(input: $input) { id } }",
        lambda owned: {"input": at_home(owned)},
    ),
    "Mutation.updateCustomerAddress": (
        {"id", "input.default_billing", "input.default_shipping"},
        FOREIGN,
        "mutation ($id: Int!, $input: CustomerAddressInput) { updateCustomerAddress(id: $id, input: $input) { city } }",
        lambda owned: {"id": owned.address.pk, "input": at_home(owned)},
    ),
    "Mutation.updateCustomerAddressV2": (
        {"uid", "input.default_billing", "input.default_shipping"},
        FOREIGN,
        "mutation ($uid: ID!, $input: CustomerAddressInput) "
        "{ updateCustomerAddressV2(uid: $uid, input: $input) { city } }",
        lambda owned: {"uid": uid_of(owned.address.pk), "input": at_home(owned)},
    ),
    "Mutation.deleteCustomerAddress": (
        {"id"},
        FOREIGN,
        "mutation ($id: Int!) { deleteCustomerAddress(id: $id) }",
        lambda owned: {"id": owned.spare.pk},
    ),
    "Mutation.deleteCustomerAddressV2": (
        {"uid"},
        FOREIGN,
        "mutation ($uid: ID!) { deleteCustomerAddressV2(uid: $uid) }",
        lambda owned: {"uid": uid_of(owned.spare.pk)},
    ),
    "Mutation.generateCustomerToken": (
        {"email"},
        ("", "", "authentication", "", "", ""),
        "mutation ($email: String!, $password: String!) "
        "{ generateCustomerToken(email: $email, password: $password) { token } }",
        lambda owned: {"email": owned.otto.email, "password": PASSWORD},
    ),
    "Mutation.revokeCustomerToken": (set(), OWN, "mutation { revokeCustomerToken { result } }", nothing),
    "Mutation.generateCustomerTokenAsAdmin": (
        {"input.customer_email"},
        ("authorization", "authorization", "authorization", "authorization", "authorization", ""),
        "mutation ($email: String!) "
        "{ generateCustomerTokenAsAdmin(input: {customer_email: $email}) { customer_token } }",
        lambda owned: {"email": owned.otto.email},
    ),
    "Mutation.exchangeExternalCustomerToken": (
        {"input.customer.email"},
        ("authorization", "authorization", "authorization", "authorization", "authorization", ""),
        "mutation ($input: ExchangeExternalCustomerTokenInput) "
        "{ exchangeExternalCustomerToken(input: $input) { token customer { lastname } } }",
        lambda owned: {"input": {"customer": {"email": owned.otto.email, "firstname": "Otto", "lastname": "L"}}},
    ),
    "Mutation.changeCustomerPassword": (
        set(),
        OWN,
        "mutation ($old: String!, $new: String!) "
        "{ changeCustomerPassword(currentPassword: $old, newPassword: $new) { id } }",
        lambda owned: {"old": PASSWORD, "new": NEW},
    ),
    # Whoever asks, the link goes to the owner's mailbox.
    "Mutation.requestPasswordResetEmail": (
        {"email"},
        ("", "", "input", "", "", ""),
        "mutation ($email: String!) { requestPasswordResetEmail(email: $email) }",
        lambda owned: {"email": owned.otto.email},
    ),
    "Mutation.resetPassword": (
        {"email", "resetPasswordToken"},
        ("", "", "input", "", "", ""),
        "mutation ($email: String!, $token: String!, $new: String!) "
        "{ resetPassword(email: $email, resetPasswordToken: $token, newPassword: $new) }",
        lambda owned: {"email": owned.otto.email, "token": owned.link, "new": NEW},
    ),
    "Mutation.createCustomer": (
        {"input.email"},
        ("input", "input", "", "input", "input", "input"),
        UPDATE.format("CustomerInput", "createCustomer"),
        lambda owned: {"input": {"email": owned.otto.email, "firstname": "Eve", "lastname": "A", "password": PASSWORD}},
    ),
    "Mutation.createCustomerV2": (
        {"input.email"},
        ("input", "input", "", "input", "input", "input"),
        UPDATE.format("CustomerCreateInput", "createCustomerV2"),
        lambda owned: {"input": {"email": owned.otto.email, "firstname": "Eve", "lastname": "A", "password": PASSWORD}},
    ),
    "Mutation.updateCustomer": (
        {"input.email"},
        ("", "already-exists", "", *NOT_SIGNED_IN),
        UPDATE.format("CustomerInput", "updateCustomer"),
        lambda owned: {"input": {"email": owned.otto.email, "password": PASSWORD}},
    ),
    "Mutation.updateCustomerV2": (
        set(),
        OWN,
        UPDATE.format("CustomerUpdateInput", "updateCustomerV2"),
        lambda owned: {"input": {"middlename": "X"}},
    ),
    "Mutation.updateCustomerEmail": (
        {"email"},
        ("", "already-exists", "", *NOT_SIGNED_IN),
        "mutation ($email: String!, $password: String!) "
        "{ updateCustomerEmail(email: $email, password: $password) { customer { id } } }",
        lambda owned: {"email": owned.otto.email, "password": PASSWORD},
    ),
    "Mutation.deleteCustomer": (set(), OWN, "mutation { deleteCustomer }", nothing),
    "Mutation.confirmEmail": (
        {"input.email", "input.confirmation_key"},
        ("input", "input", "input", "input", "input", "input"),
        "mutation ($input: ConfirmEmailInput!) { confirmEmail(input: $input) { customer { lastname } } }",
        lambda owned: {"input": {"email": owned.otto.email, "confirmation_key": "x"}},
    ),
    "Mutation.resendConfirmationEmail": (
        {"email"},
        ("input", "input", "input", "input", "input", "input"),
        "mutation ($email: String!) { resendConfirmationEmail(email: $email) }",
        lambda owned: {"email": owned.otto.email},
    ),
    "Mutation.subscribeEmailToNewsletter": (
        {"email"},
        ANYBODY,
        "mutation ($email: String!) { subscribeEmailToNewsletter(email: $email) { status } }",
        lambda owned: {"email": owned.otto.email},
    ),
}

# What is the shop's and told to everybody alike.
EVERYBODYS = {
    "Query.allCustomerGroups",
    "Query.attributesForm",
    "Query.attributesList",
    "Query.availableStores",
    "Query.countries",
    "Query.country",
    "Query.currency",
    "Query.customAttributeMetadata",
    "Query.customAttributeMetadataV2",
    "Query.recaptchaFormConfig",
    "Query.recaptchaV3Config",
    "Query.storeConfig",
}


def test_every_field_of_graphql_is_in_the_matrix() -> None:
    found = of_graphql()

    assert set(found) == set(GRAPHQL) | EVERYBODYS
    assert {field: names for field, names in found.items() if field in GRAPHQL} == {
        field: case[0] for field, case in GRAPHQL.items()
    }
    assert {field for field in EVERYBODYS if found[field]} == {"Query.country"}  # by the code of a country


@pytest.mark.parametrize("field", GRAPHQL)
def test_graphql_gives_what_is_ottos_to_nobody_else(owned: Owned, field: str, graphql: Any, settings: Any) -> None:
    settings.RATE_LIMITS = False
    config.write("customer/password/password_reset_protection_type", "0")
    config.write("login_as_customer/general/enabled", "1")
    config.write("customer/account_information/graphql_share_customer_group", "1")
    Customer.objects.filter(pk=owned.otto.pk).update(allow_remote_shopping_assistance=True)
    _, categories, document, variables = GRAPHQL[field]
    found = []

    for name, category in zip(CALLERS, categories, strict=True):
        caller, view = owned.callers[name]
        headers = headers_of(caller)
        with undone():
            before = of_otto(owned)
            answer = graphql(document, variables(owned), Store=view, **headers)
            is_unchanged = of_otto(owned) == before
        errors = answer.body.get("errors", [])
        found.append(errors[0]["extensions"]["category"].removeprefix("graphql-") if errors else "")
        if name not in ("owner", "admin") and field not in BY_WHOEVER:
            assert is_unchanged, name
            assert "Lindqvist" not in answer.text, name
            assert "Quay Street" not in answer.text, name
        if category:
            assert is_unchanged, name
            assert all(value is None for value in answer.body.get("data", {}).values())

    assert tuple(found) == categories


def test_an_account_that_was_closed_opens_to_nobody(owned: Owned, graphql: Any, rest: Any) -> None:
    headers = headers_of(owned.otto)
    accounts.delete_customer(customer=owned.otto)

    assert rest("GET", "/V1/customers/me", **headers).status_code == 401
    assert graphql("{ customer { id } }", **headers).body["data"] == {"customer": None}
