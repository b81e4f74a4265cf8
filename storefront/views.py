"""The pages: each shows what the domain knows, or makes one domain call with what a form says."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.generic import TemplateView

from customers import confirmation, newsletter, resets, sign_in
from customers.models import Address, Customer
from storefront import postal, sessions
from storefront.forms import (
    ConfirmEmailForm,
    ConfirmSubscriptionForm,
    CreatePasswordForm,
    LinkForm,
    SignInForm,
)
from stores import config
from stores import lookups as stores
from stores.models import Store

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"
)


# Every page shows who is signed in, so none of them is for a cache. The cookie lets a page's scripts call GraphQL.
@method_decorator([never_cache, ensure_csrf_cookie], name="dispatch")
class Page(TemplateView):
    """A page of the default store, whoever looks at it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self.turned_away() or super().dispatch(request, *args, **kwargs)
        response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    def turned_away(self) -> HttpResponse | None:
        """The answer for somebody this page is not for; None for everybody else."""
        return None

    @cached_property
    def store(self) -> Store:
        return stores.default_store()

    @cached_property
    def customer(self) -> Customer | None:
        """Who is signed in; None for a guest."""
        return sessions.customer_of(self.request, self.store)

    def show(self, **shown: Any) -> HttpResponse:
        """Answer with the page."""
        return self.render_to_response(self.get_context_data(**shown))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(store=self.store, customer=self.customer, **kwargs)


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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        locale = config.read("general/locale/code", self.store)
        written: dict[int | None, list[str]] = {
            address.pk: postal.address_lines(address, locale) for address in self.addresses
        }
        return super().get_context_data(
            default_billing=written.get(self.signed_in.default_billing_id),
            default_shipping=written.get(self.signed_in.default_shipping_id),
            additional=[
                written[address.pk]
                for address in self.addresses
                if not address.is_default_billing and not address.is_default_shipping
            ],
            **kwargs,
        )

    @cached_property
    def addresses(self) -> list[Address]:
        return list(self.signed_in.addresses.all())


class SignIn(Page):
    """Signing in, and going on to where the visitor wanted to go."""

    template_name = "storefront/sign_in.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.customer:
            return HttpResponseRedirect(self.destination)
        return self.show(form=SignInForm(), next=self.destination)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SignInForm(request.POST)
        if form.is_valid():
            with form.showing_failures():
                customer = sign_in.authenticate(
                    store=self.store, email=form.cleaned_data["username"], password=form.cleaned_data["password"]
                )
                sessions.begin(request, customer)
                return HttpResponseRedirect(self.destination)
        return self.show(form=form, next=self.destination)

    @property
    def destination(self) -> str:
        """Where `next` says, if that is a page of ours; else My Account."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next")
        ours = {self.request.get_host()}
        if wanted and url_has_allowed_host_and_scheme(wanted, ours, require_https=self.request.is_secure()):
            return wanted
        return reverse("storefront:my_account")


class SignOut(Page):
    """Signing out. Magento signs out on GET, which any image on any page could ask for; here a GET only asks."""

    template_name = "storefront/sign_out.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        sessions.end(request)
        return redirect("storefront:signed_out")


class SignedOut(Page):
    template_name = "storefront/signed_out.html"


class LinkPage(Page):
    """Where the link of a mail leads. A button does what it is for: mail programs open links, too."""

    template_name = "storefront/link.html"
    form_class: type[LinkForm]
    title: str
    asks: str
    button: str
    done: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(form=self.form_class(initial=request.GET.dict()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST)
        if form.is_valid():
            with form.showing_failures():
                self.act(form.cleaned_data)
                return self.show(is_done=True)
        return self.show(form=form)

    def act(self, given: dict[str, Any]) -> None:
        """Make the domain call the button stands for. Raises what the domain refuses."""


class ConfirmEmail(LinkPage):
    form_class = ConfirmEmailForm
    title = "Confirm Your Account"
    asks = "Please confirm that this is your email address. You can sign in afterwards."
    button = "Confirm"
    done = "Thank you. Your account is confirmed."

    def act(self, given: dict[str, Any]) -> None:
        confirmation.activate(website=self.store.website, email=given["email"], key=given["key"])


class CreatePassword(LinkPage):
    form_class = CreatePasswordForm
    title = "Set a New Password"
    asks = "Choose a new password for your account."
    button = "Set a New Password"
    done = "You updated your password."

    def act(self, given: dict[str, Any]) -> None:
        resets.reset_password(
            store=self.store, email=given["email"], token=given["token"], new_password=given["newPassword"]
        )


class ConfirmSubscription(LinkPage):
    form_class = ConfirmSubscriptionForm
    title = "Confirm Your Subscription"
    asks = "Please confirm that you want to get our newsletter."
    button = "Subscribe"
    done = "Your subscription has been confirmed."

    def act(self, given: dict[str, Any]) -> None:
        newsletter.confirm_subscription(subscription_id=given["id"] or 0, code=given["code"])


class MyAccount(AccountPage):
    template_name = "storefront/my_account.html"
    here = "my_account"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(full_name=postal.full_name(self.signed_in), **kwargs)


class AddressBook(AccountPage):
    template_name = "storefront/address_book.html"
    here = "address_book"
