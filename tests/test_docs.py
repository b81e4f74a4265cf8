"""The examples of docs/graphql.md are answered as they are printed, and no operation is without one."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from graphql import FieldNode, GraphQLObjectType, OperationDefinitionNode, build_schema, parse

from tests.clients.shop import Merchant
from tests.server import ROOT, Server, running_demo

TEXT = (ROOT / "docs" / "graphql.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(
    r"(?:^As (?P<who>a guest|a customer|an admin)(?:, where `(?P<path>\S+)` is `(?P<value>\S+)`)?:\n\n)?"
    r"^```graphql\n(?P<request>.+?)^```\n\n"
    r"(?:^Status (?P<status>\d+):\n\n)?"
    r"^```json\n(?P<answer>.+?)^```",
    re.MULTILINE | re.DOTALL,
)

CALL = re.compile(r"```sh\n(.+?)\n```\n\n```json\n(.+?)\n```", re.DOTALL)

# What is another each time: what is in an answer, and the keys of mails, which the demo shows.
VARYING = [
    (re.compile(r"http://127\.0\.0\.1:\d+"), "<address>"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"), "<time>"),
    (re.compile(r'"[a-z0-9]{32}"'), '"<token>"'),
    (re.compile(r'"[a-z0-9]{64}"'), '"<refresh token>"'),
    (re.compile(r'"expires_in": 3[56]\d\d\b'), '"expires_in": 3600'),
    (re.compile(r'"python-httpx/[^"]*"'), '"Shop app"'),
]
KEY = re.compile(r'"[0-9a-f]{32}"')
MAILED = re.compile(r'href="(/demo/mails/\d+/)"')
MAILED_KEY = re.compile(r"[?&;](?:key|token)=([0-9a-f]{32})")


@dataclass
class Example:
    """A request that is printed, with its answer and what they depend on."""

    who: str | None
    path: str | None
    value: str | None
    request: str
    status: str | None
    answer: str

    @property
    def root_fields(self) -> set[tuple[str, str]]:
        """The operations it shows: `("mutation", "createCustomer")`."""
        return {
            (operation.operation.value, field.name.value)
            for operation in parse(self.request).definitions
            if isinstance(operation, OperationDefinitionNode)
            for field in operation.selection_set.selections
            if isinstance(field, FieldNode)
        }


EXAMPLES = [Example(**found.groupdict()) for found in EXAMPLE.finditer(TEXT)]


class Reader:
    """Somebody who tries one example after the other."""

    def __init__(self, server: Server) -> None:
        self.server, self.merchant = server, Merchant(server.base)
        admin = {"username": "admin", "password": "admin123"}
        self.tokens = {"an admin": server.call("POST", "/rest/V1/integration/admin/token", admin).json()}

    def tries(self, example: Example) -> tuple[int, Any]:
        """The status and the answer, where the merchant has set what the example says."""
        if example.path is None or example.value is None:
            return self.sends(example)
        self.merchant.sets(example.path, example.value)
        try:
            return self.sends(example)
        finally:
            self.merchant.restores()

    def last_mailed_key(self) -> str | None:
        """The key of the latest mail that has one, as the demo shows it."""
        for address in MAILED.findall(self.server.call("GET", "/demo/mails/").text):
            key = MAILED_KEY.search(self.server.call("GET", address).text)
            if key:
                return key[1]
        return None

    def sends(self, example: Example) -> tuple[int, Any]:
        """The same. Whoever signs in is the customer from then on."""
        key = self.last_mailed_key()
        request = KEY.sub(f'"{key}"', example.request) if key else example.request
        token = self.tokens.get(example.who or "")
        response = self.server.graphql(request, **({"Authorization": f"Bearer {token}"} if token else {}))
        answer = response.json()
        signed_in = (answer.get("data") or {}).get("generateCustomerToken")
        if signed_in:
            self.tokens["a customer"] = signed_in["token"]
        return response.status_code, answer


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """At a demo that has just been started for the first time."""
    with running_demo(tmp_path) as server:
        reader = Reader(server)
        yield reader
        reader.merchant.leaves()


def trimmed(answer: Any, printed: Any) -> Any:
    """An answer with its lists cut where a printed one ends with "..."."""
    if isinstance(answer, dict) and isinstance(printed, dict):
        return {field: trimmed(value, printed.get(field)) for field, value in answer.items()}
    if not (isinstance(answer, list) and isinstance(printed, list)):
        return answer
    if printed[-1:] == ["..."] and len(answer) >= len(printed):
        answer = [*answer[: len(printed) - 1], "..."]
    return [trimmed(each, printed[place] if place < len(printed) else None) for place, each in enumerate(answer)]


def comparable(answer: Any) -> Any:
    text = json.dumps(answer)
    for pattern, stands_for in VARYING:
        text = pattern.sub(stands_for, text)
    return json.loads(text)


def test_every_example_is_answered_as_it_is_printed(reader: Reader) -> None:
    assert len(EXAMPLES) == TEXT.count("```graphql\n")

    for example in EXAMPLES:
        status, answer = reader.tries(example)

        printed = json.loads(example.answer)
        expected = int(example.status or 200), comparable(printed)
        assert (status, comparable(trimmed(answer, printed))) == expected, example.request


def test_every_call_of_the_command_line_is_answered_as_it_is_printed(demo: Server) -> None:
    calls = CALL.findall(TEXT)

    assert calls
    for call, printed in calls:
        script = call.replace("http://127.0.0.1:8000", demo.base)
        answer = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, timeout=60, check=True).stdout
        assert comparable(json.loads(answer)) == comparable(json.loads(printed)), call


def test_every_operation_has_an_example() -> None:
    schema = build_schema((ROOT / "graphql_api" / "schema.graphql").read_text(encoding="utf-8"))
    roots = {"query": schema.query_type, "mutation": schema.mutation_type}

    shown = set().union(*(example.root_fields for example in EXAMPLES))

    offered = {
        (kind, name) for kind, root in roots.items() if isinstance(root, GraphQLObjectType) for name in root.fields
    }
    assert offered - shown == set()
