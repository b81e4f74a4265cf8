"""Reading customers and addresses in, from files or another shop: batch by batch, each a transaction that also says how
far it has come.

What is wrong with a row leaves out that row and no other. An import that was interrupted, however it was, goes on after
its last batch; one that is done once more changes nothing. Nobody gets a mail.
"""

from __future__ import annotations

import gc
import hashlib
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from revisions import kept
from transfer import files, history, kinds, writing
from transfer.batches import Batch, Owner
from transfer.errors import ImportedElsewhere, RejectsTheSameFile
from transfer.files import File, Row, Rows
from transfer.kinds import Behavior, Kind
from transfer.models import ImportRun
from transfer.rejects import Rejects
from transfer.reports import Outcome, Report
from transfer.seen import Seen
from transfer.shop import Shop
from transfer.sources import Source

BATCH = 4_000
"""Rows in a transaction: so many that what a statement costs by itself is little beside them."""
MOST_IN_BATCH = 3  # times as many rows, where somebody has that many addresses
ATTEMPTS = 5
ALLOCATIONS = 100_000
SWITCH = 0.0005  # seconds
FEW = 1_000  # rows that can be found without the planner's knowing of them
GROWTH = 8  # times as many rows as when the planner was told of them last
MANY = 10_000  # rows, after which it is told everything in the end

Progress = Callable[[int, int], None]
"""Told how many rows are done, and how far that is: in bytes of a file, in rows of a source."""


@dataclass
class Promised:
    """What files that were only checked would have brought, for the files that are checked after them."""

    customers: Seen


def import_file(
    path: File,
    *,
    kind: Kind | None = None,
    behavior: Behavior = Behavior.ADD_UPDATE,
    dry_run: bool = False,
    rejects: Path | BinaryIO | None = None,
    batch: int | None = None,
    delimiter: str = ",",
    ignore_unknown: bool = False,
    restart: bool = False,
    promised: Promised | None = None,
    progress: Progress | None = None,
    report: Report | None = None,
) -> Report:
    """Read a file in. What kind it is its header says, if `kind` does not. The report is told in `report`, if there is
    one, as the rows are read.

    With `dry_run` everything is looked at and nothing is written but the rejected rows; `promised` lets the addresses
    of a later file belong to the customers of an earlier one. `restart` forgets an import that was interrupted.

    Raises FileRefused, OSError.
    """
    if isinstance(path, Path) and isinstance(rejects, Path) and rejects.exists() and rejects.samefile(path):
        raise RejectsTheSameFile()
    with path.open("rb") as stream:
        rows = Rows(stream, delimiter=delimiter)
        kind, ignored = _judge(rows, kind, behavior, ignore_unknown=ignore_unknown)
        with path.open("rb") as whole:
            digest = files.digest_of(whole)
        run = None if dry_run else _run_of(digest, kind, behavior, path.name, restart=restart)
        written = (
            Rejects(rejects, rows.header, delimiter=delimiter, size=run.rejects_size if run else 0) if rejects else None
        )
        seen = Seen()
        try:
            reading = ReadingOfFile(rows, kind, behavior, run, written, seen, promised, batch, progress, report)
            reading.reads_ahead &= isinstance(path, Path)  # An uploaded file is read from the database itself.
            reading.report.columns_ignored = sorted(ignored)
            return reading.to_the_end()
        finally:
            seen.close()
            if written:
                written.close()


def look_at(path: File, *, behavior: Behavior, delimiter: str = ",", ignore_unknown: bool = False) -> Kind:
    """What kind of file it is, if `import_file` would read it. Raises FileRefused, OSError."""
    with path.open("rb") as stream:
        kind, _ = _judge(Rows(stream, delimiter=delimiter), None, behavior, ignore_unknown=ignore_unknown)
    return kind


def _judge(rows: Rows, kind: Kind | None, behavior: Behavior, *, ignore_unknown: bool) -> tuple[Kind, set[str]]:
    """What kind of file it is, and the columns nobody here knows. Raises FileRefused."""
    kind = kind or kinds.kind_of(rows.header)
    kinds.check_behavior(kind, behavior)
    return kind, kinds.check_header(rows.header, kind, ignore_unknown=ignore_unknown)


def import_source(
    source: Source,
    *,
    behavior: Behavior = Behavior.ADD_UPDATE,
    dry_run: bool = False,
    rejects: Path | None = None,
    batch: int | None = None,
    ignore_unknown: bool = False,
    restart: bool = False,
    promised: Promised | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read in what another shop has, as `import_file` does with a file: rejected rows make such a file.

    An import that was interrupted goes on after the last number that was kept, whatever the source has by then; with
    other columns it is another import.

    Raises FileRefused, OSError, and what reading the source raises.
    """
    kinds.check_behavior(source.kind, behavior)
    ignored = kinds.check_header(source.header, source.kind, ignore_unknown=ignore_unknown)
    digest = hashlib.sha256("\0".join(["source", source.identity, *source.header]).encode()).hexdigest()
    run = None if dry_run else _run_of(digest, source.kind, behavior, source.name, restart=restart)
    written = Rejects(rejects, source.header, size=run.rejects_size if run else 0) if rejects else None
    seen = Seen()
    try:
        reading = ReadingOfSource(source, source.kind, behavior, run, written, seen, promised, batch, progress)
        reading.report.columns_ignored = sorted(ignored)
        return reading.to_the_end()
    finally:
        seen.close()
        if written:
            written.close()


def _run_of(digest: str, kind: Kind, behavior: Behavior, file_name: str, *, restart: bool) -> ImportRun:
    """The import of this file that was interrupted, or a new one."""
    unfinished = ImportRun.objects.filter(digest=digest, kind=kind, behavior=behavior, finished_at=None)
    if restart:
        unfinished.delete()
    run, _ = ImportRun.objects.get_or_create(
        digest=digest, kind=kind, behavior=behavior, finished_at=None, defaults={"file_name": file_name[:255]}
    )
    return run


From = TypeVar("From", Rows, Source)


class Reading(ABC, Generic[From]):
    """The reading of one file, or of one source."""

    def __init__(
        self,
        rows: From,
        kind: Kind,
        behavior: Behavior,
        run: ImportRun | None,
        rejects: Rejects | None,
        seen: Seen,
        promised: Promised | None,
        batch: int | None,
        progress: Progress | None,
        report: Report | None = None,
    ) -> None:
        self.rows: From = rows
        self.kind, self.behavior, self.run, self.rejects = kind, behavior, run, rejects
        self.seen, self.promised, self.size, self.progress = seen, promised, batch or BATCH, progress
        self.report = report or Report()
        self.shop = Shop()
        self.owner: Owner | None = None
        self.rows_done = 0
        self.rejects_size = rejects.size if rejects else 0
        self.reads_ahead = False
        self._expects_new = True
        self._rows_before = run.rows_done if run else 0
        self._planned_for = FEW

    @property
    @abstractmethod
    def done(self) -> int:
        """How far it is, as progress is told."""

    @abstractmethod
    def _remaining(self) -> Iterator[Row]:
        """The rows that have not been read before the import was interrupted."""

    @abstractmethod
    def _goes_with(self, row: Row, some: list[Row]) -> bool:
        """Whether a row has to be in the batch of those before it."""

    def to_the_end(self) -> Report:
        """Read all rows; those that were read before the import was interrupted are only remembered."""
        if self.run is not None:
            self.report.counts.update(self.run.counts)
            self.report.resumed_after = self.run.rows_done
        batches = self._read()
        with _seldom_collected(), closing(_one_ahead(batches) if self.reads_ahead else batches) as read:
            for batch in read:
                with kept.one_call():
                    if self.shop.is_outdated():
                        self.shop = Shop()
                    batch.renew(self.shop)
                    self._do(batch)
                self._tell_planner()
                self._tell_progress()
        self._finish()
        return self.report

    def _read(self) -> Generator[Batch]:
        """The batches, made without a word to the database."""
        for some in self._batches(self._remaining()):
            batch = Batch(some, self.kind, self.behavior, self.shop, self.seen, self.owner, self.promised_customers)
            if self.reads_ahead and self._expects_new:
                batch.read_ahead()
            yield batch

    def _tell_planner(self) -> None:
        if self.run is not None and self.rows_done - self._rows_before >= self._planned_for:
            writing.tell_planner()
            self._planned_for = GROWTH * (self.rows_done - self._rows_before)

    def _tell_progress(self) -> None:
        if self.progress:
            self.progress(self.rows_done, self.done)

    @property
    def promised_customers(self) -> Seen | None:
        return self.promised.customers if self.promised else None

    def _batches(self, rows: Iterator[Row]) -> Iterator[list[Row]]:
        """So many rows at a time, and those that go with the last."""
        some: list[Row] = []
        for row in rows:
            if len(some) >= self.size and not self._goes_with(row, some):
                yield some
                some = []
            some.append(row)
        if some:
            yield some

    def _do(self, batch: Batch) -> None:
        """Do a batch, once more if somebody else has just made what it was about to make."""
        if self.run is not None:
            batch.prepare_passwords()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                outcome = batch.checked() if self.run is None else self._written(batch)
                break
            except (IntegrityError, OperationalError) as refusal:
                is_race = isinstance(refusal, IntegrityError) or "deadlock" in str(refusal)
                if attempt == ATTEMPTS or not is_race:
                    raise
        if self.run is None:
            self.rejects_size = self._reject(outcome)
        else:
            self.rejects_size = self.run.rejects_size
        self._expects_new = 2 * outcome.new >= len(batch.rows)
        self.report.add(outcome)
        self.rows_done += len(batch.rows)
        self.owner = batch.owner

    def _written(self, batch: Batch) -> Outcome:
        assert self.run is not None
        with transaction.atomic():
            writing.wait_for_other_imports()
            run = ImportRun.objects.select_for_update().filter(pk=self.run.pk).first()
            if run is None or run.rows_done != self.rows_done or run.finished_at:
                raise ImportedElsewhere()
            outcome = batch.write()
            run.rows_done += len(batch.rows)
            run.counts = dict(self.report.counts + outcome.counts)
            run.last_number = batch.rows[-1].number
            run.owner = batch.owner.as_json() if batch.owner else None
            run.rejects_size = self._reject(outcome)
            run.save()
        self.run = run
        return outcome

    def _reject(self, outcome: Outcome) -> int:
        """Write the rejected rows of a batch, before it is kept: what is written too much is taken back next time."""
        return self.rejects.write(self.rejects_size, outcome.refused) if self.rejects else 0

    def _finish(self) -> None:
        if self.run is None:
            return
        with transaction.atomic():
            run = ImportRun.objects.select_for_update().filter(pk=self.run.pk, finished_at=None).first()
            if run is None or run.rows_done != self.rows_done:
                raise ImportedElsewhere()
            run.finished_at, run.owner = timezone.now(), None
            run.save()
            history.note_finished(run)
        if self.rows_done - self._rows_before >= MANY:
            writing.tell_planner(whole=True)


class ReadingOfFile(Reading[Rows]):
    """The reading of a file: what was read of it before is counted off, as one file has the same rows each time.

    While PostgreSQL writes a batch, the next one is read. SQLite writes in this process, and whose further addresses
    a batch begins with is known only when the one before it is done.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.reads_ahead = connection.vendor == "postgresql" and self.kind != Kind.COMPOSITE

    @property
    def done(self) -> int:
        return self.rows.bytes_read

    def _remaining(self) -> Iterator[Row]:
        rows = iter(self.rows)
        if self.run is not None:
            self._pass_over(rows, self.run.rows_done)
        return rows

    def _pass_over(self, rows: Iterator[Row], number: int) -> None:
        assert self.run is not None
        while self.rows_done < number:
            some = [row for _, row in zip(range(min(self.size, number - self.rows_done)), rows, strict=False)]
            if not some:
                break
            with kept.one_call():
                Batch(some, self.kind, self.behavior, self.shop, self.seen, None, None)
            self.rows_done += len(some)
            self._tell_progress()
        self.owner = Owner.of_json(self.run.owner)

    def _goes_with(self, row: Row, some: list[Row]) -> bool:
        """A customer's further addresses stay with the customer."""
        if self.kind != Kind.COMPOSITE or (row.values.get(kinds.EMAIL) or "").strip():
            return False
        return len(some) < MOST_IN_BATCH * self.size


class ReadingOfSource(Reading[Source]):
    """The reading of another shop, which may have more rows each time: it goes on after the last number."""

    @property
    def done(self) -> int:
        return self.rows_done

    def _remaining(self) -> Iterator[Row]:
        if self.run is None:
            return self.rows.rows(0)
        self.rows_done = self.run.rows_done
        return self.rows.rows(self.run.last_number)

    def _goes_with(self, row: Row, some: list[Row]) -> bool:
        """What has one number is kept together or not at all."""
        return row.number == some[-1].number


def check_only() -> Promised:
    """What to give as `promised` to files that are checked one after the other."""
    return Promised(Seen())


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Within the block garbage is looked for after a few batches only: all of a batch is in use until it is written."""
    before = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _soon_at_hand() -> Iterator[None]:
    """Within the block a thread that has its answer of the database goes on at once: the one that reads ahead would
    keep it waiting for 5 ms, longer than most statements take."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _one_ahead(batches: Generator[Batch]) -> Generator[Batch]:
    """The same, but the next one is made in a thread while this one is made use of."""
    with _soon_at_hand(), ThreadPoolExecutor(max_workers=1, thread_name_prefix="import") as thread:
        coming = thread.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = thread.submit(next, batches, None)
            yield batch
