"""Which answers may be stored, by whom and for how long, and the name of a client's kind of answers.

Browsers ask with `force-cache`: they take any stored answer to the same address, however old. The address is the same
for every customer, so an answer that is somebody's own must never be stored at all; one that is everybody's says which
headers it depends on.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from graphql import OperationType

from auth_tokens import tokens
from graphql_api.context import AUTHORIZATION, CACHE_ID, CURRENCY, STORE, Context
from graphql_api.language.execution import Plan
from graphql_api.language.memory import Memory
from graphql_api.schema import rooms
from revisions import kept

DEPENDS_ON = (STORE, CURRENCY, AUTHORIZATION, "Cookie", CACHE_ID)
ABOUT_THE_SCHEMA = {"__schema", "__type"}
HEADER_TEXT = re.compile(r"[\x21-\x7e]{1,256}")


def mark(response: HttpResponse, context: Context, answered: Plan | None) -> None:
    """Say in the headers how long an answer may be stored. `answered` is there if nothing went wrong."""
    lifetime = settings.GRAPHQL_CACHE_SECONDS
    if lifetime and answered and is_everybodys(answered) and is_anonymous_get(context):
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


def is_everybodys(plan: Plan) -> bool:
    """Whether the operation asks for nothing but such fields."""
    asked = plan.root_fields - {"__typename"}
    return bool(asked) and asked <= cacheable_fields()


_answers: Memory[bytes] = Memory(most=8_000_000)


def kept_answer(context: Context, plan: Plan, query: str, variables: dict[str, Any]) -> Kept | None:
    """Where the answer to an operation is kept for everybody; None if it is somebody's own.

    It is worked out once, and again when the shop's settings, stores or attributes have changed.
    """
    if plan.operation is None or plan.operation.operation != OperationType.QUERY or not is_everybodys(plan):
        return None
    number = kept.revision()
    if number is None:
        return None
    request = context.request
    return Kept(
        (
            number,
            query,
            plan.operation_name,
            json.dumps(variables, sort_keys=True) if variables else "",
            context.store.pk,
            context.sent(CURRENCY).strip(),
            request.scheme,
            request.get_host(),  # addresses of the shop begin with it
        )
    )


class Kept:
    """A place for an answer."""

    def __init__(self, key: tuple[Any, ...]) -> None:
        self._key = key

    @property
    def answer(self) -> bytes | None:
        return _answers.recall(self._key)

    @answer.setter
    def answer(self, body: bytes) -> None:
        _answers.keep(self._key, body, len(body) + len(self._key[1]))


def is_anonymous_get(context: Context) -> bool:
    """Whether a request can be stored at all: a GET that says nothing about who is asking."""
    return context.request.method in ("GET", "HEAD") and not _is_somebodys(context)


def _is_somebodys(context: Context) -> bool:
    return bool(context.sent(AUTHORIZATION).strip()) or settings.SESSION_COOKIE_NAME in context.request.COOKIES


def _cache_id(context: Context) -> str | None:
    """What the client was told before, else a name for the kind of answers it gets: per store, currency and sign-in.

    The value is for clients and for caches in front of the shop; nothing here is stored under it.
    """
    sent = context.sent(CACHE_ID).strip()
    if HEADER_TEXT.fullmatch(sent) and sent != "null":  # PWA Studio begins with the text "null"
        return sent
    if "store" not in vars(context):  # not asked for, or not found
        return None
    is_signed_in = tokens.carried_by(context.sent(AUTHORIZATION)) is not None or _is_somebodys(context)
    return _id_of(context.store.code, context.sent(CURRENCY).strip().upper(), "1" if is_signed_in else "0")


@lru_cache(maxsize=1000)
def _id_of(*kind: str) -> str:
    return hashlib.sha256("|".join(kind).encode()).hexdigest()
