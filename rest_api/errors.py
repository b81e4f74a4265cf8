"""How REST says what went wrong: the status of each family, Magento's error body, and failures only REST can have."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from rest_framework.response import Response

from kernel import outages
from kernel.errors import (
    AlreadyExists,
    AuthenticationFailed,
    Failure,
    InvalidAttribute,
    InvalidInput,
    InvalidState,
    NoSuchEntity,
    NotAuthorized,
    ServiceUnavailable,
    SeveralProblems,
)

logger = logging.getLogger(__name__)


class RouteNotFound(Failure):
    template = "Request does not match any route."


class RequestNotProcessable(Failure):
    """A path without a version, or a store code nobody has."""

    template = "Specified request cannot be processed."


class ConsumerNotAuthorized(NotAuthorized):
    template = "The consumer isn't authorized to access %resources."


class MethodInvalid(InvalidInput):
    template = "Request method is invalid."


class BodyNotReadable(InvalidInput):
    template = "Decoding error."


class ContentTypeEmpty(InvalidInput):
    template = "Content-Type header is empty."


class ContentTypeInvalid(InvalidInput):
    template = "Content-Type header is invalid."


class CharsetNotSupported(InvalidInput):
    template = "UTF-8 is the only supported charset."


class NotAcceptable(Failure):
    template = (
        'Server cannot match any of the given Accept HTTP header media type(s) from the request: "%1" '
        "with media types from the config of response renderer."
    )


class FieldNotSupported(InvalidInput):
    template = '"%fieldName" is not supported. Correct the field name and try again.'


class SentRendered(InvalidInput):
    """Failures whose sentences Magento sends with the values already in place."""


class ContentTypeNotUnderstood(SentRendered):
    template = "Server cannot understand Content-Type HTTP header media type %1"


class WrongType(SentRendered):
    template = 'The "%1" value\'s type is invalid. The "%2" type was expected. Verify and try again.'


class NestedWrongType(SentRendered):
    template = f'Error occurred during "%3" processing. {WrongType.template}'


STATUS: dict[type[Failure], int] = {
    RouteNotFound: 404,
    RequestNotProcessable: 404,
    NotAcceptable: 406,
    InvalidInput: 400,
    InvalidState: 400,
    AlreadyExists: 400,
    NoSuchEntity: 404,
    AuthenticationFailed: 401,
    NotAuthorized: 401,
    ServiceUnavailable: 503,
}


def status_of(failure: Failure) -> int:
    """The status of a failure's nearest family."""
    return next((STATUS[family] for family in type(failure).__mro__ if family in STATUS), 400)


def body_of(failure: Failure) -> dict[str, Any]:
    """Magento's error body: the template with its parameters beside it, and `errors` where there are several."""
    if isinstance(failure, SeveralProblems):
        if all(isinstance(problem, InvalidAttribute) for problem in failure.problems):
            return {"message": "\n".join(problem.message for problem in failure.problems)}
        return {"message": failure.template, "errors": [body_of(problem) for problem in failure.problems]}
    if isinstance(failure, (InvalidAttribute, SentRendered)) or not failure.parameters:
        return {"message": failure.message}
    return {"message": failure.template, "parameters": failure.parameters}


def response_to(error: Exception, context: dict[str, Any]) -> Response:
    """The answer to whatever a view raised. What nobody foresaw gets a report id, and a log entry with the same id."""
    error = outages.failure_behind(error) or error
    if isinstance(error, ServiceUnavailable):
        logger.warning("%s", type(error).__name__, exc_info=error.__cause__)
        return Response(body_of(error), status=status_of(error), headers={"Retry-After": str(error.retry_after)})
    if isinstance(error, Failure):
        return Response(body_of(error), status=status_of(error))
    report = f"webapi-{uuid.uuid4().hex[:13]}"
    logger.error("%s", report, exc_info=error)
    return Response(
        {"message": f"Internal Error. Details are available in Magento log file. Report ID: {report}"}, status=500
    )
