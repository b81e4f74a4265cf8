"""Answering a document that has been read, as often as it is asked: what depends on the document alone is done once.

graphql-core looks up every field's definition, arguments and types again for each object it answers with, and makes a
record of a dozen values for each. That is most of what a call costs, and a shop's clients send the same few documents
all day. A `Plan` does the looking up once and leaves functions that only read and check values. It gives the answers
and the errors of graphql-core's `execute`, which tests/graphql_api/test_execution.py compares it with, and leaves to it
what is out of the ordinary. Resolvers here are plain functions, so nothing has to be awaited.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, NamedTuple

from graphene.types.resolver import dict_or_attr_resolver
from graphql import (
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    EnumValueNode,
    ExecutionResult,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLString,
    InlineFragmentNode,
    IntValueNode,
    NullValueNode,
    OperationDefinitionNode,
    OperationType,
    StringValueNode,
    Undefined,
    VariableNode,
    Visitor,
    default_field_resolver,
    default_type_resolver,
    execute,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    located_error,
    visit,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.execute import CollectedErrors, ExecutionContext, get_field_def
from graphql.execution.values import get_argument_values, get_variable_values
from graphql.pyutils import Path, inspect, is_iterable
from graphql.utilities import get_operation_ast

MOST_CONDITIONS = 4  # variables of @skip and @include; each doubles the ways a document can be answered

ConstantNodes = BooleanValueNode | EnumValueNode | FloatValueNode | IntValueNode | NullValueNode | StringValueNode

INT_LEAST, INT_MOST = -(2**31), 2**31 - 1


class Run:
    """One answer being made."""

    __slots__ = ("context", "errors", "variables")

    def __init__(self, context: Any, variables: dict[str, Any]) -> None:
        self.context, self.variables = context, variables
        self.errors: list[GraphQLError] = []


class Place(NamedTuple):
    """What there is to know about a field of the document before anybody asks."""

    plan: Plan
    parent_type: GraphQLObjectType
    key: str
    nodes: list[FieldNode]
    definition: GraphQLField


class Info:
    """What a resolver is told: the same names as graphql-core's `GraphQLResolveInfo`, looked up when they are used."""

    __slots__ = ("_place", "_run", "_under", "context")

    def __init__(self, run: Run, place: Place, under: Path | None) -> None:
        self.context, self._run, self._place, self._under = run.context, run, place, under

    root_value = None

    @property
    def field_name(self) -> str:
        return self._place.nodes[0].name.value

    @property
    def field_nodes(self) -> list[FieldNode]:
        return self._place.nodes

    @property
    def return_type(self) -> GraphQLOutputType:
        return self._place.definition.type

    @property
    def parent_type(self) -> GraphQLObjectType:
        return self._place.parent_type

    @property
    def path(self) -> Path:
        return Path(self._under, self._place.key, self._place.parent_type.name)

    @property
    def schema(self) -> GraphQLSchema:
        return self._place.plan.schema

    @property
    def fragments(self) -> dict[str, FragmentDefinitionNode]:
        return self._place.plan.fragments

    @property
    def operation(self) -> OperationDefinitionNode:
        assert self._place.plan.operation
        return self._place.plan.operation

    @property
    def variable_values(self) -> dict[str, Any]:
        return self._run.variables


Complete = Callable[[Any, Run, "Path | None"], Any]
"""Makes what goes out of what a resolver gave: the value, the answer being made, the value's own place."""

Answer = Callable[[Any, Run, "Path | None"], Any]
"""Answers a field: the object it is asked of, the answer being made, the place of that object."""


class Plan:
    """How one operation of a document is answered. It belongs to no request and may be kept and shared by threads."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, operation_name: str | None = None) -> None:
        self.schema, self.document, self.operation_name = schema, document, operation_name
        self.operation = get_operation_ast(document, operation_name)
        self.fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        self._conditions = _conditions(document)
        self._is_ordinary = (
            self.operation is not None
            and self.operation.operation != OperationType.SUBSCRIPTION
            and len(self._conditions) <= MOST_CONDITIONS
        )
        self._roots: dict[tuple[Any, ...], list[tuple[str, Answer]]] = {}

    @cached_property
    def root_fields(self) -> frozenset[str]:
        """The names of the fields asked for at the top, those in fragments too."""
        found: set[str] = set()
        waiting, seen = [self.operation.selection_set] if self.operation else [], set()
        while waiting:
            for selection in waiting.pop().selections:
                match selection:
                    case FieldNode():
                        found.add(selection.name.value)
                    case InlineFragmentNode():
                        waiting.append(selection.selection_set)
                    case FragmentSpreadNode() if selection.name.value not in seen:
                        seen.add(selection.name.value)
                        waiting.append(self.fragments[selection.name.value].selection_set)
        return frozenset(found)

    def execute(self, context: Any, sent: dict[str, Any]) -> ExecutionResult:
        """The answer, with `sent` as the variables of the request."""
        if not self._is_ordinary or self.operation is None:
            return self._executed_by_graphql_core(context, sent)
        variables: Any = {}
        if self.operation.variable_definitions:
            variables = get_variable_values(self.schema, self.operation.variable_definitions, sent, max_errors=50)
            if isinstance(variables, list):
                return ExecutionResult(None, variables)
        conditions = tuple(variables.get(name) for name in self._conditions)
        if not all(isinstance(value, bool) for value in conditions):
            return self._executed_by_graphql_core(context, sent)
        run = Run(context, variables)
        data: dict[str, Any] | None = {}
        try:
            for key, answer in self._root(conditions):
                data[key] = answer(None, run, None)  # type: ignore[index]
        except GraphQLError as error:
            run.errors.append(error)
            data = None
        return ExecutionContext.build_response(data, run.errors)

    def _executed_by_graphql_core(self, context: Any, sent: dict[str, Any]) -> ExecutionResult:
        result = execute(
            self.schema,
            self.document,
            context_value=context,
            variable_values=sent,
            operation_name=self.operation_name,
        )
        assert isinstance(result, ExecutionResult)
        return result

    def _root(self, conditions: tuple[Any, ...]) -> list[tuple[str, Answer]]:
        """The fields at the top, where the variables of the conditions have these values."""
        known = self._roots.get(conditions)
        if known is None:
            assert self.operation
            root_type = self.schema.get_root_type(self.operation.operation)
            assert root_type
            values = dict(zip(self._conditions, conditions, strict=True))
            selected = collect_fields(self.schema, self.fragments, values, root_type, self.operation.selection_set)
            known = self._roots[conditions] = self._fields(root_type, selected, values)
        return known

    def _fields(
        self, type_: GraphQLObjectType, selected: dict[str, list[FieldNode]], conditions: dict[str, Any]
    ) -> list[tuple[str, Answer]]:
        found = []
        for key, nodes in selected.items():
            definition = get_field_def(self.schema, type_, nodes[0])
            if definition:
                place = Place(self, type_, key, nodes, definition)
                found.append((key, self._answer(place, conditions)))
        return found

    def _answer(self, place: Place, conditions: dict[str, Any]) -> Answer:
        type_: Any = place.definition.type
        is_leaf = is_leaf_type(type_.of_type if is_non_null_type(type_) else type_)
        complete = self._completion(type_, place, conditions)
        resolve = place.definition.resolve or default_field_resolver
        failed = partial(_failed, place)
        if isinstance(resolve, partial) and resolve.func is dict_or_attr_resolver and not resolve.keywords:
            name, default = resolve.args
            return (
                _leaf_read(name, default, complete, failed)
                if is_leaf
                else _read(name, default, complete, failed, place)
            )
        return _resolved(resolve, _arguments(place), complete, failed, place, is_leaf)

    def _completion(self, type_: Any, place: Place, conditions: dict[str, Any]) -> Complete:
        if is_non_null_type(type_):
            return _never_null(self._completion(type_.of_type, place, conditions), place)
        if is_list_type(type_):
            item = self._completion(type_.of_type, place, conditions)
            return _list(item, place, is_non_null_type(type_.of_type))
        if is_leaf_type(type_):
            return _leaf(type_)
        if is_abstract_type(type_):
            return self._abstract(type_, place, conditions)
        assert isinstance(type_, GraphQLObjectType)
        return self._object(type_, place, conditions)

    def _object(self, type_: GraphQLObjectType, place: Place, conditions: dict[str, Any]) -> Complete:
        selected = collect_sub_fields(self.schema, self.fragments, conditions, type_, place.nodes)
        fields = self._fields(type_, selected, conditions)
        is_type_of: Any = type_.is_type_of

        def complete(value: Any, run: Run, path: Path | None) -> Any:
            if isinstance(value, Exception):
                raise value
            if value is None or value is Undefined:
                return None
            if is_type_of and not is_type_of(value, Info(run, place, path and path.prev)):
                raise GraphQLError(f"Expected value of type '{type_.name}' but got: {inspect(value)}.", place.nodes)
            return {key: answer(value, run, path) for key, answer in fields}

        return complete

    def _abstract(self, type_: GraphQLAbstractType, place: Place, conditions: dict[str, Any]) -> Complete:
        resolve_type: Any = type_.resolve_type or default_type_resolver
        known: dict[str, Complete] = {}

        def complete(value: Any, run: Run, path: Path | None) -> Any:
            if isinstance(value, Exception):
                raise value
            if value is None or value is Undefined:
                return None
            info: Any = Info(run, place, path and path.prev)
            name = resolve_type(value, info, type_)
            completion = known.get(name) if isinstance(name, str) else None
            if completion is None:
                runtime_type = self._core().ensure_valid_runtime_type(name, type_, place.nodes, info, value)
                completion = known[runtime_type.name] = self._object(runtime_type, place, conditions)
            return completion(value, run, path)

        return complete

    def _core(self) -> ExecutionContext:
        """graphql-core's own context of this operation, for the checks it makes."""
        assert self.operation
        resolve: Any = default_field_resolver
        built = ExecutionContext(
            self.schema, self.fragments, None, None, self.operation, {}, resolve, default_type_resolver, resolve,
            CollectedErrors(), None, None,
        )  # fmt: skip
        return built


def _leaf_read(name: str, default: Any, complete: Complete, failed: Callable[..., Any]) -> Answer:
    """An attribute, or what a mapping has under a name, which is a value and no object."""

    def answer(source: Any, run: Run, under: Path | None) -> Any:
        try:
            value = source.get(name, default) if isinstance(source, dict) else getattr(source, name, default)
            return complete(value, run, None)
        except Exception as raw:
            return failed(raw, run, under)

    return answer


def _read(name: str, default: Any, complete: Complete, failed: Callable[..., Any], place: Place) -> Answer:
    key, parent = place.key, place.parent_type.name

    def answer(source: Any, run: Run, under: Path | None) -> Any:
        try:
            value = source.get(name, default) if isinstance(source, dict) else getattr(source, name, default)
            return complete(value, run, Path(under, key, parent))
        except Exception as raw:
            return failed(raw, run, under)

    return answer


def _resolved(
    resolve: Callable[..., Any],
    arguments: Callable[[Run], dict[str, Any]] | None,
    complete: Complete,
    failed: Callable[..., Any],
    place: Place,
    is_leaf: bool,
) -> Answer:
    """What a function of ours says."""
    key, parent = place.key, place.parent_type.name

    def answer(source: Any, run: Run, under: Path | None) -> Any:
        try:
            info = Info(run, place, under)
            value = resolve(source, info) if arguments is None else resolve(source, info, **arguments(run))
            return complete(value, run, None if is_leaf else Path(under, key, parent))
        except Exception as raw:
            return failed(raw, run, under)

    return answer


def _failed(place: Place, raw: Exception, run: Run, under: Path | None) -> None:
    """What could not be answered is null, if it may be."""
    path = Path(under, place.key, place.parent_type.name)
    error = located_error(raw, place.nodes, path.as_list())
    if is_non_null_type(place.definition.type):
        raise error
    run.errors.append(error)


def _arguments(place: Place) -> Callable[[Run], dict[str, Any]] | None:
    """The arguments of a field; None if it has none."""
    definition, node = place.definition, place.nodes[0]
    if not definition.args:
        return None

    def arguments(run: Run) -> dict[str, Any]:
        return get_argument_values(definition, node, run.variables)

    fixed = _fixed_arguments(definition, node)
    return arguments if fixed is None else lambda run: dict(fixed)


def _fixed_arguments(definition: GraphQLField, node: FieldNode) -> dict[str, Any] | None:
    """The arguments that are the same with every call; None if variables are among them, or what could be changed."""
    if any(not isinstance(each.value, ConstantNodes) for each in node.arguments):
        return None
    try:
        found = get_argument_values(definition, node, {})
    except GraphQLError:
        return None
    return None if any(isinstance(value, dict | list) for value in found.values()) else found


def _never_null(complete: Complete, place: Place) -> Complete:
    field = f"{place.parent_type.name}.{place.nodes[0].name.value}"

    def checked(value: Any, run: Run, path: Path | None) -> Any:
        completed = complete(value, run, path)
        if completed is None:
            raise TypeError(f"Cannot return null for non-nullable field {field}.")
        return completed

    return checked


def _list(item: Complete, place: Place, items_are_never_null: bool) -> Complete:
    field = f"{place.parent_type.name}.{place.nodes[0].name.value}"

    def complete(value: Any, run: Run, path: Path | None) -> Any:
        if isinstance(value, Exception):
            raise value
        if value is None or value is Undefined:
            return None
        if type(value) is not list and not is_iterable(value):
            raise GraphQLError(f"Expected Iterable, but did not find one for field '{field}'.")
        completed = []
        for index, each in enumerate(value):
            item_path = Path(path, index, None)
            try:
                completed.append(item(each, run, item_path))
            except Exception as raw:
                error = located_error(raw, place.nodes, item_path.as_list())
                if items_are_never_null:
                    raise error from raw
                run.errors.append(error)
                completed.append(None)
        return completed

    return complete


def _leaf(type_: GraphQLLeafType) -> Complete:
    """A value as it goes out. The kinds nearly all values have are let through at once."""

    def complete(value: Any, run: Run, path: Path | None) -> Any:
        if isinstance(value, Exception):
            raise value
        if value is None or value is Undefined:
            return None
        serialized = type_.serialize(value)
        if serialized is Undefined or serialized is None:
            raise TypeError(
                f"Expected `{inspect(type_)}.serialize({inspect(value)})`"
                f" to return non-nullable value, returned: {inspect(serialized)}"
            )
        return serialized

    def text(value: Any, run: Run, path: Path | None) -> Any:
        return value if value is None or type(value) is str else complete(value, run, path)

    def whole(value: Any, run: Run, path: Path | None) -> Any:
        if value is None or (type(value) is int and INT_LEAST <= value <= INT_MOST):
            return value
        return complete(value, run, path)

    def truth(value: Any, run: Run, path: Path | None) -> Any:
        return value if value is None or type(value) is bool else complete(value, run, path)

    known: dict[str, Any] = {}

    def choice(value: Any, run: Run, path: Path | None) -> Any:
        if value is None or type(value) is not str:
            return complete(value, run, path)
        if value not in known:
            known[value] = complete(value, run, path)
        return known[value]

    if isinstance(type_, GraphQLEnumType):
        return choice
    shortcuts = {GraphQLString.name: text, GraphQLID.name: text, GraphQLInt.name: whole, GraphQLBoolean.name: truth}
    return shortcuts.get(type_.name, complete)


def _conditions(document: DocumentNode) -> tuple[str, ...]:
    """The variables that @skip and @include ask for anywhere in a document."""
    found: dict[str, None] = {}

    class Conditions(Visitor):
        @staticmethod
        def enter_directive(node: DirectiveNode, *_: Any) -> None:
            if node.name.value in ("skip", "include"):
                found.update(
                    {each.value.name.value: None for each in node.arguments if isinstance(each.value, VariableNode)}
                )

    visit(document, Conditions())
    return tuple(found)
