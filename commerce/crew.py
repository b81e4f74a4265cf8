"""The threads of a worker: so many answer calls, and whoever waits for a password to be hashed is not one of them.

A call that waits hands its database connection on and lets another thread take up the next call. So a rush of
sign-ins, which `HASHING_QUEUE` bounds, keeps nobody waiting who does not sign in.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from django.db import connections
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from commerce.postgresql.base import DatabaseWrapper
from limits import hashing

T = TypeVar("T")
Job = tuple[Future[Any], Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class Crew(Executor):
    """Does what is submitted in `size` threads; each that stands aside meanwhile is stood in for by another one."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._threads = self._idle = self._aside = 0

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()
        with self._lock:
            self._jobs.put((future, fn, args, kwargs))
            self._call_somebody()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Threads end when they have nothing to do, or with the process."""
        for _ in range(self._threads):
            self._jobs.put(None)

    @contextmanager
    def standing_aside(self) -> Iterator[None]:
        """Let another thread take up calls while the one that is in the block waits for something."""
        _hand_connections_on()
        with self._lock:
            self._aside += 1
            if not self._jobs.empty():
                self._call_somebody()
        try:
            yield
        finally:
            with self._lock:
                self._aside -= 1

    def _call_somebody(self) -> None:
        if self._idle:
            self._idle -= 1
        elif self._threads - self._aside < self._size:
            self._threads += 1
            threading.Thread(target=self._work, name="call", daemon=True).start()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            future, do, args, kwargs = job
            try:
                future.set_result(do(*args, **kwargs))
            except BaseException as failure:
                future.set_exception(failure)
            del job, future, do, args, kwargs
        _hand_connections_on()
        connections.close_all()

    def _next(self) -> Job | None:
        """What is to be done next, once there is something; None for a thread that is one too many."""
        with self._lock:
            if self._threads - self._aside > self._size:
                self._threads -= 1
                return None
            try:
                return self._jobs.get_nowait()
            except Empty:
                self._idle += 1
        return self._jobs.get()


class Worker(ThreadWorker):
    """gunicorn's worker of threads, with threads of ours."""

    def get_thread_pool(self) -> Crew:
        crew = Crew(self.cfg.threads)
        hashing.standing_aside = crew.standing_aside
        return crew


def _hand_connections_on() -> None:
    """Let other threads have the connections of this one, where nothing is going on in them."""
    for connection in connections.all(initialized_only=True):
        if isinstance(connection, DatabaseWrapper):
            connection.hand_on()
