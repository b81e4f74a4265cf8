"""Making customer groups, changing them and finding them."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, transaction

from history import events
from kernel import search
from stores import lookups
from stores.errors import (
    ExcludedWebsiteNotThere,
    GroupAlreadyExists,
    GroupCodeRequired,
    TaxClassNotForCustomers,
)
from stores.models import CUSTOMER_TAX_CLASSES, CustomerGroup, Website

LONGEST_CODE = 32
DEFAULT_TAX_CLASS = 3

events.declare("customer_group", {event: f"Customer group {event}" for event in ("created", "changed", "deleted")})

GroupFields = dict[str, Any]
"""A group as it travels: `code`, `tax_class_id`, `exclude_website_ids`."""

# What groups can be searched by: the names REST shows and those of Magento's columns.
FIELDS: search.Fields = {
    "id": search.Number("id"),
    "customer_group_id": search.Number("id"),
    "code": search.Text("code"),
    "customer_group_code": search.Text("code"),
    "tax_class_id": search.Number("tax_class_id"),
    "tax_class_name": search.Text("tax_class_name"),
}


@transaction.atomic
def save_group(*, group_id: int | None, fields: GroupFields, wanted_id: int | None = None) -> CustomerGroup:
    """Make a group, or with an id change that one. The websites it is kept away from stay, if nothing is said of them.

    A code that is too long is cut. Only a new group may leave its tax class to the shop. A new one gets `wanted_id`, if
    no other group has that.

    Raises GroupCodeRequired, TaxClassNotForCustomers, NoSuchEntity, ExcludedWebsiteNotThere, GroupAlreadyExists.
    """
    code = str(fields.get("code") or "").strip()[:LONGEST_CODE].strip()
    if not code:
        raise GroupCodeRequired(fieldName="code")
    tax_class_id = fields.get("tax_class_id") or (DEFAULT_TAX_CLASS if group_id is None else fields.get("tax_class_id"))
    if tax_class_id not in CUSTOMER_TAX_CLASSES:
        raise TaxClassNotForCustomers(fieldName="taxClassId", value=tax_class_id)
    group = CustomerGroup() if group_id is None else lookups.group_by_id(group_id)
    before = None if group_id is None else _kept(group)
    if group_id is None and wanted_id and not CustomerGroup.objects.filter(pk=wanted_id).exists():
        group.pk = wanted_id
    group.code, group.tax_class_id = code, tax_class_id
    try:
        with transaction.atomic():
            group.save(force_insert=group_id is None)
            if group.pk == wanted_id:
                _leave_free(wanted_id)
    except IntegrityError as refusal:
        raise GroupAlreadyExists() from refusal
    # Whoever is not signed in is somewhere: Magento keeps group 0 away from no website, whatever is sent.
    if fields.get("exclude_website_ids") is not None and group.pk != CustomerGroup.NOT_LOGGED_IN:
        group.excluded_websites.set(_websites(fields["exclude_website_ids"]))
    saved = lookups.group_by_id(group.pk)
    now = _kept(saved)
    if before is None:
        events.record("customer_group", saved.pk, "created", code=saved.code)
    elif before != now:
        changed = [name for name, value in now.items() if before[name] != value]
        events.record("customer_group", saved.pk, "changed", code=saved.code, fields=changed)
    return saved


def _leave_free(number: int) -> None:
    """Let PostgreSQL give nobody a number up to this one. SQLite sees to it itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [CustomerGroup._meta.db_table])
            (sequence,) = cursor.fetchone()
            cursor.execute(
                f"SELECT setval('{sequence}', %s) FROM {sequence} WHERE last_value < %s",  # noqa: S608
                [number, number],
            )


def _kept(group: CustomerGroup) -> dict[str, Any]:
    return {
        "code": group.code,
        "tax_class_id": group.tax_class_id,
        "exclude_website_ids": group.exclude_website_ids,
    }


def _websites(website_ids: list[int]) -> list[Website]:
    there = Website.objects.exclude(pk=Website.ADMIN).in_bulk(website_ids)
    for website_id in website_ids:
        if website_id not in there:
            raise ExcludedWebsiteNotThere(fieldName="excludeWebsiteIds", value=website_id)
    return list(there.values())


def find_groups(criteria: search.Criteria) -> search.Found[CustomerGroup]:
    """The customer groups criteria ask for. Raises what `kernel.search.find` raises."""
    return search.find(lookups.searchable_groups(), FIELDS, criteria)
