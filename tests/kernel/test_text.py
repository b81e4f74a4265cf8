"""Text every database takes."""

from __future__ import annotations

from typing import Any

import pytest

from kernel.text import can_be_kept


@pytest.mark.parametrize("value", ["", "Ångström", "\U0001f600", "a\nb\tc", 5, None, True, 1.5, [], {}, {"a": ["b"]}])
def test_ordinary_values_can_be_kept(value: Any) -> None:
    assert can_be_kept(value)


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800", "a\udc00b"])
@pytest.mark.parametrize(
    "inside", [str, lambda text: [text], lambda text: {"a": {"b": [text]}}, lambda text: {text: 1}]
)
def test_nul_and_halves_of_pairs_cannot_be_kept_wherever_they_stand(text: str, inside: Any) -> None:
    assert not can_be_kept(inside(text))
