"""Servers that are started for the benchmark, and what they take of the machine."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 120  # seconds


@dataclass
class Usage:
    """Processor seconds so far, and memory now in MiB: that of the largest process, which is a worker."""

    cpu: float
    memory: float


def usage_of(parent: int) -> Usage:
    """What a process and its children take, and what children of it that have ended have taken."""
    cpu = _cpu(parent, also_ended=True)
    memory = _memory(parent)
    for child in children_of(parent):
        cpu += _cpu(child, also_ended=True)
        memory = max(memory, _memory(child))
    return Usage(cpu, memory)


def is_at_work(parent: int) -> bool:
    """Whether a thread of a process or its children runs, or would if it had a processor."""
    for process in (parent, *children_of(parent)):
        for thread in Path(f"/proc/{process}/task").glob("*/stat"):
            try:
                state = thread.read_text().rpartition(")")[2].split()[0]
            except (FileNotFoundError, ProcessLookupError):
                continue
            if state in ("R", "D"):
                return True
    return False


def children_of(parent: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _cpu(process: int, *, also_ended: bool) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    last = 15 if also_ended else 13
    return sum(map(int, fields[11:last])) / TICKS


def _memory(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except FileNotFoundError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


@dataclass
class Server:
    """A server that runs: its name in the tables, where it listens, which process it is."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    def usage(self) -> Usage:
        return usage_of(self.process.pid)

    def call(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """The status and the body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body.encode() or None, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def production(url: str) -> dict[str, str]:
    """The environment of a server in production, as docs/deploy.md says, without HTTPS before it."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return kept | {
        "DUPLEX_MODE": "production",
        "SECRET_KEY": "a-benchmark-has-no-secrets-" * 3,
        "ALLOWED_HOSTS": "127.0.0.1",
        "BEHIND_HTTPS": "0",
        "DATABASE_URL": url,
        "RATE_LIMITS": "off",
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def serving(
    name: str, command: list[str], environment: dict[str, str], *, cores: set[int], log: Path, port: int | None = None
) -> Iterator[Server]:
    """A server on these processors that answers its port; it ends with the block. `{port}` stands for its port."""
    port = port or free_port()
    words = [word.replace("{port}", str(port)) for word in command]
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["taskset", "-c", ",".join(map(str, sorted(cores))), *words],
            cwd=ROOT,
            env={**environment, "PORT": str(port)},
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(port, process, log)
        yield Server(name, port, process)
    finally:
        process.terminate()
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a port is answered; end the benchmark with what the server said if it never is."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5):
                return
        except OSError:
            time.sleep(0.02)
    sys.exit(f"{' '.join(map(str, process.args))} did not start:\n{log.read_text()[-3000:]}")  # type: ignore[union-attr]
