"""Admins getting a token."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from admins.models import AdminUser
from auth_tokens import throttle, tokens
from auth_tokens.errors import CredentialRequired, SignInFailed
from auth_tokens.models import Token
from auth_tokens.tokens import NewToken
from kernel import origin
from kernel.errors import raise_any


def create_admin_access_token(*, username: str | None, password: str | None) -> NewToken:
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
    with transaction.atomic():
        # As in customers.sign_in: what was compared must still be so, and stay so until the token is there.
        now = AdminUser.objects.select_for_update().filter(pk=admin.pk, is_active=True, is_staff=True).first()
        if now is None or now.password != admin.password:
            raise SignInFailed()
        return tokens.issue(Token.Kind.ADMIN, admin.pk)


def admin_with(token: Token) -> AdminUser | None:
    """The admin a token belongs to, if still active."""
    admin = AdminUser.objects.filter(pk=token.owner_id, is_active=True, is_staff=True).first()
    if admin is not None:
        origin.recognized(origin.Kind.ADMIN, admin.pk, admin.username, device_id=token.pk)
    return admin
