"""What nobody may write: the shop's own fields, added to every object that a call can bring.

The objects are found in the shapes of REST and the input types of GraphQL. A new one fails here until it has an
example below, and then every field is tried within it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from graphql import GraphQLInputObjectType, get_named_type

from admins.models import AdminUser
from auth_tokens import refresh
from auth_tokens.models import Token
from customers import resets
from customers.models import Customer
from rest_api.access import ANONYMOUS, SELF
from rest_api.routes import table
from stores import config
from stores.models import CustomerGroup, Store
from tests.conftest import PASSWORD, headers_of
from tests.generated import undone
from tests.graphql_api.conftest import home, person
from tests.rest_api.conftest import address_in_json
from tests.security.handles import SCHEMA, shape_of

NEW = "New-Horse-9"
PLANTED = "planted-by-somebody"
FOREIGN_ID = 987_654


@pytest.fixture
def planted(other_store: Store, grace: Customer) -> dict[str, Any]:
    """The shop's own fields, as they are called anywhere, each with a value that would do harm."""
    club = CustomerGroup.objects.create(code="Club", tax_class_id=3)
    return {
        "id": FOREIGN_ID,
        "entity_id": FOREIGN_ID,
        "customer_id": grace.pk,
        "group_id": club.pk,
        "groupId": club.pk,
        "website_id": other_store.website_id,
        "store_id": other_store.pk,
        "disable_auto_group_change": 1,
        "confirmation": PLANTED,
        "confirmation_key": PLANTED,
        "is_confirmed": True,
        "password_hash": PLANTED,
        "passwordHash": PLANTED,
        "rp_token": PLANTED,
        "rp_token_created_at": "2099-01-01 00:00:00",
        "reset_token_digest": PLANTED,
        "failures_num": 77,
        "failures_count": 77,
        "first_failure": "2099-01-01 00:00:00",
        "lock_expires": "2099-01-01 00:00:00",
        "locked_until_at": "2099-01-01 00:00:00",
        "created_at": "2001-01-01 00:00:00",
        "updated_at": "2001-01-01 00:00:00",
        "created_in": PLANTED,
        "email_key": PLANTED,
        "search_text": PLANTED,
        "custom_values": {"studies": PLANTED},
        "is_active": 0,
        "is_staff": True,
        "is_superuser": True,
        "permissions": ["customers.change_customer"],
        "token": PLANTED,
        "__proto__": {"group_id": club.pk},
    }


# What whoever runs the shop may write of a customer; the rest nobody may.
OF_THE_SHOP = {"id", "customer_id", "group_id", "groupId", "website_id", "store_id", "disable_auto_group_change"}


def customer(**differences: Any) -> dict[str, Any]:
    return {
        "email": "otto@example.org",
        "firstname": "Otto",
        "lastname": "Lindqvist",
        "extension_attributes": {"is_subscribed": True},
        "custom_attributes": [{"attribute_code": "studies", "value": "501"}],
        "addresses": [
            {
                **address_in_json(),
                "custom_attributes": [{"attribute_code": "note", "value": "x"}],
            }
        ],
        **differences,
    }


def bodies(link: str, renewal: str) -> dict[str, Any]:
    """A body for each operation of REST that takes one; those of customers and guests are Otto's and do something."""
    otto = "otto@example.org"
    group = {"code": "Society", "tax_class_id": 3, "extension_attributes": {"exclude_website_ids": []}}
    return {
        "POST integration/admin/token": {"username": "merchant", "password": PASSWORD},
        "POST customers": {"customer": customer(email="new@example.org"), "password": PASSWORD},
        "PUT customers/me": {"customer": customer()},
        "PUT customers/me/activate": {"confirmationKey": "x"},
        "PUT customers/me/password": {"currentPassword": PASSWORD, "newPassword": NEW},
        "POST customers/activate": {"email": otto, "confirmationKey": "x"},
        "POST customers/confirm": {"email": otto, "websiteId": 1},
        "POST customers/isEmailAvailable": {"customerEmail": otto},
        "PUT customers/password": {"email": otto, "template": "email_reset"},
        "POST customers/resetPassword": {"email": otto, "resetToken": link, "newPassword": NEW},
        "PUT customers/validate": {"customer": customer()},
        "PUT customers/{customerId}": {"customer": customer()},
        "PUT customers/{email}/activate": {"confirmationKey": "x"},
        "POST customerGroups": {"group": group},
        "PUT customerGroups/{id}": {"group": group},
        "POST integration/customer/token": {"username": otto, "password": PASSWORD},
        "POST duplex/integration/customer/token": {"username": otto, "password": PASSWORD},
        "POST duplex/integration/customer/token/refresh": {"refreshToken": renewal},
    }


ATTRIBUTE = {"attribute_code": "studies", "selected_options": [{"uid": "NTAx", "value": "501"}], "value": "501"}
HOME = home(
    region={"region_id": 43, "region": "New York", "region_code": "NY"},
    custom_attributes=[{"attribute_code": "note", "value": "x"}],
    custom_attributesV2=[ATTRIBUTE],
)
NEW_PERSON = person(email="new@example.org", custom_attributes=[ATTRIBUTE])
# Each mutation that takes an object, with one whose every object inside is there.
INPUTS: dict[str, dict[str, Any]] = {
    "createCustomer": {"input": person(email="new@example.org")},
    "createCustomerV2": {"input": NEW_PERSON},
    "updateCustomer": {"input": {"firstname": "Otto", "email": "otto@example.org", "password": PASSWORD}},
    "updateCustomerV2": {"input": {"firstname": "Otto", "custom_attributes": [ATTRIBUTE]}},
    "createCustomerAddress": {"input": HOME},
    "updateCustomerAddress": {"id": 0, "input": HOME},
    "updateCustomerAddressV2": {"uid": "", "input": HOME},
    "confirmEmail": {"input": {"email": "otto@example.org", "confirmation_key": "x"}},
    "generateCustomerTokenAsAdmin": {"input": {"customer_email": "otto@example.org"}},
    "exchangeExternalCustomerToken": {"input": {"customer": NEW_PERSON}},
}


def objects_in(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every object in a value."""
    if isinstance(value, dict):
        yield above
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in pairs:
        yield from objects_in(each, (*above, key))


def with_field(value: Any, way: tuple[Any, ...], name: str, planted: Any) -> Any:
    """A copy of a value with a field added to one of its objects."""
    sent = copy.deepcopy(value)
    place = sent
    for step in way:
        place = place[step]
    place[name] = planted
    return sent


def kept() -> dict[str, Any]:
    """What the shop itself keeps of everybody, as far as it does not differ from one call to the next."""
    now = timezone.now()
    everybody = {
        each.email: {
            "group": each.group_id,
            "website": each.website_id,
            "store": each.store_id,
            "created_in": each.created_in,
            "keeps its group": each.disable_auto_group_change,
            "is confirmed": each.is_confirmed,
            "password": [each.password_is(text) for text in (PASSWORD, NEW, person()["password"])],
            "a link": bool(each.reset_token_digest),
            "failures": (each.failures_count, each.locked_until_at, each.first_failure_at),
            "is of today": abs((now - each.created_at).days) < 1 and abs((now - each.updated_at).days) < 1,
            "addresses": each.addresses.count(),
            "values": each.custom_values,
        }
        for each in Customer.objects.all()
    }
    planted = Customer.objects.filter(password_hash=PLANTED) | Customer.objects.filter(confirmation_key=PLANTED)
    assert not planted.exists()
    assert not Customer.objects.filter(pk=FOREIGN_ID).exists()
    admins = list(AdminUser.objects.order_by("pk").values_list("username", "is_staff", "is_superuser", "is_active"))
    return {**everybody, "admins": admins, "groups": CustomerGroup.objects.count()}


@pytest.fixture
def otto_in_his_shop(otto: Customer, admin: AdminUser, studies: Any, settings: Any) -> Customer:
    settings.RATE_LIMITS = False
    config.write("customer/password/password_reset_protection_type", "0")
    config.write("oauth/duplex_refresh/enabled", "1")
    return otto


WRITING = [(f"{method} {path}", view.access[method]) for path, view in table() for method in view.takes]
NOTHING_TO_CONFIRM = {
    "PUT customers/me/activate",
    "POST customers/activate",
    "POST customers/confirm",
    "PUT customers/{email}/activate",
}


def test_every_operation_and_every_object_has_an_example() -> None:
    examples = bodies("", "")

    def shapes(fields: Any, body: Any) -> Iterator[tuple[str, bool]]:
        """Every shape that can be brought, and whether the example brings it."""
        for name, field in fields.items():
            shape = shape_of(field)
            if shape is not None:
                brought = body.get(name) if isinstance(body, dict) else None
                first = brought[0] if isinstance(brought, list) and brought else brought
                yield type(shape).__name__, isinstance(first, dict)
                yield from shapes(shape.fields, first)

    assert set(examples) == {operation for operation, _ in WRITING}
    brought: dict[str, bool] = {}
    for path, view in table():
        for method, taken in view.takes.items():
            for name, is_there in shapes(taken, examples[f"{method} {path}"]):
                brought[name] = brought.get(name, False) or is_there
    assert brought == dict.fromkeys(brought, True)


def test_every_input_type_has_an_example() -> None:
    assert SCHEMA.mutation_type
    brought: set[str] = set()

    def note(kind: Any, value: Any) -> None:
        kind = get_named_type(kind)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(kind, GraphQLInputObjectType) and isinstance(each, dict):
                brought.add(kind.name)
                for name, inside in each.items():
                    note(kind.fields[name].type, inside)

    with_objects = set()
    for name, field in SCHEMA.mutation_type.fields.items():
        for argument_name, argument in field.args.items():
            if isinstance(get_named_type(argument.type), GraphQLInputObjectType):
                with_objects.add(name)
                note(argument.type, INPUTS[name][argument_name])

    asked = {"AttributeFilterInput", "AttributeInput"}  # by queries, which write nothing
    there = {name for name, kind in SCHEMA.type_map.items() if isinstance(kind, GraphQLInputObjectType)}
    assert with_objects == set(INPUTS)
    assert brought == there - asked


@pytest.mark.parametrize(("operation", "resource"), WRITING, ids=[operation for operation, _ in WRITING])
def test_rest_writes_nothing_of_the_shops_own(
    otto_in_his_shop: Customer, admin: AdminUser, planted: dict[str, Any], operation: str, resource: str
) -> None:
    otto = otto_in_his_shop
    renewal = refresh.give(Token.Kind.CUSTOMER, otto.pk, website_id=otto.website_id).refresh_token
    link = resets.give_token(otto)
    otto.save(update_fields=["reset_token_digest", "reset_token_created_at"])
    method, path = operation.split(" ")
    body = bodies(link, str(renewal))[operation]
    headers = headers_of({ANONYMOUS: None, SELF: otto}.get(resource, admin))
    path = path.format(customerId=otto.pk, email=otto.email, id=planted["group_id"])

    def call(sent: Any) -> tuple[int, Any]:
        with undone():
            answer = Client(raise_request_exception=False).generic(
                method, f"/rest/V1/{path}", json.dumps(sent), content_type="application/json", headers=headers
            )
            return answer.status_code, kept()

    before, expected = kept(), call(body)
    is_the_shops = resource not in (ANONYMOUS, SELF)
    ours = {name: value for name, value in planted.items() if not (is_the_shops and name in OF_THE_SHOP)}
    assert expected[0] == (400 if operation in NOTHING_TO_CONFIRM else 200)

    for way in objects_in(body):
        for name, value in ours.items():
            if name in ("id", "customer_id") and way and way[-1] in ("group", 0):
                continue  # An id of what is changed, or of an address: see test_ownership.py.
            if name in body:
                continue
            status, state = call(with_field(body, way, name, value))
            assert (status, state) == expected or (status in (400, 404) and state == before), (way, name, status)


@pytest.mark.parametrize("mutation", INPUTS)
def test_graphql_has_no_place_for_the_shops_own(
    otto_in_his_shop: Customer, admin: AdminUser, planted: dict[str, Any], graphql: Any, mutation: str
) -> None:
    otto = otto_in_his_shop
    field = SCHEMA.mutation_type.fields[mutation]  # type: ignore[union-attr]
    values = INPUTS[mutation]
    declared = ", ".join(f"${name}: {argument.type}" for name, argument in field.args.items())
    given = ", ".join(f"{name}: ${name}" for name in field.args)
    document = f"mutation ({declared}) {{ {mutation}({given}) {{ __typename }} }}"
    before = kept()

    for caller in (otto, admin, None):
        headers = headers_of(caller)
        for way in objects_in(values):
            if not way:
                continue  # the arguments themselves
            for name, value in planted.items():
                place: Any = values
                for step in way:
                    place = place[step]
                if name in place:
                    continue
                answer = graphql(document, with_field(values, way, name, value), **headers)
                assert "data" not in answer.body, (way, name)
                assert name in answer.body["errors"][0]["message"]

    assert kept() == before
