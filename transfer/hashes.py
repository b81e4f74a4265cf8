"""The forms in which Magento 1 and 2 keep passwords: reading them, and judging whether they can be compared at all.

A stored text is `hash:salt:version`, or `hash:salt:version:version...`, oldest step first, where an upgrade has hashed
hashes without knowing the passwords. Version 0 is md5, 1 sha256, 2 argon2id; 3_<length>_<ops>_<bytes> is argon2id with
its parameters written out. Old shops have `hash:salt` alone, where the length of the hash tells md5 from sha256.

Whatever stands in a file is somebody else's: parameters are looked at before anything is hashed with them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from argon2 import Type
from argon2.low_level import hash_secret_raw

from transfer.errors import HashNotVerifiable

LONGEST = 128
"""Magento's column: a text that fills it to the last letter has most likely been cut off."""

SALT_BYTES = 16  # all that libsodium takes; Magento stores 32 and uses the first half
MOST_STEPS = 8
MOST_ARGON_STEPS = 3
LENGTHS = range(16, 65)  # bytes
MOST_PASSES = 4
LEAST_BYTES, MOST_BYTES = 8 * 1024, 64 * 1024 * 1024  # what one place in the pool for hashing has room for
WRITTEN_OUT = re.compile(r"3_(\d{1,3})_(\d{1,3})_(\d{1,10})", re.ASCII)
HEX = re.compile(r"[0-9a-f]+", re.ASCII)
OLD = {32: "0", 64: "1"}


@dataclass(frozen=True)
class Argon:
    """One step of argon2id."""

    length: int = 32
    passes: int = 2
    memory: int = 64 * 1024 * 1024

    @property
    def work(self) -> int:
        """How much it costs: bytes written."""
        return self.passes * self.memory

    def __call__(self, text: bytes, salt: bytes) -> str:
        times = -(-SALT_BYTES // len(salt))
        return hash_secret_raw(
            secret=text,
            salt=(salt * times)[:SALT_BYTES],
            time_cost=self.passes,
            memory_cost=self.memory // 1024,
            parallelism=1,
            hash_len=self.length,
            type=Type.ID,
            version=19,
        ).hex()


@dataclass(frozen=True)
class Plain:
    """One step of a hash that takes no time."""

    name: str

    work = 0

    @property
    def length(self) -> int:
        return hashlib.new(self.name, usedforsecurity=False).digest_size

    def __call__(self, text: bytes, salt: bytes) -> str:
        return hashlib.new(self.name, salt + text, usedforsecurity=False).hexdigest()


Step = Argon | Plain
STEPS: dict[str, Step] = {"0": Plain("md5"), "1": Plain("sha256"), "2": Argon()}


@dataclass(frozen=True)
class Stored:
    """A stored text that can be compared with a password."""

    hash: str
    salt: str
    versions: tuple[str, ...]
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return ":".join((self.hash, self.salt, *self.versions))

    @property
    def work(self) -> int:
        """How much comparing a password costs, as `Argon.work` counts."""
        return sum(step.work for step in self.steps)

    def hash_of(self, password: str) -> str:
        """What would stand there for a password: the hexadecimal text of each step is what the next one hashes."""
        text, salt = password.encode("utf-8", "surrogatepass"), self.salt.encode()
        for step in self.steps:
            text = step(text, salt).encode()
        return text.decode()


def read(text: str) -> Stored:
    """What a stored text says. Nothing is hashed. Raises HashNotVerifiable."""
    if len(text) >= LONGEST:
        raise HashNotVerifiable("it fills its column and may have been cut off")
    found, *others = text.split(":", 2)
    if not HEX.fullmatch(found) or not others:
        raise HashNotVerifiable("it is no hash of Magento's")
    salt, versions = others[0], tuple(others[1].split(":")) if len(others) == 2 else ()
    if not versions:
        if len(found) not in OLD:
            raise HashNotVerifiable("it has no version")
        versions = (OLD[len(found)],)
    if len(versions) > MOST_STEPS:
        raise HashNotVerifiable(f"it was hashed more than {MOST_STEPS} times")
    steps = tuple(_step(version) for version in versions)
    if sum(isinstance(step, Argon) for step in steps) > MOST_ARGON_STEPS:
        raise HashNotVerifiable(f"it was hashed by argon2id more than {MOST_ARGON_STEPS} times")
    if len(found) != 2 * steps[-1].length:
        raise HashNotVerifiable("its length is not that of its version")
    if not salt and any(isinstance(step, Argon) for step in steps):
        raise HashNotVerifiable("it has no salt")
    if not salt.isprintable():
        raise HashNotVerifiable("its salt is no text")
    return Stored(found, salt, versions, steps)


@lru_cache(maxsize=64)
def _step(version: str) -> Step:
    if step := STEPS.get(version):
        return step
    if version == "3":
        raise HashNotVerifiable("its last upgrade did not note its parameters")
    written = WRITTEN_OUT.fullmatch(version)
    if not written:
        raise HashNotVerifiable("it has an unknown version")
    length, passes, memory = map(int, written.groups())
    if length not in LENGTHS or not 1 <= passes <= MOST_PASSES or not LEAST_BYTES <= memory <= MOST_BYTES:
        raise HashNotVerifiable("its parameters ask for more work than is reasonable, or for none")
    return Argon(length, passes, memory)
