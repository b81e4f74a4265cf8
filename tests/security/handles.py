"""Everything in both protocols that names something which is somebody's: found in the tables and the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import GraphQLInputObjectType, GraphQLObjectType, get_named_type
from rest_framework import serializers

from graphql_api.schema import schema
from rest_api.routes import PARAMETER, table
from rest_api.shapes import Shape

SCHEMA = schema.graphql_schema

# Ids of every kind, and what names or opens an account. Codes, such as those of countries, name what is everybody's.
NAMES_SOMETHING = re.compile(r"(?i)(^|_|[a-z])u?ids?$|email$|token$|key$|^username$|^default_?(billing|shipping)$")
EVERYBODYS = {"country_id", "countryId", "region_id", "tax_class_id", "vat_id"}


def of_rest() -> dict[str, set[str]]:
    """For each operation of REST, what of it names something: in the path, behind the question mark, in the body."""
    found: dict[str, set[str]] = {}
    for path, view in table():
        for method in view.access:
            body = places(view.takes.get(method, {}))
            query = set(view.query.get(method, {}))
            names = {each for each in {*PARAMETER.findall(path), *body, *query} if _names(each)}
            found[f"{method} {path}"] = names
    return found


def places(taken: Mapping[str, Any]) -> set[str]:
    """Every place in a body, as `customer.addresses.id`."""
    found: set[str] = set()
    for name, field in taken.items():
        child = shape_of(field)
        found.add(name)
        if child is not None:
            found |= {f"{name}.{each}" for each in places(child.fields)}
    return found


def shape_of(field: Any) -> Shape | None:
    """The shape of an object, or of the objects in a list; nothing for a value."""
    if isinstance(field, serializers.ListSerializer):
        field = field.child
    listed = getattr(field, "list_of", None)
    return listed() if listed else field if isinstance(field, Shape) else None


def of_graphql() -> dict[str, set[str]]:
    """The same for each field that has arguments, as `mutation.updateCustomerAddress` or `Customer.addressesV2`."""
    found: dict[str, set[str]] = {}
    for name, kind in SCHEMA.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__"):
            for field_name, field in kind.fields.items():
                if field.args or kind in (SCHEMA.query_type, SCHEMA.mutation_type):
                    named = {place for place in _arguments(field.args) if _names(place)}
                    found[f"{name}.{field_name}"] = named
    return found


def _arguments(taken: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[str]:
    for name, argument in taken.items():
        yield ".".join((*above, name))
        kind = get_named_type(argument.type)
        if isinstance(kind, GraphQLInputObjectType):
            yield from _arguments(kind.fields, (*above, name))


def _names(place: str) -> bool:
    name = place.rsplit(".", 1)[-1]
    # The uid of an option somebody chooses is the attribute's.
    return bool(NAMES_SOMETHING.search(name)) and name not in EVERYBODYS and not place.endswith("selected_options.uid")
