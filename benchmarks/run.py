"""Measures the shop beside the least a program can do, and beside graphene-django and DRF as they come.

    make bench                                        1,000, 100,000 and 1,000,000 customers; benchmarks/README.md
    make bench ARGS="--quick"                         1,000 customers, 2 s each, to the screen only
    make bench ARGS="--sizes 1000 --only customer"    what has a name with these letters, and the floor

The server has one processor, wrk and PostgreSQL have the others. What a size needs is loaded once and kept in
var/benchmark; every run works on a copy.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.cluster import Cluster, running_cluster
from benchmarks.operations import (
    CUSTOMER_BY_GRAPHQL,
    FLOOR,
    JOINED,
    SHOP,
    SIGN_IN,
    STOCK,
    Call,
    Operation,
    mixed,
    operations,
)
from benchmarks.processes import ROOT, Server, is_at_work, production, serving
from benchmarks.report import Cell, Results, Row

HOME = ROOT / "var" / "benchmark"
PAGE = ROOT / "benchmarks" / "README.md"
WORK = "measuring"  # the database of the run
THREADS = 8
COUNTED = 10  # calls whose statements are counted
SLOW = 8  # seconds; what waits for hashes is driven as long at least
HASH = """
import sys, time
from argon2.low_level import Type, hash_secret
end, count, begun = time.monotonic() + float(sys.argv[1]), 0, time.monotonic()
while time.monotonic() < end:
    hash_secret(b"Benchmark-1", b"0123456789abcdef", 2, 65536, 1, 32, Type.ID)
    count += 1
print(count / (time.monotonic() - begun))
"""
# `granian` and `gunicorn` stand beside the Python that runs this.
PROGRAMS = Path(sys.executable).parent
GUNICORN = [sys.executable, "-m", "gunicorn"]
GRANIAN = [str(PROGRAMS / "granian"), "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1"]
GRANIAN += ["--no-ws", "--log-level", "warning", "--host", "127.0.0.1", "--port", "{port}"]


class Cores:
    """Which processors are whose."""

    def __init__(self) -> None:
        every = sorted(os.sched_getaffinity(0))
        self.every = set(every)
        self.server = {every[0]}
        self.others = set(every[1:]) or {every[0]}
        if len(every) < 2:
            print("This machine has one processor: the server shares it with what calls it.", file=sys.stderr)


class Bench:
    """One run."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.seconds: float = arguments.seconds
        self.only: str = arguments.only
        self.fresh: bool = arguments.fresh
        self.cores = Cores()
        self.number = 0

    def measure(self, cluster: Cluster, count: int) -> Results:
        """Everything about one size."""
        self.prepare(cluster, count)
        url = cluster.url(WORK)
        people = json.loads(self._python("-m", "benchmarks.people", "--database", url))
        results = Results(count)
        with self.shop(url) as shop:
            results.memory["before the first call"] = shop.usage().memory
            for call in mixed(people, 1000):
                self._check(shop, call)
            results.memory["after 1,000 mixed calls"] = shop.usage().memory
        with ExitStack() as running:
            servers = self.start(running, url)
            for operation in operations(people):
                if not self._is_wanted(operation):
                    continue
                if operation.hashes and not results.hashes:
                    results.hashes = self.hashes()
                results.rows.append(self.row(operation, servers[operation.server], cluster))
            if not self.only:
                self.disturb(results, people, servers[SHOP], cluster)
            results.memory["after everything"] = servers[SHOP].usage().memory
            results.memory |= {f"{name}, after everything": servers[name].usage().memory for name in (STOCK, FLOOR)}
        if not self.only:
            self.workers(results, people, url, cluster)
        cluster.drop(WORK)
        return results

    def prepare(self, cluster: Cluster, count: int) -> None:
        """Load so many customers, unless they are there, and make the copy this run works on."""
        loaded = f"loaded_{count}"
        if self.fresh:
            cluster.drop(loaded)
        if not cluster.has(loaded):
            self.say(f"loading {count:,} customers")
            cluster.drop("loading")
            self._python("-m", "benchmarks.load", "--customers", str(count), "--database", cluster.url("loading"))
            cluster.rename("loading", loaded)
        self._python("manage.py", "migrate", "--verbosity=0", DATABASE_URL=cluster.url(loaded))
        cluster.copy(loaded, WORK)
        with cluster.connect(WORK) as connection:
            connection.execute("ANALYZE")

    @contextmanager
    def shop(self, url: str, *, workers: int = 1, cores: set[int] | None = None) -> Iterator[Server]:
        """The shop as it is served in production."""
        environment = production(url) | {"WEB_CONCURRENCY": str(workers), "THREADS": str(THREADS)}
        if cores is None:
            environment["HASHING_THREADS"] = "1"  # as many as it has processors
        with serving(SHOP, GUNICORN, environment, cores=cores or self.cores.server, log=HOME / "shop.log") as server:
            for _ in range(600):
                if server.call("GET", "/health/ready")[0] == 200:
                    break
                time.sleep(0.1)
            yield server

    def start(self, running: ExitStack, url: str) -> dict[str, Server]:
        """The shop and what it is compared with, all on the server's processor; only one is called at a time."""
        plain = production(url)
        found = {SHOP: running.enter_context(self.shop(url))}
        for name, command, more in (
            (FLOOR, [*GRANIAN, "benchmarks.floor.program:two"], {}),
            (JOINED, [*GRANIAN, "benchmarks.floor.program:one"], {}),
            (
                STOCK,
                [*GUNICORN, "-c", "benchmarks/stock/server.py", "-b", "127.0.0.1:{port}"],
                {"DJANGO_SETTINGS_MODULE": "benchmarks.stock.settings"},
            ),
        ):
            log = HOME / f"{re.sub('[^a-z]+', '-', name)}.log"
            found[name] = running.enter_context(serving(name, command, plain | more, cores=self.cores.server, log=log))
        return found

    def row(self, operation: Operation, server: Server, cluster: Cluster) -> Row:
        """One operation: that it is answered, how many statements it sends, then how fast it is."""
        self.say(operation.name)
        for call in operation.calls[:3]:
            self._check(server, call)
        self.wrk(operation, server, 16, cluster, seconds=min(1, self.seconds))  # Now each thread has its connection.
        self._let_finish(server)
        before = cluster.statements(WORK)
        for n in range(COUNTED):
            self._check(server, operation.calls[(3 + n) % len(operation.calls)])
        statements = (cluster.statements(WORK) - before) / COUNTED
        row = Row(operation.name, operation.server, statements)
        for parallel in operation.parallel:
            seconds = max(self.seconds, SLOW) if operation.hashes else self.seconds
            row.cells.append(self.wrk(operation, server, parallel, cluster, seconds))
        return row

    def wrk(
        self,
        operation: Operation,
        server: Server,
        parallel: int,
        cluster: Cluster,
        seconds: float | None = None,
        *,
        at_once: bool = False,
    ) -> Cell:
        """Drive a server, and look at what it and the database take meanwhile; `at_once` even if it is at work."""
        if not at_once:
            self._let_finish(server)
        before, before_database = server.usage(), cluster.usage()
        said, _ = self._start_wrk(operation, server, parallel, seconds or self.seconds).communicate()
        found = json.loads(said.splitlines()[-1])
        after, after_database = server.usage(), cluster.usage()
        calls = max(found["calls"], 1)
        return Cell(
            parallel=parallel,
            calls=found["calls"],
            seconds=found["seconds"],
            p50=found["p50"],
            p99=found["p99"],
            failed=found["failed"] + found["unanswered"],
            server_cpu=(after.cpu - before.cpu) * 1000 / calls,
            database_cpu=(after_database.cpu - before_database.cpu) * 1000 / calls,
        )

    @staticmethod
    def _let_finish(server: Server) -> None:
        """Wait until a server has nothing left to do of what callers who went away had asked."""
        end, quiet = time.monotonic() + 60, 0
        while quiet < 4 and time.monotonic() < end:
            time.sleep(0.1)
            quiet = 0 if is_at_work(server.process.pid) else quiet + 1

    def _start_wrk(self, operation: Operation, server: Server, parallel: int, seconds: float) -> subprocess.Popen[str]:
        self.number += 1
        calls = HOME / f"calls-{self.number % 8}.lua"
        calls.write_text(operation.lua(unique=f"{self.number}-{time.time_ns()}"), encoding="utf-8")
        threads = parallel if operation.revokes else 1  # Who follows an answer up needs a thread to remember it.
        command = ["taskset", "-c", ",".join(map(str, sorted(self.cores.others))), "wrk", "--timeout", "60s"]
        command += ["-t", str(threads), "-c", str(parallel), "-d", f"{max(round(seconds), 1)}s"]
        command += ["-s", str(ROOT / "benchmarks" / "wrk.lua"), f"http://127.0.0.1:{server.port}"]
        return subprocess.Popen(command, env={**os.environ, "CALLS": str(calls)}, stdout=subprocess.PIPE, text=True)

    def disturb(self, results: Results, people: dict[str, Any], shop: Server, cluster: Cluster) -> None:
        """Read while others sign in; of three times the middle one by p99, as a machine may stall once."""
        known = {operation.name: operation for operation in operations(people)}
        for others in (0, 4, 16, 64):
            self.say(f"reads beside {others} sign-ins")
            seconds = max(self.seconds, SLOW)
            self._let_finish(shop)
            signing = self._start_wrk(known[SIGN_IN], shop, others, seconds + 1) if others else None
            time.sleep(0.5)
            read = [
                self.wrk(known[CUSTOMER_BY_GRAPHQL], shop, 1, cluster, (seconds - 1) / 3, at_once=True)
                for _ in range(3)
            ]
            results.disturbed[str(others)] = sorted(read, key=lambda cell: cell.p99)[1]
            if signing:
                signing.communicate()

    def workers(self, results: Results, people: dict[str, Any], url: str, cluster: Cluster) -> None:
        """One worker and two, on all processors together with the database and wrk."""
        known = {operation.name: operation for operation in operations(people)}
        for count in (1, 2):
            self.say(f"{count} workers")
            with self.shop(url, workers=count, cores=self.cores.every) as shop:
                self.wrk(known[CUSTOMER_BY_GRAPHQL], shop, 16, cluster, seconds=1)
                results.workers[count] = self.wrk(known[CUSTOMER_BY_GRAPHQL], shop, 16, cluster)

    def hashes(self) -> float:
        """How many passwords the server's processor hashes in a second if it does nothing else."""
        core = ",".join(map(str, self.cores.server))
        command = ["taskset", "-c", core, sys.executable, "-c", HASH, str(max(self.seconds, 5))]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    def second_start(self) -> float:
        """Seconds until the demo answers for the first time, when it has been started before."""
        with tempfile.TemporaryDirectory(prefix="duplex-demo-") as folder:
            kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
            environment = kept | {"DUPLEX_MODE": "demo", "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3"}
            command = [sys.executable, "manage.py", "demo"]
            subprocess.run([*command, "--prepare"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
            begun = time.monotonic()
            with serving("demo", command, environment, cores=self.cores.every, log=HOME / "demo.log") as demo:
                assert demo.call("GET", "/graphql?query=%7B__typename%7D")[0] == 200
                return time.monotonic() - begun

    def _is_wanted(self, operation: Operation) -> bool:
        return operation.server in (FLOOR, JOINED) or self.only.lower() in operation.name.lower()

    def _check(self, server: Server, call: Call) -> None:
        """Make a call, and end the benchmark if it is refused: then nothing would be measured."""
        body = call.body.replace("@@", f"checked-{time.time_ns()}", 1)
        status, answer = server.call(call.method, call.path, body, call.headers)
        if status != 200 or b'"errors":[{' in answer:
            sys.exit(f"{call.method} {call.path} of {server.name} was answered {status}: {answer[:1000]!r}")

    def _python(self, *arguments: str, **environment: str) -> str:
        found = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, "DUPLEX_MODE": "test", **environment},
            stdout=subprocess.PIPE,
            text=True,
        )
        if found.returncode:
            sys.exit(found.returncode)
        return found.stdout

    @staticmethod
    def say(text: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description="Measures the shop.")
    asked.add_argument("--sizes", default="1000,100000,1000000", help="numbers of customers")
    asked.add_argument("--seconds", type=float, default=5, help="how long each operation is driven")
    asked.add_argument("--quick", action="store_true", help="1,000 customers, 2 s each, to the screen only")
    asked.add_argument("--only", default="", help="operations whose name has this; to the screen only")
    asked.add_argument("--fresh", action="store_true", help="load the customers anew")
    arguments = asked.parse_args()
    if arguments.quick:
        arguments.sizes, arguments.seconds = "1000", 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # Then what was started ends, too.
    _install_wrk()
    HOME.mkdir(parents=True, exist_ok=True)
    bench, every, sections = Bench(arguments), [], []
    begun_with = os.getloadavg()
    start = None if arguments.only else bench.second_start()
    with running_cluster(HOME / "postgresql", bench.cores.others) as cluster:
        for size in map(int, arguments.sizes.split(",")):
            results = bench.measure(cluster, size)
            results.start, start = start, None
            every.append(results)
            sections.append(report.written(results, seconds=bench.seconds, load=begun_with))
            print(sections[-1], flush=True)
    if grown := report.across(every):
        sections.append(grown)
        print(grown, flush=True)
    if not arguments.quick and not arguments.only:
        report.put_into(PAGE, sections)


def _install_wrk() -> None:
    if shutil.which("wrk"):
        return
    command = ["apt-get", "install", "-y", "-qq", "wrk"]
    if not shutil.which("apt-get") or subprocess.run([*([] if os.getuid() == 0 else ["sudo"]), *command]).returncode:
        sys.exit("wrk is not installed, and could not be: https://github.com/wg/wrk")


if __name__ == "__main__":
    main()
