"""What every answer tells browsers, on every kind of route there is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from admins.models import AdminUser
from commerce import headers
from graphql_api.views import GRAPHIQL_POLICY
from rest_api.swagger import POLICY as SWAGGER_POLICY
from storefront.pages import CONTENT_SECURITY_POLICY

pytestmark = pytest.mark.django_db

ANSWERS: dict[str, tuple[str, str, dict[str, str], int, str]] = {
    "REST": ("GET", "/rest/V1/directory/currency", {}, 200, headers.FOR_DATA),
    "REST, refused": ("GET", "/rest/V1/customers/me", {}, 401, headers.FOR_DATA),
    "REST, no route": ("GET", "/rest/V1/nothing", {}, 404, headers.FOR_DATA),
    "OpenAPI": ("GET", "/rest/default/schema", {}, 200, headers.FOR_DATA),
    "GraphQL": ("GET", "/graphql?query={__typename}", {}, 200, headers.FOR_DATA),
    "GraphQL, refused": ("GET", "/graphql?query={", {}, 400, headers.FOR_DATA),
    "GraphQL, no method": ("DELETE", "/graphql", {}, 405, headers.FOR_DATA),
    "GraphiQL": ("GET", "/graphql", {"Accept": "text/html"}, 200, GRAPHIQL_POLICY),
    "Swagger": ("GET", "/swagger", {}, 200, SWAGGER_POLICY),
    "page": ("GET", "/customer/account/login/", {}, 200, CONTENT_SECURITY_POLICY),
    "page, turned away": ("GET", "/customer/account/", {}, 302, CONTENT_SECURITY_POLICY),
    "page, not there": ("GET", "/nothing/here", {}, 404, headers.FOR_PAGES),
    "start": ("GET", "/", {}, 302, headers.FOR_PAGES),
    "host nobody knows": ("GET", "/customer/account/", {"Host": "elsewhere.example"}, 400, headers.FOR_PAGES),
    "host nobody knows, REST": ("GET", "/rest/V1/store/websites", {"Host": "elsewhere.example"}, 400, headers.FOR_DATA),
    "admin, sign in": ("GET", "/admin/login/", {}, 200, headers.FOR_THE_ADMIN),
    "admin, turned away": ("GET", "/admin/", {}, 302, headers.FOR_THE_ADMIN),
    "file": ("GET", "/static/storefront/site.css", {}, 200, headers.FOR_DATA),
    "live": ("GET", "/health/live", {}, 200, headers.FOR_DATA),
    "ready": ("GET", "/health/ready", {}, 200, headers.FOR_DATA),
    "metrics": ("GET", "/metrics", {}, 200, headers.FOR_DATA),
}


@pytest.mark.parametrize(("method", "path", "sent", "status", "policy"), ANSWERS.values(), ids=ANSWERS)
def test_every_kind_of_answer_is_guarded(
    method: str, path: str, sent: dict[str, str], status: int, policy: str
) -> None:
    answer = Client(raise_request_exception=False).generic(method, path, headers=sent)
    answer.close()

    assert answer.status_code == status
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["X-Frame-Options"] in ("DENY", "SAMEORIGIN")
    assert answer["X-Request-ID"]
    has_type = answer.headers.get("Content-Type", "").startswith("text/html")
    if status != 302 or has_type:
        assert answer["Content-Security-Policy"] == policy
    assert "Server" not in answer
    assert "X-Powered-By" not in answer


def test_a_page_that_was_out_of_date_is_guarded() -> None:
    answer = Client(enforce_csrf_checks=True).post("/customer/account/login/", {"login[username]": "x"})

    assert answer.status_code == 403
    assert answer["Content-Security-Policy"] == headers.FOR_PAGES


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/rest/V1/store/websites", headers.FOR_DATA),
        ("/customer/account/", headers.FOR_PAGES),
        ("/admin/", headers.FOR_THE_ADMIN),
    ],
)
def test_a_failure_is_guarded(monkeypatch: pytest.MonkeyPatch, admin: AdminUser, path: str, policy: str) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("django.middleware.common.CommonMiddleware.process_request", fail)

    answer = Client(raise_request_exception=False).get(path)

    assert answer.status_code == 500
    assert answer["Content-Security-Policy"] == policy
    assert answer["X-Request-ID"]
    assert "ZeroDivision" not in answer.text


@pytest.mark.parametrize(("seconds", "told"), [(0, None), (600, "max-age=600")])
def test_https_is_promised_for_as_long_as_the_deployment_says(settings: Any, seconds: int, told: str | None) -> None:
    settings.SECURE_HSTS_SECONDS = seconds

    answer = Client().get("/graphql?query={__typename}", secure=True)

    assert answer.headers.get("Strict-Transport-Security") == told


def test_https_is_not_promised_over_http(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 600

    assert "Strict-Transport-Security" not in Client().get("/graphql?query={__typename}")
