"""What goes with a document and its answer: addresses, headers, what may be stored, other origins."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from customers import accounts, sign_in
from customers.models import Customer
from stores.models import Store
from tests.conftest import headers_of
from tests.server import ROOT, Server

GraphQL = Callable[..., Any]
CONFIG = "{ storeConfig { store_code } }"
ME = "{ customer { id } }"


def get(query: str, headers: dict[str, str] | None = None, **parameters: str) -> Any:
    return Client().get("/graphql", {"query": query, **parameters}, headers=headers or {})


def sentences(answer: Any) -> list[str]:
    return [error["message"] for error in answer.json()["errors"]]


# The address.


@pytest.mark.django_db
def test_what_clients_put_into_an_address_is_understood(grace: Customer) -> None:
    query = "query Mail($email: String!) { isEmailAvailable(email: $email) { is_email_available } }"

    answer = get(
        query,
        {"Content-Type": "application/json"},
        operationName="Mail",
        variables=json.dumps({"email": "new@example.org"}),
        extensions=json.dumps({"endpoint": "https://shop.example.com/graphql"}),
    )

    assert answer.json() == {"data": {"isEmailAvailable": {"is_email_available": True}}}


@pytest.mark.django_db
@pytest.mark.parametrize("variables", ["", " ", "{}", "null"])
def test_there_may_be_no_variables_in_an_address(variables: str) -> None:
    assert get(CONFIG, variables=variables).json() == {"data": {"storeConfig": {"store_code": "default"}}}


@pytest.mark.django_db
@pytest.mark.parametrize("variables", ["{", "[1]", '"x"', '{"a": NaN}'])
def test_variables_in_an_address_that_are_no_json_object_are_refused(variables: str) -> None:
    answer = get(CONFIG, variables=variables)

    assert (answer.status_code, sentences(answer)) == (400, ["Syntax Error: Unable to parse the request."])


@pytest.mark.django_db
def test_an_address_with_too_many_parts_is_refused_in_json() -> None:
    answer = Client().get("/graphql?query=" + "&a=1" * 2_000)

    assert (answer.status_code, sentences(answer)) == (400, ["Syntax Error: Unable to parse the request."])


def test_an_address_of_eight_kilobytes_arrives(demo: Server) -> None:
    query = "query Config { storeConfig { store_code } } # " + "long words " * 750
    address = f"/graphql?{urlencode({'query': query, 'variables': '{}'})}"

    answer = demo.call("GET", address)

    assert len(address) > 8_192
    assert answer.json() == {"data": {"storeConfig": {"store_code": "default"}}}


def test_an_address_without_an_end_does_not(demo: Server) -> None:
    answer = demo.call("GET", "/graphql?query=" + "a" * 20_000)

    assert answer.status_code == 414


def test_a_head_brings_no_body(demo: Server) -> None:
    answer = httpx.head(demo.base + "/graphql", params={"query": CONFIG})

    assert (answer.status_code, answer.content) == (200, b"")


# Documents.


@pytest.mark.django_db
def test_of_several_operations_one_has_to_be_named() -> None:
    both = "query A { __typename } query B { b: __typename }"

    assert sentences(get(both)) == ["Must provide operation name if query contains multiple operations."]
    assert sentences(get(both, operationName="C")) == ['Unknown operation named "C".']
    assert get(both, operationName="B").json() == {"data": {"b": "Query"}}


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{"query": ""}, {}, {"query": None}, {"query": "# nothing"}])
def test_an_empty_document_does_not_parse(sent: dict[str, Any]) -> None:
    answer = Client().post("/graphql", sent, content_type="application/json")

    assert (answer.status_code, sentences(answer)) == (400, ["Syntax Error: Unexpected <EOF>"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content_type", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"]
)
def test_json_may_say_how_it_is_written(content_type: str) -> None:
    answer = Client().generic("POST", "/graphql", json.dumps({"query": CONFIG}).encode(), content_type=content_type)

    assert answer.status_code == 200
    assert answer.json() == {"data": {"storeConfig": {"store_code": "default"}}}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "accept",
    [
        "application/json",
        "*/*",
        "application/graphql-response+json, application/json, multipart/mixed",
        "text/plain",
        "image/*;q=0.1",
        "",
    ],
)
def test_json_comes_back_whatever_is_accepted(accept: str) -> None:
    for answer in (get(CONFIG, {"Accept": accept}), get("{", {"Accept": accept})):
        assert answer["Content-Type"] == "application/json"
        assert isinstance(answer.json(), dict)


@pytest.mark.django_db
def test_what_a_resolver_returned_by_mistake_is_not_told(graphql: GraphQL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "is_email_available", lambda **_: "secret detail")

    answer = graphql('{ isEmailAvailable(email: "a@b.org") { is_email_available } }')

    assert answer.status_code == 500
    assert answer.body["errors"][0]["extensions"] == {"category": "internal"}
    assert "secret detail" not in answer.content.decode()


# The status.


@pytest.mark.django_db
def test_an_older_magento_answers_200_with_errors_of_resolvers(graphql: GraphQL, settings: Settings) -> None:
    assert graphql(ME).status_code == 403
    assert graphql(ME, Authorization="Bearer x").status_code == 401

    settings.GRAPHQL_ERROR_STATUS = "always-200"

    assert (graphql(ME).status_code, graphql(ME).body["data"]) == (200, {"customer": None})
    assert graphql(ME, Authorization="Bearer x").status_code == 200
    assert graphql("{").status_code == 400


# Headers.


@pytest.mark.django_db
@pytest.mark.parametrize("is_active", [True, False])
def test_a_store_view_that_is_not_open_is_told_in_json(store: Store, other_store: Store, is_active: bool) -> None:
    other_store.is_active = is_active
    other_store.save()

    answer = get(CONFIG, {"Store": " second_view "})

    assert answer.status_code == 200
    if is_active:
        assert answer.json() == {"data": {"storeConfig": {"store_code": "second_view"}}}
    else:
        assert answer.json()["errors"] == [
            {"message": "Requested store is not found", "extensions": {"category": "graphql-input"}}
        ]
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("currency", ["USD", "usd", ""])
def test_a_currency_may_be_named(currency: str) -> None:
    assert get(CONFIG, {"Content-Currency": currency}).json() == {"data": {"storeConfig": {"store_code": "default"}}}


@pytest.mark.django_db
def test_an_empty_authorization_is_a_guests(graphql: GraphQL) -> None:
    answer = graphql(ME, Authorization="")

    assert answer.status_code == 403
    assert answer.body["errors"][0]["extensions"] == {"category": "graphql-authorization"}


@pytest.mark.django_db
def test_the_cache_id_is_given_back(graphql: GraphQL, grace: Customer) -> None:
    sent = hashlib.sha256(b"x").hexdigest()

    assert get(CONFIG, {"X-Magento-Cache-Id": sent})["X-Magento-Cache-Id"] == sent
    assert graphql(ME, by=grace, **{"X-Magento-Cache-Id": sent})["X-Magento-Cache-Id"] == sent


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ["null", "", "a b", "a" * 300, "ü"])
def test_a_cache_id_that_is_none_is_answered_with_a_new_one(sent: str) -> None:
    answer = get(CONFIG, {"X-Magento-Cache-Id": sent})

    assert answer["X-Magento-Cache-Id"] == hashlib.sha256(b"default||0").hexdigest()


@pytest.mark.django_db
def test_a_new_cache_id_depends_on_store_currency_and_sign_in(
    graphql: GraphQL, grace: Customer, other_store: Store, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kinds: list[dict[str, Any]] = [{}, {"Store": "second_view"}, {"Content-Currency": "EUR"}, headers_of(grace)]

    first = [graphql(CONFIG, **kind)["X-Magento-Cache-Id"] for kind in kinds]
    second = [graphql(CONFIG, **kind)["X-Magento-Cache-Id"] for kind in kinds]

    assert first == second
    assert len(set(first)) == len(kinds)


# What may be stored.


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        CONFIG,
        "{ storeConfig { store_code } countries { id } __typename }",
        "query { ...F } fragment F on Query { ... on Query { a: countries { id } ...G } } "
        "fragment G on Query { ... { availableStores { store_code } } }",
        "{ __schema { queryType { name } } }",
        '{ __type(name: "Query") { name } }',
    ],
)
def test_what_is_everybodys_may_be_stored_for_a_while(query: str, settings: Settings) -> None:
    settings.GRAPHQL_CACHE_SECONDS = 90

    for headers in ({}, {"Authorization": ""}, {"Store": "default"}):
        answer = get(query, headers)
        assert answer["Cache-Control"] == "public, max-age=90"
        assert {"Store", "Content-Currency", "Authorization", "Cookie"} <= set(answer["Vary"].split(", "))
        assert not answer.cookies


@pytest.mark.django_db
def test_nothing_else_may(graphql: GraphQL, grace: Customer, settings: Settings) -> None:
    mixed = "{ storeConfig { store_code } ...F } fragment F on Query { customer { id } }"
    mail = '{ isEmailAvailable(email: "a@b.org") { is_email_available } }'
    signed_in = Client()
    session = signed_in.session
    sign_in.remember(grace, session)
    session.save()

    answers = {
        "personal": get(ME, headers_of(grace)),
        "mixed": get(mixed, headers_of(grace)),
        "asked by a guest": get(mixed),
        "asked by somebody": get(CONFIG, headers_of(grace)),
        "asked by a browser": signed_in.get("/graphql", {"query": CONFIG}),
        "answered differently by and by": get(mail),
        "by POST": graphql(CONFIG),
        "does not parse": get("{"),
        "not valid": get("{ storeConfig { nothing } }"),
        "not found": get('{ country(id: "XX") { id } }'),
        "wrong variables": get("query ($a: Boolean!) { availableStores(useCurrentGroup: $a) { id } }"),
        "unknown store": get(CONFIG, {"Store": "nowhere"}),
        "another method": Client().put("/graphql"),
    }

    assert {name: answer["Cache-Control"] for name, answer in answers.items()} == dict.fromkeys(answers, "no-store")

    settings.GRAPHQL_CACHE_SECONDS = 0
    assert get(CONFIG)["Cache-Control"] == "no-store"


# Other origins.


@pytest.fixture
def shop_elsewhere(settings: Settings) -> str:
    """The origin of a shop's own scripts, which the deployment has named."""
    settings.MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *settings.MIDDLEWARE]
    settings.CORS_ALLOWED_ORIGINS = ["https://shop.example.com"]
    settings.CORS_ALLOW_CREDENTIALS = True
    return "https://shop.example.com"


def preflight(path: str, origin: str) -> Any:
    return Client().options(
        path,
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,store,x-recaptcha",
        },
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/graphql", "/rest/V1/customers", "/rest/default/V1/customers"])
def test_scripts_of_a_named_origin_may_call(path: str, shop_elsewhere: str) -> None:
    asked = preflight(path, shop_elsewhere)

    assert asked.status_code == 200
    assert asked["Access-Control-Allow-Origin"] == shop_elsewhere
    assert asked["Access-Control-Allow-Credentials"] == "true"
    assert set(asked["Access-Control-Allow-Headers"].split(", ")) >= {
        "authorization",
        "content-type",
        "store",
        "content-currency",
        "x-recaptcha",
        "x-captcha",
        "x-magento-cache-id",
        "x-csrftoken",
        "x-adobe-company",
        "preview-version",
    }
    assert {"GET", "POST", "PUT", "DELETE"} <= set(asked["Access-Control-Allow-Methods"].split(", "))
    assert int(asked["Access-Control-Max-Age"]) > 0
    assert "origin" in asked["Vary"].lower()


@pytest.mark.django_db
def test_answers_to_a_named_origin_can_be_read(shop_elsewhere: str) -> None:
    for answer in (get(CONFIG, {"Origin": shop_elsewhere}), get(ME, {"Origin": shop_elsewhere})):
        assert answer["Access-Control-Allow-Origin"] == shop_elsewhere
        exposed = {"Retry-After", "X-Duplex-Token-Expires-In", "X-Magento-Cache-Id", "X-Request-ID"}
        assert set(answer["Access-Control-Expose-Headers"].split(", ")) == exposed
        assert "origin" in answer["Vary"].lower()


@pytest.mark.django_db
def test_scripts_of_other_origins_may_not(shop_elsewhere: str) -> None:
    for origin in ("https://evil.example.com", "http://shop.example.com", "https://shop.example.com.evil.org", "null"):
        assert "Access-Control-Allow-Origin" not in preflight("/graphql", origin)
        assert "Access-Control-Allow-Origin" not in get(CONFIG, {"Origin": origin})


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/customer/account/login/", "/admin/login/", "/graphqlx"])
def test_only_the_apis_are_open_to_other_origins(path: str, shop_elsewhere: str) -> None:
    assert "Access-Control-Allow-Origin" not in Client().get(path, headers={"Origin": shop_elsewhere})


@pytest.mark.django_db
def test_a_named_origin_cannot_change_anything_with_the_cookies_alone(shop_elsewhere: str, grace: Customer) -> None:
    browser = Client(enforce_csrf_checks=True)
    session = browser.session
    sign_in.remember(grace, session)
    session.save()

    answer = browser.post(
        "/graphql",
        {"query": 'mutation { updateCustomerV2(input: {firstname: "Eve"}) { customer { id } } }'},
        content_type="application/json",
        headers={"Origin": shop_elsewhere},
    )

    assert answer.status_code == 403
    assert Customer.objects.get().firstname == "Grace"


@pytest.mark.django_db
def test_without_the_setting_no_other_origin_is_spoken_to() -> None:
    assert not [name for name in preflight("/graphql", "https://shop.example.com").headers if "Access-Control" in name]


def deployed_with(**environment: str) -> subprocess.CompletedProcess[str]:
    """The settings of a deployment, as JSON."""
    names = ["CORS_ALLOWED_ORIGINS", "CORS_ALLOW_ALL_ORIGINS", "CORS_ALLOW_CREDENTIALS", "MIDDLEWARE"]
    names += ["GRAPHQL_ERROR_STATUS", "GRAPHQL_CACHE_SECONDS"]
    script = f"import json, commerce.settings as s; print(json.dumps({{name: getattr(s, name) for name in {names}}}))"
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "DUPLEX_MODE": "test", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_names_the_origins() -> None:
    nobody, one, all_ = (
        json.loads(deployed_with(CORS_ORIGINS=named).stdout) for named in ("", "https://shop.example.com", "*")
    )

    assert "corsheaders.middleware.CorsMiddleware" not in nobody["MIDDLEWARE"]
    # Behind what gives each request its id and each answer its headers, a refused preflight included.
    ours = ["commerce.arrivals.Arrivals", "commerce.headers.Headers"]
    assert one["MIDDLEWARE"][:3] == [*ours, "corsheaders.middleware.CorsMiddleware"]
    assert (one["CORS_ALLOWED_ORIGINS"], one["CORS_ALLOW_CREDENTIALS"]) == (["https://shop.example.com"], True)
    assert (all_["CORS_ALLOW_ALL_ORIGINS"], all_["CORS_ALLOW_CREDENTIALS"]) == (True, False)
    assert (nobody["GRAPHQL_ERROR_STATUS"], nobody["GRAPHQL_CACHE_SECONDS"]) == ("magento", 60)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CORS_ORIGINS", "shop.example.com"),
        ("CORS_ORIGINS", "https://shop.example.com/"),
        ("CORS_ORIGINS", "https://*.example.com"),
        ("GRAPHQL_ERROR_STATUS", "sometimes"),
        ("GRAPHQL_CACHE_SECONDS", "long"),
    ],
)
def test_nonsense_is_refused_with_its_name(name: str, value: str) -> None:
    refused = deployed_with(**{name: value})

    assert refused.returncode != 0
    assert "ImproperlyConfigured: " + name in refused.stderr
