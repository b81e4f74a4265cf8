"""The worker that sends the shop's mails."""

from __future__ import annotations

import os
import select
import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outbox import worker
from outbox.delivery import ServerAway


class Command(BaseCommand):
    help = "Sends the mails that wait, and those that come, until it is told to stop (SIGTERM, Ctrl-C)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Signals()
        if not options["once"]:
            worker.run(stop)
            return
        try:
            sent = worker.send_due(stop)
        except ServerAway as away:
            raise CommandError(f"The mail server cannot be used: {away}. The mails keep waiting.") from None
        worker.tidy()
        self.stdout.write(f"{sent} sent.")


class Signals:
    """Says it is time to go once a signal has come. What is under way goes on; sleep ends at once."""

    def __init__(self) -> None:
        self._has_come = False
        self._ear, self._mouth = os.pipe()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._come)

    def is_set(self) -> bool:
        return self._has_come

    def wait(self, timeout: float) -> None:
        if not self._has_come:
            select.select([self._ear], [], [], timeout)

    def _come(self, number: int, frame: FrameType | None) -> None:
        self._has_come = True
        os.write(self._mouth, b".")
