"""Which answers may be stored, by whom and for how long, and the name of a client's kind of answers.

Browsers ask with `force-cache`: they take any stored answer to the same address, however old. The address is the same
for every customer, so an answer that is somebody's own must never be stored at all; one that is everybody's says which
headers it depends on.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionSetNode,
)
from graphql.utilities import get_operation_ast

from auth_tokens import tokens
from graphql_api.context import Context
from graphql_api.schema import rooms

CACHE_ID = "X-Magento-Cache-Id"
DEPENDS_ON = ("Store", "Content-Currency", "Authorization", "Cookie", CACHE_ID)
ABOUT_THE_SCHEMA = {"__schema", "__type"}
HEADER_TEXT = re.compile(r"[\x21-\x7e]{1,256}")


def mark(response: HttpResponse, context: Context, answered: DocumentNode | None, operation_name: str | None) -> None:
    """Say in the headers how long an answer may be stored. `answered` is the document if nothing went wrong."""
    lifetime = settings.GRAPHQL_CACHE_SECONDS
    if lifetime and answered and is_everybodys(answered, operation_name) and is_anonymous_get(context.request):
        response["Cache-Control"] = f"public, max-age={lifetime}"
        patch_vary_headers(response, DEPENDS_ON)
    else:
        response["Cache-Control"] = "no-store"
    cache_id = _cache_id(context)
    if cache_id:
        response[CACHE_ID] = cache_id


@cache
def cacheable_fields() -> frozenset[str]:
    """The root fields whose answer is nobody's own, as the rooms declare them in `cacheable`."""
    return frozenset(ABOUT_THE_SCHEMA.union(*(getattr(room, "cacheable", ()) for room in rooms("queries"))))


def is_everybodys(document: DocumentNode, operation_name: str | None) -> bool:
    """Whether the operation asks for nothing but such fields."""
    operation = get_operation_ast(document, operation_name)
    fragments = {
        each.name.value: each.selection_set for each in document.definitions if isinstance(each, FragmentDefinitionNode)
    }
    asked = root_fields(operation.selection_set, fragments) - {"__typename"} if operation else set()
    return bool(asked) and asked <= cacheable_fields()


def root_fields(selected: SelectionSetNode, fragments: dict[str, SelectionSetNode]) -> set[str]:
    """The names of the fields asked for at the top, those in fragments too."""
    found: set[str] = set()
    waiting, seen = [selected], set()
    while waiting:
        for selection in waiting.pop().selections:
            match selection:
                case FieldNode():
                    found.add(selection.name.value)
                case InlineFragmentNode():
                    waiting.append(selection.selection_set)
                case FragmentSpreadNode() if selection.name.value not in seen:
                    seen.add(selection.name.value)
                    waiting.append(fragments[selection.name.value])
    return found


def is_anonymous_get(request: HttpRequest) -> bool:
    """Whether a request can be stored at all: a GET that says nothing about who is asking."""
    return request.method in ("GET", "HEAD") and not _is_somebodys(request)


def _is_somebodys(request: HttpRequest) -> bool:
    return bool(request.headers.get("Authorization", "").strip()) or settings.SESSION_COOKIE_NAME in request.COOKIES


def _cache_id(context: Context) -> str | None:
    """What the client was told before, else a name for the kind of answers it gets: per store, currency and sign-in.

    The value is for clients and for caches in front of the shop; nothing here is stored under it.
    """
    headers = context.request.headers
    sent = headers.get(CACHE_ID, "").strip()
    if HEADER_TEXT.fullmatch(sent) and sent != "null":  # PWA Studio begins with the text "null"
        return sent
    if "store" not in vars(context):  # not asked for, or not found
        return None
    is_signed_in = tokens.carried_by(headers.get("Authorization", "")) is not None or _is_somebodys(context.request)
    kind = [context.store.code, headers.get("Content-Currency", "").strip().upper(), "1" if is_signed_in else "0"]
    return hashlib.sha256("|".join(kind).encode()).hexdigest()
