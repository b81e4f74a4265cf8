"""What Prometheus is told of this shop's calls. Labels take as many values as there are routes, fields and statuses.

Under gunicorn each worker counts in files of its own in PROMETHEUS_MULTIPROC_DIR, and whoever asks is told the sum.
"""

from __future__ import annotations

import os
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from commerce.routes import route_of

CONTENT_TYPE = CONTENT_TYPE_LATEST
METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter("duplex_requests", "Requests answered.", ["method", "route", "status"])
DURATION = Histogram("duplex_request_seconds", "How long answers took.", ["method", "route"], buckets=SECONDS)
IN_PROGRESS = Gauge("duplex_requests_in_progress", "Requests being answered.", multiprocess_mode="livesum")
FIELDS = Counter("duplex_graphql_fields", "Fields asked for at the top of GraphQL documents.", ["operation", "field"])


def note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Count a request that has been answered."""
    method = request.method if request.method in METHODS else "OTHER"
    route = route_of(request)
    answered, taken = _of_requests(method, route, response.status_code)
    answered.inc()
    taken.observe(seconds)
    operation, fields = getattr(request, "graphql_fields", ("", ()))
    for field in fields:
        _of_fields(operation, field).inc()


@lru_cache(maxsize=2000)
def _of_requests(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    return REQUESTS.labels(method, route, str(status)), DURATION.labels(method, route)


@lru_cache(maxsize=2000)
def _of_fields(operation: str, field: str) -> Counter:
    return FIELDS.labels(operation, field)


def exposition() -> bytes:
    """All that was counted, by all workers, as Prometheus reads it."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
