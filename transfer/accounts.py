"""What a row says of an account, in the form it is kept in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from attributes.models import Attribute
from customers.fields import CUSTOMER_NAMES, CUSTOMER_TEXTS, trimmed
from customers.models import Customer
from customers.validation import REQUIRED_NAMES
from stores.models import CustomerGroup
from transfer import kinds, times
from transfer.errors import RowRefused, StoreNotValid, ValueEmpty, ValueNotValid
from transfer.records import Record
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


class Steps(NamedTuple):
    """How rows with the same columns are read."""

    texts: list[tuple[str, int, bool]]
    """The code of a text, its longest, and whether it has to be there."""
    cells: list[tuple[str, str, Callable[[str], Any], bool]]
    """The code of a cell, its column, what reads it, and whether it says nothing when it is empty."""


class Reader:
    """Reads what rows say of accounts on a day."""

    def __init__(self, shop: Shop, today: dt.date, *, replace: bool = False) -> None:
        self.shop, self.today, self.replace = shop, today, replace
        self._steps: dict[tuple[bool, tuple[str, ...]], Steps] = {}

    def read(
        self, values: Mapping[str, str], place: Place, existing: Record | None
    ) -> tuple[dict[str, Any], list[RowRefused]]:
        """The columns an account will have, and everything that is wrong with them; nothing of its e-mail and password,
        nor of its custom attributes.

        Of an account that is there, an empty cell empties what may be empty, as Magento does, and a column that is
        absent says nothing; with `replace` it says the same as an empty one.
        """
        steps = self._steps_for(values, is_new=existing is None)
        fields: dict[str, Any] = {}
        problems: list[RowRefused] = []
        for code, longest, is_required in steps.texts:
            told = values.get(code, "").strip() or None
            if told is None and is_required:
                if existing is None:
                    problems.append(ValueEmpty(code))
            elif told is not None and len(told) > longest:
                problems.append(ValueNotValid(code))
            else:
                fields[code] = told
        for code, column, read_cell, is_silent_if_empty in steps.cells:
            cell = values.get(code, "").strip()
            if not cell and is_silent_if_empty:
                continue
            try:
                fields[column] = read_cell(cell)
            except (ValueError, OverflowError):
                problems.append(ValueNotValid(code))
        for column in KEPT_IF_EMPTY:
            if fields.get(column, ...) is None:
                del fields[column]
        self._take_store(values, place, existing, fields, problems)
        return fields, problems

    def read_custom(
        self, values: Mapping[str, str], existing: Record | None, fields: dict[str, Any], problems: list[RowRefused]
    ) -> None:
        """Add the values of custom attributes, and what is wrong with them."""
        if self.shop.attributes[Attribute.Entity.CUSTOMER]:
            had = None if existing is None else {} if self.replace else existing.custom_values
            fields["custom_values"], refused = self.shop.custom_values(Attribute.Entity.CUSTOMER, values, had)
            problems += refused

    def _steps_for(self, values: Mapping[str, str], *, is_new: bool) -> Steps:
        known = (is_new, tuple(values))
        if known not in self._steps:
            self._steps[known] = self._compiled(set(values), is_new=is_new)
        return self._steps[known]

    def _compiled(self, codes: set[str], *, is_new: bool) -> Steps:
        says_all = is_new or self.replace
        cells: list[tuple[str, str, Callable[[str], Any], bool]] = []
        if says_all or "gender" in codes:
            cells.append(("gender", "gender", _gender, False))
        if says_all or "dob" in codes:
            cells.append(("dob", "dob", self._birth_date, False))
        if says_all or "group_id" in codes:
            cells.append(("group_id", "group_id", self._group, not says_all))
        if says_all or "disable_auto_group_change" in codes:
            cells.append(("disable_auto_group_change", "disable_auto_group_change", yes_or_no, False))
        if is_new or "confirmation" in codes:
            cells.append(("confirmation", "confirmation_key", _confirmation, False))
        if "failures_num" in codes:
            cells.append(("failures_num", "failures_count", _failures, False))
        cells += [
            (code, column, times.read_time, code in KEPT_IF_EMPTY) for code, column in TIMES.items() if code in codes
        ]
        texts = [
            (code, text.longest, code in REQUIRED_NAMES) for code, text in TEXTS.items() if says_all or code in codes
        ]
        return Steps(texts, cells)

    def _take_store(
        self,
        values: Mapping[str, str],
        place: Place,
        existing: Record | None,
        fields: dict[str, Any],
        problems: list[RowRefused],
    ) -> None:
        """The store view an account belongs to, and the name it had then."""
        code = (values.get(kinds.STORE) or "").strip()
        store = place.default_store
        if code and code != ADMIN_STORE:  # Accounts an admin opened are of no store view there; every one is here.
            named = self.shop.stores.get(code)
            if named is None or named.website_id != place.website_id:
                problems.append(StoreNotValid())
                return
            store = named
        if existing is None or (code and code != ADMIN_STORE):
            fields["store_id"] = store.pk
        created_in = trimmed(values.get("created_in"))
        if len(created_in or "") > 255:
            problems.append(ValueNotValid("created_in"))
        elif created_in or existing is None:
            fields["created_in"] = created_in or store.name

    def _birth_date(self, cell: str) -> dt.date | None:
        date = times.read_date(cell)
        if date and date > self.today:
            raise ValueError(cell)
        return date

    def _group(self, cell: str) -> int:
        group_id = int(cell) if cell else CustomerGroup.GENERAL
        if group_id not in self.shop.groups:
            raise ValueError(cell)
        return group_id


def _gender(cell: str) -> int | None:
    if not cell:
        return None
    wanted = cell.casefold()
    if wanted in GENDERS:
        return int(GENDERS[wanted])
    return Customer.Gender(int(wanted)).value


def _confirmation(cell: str) -> str:
    if len(cell) > LONGEST_KEY:
        raise ValueError(cell)
    return cell


def _failures(cell: str) -> int:
    number = int(cell or 0)
    if not 0 <= number <= MOST_FAILURES:
        raise ValueError(cell)
    return number
