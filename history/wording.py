"""An entry in words: what happened, who did it, and what else there is to know."""

from __future__ import annotations

from typing import Any

from history.models import Entry
from kernel import origin


def actor(entry: Entry) -> str:
    """Who did it, such as `admin merchant`."""
    match origin.Kind(entry.actor_kind):
        case origin.Kind.SYSTEM:
            return "the shop itself"
        case origin.Kind.GUEST:
            return "a guest"
        case kind:
            return f"{kind} {entry.actor_name or entry.actor_id}"


def details(entry: Entry) -> str:
    """What else there is to know, such as `firstname: Ada → Grace; taxvat changed`."""
    return "; ".join(_told(name, value) for name, value in entry.details.items() if value != "")


def _told(name: str, value: Any) -> str:
    match value:
        case None:
            return f"{_words(name)} changed"
        case [old, new] if not name.endswith("s"):  # A list has a name in the plural; a change is from one to another.
            return f"{_words(name)}: {_text(old)} → {_text(new)}"
        case _:
            return f"{_words(name)}: {_text(value)}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _text(value: Any) -> str:
    match value:
        case None | "":
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(_words(each) if isinstance(each, str) else _text(each) for each in value)
        case dict():
            return ", ".join(f"{_words(str(name))} {_text(each)}" for name, each in value.items())
        case _:
            return str(value)
