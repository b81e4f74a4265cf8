"""Which password hashes of a file an account can keep."""

from __future__ import annotations

import re

from argon2 import Type, extract_parameters
from argon2.exceptions import InvalidHashError

from transfer import hashers, hashes
from transfer.errors import HashNotVerifiable

SHORTEST = 6  # Magento's import has it from no setting.
LONGEST = 255
OURS = re.compile(
    r"argon2\$(argon2id\$v=19\$m=\d{1,7},t=\d{1,2},p=\d{1,2}\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{22,96})", re.ASCII
)


def accepted(text: str) -> str:
    """What an account keeps of `password_hash` in a file: Magento's forms, and the one our own files have.

    Raises HashNotVerifiable.
    """
    if not text.startswith("argon2$"):
        return hashers.encoded(text)
    found = OURS.fullmatch(text)
    if not found or len(text) > LONGEST:
        raise HashNotVerifiable("it is no hash of ours")
    try:
        written = extract_parameters(f"${found[1]}")
    except (InvalidHashError, ValueError):
        raise HashNotVerifiable("it is no hash of ours") from None
    memory = written.memory_cost * 1024
    if (
        written.type != Type.ID
        or written.parallelism != 1
        or not 1 <= written.time_cost <= hashes.MOST_PASSES
        or not hashes.LEAST_BYTES <= memory <= hashes.MOST_BYTES
    ):
        raise HashNotVerifiable("its parameters ask for more work than is reasonable, or for none")
    return text


def is_of_two_parts(text: str) -> bool:
    """Whether a hash does not say how it was made."""
    return text.count(":") == 1
