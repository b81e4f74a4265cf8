"""Reading what a call brings, from its body and from its path."""

from __future__ import annotations

from typing import Any

from kernel.errors import raise_any
from kernel.text import can_be_kept
from rest_api.errors import BodyNotReadable, NestedWrongType, WrongType
from rest_api.shapes import Int, argument, required
from rest_api.views import View


def read(view: View) -> dict[str, Any]:
    """The inputs a route takes, by their names in camelCase; None for what was not sent.

    Raises ValueRequired, SeveralProblems, WrongType, FieldNotSupported, NestedWrongType, and what `bodies.read` does.
    """
    taken = view.takes[str(view.request.method)]
    data = view.read_body()
    raise_any(required(data, *(name for name, field in taken.items() if field.required)))
    sent = {name: argument(data, name) for name in taken}
    return {name: None if value is None else taken[name].read(value) for name, value in sent.items()}


def text(value: str) -> str:
    """A text in a path. Raises BodyNotReadable for one no database takes."""
    if not can_be_kept(value):
        raise BodyNotReadable()
    return value


def number(value: Any) -> int:
    """A number in a path. Raises WrongType."""
    return Int().read(value)


def id_of_what_is_sent(value: Any) -> int:
    """A number in a path that takes the place of the id in the body. Raises NestedWrongType."""
    try:
        return Int().read(value)
    except WrongType as problem:
        raise NestedWrongType(*problem.args, "id") from None
