"""What every answer tells browsers, whoever made it: the strictest that its kind of answer works with."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Data: nothing of it is ever shown, run or framed.
FOR_DATA = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# A page of ours that has not said what it needs: its own files, its own forms.
FOR_PAGES = "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"
# The admin's theme evaluates the expressions in its attributes and lays out charts and menus with inline styles; its
# scripts come from this shop's files, but for the few lines its templates hold.
FOR_THE_ADMIN = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'"
)
UNUSED = [
    *("accelerometer", "bluetooth", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer"),
    *("microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
}


# As Django keeps the headers of an answer: what is told every time is not looked at every time.
READY = {name.lower(): (name, value) for name, value in HEADERS.items()}


class Headers:
    """Adds what the view has not said itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kept = response.headers._store
        for name, header in READY.items():
            kept.setdefault(name, header)
        if "content-security-policy" not in kept:
            response.headers["Content-Security-Policy"] = _policy(request, response)
        return response


def _policy(request: HttpRequest, response: HttpResponse) -> str:
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return FOR_DATA
    return FOR_THE_ADMIN if request.path.startswith("/admin/") else FOR_PAGES
