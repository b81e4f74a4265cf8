"""The GraphQL layer's own sentences: Magento's, down to the quotation marks."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import graphql as core
import pytest
from graphql.validation import specified_rules

from customers.models import Customer
from graphql_api.language import leniency, wording
from graphql_api.language.documents import understood
from graphql_api.language.wording import as_json, magento_says
from graphql_api.schema import schema
from tests.conftest import address

GraphQL = Callable[..., Any]


def sentence_about(document: str) -> str:
    """What is said of a document that is refused."""
    with pytest.raises(core.GraphQLError) as refused:
        understood(document)
    return magento_says(refused.value.message)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        # The founding documents.
        (
            'mutation { createCustomer(input: {email: "a@b.org", xxx: 1}) { customer { id } } }',
            'Field "xxx" is not defined by type CustomerInput.',
        ),
        (
            'mutation { createCustomer(input: {email: "a@b.org", fistname: "A"}) { customer { id } } }',
            'Field "fistname" is not defined by type CustomerInput.',
        ),
        (
            'mutation { updateCustomerV2(input: {email: "a@b.org"}) { customer { id } } }',
            'Field "email" is not defined by type CustomerUpdateInput.',
        ),
        (
            'mutation { createCustomerV2(input: {firstname: "A"}) { customer { id } } }',
            "Field CustomerCreateInput.email of required type String! was not provided",
        ),
        # Magento's own tests.
        (
            "{ isEmailAvailable { is_email_available } }",
            'Field "isEmailAvailable" argument "email" of type "String!" is required but not provided.',
        ),
        (
            "mutation { updateCustomerAddress(input: {}) { id } }",
            'Field "updateCustomerAddress" argument "id" of type "Int!" is required but not provided.',
        ),
        (
            'mutation { updateCustomerAddress(id: "", input: {city: "B"}) { id } }',
            'Int cannot represent non-integer value: ""',
        ),
        (
            'mutation { updateCustomerAddress(id: 1, input: "") { id } }',
            'Expected value of type "CustomerAddressInput", found "".',
        ),
        (
            'mutation { createCustomerAddress(input: "foo") { id } }',
            'Expected value of type "CustomerAddressInput", found "foo".',
        ),
        ("mutation { updateCustomerAddress() { id } }", "Syntax Error: Expected Name, found )"),
        ("{ customer @aaaaaa { id } }", 'Unknown directive "@aaaaaa".'),
        # Fields.
        ("{ custmer { id } }", 'Cannot query field "custmer" on type "Query". Did you mean "customer"?'),
        ("{ xyzzy }", 'Cannot query field "xyzzy" on type "Query".'),
        ("{ customer }", 'Field "customer" of type "Customer" must have a sub selection.'),
        ("{ customer { id { x } } }", 'Field "id" of type "Int" must not have a sub selection.'),
        ("{ customer(a: 1) { id } }", 'Unknown argument "a" on field "customer" of type "Query".'),
        (
            '{ isEmailAvailable(emial: "x") { is_email_available } }',
            'Unknown argument "emial" on field "isEmailAvailable" of type "Query". Did you mean "email"?',
        ),
        (
            '{ isEmailAvailable(email: "a", email: "b") { is_email_available } }',
            'There can be only one argument named "email".',
        ),
        (
            "{ customer { a: firstname a: lastname } }",
            'Fields "a" conflict because firstname and lastname are different fields. Use different aliases on the '
            "fields to fetch both if this was intentional.",
        ),
        (
            "{ customer { email } customer { email: id } }",
            'Fields "customer" conflict because subfields "email" conflict because email and id are different fields. '
            "Use different aliases on the fields to fetch both if this was intentional.",
        ),
        # Directives.
        (
            "{ customer { id @include } }",
            'Directive "@include" argument "if" of type "Boolean!" is required but not provided.',
        ),
        (
            "{ customer { id @skip(if: true) @skip(if: true) } }",
            'The directive "skip" can only be used once at this location.',
        ),
        ("query @skip(if: true) { customer { id } }", 'Directive "skip" may not be used on "QUERY".'),
        (
            "fragment F on Query @skip(if: true) { customer { id } } { ...F }",
            'Directive "skip" may not be used on "FRAGMENT_DEFINITION".',
        ),
        (
            "{ customer { id @skip(fi: true, if: true) } }",
            'Unknown argument "fi" on directive "@skip". Did you mean "if"?',
        ),
        # Fragments and types.
        ("{ ...A }", 'Unknown fragment "A".'),
        ("fragment A on Query { __typename } { __typename }", 'Fragment "A" is never used.'),
        (
            "fragment A on Query { ...B } fragment B on Query { ...A } { ...A }",
            'Cannot spread fragment "A" within itself via B.',
        ),
        ("fragment A on Query { ...A } { ...A }", 'Cannot spread fragment "A" within itself.'),
        ("{ customer { ... on Custome { id } } }", 'Unknown type "Custome". Did you mean "Customer"?'),
        (
            "{ customer { ... on CountryCodeEnum { id } } }",
            'Fragment cannot condition on non composite type "CountryCodeEnum".',
        ),
        (
            "{ customer { ... on Wishlist { id } } }",
            'Fragment cannot be spread here as objects of type "Customer" can never be of type "Wishlist".',
        ),
        # Operations and variables.
        ("query A { __typename } query A { __typename }", 'There can be only one operation named "A".'),
        ("{ __typename } query A { __typename }", "This anonymous operation must be the only defined operation."),
        ("query Q($a: Int) { __typename }", 'Variable "$a" is never used in operation "Q".'),
        ("query ($a: Int) { __typename }", 'Variable "$a" is never used.'),
        ("query Q { country(id: $a) { id } }", 'Variable "$a" is not defined by operation "Q".'),
        ("query ($a: Int, $a: Int) { __typename }", 'There can be only one variable named "a".'),
        ("query ($a: Customer) { country(id: $a) { id } }", 'Variable "$a" cannot be non-input type "Customer".'),
        (
            "query ($a: String) { isEmailAvailable(email: $a) { is_email_available } }",
            'Variable "$a" of type "String" used in position expecting type "String!".',
        ),
        # Values.
        ("{ isEmailAvailable(email: null) { is_email_available } }", 'Expected value of type "String!", found null.'),
        (
            '{ isEmailAvailable(email: ["a"]) { is_email_available } }',
            'String cannot represent a non string value: ["a"]',
        ),
        (
            "mutation { createCustomerAddress(input: {country_code: XX}) { id } }",
            'Value "XX" does not exist in "CountryCodeEnum" enum. Did you mean the enum value "AX", "CX", or "MX"?',
        ),
        (
            'mutation { createCustomerAddress(input: {country_code: "US"}) { id } }',
            'Enum "CountryCodeEnum" cannot represent non-enum value: "US". Did you mean the enum value "US"?',
        ),
        (
            'mutation { createCustomer(input: {is_subscribed: "true"}) { customer { id } } }',
            'Boolean cannot represent a non boolean value: "true"',
        ),
        # Text that is no document.
        ("", "Syntax Error: Unexpected <EOF>"),
        ("{", "Syntax Error: Expected Name, found <EOF>"),
        ("{ a(b: ) }", "Syntax Error: Unexpected )"),
        ('{ a(b: "c" "d") }', 'Syntax Error: Expected Name, found String "d"'),
        ("fragment F { id }", 'Syntax Error: Expected "on", found {'),
        ("query ($a: Int = $b) { id }", "Syntax Error: Unexpected $"),
        ("fragment on on Query { id }", 'Syntax Error: Unexpected Name "on"'),
        ("{ % }", 'Syntax Error: Cannot parse the unexpected character "%".'),
        ("{ é }", 'Syntax Error: Cannot parse the unexpected character "\\ue9".'),
        ("{ \x07 }", 'Syntax Error: Cannot parse the unexpected character "\\u0007".'),
        ("{ a(b: 01) }", 'Syntax Error: Invalid number, unexpected digit after 0: "1"'),
        ("{ a(b: 1.x) }", 'Syntax Error: Invalid number, expected digit but got: "x"'),
        ('{ a(b: "x', "Syntax Error: Unterminated string."),
        ('{ a(b: "x\\u0000") }', 'Syntax Error: Invalid character within String: "\\u0000"'),
        ('{ a(b: "\\x") }', "Syntax Error: Invalid character escape sequence: \\x"),
        (
            "{ a(b: 'x') }",
            "Syntax Error: Unexpected single quote character ('), did you mean to use a double quote (\")?",
        ),
        ("type A { b: Int }", 'The "A" definition is not executable.'),
    ],
)
def test_a_document_is_refused_in_magentos_words(document: str, sentence: str) -> None:
    assert sentence_about(document) == sentence


EMAIL = "query ($email: String!) { isEmailAvailable(email: $email) { is_email_available } }"
CREATE = "mutation ($input: CustomerCreateInput!) { createCustomerV2(input: $input) { customer { email } } }"
PAGE = "query ($currentPage: Int = 1) { customer { addressesV2(currentPage: $currentPage) { total_count } } }"
ADD = "mutation ($input: CustomerAddressInput!) { createCustomerAddress(input: $input) { id } }"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("document", "sent", "sentence"),
    [
        (
            PAGE,
            {"currentPage": 1.1},
            'Variable "$currentPage" got invalid value 1.1; Int cannot represent non-integer value: 1.1',
        ),
        (
            EMAIL,
            {"email": ["123.78"]},
            'Variable "$email" got invalid value ["123.78"]; String cannot represent a non string value: ["123.78"]',
        ),
        (EMAIL, {}, 'Variable "$email" of required type "String!" was not provided.'),
        (EMAIL, {"email": None}, 'Variable "$email" of non-null type "String!" must not be null.'),
        (
            PAGE,
            {"currentPage": ""},
            'Variable "$currentPage" got invalid value (empty string); Int cannot represent non-integer value: '
            "(empty string)",
        ),
        (
            PAGE,
            {"currentPage": 2**31},
            'Variable "$currentPage" got invalid value 2147483648; '
            "Int cannot represent non 32-bit signed integer value: 2147483648",
        ),
        (
            CREATE,
            {"input": "x"},
            'Variable "$input" got invalid value "x"; Expected type "CustomerCreateInput" to be an object.',
        ),
        (
            CREATE,
            {"input": {"firstname": "A/B"}},
            'Variable "$input" got invalid value {"firstname":"A\\/B"}; '
            'Field "email" of required type "String!" was not provided.',
        ),
        (
            CREATE,
            {"input": {"email": "a@b.org", "firstname": "A", "lastname": "B", "xxx": True}},
            'Variable "$input" got invalid value {"email":"a@b.org","firstname":"A","lastname":"B","xxx":true}; '
            'Field "xxx" is not defined by type CustomerCreateInput.',
        ),
        (
            CREATE,
            {"input": {"email": "a@b.org", "firstname": None, "lastname": "B"}},
            'Variable "$input" got invalid value null at "input.firstname"; '
            'Expected non-nullable type "String!" not to be null.',
        ),
        (
            ADD,
            {"input": address(country_id="XX")},
            'Variable "$input" got invalid value "XX" at "input.country_id"; Value "XX" does not exist in '
            '"CountryCodeEnum" enum. Did you mean the enum value "AX", "CX", or "MX"?',
        ),
        (
            ADD,
            {"input": {"country_id": 5}},
            'Variable "$input" got invalid value 5 at "input.country_id"; '
            'Enum "CountryCodeEnum" cannot represent non-string value: 5.',
        ),
        (
            ADD,
            {"input": {"street": ["1 Quay", {"a": [1.0, 2.5]}]}},
            'Variable "$input" got invalid value {"a":[1.0,2.5]} at "input.street[1]"; '
            'String cannot represent a non string value: {"a":[1.0,2.5]}',
        ),
        (
            ADD,
            {"input": {"default_billing": "yes"}},
            'Variable "$input" got invalid value "yes" at "input.default_billing"; '
            'Boolean cannot represent a non boolean value: "yes"',
        ),
        (
            "mutation ($uid: ID!) { deleteCustomerAddressV2(uid: $uid) }",
            {"uid": True},
            'Variable "$uid" got invalid value true; ID cannot represent a non-string and non-integer value: true',
        ),
    ],
)
def test_a_variable_is_refused_in_magentos_words(graphql: GraphQL, document: str, sent: Any, sentence: str) -> None:
    answer = graphql(document, sent)

    assert answer.status_code == 200
    assert [error["message"] for error in answer.body["errors"]] == [sentence]
    assert "data" not in answer.body
    assert not Customer.objects.exists()


@pytest.mark.django_db
def test_the_first_of_many_wrong_variables_is_told_with_its_value_once(graphql: GraphQL) -> None:
    sent = {"input": {f"field{number}": "x" * 100 for number in range(2_000)}}

    answer = graphql(CREATE, sent)

    assert len(answer.body["errors"]) == 1
    assert len(answer.content) < 2 * len(as_json(sent))


# A value shows as JSON, so that a value that is itself written like one of the sentences changes nothing.
def test_what_somebody_wrote_stays_as_it_was_written() -> None:
    said = magento_says("Unknown operation named 'O'Hara's \"query\"'.")

    assert said == 'Unknown operation named "O\'Hara\'s "query"".'
    assert magento_says("Somebody's own sentence about 'this'.") == "Somebody's own sentence about 'this'."


WALKED = [
    "utilities.coerce_input_value",
    "execution.values",
    "execution.execute",
    "type.scalars",
    "language.parser",
    "language.lexer",
]
NEVER_SENT = re.compile(
    # `variables.first_problem` speaks instead, or it is about what a resolver returned, which only the log is told.
    r"Variable '\$\w+' got invalid value|Invalid value |Expected Iterable|Abstract type|Support for|Runtime Object"
    r"|Enum '\w+' cannot represent value: <|Expected value of type '\w+' but got|.*did you mean to use a double quote"
)


def sentences() -> Iterator[str]:
    """Every sentence graphql-core can make in the modules a client's document and variables pass through."""
    walked: list[Any] = [import_module(f"graphql.{name}") for name in WALKED]
    walked += {inspect.getmodule(rule) for rule in specified_rules}
    nodes = [ast.parse(inspect.getsource(each)) for each in (*walked, core.GraphQLEnumType)]
    for node in nodes:
        for call in ast.walk(node):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            if call.func.id == "GraphQLError" and call.args:
                yield from texts(call.args[0])
            if call.func.id == "GraphQLSyntaxError" and len(call.args) == 3:
                yield from (f"Syntax Error: {text}" for text in texts(call.args[2]))


SAMPLES = {
    "did_you_mean": [" Did you mean 'first', 'second', or 'third'?", ""],
    "did_you_mean_enum_value": [" Did you mean the enum value 'FIRST' or 'SECOND'?", ""],
    "inspect": ["<value>"],
    "print_for_error": ["[1]", "null"],
    "message": ["Unexpected character: 'x'.", "Unexpected character: U+00E9.", "Invalid character: U+0007."],
    "print_code_point_at": ["'x'", "U+00E9", "<EOF>"],
    "get_token_desc": ["')'", "Name 'x'", "<EOF>", "String 'a 'b' c'"],
    "get_token_kind_desc": ["')'", "Name"],
    "def_name": ["'Sample'", "schema"],
    "via_path": ["'A', 'B'"],
    "reason": [
        "'a' and 'b' are different fields",
        "they return conflicting types '[A!]' and 'B'",
        "subfields 'a' conflict because they have differing arguments",
    ],
    "suggestion": [" Did you mean to use an inline fragment on 'A' or 'B'?", " Did you mean 'a'?", ""],
    "value_str": ["5"],
    "error_prefix": ["Invalid value "],
    "prefix": ["Variable '$x' got invalid value 5"],
}


def texts(node: ast.expr) -> list[str]:
    """What an expression that makes a sentence can come to, with samples where values go."""
    match node:
        case ast.Constant():
            return [str(node.value)]
        case ast.JoinedStr():
            return joined([texts(part) for part in node.values])
        case ast.FormattedValue():
            return texts(node.value)
        case ast.BinOp():
            return joined([texts(node.left), texts(node.right)])
        case ast.IfExp():
            return texts(node.body) + texts(node.orelse)
        case ast.Call(func=ast.Name(id="inspect"), args=[ast.Name(id="type_") | ast.Attribute(attr="type")]):
            return ["[Sample!]!"]
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)) | ast.Name(id=name):
            return SAMPLES.get(name, ["sample"])
        case _:
            return ["sample"]


def joined(parts: list[list[str]]) -> list[str]:
    found = [""]
    for part in parts:
        found = [start + end for start in found for end in part]
    return found


def test_no_sentence_of_graphql_core_goes_out_as_it_is() -> None:
    walked = {sentence for sentence in sentences() if not NEVER_SENT.match(sentence)}
    as_they_are = sorted(
        sentence for sentence in walked if "'" in magento_says(sentence).replace("String \"a 'b' c\"", "")
    )

    assert len(walked) > 100
    assert as_they_are == []


def test_every_sentence_of_the_table_is_one_graphql_core_makes() -> None:
    walked = set(sentences())

    unused = [
        pattern.pattern
        for pattern, _ in wording.SENTENCES
        if not any(pattern.fullmatch(sentence) for sentence in walked)
    ]

    assert unused == []


@pytest.mark.parametrize(
    ("name", "sent", "understood_as"),
    [
        ("Int", "5", 5),
        ("Int", " -7 ", -7),
        ("Int", "5.0", 5),
        ("Int", "1e3", 1000),
        ("Int", True, 1),
        ("Int", 5.0, 5),
        ("Int", "5.5", "5.5"),
        ("Int", "five", "five"),
        ("Int", "", ""),
        ("Int", "٥", "٥"),
        ("Int", "0x1F", "0x1F"),
        ("Int", "nan", "nan"),
        ("Int", "1e999999999", "1e999999999"),
        ("Int", [5], [5]),
        ("Float", "5.5", 5.5),
        ("Float", 5, 5),
        ("Float", "inf", "inf"),
        ("String", 5, "5"),
        ("String", 5.5, "5.5"),
        ("String", 5.0, "5"),
        ("String", True, "1"),
        ("String", False, ""),
        ("String", [5], [5]),
        ("String", "5", "5"),
    ],
)
def test_a_value_of_another_type_is_understood_as_far_as_magento_would(
    name: str, sent: Any, understood_as: Any
) -> None:
    read = leniency.UNDERSTOOD[name](sent)

    assert (read, type(read)) == (understood_as, type(understood_as))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('mutation { updateCustomerAddress(id: "5") { id } }', "updateCustomerAddress(id: 5)"),
        ("mutation { updateCustomerAddress(id: 5.0) { id } }", "updateCustomerAddress(id: 5)"),
        ("{ isEmailAvailable(email: 5) { is_email_available } }", 'isEmailAvailable(email: "5")'),
        ("{ isEmailAvailable(email: Bob) { is_email_available } }", 'isEmailAvailable(email: "Bob")'),
        ("{ isEmailAvailable(email: true) { is_email_available } }", 'isEmailAvailable(email: "1")'),
        ("mutation { createCustomerAddress(input: {street: [1, 2]}) { id } }", '{street: ["1", "2"]}'),
        ("mutation { createCustomerAddress(input: {street: 1.50}) { id } }", '{street: "1.50"}'),
    ],
)
def test_so_is_a_literal_in_a_document(written: str, read: str) -> None:
    assert read in core.print_ast(understood(written))


def test_a_document_that_is_as_it_should_be_is_left_alone() -> None:
    document = core.parse('{ isEmailAvailable(email: "5") { is_email_available } }')

    assert leniency.document(schema.graphql_schema, document) is document


def test_the_scalars_themselves_are_graphql_cores() -> None:
    assert schema.graphql_schema.type_map["Int"] is core.GraphQLInt
    assert schema.graphql_schema.type_map["String"] is core.GraphQLString


@pytest.mark.django_db
def test_numbers_within_inputs_and_lists_stand_for_texts(graphql: GraphQL, grace: Customer) -> None:
    sent = address(street=[12, "Quay Street"], postcode=12207, region={"region_id": "43"})
    del sent["region_id"]

    answer = graphql(
        "mutation ($input: CustomerAddressInput!) "
        "{ createCustomerAddress(input: $input) { street postcode region { region_id } } }",
        {"input": sent | {"country_code": sent.pop("country_id")}},
        by=grace,
    )

    assert answer.body == {
        "data": {
            "createCustomerAddress": {
                "street": ["12", "Quay Street"],
                "postcode": "12207",
                "region": {"region_id": 43},
            }
        }
    }


def test_suggestions_name_only_what_introspection_shows() -> None:
    shown = set(schema.graphql_schema.type_map) | {
        name
        for type_ in schema.graphql_schema.type_map.values()
        for name in (getattr(type_, "fields", None) or getattr(type_, "values", None) or {})
    }

    said = [sentence_about(f"{{ {name} }}") for name in ("custme", "__type_name", "storeconfig", "wishlst", "_schema")]

    assert all(set(re.findall(r'"(\w+)"', sentence.partition("Did you mean")[2])) <= shown for sentence in said)
