"""Reading a document: what it says, if it is one, and whether the schema has an answer."""

from __future__ import annotations

from typing import Any

from graphql import DocumentNode, GraphQLSyntaxError, StringValueNode, Visitor, parse, validate, visit

from graphql_api.language import leniency
from graphql_api.schema import schema
from kernel.text import can_be_kept


def understood(query: str) -> DocumentNode:
    """The document of a text, ready to be executed. It depends on the text alone.

    Raises GraphQLSyntaxError, and GraphQLError for the first thing the schema does not allow.
    """
    document = parse(query)
    if "\\u" in query:
        visit(document, Escapes())
    problems = validate(schema.graphql_schema, document, max_errors=1)
    if problems:
        # Nearly every document is written as the schema wants it; only the others are read a second time.
        patient = leniency.document(schema.graphql_schema, document)
        if patient is not document:
            document, problems = patient, validate(schema.graphql_schema, patient, max_errors=1)
    if problems:
        raise problems[0]
    return document


class Escapes(Visitor):
    """Refuses what may not be in any text, and could be written as an escape where a request is looked through."""

    @staticmethod
    def enter_string_value(node: StringValueNode, *_: Any) -> None:
        if not can_be_kept(node.value):
            assert node.loc
            raise GraphQLSyntaxError(node.loc.source, node.loc.start, "Invalid character within String: U+0000.")
