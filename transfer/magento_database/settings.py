"""The configuration: what Magento's table has for the paths that are declared here."""

from __future__ import annotations

from django.db import transaction

from customers.config import DEFAULT_GROUP
from kernel.errors import Failure
from stores import config
from stores.errors import SettingUnknown
from stores.models import ConfigValue
from transfer.magento_database.database import Database
from transfer.magento_database.structure import Places
from transfer.reports import PartReport

Scope = ConfigValue.Scope
UNKNOWN = "settings of what is not here"
OF_NOBODY = "settings of websites and store views that are not here"
SECRET = "settings that are encrypted; to be typed in again"
DEFAULT = "0"


def bring(database: Database, places: Places) -> PartReport:
    """Set what is set in Magento, for the same websites and views; what is set here alone stays."""
    report = PartReport("settings")
    kept = {
        (path, scope, scope_id): value
        for path, scope, scope_id, value in ConfigValue.objects.values_list("path", "scope", "scope_id", "value")
    }
    for record in database.records("core_config_data", ("scope", "scope_id", "path", "value"), "ORDER BY config_id"):
        path, text = record["path"] or "", record["value"] or ""
        try:
            setting = config.setting_at(path)
        except SettingUnknown:
            report.counts[UNKNOWN] += 1
            continue
        if setting.is_obscured:
            report.counts[SECRET] += 1
            continue
        place = _place(record["scope"], record["scope_id"], places)
        if place is None:
            report.counts[OF_NOBODY] += 1
            continue
        if path == DEFAULT_GROUP:
            text = str(places.groups.get(text, text))
        scope, scope_id = place
        if kept.get((path, scope, scope_id)) == text.strip():
            report.counts["settings unchanged"] += 1
            continue
        try:
            with transaction.atomic():
                config.write(path, text, scope=scope, scope_id=scope_id)
        except Failure as refusal:
            report.refuse(_called(path, record["scope"], record["scope_id"], places), refusal.message)
        else:
            report.counts["settings changed"] += 1
    return report


def _place(scope: str | None, number: str | None, places: Places) -> tuple[ConfigValue.Scope, int] | None:
    """The same scope here."""
    if scope == Scope.DEFAULT:
        return Scope.DEFAULT, 0
    if scope == Scope.WEBSITES and number in places.websites:
        return Scope.WEBSITES, places.websites[number].pk
    if scope == Scope.STORES and number in places.stores:
        return Scope.STORES, places.stores[number].pk
    return None


def _called(path: str, scope: str | None, number: str | None, places: Places) -> str:
    codes = {Scope.WEBSITES: places.website_codes, Scope.STORES: places.store_codes}.get(Scope(scope or Scope.DEFAULT))
    return f"{path} of {codes[number]}" if codes and number in codes else path
