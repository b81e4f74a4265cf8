"""The schema: what every room brings, put together in the order of the apps."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import graphene
from django.conf import settings
from graphene.types.utils import yank_fields_from_attrs


def rooms(name: str) -> list[ModuleType]:
    """The modules of this name, one of each room that has it."""
    found = [f"graphql_api.{app}.{name}" for app in settings.COMMERCE_APPS if find_spec(f"graphql_api.{app}")]
    return [import_module(module) for module in found if find_spec(module)]


def extend(type_: type[graphene.ObjectType], fields: type) -> None:
    """Give a type of an earlier room more fields, with their resolvers."""
    type_._meta.fields.update(yank_fields_from_attrs(vars(fields), _as=graphene.Field))
    for name, resolver in vars(fields).items():
        if name.startswith("resolve_"):
            setattr(type_, name, resolver)


def root(name: str, module: str) -> type[graphene.ObjectType]:
    """Query or Mutation, from the class of that name in each room's module."""
    parts: tuple[Any, ...] = tuple(getattr(room, name) for room in rooms(module))
    return type(name, (*parts, graphene.ObjectType), {})


for room in rooms("extensions"):
    for type_, fields in room.extensions:
        extend(type_, fields)

schema = graphene.Schema(
    query=root("Query", "queries"),
    mutation=root("Mutation", "mutations"),
    types=[type_ for room in rooms("types") for type_ in getattr(room, "implementations", ())],
    auto_camelcase=False,
)
