"""`manage.py settings_reference`: write the reference of all settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from stores.reference import reference


class Command(BaseCommand):
    help = "Writes docs/configuration.md from the declarations of the settings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, default=settings.BASE_DIR / "docs" / "configuration.md")

    def handle(self, *args: Any, **options: Any) -> None:
        options["out"].write_text(reference(), encoding="utf-8")
