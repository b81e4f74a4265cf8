"""Rows of tables as plain records: read, written and numbered by the thousand, without an instance of a model for each.

What is written is what `save` would write: columns that follow from others are derived by their fields.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.models import BooleanField, CharField, F, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from phonenumber_field.modelfields import PhoneNumberField

from customers.models import Derived
from kernel import ids

PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.AutoField,
    models.BooleanField,
    models.ForeignKey,
)
"""Fields whose values every database takes as Python has them."""
TIMES = (models.DateTimeField, models.DateField)


class Record:
    """A row of a table, its columns as attributes."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.__dict__ = columns

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

        def __setattr__(self, name: str, value: Any) -> None: ...


class Table:
    """The table of a model, on the database that is used now.

    Telephone numbers are texts here, in the one form they are kept in.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.name = model._meta.db_table
        self.fields: list[Any] = list(model._meta.concrete_fields)
        self.names = [field.attname for field in self.fields]
        made = [field for field in self.fields if field.has_default() and callable(field.default)]
        self._made = [(field.attname, field.default) for field in made]
        self._defaults = {field.attname: field.get_default() for field in self.fields if field not in made}
        self._derived = [field for field in self.fields if isinstance(field, Derived)]
        self._values = itemgetter(*self.names)
        self._prepare = {field.attname: prepare for field in self.fields if (prepare := _prepared(field))}
        self._prepared = [(self.names.index(name), prepare) for name, prepare in self._prepare.items()]

    def new(self, columns: dict[str, Any]) -> Record:
        """A row that is not there yet, without a number; what it does not say it has by default."""
        row = self._defaults | columns
        for name, make in self._made:
            if name not in row:
                row[name] = make()
        return Record(row)

    def read(self, rows: QuerySet[Any], names: Sequence[str] | None = None) -> list[Record]:
        """Rows with the columns named, or with all."""
        names = names or self.names
        of_name = {field.attname: field for field in self.fields}
        asked = [
            Cast(F(name), CharField()) if isinstance(of_name[name], PhoneNumberField) else F(name) for name in names
        ]
        return [Record(dict(zip(names, row, strict=True))) for row in rows.values_list(*asked)]

    def number(self, records: Sequence[Record], *, beyond: int = 0) -> None:
        """Give new rows numbers nobody has and nobody else will get, higher ones than `beyond`."""
        if records:
            for record, number in zip(records, self._numbers(len(records), beyond), strict=True):
                record.id = number

    def insert(self, records: Sequence[Record]) -> None:
        """Write new rows, which have their numbers, in their order."""
        if not records:
            return
        quote = connection.ops.quote_name
        columns = ", ".join(quote(field.column) for field in self.fields)
        with connection.wrap_database_errors, connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # Each row is made while PostgreSQL writes those before it.
                with cursor.copy(f"COPY {quote(self.name)} ({columns}) FROM STDIN") as copy:
                    for record in records:
                        copy.write_row(self._row(record))
            else:
                rows = [self._row(record) for record in records]
                places = ", ".join(["%s"] * len(self.fields))
                cursor.executemany(f"INSERT INTO {quote(self.name)} ({columns}) VALUES ({places})", rows)  # noqa: S608

    def update(self, records: Sequence[Record | models.Model], names: Collection[str]) -> None:
        """Write columns of rows that are there, and those that are derived from them; instances will do, too."""
        if not records:
            return
        derived = [field for field in self._derived if field.sources & set(names)]
        for field in derived:
            for record in records:
                setattr(record, field.attname, field.derived_from(record))
        written = {*names, *(field.attname for field in derived)}
        fields = [field for field in self.fields if field.attname in written]
        quote = connection.ops.quote_name
        table, columns = quote(self.name), [quote(field.column) for field in fields]
        values = [self._column(field.attname, records) for field in fields]
        numbers = self._column("id", records)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                told = ", ".join(f"{column} = wanted.{column}" for column in columns)
                lists = ", ".join(["%s::bigint[]", *(f"%s::{_type_of(field)}[]" for field in fields)])
                cursor.execute(
                    f"UPDATE {table} SET {told} FROM UNNEST({lists}) "  # noqa: S608
                    f"AS wanted (id, {', '.join(columns)}) WHERE {table}.id = wanted.id",
                    [numbers, *values],
                )
            else:
                told = ", ".join(f"{column} = %s" for column in columns)
                statement = f"UPDATE {table} SET {told} WHERE id = %s"  # noqa: S608
                cursor.executemany(statement, list(zip(*values, numbers, strict=True)))

    def _row(self, record: Record) -> Sequence[Any]:
        """A row as it is told to the database; the record has then all that is derived."""
        for field in self._derived:
            setattr(record, field.attname, field.derived_from(record))
        row = list(self._values(record.__dict__))
        for place, prepare in self._prepared:
            if row[place] is not None:
                row[place] = prepare(row[place])
        return row

    def _column(self, name: str, records: Sequence[Record | models.Model]) -> list[Any]:
        values = [getattr(record, name) for record in records]
        prepare = self._prepare.get(name)
        return [None if value is None else prepare(value) for value in values] if prepare else values

    def _numbers(self, count: int, beyond: int) -> Iterable[int]:
        given = ids.ahead(self.model, count)
        if given is not None:
            return given
        with connection.cursor() as cursor:  # SQLite, which nobody else writes to meanwhile
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [self.name])
            found = cursor.fetchone()
        first = max(found[0] if found else 0, beyond) + 1
        return range(first, first + count)


def _type_of(field: Any) -> str:
    """The type of a column in PostgreSQL; a text that is too long for it is to be refused and not cut off."""
    return "text" if isinstance(field, models.CharField) else str(field.db_type(connection))


def among(column: str, values: Collection[int] | Collection[str]) -> RawSQL:
    """That a column has one of many values, which are one parameter."""
    if connection.vendor == "postgresql":
        kind = "text" if any(isinstance(value, str) for value in values) else "bigint"
        return RawSQL(f"{column} = ANY(%s::{kind}[])", [list(values)], BooleanField())  # noqa: S611
    return RawSQL(  # noqa: S611
        f"{column} IN (SELECT value FROM json_each(%s))",  # noqa: S608
        [json.dumps(list(values))],
        BooleanField(),
    )


def _prepared(field: Any) -> Callable[[Any], Any] | None:
    """How a value is told to the database; None if just as it is."""
    if isinstance(field, models.JSONField):
        return partial(json.dumps, cls=field.encoder)
    if isinstance(field, PLAIN) or (isinstance(field, TIMES) and connection.vendor == "postgresql"):
        return None
    return partial(field.get_db_prep_save, connection=connection)
