"""Passwords as Magento keeps them, compared here until their owners sign in and they are hashed anew."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import BasePasswordHasher, get_hasher, mask_hash
from django.utils.crypto import constant_time_compare

from limits import hashing
from transfer import hashes
from transfer.errors import HashNotVerifiable

OURS = hashes.Argon().work


class Magento(BasePasswordHasher):
    """`magento$` and what Magento 1 or 2 had stored. It only compares: nothing is hashed in this form any more.

    A password that is wrong costs what one costs that is compared with a hash of our own, if the stored form alone
    would cost less, so that time does not tell for whose e-mail there is an account that came from Magento. Comparing
    may raise TooBusy.
    """

    algorithm = "magento"

    def decode(self, encoded: str) -> dict[str, Any]:
        """Raises HashNotVerifiable."""
        stored = _stored(encoded)
        return {
            "algorithm": self.algorithm,
            "hash": stored.hash,
            "salt": stored.salt,
            "versions": stored.versions,
            "work": stored.work,
        }

    def verify(self, password: str, encoded: str) -> bool:
        try:
            stored = _stored(encoded)
        except HashNotVerifiable:
            self.harden_runtime(password, encoded)
            return False
        found = hashing.do(lambda _: stored.hash_of(password)) if stored.work else stored.hash_of(password)
        is_right = constant_time_compare(stored.hash, found)
        if not is_right:
            self.harden_runtime(password, encoded)
        return is_right

    def must_update(self, encoded: str) -> bool:
        return True

    def harden_runtime(self, password: str, encoded: str) -> None:
        """As much work as for a hash of our own, where comparing has been less than that."""
        try:
            is_enough = _stored(encoded).work >= OURS
        except HashNotVerifiable:
            is_enough = False
        if not is_enough:
            preferred = get_hasher()
            preferred.encode(password, preferred.salt())

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        try:
            stored = _stored(encoded)
        except HashNotVerifiable as refusal:
            return {"algorithm": self.algorithm, "not verifiable": str(refusal)}
        return {
            "algorithm": self.algorithm,
            "versions": ":".join(stored.versions),
            "salt": mask_hash(stored.salt),
            "hash": mask_hash(stored.hash),
        }


def encoded(stored: str) -> str:
    """What an account keeps of a text that stood in Magento's column. Raises HashNotVerifiable."""
    return f"{Magento.algorithm}${hashes.read(stored)}"


def is_of_magento(password_hash: str) -> bool:
    """Whether a password has not been used here since it came from Magento."""
    return password_hash.startswith(f"{Magento.algorithm}$")


def as_magento_stored_it(password_hash: str) -> str:
    """The text that stood in Magento's column; any other hash as it is."""
    return password_hash.removeprefix(f"{Magento.algorithm}$")


def _stored(encoded: str) -> hashes.Stored:
    return hashes.read(encoded.removeprefix(f"{Magento.algorithm}$"))
