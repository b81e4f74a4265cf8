"""A merchant with a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.forms import BooleanField, BoundField, MultipleChoiceField
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from admins.models import AdminUser


@pytest.fixture
def merchant(admin: AdminUser) -> Client:
    """A browser signed in by somebody who may do everything."""
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def clerk_allowed(clerk: AdminUser) -> Callable[..., Client]:
    """A browser signed in by a clerk: `clerk_allowed("view_customer")`."""

    def sign_in(*codenames: str) -> Client:
        clerk.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client = Client()
        client.force_login(clerk)
        return client

    return sign_in


def page(row: Any, view: str = "change") -> str:
    """Where the admin shows a row."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{view}", args=[row.pk])


def sent_from(response: HttpResponse, **typed: Any) -> dict[str, Any]:
    """What a browser sends from a page with a form, after somebody typed something into it."""
    context = response.context  # type: ignore[attr-defined]
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    shown = [field for form in forms for field in form]
    values = {field.html_name: _sent(field) for field in shown} | typed
    return {name: value for name, value in values.items() if value is not None and value is not False}


def _sent(field: BoundField) -> Any:
    """An empty text is sent, an unticked box is not."""
    value = field.value()
    return "" if value is None and not isinstance(field.field, BooleanField | MultipleChoiceField) else value


def errors_on(response: HttpResponse) -> dict[str, list[str]]:
    """The sentences on a form that came back, by field; under `__all__` those that are about no single field."""
    assert response.status_code == 200
    return {field: list(sentences) for field, sentences in response.context["adminform"].form.errors.items()}  # type: ignore[attr-defined]
