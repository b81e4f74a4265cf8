"""Counting, in the database and in Redis alike."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from limits import counters
from limits.counters import Limit, Refused
from limits.database import Database
from limits.errors import TooBusy
from limits.models import Counter
from limits.stores import Answer

SIX = Limit("test", 6, 1800)
KEY = "1:grace@example.org"


def fail(limit: Limit = SIX, key: str = KEY) -> bool:
    """Fail once; whether it was let to."""
    try:
        with counters.attempt(limit, key):
            return True
    except Refused:
        return False


def at_once(deed: Callable[[], Any], times: int) -> list[Any]:
    """The same deed, begun by as many threads at the same moment.

    Threads cannot share SQLite in memory; test_parallel_sign_ins.py asks a server with a file.
    """
    if connection.vendor == "sqlite" and not settings.REDIS_URL:
        pytest.skip("SQLite in memory is for one thread at a time.")
    barrier = Barrier(times)

    def run() -> Any:
        try:
            barrier.wait()
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [each.result() for each in [pool.submit(run) for _ in range(times)]]


@pytest.mark.django_db
def test_as_many_attempts_may_fail_and_no_more(place: str) -> None:
    assert [fail() for _ in range(8)] == [True] * 6 + [False] * 2


@pytest.mark.django_db
def test_a_success_forgets_every_failure(place: str) -> None:
    for _ in range(5):
        fail()
    with counters.attempt(SIX, KEY) as outcome:
        outcome.succeeded()

    assert [fail() for _ in range(7)] == [True] * 6 + [False]


@pytest.mark.django_db
def test_what_does_not_count_is_as_if_it_had_not_been_tried(place: str) -> None:
    for _ in range(5):
        fail()
    for _ in range(9):
        with counters.attempt(SIX, KEY) as outcome:
            outcome.does_not_count()

    assert [fail(), fail()] == [True, False]


@pytest.mark.django_db
def test_an_attempt_that_nobody_had_time_for_does_not_count(place: str) -> None:
    for _ in range(9):
        with pytest.raises(TooBusy), counters.attempt(SIX, KEY):
            raise TooBusy()

    assert [fail() for _ in range(7)] == [True] * 6 + [False]


@pytest.mark.django_db
def test_an_attempt_that_breaks_counts(place: str) -> None:
    for _ in range(6):
        with pytest.raises(ZeroDivisionError), counters.attempt(SIX, KEY):
            raise ZeroDivisionError()

    assert fail() is False


@pytest.mark.django_db
def test_keys_and_purposes_are_counted_by_themselves(place: str) -> None:
    for _ in range(6):
        fail()

    assert fail(key="2:grace@example.org") is True
    assert fail(Limit("another", 6, 1800)) is True
    assert fail() is False


@pytest.mark.django_db
def test_a_forgotten_counter_starts_anew_wherever_it_is(place: str) -> None:
    for _ in range(6):
        fail()
    counters.forget("test", KEY)

    assert [fail() for _ in range(7)] == [True] * 6 + [False]


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [Limit("test", 0, 1800), Limit("test", 6, 0)])
def test_without_a_limit_nothing_is_counted(place: str, limit: Limit) -> None:
    assert [fail(limit) for _ in range(9)] == [True] * 9
    assert [counters.take(limit, KEY) for _ in range(9)] == [True] * 9
    assert not counters.is_reached(limit, KEY)
    assert not Counter.objects.exists()


@pytest.mark.django_db
def test_as_many_are_taken_and_no_more(place: str) -> None:
    assert [counters.take(SIX, KEY) for _ in range(7)] == [True] * 6 + [False]
    assert counters.is_reached(SIX, KEY)

    counters.give_back(SIX, KEY)

    assert not counters.is_reached(SIX, KEY)
    assert [counters.take(SIX, KEY), counters.take(SIX, KEY)] == [True, False]


@pytest.mark.django_db
def test_of_several_limits_all_are_taken_or_none(place: str) -> None:
    wide, narrow = Limit("wide", 9, 1800), Limit("narrow", 1, 1800)

    assert counters.take_all((wide, KEY), (narrow, KEY)) is True
    assert [counters.take_all((wide, KEY), (narrow, KEY)) for _ in range(20)] == [False] * 20

    assert [counters.take(wide, KEY) for _ in range(9)] == [True] * 8 + [False]


@pytest.mark.django_db
def test_an_empty_key_is_not_counted(place: str) -> None:
    assert [counters.take(Limit("test", 1, 1800), "") for _ in range(3)] == [True] * 3


@pytest.mark.django_db(transaction=True)
def test_of_parallel_failures_only_as_many_go_ahead(place: str) -> None:
    assert sorted(at_once(fail, 20)) == [False] * 14 + [True] * 6


@pytest.mark.django_db(transaction=True)
def test_parallel_successes_all_go_ahead_and_never_more_at_once_than_may_fail(place: str) -> None:
    inside, most, lock = 0, 0, Lock()

    def succeed() -> bool:
        nonlocal inside, most
        with counters.attempt(SIX, KEY) as outcome:
            with lock:
                inside += 1
                most = max(most, inside)
            outcome.succeeded()
            with lock:
                inside -= 1
        return True

    assert at_once(succeed, 20) == [True] * 20
    assert most <= 6
    assert fail() is True


@pytest.mark.django_db(transaction=True)
def test_of_parallel_takers_only_as_many_get_any(place: str) -> None:
    assert sorted(at_once(lambda: counters.take(SIX, KEY), 20)) == [False] * 14 + [True] * 6


@pytest.mark.django_db
def test_an_attempt_nobody_heard_the_end_of_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    database, digest = Database(), counters.digest_of(KEY)
    asked = [database.reserve("test", digest, most=6, seconds=1800) for _ in range(7)]
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + dt.timedelta(seconds=61))

    assert asked == [Answer.YES] * 6 + [Answer.WAIT]
    assert database.reserve("test", digest, most=6, seconds=1800) is Answer.NO


@pytest.mark.django_db
def test_failures_are_forgotten_so_long_after_the_last_and_takings_after_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = timezone.now()

    def at(seconds: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: start + dt.timedelta(seconds=seconds))

    for n in range(6):
        at(n * 300)
        fail()
        counters.take(SIX, "taken")
    at(1799)
    assert (fail(), counters.take(SIX, "taken")) == (False, False)
    at(1801)
    assert (fail(), counters.take(SIX, "taken")) == (False, True)
    at(1500 + 1801)
    assert fail() is True


@pytest.mark.django_db
def test_what_counts_no_longer_is_swept_away_a_hundred_at_a_time() -> None:
    now = timezone.now()
    Counter.objects.bulk_create(
        Counter(purpose="test", digest=f"{n:064}", count=1, counts_until_at=now, pending_until_at=now)
        for n in range(250)
    )

    left = [(counters.take(SIX, KEY), Counter.objects.count())[1] for _ in range(4)]

    assert left == [151, 51, 1, 1]


@pytest.mark.django_db
def test_nobody_can_tell_from_a_row_whose_it_is() -> None:
    fail()

    (row,) = Counter.objects.values()

    assert len(row["digest"]) == 64
    assert "grace" not in str(row)
    assert row["digest"] == counters.digest_of(KEY)


def test_a_digest_depends_on_the_secret_key(settings: Any) -> None:
    before = counters.digest_of(KEY)
    settings.SECRET_KEY = "another"

    assert counters.digest_of(KEY) != before


# Redis


@pytest.mark.django_db
def test_redis_keeps_what_the_database_then_does_not(settings: Any, redis_url: str) -> None:
    settings.REDIS_URL = redis_url
    redis.Redis.from_url(redis_url).flushdb()
    fail()

    (key,) = redis.Redis.from_url(redis_url, decode_responses=True).keys()
    assert key == f"duplex:limits:test:{counters.digest_of(KEY)}"
    assert 1790 < redis.Redis.from_url(redis_url).ttl(key) <= 1800
    assert not Counter.objects.exists()


@pytest.mark.django_db
def test_while_redis_is_away_the_database_counts_and_one_entry_says_so(
    dead_redis: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "limits.counters"):
        allowed = [fail() for _ in range(8)]

    assert allowed == [True] * 6 + [False] * 2
    assert Counter.objects.get().count == 6
    assert [record.message for record in caplog.records] == [
        "Redis does not answer; limits are counted in the database."
    ]


@pytest.mark.django_db
def test_an_attempt_begun_with_redis_ends_in_the_database_if_redis_dies_meanwhile(
    settings: Any, redis_url: str, dead_redis: None
) -> None:
    away = settings.REDIS_URL
    settings.REDIS_URL = redis_url
    redis.Redis.from_url(redis_url).flushdb()

    with counters.attempt(SIX, KEY):
        settings.REDIS_URL = away

    assert Counter.objects.get().count == 1
