"""Keeping in memory what changes seldom and is read with every call: stores, settings, attributes.

What is kept counts as long as the revision it was read at is the shop's. The revision is looked at once in a call, or,
once the call has written one of the watched tables itself, every time; a change made by any process holds from the next
call on. Outside of a call, in a command or a shell, it is looked at whenever something is read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.base import ModelState

T = TypeVar("T")
M = TypeVar("M", bound=Model)

MOST_KEYS = 10_000  # of one kind; more than that are not worth their memory
READING = ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "EXPLAIN", "PRAGMA")

_watched: set[str] = set()


class Call:
    """What is known within one call."""

    __slots__ = ("has_written", "number")

    def __init__(self) -> None:
        self.number: int | None = None
        self.has_written = False  # Then it is looked at every time: what was written may be taken back.


_call: ContextVar[Call | None] = ContextVar("call", default=None)


def watch(*models: type[Model]) -> None:
    """Let the revision move with the tables of these models. Apps say so when they are loaded."""
    _watched.update(model._meta.db_table for model in models)


def watched_tables() -> frozenset[str]:
    return frozenset(_watched)


@contextmanager
def one_call() -> Iterator[None]:
    """Within the block the revision is looked at once."""
    token = _call.set(Call())
    try:
        yield
    finally:
        _call.reset(token)


def revision() -> int | None:
    """The shop's revision; None while there is none, and nothing may be kept."""
    call = _call.get()
    if call is not None and call.number is not None:
        return call.number
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM revisions_revision")
        row = cursor.fetchone()
    number = row[0] if row else None
    if call is not None and not call.has_written:
        call.number = number
    return number


def seen(number: int) -> None:
    """Say what the revision is, if a statement has brought it along. Outside of a call nobody remembers it."""
    call = _call.get()
    if call is not None and not call.has_written:
        call.number = number


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


def watch_statements(sender: type[BaseDatabaseWrapper], connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Notice when a call writes a watched table itself."""
    if _notice not in connection.execute_wrappers:
        connection.execute_wrappers.append(_notice)


def _notice(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    call = _call.get()
    if call is not None and not sql.startswith(READING) and any(table in sql for table in _watched):
        call.number, call.has_written = None, True
    return execute(sql, params, many, context)
