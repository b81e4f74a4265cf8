"""A real browser beside the tests: the Chromium of this machine, and windows in which nothing may go wrong unseen."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed when the block ends. A machine without one fails the test."""
    path = _path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIETLY)
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser, base: str, **differences: Any) -> Iterator[Page]:
    """A fresh window: no script error, no broken address, nothing asked of another machine."""
    context = browser.new_context(**{"base_url": base, "viewport": {"width": 1280, "height": 1000}, **differences})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if _is_elsewhere(request.url) else None)
    yield page
    context.close()
    assert complaints == []


def _path() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not path or not shutil.which(path):
        pytest.fail(
            "There is no Chromium for the browser tests. Run `make setup`, or name one in CHROMIUM.", pytrace=False
        )
    return path


def _is_elsewhere(url: str) -> bool:
    return urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1"
