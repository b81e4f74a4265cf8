"""A demo for each document: two of them create the same customer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from tests.server import Server, running_demo

ADMIN = {"username": "admin", "password": "admin123"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo nobody has called yet."""
    with running_demo(tmp_path_factory.mktemp("shop")) as server:
        yield server


@pytest.fixture(scope="module")
def admin_token(shop: Server) -> str:
    """What the documents call <admin token>."""
    return shop.call("POST", "/rest/V1/integration/admin/token", ADMIN).json()


class AnyId:
    """Equal to every id."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int) and not isinstance(other, bool) and other > 0

    def __repr__(self) -> str:
        return "<id>"


class Matching:
    """Equal to every text of a form."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and re.fullmatch(self.pattern, other) is not None

    def __repr__(self) -> str:
        return f"<{self.pattern}>"


ANY_ID = AnyId()
ANY_TIME = Matching(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
ANY_TOKEN = Matching(r"[a-z0-9]{32}")


class Forms(HTMLParser):
    """The hidden fields of a page's forms, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("type") == "hidden":
            self.hidden[str(found["name"])] = str(found.get("value", ""))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())


@pytest.fixture
def browser(shop: Server) -> Iterator[httpx.Client]:
    """What keeps cookies and follows redirects, without scripts."""
    with httpx.Client(base_url=shop.base, follow_redirects=True, timeout=30) as client:
        yield client


def sign_in_on_the_page(browser: httpx.Client, email: str, password: str) -> None:
    """Sign in with the form of the web page."""
    page = Forms(browser.get("/customer/account/login/").text)
    browser.post(
        "/customer/account/login/", data={**page.hidden, "login[username]": email, "login[password]": password}
    )


def texts_at(browser: httpx.Client, path: str) -> tuple[str, list[str]]:
    """The path a browser ends at, and the texts of the page there."""
    answer: Any = browser.get(path)
    return answer.url.path, Forms(answer.text).texts
