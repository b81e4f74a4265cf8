"""What `import_customers --from-url` is told, and the shop it then reads."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import CommandError, CommandParser

from kernel.errors import Failure
from transfer import parts
from transfer.errors import PartsMissing
from transfer.magento_rest.api import Magento
from transfer.magento_rest.client import Client, Credentials, Manners
from transfer.magento_rest.source import Customers

BATCH = 1_000  # A shop that is asked ten times a second takes its time, and what has been heard should soon be kept.
MOST_ATTEMPTS, LARGEST_PAGE = 50, 1_000
NOT_WITH_URL = ("files", "kind", "ignore_unknown_columns")


def add_arguments(parser: CommandParser) -> None:
    """The options that go with a shop's address."""
    manners = Manners()
    shop = parser.add_argument_group(
        "a running Magento 2",
        "The token is read from MAGENTO_TOKEN: an integration's access token. Without one, MAGENTO_ADMIN_USER and "
        "MAGENTO_ADMIN_PASSWORD are exchanged for an admin's.",
    )
    shop.add_argument("--from-url", metavar="URL", help="https://shop.example.com: read its customers and addresses")
    shop.add_argument("--token", default="", help="in place of MAGENTO_TOKEN; whoever lists processes here can read it")
    shop.add_argument(
        "--make-missing", action="store_true", help="make websites, groups and attributes that are missing"
    )
    shop.add_argument(
        "--ignore-unknown-attributes", action="store_true", help="leave out the values of attributes that are not here"
    )
    shop.add_argument("--page-size", type=int, default=200, metavar="N", help="customers in an answer (200)")
    shop.add_argument("--rate", type=float, default=manners.rate, metavar="N", help="questions a second at most (10)")
    shop.add_argument("--attempts", type=int, default=manners.attempts, metavar="N", help="for each question (8)")
    shop.add_argument(
        "--timeout", type=float, default=manners.timeout, metavar="S", help="seconds the shop may be silent (60)"
    )
    shop.add_argument(
        "--allow-http", action="store_true", help="send the token unencrypted, for whoever listens to read"
    )


def client_of(options: dict[str, Any]) -> Client:
    """Whom to ask, and how. Raises CommandError, ShopRefused."""
    if any(options[name] for name in NOT_WITH_URL) or options["separator"] != ",":
        raise CommandError("--from-url goes without FILE, --kind, --separator and --ignore-unknown-columns.")
    if options["behavior"] not in ("add-update", "append", "add_update"):
        raise CommandError("--from-url only adds and updates.")
    if not 1 <= options["page_size"] <= LARGEST_PAGE:
        raise CommandError(f"--page-size is between 1 and {LARGEST_PAGE}.")
    if not 1 <= options["attempts"] <= MOST_ATTEMPTS:
        raise CommandError(f"--attempts is between 1 and {MOST_ATTEMPTS}.")
    if not (0.01 <= options["rate"] <= 1_000 and 0.1 <= options["timeout"] <= 3_600):
        raise CommandError("--rate is between 0.01 and 1000, --timeout between 0.1 and 3600.")
    credentials = Credentials(
        options["token"] or os.environ.get("MAGENTO_TOKEN", ""),
        os.environ.get("MAGENTO_ADMIN_USER", ""),
        os.environ.get("MAGENTO_ADMIN_PASSWORD", ""),
    )
    manners = Manners(options["rate"], options["timeout"], options["attempts"])
    return Client(options["from_url"], credentials, manners, allow_http=options["allow_http"])


def customers_of(magento: Magento, options: dict[str, Any]) -> tuple[Customers, list[str]]:
    """The shop's customers, and what was made for them to refer to.

    Raises ShopRefused; PartsMissing, before anything is written, if something is missing that is not to be made.
    """
    there = magento.parts()
    lacking = parts.missing(there)
    ignored: set[tuple[str, str]] = set()
    if options["ignore_unknown_attributes"]:
        ignored = {each.attribute for each in lacking if each.attribute}
        lacking = [each for each in lacking if not each.attribute]
    stuck = [each for each in lacking if each.make is None]
    if stuck or (lacking and (not options["make_missing"] or options["dry_run"])):
        raise PartsMissing("".join(f"\n  {each.what}" for each in lacking))
    try:
        parts.make(lacking)
    except Failure as refusal:
        raise CommandError(f"What is missing could not be made: {refusal}", returncode=1) from None
    return Customers(magento, there, ignored=frozenset(ignored)), [each.what for each in lacking]
