"""What text may be at all, whatever it stands for."""

from __future__ import annotations

from typing import Any


def can_be_kept(value: Any) -> bool:
    """Whether a value read from JSON holds only text every database takes: no NUL, no half of a surrogate pair."""
    match value:
        case str():
            return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
        case dict():
            return all(can_be_kept(key) and can_be_kept(each) for key, each in value.items())
        case list():
            return all(can_be_kept(each) for each in value)
        case _:
            return True
