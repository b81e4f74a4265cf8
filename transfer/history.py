"""What is noted of imports: one entry for each, not one for every account."""

from __future__ import annotations

from history import events
from transfer.models import ImportRun

SUBJECT, IMPORTED = "import", "imported"
events.declare(SUBJECT, {IMPORTED: "Customers imported"})


def note_finished(run: ImportRun) -> None:
    """Note that a file has been read to its end, and what came of it."""
    events.record(SUBJECT, run.pk, IMPORTED, file=run.file_name, kind=run.kind, behavior=run.behavior, **run.counts)
