"""The OpenAPI document: that it is valid and whole, and that every answer is as it says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from admins.models import AdminUser
from commerce.wsgi import application
from customers.models import Customer
from rest_api.access import ANONYMOUS
from rest_api.errors import RequestNotProcessable
from rest_api.openapi import document
from rest_api.routes import PARAMETER, table
from rest_api.views import View
from tests.conftest import headers_of
from tests.generated import EXAMPLES, amount, undone
from tests.rest_api.conftest import is_refused

Rest = Callable[..., Any]

DOCUMENT = json.loads(json.dumps(document("/rest/default")))
OPERATIONS = [
    pytest.param(path, view, method, id=f"{method} {path}") for path, view in table() for method in view.access
]


@pytest.mark.parametrize("path", ["/schema", "/default/schema", "/all/schema/"])
def test_the_document_is_valid_wherever_it_is_asked_for(rest: Rest, path: str) -> None:
    answer = rest("GET", path, Accept="application/vnd.oai.openapi+json, application/json;q=0.9, */*;q=0.5")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json; charset=utf-8")
    shown = answer.json()
    assert shown["servers"] == [{"url": "/rest" + path.removesuffix("/").removesuffix("/schema")}]
    assert {**shown, "servers": []} == {**DOCUMENT, "servers": []}
    validate(shown)


def test_a_store_that_is_not_there_has_none(rest: Rest) -> None:
    assert is_refused(rest("GET", "/nowhere/schema"), RequestNotProcessable())


@pytest.mark.parametrize(("path", "view", "method"), OPERATIONS)
def test_every_route_says_what_goes_in_and_out(path: str, view: type[View], method: str) -> None:
    operation = DOCUMENT["paths"][f"/V1/{path}"][method.lower()]

    success = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert success, "its view has no entry in `answers`"
    assert operation["security"] == ([] if view.access[method] == ANONYMOUS else [{"bearer": []}])
    assert {each["name"] for each in operation["parameters"] if each.get("in") == "path"} == set(
        PARAMETER.findall(path)
    )
    assert set(operation["responses"]) >= {"200", "400", "406", "500"}
    assert ("401" in operation["responses"]) or view.access[method] == ANONYMOUS
    assert set(view.takes) | set(view.query) | set(view.answers) <= set(view.access)


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for path in DOCUMENT["paths"].values() for operation in path.values()]

    assert len(names) == len(set(names)) == len(OPERATIONS)


# Each case is sent as it is, with ids that are there, and by a guest. The cases of the coverage phase are the limits of
# every value one by one: thousands, for a release.
EACH_CASE_IS_SENT = 3
CALLS = schemathesis.openapi.from_dict(
    DOCUMENT, config=schemathesis.Config.from_dict({"phases": {"coverage": {"enabled": bool(EXAMPLES)}}})
)
CALLS.app = application


@pytest.fixture
def stays_connected() -> Iterator[None]:
    """What Django's own test client does: a request that ends leaves the connection of the test open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@CALLS.parametrize()
@amount(8, max_examples=-(-EXAMPLES // (len(OPERATIONS) * EACH_CASE_IS_SENT)) or 8)
@pytest.mark.django_db
def test_every_answer_is_as_the_document_says(
    case: schemathesis.Case, admin: AdminUser, otto: Customer, stays_connected: None
) -> None:
    owner = otto if "token is sent" in case.operation.definition.raw["description"] else admin
    there = {
        "customerId": otto.pk,
        "addressId": otto.default_billing_id,
        "email": otto.email,
        "id": 1,
        "storeId": 1,
        "countryId": "US",
        "attributeCode": "firstname",
        "formCode": "customer_register_address",
    }

    def is_answered(by: Any) -> None:
        with undone():
            case.call_and_validate(headers=headers_of(by), checks=CHECKS)

    is_answered(owner)
    for name in case.path_parameters:
        case.path_parameters[name] = there.get(name, case.path_parameters[name])
    is_answered(owner)
    is_answered(None)
