"""Reading files of customers and addresses in: batch by batch, each a transaction that also says how far it has come.

What is wrong with a row leaves out that row and no other. An import that was interrupted, however it was, goes on after
its last batch; one that is done once more changes nothing. Nobody gets a mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from revisions import kept
from transfer import files, history, kinds, writing
from transfer.batches import Batch, Owner
from transfer.errors import ImportedElsewhere, RejectsTheSameFile
from transfer.files import Row, Rows
from transfer.kinds import Behavior, Kind
from transfer.models import ImportRun
from transfer.rejects import Rejects
from transfer.reports import Outcome, Report
from transfer.seen import Seen
from transfer.shop import Shop

BATCH = 1_000
MOST_IN_BATCH = 10  # times as many rows, where somebody has that many addresses
ATTEMPTS = 5

Progress = Callable[[int, int], None]
"""Told how many rows are done, and how many bytes of the file have been read."""


@dataclass
class Promised:
    """What files that were only checked would have brought, for the files that are checked after them."""

    customers: Seen


def import_file(
    path: Path,
    *,
    kind: Kind | None = None,
    behavior: Behavior = Behavior.ADD_UPDATE,
    dry_run: bool = False,
    rejects: Path | None = None,
    batch: int = BATCH,
    delimiter: str = ",",
    ignore_unknown: bool = False,
    restart: bool = False,
    promised: Promised | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read a file in. What kind it is its header says, if `kind` does not.

    With `dry_run` everything is looked at and nothing is written but the rejected rows; `promised` lets the addresses
    of a later file belong to the customers of an earlier one. `restart` forgets an import that was interrupted.

    Raises FileRefused, OSError.
    """
    if rejects is not None and rejects.exists() and rejects.samefile(path):
        raise RejectsTheSameFile()
    with path.open("rb") as stream:
        rows = Rows(stream, delimiter=delimiter)
        kind = kind or kinds.kind_of(rows.header)
        kinds.check_behavior(kind, behavior)
        ignored = kinds.check_header(rows.header, kind, ignore_unknown=ignore_unknown)
        with path.open("rb") as whole:
            digest = files.digest_of(whole)
        run = None if dry_run else _run_of(digest, kind, behavior, path.name, restart=restart)
        written = (
            Rejects(rejects, rows.header, delimiter=delimiter, size=run.rejects_size if run else 0) if rejects else None
        )
        seen = Seen()
        try:
            reading = Reading(rows, kind, behavior, run, written, seen, promised, batch, progress)
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


class Reading:
    """The reading of one file."""

    def __init__(
        self,
        rows: Rows,
        kind: Kind,
        behavior: Behavior,
        run: ImportRun | None,
        rejects: Rejects | None,
        seen: Seen,
        promised: Promised | None,
        batch: int,
        progress: Progress | None,
    ) -> None:
        self.rows, self.kind, self.behavior, self.run, self.rejects = rows, kind, behavior, run, rejects
        self.seen, self.promised, self.size, self.progress = seen, promised, batch, progress
        self.report = Report()
        self.shop = Shop()
        self.owner: Owner | None = None
        self.rows_done = 0
        self.rejects_size = rejects.size if rejects else 0

    def to_the_end(self) -> Report:
        """Read all rows; those that were read before the import was interrupted are only remembered."""
        rows = iter(self.rows)
        if self.run is not None:
            self.report.counts.update(self.run.counts)
            self.report.resumed_after = self.run.rows_done
            self._pass_over(rows, self.run.rows_done)
        for some in self._batches(rows):
            with kept.one_call():
                if self.shop.is_outdated():
                    self.shop = Shop()
                self._do(
                    Batch(some, self.kind, self.behavior, self.shop, self.seen, self.owner, self.promised_customers)
                )
            if self.progress:
                self.progress(self.rows_done, self.rows.bytes_read)
        self._finish()
        return self.report

    @property
    def promised_customers(self) -> Seen | None:
        return self.promised.customers if self.promised else None

    def _pass_over(self, rows: Iterator[Row], number: int) -> None:
        assert self.run is not None
        while self.rows_done < number:
            some = [row for _, row in zip(range(min(self.size, number - self.rows_done)), rows, strict=False)]
            if not some:
                break
            with kept.one_call():
                Batch(some, self.kind, self.behavior, self.shop, self.seen, None, None)
            self.rows_done += len(some)
            if self.progress:
                self.progress(self.rows_done, self.rows.bytes_read)
        self.owner = Owner.of_json(self.run.owner)

    def _batches(self, rows: Iterator[Row]) -> Iterator[list[Row]]:
        """So many rows at a time; a customer's further addresses stay with the customer."""
        some: list[Row] = []
        for row in rows:
            if len(some) >= self.size and (
                self.kind != Kind.COMPOSITE
                or (row.values.get(kinds.EMAIL) or "").strip()
                or len(some) >= MOST_IN_BATCH * self.size
            ):
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


def check_only() -> Promised:
    """What to give as `promised` to files that are checked one after the other."""
    return Promised(Seen())
