"""Files in the database, in parts: every machine of the shop reaches them, and nobody holds one whole in memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Literal

from django.db.models import QuerySet

from transfer.models import CustomerImport, ImportPart

LARGEST = 1_048_576  # bytes of a part
Role = ImportPart.Role


def parts_of(of: CustomerImport, role: ImportPart.Role) -> QuerySet[ImportPart]:
    """The parts of one file, in their order."""
    return ImportPart.objects.filter(of=of, role=role).order_by("start")


def add(of: CustomerImport, role: ImportPart.Role, start: int, data: bytes) -> int:
    """Put bytes behind the first `start`; where the file ends then."""
    for at in range(0, len(data), LARGEST):
        piece = data[at : at + LARGEST]
        ImportPart.objects.create(of=of, role=role, start=start + at, size=len(piece), data=piece)
    return start + len(data)


def content(of: CustomerImport, role: ImportPart.Role) -> Iterator[bytes]:
    """A whole file, part by part."""
    for pk in parts_of(of, role).values_list("pk", flat=True):
        yield from (bytes(data) for data in ImportPart.objects.filter(pk=pk).values_list("data", flat=True))


class UploadedFile:
    """The file of an import, opened as often as it is to be read: a `transfer.files.File`."""

    def __init__(self, of: CustomerImport) -> None:
        self._of = of

    @property
    def name(self) -> str:
        return self._of.file_name

    def open(self, mode: Literal["rb"]) -> BinaryIO:
        return io.BufferedReader(_Reader(self._of, Role.FILE))


class _Reader(io.RawIOBase):
    def __init__(self, of: CustomerImport, role: ImportPart.Role) -> None:
        self._parts = parts_of(of, role)
        self._at = 0
        self._start, self._data = 0, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("seek")
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        if not self._start <= self._at < self._start + len(self._data):
            part = self._parts.filter(start__lte=self._at).last()
            self._start, self._data = (part.start, bytes(part.data)) if part else (0, b"")
        found = self._data[self._at - self._start :][: len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


class Written(io.RawIOBase):
    """A file that grows at its end and is cut where a part begins, in whatever transaction is open.

    `check` is asked before each change and raises if it must not be made.
    """

    def __init__(self, of: CustomerImport, role: ImportPart.Role, check: Callable[[], None]) -> None:
        self._of, self._role, self._check = of, role, check
        self._at = 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    def truncate(self, size: int | None = None) -> int:
        size = self._at if size is None else size
        self._check()
        parts_of(self._of, self._role).filter(start__gte=size).delete()
        return size

    def write(self, data: Any) -> int:
        self._check()
        self._at = add(self._of, self._role, self._at, bytes(data))
        return len(data)
