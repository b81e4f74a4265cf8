"""Keeping in memory what changes seldom and is read with every call: stores, settings, attributes.

What is kept counts as long as the revision it was read at is the shop's. The revision is looked at once in a call, or,
once the call has written one of the watched tables itself, every time; a change made by any process holds from the next
call on, or a moment later for calls that are content with that. Outside of a call, in a command or a shell, it is
looked at whenever something is read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.base import ModelState

from kernel.rows import fetch

T = TypeVar("T")
M = TypeVar("M", bound=Model)

MOST_KEYS = 10_000  # of one kind; more than that are not worth their memory
READING = ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "EXPLAIN", "PRAGMA")

_watched: set[str] = set()


class Call:
    """What is known within one call."""

    __slots__ = ("copies", "has_written", "late", "number")

    def __init__(self, late: float) -> None:
        self.late = late
        self.number: int | None = None
        self.copies: dict[Hashable, Any] = {}
        self.has_written = False  # Then it is looked at every time: what was written may be taken back.


_call: ContextVar[Call | None] = ContextVar("call", default=None)
_last: tuple[int, float] | None = None  # the revision any call of this process has looked at last, and when


def watch(*models: type[Model]) -> None:
    """Let the revision move with the tables of these models. Apps say so when they are loaded."""
    _watched.update(model._meta.db_table for model in models)


def watched_tables() -> frozenset[str]:
    return frozenset(_watched)


@contextmanager
def one_call(late: float = 0) -> Iterator[None]:
    """Within the block the revision is looked at once; not at all if another call did less than `late` seconds ago."""
    token = _call.set(Call(late))
    try:
        yield
    finally:
        _call.reset(token)


def revision() -> int | None:
    """The shop's revision; None while there is none, and nothing may be kept."""
    call = _call.get()
    if call is not None and call.number is not None:
        return call.number
    begun, last = time.monotonic(), _last
    if call is not None and not call.has_written and last is not None and begun - last[1] < call.late:
        call.number = last[0]
        return call.number
    rows = fetch("SELECT number FROM revisions_revision")
    number = rows[0][0] if rows else None
    if call is not None and not call.has_written:
        call.number = number
        _remember(number, begun)
    return number


def _remember(number: int | None, looked_at: float) -> None:
    global _last
    _last = None if number is None else (number, looked_at)


def seen(number: int) -> None:
    """Say what the revision is, if a statement has brought it along. Outside of a call nobody remembers it."""
    call = _call.get()
    if call is not None and not call.has_written:
        call.number = number
        _remember(number, time.monotonic())


class Kept(Generic[T]):
    """Something that `load` reads from watched tables. It is shared by all threads, and must not be changed."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._kept: tuple[int | None, T] | None = None

    def __call__(self) -> T:
        # The revision is looked at before reading: what is read may be newer, but never older than it.
        return self.at(revision())

    def at(self, number: int | None) -> T:
        """The same for whoever has looked at the revision already."""
        kept = self._kept
        if kept is not None and number is not None and kept[0] == number:
            return kept[1]
        loaded = self._load()
        self._kept = (number, loaded)
        return loaded


class KeptBy(Generic[T]):
    """The same for things of one kind, each with a key: whatever was worked out from watched tables alone."""

    def __init__(self) -> None:
        self._kept: tuple[int | None, dict[Hashable, T]] = (None, {})

    def get(self, key: Hashable, load: Callable[[], T]) -> T:
        """What is kept under a key, or else what `load` says, which is kept then."""
        return self.at(revision(), key, load)

    def at(self, number: int | None, key: Hashable, load: Callable[[], T]) -> T:
        """The same for whoever has looked at the revision, to read many things at once."""
        kept_at, kept = self._kept
        if number is None:
            return load()
        if kept_at != number:
            kept = {}
            self._kept = (number, kept)
        elif key in kept:
            return kept[key]
        loaded = load()
        if len(kept) < MOST_KEYS:
            kept[key] = loaded
        return loaded


def copy_of(row: M) -> M:
    """A row of one's own, which can be changed without changing what is kept. What it refers to is not at hand."""
    copied = row.__class__.__new__(row.__class__)
    state = ModelState()
    state.db, state.adding, state.fields_cache = row._state.db, False, {}
    copied.__dict__.update(row.__dict__)
    copied.__dict__["_state"] = state
    return copied


def in_this_call(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` says, once in a call, unless the call has written what it may have been made of."""
    call = _call.get()
    if call is None or call.has_written:
        return make()
    if key not in call.copies:
        call.copies[key] = make()
    return call.copies[key]


def watch_statements(sender: type[BaseDatabaseWrapper], connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Notice when a call writes a watched table itself."""
    if _notice not in connection.execute_wrappers:
        connection.execute_wrappers.append(_notice)


def _notice(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    call = _call.get()
    if sql.startswith(READING) or not any(table in sql for table in _watched):
        return execute(sql, params, many, context)
    if call is not None:
        call.number, call.has_written = None, True
    try:
        return execute(sql, params, many, context)
    finally:
        _remember(None, 0)


_notice.watches_writing = True  # type: ignore[attr-defined]
