"""What is answered where no view could: JSON under the addresses of the APIs, a page elsewhere."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views import defaults

from graphql_api.errors import UNAVAILABLE
from kernel import outages
from kernel.errors import ServiceUnavailable

logger = logging.getLogger(__name__)


class Outages:
    """A page for whoever asks for a page while the service cannot be given."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        outage = outages.failure_behind(exception)
        return unavailable(request, outage) if outage else None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that is refused before any view sees it, such as one for a host this shop does not answer to."""
    sentence = "The request cannot be understood: its host, or something else in it, is not one this shop answers to."
    return _for_api(request, 400, sentence) or defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """A failure outside of any view."""
    outage = outages.failure_behind(sys.exc_info()[1])
    if outage:
        return unavailable(request, outage)
    return _for_api(request, 500, "Internal server error") or defaults.server_error(request)


def unavailable(request: HttpRequest, failure: ServiceUnavailable) -> HttpResponse:
    """What was asked for may be asked for again in a while. Nothing here asks the database."""
    logger.warning("%s", type(failure).__name__, exc_info=failure.__cause__)
    extensions = {"category": UNAVAILABLE, "retry_after": failure.retry_after}
    answer = _for_api(request, 503, failure.message, extensions)
    if answer is None:
        answer = HttpResponse(render_to_string("503.html", {"sentence": failure.storefront_message}), status=503)
        answer["Cache-Control"] = "no-store"
    answer["Retry-After"] = str(failure.retry_after)
    return answer


def _for_api(
    request: HttpRequest, status: int, sentence: str, extensions: dict[str, Any] | None = None
) -> HttpResponse | None:
    error: dict[str, Any] = {"message": sentence}
    if request.path.startswith(("/rest/", "/V1/")):
        return JsonResponse(error, status=status)
    if request.path.startswith("/graphql"):
        return JsonResponse({"errors": [error | ({"extensions": extensions} if extensions else {})]}, status=status)
    return None
