"""docs/rest.md: its table is the table of routes, and its examples are answered as they are printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from rest_api.access import ANONYMOUS, SELF
from rest_api.routes import PARAMETER, table
from tests.server import ROOT, Server, running_demo

TEXT = (ROOT / "docs" / "rest.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(
    r"^As (?P<who>anybody|the customer|the admin):\n\n"
    r"```\n(?P<method>[A-Z]+) (?P<path>\S+)\n(?P<body>.*?)```\n\n"
    r"(?:Status (?P<status>\d+):\n\n)?(?:The first of them:\n\n)?```json\n(?P<answer>.+?)\n```",
    re.MULTILINE | re.DOTALL,
)
WHO = {ANONYMOUS: "anybody", SELF: "the customer whose token is sent"}

MOST = 6  # items of a long list that are printed

# What is another each time.
VARYING = [
    (re.compile(r"http://127\.0\.0\.1:\d+"), "http://127.0.0.1:8000"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"), "2026-01-31 10:30:00"),
    (re.compile(r'"[a-z0-9]{32}"'), '"mdrpoiv4zpytg3xqqsw3cm52t8dw9ptd"'),
    (re.compile(r'"expires_in": 3[56]\d\d\b'), '"expires_in": 3600'),
    (re.compile(r'"python-httpx/[^"]*"'), '"Shop app"'),
]


class Example(NamedTuple):
    who: str
    method: str
    path: str
    body: str
    status: str | None
    answer: str


EXAMPLES = [Example(*found.group(*Example._fields)) for found in EXAMPLE.finditer(TEXT)]


def rows() -> Iterator[str]:
    """The lines of the table: method, path, who may call it."""
    for path, view in table():
        for method, resource in view.access.items():
            who = WHO.get(resource, f"admins with `{resource}`")
            yield f"| {method} | `/V1/{path}` | {who} |"


def test_the_table_is_the_table_of_routes() -> None:
    assert [line for line in TEXT.splitlines() if re.match(r"\| (GET|POST|PUT|DELETE) ", line)] == list(rows())


@pytest.mark.parametrize(
    ("path", "method"), [(path, method) for path, view in table() for method in view.access], ids=str
)
def test_every_route_has_an_example(path: str, method: str) -> None:
    pattern = re.compile("/rest(/[^/]+)?/V1/" + PARAMETER.sub("[^/]+", path) + "/?")

    assert [each for each in EXAMPLES if each.method == method and pattern.fullmatch(each.path.split("?")[0])], (
        f"{method} /V1/{path} has no example"
    )


class Reader:
    """Somebody who tries one example after the other at a demo that has just been started."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.tokens = {
            "the admin": self._token("admin", "admin", "admin123"),
            "the customer": self._token("customer", "roni_cost@example.com", "roni_cost3@example.com"),
        }

    def _token(self, kind: str, username: str, password: str) -> str:
        sent = {"username": username, "password": password}
        return str(self.server.call("POST", f"/rest/V1/integration/{kind}/token", sent).json())

    def tries(self, example: Example) -> tuple[int, str]:
        """The status, and the answer as it is printed."""
        headers = {"Content-Type": "application/json"} if example.body else {}
        if example.who in self.tokens:
            headers["Authorization"] = f"Bearer {self.tokens[example.who]}"
        answer = httpx.request(
            example.method, self.server.base + example.path, content=example.body, headers=headers, timeout=30
        )
        shown = answer.json()
        if example.path.endswith("/V1/integration/customer/token") and answer.status_code == 200:
            self.tokens["the customer"] = shown  # Whoever signs in is the customer from then on.
        text = json.dumps(shown[:MOST] if isinstance(shown, list) else shown, indent=2, ensure_ascii=False)
        for pattern, written in VARYING:
            text = pattern.sub(written, text)
        return answer.status_code, text


def test_the_examples_are_answered_as_they_are_printed(tmp_path: Path) -> None:
    with running_demo(tmp_path) as server:
        reader = Reader(server)
        answers = [reader.tries(example) for example in EXAMPLES]

    for example, (status, answer) in zip(EXAMPLES, answers, strict=True):
        told: dict[str, Any] = {"call": f"{example.method} {example.path}"}
        assert told | {"status": status, "answer": answer} == told | {
            "status": int(example.status or 200),
            "answer": example.answer,
        }
