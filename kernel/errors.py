"""What can go wrong, as classes: the families every failure of the domain belongs to.

    Failure
    ├── InvalidInput            what was sent cannot be accepted
    │   ├── ValueRequired       something that has to be there is not
    │   ├── InvalidAttribute    a value its attribute's rules refuse
    │   ├── InvalidValue        a value that names something which is not there
    │   ├── InputTooLarge       more than anybody has to say
    │   └── SeveralProblems     more than one of them at once
    ├── InvalidState            what was asked does not fit what is there
    ├── NoSuchEntity            what was named does not exist, or is somebody else's
    ├── AlreadyExists           what was to be made is there already
    ├── AuthenticationFailed    who is asking could not be established
    ├── NotAuthorized           who is asking may not do this
    └── ServiceUnavailable      nothing is wrong with what was asked; it may be asked again in a while
        └── DatabaseUnavailable     the database is away, overloaded, or gave up on this call

A failure has a `template`, the sentence Magento says with `%1` or `%name` where values go, and the `parameters` that
go there. REST sends both apart, because clients compare the template; everybody else shows `message`.

Magento's GraphQL modules word some refusals of the service layer anew, and count a few of them to another family. That
stands beside the other, as `storefront_template` and `storefront_family`: all a failure can say is in one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

PLACEHOLDER = re.compile(r"%(\w+)")


class Failure(Exception):
    """Something the domain refuses to do. `parameters` are a list for `%1`, a mapping for `%name`."""

    template: ClassVar[str] = ""
    storefront_template: ClassVar[str | None] = None
    storefront_family: ClassVar[type[Failure] | None] = None

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional)
        self.parameters: list[Any] | dict[str, Any] = named or list(positional)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.parameters == getattr(other, "parameters", None)

    __hash__ = Exception.__hash__

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """The sentence of Magento's service layer with its values in place."""
        return self._filled(self.template)

    @property
    def storefront_message(self) -> str:
        """The sentence a storefront is told: Magento's GraphQL wording where it has one of its own."""
        return self._filled(self.storefront_template or self.template)

    def _filled(self, template: str) -> str:
        if isinstance(self.parameters, dict):
            values = {name: str(value) for name, value in self.parameters.items()}
        else:
            values = {str(place): str(value) for place, value in enumerate(self.parameters, start=1)}
        return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), template)


class InvalidInput(Failure):
    """What was sent cannot be accepted."""


class ValueRequired(InvalidInput):
    """A value that has to be there is missing or empty. The only parameter names it."""

    template = '"%fieldName" is required. Enter and try again.'
    storefront_template = "Required parameters are missing: %fieldName"

    @property
    def name(self) -> str:
        """What is missing, by the name the sentence uses."""
        values = self.parameters.values() if isinstance(self.parameters, dict) else self.parameters
        return str(next(iter(values)))


class SeveralProblems(InvalidInput):
    """More than one problem with the same input, in `problems`."""

    template = "One or more input exceptions have occurred."

    def __init__(self, problems: Iterable[InvalidInput]) -> None:
        super().__init__()
        self.problems = list(problems)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.problems == getattr(other, "problems", None)

    __hash__ = Exception.__hash__

    @property
    def storefront_message(self) -> str:
        """All missing values in one sentence; else what the attributes' rules say; else the first problem."""
        missing = [problem.name for problem in self.problems if isinstance(problem, ValueRequired)]
        if missing:
            return ValueRequired(fieldName=", ".join(missing)).storefront_message
        refused = [problem for problem in self.problems if isinstance(problem, InvalidAttribute)]
        return "\n".join(problem.storefront_message for problem in refused or self.problems[:1])


class InputTooLarge(InvalidInput):
    """More was sent at once than anybody has to say."""

    template = "Request body is too large."


class InvalidAttribute(InvalidInput):
    """A value its attribute's rules refuse. Magento sends these sentences filled in, each on a line of its own."""


class InvalidState(Failure):
    """What was asked does not fit what is there."""


class NoSuchEntity(Failure):
    """What was named does not exist, or is not for whoever asks; the two are never told apart.

    `NoSuchEntity(customerId=5)`, or with a second field `NoSuchEntity(email="a@b.c", websiteId=1)`.
    """

    template = "No such entity with %fieldName = %fieldValue"
    template_for_two = "No such entity with %fieldName = %fieldValue, %field2Name = %field2Value"

    def __init__(self, **fields: Any) -> None:
        names = list(fields)
        parameters: dict[str, Any] = {}
        if names:
            parameters = {"fieldName": names[0], "fieldValue": fields[names[0]]}
        if len(names) > 1:
            parameters |= {"field2Name": names[1], "field2Value": fields[names[1]]}
            self.template = self.template_for_two  # type: ignore[misc]
        super().__init__(**parameters)


class AlreadyExists(Failure):
    """What was to be made is there already."""


class AuthenticationFailed(Failure):
    """Who is asking could not be established."""


class NotAuthorized(Failure):
    """Who is asking may not do this."""


class ServiceUnavailable(Failure):
    """Nothing is wrong with what was asked, but it cannot be done now. Nothing was done; it may be asked again.

    `retry_after` is when, in seconds: the class's own, or `HasherBusy(retry_after=3)`.
    """

    retry_after: int = 1

    def __init__(self, *positional: Any, retry_after: int | None = None, **named: Any) -> None:
        super().__init__(*positional, **named)
        if retry_after is not None:
            self.retry_after = retry_after


class DatabaseUnavailable(ServiceUnavailable):
    """The database is away, has no place for another connection, or gave up on what it was asked."""

    template = "The service is temporarily unavailable. Try again in a few seconds."
    retry_after = 5


class InvalidValue(InvalidInput):
    """A value that names something which is not there to be named."""

    template = 'Invalid value of "%value" provided for the %fieldName field.'


def raise_any(*groups: Iterable[InvalidInput]) -> None:
    """Complain about all problems at once.

    Raises the only problem there is, or SeveralProblems that holds them all; nothing when there is none.
    """
    problems = [problem for group in groups for problem in group]
    if problems:
        raise combined(problems)


def combined(problems: list[InvalidInput]) -> InvalidInput:
    """The only problem there is, or one that holds them all."""
    return problems[0] if len(problems) == 1 else SeveralProblems(problems)
