"""An import of the admin in words and numbers, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from transfer import reports, stored_files, uploads
from transfer.admin_upload import BEHAVIORS, SEPARATORS
from transfer.kinds import Behavior
from transfer.models import CustomerImport
from transfer.reports import Report
from transfer.stored_files import Role

Stage, State = CustomerImport.Stage, CustomerImport.State

PEOPLE = (reports.CREATED, reports.UPDATED, reports.UNCHANGED, reports.DELETED)


@dataclass(frozen=True)
class Number:
    """A count and what it is of."""

    title: str
    count: int
    is_alarming: bool = False


@dataclass(frozen=True)
class Note:
    """What is worth knowing though nothing is wrong, with the first rows it is about."""

    text: str
    count: int
    rows: list[int]

    @property
    def has_more_rows(self) -> bool:
        return self.count > len(self.rows)


class ImportPage:
    """What somebody sees of an import."""

    def __init__(self, job: CustomerImport) -> None:
        self.job = job
        self.report = Report.of_json(job.report) if job.report else Report()
        self.can_be_checked = job.stage == Stage.CHECK and job.state in (State.WAITING, State.FAILED)
        self.can_go_on = job.stage == Stage.IMPORT and job.state == State.FAILED
        self.is_dry = job.stage == Stage.CHECK

    @cached_property
    def can_be_imported(self) -> bool:
        return uploads.can_be_imported(self.job)

    @cached_property
    def can_be_cancelled(self) -> bool:
        return uploads.can_be_cancelled(self.job)

    @cached_property
    def has_rejects(self) -> bool:
        return self.report.rejected > 0 and stored_files.parts_of(self.job, Role.REJECTS).exists()

    @property
    def headline(self) -> str:
        """How far it is, in a few words."""
        match self.job.stage, self.job.state:
            case _, State.RUNNING if self.job.cancel_wanted:
                return "Stopping after this batch"
            case Stage.CHECK, State.RUNNING:
                return "Checking the file"
            case Stage.IMPORT, State.RUNNING:
                return "Importing"
            case _, State.WAITING:
                return "Waiting to be checked"
            case Stage.CHECK, State.DONE:
                return "Checked: nothing has been changed yet"
            case Stage.IMPORT, State.DONE:
                return "Imported, but for some rows" if self.report.rejected else "Imported"
            case _, State.REFUSED:
                return "The file was refused"
            case Stage.IMPORT, State.CANCELLED:
                return "Cancelled: what had been imported stays"
            case _, State.CANCELLED:
                return "Cancelled"
            case _:
                return "Failed"

    @property
    def percent(self) -> int:
        return min(100, 100 * self.job.bytes_done // self.job.size) if self.job.size else 0

    @property
    def seconds_left(self) -> int | None:
        """About how long it will take from here."""
        job = self.job
        if not job.rows_per_second or not job.bytes_done or not job.rows_done:
            return None
        rows = job.rows_done * job.size / job.bytes_done
        return max(1, round((rows - job.rows_done) / job.rows_per_second))

    @property
    def behavior(self) -> str:
        return BEHAVIORS[Behavior(self.job.behavior)].partition(":")[0]

    @property
    def separator(self) -> str:
        return SEPARATORS.get(self.job.separator, self.job.separator)

    @property
    def numbers(self) -> list[Number]:
        """Rows, and what has come or would come of them."""
        counts = self.report.counts
        found = [Number("Rows", self.report.rows or self.job.rows_done)]
        for name in (*PEOPLE, *reports.ADDRESSES.values()):
            if counts[name]:
                what, deed = name.split()
                found.append(Number(f"{what.capitalize()} {self._would(deed)}", counts[name]))
        return [*found, Number("Rows rejected", self.report.rejected, is_alarming=self.report.rejected > 0)]

    def _would(self, deed: str) -> str:
        if not self.is_dry or deed == "unchanged":
            return deed
        return {"created": "to add", "updated": "to update", "deleted": "to delete"}[deed]

    @property
    def notes(self) -> list[Note]:
        known = {reports.ROWS, reports.REJECTED, *PEOPLE, *reports.ADDRESSES.values()}
        return [
            Note(f"{name[0].upper()}{name[1:]}", count, self.report.noted.get(name, []))
            for name, count in self.report.counts.items()
            if name not in known and not name.startswith(reports.ERRORS)
        ]

    @property
    def untold(self) -> list[tuple[str, int]]:
        """Codes of errors whose sentences a process that died took with it."""
        told = {each.code for each in self.report.told}
        return [(code, count) for code, count in self.report.errors.items() if code not in told]
