"""The one address of GraphQL: a document is answered with JSON, a browser that brings none with GraphiQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from graphql import DocumentNode, GraphQLError, GraphQLSyntaxError, OperationType, execute
from graphql.utilities import get_operation_ast

from auth_tokens import tokens
from graphql_api import caching, errors, requests
from graphql_api.config import ALIASES_LIMITED, MOST_ALIASES
from graphql_api.context import Context
from graphql_api.language import documents, leniency, limits, variables
from graphql_api.requests import Asked
from graphql_api.schema import schema
from kernel.errors import Failure
from stores import config

ALLOWED_METHODS = "GET, POST"

# GraphiQL's editor lays itself out with styles of its own making; everything else comes from this shop's files.
GRAPHIQL_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass
class Answer:
    """What goes back. `document` is there if all of it was answered."""

    body: dict[str, Any]
    status: int = 200
    document: DocumentNode | None = None
    operation_name: str | None = None


@csrf_exempt  # A bearer token cannot be forged by another site; Context checks calls that come with a session.
def graphql(request: HttpRequest) -> HttpResponse:
    """A document sent by POST, or a query by GET; JSON comes back whatever happens."""
    if _is_a_browser_looking_around(request):
        return _graphiql(request)
    context = Context(request)
    try:
        answer = _answer_to(request, context)
    except Exception as error:
        told = [errors.internal(error)]
        answer = Answer({"errors": told}, 503 if errors.retry_after(told) else 500)
    response = JsonResponse(answer.body, status=answer.status)
    if answer.status == 503:
        response["Retry-After"] = str(errors.retry_after(answer.body["errors"]))
    if context.expires_in is not None:
        response[tokens.EXPIRES_IN] = str(context.expires_in)
    caching.mark(response, context, answer.document, answer.operation_name)
    if answer.status == 405:
        response["Allow"] = ALLOWED_METHODS
    return response


def _answer_to(request: HttpRequest, context: Context) -> Answer:
    try:
        asked = requests.read(request)
        document, aliases = documents.read(asked.query)
        if aliases:
            _check_aliases(aliases)
        context.store  # noqa: B018  (an unknown store view is told before anything else happens)
        context.check_currency()
        operation = get_operation_ast(document, asked.operation_name)
        if operation:
            request.graphql_fields = operation.operation.value, limits.roots(operation, document)  # type: ignore[attr-defined]
        if operation and request.method != "POST" and operation.operation != OperationType.QUERY:
            raise errors.MutationByGet()
    except GraphQLSyntaxError as error:
        return Answer({"errors": [errors.shown(error)]}, 400)
    except GraphQLError as error:
        return Answer({"errors": [errors.shown(error)]})
    except Failure as failure:
        told = [errors.refusal(failure)]
        return Answer({"errors": told}, 503 if errors.retry_after(told) else errors.REFUSED.get(type(failure), 200))
    return _executed(document, asked, context)


def _executed(document: DocumentNode, asked: Asked, context: Context) -> Answer:
    operation = get_operation_ast(document, asked.operation_name)
    sent = leniency.variables(schema.graphql_schema, operation, asked.variables) if operation else {}
    result = execute(
        schema.graphql_schema,
        document,
        context_value=context,
        variable_values=sent,
        operation_name=asked.operation_name,
    )
    assert not hasattr(result, "__await__")
    if result.data is None and result.errors and result.errors[0].path is None:
        problem = operation and variables.first_problem(schema.graphql_schema, operation, sent)
        return Answer({"errors": [errors.shown(problem or result.errors[0])]})
    if result.errors:
        told = [errors.shown(error) for error in result.errors]
        # No data at all means that a field which is never null has failed; webonyx leaves the key out then.
        data = {} if result.data is None else {"data": result.data}
        return Answer({"errors": told} | data, errors.status_of(told))
    return Answer({"data": result.data}, document=document, operation_name=asked.operation_name)


def _check_aliases(found: int) -> None:
    """Refuse more aliases than the merchant allows. Raises TooManyAliases."""
    allowed = config.read_all([ALIASES_LIMITED, MOST_ALIASES])
    if allowed[ALIASES_LIMITED] and found > allowed[MOST_ALIASES]:
        raise errors.TooManyAliases(allowed[MOST_ALIASES], found)


def _is_a_browser_looking_around(request: HttpRequest) -> bool:
    """Whether somebody opened the address: no document, and a page is preferred to JSON."""
    if request.method not in ("GET", "HEAD") or "query=" in request.META.get("QUERY_STRING", ""):
        return False
    return request.get_preferred_type(["application/json", "text/html"]) == "text/html"


def _graphiql(request: HttpRequest) -> HttpResponse:
    page = render(request, "graphql_api/graphiql.html")
    page["Content-Security-Policy"] = GRAPHIQL_POLICY
    page["Cache-Control"] = "no-cache"
    page["Vary"] = "Accept"
    return page
