"""argon2id in memory that is kept: the library takes 64 MiB anew for each hash, and asking the system for them, page by
page, takes a third as long as hashing.

What is worked out is what the library's own functions do; its lowest one lets its caller bring the memory along.
"""

from __future__ import annotations

import mmap
from typing import Any

from argon2.exceptions import HashingError
from argon2.low_level import ARGON2_VERSION, Type, core, error_to_str, ffi

KIBIBYTES = 64 * 1024  # what a block has room for
HUGE_PAGE = 2 * 1024 * 1024


class Block:
    """Room for one hash at a time. It takes memory with the first hash, and until `forget` is called."""

    def __init__(self) -> None:
        size = KIBIBYTES * 1024
        self._pages = mmap.mmap(-1, size + HUGE_PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        if hasattr(mmap, "MADV_HUGEPAGE"):
            self._pages.madvise(mmap.MADV_HUGEPAGE)
        self._whole = ffi.from_buffer(self._pages)
        start = int(ffi.cast("uintptr_t", self._whole))
        room = ffi.cast("uint8_t *", start + -start % HUGE_PAGE)

        def take(place: Any, wanted: int) -> int:
            if wanted > size:
                return -1
            place[0] = room
            return 0

        # argon2 has wiped the block when it gives it back.
        self._take = ffi.callback("int(uint8_t **, size_t)", take, error=-1)
        self._give_back = ffi.callback("void(uint8_t *, size_t)", lambda place, size: None)

    def hashed(self, password: bytes, salt: bytes, *, passes: int, kibibytes: int, length: int) -> bytes:
        """The hash of a password in one lane. Raises HashingError."""
        out, sent, salted = ffi.new("uint8_t[]", length), ffi.new("uint8_t[]", password), ffi.new("uint8_t[]", salt)
        context = ffi.new(
            "argon2_context *",
            {
                "version": ARGON2_VERSION,
                "out": out,
                "outlen": length,
                "pwd": sent,
                "pwdlen": len(password),
                "salt": salted,
                "saltlen": len(salt),
                "t_cost": passes,
                "m_cost": kibibytes,
                "lanes": 1,
                "threads": 1,
                "allocate_cbk": self._take,
                "free_cbk": self._give_back,
            },
        )
        refusal = core(context, Type.ID.value)
        if refusal:
            raise HashingError(error_to_str(refusal))
        return bytes(ffi.buffer(out, length))

    def forget(self) -> None:
        """Give the memory back to the system."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._pages.madvise(mmap.MADV_DONTNEED)
