"""Numbers of rows before they are written."""

from __future__ import annotations

from django.db import connection
from django.db.models import Model


def ahead(model: type[Model], count: int) -> list[int] | None:
    """So many ids that nobody else will be given; None where a database gives them only to rows that are written."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [number for (number,) in cursor.fetchall()]
