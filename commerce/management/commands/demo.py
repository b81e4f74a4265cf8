"""`make demo`: a whole store on a laptop, from nothing to an address in one command."""

from __future__ import annotations

import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from commerce import demo, environment

BANNER = """
Duplex is ready.

  Storefront  {base}/customer/account/login/
  GraphQL     {base}/graphql
  REST        {base}/rest/V1/
  Admin       {base}/admin/        {admin} / {password}
  Mails       {base}/demo/mails/   (none is really sent; they are printed here as well)

Customers to sign in with:
{customers}

They exist in this demo only. Stop it with Ctrl-C; `make demo-reset` begins anew.
"""


class Command(BaseCommand):
    help = "Serves the demo store in the foreground; the first start makes it, later ones keep its data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="throw the demo's data away, and serve nothing")
        parser.add_argument("--prepare", action="store_true", help="make the demo store, and serve nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["reset"]:
                demo.empty()
                self.stdout.write("The demo's data is gone. `make demo` makes it anew.")
                return
            self._prepare()
        except demo.NotADemo as refusal:
            raise CommandError(str(refusal)) from None
        if not options["prepare"]:
            self._serve()

    def _prepare(self) -> None:
        demo.check_place()
        call_command("migrate", verbosity=0, interactive=False)
        if not demo.is_loaded():
            demo.load()

    def _serve(self) -> None:
        host, port = environment.text("HOST", "127.0.0.1"), environment.number("PORT", 8000, least=1)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as refusal:
                raise CommandError(
                    f"Nothing can be served at {host}:{port} ({refusal.strerror}). "
                    f"Choose another port: PORT={port + 1} make demo"
                ) from None
        os.environ["DUPLEX_BANNER"] = BANNER.format(
            base=f"http://{host}:{port}",
            admin=demo.ADMIN,
            password=demo.ADMIN_PASSWORD,
            customers="\n".join(f"  {email} / {password}" for email, password in demo.credentials()),
        )
        os.environ.setdefault("WEB_CONCURRENCY", "1")
        os.environ.setdefault("PYTHONWARNINGS", "ignore")
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--log-level", "warning"])  # noqa: S606
