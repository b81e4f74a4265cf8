"""Who works on an import of the admin: a process of its own, which no web server ends and nobody has to start.

It says that it lives in its row. Whoever looks at an import whose process has died starts another one, which goes on
where that one was; the database lets one of them in.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import subprocess
import sys
import threading

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from transfer import history, stored_files
from transfer.models import CustomerImport, ImportRun
from transfer.reports import Report
from transfer.stored_files import Role

logger = logging.getLogger(__name__)

Stage, State = CustomerImport.Stage, CustomerImport.State

DEAD_AFTER = dt.timedelta(seconds=20)
MOST_STARTS = 5  # without getting any further
GIVEN_UP = "The process that reads the file has ended %d times without getting any further. The shop's log says why."

# A worker of the web server is given these for itself: to give up on a statement, and where to count.
ITS_OWN = ("PROMETHEUS_MULTIPROC_DIR", "DUPLEX_BANNER", "DATABASE_POOL")


def look_after(job: CustomerImport) -> None:
    """See that there is a process for what is running."""
    dead = Q(heartbeat_at=None) | Q(heartbeat_at__lt=Now() - DEAD_AFTER)
    lost = CustomerImport.objects.filter(dead, pk=job.pk, state=State.RUNNING)
    found = lost.first()
    if found is None:
        return
    if found.cancel_wanted:
        end(found, State.CANCELLED)
    elif found.starts >= MOST_STARTS:
        end(found, State.FAILED, refusal=GIVEN_UP % MOST_STARTS)
    else:
        worker = secrets.token_hex(16)
        if lost.update(worker=worker, heartbeat_at=Now(), starts=F("starts") + 1):
            start(found.pk, worker)


def start(import_id: int, worker: str) -> None:
    """Begin a process for an import. It is no child of a request, and stays when the web server is reloaded."""
    environment = {name: value for name, value in os.environ.items() if name not in ITS_OWN}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_import", str(import_id), worker]
    try:
        process = subprocess.Popen(  # noqa: S603  # Nothing in it was said by anybody.
            command,
            cwd=settings.BASE_DIR,
            env=environment | {"DATABASE_STATEMENT_SECONDS": "0"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        logger.exception("No process could be begun for import %s.", import_id)
        return
    threading.Thread(target=process.wait, name=f"import-{import_id}", daemon=True).start()  # Hears how it ends.


@transaction.atomic
def end(job: CustomerImport, state: CustomerImport.State, *, refusal: str = "", report: Report | None = None) -> bool:
    """Say what has come of an import, and forget what nobody needs any more; whether that was ours to say."""
    changes = {"state": state, "refusal": refusal, "ended_at": Now(), "worker": ""}
    if report is not None:
        changes |= {"report": report.as_json(), "rows_done": report.rows, "bytes_done": job.size}
    as_it_was = CustomerImport.objects.filter(pk=job.pk, stage=job.stage, state=job.state, worker=job.worker)
    if not as_it_was.update(**changes):
        return False
    if state != State.FAILED and not (job.stage == Stage.CHECK and state == State.DONE):
        stored_files.parts_of(job, Role.FILE).delete()
    if (report and not report.rejected) or (job.stage == Stage.CHECK and state != State.DONE):
        stored_files.parts_of(job, Role.REJECTS).delete()
    if job.stage == Stage.IMPORT and state == State.CANCELLED:
        for run in run_of(job).filter(finished_at=None):
            history.note_cancelled(run)
            run.delete()
    return True


def run_of(job: CustomerImport) -> QuerySet[ImportRun]:
    """How far the import of the file has come."""
    return ImportRun.objects.filter(digest=job.digest, kind=job.kind, behavior=job.behavior)
