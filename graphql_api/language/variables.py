"""What is wrong with the variables of an operation, said as Magento says it."""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    coerce_input_value,
    is_input_type,
    type_from_ast,
)
from graphql.pyutils import inspect, print_path_list

from graphql_api.language.wording import as_json, magento_says


def first_problem(
    schema: GraphQLSchema, operation: OperationDefinitionNode, sent: dict[str, Any]
) -> GraphQLError | None:
    """The first value that its variable does not take, if there is one.

    graphql-core finds it too, but shows the value as Python would, and cut short.
    """
    for definition in operation.variable_definitions or ():
        name, type_ = definition.variable.name.value, type_from_ast(schema, definition.type)
        if sent.get(name) is None or not is_input_type(type_):
            continue
        try:
            coerce_input_value(sent[name], type_, _complain)  # type: ignore[arg-type]
        except Complaint as complaint:
            return GraphQLError(f'Variable "${name}" {complaint.said_of(name)}', definition)
    return None


class Complaint(Exception):
    """The first thing that is wrong with a value."""

    def __init__(self, path: list[str | int], value: Any, sentence: str) -> None:
        super().__init__(sentence)
        self.path, self.value, self.sentence = path, value, sentence

    def said_of(self, name: str) -> str:
        place = f' at "{name}{print_path_list(self.path)}"' if self.path else ""
        # A scalar's sentence ends with the value as Python would show it.
        sentence = self.sentence.replace(f"value: {inspect(self.value)}", f"value: {as_json(self.value)}")
        return f"got invalid value {as_json(self.value)}{place}; {magento_says(sentence)}"


def _complain(path: list[str | int], value: Any, error: GraphQLError) -> None:
    raise Complaint(path, value, error.message)
