"""What signing in takes."""

from __future__ import annotations

from typing import Any

from rest_api.shapes import Text, argument


def read_credentials(data: dict[str, Any]) -> dict[str, str | None]:
    """User name and password, None for what is missing. Raises WrongType."""
    given = {name: argument(data, name) for name in ("username", "password")}
    return {name: None if value is None else Text().read(value) for name, value in given.items()}
