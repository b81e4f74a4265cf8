"""Every failure there is has words, a status and a category."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.conf import settings

from graphql_api.errors import category_of
from kernel import errors as kernel
from kernel.errors import Failure, ServiceUnavailable, SeveralProblems
from rest_api.errors import STATUS, body_of, status_of

FAMILIES = {
    cls
    for cls in vars(kernel).values()
    if isinstance(cls, type) and issubclass(cls, Failure) and not getattr(cls, "template", "")
}


def every(cls: type[Failure]) -> Iterator[type[Failure]]:
    """The class and all below it."""
    yield cls
    for each in cls.__subclasses__():
        yield from every(each)


for app in settings.COMMERCE_APPS:
    if find_spec(f"{app}.errors"):
        import_module(f"{app}.errors")

FAILURES = sorted(
    {cls for cls in every(Failure) if cls.__module__.split(".")[0] in ("kernel", *settings.COMMERCE_APPS)} - FAMILIES,
    key=lambda cls: f"{cls.__module__}.{cls.__qualname__}",
)

every_failure = pytest.mark.parametrize("cls", FAILURES, ids=lambda cls: cls.__qualname__)


def test_there_are_failures_to_look_at() -> None:
    assert len(FAILURES) > 30


@every_failure
def test_a_failure_has_words_for_integrations_and_for_storefronts(cls: type[Failure]) -> None:
    failure = cls([]) if cls is SeveralProblems else cls.__new__(cls)
    Failure.__init__(failure)

    assert failure.message
    if cls is not SeveralProblems:
        assert failure.storefront_message


@every_failure
def test_a_failure_belongs_to_a_family_that_both_surfaces_know(cls: type[Failure]) -> None:
    failure = cls.__new__(cls)
    Failure.__init__(failure)

    assert any(family in STATUS for family in cls.__mro__)
    assert status_of(failure) in ((503,) if isinstance(failure, ServiceUnavailable) else (400, 401, 403, 404))
    assert category_of(failure) is not None


@every_failure
def test_a_failure_has_a_body_that_is_magentos(cls: type[Failure]) -> None:
    failure = cls([]) if cls is SeveralProblems else cls.__new__(cls)
    Failure.__init__(failure, 5)

    assert set(body_of(failure)) <= {"message", "parameters", "errors"}


@pytest.mark.parametrize("module", sorted({cls.__module__ for cls in FAILURES if cls.__module__.endswith(".errors")}))
def test_a_module_of_failures_begins_with_its_family_tree(module: str) -> None:
    found = import_module(module)

    own = [cls for cls in vars(found).values() if isinstance(cls, type) and cls.__module__ == module]
    assert [cls.__name__ for cls in own if cls.__name__ not in (found.__doc__ or "")] == []
