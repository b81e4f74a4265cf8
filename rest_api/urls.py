"""Every route of every room, under each form of Magento's base path."""

from __future__ import annotations

from django.urls import URLPattern, re_path

from rest_api.openapi import Schema
from rest_api.routes import PARAMETER, table
from rest_api.views import NoRoute, View

STORE = r"^(?:(?P<store_code>(?!V\d)[^/]+)/)?"

__all__ = ["table", "urlpatterns"]


def pattern(path: str, view: type[View]) -> URLPattern:
    """A path such as `customers/{customerId}`, with or without a slash behind it."""
    return re_path(STORE + "V1/" + PARAMETER.sub(r"(?P<\1>[^/]+)", path) + r"/?$", view.as_view())


def by_use() -> list[tuple[str, type[View]]]:
    """The table, what storefronts ask for with nearly every call first: patterns are tried one after the other."""
    return sorted(table(), key=lambda route: not route[0].startswith("customers/me"))


urlpatterns = [
    *(pattern(path, view) for path, view in by_use()),
    re_path(STORE + r"schema/?$", Schema.as_view()),
    re_path(r"^(?:[^/]+/)?V\d+/", NoRoute.as_view(), {"versioned": True}),
    re_path(r"", NoRoute.as_view(), {"versioned": False}),
]
