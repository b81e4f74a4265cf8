"""Searching a list by criteria: groups of filters, sort orders, pages. A list says which fields it can be searched by.

Comparisons are MySQL's, on every database, because that is what Magento's clients were written against:

- text is compared without regard to case; `%` and `_` stand for any letters and for one in `like`;
- a text compared with a number counts as the number it begins with, or 0;
- a text that is no time counts as one before all others, so `created_at gteq None` finds everything;
- what has no value is found by `null` alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Count, F, Max, Model, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, TruncSecond, Upper
from django.db.models.lookups import (
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    Lookup,
)

from kernel.errors import InputTooLarge, InvalidInput
from kernel.text import folded

Row = TypeVar("Row", bound=Model)
Condition = Q | Combinable

ASCENDING, DESCENDING = "ASC", "DESC"
NUMBER = re.compile(r"\s*([+-]?\d{1,30}(?:\.\d{1,30})?)", re.ASCII)
TIME = re.compile(
    r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?.*)?\s*\Z", re.ASCII | re.DOTALL
)
BEFORE_ALL_TIMES = dt.datetime.min.replace(tzinfo=dt.UTC)
FARTHEST = 2**63 - 1
MOST_FILTERS, MOST_VALUES = 300, 10_000  # more than anybody asks for, less than a database refuses
FEW = 50_000  # rows that are sorted in no time
MOST_HINTS = 20  # With more values than this to look for, an index saves nothing.
SPECIAL = re.compile(r"[\\%_]")


class SearchFieldUnknown(InvalidInput):
    template = "Invalid attribute name: %1"


class SortDirectionInvalid(InvalidInput):
    template = "The sort order has to be specified as %1 for ascending order or %2 for descending order."


@dataclass(frozen=True)
class Filter:
    """One comparison. A condition nobody knows is `eq`, as in Magento."""

    field: str
    value: str = ""
    condition: str = "eq"


@dataclass(frozen=True)
class SortOrder:
    """By which field, and in which direction. Raises SortDirectionInvalid."""

    field: str
    direction: str = DESCENDING

    def __post_init__(self) -> None:
        if self.direction.upper() not in (ASCENDING, DESCENDING):
            raise SortDirectionInvalid(ASCENDING, DESCENDING)
        object.__setattr__(self, "direction", self.direction.upper())


@dataclass(frozen=True)
class Criteria:
    """What is searched for: a row fits if it fits one filter of every group. Without a page size there is one page."""

    groups: Sequence[Sequence[Filter]] = ()
    sort_orders: Sequence[SortOrder] = ()
    page_size: int | None = None
    current_page: int = 1


@dataclass(frozen=True)
class Found(Generic[Row]):
    """The rows of one page, and how many there are on all pages."""

    rows: list[Row]
    total_count: int


class Like(Lookup):
    """LIKE without regard to case, with a backslash before what stands for itself."""

    lookup_name = "magento_like"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        word = "ILIKE" if connection.vendor == "postgresql" else "LIKE"
        return rf"{left} {word} {right} ESCAPE '\'", (*left_values, *right_values)


class Hint(Like):
    """What follows from a condition beside it, and says it in a way an index of PostgreSQL knows."""

    lookup_name = "magento_hint"

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        return "1", ()


@dataclass(frozen=True)
class Text:
    """A field that holds text: a column's name, or an expression.

    `whole` is a column that holds the same text among others, folded, a space before each, and has an index of parts.
    """

    expression: str | Combinable
    whole: str | None = None

    @property
    def column(self) -> Combinable:
        return F(self.expression) if isinstance(self.expression, str) else self.expression

    @property
    def as_text(self) -> Combinable:
        return self.column

    def equal(self, texts: Sequence[str]) -> Condition:
        same = Q(In(Upper(self.column), [Upper(Value(text)) for text in texts]))
        return same & self._hints([SPECIAL.sub("%", text) for text in texts])

    def like(self, pattern: str) -> Condition:
        fitting = Q(Like(self.as_text, Value(_complete(pattern))))
        return fitting if "\\" in pattern else fitting & self._hints([pattern.replace("_", "%")])

    def hint(self, pattern: str) -> Condition | None:
        """What also is so where the field fits a pattern of `%`; None if there is nothing to say."""
        if self.whole is None:
            return None
        begin = "%" if pattern.startswith("%") else "% "  # There stands a space before every text.
        return Hint(F(self.whole), Value(f"{begin}{folded(pattern)}%"))

    def _hints(self, patterns: Sequence[str]) -> Q:
        if len(patterns) > MOST_HINTS:
            return Q()
        hints = [self.hint(pattern) for pattern in patterns]
        return reduce(or_, (Q(hint) for hint in hints)) if hints and all(hints) else Q()

    def greater(self, text: str) -> Combinable:
        return GreaterThan(Upper(self.column), Upper(Value(text)))

    def at_least(self, text: str) -> Combinable:
        return GreaterThanOrEqual(Upper(self.column), Upper(Value(text)))

    def sorted_by(self) -> Combinable:
        return Upper(self.column)


@dataclass(frozen=True)
class Key(Text):
    """A text of which a column holds the form it is compared in, such as an e-mail in lower case."""

    key: str = ""
    form: Callable[[str], str] = str

    def equal(self, texts: Sequence[str]) -> Condition:
        return In(F(self.key), [self.form(text) for text in texts])

    def sorted_by(self) -> Combinable:
        return F(self.key)


@dataclass(frozen=True)
class Number(Text):
    """A field that holds a number."""

    @property
    def as_text(self) -> Combinable:
        return Cast(self.column, TextField())

    def equal(self, texts: Sequence[str]) -> Condition:
        return In(self.column, [Value(_number(text)) for text in texts])

    def greater(self, text: str) -> Combinable:
        return GreaterThan(self.column, Value(_number(text)))

    def at_least(self, text: str) -> Combinable:
        return GreaterThanOrEqual(self.column, Value(_number(text)))

    def sorted_by(self) -> Combinable:
        return self.column


@dataclass(frozen=True)
class Time(Number):
    """A field that holds a time in UTC. Clients know seconds, the column more: a second is found as a whole."""

    def equal(self, texts: Sequence[str]) -> Condition:
        if len(texts) > MOST_HINTS:
            return In(TruncSecond(self.column, tzinfo=dt.UTC), [Value(_time(text)) for text in texts])
        seconds = (
            Q(GreaterThanOrEqual(self.column, Value(_time(text))), LessThan(self.column, Value(_next(_time(text)))))
            for text in texts
        )
        return reduce(or_, seconds)

    def greater(self, text: str) -> Combinable:
        return GreaterThanOrEqual(self.column, Value(_next(_time(text))))

    def at_least(self, text: str) -> Combinable:
        return GreaterThanOrEqual(self.column, Value(_time(text)))


@dataclass(frozen=True)
class Date(Number):
    """A field that holds a day."""

    def equal(self, texts: Sequence[str]) -> Condition:
        return In(self.column, [Value(_time(text).date()) for text in texts])

    def greater(self, text: str) -> Combinable:
        return GreaterThan(self.column, Value(_time(text).date()))

    def at_least(self, text: str) -> Combinable:
        return GreaterThanOrEqual(self.column, Value(_time(text).date()))


Fields = Mapping[str, Text]
"""What a list can be searched by: Magento's name of a field, in lower case, to what it stands for."""


def _has(field: Text, text: str) -> Condition:
    """Whether one of several values, separated by commas, is this one."""
    if "," in text or not text:
        return Q(pk__in=[]) & Q(IsNull(field.column, False))
    listed = Concat(Value(","), field.as_text, Value(","), output_field=TextField())
    hint = field.hint(f"%{SPECIAL.sub('%', text)}%")
    fitting = Q(Like(listed, Value(f"%,{_literally(text)},%")))
    return fitting & Q(hint) if hint else fitting


# Each condition of Magento's; those that deny go by what they deny, and like it do not find what has no value.
CONDITIONS: dict[str, Callable[[Text, str], Condition]] = {
    "eq": lambda field, text: field.equal([text]),
    "in": lambda field, text: field.equal(_listed(text)),
    "like": lambda field, text: field.like(text),
    "gt": lambda field, text: field.greater(text),
    "gteq": lambda field, text: field.at_least(text),
    "moreq": lambda field, text: field.at_least(text),
    "from": lambda field, text: field.at_least(text),
    "finset": _has,
    "null": lambda field, text: IsNull(field.column, True),
    "notnull": lambda field, text: IsNull(field.column, False),
}
DENYING = {"neq": "eq", "nin": "in", "nlike": "like", "lt": "gteq", "lteq": "gt", "to": "gt", "nfinset": "finset"}


class Census(Protocol):
    """Who knows how many rows a table has without counting them."""

    def total(self) -> tuple[int, int] | None:
        """How many there are, and the latest id, as of one moment; None if nobody knows."""

    def block_of(self, place: int) -> tuple[int, int]:
        """Where to begin to look for the row at a place by id, counted from 0: an id, and how many rows come before."""


def find(rows: QuerySet[Row], fields: Fields, criteria: Criteria, census: Census | None = None) -> Found[Row]:
    """One page of the rows that fit, and the count of all; two statements, or three with a `census` of all rows.

    Rows are sorted as asked, and then by their id in the direction of the last sort order. A page below 1 is the first,
    one beyond the end is the last.
    Raises SearchFieldUnknown, InputTooLarge.
    """
    if sum(len(group) for group in criteria.groups) + len(criteria.sort_orders) > MOST_FILTERS:
        raise InputTooLarge()
    whole = rows
    for group in criteria.groups:
        fitting = Q()
        for each in group:
            fitting |= Q(_condition(fields, each))
        rows = rows.filter(fitting)
    is_deep = bool(criteria.page_size and criteria.page_size > 0 and criteria.current_page > 1)
    known = census.total() if census and not criteria.groups else None
    if known is None:
        counted = rows.order_by().aggregate(count=Count("*"), **({"latest": Max("pk")} if is_deep else {}))
        total_count, latest = counted["count"], counted.get("latest")
    else:
        total_count, latest = known
    is_down = bool(criteria.sort_orders) and criteria.sort_orders[-1].direction == DESCENDING
    # Ids go the way of what is asked for, so that an index which has them behind it is in this order, too.
    order: list[Any] = [*_order(rows.model, fields, criteria.sort_orders), "-pk" if is_down else "pk"]
    is_by_id = not criteria.sort_orders or _named(fields, criteria.sort_orders[0].field).expression == "id"
    is_from_latest = bool(criteria.sort_orders) and criteria.sort_orders[0].direction == DESCENDING
    rows = rows.order_by(*order)
    is_sorted = bool(criteria.groups) and is_by_id and total_count <= FEW
    if is_sorted:
        # Otherwise PostgreSQL may look for them one by one in the order of their ids, and come to them very late.
        place = F("pk") + 0
        rows = rows.order_by(place.desc() if is_from_latest else place.asc())
    if criteria.page_size is not None and criteria.page_size > 0:
        last = max(1, -(-total_count // criteria.page_size))
        begin = (min(max(criteria.current_page, 1), last) - 1) * criteria.page_size
        end = min(begin + criteria.page_size, max(total_count, 1))
        if begin or is_sorted:
            # What is skipped or sorted is so in an index, before anything is joined to it, and from the nearer end.
            if known is not None and census is not None and is_by_id:
                first = total_count - end if is_from_latest else begin
                least, before = census.block_of(first)
                chosen = rows.filter(pk__gte=least).order_by("pk")[first - before : first - before + end - begin]
            elif begin and begin > total_count - end:
                # Whoever has come since the rows were counted would stand before that end.
                counted_rows = rows.filter(pk__lte=latest).reverse()
                chosen = counted_rows[total_count - end : total_count - begin]
            else:
                chosen = rows[begin:end]
            rows = whole.filter(pk__in=chosen.values("pk")).order_by(*order)
        else:
            rows = rows[:end]
    return Found(list(rows), total_count)


def _condition(fields: Fields, asked: Filter) -> Condition:
    found = _named(fields, asked.field)
    name = asked.condition.lower()
    if name in DENYING:
        return Q(IsNull(found.column, False)) & ~Q(CONDITIONS[DENYING[name]](found, asked.value))
    return CONDITIONS.get(name, CONDITIONS["eq"])(found, asked.value)


def _order(model: type[Model], fields: Fields, sort_orders: Sequence[SortOrder]) -> Iterator[Any]:
    for each in sort_orders:
        field = _named(fields, each.field)
        column = field.sorted_by()
        if _is_never_empty(model, field):
            yield column.asc() if each.direction == ASCENDING else column.desc()  # type: ignore[attr-defined]
        # MySQL and SQLite think of nothing as the least there is; PostgreSQL has to be told.
        elif each.direction == ASCENDING:
            yield column.asc(nulls_first=True)  # type: ignore[attr-defined]
        else:
            yield column.desc(nulls_last=True)  # type: ignore[attr-defined]


def _is_never_empty(model: type[Model], field: Text) -> bool:
    """Whether every row has a value, so that an index is in the order asked for without being told of nothing."""
    if not isinstance(field.expression, str) or "__" in field.expression:
        return False
    columns = {name: column for column in model._meta.concrete_fields for name in (column.name, column.attname)}
    return field.expression in columns and not columns[field.expression].null


def _named(fields: Fields, name: str) -> Text:
    """A field by its name. Case does not matter, because it does not to MySQL: clients send `firstName`."""
    found = fields.get(name) or fields.get(name.lower())
    if found is None:
        raise SearchFieldUnknown(name)
    return found


def _number(text: str) -> int | float:
    found = NUMBER.match(text)
    if found is None:
        return 0
    if "." in found[1]:
        return float(found[1])
    return min(max(int(found[1]), -FARTHEST), FARTHEST)


def _time(text: str) -> dt.datetime:
    found = TIME.match(text)
    if found is None:
        return BEFORE_ALL_TIMES
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)
    except ValueError:
        return BEFORE_ALL_TIMES


def _next(time: dt.datetime) -> dt.datetime:
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    return time + dt.timedelta(seconds=1) if time < last - dt.timedelta(seconds=1) else last


def _listed(text: str) -> list[str]:
    """Values that are separated by commas, each once. Raises InputTooLarge."""
    values = list(dict.fromkeys(text.split(",")))
    if len(values) > MOST_VALUES:
        raise InputTooLarge()
    return values


def _complete(pattern: str) -> str:
    """A pattern in which no backslash stands alone at the end; to MySQL such a one is a backslash."""
    trailing = len(pattern) - len(pattern.rstrip("\\"))
    return pattern + "\\" * (trailing % 2)


def _literally(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
