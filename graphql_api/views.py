"""The one address of GraphQL."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from graphql import DocumentNode, GraphQLSyntaxError, OperationType, execute, parse, validate
from graphql.utilities import get_operation_ast

from graphql_api import errors
from graphql_api.context import Context
from graphql_api.schema import schema
from kernel.errors import Failure, InputTooLarge
from kernel.text import can_be_kept

Answer = tuple[dict[str, Any], int]


@csrf_exempt  # A bearer token cannot be forged by another site; Context checks calls that come with a session.
def graphql(request: HttpRequest) -> HttpResponse:
    """A document sent by POST, or a query by GET; JSON comes back whatever happens."""
    try:
        body, status = _answer_to(request)
    except Exception as error:
        body, status = {"errors": [errors.internal(error)]}, 500
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    if status == 405:
        response["Allow"] = "GET, POST"
    return response


def _answer_to(request: HttpRequest) -> Answer:
    context = Context(request)
    try:
        asked = _read(request)
        document = parse(asked["query"])
        context.store  # noqa: B018  (an unknown store view is told before anything else happens)
    except GraphQLSyntaxError as error:
        return {"errors": [errors.shown(error)]}, 400
    except errors.RequestNotReadable as failure:
        return {"errors": [errors.refusal(failure)]}, 400
    except errors.MethodNotAllowed as failure:
        return {"errors": [errors.refusal(failure)]}, 405
    except Failure as failure:
        return {"errors": [errors.refusal(failure)]}, 200

    problems = validate(schema.graphql_schema, document, max_errors=1)
    if problems:
        return {"errors": [errors.shown(problems[0])]}, 200
    if request.method == "GET" and _changes_something(document, asked["operation_name"]):
        return {"errors": [errors.refusal(errors.MutationByGet())]}, 200
    return _executed(document, asked, context)


def _executed(document: DocumentNode, asked: dict[str, Any], context: Context) -> Answer:
    result = execute(
        schema.graphql_schema,
        document,
        context_value=context,
        variable_values=asked["variables"],
        operation_name=asked["operation_name"],
    )
    assert not hasattr(result, "__await__")
    if result.data is None and result.errors:
        return {"errors": [errors.shown(result.errors[0])]}, 200
    if result.errors:
        told = [errors.shown(error) for error in result.errors]
        return {"errors": told, "data": result.data}, errors.status_of(told)
    return {"data": result.data}, 200


def _changes_something(document: DocumentNode, operation_name: str | None) -> bool:
    operation = get_operation_ast(document, operation_name)
    return operation is not None and operation.operation != OperationType.QUERY


def _read(request: HttpRequest) -> dict[str, Any]:
    """The document with its variables and operation name.

    Raises InputTooLarge, RequestNotReadable, MethodNotAllowed, ContentTypeNotJson, GraphQLSyntaxError.
    """
    match request.method:
        case "GET":
            sent: Any = request.GET.dict()
            sent["variables"] = _json(sent["variables"]) if sent.get("variables") else None
        case "POST":
            if (request.content_type or "").lower() != "application/json":
                raise errors.ContentTypeNotJson()
            sent = _json(_body(request))
        case _:
            raise errors.MethodNotAllowed()
    if not isinstance(sent, dict):
        raise errors.RequestNotReadable()
    query, variables = sent.get("query") or "", sent.get("variables") or {}
    operation_name = sent.get("operationName") or None
    known_types = isinstance(query, str) and isinstance(variables, dict) and isinstance(operation_name, str | None)
    if not known_types or not can_be_kept([query, variables]):
        raise errors.RequestNotReadable()
    return {"query": query, "variables": variables, "operation_name": operation_name}


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise InputTooLarge() from None


def _json(text: str | bytes) -> Any:
    try:
        return json.loads(text or "{}")
    except (ValueError, RecursionError):
        raise errors.RequestNotReadable() from None
