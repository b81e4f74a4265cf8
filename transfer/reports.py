"""What came of an import: how many of what, and what was wrong with which rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from transfer.errors import RowRefused
from transfer.files import Row

MOST_TOLD = 20  # Nobody reads on; the count says the rest, and the file of rejected rows all of it.
MOST_ROWS = 5
MOST_SENTENCES = 100

ROWS, REJECTED = "rows", "rows rejected"
CREATED, UPDATED, UNCHANGED, DELETED = ("customers " + each for each in ("created", "updated", "unchanged", "deleted"))
ADDRESSES = {each: f"addresses {each.split()[1]}" for each in (CREATED, UPDATED, UNCHANGED, DELETED)}
HASHES_OLD = "password hashes of two parts, taken for md5 or sha256 by their length"
HASHES_UNUSABLE = "password hashes that cannot be used; their owners need a new password"
PASSWORDS_KEPT = "passwords left as they are, used or set here since"
PASSWORDS_MISSING = "customers without a password; they ask for a new one"
SUBSCRIBED, UNSUBSCRIBED = "newsletter subscriptions begun", "newsletter subscriptions ended"
ERRORS = "error "


@dataclass
class Refusal:
    """A row that was left out, by its number in a spreadsheet."""

    row: int
    problems: list[RowRefused]


@dataclass
class Told:
    """A sentence about several rows, and the first few of these."""

    code: str
    sentence: str
    count: int = 0
    rows: list[int] = field(default_factory=list)


@dataclass
class Report:
    """`counts` are of the whole file, what an interrupted import had done before included; the rest is of this run."""

    counts: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    """The first few rows that were left out."""
    noted: dict[str, list[int]] = field(default_factory=dict)
    """The first few rows of what is worth knowing though nothing is wrong."""
    told: list[Told] = field(default_factory=list)
    """What was wrong, each sentence once, in the order they came up."""
    columns_ignored: list[str] = field(default_factory=list)
    resumed_after: int = 0

    @property
    def rows(self) -> int:
        return self.counts[ROWS]

    @property
    def rejected(self) -> int:
        return self.counts[REJECTED]

    @property
    def errors(self) -> dict[str, int]:
        """How often each code occurred, the most frequent first."""
        found = {name.removeprefix(ERRORS): count for name, count in self.counts.items() if name.startswith(ERRORS)}
        return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))

    def add(self, batch: Outcome) -> None:
        """Take in what came of a batch, once it is kept."""
        self.counts.update(batch.counts)
        for refused in batch.refused:
            if len(self.refusals) < MOST_TOLD:
                self.refusals.append(Refusal(refused.row.number, refused.problems))
            for problem in refused.problems:
                self._tell(problem, refused.row.number)
        for note, rows in batch.noted.items():
            told = self.noted.setdefault(note, [])
            told += rows[: MOST_ROWS - len(told)]

    def _tell(self, problem: RowRefused, row: int) -> None:
        said = next((each for each in self.told if (each.code, each.sentence) == (problem.code, problem.message)), None)
        if said is None:
            if len(self.told) >= MOST_SENTENCES:
                return
            said = Told(problem.code, problem.message)
            self.told.append(said)
        said.count += 1
        if len(said.rows) < MOST_ROWS:
            said.rows.append(row)

    def as_json(self) -> dict[str, Any]:
        """What `of_json` makes a report of again, but for the rows one by one."""
        return {
            "counts": dict(self.counts),
            "noted": self.noted,
            "told": [asdict(each) for each in self.told],
            "columns_ignored": self.columns_ignored,
            "resumed_after": self.resumed_after,
        }

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Report:
        return cls(
            counts=Counter(kept["counts"]),
            noted=kept["noted"],
            told=[Told(**each) for each in kept["told"]],
            columns_ignored=kept["columns_ignored"],
            resumed_after=kept["resumed_after"],
        )


@dataclass
class Refused:
    """A row that is left out, with the row of its customer if it is a further address."""

    row: Row
    problems: list[RowRefused]
    owner: Row | None = None


@dataclass
class Outcome:
    """What comes of a batch."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    noted: dict[str, list[int]] = field(default_factory=dict)

    def refuse(self, row: Row, problems: list[RowRefused], owner: Row | None = None) -> None:
        self.refused.append(Refused(row, problems, owner))
        self.counts[REJECTED] += 1
        self.counts.update(f"{ERRORS}{problem.code}" for problem in problems)

    @property
    def new(self) -> int:
        """How many customers and addresses there were not before."""
        return self.counts[CREATED] + self.counts[ADDRESSES[CREATED]]

    def note(self, what: str, row: Row) -> None:
        self.counts[what] += 1
        self.noted.setdefault(what, []).append(row.number)


@dataclass
class PartReport:
    """What came of a part of a shop that is no rows: its stores, settings or attributes, or its newsletter."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)
    """What could not come in, and why, a sentence each; the first few of them."""
    notes: list[str] = field(default_factory=list)
    refused: int = 0

    def refuse(self, what: str, why: str) -> None:
        self.refused += 1
        if len(self.left_out) < MOST_TOLD:
            self.left_out.append(f"{what}: {why}")
