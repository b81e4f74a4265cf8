"""What text may be at all, whatever it stands for."""

from __future__ import annotations

import re
from typing import Any

UNKEEPABLE = re.compile("[\0\ud800-\udfff]")


def can_be_kept(value: Any) -> bool:
    """Whether a value read from JSON holds only text every database takes: no NUL, no half of a surrogate pair."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str(text):
                if UNKEEPABLE.search(text):
                    return False
            case dict(pairs):
                waiting += [*pairs.keys(), *pairs.values()]
            case list(items):
                waiting += items
    return True
