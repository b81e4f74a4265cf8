"""What text may be at all, whatever it stands for, and the form it is searched in."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

UNKEEPABLE = re.compile("[\0\ud800-\udfff]")


def can_be_kept(value: Any) -> bool:
    """Whether a value read from JSON holds only text every database takes: no NUL, no half of a surrogate pair."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str(text):
                if ("\0" in text) if text.isascii() else UNKEEPABLE.search(text):
                    return False
            case dict(pairs):
                waiting += [*pairs.keys(), *pairs.values()]
            case list(items):
                waiting += items
    return True


BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def one_line(text: str) -> str:
    """A text without line breaks and other control characters, each run of them a space: safe in the head of a mail."""
    return BREAKS.sub(" ", text).strip()


def folded(text: str) -> str:
    """A text as it is searched for: without accents and without regard to case, each space as it is."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
