"""Both places counters are kept in, and a Redis to break."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator

import pytest
import redis
from pytest_django import Settings

from limits import counters
from tests.server import free_port


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis of this machine's own, empty, gone afterwards."""
    port = free_port()
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
    )
    url = f"redis://127.0.0.1:{port}/0"
    try:
        end = time.monotonic() + 20
        while True:
            try:
                redis.Redis.from_url(url).ping()
                break
            except redis.RedisError:
                assert time.monotonic() < end, "Redis did not start"
                time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(params=["database", "redis"])
def place(request: pytest.FixtureRequest, settings: Settings) -> str:
    """Where counters are kept."""
    if request.param == "redis":
        url = request.getfixturevalue("redis_url")
        redis.Redis.from_url(url).flushdb()
        settings.REDIS_URL = url
    return str(request.param)


@pytest.fixture
def dead_redis(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Redis that is configured and away."""
    monkeypatch.setattr(counters, "_unasked_until", 0.0)
    monkeypatch.setattr(counters, "_quiet_until", 0.0)
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
