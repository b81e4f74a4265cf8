"""Admins getting tokens, and what those let them do."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from admins import permissions
from admins.models import AdminUser
from auth_tokens import sign_in
from auth_tokens.errors import CredentialRequired, SignInFailed
from auth_tokens.models import Token
from kernel.errors import Failure, SeveralProblems
from tests.conftest import PASSWORD
from tests.recognition import recognize

MANAGE = "Magento_Customer::manage"


def allow(admin: AdminUser, permission: str) -> AdminUser:
    """The admin, allowed one thing more."""
    app, codename = permission.split(".")
    admin.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return AdminUser.objects.get(pk=admin.pk)


def test_an_admin_gets_a_token_that_says_who_they_are(admin: AdminUser) -> None:
    token = recognize(sign_in.create_admin_access_token(username="merchant", password=PASSWORD))

    assert token is not None
    assert (token.kind, token.owner_id, token.website_id) == (Token.Kind.ADMIN, admin.pk, None)
    assert sign_in.admin_with(token) == admin


@pytest.mark.parametrize(
    ("username", "password"),
    [("merchant", "Wrong-Horse-9"), ("nobody", PASSWORD), ("merchant ", PASSWORD), ("merchant", PASSWORD + " ")],
)
def test_wrong_credentials_are_refused_without_a_reason(admin: AdminUser, username: str, password: str) -> None:
    with pytest.raises(SignInFailed) as raised:
        sign_in.create_admin_access_token(username=username, password=password)

    assert raised.value == SignInFailed()
    assert not Token.objects.exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_an_admin_who_is_one_no_more_is_refused_and_so_are_their_tokens(
    admin: AdminUser, change: dict[str, Any]
) -> None:
    token = recognize(sign_in.create_admin_access_token(username="merchant", password=PASSWORD))
    assert token is not None

    AdminUser.objects.filter(pk=admin.pk).update(**change)

    assert sign_in.admin_with(token) is None
    with pytest.raises(SignInFailed):
        sign_in.create_admin_access_token(username="merchant", password=PASSWORD)


@pytest.mark.parametrize(
    ("username", "password", "failure"),
    [
        ("", PASSWORD, CredentialRequired(fieldName="username")),
        ("merchant", None, CredentialRequired(fieldName="password")),
        (
            None,
            "",
            SeveralProblems([CredentialRequired(fieldName="username"), CredentialRequired(fieldName="password")]),
        ),
    ],
)
@pytest.mark.django_db
def test_what_is_missing_is_asked_for(username: str | None, password: str | None, failure: Failure) -> None:
    with pytest.raises(type(failure)) as raised:
        sign_in.create_admin_access_token(username=username, password=password)

    assert raised.value == failure


@pytest.mark.django_db
def test_an_unknown_name_costs_one_hash_as_a_known_one_does(admin: AdminUser, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(sign_in, "make_password", made.append)

    with pytest.raises(SignInFailed):
        sign_in.create_admin_access_token(username="nobody", password=PASSWORD)
    with pytest.raises(SignInFailed):
        sign_in.create_admin_access_token(username="merchant", password="Wrong-Horse-9")

    assert made == [PASSWORD]


@pytest.mark.parametrize("resource", [*permissions.RESOURCES, "Magento_Sales::sales"])
def test_a_superuser_may_do_everything(admin: AdminUser, resource: str) -> None:
    assert permissions.may(admin, resource)


@pytest.mark.parametrize("resource", [*permissions.RESOURCES, "Magento_Sales::sales"])
def test_whom_nobody_allowed_anything_may_do_nothing(clerk: AdminUser, resource: str) -> None:
    assert not permissions.may(clerk, resource)


@pytest.mark.parametrize(("resource", "permission"), permissions.RESOURCES.items())
def test_a_permission_opens_its_resource_and_no_other(clerk: AdminUser, resource: str, permission: str) -> None:
    allowed = allow(clerk, permission)

    assert [each for each in permissions.RESOURCES if permissions.may(allowed, each)] == [resource]
    assert not permissions.may(allowed, "Magento_Sales::sales")


def test_an_inactive_superuser_may_do_nothing(admin: AdminUser) -> None:
    admin.is_active = False

    assert not permissions.may(admin, MANAGE)
