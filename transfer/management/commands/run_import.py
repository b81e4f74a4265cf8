"""`manage.py run_import`: what the admin starts for a file that was uploaded there."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from transfer import work


class Command(BaseCommand):
    help = "Checks or imports a file that was uploaded in the admin, which starts this command by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("import_id", type=int)
        parser.add_argument("worker", help="what the admin calls this process; no other one may work on the import")

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(10)  # Whoever calls the shop comes first.
        work.carry_out(options["import_id"], options["worker"])
