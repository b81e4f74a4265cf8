"""Each call as it arrives: where it comes from is noted for the domain, which has never heard of a request."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kernel import origin
from revisions import kept

DEVICE = "X-Duplex-Device"  # in which a client may name the device it runs on
AGENT_LENGTH = 255  # Longer names of clients are cut; nobody reads on.


class Arrivals:
    """The outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with origin.coming_from(origin_of(request)), kept.one_call():
            return self.get_response(request)


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
    agent = request.headers.get("User-Agent", "")[:AGENT_LENGTH]
    device = request.headers.get(DEVICE, "")[:AGENT_LENGTH]
    challenge = request.headers.get("X-ReCaptcha") or request.headers.get("X-Captcha") or ""
    return origin.Origin(origin.GUEST, address=address_of(request), agent=agent, device=device, challenge=challenge)


def address_of(request: HttpRequest) -> str:
    """The IP address of the client, as the outermost proxy of ours saw it; empty if there is none to be read.

    Each of the PROXIES adds one address to the right of X-Forwarded-For; what stands to the left of these was said by
    the client itself.
    """
    seen: str = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if forwarded:
            seen = forwarded[-min(settings.PROXIES, len(forwarded))]
    try:
        return str(ipaddress.ip_address(seen))
    except ValueError:
        return ""
