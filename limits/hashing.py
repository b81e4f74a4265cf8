"""Room for hashing passwords: each takes 64 MiB for a while, so only so many are hashed at once in a process.

The others wait in line; where the line is too long or too slow, the call is refused without looking at the password.
Whatever hashes passwords does it in here, that for e-mails nobody has included.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from limits.errors import TooBusy

LONGEST_WAIT = 30  # seconds


class Pool:
    """So many at work, so many in line."""

    def __init__(self, size: int, queue: int) -> None:
        self._places = threading.BoundedSemaphore(size)
        self._in_line = threading.BoundedSemaphore(size + queue)

    @contextmanager
    def room(self, longest_wait: float = LONGEST_WAIT) -> Iterator[None]:
        """A place to work in. Raises TooBusy."""
        if not self._in_line.acquire(blocking=False):
            raise TooBusy()
        try:
            if not self._places.acquire(timeout=longest_wait):
                raise TooBusy()
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._in_line.release()


_pool = Pool(settings.HASHING_THREADS, settings.HASHING_QUEUE)
room = _pool.room
