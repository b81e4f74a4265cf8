"""Workers of the server killed while they work (F1)."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.faults.callers import bearer, check_nothing_lost_or_half_written, opening_accounts
from tests.faults.conftest import FULL
from tests.faults.postgres import running_postgres
from tests.server import Server, running_demo, wait_until_it_answers

KILLS = 50 if FULL else 8


def a_worker(server: Server) -> int:
    """One of the server's workers, as soon as there is one."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    while not children.read_text().split():
        time.sleep(0.01)
    return int(children.read_text().split()[0])


def test_workers_killed_under_load_lose_nothing_they_have_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", "2")
    with running_postgres() as cluster, running_demo(tmp_path, cluster.url) as server:
        with opening_accounts(server, bearer(server)) as calls:
            for _ in range(KILLS):
                reached = len(calls.acknowledged) + 2
                end = time.monotonic() + 60
                while len(calls.acknowledged) < reached and time.monotonic() < end:
                    time.sleep(0.02)
                os.kill(a_worker(server), signal.SIGKILL)
        wait_until_it_answers(server, tmp_path / "server.log")
        there = check_nothing_lost_or_half_written(cluster, calls)

    assert len(calls.acknowledged) >= KILLS
    with capsys.disabled():
        print(f"\n{KILLS} workers killed: {dict(calls.ended)}, {there} accounts there")  # noqa: T201
