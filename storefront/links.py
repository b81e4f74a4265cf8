"""Where the links of mails lead. A button does what each is for: mail programs open links, too."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from customers import confirmation, newsletter, resets
from storefront.forms import ConfirmEmailForm, ConfirmSubscriptionForm, CreatePasswordForm, LinkForm
from storefront.pages import Page


class LinkPage(Page):
    """A page that hands on what the link carries once its button is pressed."""

    template_name = "storefront/link.html"
    form_class: type[LinkForm]
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
        raise NotImplementedError


class ConfirmEmail(LinkPage):
    form_class = ConfirmEmailForm
    title = "Confirm Your Account"
    asks = "Please confirm that this is your email address. You can sign in afterwards."
    button = "Confirm"
    done = "Thank you. Your account is confirmed."

    def act(self, given: dict[str, Any]) -> None:
        confirmation.activate(website=self.store.website, email=given["email"], key=given["key"])


class CreatePassword(LinkPage):
    """A new password. Nobody is signed in by it, and whoever was signed in with the old one no longer is."""

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
