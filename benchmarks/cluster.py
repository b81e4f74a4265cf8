"""A PostgreSQL of the benchmark's own, so that its settings and its processors are known and nobody else is in it.

It counts statements (pg_stat_statements), keeps its files in var/benchmark/postgresql between runs, and is set up as
docs/deploy.md says.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.processes import Usage, usage_of

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "shared_preload_libraries": "pg_stat_statements",
    "pg_stat_statements.track": "top",
    "pg_stat_statements.track_utility": "off",  # BEGIN, COMMIT and SAVEPOINT are not counted, as in Django's tests.
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "random_page_cost": "1.1",
    "max_wal_size": "4GB",
    "jit": "off",
}
USER = "duplex"
FOREIGN_KEY = 'SELECT % FROM ONLY "public".% FOR KEY SHARE OF x'  # what PostgreSQL asks itself at a commit


class Cluster:
    """A PostgreSQL on a free port."""

    def __init__(self, home: Path) -> None:
        self.home = home
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        initdb = shutil.which("initdb")
        if not found and not initdb:
            sys.exit("No PostgreSQL server is installed; on Debian: apt install postgresql.")
        self.programs = found[-1] if found else Path(str(initdb)).parent
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    @property
    def data(self) -> Path:
        return self.home / "data"

    def url(self, database: str) -> str:
        return f"postgres://{USER}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """A connection that commits each statement."""
        return psycopg.connect(self.url(database), autocommit=True)

    def start(self, cores: set[int]) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        if not (self.data / "PG_VERSION").exists():
            if os.getuid() == 0:  # PostgreSQL refuses to run as root.
                os.chown(self.home, pwd.getpwnam("postgres").pw_uid, -1)
            self._run("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8")
        elif (self.data / "postmaster.pid").exists() and self._is_running():
            self.stop()  # Left by a run that was killed.
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options += f" -p {self.port} -c unix_socket_directories={self.home}"
        taskset = ["taskset", "-c", ",".join(map(str, sorted(cores)))]
        self._run("pg_ctl", "-s", "-w", "-l", str(self.home / "log"), "-o", options, "start", before=taskset)

    def stop(self) -> None:
        self._run("pg_ctl", "-s", "-w", "-m", "fast", "stop")

    def usage(self) -> Usage:
        """What all its processes have taken so far, those that have ended included."""
        return usage_of(int((self.data / "postmaster.pid").read_text().split()[0]))

    def has(self, database: str) -> bool:
        with self.connect() as server:
            return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is not None

    def drop(self, database: str) -> None:
        with self.connect() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def rename(self, database: str, name: str) -> None:
        with self.connect() as server:
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(database), sql.Identifier(name))
            )

    def copy(self, database: str, to: str) -> None:
        """Make a database anew that holds what another one does."""
        self.drop(to)
        with self.connect() as server:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(to), sql.Identifier(database))
            )
            server.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")

    def statements(self, database: str) -> int:
        """How many statements clients have sent to a database."""
        with self.connect() as server:
            row = server.execute(
                "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements "
                "WHERE dbid = (SELECT oid FROM pg_database WHERE datname = %s) AND query NOT LIKE %s",
                [database, FOREIGN_KEY],
            ).fetchone()
        assert row
        return int(row[0])

    def _is_running(self) -> bool:
        try:
            self._run("pg_ctl", "status")
        except subprocess.CalledProcessError:
            return False
        return True

    def _run(self, program: str, *arguments: str, before: list[str] | None = None) -> None:
        as_owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run(
            [*(before or []), *as_owner, str(self.programs / program), "-D", str(self.data), *arguments],
            cwd=self.home,
            check=True,
            stdout=subprocess.DEVNULL,
        )


@contextmanager
def running_cluster(home: Path, cores: set[int]) -> Iterator[Cluster]:
    """The cluster of a folder, made if it is not there; it ends with the block, its files stay."""
    cluster = Cluster(home)
    cluster.start(cores)
    try:
        yield cluster
    finally:
        cluster.stop()
