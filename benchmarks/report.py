"""What was measured as tables, beside what it shall be."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.operations import (
    ATTRIBUTES_FORM,
    COUNTRY_LIST,
    CREATE,
    CUSTOMER_BY_GRAPHQL,
    CUSTOMER_BY_REST,
    FLOOR,
    SHOP,
    SIGN_IN,
    SIGN_UP,
    STORE_CONFIG,
    TWO_STATEMENTS,
)

SLOWEST_START = 3.0  # seconds
LARGEST_WORKER = 120  # MiB
MOST_GROWTH = 1.3


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


def _of_row(name: str, value: Callable[[Row], float]) -> Callable[[Results], float | None]:
    def found(results: Results) -> float | None:
        row = results.row(name)
        return value(row) if row else None

    return found


def _hashing(name: str) -> Callable[[Results], float | None]:
    """The least of what an operation that hashes reaches, with few and with many at once."""

    def ratio(results: Results) -> float | None:
        row = results.row(name)
        return min(cell.rate for cell in row.cells) / results.hashes if row and results.hashes else None

    return ratio


def _disturbance(results: Results) -> float | None:
    alone = results.disturbed.get("0")
    others = [cell.p99 for name, cell in results.disturbed.items() if name != "0"]
    return max(others) / alone.p99 if alone and alone.p99 and others else None


def _goals_of_reads() -> Iterator[Goal]:
    for name in (CUSTOMER_BY_GRAPHQL, CUSTOMER_BY_REST):
        yield Goal(
            f"{name}: at most 5 times the processor time of the floor with two statements",
            _times(name, TWO_STATEMENTS),
            "times",
            lambda value: value <= 5,
        )
        yield Goal(
            f"{name}: at most 2 statements",
            _of_row(name, lambda row: row.statements), "statements", lambda value: value <= 2,
        )  # fmt: skip
    yield Goal(
        f"{CUSTOMER_BY_REST}: no slower than {CUSTOMER_BY_GRAPHQL}",
        _times(CUSTOMER_BY_REST, CUSTOMER_BY_GRAPHQL),
        "times",
        lambda value: value <= 1,
    )
    for name in (COUNTRY_LIST, STORE_CONFIG, ATTRIBUTES_FORM):
        yield Goal(
            f"{name}: at least 1,500 calls a second, 16 at once",
            _of_row(name, lambda row: row.busy.rate),
            "calls/s",
            lambda value: value >= 1500,
        )


def _goals_of_hashing() -> Iterator[Goal]:
    for name in (SIGN_IN, SIGN_UP):
        yield Goal(
            f"{name}: at least 85 % of what the processor can hash, with 1, 16 and 64 at once",
            _hashing(name),
            "of it",
            lambda value: value >= 0.85,
        )
    yield Goal(
        "reads beside 4, 16 and 64 who sign in: p99 at most 3 times that without them",
        _disturbance,
        "times",
        lambda value: value <= 3,
    )


GOALS = [
    *_goals_of_reads(),
    *_goals_of_hashing(),
    Goal(
        f"{CREATE}: at most 3 ms of the database's processor time",
        _of_row(CREATE, lambda row: row.busy.database_cpu), "ms", lambda value: value <= 3,
    ),
    Goal(
        f"{CREATE}: at most 8 statements",
        _of_row(CREATE, lambda row: row.statements), "statements", lambda value: value <= 8,
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


def across(all_results: Sequence[Results]) -> str:
    """What each operation of the shop takes with few customers and with many; empty for one size."""
    if len(all_results) < 2:
        return ""
    least, *_, most = sorted(all_results, key=lambda results: results.count)
    rows = [
        "### With more customers",
        "",
        f"p50 of one call after the other, in milliseconds. The goal is at most {MOST_GROWTH:g} times as much with "
        f"{most.count:,} customers as with {least.count:,}. As machines have fast and slow minutes, that is in p50s of "
        "the floor in the same run.",
        "",
        "| Operation | " + " | ".join(f"{results.count:,}" for results in all_results) + " | times, in floors | |",
        "| --- | " + "---: | " * (len(all_results) + 1) + "--- |",
    ]
    floors = [next((row.cells[0].p50 for row in each.rows if row.server == FLOOR), 0.0) for each in (least, most)]
    pace = floors[0] / floors[1] if all(floors) else 1.0
    for row in least.rows:
        there = [results.row(row.name) for results in all_results]
        if row.server != SHOP or not all(there):
            continue
        p50 = {results.count: found.cells[0].p50 for results, found in zip(all_results, there, strict=True) if found}
        times = p50[most.count] / p50[least.count] * pace if p50[least.count] else 0
        met = "met" if times <= MOST_GROWTH else "**missed**"
        rows.append(f"| {row.name} | {' | '.join(f'{each:.2f}' for each in p50.values())} | {times:.2f} | {met} |")
    return "\n".join(rows) + "\n"


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
