"""Input nobody honest sends: every answer is a refusal or a success in the form of its surface, never a failure."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from admins.models import AdminUser
from attributes.models import Attribute
from customers.models import Customer
from tests.conftest import PASSWORD, headers_of
from tests.customers.test_emails import HOSTILE
from tests.graphql_api.conftest import ADD_ADDRESS, CREATE, CREATE_V2, SIGN_IN, UPDATE, UPDATE_V2, home, person
from tests.rest_api.conftest import address_in_json, body

pytestmark = pytest.mark.django_db

VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "list": [],
    "list of null": [None],
    "list of lists": [[[]]],
    "object": {},
    "object in objects": {"a": {"b": [{}]}},
    "zero": 0,
    "negative": -1,
    "fraction": 1.5,
    "beyond 32 bits": 2**31,
    "beyond 64 bits": 2**63,
    "beyond any": 10**300,
    "exponent": 1e308,
    "empty": "",
    "long": "x" * 100_000,
    "long number": "9" * 4000,
    "lines": "a\r\nBcc: eve@example.com",
    "control": "\x01\x1b[31m\x7f",
    "right to left": "\u202eabc\u2066",
    "astral": "𝕲𝖗𝖆𝖈𝖊 👩‍👩‍👧",
    "not a character": "\ufffe\uffff",
    "dotted capital": "İ" * 64 + "@" + ".".join(["b" * 60] * 3) + ".org",
    "template": "{{constructor.constructor('x')()}} %1 %fieldName ${7*7}",
    "sql": "' OR 1=1; --",
    "no digit": "²³",
    "other digits": "٣",
}
UNREADABLE = {"NUL": "a\0b", "half of a pair": "a\ud800b"}

CUSTOMER = [
    *("id", "group_id", "website_id", "store_id", "email", "firstname", "middlename", "lastname", "prefix", "suffix"),
    *("dob", "gender", "taxvat", "addresses", "custom_attributes", "extension_attributes", "default_billing"),
    *("created_at", "disable_auto_group_change"),
]
ADDRESS = [
    *("id", "customer_id", "region", "region_id", "country_id", "street", "company", "telephone", "fax", "postcode"),
    *("city", "firstname", "lastname", "middlename", "prefix", "suffix", "vat_id", "default_billing"),
    *("custom_attributes",),
]
PLAIN = [*("email", "firstname", "middlename", "lastname", "prefix", "suffix", "dob", "date_of_birth", "gender")]
PLAIN += ["taxvat", "is_subscribed", "password"]
HOME = [
    *("city", "company", "country_code", "custom_attributes", "custom_attributesV2", "default_billing", "fax"),
    *("firstname", "lastname", "middlename", "postcode", "prefix", "region", "street", "suffix", "telephone", "vat_id"),
]

every_value = pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
every_unreadable = pytest.mark.parametrize("value", UNREADABLE.values(), ids=UNREADABLE)


@pytest.fixture
def is_answered_by_rest(admin: AdminUser) -> Callable[..., int]:
    """Sends a body to POST /V1/customers and looks at the form of the answer, whatever it says."""

    def send(sent: Any) -> int:
        answer = Client(raise_request_exception=False).post(
            "/rest/V1/customers", json.dumps(sent), content_type="application/json", headers=headers_of(admin)
        )
        told = json.loads(answer.content)
        assert answer.status_code in (200, 400, 404), told
        assert answer["Content-Type"] == "application/json; charset=utf-8"
        if answer.status_code != 200:
            assert isinstance(told["message"], str)
            assert set(told) <= {"message", "parameters", "errors"}
        return answer.status_code

    return send


@pytest.fixture
def is_answered_by_graphql(grace: Customer) -> Callable[..., int]:
    """Sends a document of Grace's and looks at the form of the answer, whatever it says."""

    def send(document: str, variables: Any = None) -> int:
        answer = Client(raise_request_exception=False).post(
            "/graphql",
            json.dumps({"query": document, "variables": variables}),
            content_type="application/json",
            headers=headers_of(grace),
        )
        told = json.loads(answer.content)
        assert answer.status_code in (200, 400, 401), told
        assert answer["Content-Type"] == "application/json"
        assert all(isinstance(error["message"], str) and error["message"] for error in told.get("errors", []))
        assert set(told) in ({"data"}, {"errors"}, {"errors", "data"})
        return answer.status_code

    return send


@every_value
@pytest.mark.parametrize("field", CUSTOMER)
def test_any_value_in_any_field_of_a_customer_over_rest(is_answered_by_rest: Any, field: str, value: Any) -> None:
    is_answered_by_rest(body(**{field: value}))


@every_value
@pytest.mark.parametrize("field", ADDRESS)
def test_any_value_in_any_field_of_an_address_over_rest(is_answered_by_rest: Any, field: str, value: Any) -> None:
    is_answered_by_rest(body(addresses=[address_in_json(**{field: value})]))


@every_value
@pytest.mark.parametrize("input_type", Attribute.Input.values)
def test_any_value_of_any_custom_attribute_over_rest(is_answered_by_rest: Any, input_type: str, value: Any) -> None:
    Attribute.objects.create(entity_type="customer", code="thing", label="Thing", input_type=input_type)

    is_answered_by_rest(body(custom_attributes=[{"attribute_code": "thing", "value": value}]))


@every_value
def test_any_value_where_others_belong_over_rest(is_answered_by_rest: Any, value: Any) -> None:
    is_answered_by_rest(value)
    is_answered_by_rest({"customer": value, "password": "Password1"})
    is_answered_by_rest(body() | {"password": value})
    is_answered_by_rest(body(custom_attributes=[value, {"attribute_code": value, "value": "x"}]))
    is_answered_by_rest(body(addresses=[address_in_json(region={"region_id": value, "region_code": value})]))


@every_unreadable
def test_text_that_cannot_be_kept_is_refused_over_rest(is_answered_by_rest: Any, value: str) -> None:
    for sent in (body(email=value), body(**{value: 1}), {"customer": value}, body() | {"password": value}, [value]):
        assert is_answered_by_rest(sent) == 400
    assert not Customer.objects.exists()


@pytest.mark.parametrize("email", HOSTILE, ids=lambda email: repr(email)[:24])
def test_a_hostile_email_opens_no_account(is_answered_by_rest: Any, is_answered_by_graphql: Any, email: str) -> None:
    assert is_answered_by_rest(body(email=email)) == 400
    is_answered_by_graphql(CREATE, {"input": person(email=email)})
    is_answered_by_graphql(CREATE_V2, {"input": person(email=email)})

    assert [customer.email for customer in Customer.objects.all()] == ["grace@example.org"]


@pytest.mark.parametrize("depth", [100, 300, 480, 600, 900, 5000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")], ids=["lists", "objects"])
def test_deep_json_is_refused(depth: int, opening: str, closing: str, admin: AdminUser) -> None:
    deep = opening * depth + "1" + closing * depth
    client = Client(raise_request_exception=False)

    rest = client.post(
        "/rest/V1/customers", f'{{"customer": {deep}}}', content_type="application/json", headers=headers_of(admin)
    )
    graphql = client.post(
        "/graphql", f'{{"query": "{{ __typename }}", "variables": {{"a": {deep}}}}}', "application/json"
    )

    assert (rest.status_code, "message" in rest.json()) == (400, True)
    assert graphql.status_code in (200, 400)
    assert graphql.json()


@pytest.mark.parametrize("depth", [50, 150, 300, 1000, 20_000])
@pytest.mark.parametrize(
    "document",
    [
        lambda depth: "{ a " * depth + "}" * depth,
        lambda depth: "{ customer(a: " + "[" * depth + "]" * depth + ") { id } }",
        lambda depth: "{ customer(a: " + "{a:" * depth + "1" + "}" * depth + ") { id } }",
        lambda depth: "query (" + "$a: " + "[" * depth + "Int" + "]" * depth + ") { __typename }",
        lambda depth: "{ ...a } " + " ".join(f"fragment a{n} on Query {{ ...a{n + 1} }}" for n in range(depth)),
    ],
    ids=["fields", "lists", "objects", "types", "fragments"],
)
def test_deep_documents_are_refused(is_answered_by_graphql: Any, document: Any, depth: int) -> None:
    is_answered_by_graphql(document(min(depth, 300) if "fragment" in document(1) else depth))


@every_value
@pytest.mark.parametrize("field", PLAIN)
def test_any_value_in_any_field_of_a_customer_over_graphql(is_answered_by_graphql: Any, field: str, value: Any) -> None:
    for document in (CREATE, CREATE_V2, UPDATE, UPDATE_V2):
        is_answered_by_graphql(document, {"input": person(**{field: value})})
    is_answered_by_graphql(UPDATE_V2, {"input": {field: value}})
    is_answered_by_graphql(UPDATE, {"input": {field: value, "password": PASSWORD}})


@every_value
@pytest.mark.parametrize("field", HOME)
def test_any_value_in_any_field_of_an_address_over_graphql(is_answered_by_graphql: Any, field: str, value: Any) -> None:
    is_answered_by_graphql(ADD_ADDRESS, {"input": home(**{field: value})})


@every_value
def test_any_value_where_others_belong_over_graphql(
    is_answered_by_graphql: Any, value: Any, studies: Attribute
) -> None:
    pairs = [{"attribute_code": "studies", "value": value}, {"attribute_code": value, "value": "x"}]
    options = {"attribute_code": "studies", "selected_options": [{"uid": value, "value": value}]}
    for document, variables in (
        (CREATE, {"input": value}),
        (CREATE, value),
        (SIGN_IN, {"email": value, "password": value}),
        (SIGN_IN, {"email": "grace@example.org", "password": value}),
        (ADD_ADDRESS, {"input": home(region={"region_id": value, "region_code": value, "region": value})}),
        *((UPDATE_V2, {"input": {"custom_attributes": [pair]}}) for pair in (*pairs, options)),
    ):
        is_answered_by_graphql(document, variables)


@every_unreadable
def test_text_that_cannot_be_kept_is_refused_over_graphql(is_answered_by_graphql: Any, value: str) -> None:
    assert is_answered_by_graphql(CREATE, {"input": person(taxvat=value)}) == 400
    assert (
        is_answered_by_graphql(f'mutation {{ updateCustomer(input: {{taxvat: "{value}"}}) {{ customer {{ id }} }} }}')
        == 400
    )


@pytest.mark.parametrize("escaped", [r"\u0000", r"\u{0}", r"\uD800", r"\uDC00\uD800"])
@pytest.mark.parametrize(
    "document",
    [
        'mutation { updateCustomer(input: {taxvat: "A"}) { customer { id } } }',
        'mutation { updateCustomer(input: {prefix: "A"}) { customer { id } } }',
        'mutation { updateCustomer(input: {email: "A@example.com", password: "A"}) { customer { id } } }',
        'mutation { generateCustomerToken(email: "A@example.com", password: "x") { token } }',
        'mutation { generateCustomerToken(email: "grace@example.org", password: "A") { token } }',
        'mutation { updateCustomerV2(input: {custom_attributes: [{attribute_code: "note", value: "A"}]}) '
        "{ customer { id } } }",
    ],
)
def test_text_that_cannot_be_kept_cannot_hide_behind_an_escape(
    is_answered_by_graphql: Any, grace: Customer, document: str, escaped: str
) -> None:
    Attribute.objects.create(entity_type="customer", code="note", label="Note")
    kept = Customer.objects.values("email", "prefix", "taxvat", "custom_values")
    before = kept.get()

    is_answered_by_graphql(document.replace("A", escaped))

    assert kept.get() == before


@pytest.mark.parametrize("header", ["Authorization", "Store", "Accept", "X-Forwarded-For", "Cookie"])
@pytest.mark.parametrize("value", ["", " ", "é" * 50, "Bearer " + "a" * 100_000, "'; --", "a=b; c", "%00", "\x7f"])
def test_any_value_in_any_header(header: str, value: str, grace: Customer) -> None:
    client = Client(raise_request_exception=False)

    rest = client.get("/rest/V1/customers/me", headers={header: value})
    graphql = client.get("/graphql", {"query": "{ customer { id } }"}, headers={header: value})

    assert rest.status_code in (401, 406)
    assert rest.json()["message"]
    assert graphql.status_code in (200, 401, 403)
    assert graphql.json()["errors"][0]["message"]
