"""Telling that the database is away, overloaded or gave up on a call from a mistake of ours, by what it says."""

from __future__ import annotations

import sqlite3

import psycopg
from django.db import Error as DatabaseError

from kernel.errors import DatabaseUnavailable, ServiceUnavailable

# By the first two characters: no connection; rolled back, deadlocks among them; no resources; cancelled, shut down, or
# not there yet; a failure of the system. By all five: a lock not given in time; a database that has become a copy.
PASSING_CLASSES = frozenset({"08", "40", "53", "57", "58"})
PASSING_STATES = frozenset({"55P03", "25006", "25P03", "25P04"})
PASSING_IN_SQLITE = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_CANTOPEN",
    "SQLITE_IOERR",
    "SQLITE_FULL",
    "SQLITE_READONLY",
)


def failure_behind(error: BaseException | None) -> ServiceUnavailable | None:
    """The failure an error comes down to, if nothing is wrong but that the service cannot be given now; else None."""
    while error is not None:
        if isinstance(error, ServiceUnavailable):
            return error
        if isinstance(error, DatabaseError) and _passes(error.__cause__):
            return DatabaseUnavailable()
        error = error.__cause__
    return None


def _passes(cause: BaseException | None) -> bool:
    match cause:
        case psycopg.InterfaceError():
            return "closed" in str(cause)
        case psycopg.Error(sqlstate=None):
            return isinstance(cause, psycopg.OperationalError)  # No server has said anything: it is not there.
        case psycopg.Error(sqlstate=str() as state):
            return state[:2] in PASSING_CLASSES or state in PASSING_STATES
        case sqlite3.Error():
            return getattr(cause, "sqlite_errorname", "").startswith(PASSING_IN_SQLITE)
    return False
