"""Hashing: so many at once, the others in line, in memory that is kept while there is work and no longer."""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from argon2 import PasswordHasher, Type
from argon2.low_level import hash_secret, hash_secret_raw
from django.contrib.auth.hashers import check_password, make_password
from pytest_django import Settings

from limits import argon2id, hashing
from limits.errors import TooBusy
from tests.limits.hashing import at_work

MIB = 1024


def raw(password: bytes, salt: bytes, passes: int, kibibytes: int, length: int) -> bytes:
    """What the library makes of it in memory of its own."""
    return hash_secret_raw(
        secret=password,
        salt=salt,
        time_cost=passes,
        memory_cost=kibibytes,
        parallelism=1,
        hash_len=length,
        type=Type.ID,
    )


def test_hashes_in_memory_that_was_used_before_are_the_librarys() -> None:
    chance, block = random.Random(7), argon2id.Block()  # noqa: S311
    for _ in range(100):
        password, salt = chance.randbytes(chance.randrange(300)), chance.randbytes(chance.randrange(8, 40))
        passes, kibibytes, length = chance.randrange(1, 4), chance.choice([8, 9, 500, 4096]), chance.randrange(4, 70)

        found = block.hashed(password, salt, passes=passes, kibibytes=kibibytes, length=length)

        assert found == raw(password, salt, passes, kibibytes, length)


def test_a_password_is_kept_as_the_library_would_and_compared_with_what_it_made(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["commerce.hashers.Argon2id"]
    kept = make_password("Grüße, Grace-1")
    stronger = "argon2" + hash_secret(b"Horse-1", b"0123456789abcdef", 1, 100 * MIB, 8, 32, Type.ID).decode()

    assert kept.startswith("argon2$argon2id$v=19$m=65536,t=2,p=1$")
    assert PasswordHasher().verify(kept.removeprefix("argon2"), "Grüße, Grace-1")
    assert check_password("Grüße, Grace-1", kept)
    assert not check_password("Grüße, Grace-2", kept)
    assert check_password("Horse-1", stronger)
    assert not check_password("Horse-2", stronger)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells how much memory a process holds.")
def test_the_memory_is_given_back_when_there_is_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "QUIET", 0.2)
    pool, before = hashing.Pool(1, 0), held()
    for _ in range(3):
        pool.do(lambda block: block.hashed(b"Horse-1", b"0123456789abcdef", passes=1, kibibytes=64 * MIB, length=32))
    assert held() > before + 50

    end = time.monotonic() + 30
    while held() > before + 20 and time.monotonic() < end:
        time.sleep(0.05)

    assert held() < before + 20


def held() -> int:
    """MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024**2


@pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere a thread has no priority of its own.")
def test_hashing_makes_way_for_everything_else() -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)

    assert hashing.Pool(1, 0).do(lambda _: os.getpriority(os.PRIO_PROCESS, 0)) == before + hashing.NICE
    assert os.getpriority(os.PRIO_PROCESS, 0) == before


def test_whoever_finds_no_place_in_line_is_told_so_at_once() -> None:
    pool = hashing.Pool(1, 0)

    with at_work(pool), pytest.raises(TooBusy):
        pool.do(lambda _: None)

    assert pool.do(lambda _: "done") == "done"


def test_whoever_waits_too_long_is_told_so_and_nothing_is_done_for_them() -> None:
    pool, done = hashing.Pool(1, 1), []

    with at_work(pool), pytest.raises(TooBusy):
        pool.do(lambda _: done.append("late"), longest_wait=0.01)

    assert pool.do(lambda _: "next") == "next"
    assert done == []


def test_what_goes_wrong_is_told_to_whoever_asked_and_the_next_one_is_served() -> None:
    pool = hashing.Pool(1, 0)

    with pytest.raises(ZeroDivisionError):
        pool.do(lambda _: 1 / 0)

    assert pool.do(lambda _: "done") == "done"


def test_a_server_hears_of_those_who_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    pool, aside = hashing.Pool(1, 1), threading.Event()

    @contextmanager
    def noted() -> Iterator[None]:
        aside.set()
        yield

    monkeypatch.setattr(hashing, "standing_aside", noted)

    assert pool.do(lambda _: aside.is_set())


def test_a_process_that_was_forked_hashes_in_threads_of_its_own(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["commerce.hashers.Argon2id"]
    kept = make_password("Horse-1")

    child = os.fork()
    if child == 0:
        os._exit(0 if check_password("Horse-1", kept) else 1)

    assert os.waitpid(child, 0)[1] == 0
