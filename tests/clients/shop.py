"""A running demo as its merchant and its customers see it: its settings, and the mails it prints."""

from __future__ import annotations

import re
import time
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.server import Server

CONFIGURATION = "/admin/stores/configvalue/"
ORIGIN = "https://store.example.com"
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Shop:
    """A running demo, and where it prints its mails."""

    def __init__(self, server: Server, log: Path) -> None:
        self.base, self.log = server.base, log

    def link(self, email: str, page: str) -> dict[str, str]:
        """The parameters of the link to a page in the last mail to somebody."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            mails = self.log.read_text(encoding="utf-8").split("─ Mail ─")
            for mail in reversed(mails):
                link = re.search(rf"^http\S+{page}\S*$", mail, re.MULTILINE)
                if f"To: {email}" in mail and link:
                    return dict(parse_qsl(urlsplit(link[0]).query))
            time.sleep(0.05)
        raise AssertionError(f"No mail to {email} leads to {page}.")


class Merchant:
    """Somebody at the configuration page of the admin."""

    def __init__(self, base: str) -> None:
        self.browser = httpx.Client(base_url=base, timeout=30)
        self._send("/admin/login/", {"username": "admin", "password": "admin123"})
        self.changed: list[str] = []

    def sets(self, path: str, value: str) -> None:
        """Set a setting for everything, until it is restored."""
        self.changed.append(path)
        self._send(section_of(path), {path: value})

    def restores(self) -> None:
        """Let every setting be as it was."""
        for page in {section_of(path) for path in self.changed}:
            self._send(page, {f"inherit:{path}": "on" for path in self.changed if section_of(path) == page})
        self.changed.clear()

    def leaves(self) -> None:
        """Close the browser."""
        self.browser.close()

    def _send(self, page: str, typed: dict[str, str]) -> None:
        form = CSRF.search(self.browser.get(page).text)
        assert form
        answer = self.browser.post(page, data={"csrfmiddlewaretoken": form[1], **typed})
        assert answer.status_code == 302, answer.text


def section_of(path: str) -> str:
    """The page a setting is on."""
    return f"{CONFIGURATION}?section={path.split('/')[0]}"
