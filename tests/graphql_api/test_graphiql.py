"""GraphiQL in a real browser: the page a person sees at the address of GraphQL."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.server import ROOT, Server

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
BUILT = ROOT / "graphql_api/static/graphql_api/graphiql"


@pytest.mark.parametrize("path", ["/graphql", "/graphql/"])
def test_a_browser_gets_a_page_that_may_load_nothing_from_elsewhere(path: str) -> None:
    answer = Client().get(path, headers={"Accept": BROWSER})

    policy = dict(directive.split(" ", 1) for directive in answer["Content-Security-Policy"].split("; "))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert not [word for sources in policy.values() for word in sources.split() if "." in word or word == "*"]
    assert answer["Vary"] == "Accept"


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/html;q=0.9", ""])
def test_a_program_gets_json(accept: str) -> None:
    assert Client().get("/graphql", headers={"Accept": accept})["Content-Type"] == "application/json"


@pytest.mark.django_db
def test_a_browser_that_brings_a_document_gets_its_answer() -> None:
    answer = Client().get("/graphql", {"query": "{ __typename }"}, headers={"Accept": BROWSER})

    assert answer.json() == {"data": {"__typename": "Query"}}


def test_what_is_in_the_bundle_is_written_down_with_its_license() -> None:
    texts = (BUILT / "LICENSES.txt").read_text(encoding="utf-8")
    wanted = json.loads((ROOT / "graphql_api/graphiql/package.json").read_text(encoding="utf-8"))["devDependencies"]

    assert all(f"{name} {version} (MIT)" in texts for name, version in wanted.items() if name != "esbuild")
    assert sum(file.stat().st_size for file in BUILT.iterdir()) < 3_000_000


def screenshot(page: Page, name: str) -> None:
    """Keep a picture for whoever wants to look, in the folder that SCREENSHOTS names."""
    if os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(os.environ["SCREENSHOTS"]) / f"{name}.png")


def test_the_query_that_is_there_can_be_run(page: Page) -> None:
    page.goto("/graphql")

    page.get_by_role("button", name="Execute query (Ctrl-Enter)").click()

    result = page.get_by_label("Result Window")
    expect(result).to_contain_text('"store_code": "default"')
    screenshot(page, "graphiql")


def test_a_query_can_be_written_with_variables_and_headers(page: Page) -> None:
    page.goto("/graphql")

    editor = page.get_by_label("Query Editor").locator(".CodeMirror")
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("query Mail($email: String!) { isEmailAvailable(email: $email) { is_email_available } }")
    page.get_by_role("button", name="Variables").click()
    page.locator(".graphiql-editor-tool .CodeMirror:visible").click()
    page.keyboard.insert_text('{"email": "nobody@example.org"}')
    page.get_by_role("button", name="Headers").click()
    page.locator(".graphiql-editor-tool .CodeMirror:visible").click()
    page.keyboard.insert_text('{"Store": "nowhere"}')
    page.get_by_role("button", name="Execute query (Ctrl-Enter)").click()

    result = page.get_by_label("Result Window")
    expect(result).to_contain_text("Requested store is not found")

    page.locator(".graphiql-editor-tool .CodeMirror:visible").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text('{"Store": "default"}')
    page.get_by_role("button", name="Execute query (Ctrl-Enter)").click()

    expect(result).to_contain_text('"is_email_available": true')


def test_the_schema_can_be_read(page: Page) -> None:
    page.goto("/graphql")

    page.get_by_role("button", name="Show Documentation Explorer").click()
    page.locator(".graphiql-doc-explorer").get_by_role("link", name="Query").click()
    page.locator(".graphiql-doc-explorer").get_by_role("link", name="storeConfig", exact=True).click()

    expect(page.locator(".graphiql-doc-explorer")).to_contain_text("StoreConfig")
    screenshot(page, "documentation")


def test_a_link_can_bring_a_query_of_its_own(demo: Server) -> None:
    answer = demo.call("GET", "/graphql?query=" + quote("{ __typename }"), Accept=BROWSER)

    assert answer.json() == {"data": {"__typename": "Query"}}
