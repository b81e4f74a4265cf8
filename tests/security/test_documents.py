"""Whatever document is made from the schema, with whatever values, is answered; nothing in it is a failure of ours."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client
from graphql import IntValueNode, StringValueNode
from hypothesis import given
from hypothesis import strategies as st
from hypothesis_graphql import from_schema, mutations, queries

from admins.models import AdminUser
from attributes.models import Attribute
from customers.models import Customer
from graphql_api.schema import schema
from stores import config
from tests.conftest import PASSWORD, headers_of
from tests.generated import EXAMPLES, amount, undone

SCHEMA = schema.graphql_schema
assert SCHEMA.query_type
assert SCHEMA.mutation_type
FIELDS = [*SCHEMA.query_type.fields, *SCHEMA.mutation_type.fields]
EACH_DOCUMENT_IS_SENT = 3

# Values that are somebody's, so that a call gets further than the first look at what it brings.
KNOWN = ["otto@example.org", "OTTO@example.org", "new@example.org", PASSWORD, "studies", "US", "1972-03-11", "", "0"]
NUMBERS = st.integers(-1, 12) | st.integers(-(2**31), 2**31 - 1)
TEXTS = st.sampled_from(KNOWN) | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
UIDS = NUMBERS.map(lambda number: base64.b64encode(str(number).encode()).decode())
SCALARS: Any = {
    "String": TEXTS.map(lambda text: StringValueNode(value=text)),
    "ID": (UIDS | NUMBERS.map(str) | TEXTS).map(lambda text: StringValueNode(value=text)),
    "Int": NUMBERS.map(lambda number: IntValueNode(value=str(number))),
}


@pytest.fixture
def any_document(settings: Any, store: Any) -> None:
    """No document is refused for being large: what it asks for is done."""
    settings.GRAPHQL_COMPLEXITY = settings.GRAPHQL_DEPTH = settings.GRAPHQL_TOKENS = settings.GRAPHQL_DIRECTIVES = 0
    settings.GRAPHQL_BODY = 2**20
    settings.GRAPHQL_SENSITIVE_ONCE = settings.RATE_LIMITS = False
    config.write("graphql/validation/alias_limit_enabled", "0")


def is_answered(document: str, by: Any) -> None:
    """Send a document and look at the form of its answer, whatever it says."""
    with undone():
        answer = Client(raise_request_exception=False).post(
            "/graphql", json.dumps({"query": document}), content_type="application/json", headers=headers_of(by)
        )
    told = json.loads(answer.content)
    assert answer.status_code in (200, 400, 401, 403), told
    assert set(told) in ({"data"}, {"errors"}, {"errors", "data"})
    for error in told.get("errors", []):
        assert error["message"]
        assert error.get("extensions", {}).get("category") != "internal", error


@pytest.mark.parametrize("field", FIELDS)
@given(data=st.data())
@amount(4, max_examples=-(-EXAMPLES // (len(FIELDS) * EACH_DOCUMENT_IS_SENT)) or 4)
def test_every_field_is_answered_whatever_it_is_given(
    any_document: None, otto: Customer, admin: AdminUser, studies: Attribute, field: str, data: Any
) -> None:
    of_kind = queries if field in SCHEMA.query_type.fields else mutations  # type: ignore[union-attr]
    document = data.draw(of_kind(SCHEMA, fields=[field], custom_scalars=SCALARS))

    for caller in (otto, admin, None):
        is_answered(document, caller)


@given(document=from_schema(SCHEMA, custom_scalars=SCALARS))
@amount(60, max_examples=EXAMPLES // 10 or 60)
def test_many_fields_at_once_are_answered(any_document: None, otto: Customer, document: str) -> None:
    is_answered(document, otto)


@given(document=from_schema(SCHEMA))
@amount(40, max_examples=EXAMPLES // 10 or 40)
def test_a_document_of_any_size_is_answered(otto: Customer, document: str) -> None:
    is_answered(document, otto)
