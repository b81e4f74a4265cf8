"""What `import_customers --from-database` is told, and the move it then makes."""

from __future__ import annotations

import os
import sys
from typing import Any, Protocol

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from transfer import imports
from transfer.magento_database import database, moving
from transfer.reports import PartReport, Report

PASSWORD = "MAGENTO_DATABASE_PASSWORD"


class Teller(Protocol):
    def __call__(self, name: str, report: Report | PartReport, *, dry_run: bool, called: str = "row") -> None: ...


def add_arguments(parser: CommandParser) -> None:
    """The options that go with a database."""
    shop = parser.add_argument_group(
        "the database of a Magento 2", f"The password is read from {PASSWORD}. Nothing is written there."
    )
    shop.add_argument(
        "--from-database", metavar="URL", help="mysql://user@host:port/name: read all that is its customers'"
    )
    shop.add_argument("--table-prefix", default="", metavar="PREFIX", help="what the names of its tables begin with")
    shop.add_argument(
        "--parts",
        default=",".join(moving.PARTS),
        metavar="PART,PART",
        help=f"what is brought: {', '.join(moving.PARTS)}; everything by default",
    )


def move(options: dict[str, Any], tell: Teller) -> int:
    """How many things could not come in. Raises CommandError, ShopRefused, OSError."""
    parts = [part.strip() for part in options["parts"].split(",")]
    if unknown := [part for part in parts if part not in moving.PARTS]:
        raise CommandError(f"--parts knows {', '.join(moving.PARTS)}, not {', '.join(unknown)}.")
    if options["files"] or options["from_url"] or options["kind"] or options["separator"] != ",":
        raise CommandError("--from-database goes without FILE, --from-url, --kind and --separator.")
    if options["behavior"] not in ("add-update", "append", "add_update"):
        raise CommandError("--from-database only adds and updates.")
    address, password = options["from_database"], os.environ.get(PASSWORD, "")
    with database.opened(address, password=password, prefix=options["table_prefix"]) as opened, Bar() as bar:

        def told(name: str, report: Report | PartReport) -> None:
            bar.end()
            tell(name, report, dry_run=options["dry_run"], called="number")

        return moving.move(
            opened,
            moving.Listener(bar.begin, told),
            parts=parts,
            dry_run=options["dry_run"],
            rejects=options["rejects"],
            batch=options["batch"],
            ignore_unknown=options["ignore_unknown_columns"],
            restart=options["restart"],
        )


class Bar:
    """A progress bar on a terminal, for one part after the other."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def begin(self, name: str, total: int | None) -> imports.Progress:
        """A bar for a part of so many rows; what to call with how far it is."""
        bar = self._bar = tqdm(total=total, desc=name, unit=" rows", file=sys.stderr, disable=not sys.stderr.isatty())

        def show(rows: int, done: int) -> None:
            bar.update(done - bar.n)

        return show

    def end(self) -> None:
        if self._bar is not None:
            self._bar.close()
