"""How much one request may ask for: counted as Magento counts, refused in its words where it has any."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from graphql import GraphQLError, get_introspection_query

from auth_tokens.models import Token
from customers.models import Customer
from graphql_api import errors
from graphql_api.language.documents import understood
from graphql_api.language.limits import SENSITIVE
from graphql_api.language.memory import Memory
from graphql_api.schema import schema
from kernel.errors import Failure, InputTooLarge
from stores import config
from tests.conftest import PASSWORD
from tests.graphql_api.conftest import SIGN_IN

pytestmark = pytest.mark.django_db


def refused(answer: Any) -> tuple[int, str, str]:
    """Status, sentence and category of the only error there is."""
    (error,) = answer.body["errors"]
    assert "data" not in answer.body
    return answer.status_code, error["message"], error["extensions"]["category"]


def told(failure: Failure) -> tuple[int, str, str]:
    """What a refusal for this failure looks like."""
    return 200, failure.storefront_message, "graphql-input"


def fields(count: int) -> str:
    """A document of so many fields, one of them within another."""
    return "{ customer { " + " ".join(f"... {{ f{n}: firstname }}" for n in range(count - 1)) + " } }"


@pytest.fixture
def any_aliases() -> None:
    config.write("graphql/validation/alias_limit_enabled", "0")


@pytest.mark.usefixtures("any_aliases")
def test_300_fields_are_answered_and_301_are_not(graphql: Any, grace: Customer) -> None:
    answered = graphql(fields(300), by=grace)

    assert list(answered.body) == ["data"]
    assert len(answered.body["data"]["customer"]) == 299
    assert refused(graphql(fields(301), by=grace)) == told(errors.QueryTooComplex(300, 301))
    assert errors.QueryTooComplex(300, 301).message == "Max query complexity should be 300 but got 301."


def test_a_fragment_counts_each_time_it_is_spread(graphql: Any) -> None:
    fifty = "fragment fifty on Customer { " + " ".join(f"f{n}: firstname" for n in range(50)) + " }"
    spread = "{ customer { ...fifty addresses { city } " + " ".join("... { ...fifty }" for _ in range(5)) + " } } "

    assert refused(graphql(spread + fifty)) == told(errors.QueryTooComplex(300, 303))


def test_fragments_that_double_are_counted_without_being_unfolded(graphql: Any) -> None:
    doubling = "{ customer { ...a0 } } fragment a80 on Customer { firstname } " + " ".join(
        f"fragment a{n} on Customer {{ ...a{n + 1} ...a{n + 1} }}" for n in range(80)
    )

    assert refused(graphql(doubling)) == told(errors.QueryTooComplex(300, 2**80 + 1))


def test_each_operation_of_a_document_is_counted_for_itself() -> None:
    spreads = " ".join("... { ...fifty }" for _ in range(4))
    fifty = " fragment fifty on Customer { " + " ".join(f"f{n}: firstname" for n in range(50)) + " }"

    assert understood(" ".join(f"query q{n} {{ customer {{ {spreads} }} }}" for n in range(2)) + fifty).definitions


@pytest.mark.parametrize(("levels", "is_answered"), [(20, True), (21, False)])
def test_a_depth_of_20_is_answered_and_21_is_not(graphql: Any, levels: int, is_answered: bool) -> None:
    """A field at the top has depth 0, one without fields of its own none."""
    document = '{ __type(name: "Query") ' + "{ ofType " * levels + "{ name }" + " }" * levels + " }"

    answer = graphql(document)

    if is_answered:
        assert answer.body == {"data": {"__type": {"ofType": None}}}
    else:
        assert refused(answer) == told(errors.QueryTooDeep(20, 21))
        assert errors.QueryTooDeep(20, 21).message == "Max query depth should be 20 but got 21."


def test_a_fragment_is_as_deep_as_the_place_it_is_spread_at(graphql: Any) -> None:
    deep = "fragment deep on __Type { " + "ofType { " * 15 + "name" + " }" * 15 + " }"
    document = '{ __type(name: "Query") { ' + "ofType { " * 6 + "...deep" + " }" * 6 + " } } " + deep

    assert refused(graphql(document)) == told(errors.QueryTooDeep(20, 21))


def test_fragments_in_a_circle_are_refused_as_before(graphql: Any) -> None:
    circle = "{ customer { ...a } } fragment a on Customer { ...b } fragment b on Customer { firstname ...a }"

    assert graphql(circle).body["errors"][0]["message"] == 'Cannot spread fragment "a" within itself via b.'


def test_the_query_by_which_tools_read_the_schema_passes(graphql: Any) -> None:
    answer = graphql(get_introspection_query(input_value_deprecation=True, directive_is_repeatable=True))

    assert list(answer.body) == ["data"]


def test_reading_the_schema_can_be_turned_off(graphql: Any, settings: Any) -> None:
    settings.GRAPHQL_INTROSPECTION = False

    assert refused(graphql("{ __schema { queryType { name } } }")) == told(errors.IntrospectionNotAllowed())
    assert refused(graphql('{ ...a } fragment a on Query { t: __type(name: "Query") { name } }')) == told(
        errors.IntrospectionNotAllowed()
    )
    assert graphql("{ __typename }").body == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize("name", ["GRAPHQL_COMPLEXITY", "GRAPHQL_DEPTH", "GRAPHQL_DIRECTIVES", "GRAPHQL_TOKENS"])
def test_a_limit_of_0_is_none(settings: Any, name: str) -> None:
    documents = {
        "GRAPHQL_COMPLEXITY": fields(301),
        "GRAPHQL_DEPTH": '{ __type(name: "Query") ' + "{ ofType " * 21 + "{ name }" + " }" * 21 + " }",
        "GRAPHQL_DIRECTIVES": "{ __typename " + "... @include(if: true) { __typename } " * 40 + " }",
        "GRAPHQL_TOKENS": "{ __typename " + "... { __typename } " * 40 + " }",
    }
    if name in ("GRAPHQL_DIRECTIVES", "GRAPHQL_TOKENS"):
        setattr(settings, name, 20)
        with pytest.raises((Failure, GraphQLError)):
            understood(documents[name])

    setattr(settings, name, 0)

    assert understood(documents[name]).definitions


def test_more_words_than_anybody_needs_are_not_even_read(graphql: Any) -> None:
    answer = graphql("{ " + "a: __typename " * 1000 + " }")

    assert answer.status_code == 400
    assert (
        answer.body["errors"][0]["message"] == "Syntax Error: Document contains more than 2000 tokens. Parsing aborted."
    )


def test_more_comments_than_anybody_writes_are_not_even_read(graphql: Any) -> None:
    answer = graphql("#\n" * 501 + "{ __typename }")

    assert answer.status_code == 400
    assert answer.body["errors"][0]["message"].startswith("Syntax Error: Document contains more than 500 comments")


@pytest.mark.parametrize(
    ("document", "failure"),
    [
        ("{ __typename " + "@a " * 101 + "}", errors.TooManyDirectives(100, 101)),
        ("{ " + "customer { id } " * 60 + "}", errors.TooManyOfAKind("repetitions of a field", 50, 59)),
        (
            "query (" + " ".join(f"$v{n}: Int" for n in range(151)) + ") { __typename }",
            errors.TooManyOfAKind("variables", 150, 151),
        ),
        (" ".join(f"query q{n} {{ a }}" for n in range(51)), errors.TooManyOfAKind("operations", 50, 51)),
        (
            "{ a } " + " ".join(f"fragment f{n} on Query {{ a }}" for n in range(151)),
            errors.TooManyOfAKind("fragments", 150, 151),
        ),
    ],
    ids=["directives", "repetitions", "variables", "operations", "fragments"],
)
def test_more_than_anybody_needs_is_refused(graphql: Any, document: str, failure: Failure) -> None:
    assert refused(graphql(document)) == told(failure)


def test_ten_aliases_are_answered_and_eleven_are_not(graphql: Any) -> None:
    ten = " ".join(f"a{n}: __typename" for n in range(10))

    assert len(graphql(f"{{ {ten} }}").body["data"]) == 10
    assert refused(graphql(f"{{ {ten} b: __typename }}")) == told(errors.TooManyAliases(10, 11))
    assert errors.TooManyAliases(10, 11).message == "Max Aliases in query should be 10 but got 11."


def test_how_many_aliases_are_allowed_is_the_merchants_to_say(graphql: Any) -> None:
    config.write("graphql/validation/maximum_alias_allowed", "1")
    two = "{ a: __typename b: __typename }"

    assert refused(graphql(two)) == told(errors.TooManyAliases(1, 2))

    config.write("graphql/validation/alias_limit_enabled", "0")

    assert graphql(two).body == {"data": {"a": "Query", "b": "Query"}}


def test_a_document_without_aliases_costs_no_statement(graphql: Any, django_assert_num_queries: Any) -> None:
    graphql("{ __typename }")
    with django_assert_num_queries(1):  # the store view
        graphql("{ __typename }")


@pytest.mark.parametrize("size", [64 * 1024, 64 * 1024 + 1])
def test_a_body_of_64_kib_is_read_and_a_longer_one_is_not(size: int) -> None:
    head, tail = '{"query": "{ __typename }", "variables": {"a": "', '"}}'
    body = head + "x" * (size - len(head) - len(tail)) + tail

    answer = Client().post("/graphql", body, content_type="application/json").json()

    if size == 64 * 1024:
        assert answer == {"data": {"__typename": "Query"}}
    else:
        assert answer == {"errors": [{"message": InputTooLarge.template, "extensions": {"category": "graphql-input"}}]}


@pytest.mark.parametrize("batch", [[], [{"query": "{ __typename }"}], [{"query": "{ __typename }"}] * 100])
def test_a_list_of_operations_is_refused(batch: Any) -> None:
    answer = Client().post("/graphql", json.dumps(batch), content_type="application/json")

    assert answer.status_code == 400
    assert answer.json() == {
        "errors": [{"message": errors.ListOfOperations.template, "extensions": {"category": "graphql-input"}}]
    }


@pytest.mark.parametrize(
    "document",
    [
        "mutation ($email: String!, $password: String!) { a: generateCustomerToken(email: $email, password: $password)"
        " { token } b: generateCustomerToken(email: $email, password: $password) { token } }",
        "mutation ($email: String!, $password: String!) { generateCustomerToken(email: $email, password: $password)"
        " { token } ...more } fragment more on Mutation { ... { b: generateCustomerToken(email: $email,"
        " password: $password) { token } } }",
    ],
    ids=["aliases", "fragments"],
)
def test_signing_in_is_done_once_in_a_request(graphql: Any, grace: Customer, document: str) -> None:
    answer = graphql(document, {"email": grace.email, "password": PASSWORD})

    assert refused(answer) == told(errors.AskedTwice("generateCustomerToken"))
    assert not Token.objects.exists()


def test_a_mail_is_asked_for_once_in_a_request(graphql: Any, grace: Customer) -> None:
    mail.outbox.clear()
    ask = 'requestPasswordResetEmail(email: "grace@example.org")'

    answer = graphql(f"mutation {{ a: {ask} b: {ask} }}")

    assert refused(answer) == told(errors.AskedTwice("requestPasswordResetEmail"))
    assert mail.outbox == []


def test_whether_an_email_is_taken_is_asked_once_in_a_request(graphql: Any) -> None:
    ask = '{0}: isEmailAvailable(email: "{0}@example.org") {{ is_email_available }}'

    answer = graphql(f"{{ {ask.format('a')} {ask.format('b')} }}")

    assert refused(answer) == told(errors.AskedTwice("isEmailAvailable"))


def test_different_deeds_go_together_and_the_same_one_asked_for_twice_is_one(graphql: Any, grace: Customer) -> None:
    answer = graphql(
        "mutation ($email: String!, $password: String!) { requestPasswordResetEmail(email: $email) "
        "generateCustomerToken(email: $email, password: $password) { token } "
        "generateCustomerToken(email: $email, password: $password) { token } }",
        {"email": grace.email, "password": PASSWORD},
    )

    assert answer.body["data"]["requestPasswordResetEmail"] is True
    assert Token.objects.count() == 1


def test_the_deployment_may_let_it_be_done_again(graphql: Any, grace: Customer, settings: Any) -> None:
    settings.GRAPHQL_SENSITIVE_ONCE = False
    document = SIGN_IN.replace("generateCustomerToken", "a: generateCustomerToken", 1)
    document = document.rstrip().removesuffix("}") + (
        ' b: generateCustomerToken(email: "grace@example.org", password: "wrong") { token } }'
    )

    answer = graphql(document, {"email": grace.email, "password": PASSWORD})

    assert answer.body["data"]["a"]["token"]
    assert answer.body["data"]["b"] is None


def test_every_mutation_is_done_once_or_known_to_be_harmless() -> None:
    mutation, query = schema.graphql_schema.mutation_type, schema.graphql_schema.query_type
    assert mutation
    assert query

    harmless = {name for name in mutation.fields if "Address" in name or "Revoke" in name}
    harmless |= {"revokeCustomerToken", "updateCustomerV2"}

    assert set(mutation.fields) == harmless | (SENSITIVE - set(query.fields))
    assert {*mutation.fields, *query.fields} >= SENSITIVE


def test_suggestions_name_nothing_but_what_the_public_schema_has(graphql: Any, grace: Customer) -> None:
    """Whatever near a name is asked for, with or without a token, the answer is the same and holds schema words."""
    known = {*schema.graphql_schema.type_map}
    for type_ in schema.graphql_schema.type_map.values():
        known |= set(getattr(type_, "fields", {})) | set(getattr(type_, "values", {}))
        for field in getattr(type_, "fields", {}).values():
            known |= set(getattr(field, "args", {}))
    suggested = 0
    for document in (
        "{ custome { id } }",
        "{ customer { firstnam password_has rp_token is_activ } }",
        "{ customer { addresse { id } } }",
        "{ customer(emial: 1) { id } }",
        "mutation { generateCustomerToke(email: 1) { token } }",
        "query ($a: CustomerInpu) { __typename }",
        '{ countr(id: "grace@example.org") { id } }',
        "{ countries { grace_example_org } }",
        "{ customer { ... on Custome { id } } }",
    ):
        asked = graphql(document).body
        assert graphql(document, by=grace).body == asked
        sentence = asked["errors"][0]["message"]
        if "Did you mean" in sentence:
            suggested += 1
            hint = sentence.split("Did you mean")[1]
            assert set(hint.split('"')[1::2]) <= known, sentence
        assert "grace@example.org" not in sentence
    assert suggested >= 5


def test_a_refusal_is_remembered_and_says_the_same_again(graphql: Any) -> None:
    document = "{\n  nothing\n}"

    first, second, third = (graphql(document).body for _ in range(3))

    assert first["errors"][0]["locations"] == [{"line": 2, "column": 3}]
    assert first == second == third
    with pytest.raises(GraphQLError) as raised:
        understood(document)
    assert raised.value.nodes is None


def test_what_is_asked_for_again_is_not_pushed_out_by_what_is_seen_once() -> None:
    memory: Memory[int] = Memory(most=100)
    memory.keep("often", 1, 5)
    assert memory.recall("often") == 1

    for n in range(1000):
        memory.keep(n, n, 5)

    assert memory.recall("often") == 1
    assert memory.recall(0) is None
    assert memory.weight <= 100


def test_memory_is_bounded_for_what_is_asked_for_again_too() -> None:
    memory: Memory[int] = Memory(most=100)

    for n in range(1000):
        memory.keep(n, n, 5)
        memory.recall(n)

    assert memory.weight <= 100
    assert memory.recall(999) == 999


def test_what_is_too_heavy_is_not_kept() -> None:
    memory: Memory[int] = Memory(most=100)

    memory.keep("heavy", 1, 21)

    assert memory.recall("heavy") is None
    assert len(memory) == 0
