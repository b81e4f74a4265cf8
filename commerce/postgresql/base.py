"""Django's PostgreSQL, with a look at the connection before each call that costs no question to the server."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether a connection that was kept from the last call still is one.

        Django asks `SELECT 1`, with every call. A server that ends a connection, or goes down, says so on it: there is
        something to be read where nobody has asked for anything.
        """
        if self.connection is None or self.connection.closed or self.connection.broken:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0)
