"""The table of all routes."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from rest_api.views import View

PARAMETER = re.compile(r"\{(\w+)\}")


def table() -> list[tuple[str, type[View]]]:
    """Path and view of every route, in the order of the apps."""
    rooms = [f"rest_api.{app}.routes" for app in settings.COMMERCE_APPS if find_spec(f"rest_api.{app}")]
    return [route for room in rooms for route in import_module(room).routes]
