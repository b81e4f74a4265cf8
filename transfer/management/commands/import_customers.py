"""`manage.py import_customers`: read Magento's files of customers and addresses in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from tqdm import tqdm

from kernel.text import one_line
from transfer import imports, reports
from transfer.errors import FileRefused
from transfer.kinds import Behavior, Kind
from transfer.reports import Report

NAMES = {"add-update": Behavior.ADD_UPDATE, "append": Behavior.ADD_UPDATE} | {each.value: each for each in Behavior}


class Command(BaseCommand):
    help = (
        "Reads Magento's files customer, customer_address and customer_composite in. Ends with 0 if every row came in, "
        "with 2 if some were rejected, with 1 if a file could not be read at all. An import that was interrupted goes "
        "on where it was when it is started again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files, customers before addresses")
        parser.add_argument("--kind", choices=[kind.value for kind in Kind], help="what its header says, by default")
        parser.add_argument(
            "--behavior",
            choices=sorted(NAMES),
            default="add-update",
            help="add-update (default; append is the same), replace, delete, or custom: by the column _action",
        )
        parser.add_argument("--dry-run", action="store_true", help="look at everything, change nothing")
        parser.add_argument("--rejects", type=Path, metavar="FILE", help="where rejected rows go, with what is wrong")
        parser.add_argument("--batch", type=int, default=imports.BATCH, metavar="N", help="rows in a transaction")
        parser.add_argument("--separator", default=",", help="between the columns; a comma by default")
        parser.add_argument(
            "--ignore-unknown-columns",
            action="store_true",
            help="read files with columns the shop has no attribute for",
        )
        parser.add_argument("--restart", action="store_true", help="begin anew, though an import was interrupted")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["batch"] <= 10_000:
            raise CommandError("--batch is between 1 and 10000.")
        if len(options["separator"]) != 1:
            raise CommandError("--separator is one character.")
        if options["rejects"] and len(options["files"]) > 1:
            raise CommandError("--rejects goes with one FILE: rejected rows have its header.")
        promised = imports.check_only() if options["dry_run"] else None
        rejected = 0
        for path in options["files"]:
            try:
                rejected += self._import(path, promised, options).rejected
            except FileRefused as refusal:
                raise CommandError(f"{path}: {refusal}", returncode=1) from None
            except OSError as refusal:
                raise CommandError(f"{refusal.filename or path}: {refusal.strerror}", returncode=1) from None
            except DatabaseError as refusal:
                reason = one_line(str(refusal).partition("DETAIL:")[0])  # which may say whose row it is
                raise CommandError(
                    f"{path}: the database gave up ({reason}). Start it again, and it goes on where it was."
                ) from None
            except KeyboardInterrupt:
                raise CommandError(
                    "Interrupted. Start it again, and it goes on where it was.", returncode=130
                ) from None
        if rejected:
            sys.exit(2)

    def _import(self, path: Path, promised: imports.Promised | None, options: dict[str, Any]) -> Report:
        size = path.stat().st_size
        with tqdm(
            total=size, unit="B", unit_scale=True, desc=path.name, file=sys.stderr, disable=not sys.stderr.isatty()
        ) as bar:

            def show(rows: int, bytes_read: int) -> None:
                bar.set_postfix(rows=f"{rows:,}", refresh=False)
                bar.update(bytes_read - bar.n)

            report = imports.import_file(
                path,
                kind=Kind(options["kind"]) if options["kind"] else None,
                behavior=NAMES[options["behavior"]],
                dry_run=options["dry_run"],
                rejects=options["rejects"],
                batch=options["batch"],
                delimiter=options["separator"],
                ignore_unknown=options["ignore_unknown_columns"],
                restart=options["restart"],
                promised=promised,
                progress=show,
            )
        self._tell(path, report, dry_run=options["dry_run"])
        return report

    def _tell(self, path: Path, report: Report, *, dry_run: bool) -> None:
        would = " (nothing was changed)" if dry_run else ""
        self.stdout.write(f"{path.name}{would}")
        if report.resumed_after:
            self.stdout.write(f"  gone on after {report.resumed_after:,} rows")
        if report.columns_ignored:
            self.stdout.write(f"  columns ignored: {', '.join(report.columns_ignored)}")
        for name, count in report.counts.items():
            if name.startswith(reports.ERRORS):
                continue
            rows = report.noted.get(name, [])
            where = f" (row {', '.join(map(str, rows))}{', ...' if count > len(rows) else ''})" if rows else ""
            self.stdout.write(f"  {count:>12,} {name}{where}")
        for code, count in report.errors.items():
            self.stdout.write(f"  {count:>12,} x {code}")
        for refusal in report.refusals:
            sentences = " | ".join(one_line(problem.whole_message) for problem in refusal.problems)
            self.stdout.write(f"  row {refusal.row}: {sentences}")
        if report.rejected > len(report.refusals):
            self.stdout.write("  ... --rejects FILE writes down all of them")
