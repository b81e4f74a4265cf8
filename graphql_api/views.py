"""The one address of GraphQL: a document is answered with JSON, a browser that brings none with GraphiQL."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from graphql import GraphQLError, GraphQLSyntaxError, OperationType

from auth_tokens import tokens
from graphql_api import caching, errors, requests
from graphql_api.config import ALIASES_LIMITED, MOST_ALIASES
from graphql_api.context import Context
from graphql_api.language import documents, leniency, variables
from graphql_api.language.execution import Plan
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
    """What goes back: a body, or one that was written before. `plan` is there if all of it was answered."""

    body: dict[str, Any]
    status: int = 200
    plan: Plan | None = None
    written: bytes | None = None


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
    written = answer.written if answer.written is not None else json_of(answer.body)
    response = HttpResponse(written, content_type="application/json", status=answer.status)
    if answer.status == 503:
        response["Retry-After"] = str(errors.retry_after(answer.body["errors"]))
    if context.expires_in is not None:
        response[tokens.EXPIRES_IN] = str(context.expires_in)
    caching.mark(response, context, answer.plan)
    if answer.status == 405:
        response["Allow"] = ALLOWED_METHODS
    return response


def json_of(body: dict[str, Any]) -> bytes:
    """A body as JSON."""
    try:
        return orjson.dumps(body)
    except TypeError:  # a number or a text that only Python's own JSON has a way to write
        return json.dumps(body).encode()


def _answer_to(request: HttpRequest, context: Context) -> Answer:
    try:
        asked = requests.read(request)
        understood = documents.read(asked.query)
        if understood.aliases:
            _check_aliases(understood.aliases)
        context.store  # noqa: B018  (an unknown store view is told before anything else happens)
        context.check_currency()
        plan = understood.plan(asked.operation_name)
        operation = plan.operation
        if operation:
            request.graphql_fields = operation.operation.value, plan.root_fields  # type: ignore[attr-defined]
        if operation and request.method != "POST" and operation.operation != OperationType.QUERY:
            raise errors.MutationByGet()
    except GraphQLSyntaxError as error:
        return Answer({"errors": [errors.shown(error)]}, 400)
    except GraphQLError as error:
        return Answer({"errors": [errors.shown(error)]})
    except Failure as failure:
        told = [errors.refusal(failure)]
        return Answer({"errors": told}, 503 if errors.retry_after(told) else errors.REFUSED.get(type(failure), 200))
    kept = caching.kept_answer(context, plan, asked.query, asked.variables)
    if kept is not None and (written := kept.answer) is not None:
        return Answer({}, plan=plan, written=written)
    answer = _executed(plan, asked, context)
    if kept is not None and answer.plan is not None:
        kept.answer = answer.written = json_of(answer.body)
    return answer


def _executed(plan: Plan, asked: Asked, context: Context) -> Answer:
    operation = plan.operation
    sent = asked.variables
    if operation and operation.variable_definitions:
        sent = leniency.variables(schema.graphql_schema, operation, sent)
    result = plan.execute(context, sent)
    if result.data is None and result.errors and result.errors[0].path is None:
        problem = operation and variables.first_problem(schema.graphql_schema, operation, sent)
        return Answer({"errors": [errors.shown(problem or result.errors[0])]})
    if result.errors:
        told = [errors.shown(error) for error in result.errors]
        # No data at all means that a field which is never null has failed; webonyx leaves the key out then.
        data = {} if result.data is None else {"data": result.data}
        return Answer({"errors": told} | data, errors.status_of(told))
    return Answer({"data": result.data}, plan=plan)


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
