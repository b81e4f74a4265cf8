"""What the storefronts have in common: a server, somebody's token, and documents that are sent as each of them does.

Each module beside this one has the client of one storefront. What it sends was measured; the documents say the same in
words of their own.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

import httpx
from graphql import (
    FieldNode,
    NameNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

PASSWORD = "Correct-Horse-9"


@dataclass
class Answer:
    """What came back. `data` is without the type names, each of which has been looked at."""

    status: int
    headers: httpx.Headers
    body: dict[str, Any]
    data: Any

    @property
    def failures(self) -> list[tuple[str, str | None]]:
        """Message and category of each error."""
        return [
            (error["message"], error.get("extensions", {}).get("category")) for error in self.body.get("errors", [])
        ]


class Storefront:
    """A storefront that somebody has opened. Queries go by GET, changes by POST, unless it says otherwise."""

    adds_type_names = True

    def __init__(self, base: str) -> None:
        self.address = base + "/graphql"
        self.token: str | None = None

    def headers(self) -> dict[str, str]:
        """What every request carries."""
        raise NotImplementedError

    def parameters(self, document: str, operation: str, variables: dict[str, Any]) -> dict[str, str]:
        """What stands in the address of a query."""
        raise NotImplementedError

    def sent(self, document: str, operation: str, variables: dict[str, Any]) -> dict[str, Any]:
        """The body of a POST."""
        raise NotImplementedError

    def query(self, document: str, **variables: Any) -> Answer:
        """Ask by GET."""
        document, operation = self._written(document)
        parameters = self.parameters(document, operation, variables)
        return self._read(httpx.get(self.address, params=parameters, headers=self.headers(), timeout=30))

    def post(self, document: str, **variables: Any) -> Answer:
        """Ask or change by POST."""
        document, operation = self._written(document)
        body = json.dumps(self.sent(document, operation, variables))
        headers = {**self.headers(), "Content-Type": "application/json"}
        return self._read(httpx.post(self.address, content=body, headers=headers, timeout=30))

    def _written(self, document: str) -> tuple[str, str]:
        read = parse(document, no_location=True)
        operation = next(each for each in read.definitions if isinstance(each, OperationDefinitionNode))
        assert operation.name
        if self.adds_type_names:
            read = visit(read, TypeNames())
        return print_ast(read), operation.name.value

    def _read(self, response: httpx.Response) -> Answer:
        assert response.headers["Content-Type"] == "application/json", response.text
        body = response.json()
        data = body.get("data")
        return Answer(response.status_code, response.headers, body, nameless(data) if self.adds_type_names else data)


class TypeNames(Visitor):
    """Asks for the type of every object, as Apollo and urql do, but for the operation itself."""

    def leave_selection_set(self, node: SelectionSetNode, key: Any, parent: Any, *_: Any) -> SelectionSetNode | None:
        if isinstance(parent, OperationDefinitionNode):
            return None
        return SelectionSetNode(selections=(*node.selections, FieldNode(name=NameNode(value="__typename"))))


def nameless(data: Any) -> Any:
    """An answer without the type names, which every object of it must have."""
    if not isinstance(data, dict):
        return data
    return {field: _nameless(value) for field, value in data.items()}


def _nameless(value: Any) -> Any:
    if isinstance(value, list):
        return [_nameless(each) for each in value]
    if not isinstance(value, dict):
        return value
    assert value["__typename"][0].isupper()
    return {field: _nameless(each) for field, each in value.items() if field != "__typename"}


def new_email() -> str:
    """An e-mail nobody has."""
    return f"{uuid.uuid4().hex}@example.org"
