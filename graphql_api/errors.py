"""How GraphQL says what went wrong: the category of each family, and failures only GraphQL can have."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.conf import settings
from graphql import GraphQLError

from graphql_api.language import wording
from kernel import outages
from kernel.errors import (
    AlreadyExists,
    AuthenticationFailed,
    Failure,
    InputTooLarge,
    InvalidInput,
    InvalidState,
    NoSuchEntity,
    NotAuthorized,
    ServiceUnavailable,
)

logger = logging.getLogger(__name__)

AUTHENTICATION = "graphql-authentication"
AUTHORIZATION = "graphql-authorization"
UNAVAILABLE = "graphql-service-unavailable"

CATEGORY: dict[type[Failure], str] = {
    InvalidInput: "graphql-input",
    InvalidState: "graphql-input",
    NoSuchEntity: "graphql-no-such-entity",
    AlreadyExists: "graphql-already-exists",
    AuthenticationFailed: AUTHENTICATION,
    NotAuthorized: AUTHORIZATION,
    ServiceUnavailable: UNAVAILABLE,
}

# What Magento answers after 2.4.7; before, an error of a resolver came with 200 whatever it was.
STATUS = {AUTHENTICATION: 401, AUTHORIZATION: 403, "internal": 500}
ALWAYS_200 = "always-200"


class InputMissing(InvalidInput):
    template = '"input" value should be specified'


class ChangeMissing(InvalidInput):
    """The same for changing an address, where Magento says it another way."""

    template = '"input" value must be specified'


class FieldNotProvided(InvalidInput):
    """A field that one of two mutations sharing an input type must have, so that the schema cannot ask for it."""

    template = wording.NOT_PROVIDED


class RequestNotReadable(Failure):
    """A body or variables that are no JSON object."""

    template = "Syntax Error: Unable to parse the request."


class MutationByGet(InvalidInput):
    template = "Mutation requests allowed only for POST requests"


class QueryTooComplex(InvalidInput):
    template = "Max query complexity should be %1 but got %2."


class QueryTooDeep(InvalidInput):
    template = "Max query depth should be %1 but got %2."


class TooManyAliases(InvalidInput):
    template = "Max Aliases in query should be %1 but got %2."


class TooManyDirectives(InvalidInput):
    template = "Max directives in query should be %1 but got %2."


class TooManyOfAKind(InvalidInput):
    template = "Max %1 in query should be %2 but got %3."


class IntrospectionNotAllowed(InvalidInput):
    template = "GraphQL introspection is not allowed, but the query contained __schema or __type"


class AskedTwice(InvalidInput):
    """Something that may be asked for once in a request, asked for again under another alias."""

    template = '"%1" can be asked for only once in a request.'


class ListOfOperations(InvalidInput):
    template = "A request holds one operation; a list of them is not accepted."


class ContentTypeNotJson(InvalidInput):
    template = "Request content type must be application/json"


class MethodNotAllowed(InvalidInput):
    template = "GraphQL is asked by GET or POST"


# The HTTP status of a refusal that came before anything was executed; 200 for all others.
REFUSED: dict[type[Failure], int] = {
    RequestNotReadable: 400,
    ListOfOperations: 400,
    InputTooLarge: 400,
    MethodNotAllowed: 405,
}


def category_of(failure: Failure) -> str | None:
    """The category of a failure's nearest family."""
    counted_as = failure.storefront_family or type(failure)
    return next((CATEGORY[family] for family in counted_as.__mro__ if family in CATEGORY), None)


def shown(error: GraphQLError) -> dict[str, Any]:
    """An error as Magento formats it: message, locations, path, extensions."""
    cause = _cause_of(error)
    cause = outages.failure_behind(cause) or cause
    body: dict[str, Any] = {"message": wording.magento_says(error.message)}
    if error.locations:
        body["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.path is not None:
        body["path"] = error.path
    if isinstance(cause, Failure):
        body |= refusal(cause) | {key: body[key] for key in ("locations", "path") if key in body}
        return {key: body[key] for key in ("message", "locations", "path", "extensions") if key in body}
    return body | internal(cause) if cause is not None else body


def _cause_of(error: GraphQLError) -> Exception | None:
    """What a resolver raised, or what is wrong with what it returned; None for a mistake of the client's."""
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    if cause is None and error.path is not None and not error.message.startswith("Argument "):
        return error
    return cause


def internal(cause: Exception) -> dict[str, Any]:
    """What nobody foresaw: a report id, and a log entry with the same id. An outage is told as one."""
    outage = outages.failure_behind(cause)
    if outage:
        return refusal(outage)
    report = f"graphql-{uuid.uuid4().hex[:13]}"
    logger.error("%s", report, exc_info=cause)
    return {"message": f"Internal server error. Report ID: {report}", "extensions": {"category": "internal"}}


def refusal(failure: Failure) -> dict[str, Any]:
    """A failure as an error without a place in the document."""
    extensions: dict[str, Any] = {}
    category = category_of(failure)
    if category:
        extensions["category"] = category
    if isinstance(failure, ServiceUnavailable):
        logger.warning("%s", type(failure).__name__, exc_info=failure.__cause__)
        extensions["retry_after"] = failure.retry_after
    return {"message": failure.storefront_message} | ({"extensions": extensions} if extensions else {})


def status_of(errors: list[dict[str, Any]]) -> int:
    """The HTTP status of an answer with errors of resolvers: the first category decides, as in Magento."""
    if retry_after(errors):
        return 503
    if settings.GRAPHQL_ERROR_STATUS == ALWAYS_200:
        return 200
    for error in errors:
        category = error.get("extensions", {}).get("category")
        if category:
            return STATUS.get(category, 200)
    return 200


def retry_after(errors: list[dict[str, Any]]) -> int | None:
    """In how many seconds the same may be asked again, if something was unavailable; None if nothing was."""
    return max((error.get("extensions", {}).get("retry_after") or 0 for error in errors), default=0) or None
