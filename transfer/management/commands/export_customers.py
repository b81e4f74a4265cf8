"""`manage.py export_customers`: write customers and addresses as Magento's files have them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from transfer import exports
from transfer.kinds import Kind


class Command(BaseCommand):
    help = (
        "Writes all customers, or their addresses, to a file that Magento and import_customers read. It holds password "
        "hashes and is for its owner's eyes alone; it takes the place of an older one when it is whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, metavar="OUT", help="the file, or - for standard output")
        parser.add_argument("--kind", choices=[kind.value for kind in Kind], default=Kind.CUSTOMER.value)
        parser.add_argument(
            "--safe-for-spreadsheets",
            action="store_true",
            help="an apostrophe before what a spreadsheet takes for a formula; such a file is not for importing",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lines = exports.as_csv(kind=Kind(options["kind"]), safe_for_spreadsheets=options["safe_for_spreadsheets"])
        if str(options["out"]) == "-":
            for line in lines:
                self.stdout.write(line, ending="")
            return
        unfinished = options["out"].with_name(f"{options['out'].name}.part")
        try:
            count = -1
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                for line in tqdm(lines, unit="rows", file=sys.stderr, disable=not sys.stderr.isatty()):
                    file.write(line)
                    count += 1
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(options["out"])
        except OSError as refusal:
            raise CommandError(f"{refusal.filename or options['out']}: {refusal.strerror}") from None
        self.stdout.write(f"{count:,} rows in {options['out']}")
