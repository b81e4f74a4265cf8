"""The sentences GraphQL clients compare, word by word: what was sent, sentence, category, status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from customers.models import Customer
from tests.graphql_api.conftest import ADD_ADDRESS, CREATE, CREATE_V2, ME, SIGN_IN, UPDATE, UPDATE_V2, home, person

GraphQL = Callable[..., Any]
INPUT, AUTHENTICATION, EXISTS = "graphql-input", "graphql-authentication", "graphql-already-exists"
TAKEN = "A customer with the same email address already exists in an associated website."
SIGN_IN_FAILED = (
    "The account sign-in was incorrect or your account is disabled temporarily. Please wait and try again later."
)
CLASSES = (
    "Minimum of different classes of characters in password is 3. "
    "Classes of characters: Lower Case, Upper Case, Digits, Special Characters."
)
EMPTY = '"input" value should be specified'

SIGNING_UP = [
    (person(email="plainaddress"), '"Email" is not a valid email address.'),
    (person(email="GRACE@example.org"), TAKEN),
    (person(firstname=""), "Required parameters are missing: First Name"),
    (person(lastname=" "), "Required parameters are missing: Last Name"),
    (person(firstname="", lastname=""), "Required parameters are missing: First Name, Last Name"),
    (person(gender=5), '"5" is not a valid gender value.'),
    (person(dob="bla-bla"), "Invalid date"),
    (person(date_of_birth="9999-01-01"), "The Date of Birth should not be greater than today."),
    (person(firstname="<b>"), "First Name is not valid!"),
    (person(middlename="<b>"), "Middle Name is not valid!"),
    (person(lastname="<b>"), "Last Name is not valid!"),
    (person(password="Aa1" + "x" * 254), "Please enter a password with at most 256 characters."),
    (
        person(password="Aa1+"),
        "The password needs at least 8 characters. Create a new password and try again.",
    ),
    (
        person(password=" Password1"),
        "The password can't begin or end with a space. Verify the password and try again.",
    ),
    (person(password="password"), CLASSES),
    (
        person(email="bob1@example.com", password="BOB1@example.com"),
        "The password can't be the same as the email address. Create a new password and try again.",
    ),
]

OWN_ACCOUNT = [
    (UPDATE, {}, EMPTY, INPUT),
    (UPDATE_V2, {}, EMPTY, INPUT),
    (UPDATE, {"firstname": ""}, "Required parameters are missing: First Name", INPUT),
    (UPDATE_V2, {"lastname": ""}, "Required parameters are missing: Last Name", INPUT),
    (UPDATE, {"gender": 5}, '"5" is not a valid gender value.', INPUT),
    (UPDATE_V2, {"date_of_birth": "bla-bla"}, "Invalid date", INPUT),
    (UPDATE, {"email": "ada@example.org"}, 'Provide the current "password" to change "email".', INPUT),
    (UPDATE, {"email": "ada@example.org", "password": "wrong"}, "Invalid login or password.", AUTHENTICATION),
    (UPDATE, {"email": "otto@example.org", "password": "Correct-Horse-9"}, TAKEN, EXISTS),
    (
        UPDATE,
        {"email": "plainaddress", "password": "Correct-Horse-9"},
        '"plainaddress" is not a valid email address.',
        INPUT,
    ),
    (ADD_ADDRESS, {}, EMPTY, INPUT),
    *(
        (ADD_ADDRESS, home(**{code: nothing}), f"Required parameters are missing: {code}", INPUT)
        for code, nothing in (
            ("firstname", ""),
            ("lastname", None),
            ("street", []),
            ("city", " "),
            ("telephone", ""),
            ("postcode", ""),
        )
    ),
    (ADD_ADDRESS, home(street=["a", "b", "c"]), '"Street Address" cannot contain more than 2 lines.', INPUT),
    (ADD_ADDRESS, home(region=None), "A region_id is required for the specified country code", INPUT),
    (
        ADD_ADDRESS,
        home(region={"region_id": 79}),
        "The region_id does not match the selected country or region",
        INPUT,
    ),
    (
        ADD_ADDRESS,
        home(region={"region_id": 43, "region_code": "TX"}),
        "The region_id does not match the selected country or region",
        INPUT,
    ),
    (ADD_ADDRESS, home(country_code=None), "Required parameters are missing: country_id", INPUT),
]

LAYER = [
    ("{ nothing }", None, 'Cannot query field "nothing" on type "Query".'),
    ("{ customer @aaaaaa { id } }", None, 'Unknown directive "@aaaaaa".'),
    (
        "mutation { createCustomer(input: {firstname: 'B'}) { customer { id } } }",
        None,
        "Syntax Error: ",
    ),
    (
        'mutation { createCustomer(input: {xxx: "B"}) { customer { id } } }',
        None,
        'Field "xxx" is not defined by type CustomerInput.',
    ),
    (
        'mutation { updateCustomerV2(input: {email: "B"}) { customer { id } } }',
        None,
        'Field "email" is not defined by type CustomerUpdateInput.',
    ),
    (
        'mutation { createCustomerV2(input: {firstname: "B", lastname: "L"}) { customer { id } } }',
        None,
        "Field CustomerCreateInput.email of required type String! was not provided",
    ),
    (
        "mutation { createCustomerV2(input: {}) { customer { id } } }",
        None,
        "Field CustomerCreateInput.email of required type String! was not provided",
    ),
    (
        'mutation { generateCustomerToken(password: "x") { token } }',
        None,
        'Field "generateCustomerToken" argument "email" of type "String!" is required but not provided.',
    ),
    ("mutation { createCustomerAddress() { id } }", None, "Syntax Error: Expected Name, found )"),
    (
        'mutation { createCustomerAddress(input: "") { id } }',
        None,
        'Expected value of type "CustomerAddressInput", found "".',
    ),
    (
        'mutation { createCustomerAddress(input: "foo") { id } }',
        None,
        'Expected value of type "CustomerAddressInput", found "foo".',
    ),
    (
        SIGN_IN,
        {"email": ["123.78"], "password": "x"},
        'Variable "$email" got invalid value ["123.78"]; String cannot represent a non string value: ["123.78"]',
    ),
    (
        "mutation ($gender: Int) { createCustomer(input: {gender: $gender}) { customer { id } } }",
        {"gender": 1.1},
        'Variable "$gender" got invalid value 1.1; Int cannot represent non-integer value: 1.1',
    ),
]


@pytest.mark.parametrize(("sent", "sentence"), SIGNING_UP, ids=lambda value: str(value)[:50])
@pytest.mark.parametrize("mutation", [CREATE, CREATE_V2], ids=["createCustomer", "createCustomerV2"])
def test_an_account_is_refused_word_by_word(
    graphql: GraphQL, grace: Customer, mutation: str, sent: dict[str, Any], sentence: str
) -> None:
    answer = graphql(mutation, {"input": sent})

    (error,) = answer.body["errors"]
    assert (error["message"], error["extensions"], answer.status_code) == (sentence, {"category": INPUT}, 200)
    assert list(Customer.objects.all()) == [grace]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [({}, EMPTY), ({"firstname": "Bob"}, "Field CustomerInput.email of required type String! was not provided")],
)
def test_an_account_without_an_email_is_refused_word_by_word(
    graphql: GraphQL, sent: dict[str, Any], sentence: str
) -> None:
    answer = graphql(CREATE, {"input": sent})

    assert [error["message"] for error in answer.body["errors"]] == [sentence]


@pytest.mark.parametrize(("document", "sent", "sentence", "category"), OWN_ACCOUNT, ids=lambda value: str(value)[:50])
def test_a_change_to_ones_own_account_is_refused_word_by_word(
    graphql: GraphQL,
    grace: Customer,
    otto: Customer,
    document: str,
    sent: dict[str, Any],
    sentence: str,
    category: str,
) -> None:
    answer = graphql(document, {"input": sent}, by=grace)

    (error,) = answer.body["errors"]
    assert (error["message"], error["extensions"]) == (sentence, {"category": category})
    assert answer.status_code == (401 if category == AUTHENTICATION else 200)
    assert Customer.objects.get(pk=grace.pk).email == "grace@example.org"
    assert not grace.addresses.exists()


@pytest.mark.parametrize(
    ("email", "password", "sentence", "category", "status"),
    [
        ("", "x", 'Specify the "email" value.', INPUT, 200),
        ("grace@example.org", "", 'Specify the "password" value.', INPUT, 200),
        ("", "", 'Specify the "email" value.', INPUT, 200),
        ("grace@example.org", "wrong", SIGN_IN_FAILED, AUTHENTICATION, 401),
        ("nobody@example.org", "wrong", SIGN_IN_FAILED, AUTHENTICATION, 401),
    ],
)
def test_a_sign_in_is_refused_word_by_word(
    graphql: GraphQL, grace: Customer, email: str, password: str, sentence: str, category: str, status: int
) -> None:
    answer = graphql(SIGN_IN, {"email": email, "password": password})

    (error,) = answer.body["errors"]
    assert (error["message"], error["extensions"], answer.status_code) == (sentence, {"category": category}, status)


@pytest.mark.parametrize(
    ("headers", "status", "category"),
    [({}, 403, "graphql-authorization"), ({"Authorization": "Bearer x"}, 401, AUTHENTICATION)],
)
@pytest.mark.parametrize(
    ("document", "variables"),
    [
        (ME, None),
        (UPDATE, {"input": {"firstname": "Ada"}}),
        (UPDATE_V2, {"input": {"firstname": "Ada"}}),
        (ADD_ADDRESS, {"input": home()}),
    ],
)
def test_a_guest_is_refused_word_by_word(
    graphql: GraphQL, document: str, variables: Any, headers: dict[str, str], status: int, category: str
) -> None:
    answer = graphql(document, variables, **headers)

    (error,) = answer.body["errors"]
    assert error["message"] == "The current customer isn't authorized."
    assert (error["extensions"], answer.status_code) == ({"category": category}, status)


@pytest.mark.parametrize("code", ["nowhere", "admin", "DEFAULT"])
def test_an_unknown_store_is_refused_word_by_word(graphql: GraphQL, code: str) -> None:
    answer = graphql(ME, Store=code)

    assert answer.body == {"errors": [{"message": "Requested store is not found", "extensions": {"category": INPUT}}]}
    assert answer.status_code == 200


@pytest.mark.parametrize(("document", "variables", "sentence"), LAYER, ids=lambda value: str(value)[:60])
def test_the_layer_itself_speaks_as_magento_does(
    graphql: GraphQL, document: str, variables: Any, sentence: str
) -> None:
    answer = graphql(document, variables)

    (error,) = answer.body["errors"]
    assert error["message"].startswith(sentence)
    assert answer.status_code == (400 if sentence.startswith("Syntax Error") else 200)
