"""`fields=id,region[region_code]`: which parts of an answer the caller wants."""

from __future__ import annotations

import re
from typing import Any

Wanted = dict[str, "Wanted | None"]

PERMITTED = re.compile(r"[A-Za-z0-9_\[\],]+")
TOKEN = re.compile(r"[\[\],]|[^\[\],]+")


def select(answer: Any, wanted: str) -> Any:
    """What is left of an object or a list of them; `[]` where nothing is, or where the filter is malformed."""
    if not isinstance(answer, (dict, list)):
        return answer
    tree = _parsed(wanted)
    return [] if tree is None else _kept(answer, tree)


def _parsed(text: str) -> Wanted | None:
    if not PERMITTED.fullmatch(text):
        return None
    current: Wanted = {}
    open_ones: list[Wanted] = []
    last = ""
    for token in TOKEN.findall(text):
        match token:
            case ",":
                pass
            case "[":
                inner: Wanted = {}
                current[last] = inner
                open_ones.append(current)
                current = inner
            case "]":
                if not open_ones:
                    return None
                current = open_ones.pop()
            case name:
                current[name] = None
                last = name
    return None if open_ones else current


def _kept(value: Any, wanted: Wanted) -> Any:
    if isinstance(value, list):
        return [_kept(each, wanted) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, each in value.items():
        if key in wanted:
            inner = wanted[key]
            kept[key] = each if inner is None else _kept(each, inner)
    return kept or []
