"""The file of rejected rows: as they stood in theirs, with what is wrong in two more columns, to be corrected and read
in again."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from contextlib import suppress
from io import UnsupportedOperation
from pathlib import Path
from typing import BinaryIO

from transfer import kinds
from transfer.errors import RejectsChanged
from transfer.files import Row
from transfer.reports import Refused

BETWEEN = " | "


class Rejects:
    """A file that is written batch by batch, and can be taken back to where it was after any of them."""

    def __init__(self, place: Path | BinaryIO, header: list[str], *, delimiter: str = ",", size: int = 0) -> None:
        """Begins a file, or goes on with one after `size` bytes; what is open already is written to as it is.

        Raises RejectsChanged, OSError.
        """
        self._header = [name for name in header if name not in kinds.OURS]
        self._places = [place for place, name in enumerate(header) if name not in kinds.OURS]
        self._width = len(header)
        self._delimiter = delimiter
        self._last_owner: Row | None = None
        self._file = _opened(place, size) if isinstance(place, Path) else place
        self._file.truncate(size)
        self._file.seek(size)
        if not size:
            self._write([[*self._header, *kinds.OURS]])

    @property
    def size(self) -> int:
        return self._file.tell()

    def write(self, size: int, refused: Iterable[Refused]) -> int:
        """Write rejected rows after the first `size` bytes, and nothing behind them; where the file ends then."""
        self._file.seek(size)
        self._file.truncate()
        self._write(self._line(each) for each in refused)
        self._file.flush()
        with suppress(UnsupportedOperation):  # It is on no disk of ours.
            os.fsync(self._file.fileno())
        return self.size

    def close(self) -> None:
        self._file.close()

    def _line(self, refused: Refused) -> list[str]:
        cells = refused.row.cells
        if refused.owner is not None and refused.owner is not self._last_owner:
            cells = self._with_owner(refused.row, refused.owner)
        self._last_owner = refused.owner or refused.row
        filled = cells + [""] * (self._width - len(cells))
        codes = BETWEEN.join(problem.code for problem in refused.problems)
        sentences = BETWEEN.join(problem.whole_message for problem in refused.problems)
        return [*(filled[place] for place in self._places), codes, sentences, *filled[self._width :]]

    def _with_owner(self, row: Row, owner: Row) -> list[str]:
        """A further address, with the customer before it: without one it could not be read in again."""
        return [
            own if name.startswith(kinds.OF_ADDRESS) else customers
            for name, own, customers in zip(row.values, row.cells, owner.cells, strict=True)
        ]

    def _write(self, lines: Iterable[list[str]]) -> None:
        text = io.StringIO()
        csv.writer(text, delimiter=self._delimiter, lineterminator="\n").writerows(lines)
        self._file.write(text.getvalue().encode("utf-8", "surrogateescape"))


def _opened(path: Path, size: int) -> BinaryIO:
    if size and (not path.exists() or path.stat().st_size < size):
        raise RejectsChanged(path.name)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")  # Passwords may stand in it.
