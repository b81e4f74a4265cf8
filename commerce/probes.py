"""Questions of the platform: does this process live, can it serve, and what has it counted.

They are answered before anything else looks at the request, so that a probe needs no host name, no session and, to be
told that the process lives, no database.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from commerce import metrics

RETRY_AFTER = 5  # seconds


class Probes:
    """Answers at /health/live, /health/ready and /metrics, with and without a slash at the end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.is_migrated = False
        self.views = {"/health/live": self.live, "/health/ready": self.ready, "/metrics": self.metrics}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = self.views.get(request.path.rstrip("/"))
        if view is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = view(request)
        response["Cache-Control"] = "no-store"
        return response

    def live(self, request: HttpRequest) -> HttpResponse:
        """The process answers."""
        return JsonResponse({"status": "live"})

    def ready(self, request: HttpRequest) -> HttpResponse:
        """The database answers and has every table this release needs."""
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            if not self.is_migrated:  # Once it has been, it stays so: nobody migrates backwards under a running shop.
                executor = MigrationExecutor(connection)
                self.is_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            return self._not_ready("database")
        return JsonResponse({"status": "ready"}) if self.is_migrated else self._not_ready("migrations")

    def metrics(self, request: HttpRequest) -> HttpResponse:
        """For whoever holds METRICS_TOKEN; without one, for this machine. For others there is nothing here."""
        if not _may_read_metrics(request):
            return HttpResponse("Not found.\n", status=404, content_type="text/plain")
        return HttpResponse(metrics.exposition(), content_type=metrics.CONTENT_TYPE)

    @staticmethod
    def _not_ready(missing: str) -> HttpResponse:
        answer = {"status": "not ready", "missing": missing}
        return JsonResponse(answer, status=503, headers={"Retry-After": str(RETRY_AFTER)})


def _may_read_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        sent = request.headers.get("Authorization", "").encode()
        return secrets.compare_digest(sent, f"Bearer {settings.METRICS_TOKEN}".encode())
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False  # A proxy on this machine asks for somebody elsewhere.
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
