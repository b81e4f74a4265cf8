"""Reading the body of a request, refusing what Magento refuses."""

from __future__ import annotations

import json
import re
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from kernel.errors import InputTooLarge
from kernel.text import can_be_kept
from rest_api.errors import (
    BodyNotReadable,
    CharsetNotSupported,
    ContentTypeEmpty,
    ContentTypeInvalid,
    ContentTypeNotUnderstood,
)

MEDIA_TYPE = re.compile(r"\A([\w.+*-]+/[\w.+*-]+)\s*(?:;\s*(?:charset=\"?([\w-]+)\"?|[\w-]+=[^;]*)\s*)*;?\s*\Z")


def read(request: HttpRequest) -> dict[str, Any]:
    """The input of a request, nothing for an empty body or JSON that is no object.

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
    found = MEDIA_TYPE.match(content_type)
    if not found:
        raise ContentTypeInvalid()
    if found[1].lower() != "application/json":
        raise ContentTypeNotUnderstood(found[1])
    if found[2] and found[2].lower() not in ("utf-8", "utf8"):
        raise CharsetNotSupported()
    try:
        data = json.loads(body.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BodyNotReadable() from None
    if not can_be_kept(data):
        raise BodyNotReadable()
    return data if isinstance(data, dict) else {}


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
