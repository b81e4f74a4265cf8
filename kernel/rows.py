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
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)


class Columns(Generic[M]):
    """All columns of a model under an alias of its table, and the object that a row of them is."""

    def __init__(self, model: type[M], alias: str) -> None:
        self.model = model
        fields = model._meta.concrete_fields
        quoted = [connection.ops.quote_name(field.column or "") for field in fields]
        self.sql = ", ".join(f"{alias}.{name}" for name in quoted)
        self.width = len(fields)
        self._names = [field.attname for field in fields]
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
        # What `Model.from_db` does, which looks at each column again and tells receivers nobody here has.
        row = self.model.__new__(self.model)
        state = ModelState()
        state.adding, state.db, state.fields_cache = False, connection.alias, {}
        row.__dict__.update(zip(self._names, read, strict=True), _state=state)
        return row


def fetch(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement, the quickest way the database has for one that is sent all day long."""
    quickest = getattr(connection, "fetch", None)
    if quickest is not None:
        found: list[tuple[Any, ...]] = quickest(sql, parameters)
        return found
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _converted(convert: Callable[..., Any], column: Any, value: Any) -> Any:
    return convert(value, column, connection)
