"""Files of customers that are uploaded: taken piece by piece, checked, imported, cancelled, and in the end forgotten.

What takes long is done by a process of its own; see `transfer.processes`.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now

from kernel import origin
from transfer import imports, processes, stored_files
from transfer.errors import AnotherImportRuns, ImportHasMovedOn, UploadTooLarge
from transfer.kinds import Behavior
from transfer.models import CustomerImport, ImportPart
from transfer.stored_files import Role

Stage, State = CustomerImport.Stage, CustomerImport.State

MEBIBYTE = 1_048_576
LONGEST_UPLOAD = dt.timedelta(days=1)


def most_bytes() -> int:
    """How large a file may be."""
    return int(settings.IMPORT_MAX_MIB) * MEBIBYTE


def too_large() -> UploadTooLarge:
    """What is said of a larger one."""
    return UploadTooLarge(settings.IMPORT_MAX_MIB)


class Upload:
    """A file that is arriving. Nobody sees it before it has been taken, and it leaves nothing behind if it is not."""

    def __init__(self, file_name: str) -> None:
        now = origin.current()
        self.of = CustomerImport.objects.create(
            file_name=file_name[-255:],
            by_id=now.actor.id,
            by_name=now.actor.name,
            network=origin.network_of(now.address),
        )
        self._digest = hashlib.sha256()
        self._waiting = bytearray()
        self._size = 0

    def write(self, data: bytes) -> None:
        """Take the next bytes. Raises UploadTooLarge."""
        if self._size + len(self._waiting) + len(data) > most_bytes():
            raise too_large()
        self._digest.update(data)
        self._waiting += data
        while len(self._waiting) >= stored_files.LARGEST:
            self._keep(stored_files.LARGEST)

    def take(self, *, behavior: Behavior, separator: str, ignore_unknown_columns: bool) -> CustomerImport:
        """Say what is to be done with the file. Raises FileRefused where its header says it cannot be."""
        self._keep(len(self._waiting))
        kind = imports.look_at(
            stored_files.UploadedFile(self.of),
            behavior=behavior,
            delimiter=separator,
            ignore_unknown=ignore_unknown_columns,
        )
        self.of.size, self.of.digest = self._size, self._digest.hexdigest()
        self.of.kind, self.of.behavior = kind, behavior
        self.of.separator, self.of.ignore_unknown_columns = separator, ignore_unknown_columns
        self.of.stage = Stage.CHECK
        self.of.save()
        return self.of

    def discard(self) -> None:
        """Leave nothing behind."""
        self.of.delete()

    def _keep(self, count: int) -> None:
        if count:
            self._size = stored_files.add(self.of, Role.FILE, self._size, bytes(self._waiting[:count]))
            del self._waiting[:count]


def check(job: CustomerImport) -> None:
    """Have everything looked at and nothing changed. Raises AnotherImportRuns, ImportHasMovedOn."""
    _begin(job, Stage.CHECK, Q(stage=Stage.CHECK, state__in=[State.WAITING, State.FAILED]))


def import_checked(job: CustomerImport) -> None:
    """Have a file imported that has been looked at, by whoever asks. Raises AnotherImportRuns, ImportHasMovedOn."""
    _begin(job, Stage.IMPORT, Q(stage=Stage.CHECK, state=State.DONE))


def go_on(job: CustomerImport) -> None:
    """Go on where an import has failed. Raises AnotherImportRuns, ImportHasMovedOn."""
    _begin(job, Stage.IMPORT, Q(stage=Stage.IMPORT, state=State.FAILED), anew=False)


def cancel(job: CustomerImport) -> None:
    """Stop after the batch that is being done, or forget a file nothing is being done with. What is done stays.

    Raises ImportHasMovedOn.
    """
    mine = CustomerImport.objects.filter(pk=job.pk)
    if mine.filter(state=State.RUNNING).update(cancel_wanted=True):
        processes.look_after(job)
    elif not can_be_cancelled(job) or not processes.end(job, State.CANCELLED):
        raise ImportHasMovedOn()


def can_be_imported(job: CustomerImport) -> bool:
    return job.stage == Stage.CHECK and job.state == State.DONE and stored_files.parts_of(job, Role.FILE).exists()


def can_be_cancelled(job: CustomerImport) -> bool:
    """Whether there is anything left to stop or to forget."""
    over = job.state in (State.CANCELLED, State.REFUSED) or (job.stage == Stage.IMPORT and job.state == State.DONE)
    return not over and stored_files.parts_of(job, Role.FILE).exists()


def running() -> CustomerImport | None:
    """What is being checked or imported now."""
    return CustomerImport.objects.filter(state=State.RUNNING).first()


def tidy(**_: object) -> None:
    """Delete files nobody came back to, uploads that never arrived, and rejected rows nobody needs any more."""
    old = Now() - dt.timedelta(days=settings.IMPORT_KEEP_DAYS)
    CustomerImport.objects.filter(stage=Stage.UPLOAD, created_at__lt=Now() - LONGEST_UPLOAD).delete()
    kept = CustomerImport.objects.exclude(state=State.RUNNING).exclude(stage=Stage.UPLOAD)
    left = kept.filter(Q(ended_at__lt=old) | Q(ended_at=None, created_at__lt=old))
    ImportPart.objects.filter(of__in=left).delete()


def _begin(job: CustomerImport, stage: CustomerImport.Stage, where: Q, *, anew: bool = True) -> None:
    now = origin.current()
    changes = {
        "stage": stage,
        "state": State.RUNNING,
        "cancel_wanted": False,
        "worker": "",
        "starts": 0,
        "heartbeat_at": None,
        "ended_at": None,
        "refusal": "",
        "by_id": now.actor.id,
        "by_name": now.actor.name,
        "network": origin.network_of(now.address),
    }
    if anew:
        changes |= {"begun_at": Now(), "rows_done": 0, "bytes_done": 0, "rows_per_second": None, "report": {}}
    try:
        with transaction.atomic():
            begun = CustomerImport.objects.filter(where, pk=job.pk, parts__role=Role.FILE, parts__start=0)
            if not CustomerImport.objects.filter(pk__in=begun.values("pk")).update(**changes):
                raise ImportHasMovedOn()
            if anew:
                stored_files.parts_of(job, Role.REJECTS).delete()
    except IntegrityError:
        other = running()
        if other:
            processes.look_after(other)
        raise AnotherImportRuns() from None
    processes.look_after(job)
