"""Running the demo beside the tests: the production server, a database made for the occasion."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).parent.parent
PATIENCE = 180  # seconds; a machine may have other things to do


@dataclass
class Server:
    """A running demo: where it listens, and which process it is."""

    base: str
    process: subprocess.Popen[bytes]

    def graphql(self, query: str, variables: Any = None, **headers: str) -> httpx.Response:
        """A document sent by POST."""
        return self.call("POST", "/graphql", {"query": query, "variables": variables}, **headers)

    def call(self, method: str, path: str, json: Any = None, **headers: str) -> httpx.Response:
        """Any call, with a JSON body if there is one."""
        return httpx.request(method, self.base + path, json=json, headers=headers, timeout=30)


@contextmanager
def running_demo(folder: Path, url: str | None = None) -> Iterator[Server]:
    """A demo that has answered its first call, ended when the block ends; on a fresh database if none is given."""
    with nullcontext(url) if url else fresh_database(folder) as url:
        port = free_port()
        environment = {
            **os.environ,
            "DUPLEX_MODE": "demo",
            "DATABASE_URL": url,
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "commerce.settings",
        }
        log = folder / "server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "demo"], cwd=ROOT, env=environment, stdout=output, stderr=output
            )
        try:
            server = Server(f"http://127.0.0.1:{port}", process)
            wait_until_it_answers(server, log)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


@contextmanager
def fresh_database(folder: Path) -> Iterator[str]:
    """The URL of an empty database of the kind the suite runs on, gone when the block ends."""
    chosen = settings.DATABASES["default"]
    if chosen["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{folder / 'demo.sqlite3'}"
        return
    name = f"duplex_demo_{secrets.token_hex(6)}"
    server = {
        "host": chosen["HOST"] or None,
        "port": chosen["PORT"] or None,
        "user": chosen["USER"] or None,
        "password": chosen["PASSWORD"] or None,
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            login = chosen["USER"] + (f":{chosen['PASSWORD']}" if chosen["PASSWORD"] else "")
            place = f"{chosen['HOST']}:{chosen['PORT']}" if chosen["PORT"] else chosen["HOST"]
            yield f"postgres://{login}@{place}/{name}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(server: Server, log: Path) -> None:
    """Wait for the first answer; say what the server said if there is none."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.process.poll() is None:
        try:
            httpx.get(server.base + "/graphql?query={__typename}", timeout=5).raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError(f"The demo did not start:\n{log.read_text()}")
