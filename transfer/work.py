"""What a process does for an import of the admin, from its first to its last row."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any, BinaryIO, cast

from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now

from kernel import origin
from transfer import imports, stored_files
from transfer.errors import FileRefused
from transfer.kinds import Behavior
from transfer.models import CustomerImport
from transfer.processes import end, run_of
from transfer.reports import Report
from transfer.stored_files import Role

logger = logging.getLogger(__name__)

Stage, State = CustomerImport.Stage, CustomerImport.State

BEAT = 1.0  # seconds
UNFORESEEN = "Something went wrong that nobody has foreseen. The shop's log says what."


class Superseded(Exception):
    """Another process works on the import now."""


class Cancelled(Exception):
    """Somebody wants no more of it."""


def carry_out(import_id: int, worker: str) -> None:
    """Check or import what has been uploaded, if it is this worker's to do.

    Raises DatabaseError; whoever looks at the import then starts another process.
    """
    job = _of(import_id, worker).first()
    if job is None:
        logger.info("Import %s is not for this process.", import_id)
        return
    actor = origin.Actor(origin.Kind.ADMIN, job.by_id, job.by_name)
    with origin.coming_from(origin.Origin(actor, address=job.network.partition("/")[0])), Heart(job) as heart:
        logger.info("Import %s: %s begins.", job.pk, job.stage)
        try:
            report = Work(job, heart).do()
        except Superseded:
            logger.warning("Import %s is another process's by now.", job.pk)
        except Cancelled:
            end(job, State.CANCELLED)
        except FileRefused as refusal:
            end(job, State.REFUSED, refusal=refusal.message)
        except DatabaseError:
            raise
        except Exception:
            logger.exception("Import %s has failed.", job.pk)
            end(job, State.FAILED, refusal=UNFORESEEN)
        else:
            end(job, State.DONE, report=report)
            logger.info("Import %s: %s is done, %s rows.", job.pk, job.stage, report.rows)


def _of(import_id: int, worker: str) -> Any:
    return CustomerImport.objects.filter(pk=import_id, worker=worker, state=State.RUNNING)


class Heart(threading.Thread):
    """Says every second that the process lives and how far it is, and hears whether it is still wanted."""

    def __init__(self, job: CustomerImport) -> None:
        super().__init__(name="heart", daemon=True)
        self._of_job = _of(job.pk, job.worker)
        self._over = threading.Event()
        self.progress: dict[str, Any] = {}
        self.is_superseded = False
        self.cancel_wanted = job.cancel_wanted

    def __enter__(self) -> Heart:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        while not self._over.wait(BEAT):
            try:
                self.is_superseded = not self._of_job.update(heartbeat_at=Now(), **self.progress)
                self.cancel_wanted = self._of_job.filter(cancel_wanted=True).exists()
            except DatabaseError:
                connection.close()  # The next beat may find it again; the import itself gives up if it does not.
        connection.close()


class Work:
    """One stage of an import."""

    def __init__(self, job: CustomerImport, heart: Heart) -> None:
        self.job, self.heart = job, heart
        self.imports = job.stage == Stage.IMPORT
        self.report = Report()
        self.begun: tuple[float, int] | None = None

    def do(self) -> Report:
        """Read the file to its end. Raises FileRefused, Superseded, Cancelled, DatabaseError."""
        job = self.job
        goes_on = self.imports and stored_files.parts_of(job, Role.REJECTS).exists()
        if goes_on:
            if job.report:
                self.report = Report.of_json(job.report)
                self.report.counts.clear()
            finished = run_of(job).filter(finished_at__gte=job.begun_at).first()
            if finished:  # Only to say so was left.
                self.report.counts.update(finished.counts)
                return self.report
        return imports.import_file(
            stored_files.UploadedFile(job),
            behavior=Behavior(job.behavior),
            dry_run=not self.imports,
            rejects=cast("BinaryIO", stored_files.Written(job, Role.REJECTS, self._check)),
            delimiter=job.separator,
            ignore_unknown=job.ignore_unknown_columns,
            restart=self.imports and not goes_on,
            progress=self._tell,
            report=self.report,
        )

    def _tell(self, rows: int, read: int) -> None:
        if self.heart.is_superseded:
            raise Superseded()
        if self.heart.cancel_wanted:
            raise Cancelled()
        if self.imports and rows < self.job.rows_done:
            return  # These were done by a process before this one.
        now = time.monotonic()
        begun, before = self.begun = self.begun or (now, rows)
        self.heart.progress = {
            "rows_done": rows,
            "bytes_done": read,
            "rows_per_second": (rows - before) / (now - begun) if now > begun else None,
            "report": self.report.as_json(),
            **({"starts": 1} if rows > self.job.rows_done else {}),
        }

    def _check(self) -> None:
        """Before anything is kept: hold on to the import, in the transaction of the batch. Raises Superseded."""
        with transaction.atomic():
            if not _of(self.job.pk, self.job.worker).select_for_update().values_list("pk", flat=True):
                raise Superseded()
