"""Reading the body of a request, refusing what Magento refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from kernel.errors import InputTooLarge
from kernel.text import can_be_kept
from rest_api import xml
from rest_api.errors import (
    BodyNotReadable,
    CharsetNotSupported,
    ContentTypeEmpty,
    ContentTypeInvalid,
    ContentTypeNotUnderstood,
)

MEDIA_TYPE = re.compile(r"[\w.+*-]+/[\w.+*-]+")
PARAMETER = re.compile(r"[\w-]+=[^;]+")


def read(request: HttpRequest) -> dict[str, Any]:
    """The input of a request, nothing for an empty body or one that is no object. It is JSON, or XML.

    Raises InputTooLarge, BodyNotReadable, ContentTypeEmpty, ContentTypeInvalid, ContentTypeNotUnderstood,
    CharsetNotSupported.
    """
    try:
        body = request.body
    except RequestDataTooBig:
        raise InputTooLarge() from None
    if not body:
        return {}
    content_type = request.META.get("CONTENT_TYPE", "").strip()
    if not content_type:
        raise ContentTypeEmpty()
    media_type, charset = _parts_of(content_type)
    parse = PARSERS.get(media_type.lower())
    if parse is None:
        raise ContentTypeNotUnderstood(media_type)
    if charset not in ("utf-8", "utf8"):
        raise CharsetNotSupported()
    try:
        data = parse(body)
    except (ValueError, RecursionError):
        raise BodyNotReadable() from None
    if not can_be_kept(data):
        raise BodyNotReadable()
    return data if isinstance(data, dict) else {}


def _parts_of(content_type: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type header. Raises ContentTypeInvalid."""
    media_type, *parameters = (part.strip() for part in content_type.split(";"))
    if not MEDIA_TYPE.fullmatch(media_type):
        raise ContentTypeInvalid()
    charset = "utf-8"
    for parameter in filter(None, parameters):
        if not PARAMETER.fullmatch(parameter):
            raise ContentTypeInvalid()
        name, value = parameter.split("=", 1)
        if name.lower() == "charset":
            charset = value.strip('" ').lower()
    return media_type, charset


def _json(body: bytes) -> Any:
    return json.loads(body.decode("utf-8"), parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


PARSERS: dict[str, Callable[[bytes], Any]] = {
    "application/json": _json,
    "application/xml": xml.parse,
    "application/xhtml+xml": xml.parse,
    "text/xml": xml.parse,
}
