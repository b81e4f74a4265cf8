"""Passwords that are guessed first: common ones, and those made of what everybody knows about their owner."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator

SHORTEST_WORD = 4  # Shorter words are found in too many good passwords.
LEAST_OF_ITS_OWN = 8  # characters a password must have besides such words


def is_guessable(password: str, words: Iterable[str]) -> bool:
    """Whether a password is common, a common one repeated, a mere sequence, or little more than some of these words.

    It is looked at without regard to case and to how its letters are composed.
    """
    plain = _plain(password)
    if _is_sequence(plain) or _unit(plain) in _common() or len(_unit(plain)) < SHORTEST_WORD:
        return True
    rest = plain
    for word in sorted({part for text in words for part in re.findall(r"\w+", _plain(text))}, key=len, reverse=True):
        if len(word) >= SHORTEST_WORD:
            rest = rest.replace(word, "")
    return rest != plain and len(rest) < LEAST_OF_ITS_OWN


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _unit(text: str) -> str:
    """The shortest beginning that makes the text when it is repeated, the last time perhaps in part."""
    return next(text[:size] for size in range(1, len(text) + 1) if all(map(str.__eq__, text[size:], text)))


def _is_sequence(text: str) -> bool:
    """Whether each character is as far from the one before as the second from the first, one up or one down."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1})


@cache
def _common() -> frozenset[str]:
    """The 20,000 most common passwords, as Django brings them."""
    return frozenset(map(_plain, CommonPasswordValidator().passwords))
