"""Moving a whole Magento in from its database: its stores, groups, settings and attributes, and then its customers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from transfer import imports
from transfer.errors import AttributesNotHere
from transfer.kinds import Behavior
from transfer.magento_database import definitions, newsletter, settings, structure
from transfer.magento_database.database import Database
from transfer.magento_database.definitions import ENTITY_TABLES, Known
from transfer.magento_database.people import Addresses, Customers, People
from transfer.reports import PartReport, Report

STORES, SETTINGS, ATTRIBUTES = "stores", "settings", "attributes"
CUSTOMERS, NEWSLETTER, ADDRESSES = "customers", "newsletter", "addresses"
PARTS = (STORES, SETTINGS, ATTRIBUTES, CUSTOMERS, NEWSLETTER, ADDRESSES)
"""What can be brought, in the order in which it is."""

LEFT_BEHIND = {
    "admin_user": "admin users",
    "sales_order": "orders",
    "quote": "carts",
    "wishlist_item": "items of wish lists",
    "review": "reviews",
    "vault_payment_token": "stored payment methods",
    "product_alert_price": "price alerts",
    "product_alert_stock": "stock alerts",
    "magento_customerbalance": "store credits",
    "magento_reward": "reward points",
    "magento_giftregistry_entity": "gift registries",
    "magento_customersegment_segment": "customer segments",
    "company": "companies",
}
"""What Magento has, by table, and nobody brings."""


@dataclass
class Listener:
    """Who is told how far it is, and what came of each part."""

    begin: Callable[[str, int | None], imports.Progress]
    tell: Callable[[str, PartReport | Report], None]


def move(
    database: Database,
    listener: Listener,
    *,
    parts: Collection[str] = PARTS,
    dry_run: bool = False,
    rejects: Path | None = None,
    batch: int = imports.BATCH,
    ignore_unknown: bool = False,
    restart: bool = False,
) -> int:
    """Bring the parts; how many things could not come in.

    `rejects` is a folder for the files of rejected rows. With `dry_run` all is done but for what is a customer's, and
    taken back at the end, so that what comes of it can be told.

    Raises AttributesNotHere, FileRefused, OSError, DatabaseNotReached.
    """
    with ExitStack() as stack:
        if dry_run:
            stack.enter_context(transaction.atomic())
            stack.callback(transaction.set_rollback, True)
        if rejects:
            rejects.mkdir(exist_ok=True)
        return _Moving(database, listener, parts, dry_run, rejects, batch, ignore_unknown, restart).move()


class _Moving:
    """One move."""

    def __init__(
        self,
        database: Database,
        listener: Listener,
        parts: Collection[str],
        dry_run: bool,
        rejects: Path | None,
        batch: int,
        ignore_unknown: bool,
        restart: bool,
    ) -> None:
        self.database, self.listener, self.parts, self.dry_run = database, listener, parts, dry_run
        self.rejects, self.batch, self.ignore_unknown, self.restart = rejects, batch, ignore_unknown, restart
        self.promised = imports.check_only() if dry_run else None
        self.left_out = 0

    def move(self) -> int:
        self.places, report = structure.bring(self.database, writes=STORES in self.parts)
        self._tell(report, always=STORES in self.parts)
        if SETTINGS in self.parts:
            self._tell(settings.bring(self.database, self.places))
        known, report = definitions.bring(self.database, self.places, writes=ATTRIBUTES in self.parts)
        self._tell(report, always=ATTRIBUTES in self.parts)
        wanted: dict[str, type[People]] = {CUSTOMERS: Customers, ADDRESSES: Addresses}
        self._check_attributes(known, [kind.table for part, kind in wanted.items() if part in self.parts])
        for part in PARTS:
            if part in self.parts and part in wanted:
                self._bring_people(part, wanted[part](self.database, self.places, known))
            elif part == NEWSLETTER and part in self.parts and self.database.has("newsletter_subscriber"):
                progress = self.listener.begin(part, self.database.count("newsletter_subscriber"))
                self._tell(newsletter.bring(self.database, self.places, dry_run=self.dry_run, progress=progress))
        behind = self._left_behind()
        self._tell(behind, always=bool(behind.counts))
        return self.left_out

    def _bring_people(self, part: str, people: People) -> None:
        report = imports.import_source(
            people,
            behavior=Behavior.ADD_UPDATE,
            dry_run=self.dry_run,
            rejects=self.rejects / f"{part}.csv" if self.rejects else None,
            batch=self.batch,
            restart=self.restart,
            promised=self.promised,
            progress=self.listener.begin(part, people.total),
        )
        report.counts.update(people.passed_over)
        self.left_out += report.rejected
        self.listener.tell(people.name, report)

    def _check_attributes(self, known: list[Known], tables: Collection[str]) -> None:
        """Let no values be lost that are an attribute's which is not here. Raises AttributesNotHere."""
        missing = [
            each.code
            for each in known
            if each.here is None
            and ENTITY_TABLES[each.entity] in tables
            and definitions.has_values(self.database, each)
        ]
        if missing and not self.ignore_unknown:
            raise AttributesNotHere(", ".join(missing))
        if missing:
            self._tell(PartReport("columns ignored", Counter({f"attribute {code}": 1 for code in missing})))

    def _left_behind(self) -> PartReport:
        report = PartReport("left in Magento")
        for table, name in LEFT_BEHIND.items():
            report.counts[name] += self.database.count(table)
        if CUSTOMERS in self.parts:
            inactive = "customers who are not active there, and are here"
            report.counts[inactive] += self.database.count("customer_entity", "WHERE is_active = 0")
        report.counts += Counter()
        return report

    def _tell(self, report: PartReport, *, always: bool = True) -> None:
        self.left_out += report.refused
        if always or report.refused:
            self.listener.tell(report.name, report)
