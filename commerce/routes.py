"""Which route a request took, and its path without what nobody should read in a log."""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

NAMED = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>")
STORE_OR_NONE = re.compile(r"\(\?:\(\?P<store_code>\(\?!V\\d\)\[\^/\]\+\)/\)\?")
SIGNS_OF_PATTERNS = re.compile(r"\(\?[=!][^()]*\)|\(\?:\[\^/\]\+/\)\?|/\?\$|[\^$]")

UNKNOWN = "unknown"
STATIC = "static"
SAID_AS_IT_IS = {"store_code", "app_label", "url", "path", "path_info"}


def route_of(request: HttpRequest) -> str:
    """The template of the route, one of as many as there are, whatever is asked for."""
    match = request.resolver_match
    if match is not None:
        return _readable(match.route)
    return STATIC if request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/") else UNKNOWN


@lru_cache(maxsize=1000)
def _readable(route: str) -> str:
    text = SIGNS_OF_PATTERNS.sub("", STORE_OR_NONE.sub("", route))
    return "/" + NAMED.sub(lambda found: f"{{{found[1] or found[2]}}}", text).replace("\\", "").lstrip("/")


def path_of(request: HttpRequest) -> str:
    """The path, without what stands behind it, and with its values left out but for numbers and store codes.

    A link of a mail or a call of REST may carry an address or a token in its path.
    """
    path: str = request.path
    values = request.resolver_match.kwargs if request.resolver_match else {}
    for name, value in values.items():
        if isinstance(value, str) and name not in SAID_AS_IT_IS and not value.isdigit():
            path = path.replace(f"/{value}", f"/{{{name}}}")
    return path
