"""What a request asks: the document with its variables, sent by GET or POST."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest

from graphql_api.errors import ContentTypeNotJson, ListOfOperations, MethodNotAllowed, RequestNotReadable
from kernel.errors import InputTooLarge
from kernel.text import can_be_kept


@dataclass(frozen=True)
class Asked:
    """A document that is still text, and what was sent along. `extensions` may be there too, and mean nothing."""

    query: str
    variables: dict[str, Any]
    operation_name: str | None


def read(request: HttpRequest) -> Asked:
    """What the request asks.

    Raises InputTooLarge, RequestNotReadable, ListOfOperations, MethodNotAllowed, ContentTypeNotJson.
    """
    match request.method:
        case "GET" | "HEAD":
            sent = _parameters(request)
        case "POST":
            if (request.content_type or "").lower() != "application/json":
                raise ContentTypeNotJson()
            sent = _json(_body(request))
        case _:
            raise MethodNotAllowed()
    if isinstance(sent, list):
        raise ListOfOperations()
    if not isinstance(sent, dict):
        raise RequestNotReadable()
    query, variables = sent.get("query") or "", sent.get("variables") or {}
    operation_name = sent.get("operationName") or None
    known_types = isinstance(query, str) and isinstance(variables, dict) and isinstance(operation_name, str | None)
    if not known_types or not can_be_kept([query, variables, operation_name]):
        raise RequestNotReadable()
    return Asked(query, variables, operation_name)


def _parameters(request: HttpRequest) -> dict[str, Any]:
    try:
        sent: dict[str, Any] = request.GET.dict()
    except TooManyFieldsSent:
        raise RequestNotReadable() from None
    return sent | {"variables": _json(sent.get("variables", "").strip())}


def _body(request: HttpRequest) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > settings.GRAPHQL_BODY:
        raise InputTooLarge()  # before it is read
    try:
        return request.body
    except RequestDataTooBig:
        raise InputTooLarge() from None


def _json(text: str | bytes) -> Any:
    try:
        return json.loads(text or "{}", parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise RequestNotReadable() from None


def _no_number(constant: str) -> NoReturn:
    """Python's own NaN and Infinity are no JSON."""
    raise ValueError(constant)
