"""A PostgreSQL of the tests' own, to be stopped, started and looked into while the shop is open."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.server import free_port


class Postgres:
    """A cluster on a free port. Its files are gone when it is."""

    def __init__(self) -> None:
        self.programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self.home = Path(tempfile.mkdtemp(prefix="duplex-faults-", dir="/tmp"))
        self.port = free_port()
        self.is_root = os.getuid() == 0  # PostgreSQL refuses to run as root.
        if self.is_root:
            os.chown(self.home, pwd.getpwnam("postgres").pw_uid, -1)
        self._run("initdb", "-U", "duplex", "-A", "trust", "-E", "UTF8", "--no-sync")

    @property
    def url(self) -> str:
        return f"postgres://duplex@127.0.0.1:{self.port}/duplex"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.home}"
        self._run("pg_ctl", "-s", "-w", "-l", str(self.home / "log"), "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-s", "-w", "-m", "fast", "stop")

    def connect(self, database: str = "duplex") -> psycopg.Connection[Any]:
        """A connection that commits each statement."""
        return psycopg.connect(host="127.0.0.1", port=self.port, user="duplex", dbname=database, autocommit=True)

    def _run(self, program: str, *arguments: str) -> None:
        before = ["runuser", "-u", "postgres", "--"] if self.is_root else []
        subprocess.run(
            [*before, str(self.programs / program), "-D", str(self.home / "data"), *arguments],
            cwd=self.home,
            check=True,
            stdout=subprocess.DEVNULL,
        )


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A cluster that runs, with an empty database."""
    cluster = Postgres()
    cluster.start()
    try:
        with cluster.connect("postgres") as connection:
            connection.execute("CREATE DATABASE duplex")
        yield cluster
    finally:
        cluster._run("pg_ctl", "-s", "-m", "immediate", "stop")
        shutil.rmtree(cluster.home)
