"""Websites, stores, store views and customer groups: brought by their codes, and found again by Magento's numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from kernel.errors import Failure
from stores import groups, structure
from stores.models import CUSTOMER_TAX_CLASSES, CustomerGroup, Store, StoreGroup, Website
from transfer.magento_database.database import Database
from transfer.reports import PartReport

ADMIN = "0"
Record = dict[str, str | None]


@dataclass
class Places:
    """What websites, store views and customer groups are here, by the numbers Magento has for them, as text."""

    websites: dict[str, Website] = field(default_factory=dict)
    stores: dict[str, Store] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    website_codes: dict[str, str] = field(default_factory=dict)
    store_codes: dict[str, str] = field(default_factory=dict)


def bring(database: Database, *, writes: bool) -> tuple[Places, PartReport]:
    """Make the websites, stores, views and groups that are not here, and change what is called otherwise.

    Without `writes` they are only looked for. What is here and not there stays.
    """
    report, places = PartReport("stores"), Places()
    _Stores(database, report, places, writes=writes).bring()
    _bring_groups(database, report, places, writes=writes)
    return places, report


class _Stores:
    """The tree, from the websites down; what speaks by default is made first, and named at the end."""

    def __init__(self, database: Database, report: PartReport, places: Places, *, writes: bool) -> None:
        self.report, self.places, self.writes = report, places, writes
        self.websites = database.records(
            "store_website",
            ("website_id", "code", "name", "sort_order", "default_group_id", "is_default"),
            "WHERE website_id <> 0 ORDER BY website_id",
        )
        self.groups = database.records(
            "store_group",
            ("group_id", "website_id", "code", "name", "root_category_id", "default_store_id"),
            "WHERE group_id <> 0 ORDER BY group_id",
        )
        self.views = database.records(
            "store",
            ("store_id", "code", "website_id", "group_id", "name", "sort_order", "is_active"),
            "WHERE store_id <> 0 ORDER BY store_id",
        )
        self.found_groups: dict[str, StoreGroup] = {}

    def bring(self) -> None:
        for record in self.websites:
            self._website(record)
        speaking = {record["default_group_id"] for record in self.websites}
        for record in sorted(self.groups, key=lambda each: each["group_id"] not in speaking):
            self._group(record)
        speaking = {record["default_store_id"] for record in self.groups}
        for record in sorted(self.views, key=lambda each: each["store_id"] not in speaking):
            self._view(record)
        if self.writes:
            self._name_defaults()

    def _website(self, record: Record) -> None:
        number, code = str(record["website_id"]), record["code"] or ""
        self.places.website_codes[number] = code
        fields = {"code": code, "name": record["name"] or code, "sort_order": _number(record["sort_order"])}
        here = Website.objects.filter(code=code).first()
        saved = self._saved(
            "websites", code, here, fields, lambda pk: structure.save_website(website_id=pk, fields=fields)
        )
        if saved:
            self.places.websites[number] = saved

    def _group(self, record: Record) -> None:
        website = self.places.websites.get(str(record["website_id"]))
        name = record["name"] or ""
        code = record["code"] or _code_of(name)  # Magento 2.0 has none.
        if website is None:
            return
        fields = {"code": code, "name": name or code, "root_category_id": _number(record["root_category_id"])}
        here = StoreGroup.objects.filter(code=code).first()
        if here is not None and here.website_id != website.pk:
            self.report.refuse(f"store {code}", "it is on another website here")
            return
        saved = self._saved(
            "stores",
            code,
            here,
            fields,
            lambda pk: structure.save_store_group(group_id=pk, fields={**fields, "website": website}),
        )
        if saved:
            self.found_groups[str(record["group_id"])] = saved

    def _view(self, record: Record) -> None:
        number, code = str(record["store_id"]), record["code"] or ""
        self.places.store_codes[number] = code
        group = self.found_groups.get(str(record["group_id"]))
        here = Store.objects.filter(code=code).first()
        website = self.places.websites.get(str(record["website_id"]))
        if here is not None and (website is None or here.website_id != website.pk):
            self.report.refuse(f"store view {code}", "it is on another website here")
            return
        if group is None:
            return
        fields = {
            "code": code,
            "name": record["name"] or code,
            "sort_order": _number(record["sort_order"]),
            "is_active": record["is_active"] == "1",
        }
        saved = self._saved(
            "store views",
            code,
            here,
            fields,
            lambda pk: structure.save_store(store_id=pk, fields={**fields, "group": group}),
        )
        if saved:
            self.places.stores[number] = saved

    def _saved(
        self, what: str, code: str, here: Any, fields: Mapping[str, Any], save: Callable[[int | None], Any]
    ) -> Any:
        """What is here of it afterwards; None if it is not."""
        if not self.writes:
            if here is None:
                self.report.refuse(f"{what.removesuffix('s')} {code}", "it is not here")
            return here
        if here is not None and all(getattr(here, name) == value for name, value in fields.items()):
            self.report.counts[f"{what} unchanged"] += 1
            return here
        try:
            with transaction.atomic():
                saved = save(here.pk if here else None)
        except Failure as refusal:
            self.report.refuse(f"{what.removesuffix('s')} {code}", refusal.message)
            return here
        self.report.counts[f"{what} {'changed' if here else 'created'}"] += 1
        return saved

    def _name_defaults(self) -> None:
        for record in self.groups:
            group, store = self.found_groups.get(str(record["group_id"])), record["default_store_id"]
            if group and store in self.places.stores:
                group.refresh_from_db()
                wanted = self.places.stores[str(store)]
                if group.default_store_id != wanted.pk:
                    self._default("store", group.code, group.pk, structure.save_store_group, default_store=wanted)
        for record in self.websites:
            website, group = (
                self.places.websites.get(str(record["website_id"])),
                self.found_groups.get(str(record["default_group_id"])),
            )
            if website is None:
                continue
            website.refresh_from_db()
            if group and website.default_group_id != group.pk:
                self._default("website", website.code, website.pk, structure.save_website, default_group=group)
            if record["is_default"] == "1" and not website.is_default:
                self._default("website", website.code, website.pk, structure.make_default_website)

    def _default(self, what: str, code: str, number: int, save: Callable[..., Any], **fields: Any) -> None:
        """Name what speaks by default."""
        key = "group_id" if what == "store" else "website_id"
        try:
            with transaction.atomic():
                save(**{key: number}, **({"fields": fields} if fields else {}))
        except Failure as refusal:
            self.report.refuse(f"default of {what} {code}", refusal.message)
        else:
            self.report.counts["defaults changed"] += 1


def _bring_groups(database: Database, report: PartReport, places: Places, *, writes: bool) -> None:
    """Groups by their codes; a new one keeps Magento's number where nobody has it here."""
    excluded: dict[str, list[int]] = {}
    if database.has("customer_group_excluded_website"):
        for group, website in database.lines(
            "SELECT customer_group_id, website_id FROM {customer_group_excluded_website}"
        ):
            if website in places.websites:
                excluded.setdefault(str(group), []).append(places.websites[str(website)].pk)
    here = {group.code.casefold(): group for group in CustomerGroup.objects.prefetch_related("excluded_websites")}
    for record in database.records(
        "customer_group",
        ("customer_group_id", "customer_group_code", "tax_class_id"),
        "WHERE customer_group_id <> 0 ORDER BY customer_group_id",
    ):
        number, code = str(record["customer_group_id"]), (record["customer_group_code"] or "").strip()
        found = here.get(code.casefold())
        tax_class = _number(record["tax_class_id"])
        if tax_class not in CUSTOMER_TAX_CLASSES:
            report.counts["customer groups whose tax class is not here"] += 1
            tax_class = found.tax_class_id if found else groups.DEFAULT_TAX_CLASS
        fields = {"code": code, "tax_class_id": tax_class, "exclude_website_ids": sorted(excluded.get(number, []))}
        if found is not None and all(getattr(found, name) == value for name, value in fields.items()):
            places.groups[number] = found.pk
            report.counts["customer groups unchanged"] += writes
            continue
        if not writes:
            if found is None:
                report.refuse(f"customer group {code}", "it is not here")
            else:
                places.groups[number] = found.pk
            continue
        try:
            with transaction.atomic():
                saved = groups.save_group(
                    group_id=found.pk if found else None, fields=fields, wanted_id=None if found else int(number)
                )
        except Failure as refusal:
            report.refuse(f"customer group {code}", refusal.message)
            continue
        places.groups[number] = saved.pk
        report.counts[f"customer groups {'changed' if found else 'created'}"] += 1
        if str(saved.pk) != number:
            report.notes.append(f"customer group {code} has the number {saved.pk} here, {number} in Magento")


def _number(text: str | None) -> int:
    return int(text or 0)


def _code_of(name: str) -> str:
    """What Magento 2.1 called the stores that had no code."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "store"
