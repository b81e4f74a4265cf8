"""Admins signing in to the admin's pages: counted with the tokens they ask for, and refused with them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from admins.models import AdminUser
from auth_tokens import throttle
from auth_tokens.errors import SignInFailed
from auth_tokens.models import Token


class Throttled(ModelBackend):
    """Django's own check of a password, with the throttle of every other surface around it."""

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> AdminUser | None:
        if username is None or password is None:
            return None
        try:
            with throttle.counted(Token.Kind.ADMIN, username):
                user = super().authenticate(request, username=username, password=password, **kwargs)
                if user is None:
                    raise SignInFailed()
                return user
        except SignInFailed:
            return None
