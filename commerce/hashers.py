"""How passwords are hashed."""

from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

from limits import hashing


class Argon2id(Argon2PasswordHasher):
    """argon2id as Magento 2.4 asks for it: 64 MiB, two passes, one lane. OWASP's least is 19 MiB.

    Hashing and comparing may raise TooBusy.
    """

    time_cost = 2
    memory_cost = 65_536  # KiB
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with hashing.room():
            encoded: str = super().encode(password, salt)
            return encoded

    def verify(self, password: str, encoded: str) -> Any:
        with hashing.room():
            return super().verify(password, encoded)
