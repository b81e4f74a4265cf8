"""The forms shoppers fill in. They ask; the domain judges, and what it says lands on the field it is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms

from kernel.errors import Failure, ServiceUnavailable, SeveralProblems

FORM_ERROR = "form-error"  # the id of the sentence that is about no single field


class ShopForm(forms.Form):
    """A form with Magento's names for its fields: `login[password]` for a `prefix` of `login`."""

    def add_prefix(self, field_name: str) -> str:
        return f"{self.prefix}[{field_name}]"

    @contextmanager
    def showing_failures(self) -> Iterator[None]:
        """Put what the domain refuses within the block onto the form, and go on after the block.

        Raises ServiceUnavailable, which no change of the form could mend.
        """
        try:
            yield
        except ServiceUnavailable:
            raise
        except Failure as failure:
            for problem in failure.problems if isinstance(failure, SeveralProblems) else [failure]:
                self._show(problem)

    def _show(self, problem: Failure) -> None:
        named = problem.parameters.get("fieldName") if isinstance(problem.parameters, dict) else None
        if named in self.fields:
            self.add_error(named, problem.storefront_message)
            return
        self.add_error(None, problem.storefront_message)
        for field in self.fields.values():
            field.widget.attrs["aria-describedby"] = FORM_ERROR


def _text(**attributes: Any) -> forms.TextInput:
    return forms.TextInput({"autocapitalize": "none", "spellcheck": "false", **attributes})


class LinkForm(ShopForm):
    """What the link of a mail carries, handed on by whoever has opened it and goes on."""

    prefix = "link"

    def add_prefix(self, field_name: str) -> str:
        return field_name  # The link names them so.


class ConfirmEmailForm(LinkForm):
    email = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


class ConfirmSubscriptionForm(LinkForm):
    id = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**63 - 1)
    code = forms.CharField(widget=forms.HiddenInput, required=False)


class CreatePasswordForm(LinkForm):
    """Asks for a new password, twice."""

    email = forms.CharField(widget=forms.HiddenInput, required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    newPassword = forms.CharField(
        label="New Password",
        required=False,
        strip=False,
        widget=forms.PasswordInput({"id": "password", "autocomplete": "new-password"}),
    )
    confirmation = forms.CharField(
        label="Confirm New Password",
        required=False,
        strip=False,
        widget=forms.PasswordInput({"id": "password-confirmation", "autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("newPassword") != given.get("confirmation"):
            self.add_error("confirmation", "Please make sure your passwords match.")
        return given


class SignInForm(ShopForm):
    """Asks who is there. Empty fields pass, because the domain has its own sentence for them."""

    prefix = "login"

    # No type="email": browsers refuse addresses with letters beyond ASCII, which a customer may have.
    username = forms.CharField(
        label="Email", required=False, widget=_text(id="email", autocomplete="username", inputmode="email")
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        widget=forms.PasswordInput({"id": "password", "autocomplete": "current-password"}),
    )
