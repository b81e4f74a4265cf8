"""Every route of every room, under each form of Magento's base path."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, re_path

from rest_api.views import NoRoute, View

BASE = r"^(?:(?P<store_code>(?!V\d)[^/]+)/)?V1/"
PARAMETER = re.compile(r"\{(\w+)\}")


def table() -> list[tuple[str, type[View]]]:
    """Path and view of every route, in the order of the apps."""
    rooms = [f"rest_api.{app}.routes" for app in settings.COMMERCE_APPS if find_spec(f"rest_api.{app}")]
    return [route for room in rooms for route in import_module(room).routes]


def pattern(path: str, view: type[View]) -> URLPattern:
    """A path such as `customers/{customerId}`, with or without a slash behind it."""
    return re_path(BASE + PARAMETER.sub(r"(?P<\1>[^/]+)", path) + r"/?$", view.as_view())


urlpatterns = [pattern(path, view) for path, view in table()] + [
    re_path(r"^(?:[^/]+/)?V\d+/", NoRoute.as_view(), {"versioned": True}),
    re_path(r"", NoRoute.as_view(), {"versioned": False}),
]
