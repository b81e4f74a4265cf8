"""`manage.py import_customers`: read customers and addresses in, from Magento's files, itself or its database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from tqdm import tqdm

from kernel.text import one_line
from transfer import imports, reports
from transfer.errors import FileRefused, ShopRefused
from transfer.kinds import Behavior, Kind
from transfer.magento_rest.api import Magento
from transfer.management import from_database, from_url
from transfer.reports import PartReport, Report

WAYS = ("files", "from_url", "from_database")
NAMES = {"add-update": Behavior.ADD_UPDATE, "append": Behavior.ADD_UPDATE} | {each.value: each for each in Behavior}


class Command(BaseCommand):
    help = (
        "Reads Magento's files customer, customer_address and customer_composite in, or a Magento itself. Ends with 0 "
        "if every row came in, with 2 if some were rejected, with 1 if nothing could be read at all. An import that "
        "was interrupted goes on where it was when it is started again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="files, customers before addresses")
        parser.add_argument("--kind", choices=[kind.value for kind in Kind], help="what its header says, by default")
        parser.add_argument(
            "--behavior",
            choices=sorted(NAMES),
            default="add-update",
            help="add-update (default; append is the same), replace, delete, or custom: by the column _action",
        )
        parser.add_argument("--dry-run", action="store_true", help="look at everything, change nothing")
        parser.add_argument(
            "--rejects",
            type=Path,
            metavar="FILE",
            help="where rejected rows go, with what is wrong; a folder with --from-database",
        )
        parser.add_argument(
            "--batch",
            type=int,
            metavar="N",
            help=f"rows in a transaction ({imports.BATCH:,}; {from_url.BATCH:,} with --from-url)",
        )
        parser.add_argument("--separator", default=",", help="between the columns; a comma by default")
        parser.add_argument(
            "--ignore-unknown-columns",
            action="store_true",
            help="read files with columns the shop has no attribute for",
        )
        parser.add_argument("--restart", action="store_true", help="begin anew, though an import was interrupted")
        from_url.add_arguments(parser)
        from_database.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] is None:
            options["batch"] = from_url.BATCH if options["from_url"] else imports.BATCH
        if not 1 <= options["batch"] <= 10_000:
            raise CommandError("--batch is between 1 and 10000.")
        if not any(options[way] for way in WAYS):
            raise CommandError("Give one FILE or more, or --from-url, or --from-database.")
        if options["from_database"]:
            with _told("this shop"):
                left_out = from_database.move(options, self._tell)
            if left_out:
                sys.exit(2)
            return
        if options["from_url"]:
            with _told(options["from_url"]):
                report = self._import_from_url(options)
            if report.rejected:
                sys.exit(2)
            return
        if len(options["separator"]) != 1:
            raise CommandError("--separator is one character.")
        if options["rejects"] and len(options["files"]) > 1:
            raise CommandError("--rejects goes with one FILE: rejected rows have its header.")
        promised = imports.check_only() if options["dry_run"] else None
        rejected = 0
        for path in options["files"]:
            with _told(path):
                rejected += self._import(path, promised, options).rejected
        if rejected:
            sys.exit(2)

    def _import_from_url(self, options: dict[str, Any]) -> Report:
        with closing(from_url.client_of(options)) as client:
            magento = Magento(client, page_size=options["page_size"])
            source, made = from_url.customers_of(magento, options)
            for what in made:
                self.stdout.write(f"made {what}")
            with tqdm(
                total=magento.count(), unit=" customers", file=sys.stderr, disable=not sys.stderr.isatty()
            ) as bar:

                def show(rows: int, done: int) -> None:
                    bar.set_postfix(rows=f"{rows:,}", refresh=False)
                    bar.update(source.customers_read - bar.n)

                report = imports.import_source(
                    source,
                    behavior=NAMES[options["behavior"]],
                    dry_run=options["dry_run"],
                    rejects=options["rejects"],
                    batch=options["batch"],
                    restart=options["restart"],
                    progress=show,
                )
        self._tell(source.name, report, dry_run=options["dry_run"], called="customer")
        for what, count in source.passed_over.items():
            self.stdout.write(f"  {count:>12,} {what}")
        return report

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
        self._tell(path.name, report, dry_run=options["dry_run"])
        return report

    def _tell(self, name: str, report: Report | PartReport, *, dry_run: bool, called: str = "row") -> None:
        would = " (nothing was changed)" if dry_run else ""
        self.stdout.write(f"{name}{would}")
        if isinstance(report, PartReport):
            self._tell_part(report)
        else:
            self._tell_rows(report, called)

    def _tell_part(self, report: PartReport) -> None:
        for what, count in report.counts.items():
            self.stdout.write(f"  {count:>12,} {what}")
        if report.refused:
            self.stdout.write(f"  {report.refused:>12,} not brought")
        for sentence in (*report.left_out, *report.notes):
            self.stdout.write(f"  {one_line(sentence)}")
        if report.refused > len(report.left_out):
            self.stdout.write("  ...")

    def _tell_rows(self, report: Report, called: str) -> None:
        if report.resumed_after:
            self.stdout.write(f"  gone on after {report.resumed_after:,} rows")
        if report.columns_ignored:
            self.stdout.write(f"  columns ignored: {', '.join(report.columns_ignored)}")
        for what, count in report.counts.items():
            if what.startswith(reports.ERRORS):
                continue
            rows = report.noted.get(what, [])
            where = f" ({called} {', '.join(map(str, rows))}{', ...' if count > len(rows) else ''})" if rows else ""
            self.stdout.write(f"  {count:>12,} {what}{where}")
        for code, count in report.errors.items():
            self.stdout.write(f"  {count:>12,} x {code}")
        for refusal in report.refusals:
            sentences = " | ".join(one_line(problem.whole_message) for problem in refusal.problems)
            self.stdout.write(f"  {called} {refusal.row}: {sentences}")
        if report.rejected > len(report.refusals):
            self.stdout.write("  ... --rejects FILE writes down all of them")


@contextmanager
def _told(name: object) -> Iterator[None]:
    """Tell what stops an import in a sentence."""
    try:
        yield
    except ShopRefused as refusal:
        raise CommandError(str(refusal), returncode=1) from None
    except FileRefused as refusal:
        raise CommandError(f"{name}: {refusal}", returncode=1) from None
    except OSError as refusal:
        raise CommandError(f"{refusal.filename or name}: {refusal.strerror}", returncode=1) from None
    except DatabaseError as refusal:
        reason = one_line(str(refusal).partition("DETAIL:")[0])  # which may say whose row it is
        raise CommandError(
            f"{name}: the database gave up ({reason}). Start it again, and it goes on where it was."
        ) from None
    except KeyboardInterrupt:
        raise CommandError("Interrupted. Start it again, and it goes on where it was.", returncode=130) from None
