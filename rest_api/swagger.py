"""The page to try REST with, outside of `/rest/`, under which there are no pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

# The page lays itself out with styles of its own making; everything else comes from this shop's files.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@require_safe
def swagger(request: HttpRequest) -> HttpResponse:
    """Swagger UI over the OpenAPI document."""
    response = render(request, "rest_api/swagger.html", {"schema": "/rest/default/schema"})
    response["Content-Security-Policy"] = POLICY
    return response
