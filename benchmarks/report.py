"""What was measured as tables, beside what it shall be."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.operations import FLOOR, SHOP

SLOWEST_START = 3.0  # seconds
LARGEST_WORKER = 120  # MiB


@dataclass
class Cell:
    """One operation at one number of calls at once."""

    parallel: int
    calls: int
    seconds: float
    p50: float
    p99: float
    failed: int
    server_cpu: float  # milliseconds per call, as those below
    database_cpu: float

    @property
    def rate(self) -> float:
        return self.calls / self.seconds


@dataclass
class Row:
    """One operation."""

    name: str
    server: str
    statements: float
    cells: list[Cell] = field(default_factory=list)

    @property
    def server_cpu(self) -> float:
        """Where many call at once: then nothing but work is measured."""
        return self.busy.server_cpu

    @property
    def busy(self) -> Cell:
        """The cell of 16 at once, or the last one."""
        return next((cell for cell in self.cells if cell.parallel == 16), self.cells[-1])


@dataclass
class Results:
    """What one size of the shop has shown."""

    count: int
    rows: list[Row] = field(default_factory=list)
    memory: dict[str, float] = field(default_factory=dict)
    hashes: float = 0.0  # argon2id in a second, on the server's processor alone
    disturbed: dict[str, Cell] = field(default_factory=dict)
    start: float | None = None
    workers: dict[int, Cell] = field(default_factory=dict)

    def row(self, name: str) -> Row | None:
        return next((row for row in self.rows if row.name == name), None)


@dataclass(frozen=True)
class Goal:
    """What shall be, how it is worked out, and when it is met."""

    text: str
    value: Callable[[Results], float | None]
    unit: str
    met: Callable[[float], bool]


def _times(name: str, other: str) -> Callable[[Results], float | None]:
    def ratio(results: Results) -> float | None:
        row, base = results.row(name), results.row(other)
        return row.server_cpu / base.server_cpu if row and base and base.server_cpu else None

    return ratio


def _hashing(results: Results) -> float | None:
    row = results.row("GraphQL: sign in")
    cells = [cell for cell in row.cells if cell.parallel == 16] if row else []
    return cells[0].rate / results.hashes if cells and results.hashes else None


GOALS = [
    Goal(
        "GraphQL's customer costs no more than the stock DRF views do, though it asks for more",
        _times("GraphQL: customer", "stock DRF: customer"), "times", lambda value: value <= 1.1,
    ),
    Goal(
        "GraphQL's customer costs half of what stock graphene-django does, or less",
        _times("GraphQL: customer", "stock GraphQL: customer"), "times", lambda value: value <= 0.5,
    ),
    Goal(
        "REST's customers/me costs no more than the stock DRF views do",
        _times("REST: customers/me", "stock DRF: customer"), "times", lambda value: value <= 1,
    ),
    Goal(
        "16 sign-ins at once reach nine tenths of what the processor can hash",
        _hashing, "of it", lambda value: value >= 0.9,
    ),
    Goal(
        f"a worker holds less than {LARGEST_WORKER} MiB after 1,000 mixed calls",
        lambda results: results.memory.get("after 1,000 mixed calls"), "MiB", lambda value: value < LARGEST_WORKER,
    ),
    Goal(
        f"the demo answers within {SLOWEST_START:g} s when it is started again",
        lambda results: results.start, "s", lambda value: value <= SLOWEST_START,
    ),
]  # fmt: skip


def written(results: Results, *, seconds: float, load: tuple[float, float, float]) -> str:
    """Everything about one size, in Markdown."""
    parts = [_head(results, seconds, load), _operations(results)]
    if results.hashes:
        parts.append(
            f"One processor hashes {results.hashes:.1f} passwords a second (argon2id, 64 MiB, 2 passes) if it does "
            "nothing else."
        )
    if results.disturbed:
        parts.append(_disturbed(results))
    if results.workers:
        parts.append(_workers(results))
    parts += [_memory(results), _goals(results)]
    return "\n\n".join(parts) + "\n"


def machine() -> str:
    """The processors, their number and the system."""
    cpu = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    name = cpu[1].strip() if cpu else platform.machine()
    memory = re.search(r"^MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text(), re.MULTILINE)
    gigabytes = f", {int(memory[1]) / 1024**2:.0f} GiB" if memory else ""
    return f"{os.cpu_count()} x {name}{gigabytes}, Python {platform.python_version()}"


def _head(results: Results, seconds: float, load: tuple[float, float, float]) -> str:
    before = ", ".join(f"{each:.1f}" for each in load)
    return (
        f"### {results.count:,} customers\n\n"
        f"{dt.date.today()}; {machine()}; {seconds:g} s each; load when it began: {before} "
        "(1, 5, 15 minutes; the figures count where it was near 0)."
    )


def _operations(results: Results) -> str:
    rows = [
        "| Operation | calls/s, 1 | p50 | p99 | calls/s, 16 | p50 | p99 | server CPU | database CPU | SQL | floors |",
        "| --- " + "| ---: " * 10 + "|",
    ]
    base = next((row for row in results.rows if row.server == FLOOR), None)
    for row in results.rows:
        cells = {cell.parallel: cell for cell in row.cells}
        shown = [_cell(cells.get(parallel)) for parallel in (1, 16)]
        last = row.busy
        floors = f"{row.server_cpu / base.server_cpu:.1f}" if base and base.server_cpu else ""
        failed = sum(cell.failed for cell in row.cells)
        name = f"**{row.name}**" if row.server == SHOP else f"*{row.name}*"
        name += f" ({failed} failed)" if failed else ""
        rows.append(
            f"| {name} | {' | '.join(shown)} | {last.server_cpu:.2f} | {last.database_cpu:.2f} "
            f"| {row.statements:g} | {floors} |"
        )
        rows += [f"| - at {n} | | | | {_cell(cell)} | | | | |" for n, cell in cells.items() if n not in (1, 16)]
    return "\n".join(rows)


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return " | | "
    if not cell.calls:
        return "0 | none | none"
    return f"{cell.rate:,.{0 if cell.rate > 20 else 1}f} | {cell.p50:.1f} | {cell.p99:.1f}"


def _disturbed(results: Results) -> str:
    rows = [
        "Reads, one after the other, while more people sign in than can be hashed at once:",
        "",
        "| Signing in at once | reads/s | p50 | p99 |",
        "| --- | ---: | ---: | ---: |",
    ]
    rows += [f"| {name} | {_cell(cell)} |" for name, cell in results.disturbed.items()]
    return "\n".join(rows)


def _workers(results: Results) -> str:
    rows = [
        "GraphQL's customer, 16 at once, where nothing is kept to a processor of its own:",
        "",
        "| Workers | calls/s | p50 | p99 |",
        "| --- | ---: | ---: | ---: |",
    ]
    rows += [f"| {count} | {_cell(cell)} |" for count, cell in results.workers.items()]
    return "\n".join(rows)


def _memory(results: Results) -> str:
    rows = ["| Memory of a worker | MiB |", "| --- | ---: |"]
    return "\n".join(rows + [f"| {name} | {size:.0f} |" for name, size in results.memory.items()])


def _goals(results: Results) -> str:
    rows = ["| Goal | measured | |", "| --- | ---: | --- |"]
    for goal in GOALS:
        value = goal.value(results)
        if value is not None:
            rows.append(f"| {goal.text} | {value:.2f} {goal.unit} | {'met' if goal.met(value) else '**missed**'} |")
    return "\n".join(rows)


def put_into(page: Path, sections: Iterable[str]) -> None:
    """Replace the results of a page, which stand between two comments."""
    begin, end = "<!-- results -->\n", "<!-- end of results -->"
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    page.write_text(before + begin + "\n" + "\n".join(sections) + "\n" + end + after, encoding="utf-8")
