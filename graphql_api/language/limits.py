"""How much one document may ask for, counted the way Magento counts before anybody asks whether the schema has it.

Counting takes one look at each node, whatever fragments make of them; to compare every field with every other, as
validation does, takes the square of that.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    NoFragmentCyclesRule,
    OperationDefinitionNode,
    SelectionSetNode,
    validate,
)

from graphql_api.errors import (
    AskedTwice,
    IntrospectionNotAllowed,
    QueryTooComplex,
    QueryTooDeep,
    TooManyDirectives,
    TooManyOfAKind,
)
from graphql_api.schema import rooms, schema

INTROSPECTION = {"__schema", "__type"}
# Nobody's client comes near these, and validating what goes beyond them would take long.
MOST_OPERATIONS, MOST_FRAGMENTS, MOST_VARIABLES, MOST_REPETITIONS = 50, 150, 150, 50


@dataclass
class Part:
    """What an operation or a fragment asks for by itself, and which fragments it spreads how deep."""

    fields: int = 0
    depth: int = 0
    aliases: int = 0
    directives: int = 0
    repetitions: int = 0
    asks_about_the_schema: bool = False
    spreads: tuple[tuple[str, int], ...] = ()


def check(document: DocumentNode) -> int:
    """Refuse a document that asks for too much; else the number of its aliases.

    Raises QueryTooComplex, QueryTooDeep, TooManyDirectives, TooManyOfAKind, IntrospectionNotAllowed, AskedTwice, and
    GraphQLError for fragments that spread each other in a circle.
    """
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    fragments = [each for each in document.definitions if isinstance(each, FragmentDefinitionNode)]
    variables = sum(len(each.variable_definitions or ()) for each in operations)
    for kind, found, most in (
        ("operations", len(operations), MOST_OPERATIONS),
        ("fragments", len(fragments), MOST_FRAGMENTS),
        ("variables", variables, MOST_VARIABLES),
    ):
        if found > most:
            raise TooManyOfAKind(kind, most, found)
    asked, parts = [_part(each) for each in operations], {each.name.value: _part(each) for each in fragments}
    everything = [*asked, *parts.values()]
    if not settings.GRAPHQL_INTROSPECTION and any(part.asks_about_the_schema for part in everything):
        raise IntrospectionNotAllowed()
    _check_at_most(sum(part.fields for part in everything), settings.GRAPHQL_COMPLEXITY, QueryTooComplex)
    _check_at_most(sum(part.directives for part in everything), settings.GRAPHQL_DIRECTIVES, TooManyDirectives)
    repetitions = sum(part.repetitions for part in everything)
    if repetitions > MOST_REPETITIONS:
        raise TooManyOfAKind("repetitions of a field", MOST_REPETITIONS, repetitions)
    whole = _with_their_fragments(parts)
    if whole is None:
        raise validate(schema.graphql_schema, document, [NoFragmentCyclesRule])[0]
    for part in asked:
        fields, depth = _total(part, whole)
        _check_at_most(fields, settings.GRAPHQL_COMPLEXITY, QueryTooComplex)
        _check_at_most(depth, settings.GRAPHQL_DEPTH, QueryTooDeep)
    if settings.GRAPHQL_SENSITIVE_ONCE:
        for operation in operations:
            _check_once(operation, {each.name.value: each for each in fragments})
    return sum(part.aliases for part in everything)


SENSITIVE: frozenset[str] = frozenset().union(
    *(getattr(room, "sensitive", ()) for module in ("queries", "mutations") for room in rooms(module))
)


def _check_once(operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]) -> None:
    """Whatever counts tries must not be dodged by aliases. Raises AskedTwice."""
    for name, times in Counter(name for name, _ in _roots(operation, fragments)).items():
        if times > 1 and name in SENSITIVE:
            raise AskedTwice(name)


def _check_at_most(found: int, most: int, failure: type[QueryTooComplex | QueryTooDeep | TooManyDirectives]) -> None:
    if most and found > most:  # 0 is no limit, as in Magento
        raise failure(most, found)


def _part(definition: OperationDefinitionNode | FragmentDefinitionNode) -> Part:
    part = Part(directives=len(definition.directives))
    spreads: list[tuple[str, int]] = []
    waiting = [(definition.selection_set, 0)]
    while waiting:
        selected, depth = waiting.pop()
        keys: set[str] = set()
        for selection in selected.selections:
            part.directives += len(selection.directives)
            match selection:
                case FieldNode():
                    part.fields += 1
                    part.aliases += selection.alias is not None
                    part.asks_about_the_schema |= selection.name.value in INTROSPECTION
                    key = (selection.alias or selection.name).value
                    part.repetitions += key in keys
                    keys.add(key)
                    if selection.selection_set:
                        part.depth = max(part.depth, depth)
                        waiting.append((selection.selection_set, depth + 1))
                case InlineFragmentNode():
                    waiting.append((selection.selection_set, depth))
                case FragmentSpreadNode():
                    spreads.append((selection.name.value, depth))
    part.spreads = tuple(spreads)
    return part


def _with_their_fragments(parts: dict[str, Part]) -> dict[str, tuple[int, int]] | None:
    """Fields and depth of each fragment with all that it spreads; None if there is a circle."""
    whole: dict[str, tuple[int, int]] = {}
    entered: set[str] = set()
    for first in parts:
        waiting = [first]
        while waiting:
            name = waiting[-1]
            missing = [spread for spread, _ in parts[name].spreads if spread in parts and spread not in whole]
            if name not in entered:
                entered.add(name)
                waiting += [spread for spread in missing if spread not in entered]
                if any(spread in entered for spread in missing):
                    return None
            else:
                waiting.pop()
                whole[name] = _total(parts[name], whole)
    return whole


def _total(part: Part, whole: dict[str, tuple[int, int]]) -> tuple[int, int]:
    fields, depth = part.fields, part.depth
    for name, at in part.spreads:
        if name in whole:
            fields += whole[name][0]
            depth = max(depth, at + whole[name][1])
    return fields, depth


def _roots(
    operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]
) -> frozenset[tuple[str, str]]:
    """The fields at the top, by their name and the one they are asked for under."""
    seen: set[str] = set()
    asked: set[tuple[str, str]] = set()
    waiting: list[SelectionSetNode] = [operation.selection_set]
    while waiting:
        for selection in waiting.pop().selections:
            match selection:
                case FieldNode():
                    asked.add((selection.name.value, (selection.alias or selection.name).value))
                case InlineFragmentNode():
                    waiting.append(selection.selection_set)
                case FragmentSpreadNode() if selection.name.value in fragments and selection.name.value not in seen:
                    seen.add(selection.name.value)
                    waiting.append(fragments[selection.name.value].selection_set)
    return frozenset(asked)
