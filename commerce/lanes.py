"""Calls of the APIs pass by what only pages need: sessions, forms, messages, who is signed in to the admin.

A call that brings no cookie has no session, and the views of the APIs look at nothing else of these. One that brings a
cookie goes through everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from commerce.failures import Outages

CALLS = re.compile(r"/(?:graphql/?$|rest/|V\d+/)")


class Lanes:
    """Stands before the middleware that calls of the APIs pass by, up to Outages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.get_called = _behind(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_called(request) if is_call(request) else self.get_response(request)


def is_call(request: HttpRequest) -> bool:
    """Whether it is a call of the APIs without a session."""
    return not request.META.get("HTTP_COOKIE") and CALLS.match(request.path_info) is not None


def _behind(handler: Any) -> Callable[[HttpRequest], HttpResponse]:
    """The handler behind all middleware that is passed by. Django wraps each, so that errors become answers."""
    while not isinstance(handler.__wrapped__, Outages):
        handler = handler.__wrapped__.get_response
    found: Callable[[HttpRequest], HttpResponse] = handler
    return found
