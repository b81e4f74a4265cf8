"""The page to try REST with, in a real browser."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.server import ROOT, Server

FILES = ROOT / "rest_api/static/rest_api/swagger-ui"


@pytest.mark.parametrize("path", ["/swagger", "/swagger/"])
def test_the_page_may_load_nothing_from_elsewhere(path: str) -> None:
    answer = Client().get(path)

    policy = dict(directive.split(" ", 1) for directive in answer["Content-Security-Policy"].split("; "))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert not [word for sources in policy.values() for word in sources.split() if "." in word or word == "*"]


def test_its_files_come_with_their_licenses_and_name_no_file_that_is_not_there() -> None:
    assert "Apache License" in (FILES / "LICENSE").read_text(encoding="utf-8")
    for name in ("swagger-ui.css", "swagger-ui-bundle.js"):
        assert "sourceMappingURL" not in (FILES / name).read_text(encoding="utf-8")


def test_a_call_can_be_made_with_a_token(page: Page, demo: Server) -> None:
    token = demo.call("POST", "/rest/V1/integration/admin/token", {"username": "admin", "password": "admin123"}).json()
    page.goto("/swagger")

    page.get_by_role("button", name="Authorize").click()
    page.get_by_label("Value").fill(token)
    page.locator(".modal-ux").get_by_role("button", name="Apply credentials").click()
    page.locator(".modal-ux").get_by_role("button", name="Close", exact=True).click()
    operation = page.locator("#operations-store-getStoreWebsites")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Execute").click()

    answer = operation.locator(".live-responses-table .response")
    expect(answer.locator(".response-col_status")).to_contain_text("200")
    expect(answer).to_contain_text("Main Website")
    assert f"Authorization: Bearer {token}" in operation.locator(".curl-command").inner_text()
