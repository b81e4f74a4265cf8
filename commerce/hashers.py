"""How passwords are hashed."""

from __future__ import annotations

import base64
from typing import Any

from argon2.low_level import ARGON2_VERSION, Type
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils.crypto import constant_time_compare

from limits import argon2id, hashing


class Argon2id(Argon2PasswordHasher):
    """argon2id as Magento 2.4 asks for it: 64 MiB, two passes, one lane. OWASP's least is 19 MiB.

    Hashing and comparing may raise TooBusy.
    """

    time_cost = 2
    memory_cost = argon2id.KIBIBYTES
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        params = self.params()
        found = _hashed(password, salt.encode(), params)
        cost = f"m={params.memory_cost},t={params.time_cost},p={params.parallelism}"
        return f"{self.algorithm}$argon2id$v={params.version}${cost}${_base64(salt.encode())}${_base64(found)}"

    def verify(self, password: str, encoded: str) -> Any:
        kept = self.decode(encoded)
        params = kept["params"]
        if (params.type, params.version, params.parallelism) != (Type.ID, ARGON2_VERSION, 1) or (
            params.memory_cost > argon2id.KIBIBYTES
        ):
            return hashing.do(lambda block: super(Argon2id, self).verify(password, encoded))
        found = _hashed(password, kept["salt"].encode("latin1"), params)
        return constant_time_compare(_base64(found), kept["hash"])


def _hashed(password: str, salt: bytes, params: Any) -> bytes:
    secret = password.encode()
    return hashing.do(
        lambda block: block.hashed(
            secret, salt, passes=params.time_cost, kibibytes=params.memory_cost, length=params.hash_len
        )
    )


def _base64(data: bytes) -> str:
    return base64.b64encode(data).rstrip(b"=").decode()
