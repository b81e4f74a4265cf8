"""What all pages share: the store view that speaks, who is signed in, and what a browser is told."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from customers import config as settings
from customers.models import Customer
from kernel import origin
from storefront import sessions, store_views
from stores import config
from stores import lookups as stores
from stores.models import Store

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"
)

CHALLENGE = "challenge"  # the field in which a page's form sends what the APIs' clients send in X-ReCaptcha


# Every page shows who is signed in, so none of them is for a cache. The cookie lets a page's scripts call GraphQL.
@method_decorator([never_cache, ensure_csrf_cookie, sensitive_post_parameters()], name="dispatch")
class Page(TemplateView):
    """A page of the store view the visitor has chosen, whoever looks at it."""

    title = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if CHALLENGE in request.POST:
            origin.current().challenge = request.POST[CHALLENGE]
        response = store_views.choice(request) or self.turned_away() or super().dispatch(request, *args, **kwargs)
        response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    def turned_away(self) -> HttpResponse | None:
        """The answer for somebody this page is not for; None for everybody else."""
        return None

    @cached_property
    def store(self) -> Store:
        return store_views.speaking(self.request)

    @cached_property
    def customer(self) -> Customer | None:
        """Who is signed in; None for a guest."""
        return sessions.customer_of(self.request, self.store)

    def show(self, **shown: Any) -> HttpResponse:
        """Answer with the page."""
        return self.render_to_response(self.get_context_data(**shown))

    def tell(self, sentence: str) -> None:
        """Say on the page the visitor sees next that something was done."""
        messages.success(self.request, sentence)

    @property
    def destination(self) -> str:
        """Where `next` says, if that is a page of ours; else My Account."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next")
        ours = {self.request.get_host()}
        if wanted and url_has_allowed_host_and_scheme(wanted, ours, require_https=self.request.is_secure()):
            return wanted
        return reverse("storefront:my_account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            store=self.store,
            customer=self.customer,
            store_views=stores.views_of_website(self.store.website_id),
            **kwargs,
        )


class VisitorPage(Page):
    """A page for somebody who is not signed in; whoever is goes on to where they wanted to go."""

    def turned_away(self) -> HttpResponse | None:
        # A loop would be the thanks for a way back that leads here.
        return redirect("storefront:my_account") if self.customer else None


class AccountPage(Page):
    """A page about the customer who is signed in. A guest signs in first, and comes back."""

    here: str  # which link of the account's navigation leads to it

    def turned_away(self) -> HttpResponse | None:
        if self.customer:
            return None
        return redirect(f"{reverse('storefront:sign_in')}?{urlencode({'next': self.request.get_full_path()})}")

    @property
    def signed_in(self) -> Customer:
        assert self.customer
        return self.customer

    @cached_property
    def offers_newsletter(self) -> bool:
        """Whether the store view has a newsletter one could get."""
        return bool(config.read(settings.NEWSLETTER_ACTIVE, self.store))
