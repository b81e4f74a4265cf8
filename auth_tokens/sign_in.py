"""Admins getting a token."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from admins.models import AdminUser
from auth_tokens import throttle, tokens
from auth_tokens.errors import CredentialRequired, SignInFailed
from auth_tokens.models import Token
from kernel import origin
from kernel.errors import raise_any


def create_admin_access_token(*, username: str | None, password: str | None) -> str:
    """A token for an admin.

    Raises CredentialRequired, SeveralProblems, SignInFailed.
    """
    given = {"username": username, "password": password}
    raise_any([CredentialRequired(fieldName=name) for name, value in given.items() if not value])
    with throttle.counted(Token.Kind.ADMIN, username or ""):
        admin = AdminUser.objects.filter(username=username, is_active=True, is_staff=True).first()
        if admin is None:
            make_password(password)  # As much work as for a name that exists, so that time tells nothing.
            raise SignInFailed()
        if not admin.check_password(password or ""):
            raise SignInFailed()
    return tokens.issue(Token.Kind.ADMIN, admin.pk)


def admin_with(token: Token) -> AdminUser | None:
    """The admin a token belongs to, if still active."""
    admin = AdminUser.objects.filter(pk=token.owner_id, is_active=True, is_staff=True).first()
    if admin is not None:
        origin.recognized(origin.Kind.ADMIN, admin.pk, admin.username)
    return admin
