"""Remembering which keys a file has had, however many there are, in little memory."""

from __future__ import annotations

import hashlib
import sqlite3


class Seen:
    """A set of keys on the disk: a temporary file of SQLite's, gone when it is closed or the process ends."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE seen (key BLOB PRIMARY KEY) WITHOUT ROWID")

    def is_new(self, *key: object) -> bool:
        """Whether a key comes for the first time; from now on it does not."""
        added = self._database.execute("INSERT OR IGNORE INTO seen VALUES (?)", [_digest(key)])
        return added.rowcount == 1

    def __contains__(self, key: tuple[object, ...]) -> bool:
        found = self._database.execute("SELECT 1 FROM seen WHERE key = ?", [_digest(key)])
        return found.fetchone() is not None

    def close(self) -> None:
        self._database.close()


def _digest(key: tuple[object, ...]) -> bytes:
    return hashlib.blake2b("\0".join(map(str, key)).encode(), digest_size=16).digest()
