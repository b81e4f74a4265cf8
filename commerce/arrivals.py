"""Each call as it arrives: where it comes from is noted for the domain, which has never heard of a request."""

from __future__ import annotations

import ipaddress
import logging
import re
import time
import uuid
from collections.abc import Callable, Mapping
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from commerce import logs, metrics
from commerce.lanes import is_call
from commerce.routes import path_of, route_of
from kernel import origin
from revisions import kept

DEVICE = "HTTP_X_DUPLEX_DEVICE"  # in which a client may name the device it runs on
REQUEST_ID = "X-Request-ID"
SENT_ID = "HTTP_X_REQUEST_ID"
WELL_FORMED_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,127}")
QUIET = ("/health/", "/metrics", "/static/")  # asked all the time, and of no interest
AGENT_LENGTH = 255  # Longer names of clients are cut; nobody reads on.


logger = logging.getLogger(logs.ACCESS)


class Arrivals:
    """The outermost middleware: gives each request an id, and writes its line when it has been answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        late = settings.GUESTS_LATE_SECONDS if is_of_a_guest(request) else 0
        with origin.coming_from(origin_of(request)) as at, kept.one_call(late), metrics.IN_PROGRESS.track_inprogress():
            response = self.get_response(request)
            response[REQUEST_ID] = at.request_id
            seconds = time.perf_counter() - begun
            metrics.note(request, response, seconds)
            _note(request, response, seconds)
            return response


def is_of_a_guest(request: HttpRequest) -> bool:
    """Whether it is a call of the APIs that says nothing about who is asking."""
    sent = request.META
    return is_call(request) and not sent.get("HTTP_AUTHORIZATION")


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Write the line of a request."""
    level = logging.DEBUG if request.path.startswith(QUIET) else logging.INFO
    if not logger.isEnabledFor(level):
        return
    told = {
        "method": request.method,
        "path": path_of(request),
        "route": route_of(request),
        "status": response.status_code,
        "ms": round(1000 * seconds, 1),
    }
    # Where in the code it is written nobody asks, and looking for it takes as long as the rest.
    logger.handle(logger.makeRecord(logger.name, level, __file__, 0, "request", (), None, extra=told))


class Admins:
    """Behind the sessions: whoever is signed in to the admin is acting there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and request.user.is_authenticated:
            origin.recognized(origin.Kind.ADMIN, request.user.pk, request.user.get_username())
        return self.get_response(request)


def origin_of(request: HttpRequest) -> origin.Origin:
    """Where a call comes from; nobody has been recognized yet."""
    # Not `request.headers`, which would be made of all of them with every call.
    sent: Mapping[str, str] = request.META
    agent = sent.get("HTTP_USER_AGENT", "")[:AGENT_LENGTH]
    device = sent.get(DEVICE, "")[:AGENT_LENGTH]
    challenge = sent.get("HTTP_X_RECAPTCHA") or sent.get("HTTP_X_CAPTCHA") or ""
    return origin.Origin(
        origin.GUEST,
        address=address_of(request),
        agent=agent,
        device=device,
        challenge=challenge,
        request_id=id_of(request),
    )


def id_of(request: HttpRequest) -> str:
    """What the client or a proxy calls this request, if it is a well-formed name; else one of our own."""
    sent = request.META.get(SENT_ID, "")
    return sent if WELL_FORMED_ID.fullmatch(sent) else uuid.uuid4().hex


def address_of(request: HttpRequest) -> str:
    """The IP address of the client, as the outermost proxy of ours saw it; empty if there is none to be read.

    Each of the PROXIES adds one address to the right of X-Forwarded-For; what stands to the left of these was said by
    the client itself.
    """
    seen: str = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if forwarded:
            seen = forwarded[-min(settings.PROXIES, len(forwarded))]
    return _normal(seen)


@lru_cache(maxsize=10_000)
def _normal(address: str) -> str:
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return ""
