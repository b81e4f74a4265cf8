"""What is answered where no view could: JSON under the addresses of the APIs, a page elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that is refused before any view sees it, such as one for a host this shop does not answer to."""
    sentence = "The request cannot be understood: its host, or something else in it, is not one this shop answers to."
    return _for_api(request, 400, sentence) or defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """A failure outside of any view."""
    return _for_api(request, 500, "Internal server error") or defaults.server_error(request)


def _for_api(request: HttpRequest, status: int, sentence: str) -> HttpResponse | None:
    error: dict[str, Any] = {"message": sentence}
    if request.path.startswith(("/rest/", "/V1/")):
        return JsonResponse(error, status=status)
    if request.path.startswith("/graphql"):
        return JsonResponse({"errors": [error]}, status=status)
    return None
