"""What a row says of an account, in the form it is kept in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from attributes.models import Attribute
from customers.fields import CUSTOMER_NAMES, CUSTOMER_TEXTS, trimmed
from customers.models import Customer
from customers.validation import REQUIRED_NAMES
from stores.models import CustomerGroup
from transfer import kinds, times
from transfer.errors import RowRefused, StoreNotValid, ValueEmpty, ValueNotValid
from transfer.shop import Place, Shop, yes_or_no

TEXTS = {**CUSTOMER_NAMES, **CUSTOMER_TEXTS}
GENDERS = {label.casefold(): value for value, label in Customer.Gender.choices}
LONGEST_KEY = 64
MOST_FAILURES = 2_147_483_647
ADMIN_STORE = "admin"
TIMES = {
    "created_at": "created_at",
    "updated_at": "updated_at",
    "first_failure": "first_failure_at",
    "lock_expires": "locked_until_at",
}
KEPT_IF_EMPTY = ("created_at", "updated_at")


def read(
    values: Mapping[str, str], shop: Shop, place: Place, existing: Customer | None, *, replace: bool = False
) -> tuple[dict[str, Any], list[RowRefused]]:
    """The columns an account will have, and everything that is wrong with them; nothing of its e-mail and password.

    Of an account that is there, an empty cell empties what may be empty, as Magento does, and a column that is absent
    says nothing; with `replace` it says the same as an empty one.
    """
    fields: dict[str, Any] = {}
    problems: list[RowRefused] = []
    says_all = existing is None or replace

    def take(column: str, code: str, read_cell: Callable[[str], Any]) -> None:
        try:
            fields[column] = read_cell(values.get(code, ""))
        except (ValueError, OverflowError):
            problems.append(ValueNotValid(code))

    for code, text in TEXTS.items():
        if code in values or says_all:
            told = trimmed(values.get(code))
            if told is None and code in REQUIRED_NAMES:
                if existing is None:
                    problems.append(ValueEmpty(code))
            elif len(told or "") > text.longest:
                problems.append(ValueNotValid(code))
            else:
                fields[code] = told
    if "gender" in values or says_all:
        take("gender", "gender", _gender)
    if "dob" in values or says_all:
        take("dob", "dob", _birth_date)
    if (values.get("group_id") or "").strip() or says_all:
        take("group_id", "group_id", lambda cell: _group(cell, shop))
    if "disable_auto_group_change" in values or says_all:
        take("disable_auto_group_change", "disable_auto_group_change", yes_or_no)
    if "confirmation" in values or existing is None:
        take("confirmation_key", "confirmation", _confirmation)
    if "failures_num" in values:
        take("failures_count", "failures_num", _failures)
    for code, column in TIMES.items():
        cell = (values.get(code) or "").strip()
        if cell or (code in values and code not in KEPT_IF_EMPTY):
            take(column, code, times.read_time)
    for column in KEPT_IF_EMPTY:
        if fields.get(column, ...) is None:
            del fields[column]
    _take_store(values, shop, place, existing, fields, problems)
    if shop.attributes[Attribute.Entity.CUSTOMER]:
        had = None if existing is None else {} if replace else existing.custom_values
        fields["custom_values"], refused = shop.custom_values(Attribute.Entity.CUSTOMER, values, had)
        problems += refused
    return fields, problems


def _take_store(
    values: Mapping[str, str],
    shop: Shop,
    place: Place,
    existing: Customer | None,
    fields: dict[str, Any],
    problems: list[RowRefused],
) -> None:
    """The store view an account belongs to, and the name it had then."""
    code = (values.get(kinds.STORE) or "").strip()
    store = place.default_store
    if code and code != ADMIN_STORE:  # Accounts an admin opened are of no store view there; every one is here.
        if code not in shop.stores or shop.stores[code].website_id != place.website.pk:
            problems.append(StoreNotValid())
            return
        store = shop.stores[code]
    if existing is None or (code and code != ADMIN_STORE):
        fields["store_id"] = store.pk
    created_in = trimmed(values.get("created_in"))
    if len(created_in or "") > 255:
        problems.append(ValueNotValid("created_in"))
    elif created_in or existing is None:
        fields["created_in"] = created_in or store.name


def _gender(cell: str) -> int | None:
    wanted = cell.strip().casefold()
    if not wanted:
        return None
    if wanted in GENDERS:
        return int(GENDERS[wanted])
    return Customer.Gender(int(wanted)).value


def _birth_date(cell: str) -> dt.date | None:
    date = times.read_date(cell)
    if date and date > timezone.localdate():
        raise ValueError(cell)
    return date


def _group(cell: str, shop: Shop) -> int:
    group_id = int(cell) if cell.strip() else CustomerGroup.GENERAL
    if group_id not in shop.groups:
        raise ValueError(cell)
    return group_id


def _confirmation(cell: str) -> str:
    key = cell.strip()
    if len(key) > LONGEST_KEY:
        raise ValueError(cell)
    return key


def _failures(cell: str) -> int:
    number = int(cell.strip() or 0)
    if not 0 <= number <= MOST_FAILURES:
        raise ValueError(cell)
    return number
