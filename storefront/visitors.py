"""Pages for whoever is not signed in: signing in, out and up, and what has been forgotten or got lost."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from customers import accounts, confirmation, resets, sign_in
from storefront import sessions
from storefront.forms import CreateAccountForm, EmailForm, SignInForm
from storefront.pages import Page, VisitorPage


class SignIn(Page):
    """Signing in, and going on to where the visitor wanted to go."""

    template_name = "storefront/sign_in.html"
    title = "Customer Login"

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


class SignOut(Page):
    """Signing out. Magento signs out on GET, which any image on any page could ask for; here a GET only asks."""

    template_name = "storefront/sign_out.html"
    title = "Sign Out"

    def post(self, request: HttpRequest) -> HttpResponse:
        sessions.end(request)
        return redirect("storefront:signed_out")


class SignedOut(Page):
    template_name = "storefront/signed_out.html"
    title = "You are signed out"


class CreateAccount(VisitorPage):
    """Opening an account, and being signed in to it unless the e-mail has to be confirmed first."""

    template_name = "storefront/create_account.html"
    title = "Create New Customer Account"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(form=CreateAccountForm(store=self.store), next=self.destination)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CreateAccountForm(request.POST, store=self.store)
        if form.is_valid():
            with form.showing_failures():
                customer = accounts.sign_up(
                    store=self.store, fields=form.fields_given(), password=form.cleaned_data["password"]
                )
                if not customer.is_confirmed:
                    self.tell(self._has_to_confirm(customer.email))
                    return redirect("storefront:sign_in")
                sessions.begin(request, customer)
                self.tell(f"Thank you for registering with {self.store.group.name}.")
                return HttpResponseRedirect(self.destination)
        return self.show(form=form, next=self.destination)

    def _has_to_confirm(self, email: str) -> str:
        again = f"{reverse('storefront:resend_confirmation')}?{urlencode({'email': email})}"
        return format_html(
            "You must confirm your account. Please check your email for the confirmation link or "
            '<a href="{}">click here</a> for a new link.',
            again,
        )


class EmailPage(VisitorPage):
    """Where an e-mail is typed and something is sent there. Whether anybody has it is not told."""

    template_name = "storefront/email.html"
    asks: str
    button: str
    sent: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(form=EmailForm(initial={"email": request.GET.get("email", "")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EmailForm(request.POST)
        if form.is_valid():
            email = form.cleaned_data["email"]
            with form.showing_failures():
                self.send(email)
                self.tell(self.sent.replace("%1", email))
                return redirect("storefront:sign_in")
        return self.show(form=form)

    def send(self, email: str) -> None:
        """Make the domain call. Raises what the domain refuses."""
        raise NotImplementedError


class ForgotPassword(EmailPage):
    title = "Forgot Your Password?"
    asks = "Please enter your email address below to receive a password reset link."
    button = "Reset My Password"
    sent = "If there is an account associated with %1 you will receive an email with a link to reset your password."

    def send(self, email: str) -> None:
        resets.remind(store=self.store, email=email)


class ResendConfirmation(EmailPage):
    title = "Send confirmation link"
    asks = "Please enter your email below and we will send you the confirmation link."
    button = "Send confirmation link"
    sent = "If there is an account associated with %1 that has to be confirmed you will receive an email with the link."

    def send(self, email: str) -> None:
        confirmation.remind(store=self.store, email=email)
