"""Rows of several models out of one statement written by hand, as the models' own objects.

Django's queries are put together anew for each call, which takes longer than the database needs to answer. Where a
call is made all day long, the statement is written once; what it selects still follows the models.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)


class Columns(Generic[M]):
    """All columns of a model under an alias of its table, and the object that a row of them is."""

    def __init__(self, model: type[M], alias: str) -> None:
        self.model = model
        fields = model._meta.concrete_fields
        quoted = [connection.ops.quote_name(field.column or "") for field in fields]
        self.sql = ", ".join(f"{alias}.{name}" for name in quoted)
        self.width = len(fields)
        self._key = next(place for place, field in enumerate(fields) if field.primary_key)
        self._converters: list[tuple[int, Callable[[Any], Any]]] = []
        for place, field in enumerate(fields):
            column = field.get_col(alias)
            for convert in connection.ops.get_db_converters(column) + column.get_db_converters(connection):
                self._converters.append((place, partial(_converted, convert, column)))

    def row(self, values: Sequence[Any]) -> M | None:
        """The object; None where an outer join found nothing."""
        if values[self._key] is None:
            return None
        read = list(values)
        for place, convert in self._converters:
            read[place] = convert(read[place])
        row = self.model(*read)
        row._state.adding, row._state.db = False, connection.alias
        return row


def _converted(convert: Callable[..., Any], column: Any, value: Any) -> Any:
    return convert(value, column, connection)
