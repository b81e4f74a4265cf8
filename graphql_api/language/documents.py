"""Reading a document: what it says, if it is one, asks for no more than it may, and the schema has an answer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from graphql import DocumentNode, GraphQLError, GraphQLSyntaxError, StringValueNode, Visitor, parse, validate, visit

from graphql_api.language import leniency, limits
from graphql_api.language.execution import Plan
from graphql_api.language.memory import Memory
from graphql_api.schema import schema
from kernel.errors import Failure
from kernel.text import can_be_kept

MOST_COMMENTS = 500


class Understood:
    """A document ready to be executed, and how many aliases it has: how many it may have is the merchant's to say."""

    __slots__ = ("_plans", "aliases", "document")

    def __init__(self, document: DocumentNode, aliases: int) -> None:
        self.document, self.aliases = document, aliases
        self._plans: dict[str | None, Plan] = {}

    def plan(self, operation_name: str | None) -> Plan:
        """How an operation of the document is answered."""
        plan = self._plans.get(operation_name)
        if plan is None:
            plan = Plan(schema.graphql_schema, self.document, operation_name)
            if plan.operation is not None:  # Names nobody has can be made up without end.
                self._plans[operation_name] = plan
        return plan


# Clients send the same few documents all day. A refusal is as good as an answer: it says the same the next time.
_answers: Memory[Understood] = Memory(most=400_000)
_refusals: Memory[Exception] = Memory(most=500_000)


def understood(query: str) -> DocumentNode:
    """The document of a text, ready to be executed. Raises what `read` raises."""
    return read(query).document


def read(query: str) -> Understood:
    """What a text says, ready to be executed. It depends on the text and the deployment's settings alone.

    Raises GraphQLSyntaxError, GraphQLError for the first thing the schema does not allow, and the failures of
    `limits.check`.
    """
    limited_by = (settings.GRAPHQL_TOKENS, settings.GRAPHQL_COMPLEXITY, settings.GRAPHQL_DEPTH)
    key = (
        query,
        limited_by,
        settings.GRAPHQL_DIRECTIVES,
        settings.GRAPHQL_INTROSPECTION,
        settings.GRAPHQL_SENSITIVE_ONCE,
    )
    found = _answers.recall(key)
    if found is not None:
        return found
    refused = _refusals.recall(key)
    if refused is not None:
        raise refused.with_traceback(None)
    try:
        answer = _read(query)
    except (GraphQLError, Failure) as refusal:
        kept = _without_its_document(refusal)
        _refusals.keep(key, kept, len(query))
        raise kept from None
    _answers.keep(key, answer, len(query))
    return answer


def _read(query: str) -> Understood:
    document = parse(query, max_lexical_tokens=settings.GRAPHQL_TOKENS or None, max_comments=MOST_COMMENTS)
    if "\\u" in query:
        visit(document, Escapes())
    aliases = limits.check(document)
    problems = validate(schema.graphql_schema, document, max_errors=1)
    if problems:
        # Nearly every document is written as the schema wants it; only the others are read a second time.
        patient = leniency.document(schema.graphql_schema, document)
        if patient is not document:
            document, problems = patient, validate(schema.graphql_schema, patient, max_errors=1)
    if problems:
        raise problems[0]
    return Understood(document, aliases)


def _without_its_document(refusal: GraphQLError | Failure) -> Exception:
    """The same refusal without the nodes it is about, which would keep the whole document with it."""
    if type(refusal) is not GraphQLError:
        return refusal
    return GraphQLError(refusal.message, source=refusal.source, positions=refusal.positions, path=refusal.path)


class Escapes(Visitor):
    """Refuses what may not be in any text, and could be written as an escape where a request is looked through."""

    @staticmethod
    def enter_string_value(node: StringValueNode, *_: Any) -> None:
        if not can_be_kept(node.value):
            assert node.loc
            raise GraphQLSyntaxError(node.loc.source, node.loc.start, "Invalid character within String: U+0000.")
