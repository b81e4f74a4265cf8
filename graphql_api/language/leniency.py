"""Values of another type than declared that Magento understands all the same: "5" for an Int, 5 for a String.

graphql-core shares its five scalars between all schemas of a process, introspection included, so they stay as strict as
they are. Instead the document and the variables are brought into the form they ask for, as far as Magento would
(`Magento\\Framework\\GraphQl\\Type\\Definition`); what is left in a wrong form is for graphql-core to complain of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isfinite
from typing import Any

from graphql import (
    BooleanValueNode,
    DocumentNode,
    EnumValueNode,
    FloatValueNode,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLSchema,
    IntValueNode,
    Node,
    OperationDefinitionNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    get_nullable_type,
    is_input_type,
    type_from_ast,
    visit,
)

LITERALS = (BooleanValueNode, EnumValueNode, FloatValueNode, IntValueNode, StringValueNode)
NUMERIC = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*", re.IGNORECASE | re.ASCII)
LONGEST_NUMBER = 100  # characters


def _number(value: Any) -> Any:
    """The number that is meant by text, or by yes and no; anything else as it is."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER and NUMERIC.fullmatch(value):
        number = float(value)
        return number if isfinite(number) else value
    return value


def _whole(value: Any) -> Any:
    """The same for a whole number; a fraction stays as it was written."""
    number = _number(value)
    if isinstance(number, float):
        return int(number) if number.is_integer() else value
    return number


def _text(value: Any) -> Any:
    """The text that is meant by a number, or by yes and no (PHP's "1" and ""); anything else as it is."""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else value


UNDERSTOOD: dict[str, Callable[[Any], Any]] = {"Int": _whole, "Float": _number, "String": _text}


def variables(schema: GraphQLSchema, operation: OperationDefinitionNode, sent: dict[str, Any]) -> dict[str, Any]:
    """The variables of an operation as the schema wants them, where Magento would take them so."""
    read = dict(sent)
    for definition in operation.variable_definitions or ():
        name, type_ = definition.variable.name.value, type_from_ast(schema, definition.type)
        if name in sent and is_input_type(type_):
            read[name] = _understood(sent[name], type_)  # type: ignore[arg-type]
    return read


def _understood(value: Any, type_: GraphQLInputType) -> Any:
    nullable: Any = get_nullable_type(type_)  # type: ignore[arg-type]
    match nullable, value:
        case GraphQLList(), list():
            return [_understood(each, nullable.of_type) for each in value]
        case GraphQLList(), _:
            return _understood(value, nullable.of_type)
        case GraphQLInputObjectType(), dict():
            fields = nullable.fields
            return {key: _understood(each, fields[key].type) if key in fields else each for key, each in value.items()}
        case _:
            return UNDERSTOOD.get(nullable.name, lambda same: same)(value)


def document(schema: GraphQLSchema, written: DocumentNode) -> DocumentNode:
    """The document with its literals as the schema wants them; the very same one if there is nothing to do."""
    types = TypeInfo(schema)
    read: DocumentNode = visit(written, TypeInfoVisitor(types, Literals(types)))
    return read


class Literals(Visitor):
    """Rewrites literals, each in its place."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types

    def enter(self, node: Node, *_: Any) -> Node | None:
        if not isinstance(node, LITERALS):
            return None
        name = getattr(get_named_type(self.types.get_input_type()), "name", "")
        read = UNDERSTOOD[name](node.value) if name in UNDERSTOOD else None
        match name, read:
            case "Int", int() if not isinstance(node, IntValueNode):
                return IntValueNode(value=str(read), loc=node.loc)
            case "Float", int() | float() if not isinstance(node, IntValueNode | FloatValueNode):
                return FloatValueNode(value=str(read), loc=node.loc)
            case "String", str() if not isinstance(node, StringValueNode):
                return StringValueNode(value=read, loc=node.loc)
        return None
