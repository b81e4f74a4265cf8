"""Django's PostgreSQL, with what each call pays for made cheaper: the look at a connection, and reading times. And
threads can hand their connections on to each other.
"""

from __future__ import annotations

import datetime as dt
import select
import time
from collections import deque
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Cursor, IsolationLevel
from psycopg.adapt import AdaptersMap
from psycopg.types.datetime import TimestamptzLoader

MOST_HANDED_ON = 4  # connections that wait for a thread; more of them are closed

_handed_on: deque[tuple[Any, float | None]] = deque()


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether a connection that was kept from the last call still is one.

        Django asks `SELECT 1`, with every call. A server that ends a connection, or goes down, says so on it: there is
        something to be read where nobody has asked for anything.
        """
        return self.connection is not None and _is_usable(self.connection)

    def hand_on(self) -> None:
        """Leave the connection to whichever thread needs one next; this one asks for one when it does again.

        What is in a transaction keeps its connection. A pool is asked to take it back.
        """
        if self.connection is None or self.in_atomic_block or not self.get_autocommit():
            return
        if self.pool or self.errors_occurred or len(_handed_on) >= MOST_HANDED_ON:
            self.close()
            return
        _handed_on.append((self.connection, self.close_at))
        self.connection = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        while _handed_on and not self.pool:
            try:
                connection, close_at = _handed_on.pop()
            except IndexError:  # Another thread was faster.
                break
            if _is_usable(connection) and (close_at is None or time.monotonic() < close_at):
                self.close_at = close_at
                self.isolation_level = IsolationLevel.READ_COMMITTED
                return connection
            connection.close()
        return super().get_new_connection(conn_params)

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, but for times: its own reader is written in Python and takes ten times as long as psycopg's."""
        parameters = super().get_connection_params()
        if self.timezone is dt.UTC:
            parameters["context"] = _reading_times(parameters["context"])
        return parameters

    def create_cursor(self, name: str | None = None) -> Any:
        """Django's asks its own reader of times for the zone; psycopg's follows the connection's, which is UTC."""
        if self.timezone is not dt.UTC:
            return super().create_cursor(name)
        assert self.connection
        if name is None:
            return self.connection.cursor()
        kind: Any = base.ServerSideCursor  # the one that writes parameters into the text, as all of Django's do
        return kind(self.connection, name=name, scrollable=False, withhold=self.connection.autocommit)

    def fetch(self, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of a statement that is sent with every call.

        psycopg has it planned once on each connection, unless it belongs to pgbouncer. Django's cursors write the
        parameters into the text, which is another one each time then; they are asked where somebody watches statements.
        """
        if self.queries_logged or any(not hasattr(each, "watches_writing") for each in self.execute_wrappers):
            with self.cursor() as cursor:
                cursor.execute(sql, parameters)
                return cursor.fetchall()
        self.close_if_health_check_failed()
        self.ensure_connection()
        assert self.connection
        self.validate_no_broken_transaction()
        with self.wrap_database_errors:
            return Cursor(self.connection).execute(sql, parameters).fetchall()


def _is_usable(connection: Any) -> bool:
    if connection.closed or connection.broken:
        return False
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return not waiting.poll(0)


@cache
def _reading_times(adapters: AdaptersMap) -> AdaptersMap:
    """Django's readers and writers of values, with psycopg's own reader of times; it makes them times in UTC."""
    mine = AdaptersMap(adapters)
    mine.register_loader("timestamptz", TimestamptzLoader)
    return mine
