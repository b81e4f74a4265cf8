"""What JSON goes in and out: a shape lists fields, and reads and writes them as Magento does.

Reading takes keys in camelCase and in snake_case, turns them into codes, refuses fields nobody declared and values of
the wrong type. Writing leaves out what is null.

For the OpenAPI document, a field says in `schema` what its JSON is, or in `list_of` of which shape it is a list.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from rest_framework import serializers

from kernel.errors import ValueRequired
from rest_api.errors import FieldNotSupported, NestedWrongType, WrongType

INTEGER = re.compile(r"\A[+-]?\d{1,18}\Z")
CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


class Int(serializers.IntegerField):
    """A whole number; a text of digits is one too."""

    schema = {"type": "integer"}

    def read(self, value: Any) -> int:
        if isinstance(value, str) and INTEGER.match(value.strip()):
            value = int(value)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**63:
            raise WrongType(told(value), "int")
        return value


class Id(serializers.Field[Any, Any, Any, Any]):
    """The id of something that may be missing; 0 says that it is."""

    schema = {"type": "integer"}

    def get_attribute(self, instance: Any) -> int:
        return super().get_attribute(instance) or 0

    def to_representation(self, value: int) -> int:
        return value

    def read(self, value: Any) -> int:
        return Int().read(value)


class Decimal(serializers.Field[Any, Any, Any, Any]):
    """A number with a fraction, written as one: 1, 0.85."""

    schema = {"type": "number"}

    def to_representation(self, value: Any) -> int | float:
        return int(value) if value == int(value) else float(value)


class Text(serializers.CharField):
    """A text; numbers become one."""

    schema = {"type": "string"}

    def read(self, value: Any) -> str:
        if isinstance(value, (dict, list)):
            raise WrongType(told(value), "string")
        return told(value)


class Flag(serializers.BooleanField):
    """Yes or no; 1 and 0 are understood."""

    schema = {"type": "boolean"}

    def read(self, value: Any) -> bool:
        known = {"true": True, "1": True, "false": False, "0": False, "": False}
        if isinstance(value, (dict, list)) or told(value).lower() not in known:
            raise WrongType(told(value), "boolean")
        return known[told(value).lower()]


class FlagAsInt(serializers.Field[Any, Any, Any, Any]):
    """Yes or no, written as 1 and 0."""

    schema = {"type": "integer"}

    def to_representation(self, value: bool) -> int:
        return int(value)

    def read(self, value: Any) -> int:
        return Int().read(value)


class FlagIfTrue(serializers.Field[Any, Any, Any, Any]):
    """Yes, or left out."""

    schema = {"type": "boolean"}

    def to_representation(self, value: bool) -> bool | None:
        return value or None

    def read(self, value: Any) -> bool:
        return Flag().read(value)


class Time(serializers.Field[Any, Any, Any, Any]):
    """A time in UTC, written as `2017-01-31 01:18:13`; what is sent for it is not looked at."""

    schema = {"type": "string"}

    def to_representation(self, value: dt.datetime) -> str:
        return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ", "seconds")

    def read(self, value: Any) -> str:
        return Text().read(value)


class Date(serializers.Field[Any, Any, Any, Any]):
    """A date, written as `1972-03-11`."""

    schema = {"type": "string"}

    def to_representation(self, value: dt.date) -> str:
        return value.isoformat()

    def read(self, value: Any) -> str:
        return Text().read(value)


class Lines(serializers.ListField):
    """A list of texts; a text alone is a list of one."""

    schema = {"type": "array", "items": {"type": "string"}}

    child = serializers.CharField()

    def read(self, value: Any) -> list[str]:
        return [Text().read(each) for each in (value if isinstance(value, list) else [value]) if each is not None]


class Anything(serializers.Field[Any, Any, Any, Any]):
    """Whatever an attribute takes: a text, a number, a list of them."""

    schema: dict[str, Any] = {}

    def to_representation(self, value: Any) -> Any:
        return value

    def read(self, value: Any) -> Any:
        if isinstance(value, list):
            return [Text().read(each) for each in value if each is not None]
        return Text().read(value)


class Shape(serializers.Serializer[Any]):
    """A JSON object."""

    @classmethod
    def show(cls, instance: Any) -> dict[str, Any]:
        """An object as JSON has it, read from attributes or from a mapping. What it shows its fields say."""
        shown = {}
        for name, write in _writers(cls, isinstance(instance, Mapping)):
            value = write(instance)
            if value is not None:
                shown[name] = value
        return shown

    @classmethod
    def show_all(cls, instances: Any) -> list[dict[str, Any]]:
        """The same for each of a list, or of the rows behind a manager."""
        return [cls.show(each) for each in (instances.all() if hasattr(instances, "all") else instances)]

    def to_representation(self, instance: Any) -> dict[str, Any]:
        return self.show(instance)

    def read(self, value: Any) -> dict[str, Any]:
        """Codes with their values, only those that were sent. Raises FieldNotSupported, WrongType, NestedWrongType."""
        if not isinstance(value, dict):
            raise WrongType(told(value), type(self).__name__)
        found: dict[str, Any] = {}
        for key, each in value.items():
            code = snake_case(key)
            field = self.fields.get(code)
            if field is None:
                raise FieldNotSupported(fieldName=key)
            found[code] = None if each is None else _nested(field, code, each)
        return found


Writer = Callable[[Any], Any]
"""Makes what a field shows out of the object it belongs to; None for nothing to be shown."""


@cache
def _writers(shape: type[Shape], of_mapping: bool) -> list[tuple[str, Writer]]:
    """How each field of a shape is written. A serializer would find it out again for each object it writes."""
    return [(name, _writer(field, of_mapping)) for name, field in shape().fields.items()]


def _writer(field: Any, of_mapping: bool) -> Writer:
    write, plain = _representation(field), PLAIN.get(type(field))

    def written(value: Any) -> Any:
        return value if value is None or type(value) is plain else write(value)

    def of_attribute(instance: Any) -> Any:
        value = getattr(instance, name)
        return value if value is None or type(value) is plain else write(value)

    if type(field).get_attribute is not serializers.Field.get_attribute:
        return lambda instance: written(field.get_attribute(instance))
    match field.source_attrs:
        case []:
            return write
        case [name] if not of_mapping:
            return of_attribute
        case [name]:
            return lambda instance: written(instance[name])
        case _:
            return lambda instance: written(field.get_attribute(instance))


def _representation(field: Any) -> Writer:
    match field:
        case Shape():
            return type(field).show
        case serializers.ListSerializer(child=Shape() as shape):
            return type(shape).show_all
        case _:
            write: Writer = field.to_representation
            return write


# Values that are shown as they are.
PLAIN: dict[type, type] = {Int: int, Text: str, Flag: bool}


def _nested(field: Any, code: str, value: Any) -> Any:
    try:
        if isinstance(field, serializers.ListSerializer):
            if not isinstance(value, list):
                raise WrongType(told(value), f"{type(field.child).__name__}[]")
            return [field.child.read(each) for each in value]  # type: ignore[union-attr]
        return field.read(value)
    except WrongType as problem:
        raise NestedWrongType(*problem.args, code) from None


def snake_case(key: str) -> str:
    """`regionCode` as `region_code`; what is in snake_case already stays."""
    return CAPITAL.sub("_", key).lower()


def told(value: Any) -> str:
    """A value as an error tells it."""
    match value:
        case bool():
            return "true" if value else "false"
        case dict() | list():
            return "Array"
        case _:
            return str(value)


def required(data: Mapping[str, Any], *names: str) -> list[ValueRequired]:
    """What is missing among the inputs a route has to have, by their names in camelCase."""
    return [ValueRequired(fieldName=name) for name in names if argument(data, name) is None]


def argument(data: Mapping[str, Any], name: str) -> Any:
    """An input at the top of a body, whether its key came in camelCase or in snake_case."""
    return data.get(name, data.get(snake_case(name)))
