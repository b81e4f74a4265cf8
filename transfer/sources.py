"""Where rows come from that stand in no file: another shop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from transfer.files import Row
from transfer.kinds import Kind


class Source(Protocol):
    """The customers, or the addresses, of another shop, as the rows of Magento's files.

    Values are those a file would have: codes of websites and store views, labels of options, UTC without its name.
    """

    @property
    def name(self) -> str:
        """What reports, progress and the history call it."""

    @property
    def identity(self) -> str:
        """The same for the same source, and another for every other one; no secret is in it."""

    @property
    def kind(self) -> Kind: ...

    @property
    def header(self) -> list[str]:
        """The columns, in their order; those of a file."""

    @property
    def total(self) -> int | None:
        """How many rows there are in all, if that is known."""

    def rows(self, after: int) -> Iterator[Row]:
        """The rows whose `number`, the one Magento has for them, is beyond `after`, in ascending order of it.

        Several rows may have one number; they are kept together. `transfer.files.row_of` makes one.
        """
