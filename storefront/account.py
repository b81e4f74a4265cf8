"""The account's own pages: what is known of somebody, changing it, the newsletter, and closing the account."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from babel.dates import format_datetime, get_timezone
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from auth_tokens import devices
from auth_tokens.models import Token
from customers import accounts, newsletter
from kernel.errors import NoSuchEntity
from storefront import postal, sessions
from storefront.forms import EditAccountForm, NewsletterForm, PasswordForm
from storefront.pages import AccountPage
from stores import config
from stores.general import LOCALE, TIMEZONE

SUBSCRIBED = "We have saved your subscription."
TO_CONFIRM = "A confirmation request has been sent."
UNSUBSCRIBED = "We have removed your newsletter subscription."
AS_BEFORE = "We have updated your subscription."

NUMBER = re.compile(r"[1-9]\d{0,17}", re.ASCII)


class MyAccount(AccountPage):
    template_name = "storefront/my_account.html"
    title = here = "My Account"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        customer, locale = self.signed_in, config.read(LOCALE, self.store)
        written = {address.pk: postal.address_lines(address, locale) for address in customer.addresses.all()}
        billing, shipping = customer.default_billing_id, customer.default_shipping_id
        return super().get_context_data(
            full_name=postal.full_name(customer),
            default_billing=written.get(billing) if billing else None,
            default_shipping=written.get(shipping) if shipping else None,
            **kwargs,
        )


class EditAccount(AccountPage):
    """Changing the account; ticking a box changes the e-mail or the password with it."""

    template_name = "storefront/edit_account.html"
    title = "Edit Account Information"
    here = "Account Information"
    ticked: tuple[str, ...] = ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        initial = dict.fromkeys(self.ticked, True)
        return self.show(form=EditAccountForm(store=self.store, owner=self.signed_in, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EditAccountForm(request.POST, store=self.store, owner=self.signed_in)
        if form.is_valid():
            with form.showing_failures():
                accounts.edit_own_account(
                    customer=self.signed_in,
                    fields=form.fields_given(),
                    current_password=form.cleaned_data["current_password"],
                    new_password=form.new_password,
                )
                if form.new_password is not None:
                    sessions.renew(request)
                self.tell("You saved the account information.")
                return redirect("storefront:my_account")
        return self.show(form=form)


class ChangePassword(EditAccount):
    """The same page, with the box for a new password ticked."""

    ticked = ("change_password",)


class Newsletter(AccountPage):
    template_name = "storefront/newsletter.html"
    title = "Newsletter Subscription"
    here = "Newsletter Subscriptions"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._only_if_offered()
        return self.show(form=NewsletterForm(initial={"is_subscribed": self.signed_in.is_subscribed}))

    def post(self, request: HttpRequest) -> HttpResponse:
        self._only_if_offered()
        form = NewsletterForm(request.POST)
        if form.is_valid():
            before, wanted = self.signed_in.is_subscribed, form.cleaned_data["is_subscribed"]
            with form.showing_failures():
                newsletter.set_subscribed(self.signed_in, wanted)
                self.tell(self._done(before, wanted))
                return redirect("storefront:my_account")
        return self.show(form=form)

    def _only_if_offered(self) -> None:
        if not self.offers_newsletter:
            raise Http404

    def _done(self, before: bool, wanted: bool) -> str:
        if before == wanted:
            return AS_BEFORE
        if not wanted:
            return UNSUBSCRIBED
        now = sessions.customer_of(self.request, self.store)
        return SUBSCRIBED if now and now.is_subscribed else TO_CONFIRM


class Devices(AccountPage):
    """Where somebody is signed in, and signing out there."""

    template_name = "storefront/devices.html"
    title = here = "Signed-in Devices"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        zone = get_timezone(config.read(TIMEZONE, self.store))
        shown = [
            {
                "device": device,
                "signed_in": format_datetime(device.signed_in_at, tzinfo=zone, locale="en_US"),
                "last_used": format_datetime(device.last_used_at, tzinfo=zone, locale="en_US"),
            }
            for device in devices.of(Token.Kind.CUSTOMER, self.signed_in.pk)
        ]
        return super().get_context_data(devices=shown, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        kind, owner_id = Token.Kind.CUSTOMER, self.signed_in.pk
        here = devices.current_id(kind, owner_id)
        chosen = request.POST.get("device", "")
        if chosen == "all":
            devices.revoke_all(kind, owner_id)
        elif chosen == "others":
            devices.revoke_others(kind, owner_id)
            self.tell("You signed out all other devices.")
            return redirect("storefront:devices")
        else:
            with suppress(NoSuchEntity):  # It is signed out already, as was asked for; somebody else's is left alone.
                devices.revoke(kind, owner_id, int(chosen) if NUMBER.fullmatch(chosen) else 0)
            if chosen != str(here):
                self.tell("You signed out the device.")
                return redirect("storefront:devices")
        sessions.end(request)
        return redirect("storefront:signed_out")


class DeleteAccount(AccountPage):
    """Closing the account, after saying what goes with it."""

    template_name = "storefront/delete_account.html"
    title = "Delete Account"
    here = "Account Information"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(form=PasswordForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PasswordForm(request.POST)
        if form.is_valid():
            with form.showing_failures():
                accounts.delete_own_account(customer=self.signed_in, password=form.cleaned_data["current_password"])
                sessions.end(request)
                self.tell("You deleted your account.")
                return redirect("storefront:sign_in")
        return self.show(form=form)
