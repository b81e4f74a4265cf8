"""Which store view the pages speak for: the one a visitor has chosen, else the default.

As with the `Store` header of the APIs, any active view can be named, whatever its website; who is signed in is looked
for on the website of the view that speaks.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import RedirectView

from stores import lookups as stores
from stores.errors import StoreNotFound
from stores.models import Store

COOKIE, PARAMETER = "store", "___store"  # Magento's names
A_YEAR = 365 * 24 * 60 * 60


def speaking(request: HttpRequest) -> Store:
    """The view the visitor has chosen, if it is still there; else the default one. Without any there is no page."""
    try:
        return _named(request.COOKIES.get(COOKIE)) or stores.default_store()
    except StoreNotFound as refusal:
        raise Http404(refusal.message) from refusal


def choice(request: HttpRequest) -> HttpResponse | None:
    """The answer to somebody who chooses a view with `?___store=code`: the same page, and a cookie that remembers.

    None for everybody else. A view that is not there is no choice: the page comes as it was.
    """
    if request.method not in ("GET", "HEAD") or PARAMETER not in request.GET:
        return None
    chosen = _named(request.GET[PARAMETER])
    left = request.GET.copy()
    del left[PARAMETER]
    request.META["QUERY_STRING"] = left.urlencode()
    response = HttpResponseRedirect(request.get_full_path())
    if chosen:
        response.set_cookie(
            COOKIE, chosen.code, max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
    return response


class InView(RedirectView):
    """A page's address behind the code of a view, as links have it where the merchant adds store codes to URLs."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        given = self.request.GET.copy()
        given[PARAMETER] = kwargs["code"]
        return f"/{kwargs['address']}?{given.urlencode()}"


def _named(code: str | None) -> Store | None:
    try:
        return stores.store_by_code(code) if code else None
    except StoreNotFound:
        return None
