"""What came of an import: how many of what, and what was wrong with which rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from transfer.errors import RowRefused
from transfer.files import Row

MOST_TOLD = 20  # Nobody reads on; the count says the rest, and the file of rejected rows all of it.
MOST_ROWS = 5

ROWS, REJECTED = "rows", "rows rejected"
CREATED, UPDATED, UNCHANGED, DELETED = ("customers " + each for each in ("created", "updated", "unchanged", "deleted"))
ADDRESSES = {each: f"addresses {each.split()[1]}" for each in (CREATED, UPDATED, UNCHANGED, DELETED)}
HASHES_OLD = "password hashes of two parts, taken for md5 or sha256 by their length"
HASHES_UNUSABLE = "password hashes that cannot be used; their owners need a new password"
PASSWORDS_KEPT = "passwords left as they are, used or set here since"
ERRORS = "error "


@dataclass
class Refusal:
    """A row that was left out, by its number in a spreadsheet."""

    row: int
    problems: list[RowRefused]


@dataclass
class Report:
    """`counts` are of the whole file, what an interrupted import had done before included; the rest is of this run."""

    counts: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    """The first few rows that were left out."""
    noted: dict[str, list[int]] = field(default_factory=dict)
    """The first few rows of what is worth knowing though nothing is wrong."""
    columns_ignored: list[str] = field(default_factory=list)
    resumed_after: int = 0

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
        for note, rows in batch.noted.items():
            told = self.noted.setdefault(note, [])
            told += rows[: MOST_ROWS - len(told)]


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

    def note(self, what: str, row: Row) -> None:
        self.counts[what] += 1
        self.noted.setdefault(what, []).append(row.number)
