"""Hashing passwords: each takes 64 MiB for a while, so only so many are hashed at once in a process.

The others wait in line; where the line is too long or too slow, the call is refused without looking at the password.
Whatever hashes passwords does it in here, that for e-mails nobody has included.

The threads that hash make way for all others: what is answered in a moment does not wait for what takes long.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any, TypeVar

from django.conf import settings

from limits.argon2id import Block
from limits.errors import TooBusy

LONGEST_WAIT = 30  # seconds in line
QUIET = 2  # seconds without work after which the memory for a hash is given back
NICE = 5

T = TypeVar("T")
Work = Callable[[Block], T]

# A server says in here what is to be done around waiting, such as taking up another call meanwhile.
standing_aside: Callable[[], AbstractContextManager[Any]] = nullcontext


class Pool:
    """So many at work, each in a thread and a block of memory of its own, and so many in line."""

    def __init__(self, size: int, queue_length: int) -> None:
        self._size = size
        self._room = threading.BoundedSemaphore(size + queue_length)
        self._line: queue.SimpleQueue[tuple[Future[Any], Work[Any]]] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._threads = 0

    def do(self, work: Work[T], longest_wait: float = LONGEST_WAIT) -> T:
        """What `work` returns, done when it is its turn. Raises TooBusy, and what `work` raises."""
        if not self._room.acquire(blocking=False):
            raise TooBusy()
        try:
            self._start()
            done: Future[T] = Future()
            with standing_aside():
                self._line.put((done, work))
                try:
                    return done.result(longest_wait)
                except TookTooLong:
                    if done.cancel():
                        raise TooBusy() from None
                    return done.result()
        finally:
            self._room.release()

    def _start(self) -> None:
        with self._starting:
            if self._threads < self._size:
                self._threads += 1
                threading.Thread(target=self._work, name=f"hashing-{self._threads}", daemon=True).start()

    def _work(self) -> None:
        if sys.platform == "linux":  # elsewhere it would be the whole process
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        block = Block()
        while True:
            try:
                done, work = self._line.get(timeout=QUIET)
            except queue.Empty:
                block.forget()
                done, work = self._line.get()
            if not done.set_running_or_notify_cancel():
                continue
            try:
                done.set_result(work(block))
            except BaseException as failure:
                done.set_exception(failure)
            del done, work


def do(work: Work[T]) -> T:
    """Hash, when it is its turn: what `work` returns, which is given the memory for it. Raises TooBusy."""
    return _pool().do(work)


@cache
def _pool() -> Pool:
    return Pool(settings.HASHING_THREADS, settings.HASHING_QUEUE)


os.register_at_fork(after_in_child=_pool.cache_clear)  # A process that was forked has none of the threads.
