"""Counting what is done too often, and refusing the rest.

A purpose says what is counted and how often it may be; a key whose counter it is, such as an e-mail. A deed that is
counted is counted before it is done, in one atomic step, so that many at the same moment are not more than one after
the other. Nothing here belongs into a transaction: what is undone with it would be forgotten.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import redis
from django.conf import settings
from django.utils.crypto import salted_hmac

from limits.database import Database
from limits.errors import TooBusy
from limits.redis_store import Redis
from limits.stores import Answer, Store

logger = logging.getLogger(__name__)

LONGEST_WAIT = 20  # seconds for attempts that are going on; nobody waits as long unless the shop is overloaded
PAUSE = 0.05
UNASKED = 5  # seconds for which a Redis that did not answer is left alone
QUIET = 60  # seconds between two log entries about it

Result = TypeVar("Result")


@dataclass(frozen=True)
class Limit:
    """How often in how many seconds. Zero of either: as often as anybody likes, and nothing is counted."""

    purpose: str
    most: int
    seconds: int

    def __bool__(self) -> bool:
        return self.most > 0 and self.seconds > 0


class Refused(Exception):
    """The limit is reached. Not a failure of the domain: whoever limits says which one it is."""


class Outcome:
    """How an attempt ended: it failed unless something else is said."""

    def __init__(self) -> None:
        self._end = "failed"

    def succeeded(self) -> None:
        """It went well: every failure before is forgotten."""
        self._end = "succeeded"

    def does_not_count(self) -> None:
        """It is as if it had not been tried."""
        self._end = "released"

    @property
    def is_failure(self) -> bool:
        return self._end == "failed"

    @property
    def is_success(self) -> bool:
        return self._end == "succeeded"


@contextmanager
def attempt(limit: Limit, key: str) -> Iterator[Outcome]:
    """Try something that may fail, within the block; it has failed unless `succeeded` or `does_not_count` is called.

    Of attempts at the same moment only as many go ahead as may fail; the others wait for how these end.

    Raises Refused where as many have failed, TooBusy where those before take too long.
    """
    outcome = Outcome()
    if not limit:
        yield outcome
        return
    digest = digest_of(key)
    _reserve(limit, digest)
    try:
        yield outcome
    except TooBusy:
        outcome.does_not_count()
        raise
    finally:
        if outcome.is_success:
            _ask(lambda store: store.forget(limit.purpose, digest))
        elif outcome.is_failure:
            _ask(lambda store: store.fail(limit.purpose, digest, seconds=limit.seconds))
        else:
            _ask(lambda store: store.release(limit.purpose, digest))


def take(limit: Limit, key: str) -> bool:
    """Count once more; False, and nothing counted, where the limit is reached. An empty key is not counted.

    All is forgotten `limit.seconds` after the first.
    """
    return not (limit and key) or _ask(
        lambda store: store.take(limit.purpose, digest_of(key), most=limit.most, seconds=limit.seconds)
    )


def take_all(*wanted: tuple[Limit, str]) -> bool:
    """Count once more for each of several limits with their keys, or for none of them if one is reached."""
    taken: list[tuple[Limit, str]] = []
    for limit, key in wanted:
        if not take(limit, key):
            for before, its_key in taken:
                give_back(before, its_key)
            return False
        taken.append((limit, key))
    return True


def give_back(limit: Limit, key: str) -> None:
    """Count once less."""
    if limit and key:
        _ask(lambda store: store.give_back(limit.purpose, digest_of(key)))


def is_reached(limit: Limit, key: str) -> bool:
    """Whether no more is allowed, for now."""
    return bool(limit and key) and _ask(lambda store: store.is_reached(limit.purpose, digest_of(key), most=limit.most))


def forget(purpose: str, key: str) -> None:
    """Start anew, wherever it is counted."""
    digest = digest_of(key)
    Database().forget(purpose, digest)
    if settings.REDIS_URL:
        _ask(lambda store: store.forget(purpose, digest))


def digest_of(key: str) -> str:
    """What is kept of a key: it says nothing to whoever reads the database without SECRET_KEY."""
    return salted_hmac("limits", key.encode("utf-8", "surrogatepass"), algorithm="sha256").hexdigest()


def _reserve(limit: Limit, digest: str) -> None:
    end = time.monotonic() + LONGEST_WAIT
    while True:
        answer = _ask(lambda store: store.reserve(limit.purpose, digest, most=limit.most, seconds=limit.seconds))
        if answer is Answer.YES:
            return
        if answer is Answer.NO:
            raise Refused()
        if time.monotonic() > end:
            raise TooBusy()
        time.sleep(PAUSE)


_unasked_until = 0.0
_quiet_until = 0.0


def _ask(question: Callable[[Store], Result]) -> Result:
    """The answer of Redis if the shop has one that answers, else of the database. There always is an answer."""
    global _unasked_until, _quiet_until
    now = time.monotonic()
    if settings.REDIS_URL and now >= _unasked_until:
        try:
            return question(_redis(settings.REDIS_URL))
        except redis.RedisError:
            _unasked_until = time.monotonic() + UNASKED
            if now >= _quiet_until:
                _quiet_until = now + QUIET
                logger.exception("Redis does not answer; limits are counted in the database.")
    return question(Database())


@cache
def _redis(url: str) -> Redis:
    return Redis(url)
