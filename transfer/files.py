"""Reading files of rows: text of any length, a row at a time, whatever stands in it."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, Protocol

from kernel.text import can_be_kept
from transfer.errors import (
    ColumnCountDiffers,
    FieldTooLong,
    FileEmpty,
    FileNotText,
    FileNotUtf8,
    IllegalCharacters,
    RowRefused,
)

LONGEST_LINE = 1_048_576
CHUNK = 1_048_576
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"%PDF")  # xlsx and zip, gzip, xls


class File(Protocol):
    """What can be read from its beginning as often as it is opened. A `Path` is one."""

    @property
    def name(self) -> str: ...

    def open(self, mode: Literal["rb"]) -> BinaryIO: ...


@dataclass(slots=True)
class Row:
    """A row of a file, or of another shop. `number` is its place as a spreadsheet shows it, the header being the first.

    `cells` and `values`, which are the same by column, are as they stood there.
    """

    number: int
    cells: list[str]
    values: dict[str, str] = field(default_factory=dict)
    problem: RowRefused | None = None


class Rows:
    """The rows of a file, read once, from the beginning. Only the row that is being read is held in memory."""

    def __init__(self, stream: BinaryIO, *, delimiter: str = ",") -> None:
        """Reads the header. Raises FileNotText, FileNotUtf8, FileEmpty."""
        start = stream.read(4)
        stream.seek(0)
        if start.startswith(PACKED):
            raise FileNotText()
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in start:
            raise FileNotUtf8()
        self._stream = stream
        # What is no UTF-8 is kept as it is, so that it spoils its own row only and goes into the rejects unchanged.
        self._text = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="")
        self._reader = csv.reader(self._lines(), delimiter=delimiter)
        try:
            named = next(self._reader, [])
        except csv.Error:
            raise FileEmpty() from None
        self.header = [name.encode("utf-8", "replace").decode().strip() for name in named]
        if not any(self.header):
            raise FileEmpty()

    @property
    def bytes_read(self) -> int:
        """How far the file has been read, about."""
        return self._stream.tell()

    def __iter__(self) -> Iterator[Row]:
        number = 1
        while True:
            number += 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                yield Row(number, [], problem=FieldTooLong())
                continue
            if cells:
                yield row_of(number, cells, self.header)

    def _lines(self) -> Iterator[str]:
        """Lines as the csv reader wants them; the rest of one that is far too long is passed over."""
        while line := self._text.readline(LONGEST_LINE):
            rest = line
            while len(rest) == LONGEST_LINE and not rest.endswith(("\n", "\r")):
                rest = self._text.readline(LONGEST_LINE)
            yield line


def row_of(number: int, cells: list[str], header: list[str]) -> Row:
    """A row, judged by itself."""
    if len(cells) != len(header):
        return Row(number, cells, problem=ColumnCountDiffers())
    values = dict(zip(header, cells, strict=True))
    if can_be_kept("".join(cells)):
        return Row(number, cells, values)
    spoilt = next(name for name, value in values.items() if not can_be_kept(value))
    return Row(number, cells, values, IllegalCharacters(spoilt))


def digest_of(stream: BinaryIO) -> str:
    """The SHA-256 of a file, which is at its beginning again afterwards."""
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()
