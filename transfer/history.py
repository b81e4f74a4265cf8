"""What is noted of imports: one entry for each, not one for every account."""

from __future__ import annotations

from history import events
from transfer.models import ImportRun

SUBJECT, IMPORTED, CANCELLED = "import", "imported", "cancelled"
events.declare(SUBJECT, {IMPORTED: "Customers imported", CANCELLED: "Import of customers cancelled"})


def note_finished(run: ImportRun) -> None:
    """Note that a file has been read to its end, and what came of it."""
    _note(run, IMPORTED)


def note_cancelled(run: ImportRun) -> None:
    """Note that somebody has stopped an import, and what had come of it until then."""
    _note(run, CANCELLED)


def _note(run: ImportRun, event: str) -> None:
    events.record(SUBJECT, run.pk, event, file=run.file_name, kind=run.kind, behavior=run.behavior, **run.counts)
