"""The forms shoppers fill in. They ask; the domain judges, and what it says lands on the field it is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms

from kernel.errors import Failure, SeveralProblems

FORM_ERROR = "form-error"  # the id of the sentence that is about no single field


class ShopForm(forms.Form):
    """A form with Magento's names for its fields: `login[password]` for a `prefix` of `login`."""

    def add_prefix(self, field_name: str) -> str:
        return f"{self.prefix}[{field_name}]"

    @contextmanager
    def showing_failures(self) -> Iterator[None]:
        """Put what the domain refuses within the block onto the form, and go on after the block."""
        try:
            yield
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
