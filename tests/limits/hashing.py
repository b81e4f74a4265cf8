"""A pool for hashing that is at work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from limits.hashing import Pool


@contextmanager
def at_work(pool: Pool) -> Iterator[None]:
    """Within the block one of its threads is busy."""
    begun, end = threading.Event(), threading.Event()

    def work(_: object) -> bool:
        begun.set()
        return end.wait(60)

    waiting = threading.Thread(target=pool.do, args=(work,))
    waiting.start()
    try:
        assert begun.wait(60)
        yield
    finally:
        end.set()
        waiting.join()
