"""A plan answers as graphql-core does: the same data, the same errors at the same places."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from graphql import DocumentNode, GraphQLSchema, execute, parse, validate
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import queries

from attributes.models import Attribute
from customers.models import Customer
from graphql_api.context import Context
from graphql_api.language.execution import Plan
from graphql_api.schema import schema
from tests.conftest import headers_of

SCHEMA: GraphQLSchema = schema.graphql_schema


def told(result: Any) -> Any:
    errors = [(error.message, error.path, error.locations) for error in result.errors or []]
    return result.data, errors


def both(document: DocumentNode, variables: Any = None, by: Customer | None = None, name: str | None = None) -> Any:
    """What graphql-core says and what a plan says, once anew and once more from what it has kept."""

    def context() -> Context:
        return Context(RequestFactory().post("/graphql", headers=headers_of(by)))

    sent = variables or {}
    theirs = execute(SCHEMA, document, context_value=context(), variable_values=sent, operation_name=name)
    plan = Plan(SCHEMA, document, name)
    ours = plan.execute(context(), sent)
    assert told(plan.execute(context(), sent)) == told(ours)
    return told(theirs), told(ours)


ACCOUNT = """
query Account($with: Boolean!, $codes: [ID!]) {
  customer {
    __typename
    ...Names
    email @include(if: $with)
    gone: suffix @skip(if: $with)
    addresses { id city street region { region_code region_id } country_code default_billing
      custom_attributesV2(attributeCodes: $codes) { code ... on AttributeValue { value } } }
    custom_attributes { code
      ... on AttributeValue { value }
      ... on AttributeSelectedOptions { selected_options { label value } } }
    addressesV2(pageSize: 1) { total_count items { city } page_info { total_pages } }
    ... on Customer { created_at dob gender is_subscribed }
  }
  ...Shop
}
fragment Names on Customer { firstname lastname again: firstname }
fragment Shop on Query { storeConfig { code store_name } countries { id available_regions { code } } }
"""


@pytest.mark.parametrize("variables", [{"with": True}, {"with": False, "codes": ["studies"]}, {}, {"with": "perhaps"}])
def test_an_account_is_answered_alike(otto: Customer, studies: Attribute, variables: Any) -> None:
    Customer.objects.filter(pk=otto.pk).update(custom_values={"studies": "501,502"})

    theirs, ours = both(parse(ACCOUNT), variables, by=otto)

    assert ours == theirs
    assert (ours[0] is None) == ("with" not in variables or variables["with"] == "perhaps")


@pytest.mark.parametrize(
    "query",
    [
        "{ customer { firstname } countries { id } }",
        "{ customerGroup { uid } }",
        "{ a: customer { id } b: customer { id } availableStores { code } }",
        '{ country(id: "XX") { id } }',
        "{ customer { custom_attributes(attributeCodes: null) { code } } }",
        "{ __schema { types { name fields(includeDeprecated: true) { name type { kind ofType { name } } } } } }",
        '{ __type(name: "Customer") { name kind interfaces { name } } }',
        "{ __typename }",
        "query A { __typename } query B { countries { id } }",
        "mutation { createCustomerAddress(input: {}) { id } }",
        "mutation { a: revokeCustomerToken { result } b: revokeCustomerToken { result } }",
    ],
)
def test_refusals_and_introspection_are_answered_alike(db: None, query: str) -> None:
    theirs, ours = both(parse(query))

    assert ours == theirs


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(query=queries(SCHEMA))
def test_whatever_is_asked_is_answered_alike(otto: Customer, query: str) -> None:
    document = parse(query)
    if validate(SCHEMA, document):
        return

    theirs, ours = both(document, by=otto)

    assert ours == theirs


class Broken:
    """An object whose values are wrong in every way a value can be."""

    text: Any = "text"
    number: Any = 2**31
    items: Any = None
    child: Any = None


BROKEN = """
type Query { thing: Thing sure: Thing! }
type Thing { text: String number: Int flag: Boolean items: [Thing!] loose: [Int] child: Thing! name: String! }
"""


@given(
    value=st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.builds(ValueError, st.just("broken"))),
        lambda inner: st.dictionaries(
            st.sampled_from(["text", "number", "flag", "items", "loose", "child", "name"]),
            st.one_of(inner, st.lists(inner, max_size=3)),
        ),
    )
)
@settings(max_examples=300, deadline=None, derandomize=True, phases=[Phase.generate])
def test_wrong_values_fail_alike(value: Any) -> None:
    from graphql import build_schema

    other = build_schema(BROKEN)
    for field in other.type_map["Query"].fields.values():  # type: ignore[attr-defined]
        field.resolve = lambda root, info: value
    document = parse(
        "{ thing { ...T } sure { ...T } } fragment T on Thing"
        " { text number flag loose items { text name number } child { text loose name } name }"
    )

    ours = Plan(other, document).execute(None, {})
    theirs = execute(other, document)

    assert told(ours) == told(theirs)
