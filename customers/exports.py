"""Customers as a table for a spreadsheet, line by line: however many there are, it takes the memory of a few."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from attributes import own
from attributes import values as attribute_values
from attributes.models import Attribute
from customers import batches
from customers.models import Customer
from history import events

SUBJECT, EXPORTED = "customers", "exported"
events.declare(SUBJECT, {EXPORTED: "Customers exported"})

ALL = 0
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"  # Without it Excel reads every letter beyond ASCII as two others.

ACCOUNT = (
    "id", "website", "store", "group", "email", "prefix", "firstname", "middlename", "lastname", "suffix", "dob",
    "gender", "taxvat", "created_at", "updated_at", "confirmed", "locked_until", "subscribed",
)  # fmt: skip
ADDRESS = ("company", "street", "city", "region", "postcode", "country", "telephone", "vat_id")


class Line:
    """What a csv writer writes to, which keeps nothing."""

    def write(self, text: str) -> str:
        return text


def as_csv(*, customers: QuerySet[Customer]) -> Iterator[str]:
    """A line with the names of the columns, then one of each customer with their default billing address.

    What a spreadsheet would take for a formula has an apostrophe before it. That customers are exported is noted at
    once, before anybody asks for the first line.
    """
    events.record(SUBJECT, ALL, EXPORTED)
    return _lines(customers)


def harmless(value: Any) -> str:
    """A cell no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _lines(customers: QuerySet[Customer]) -> Iterator[str]:
    attributes = own.attributes_of(Attribute.Entity.CUSTOMER)
    writer = csv.writer(Line())
    yield BYTE_ORDER_MARK + _line(writer, [*ACCOUNT, *(f"billing_{name}" for name in ADDRESS), *_codes(attributes)])
    whole = Customer.objects.select_related(
        "website", "store", "group", "subscription", "default_billing", "default_billing__region"
    ).order_by("pk")
    for ids in batches.batches_of(customers):
        for customer in whole.filter(pk__in=ids):
            yield _line(writer, _cells(customer, attributes))


def _cells(customer: Customer, attributes: Iterable[Attribute]) -> list[Any]:
    account = [
        customer.pk, customer.website.code, customer.store.code, customer.group.code, customer.email, customer.prefix,
        customer.firstname, customer.middlename, customer.lastname, customer.suffix, customer.dob,
        customer.get_gender_display() if customer.gender else None, customer.taxvat, _time(customer.created_at),
        _time(customer.updated_at), int(customer.is_confirmed),
        _time(customer.locked_until_at) if customer.is_locked else None, int(customer.is_subscribed),
    ]  # fmt: skip
    billing = customer.default_billing
    address: list[Any] = [None] * len(ADDRESS)
    if billing is not None:
        address = [
            billing.company, billing.street.replace("\n", ", "), billing.city, billing.region_name, billing.postcode,
            billing.country_id, billing.telephone, billing.vat_id,
        ]  # fmt: skip
    shown = attribute_values.present(attributes, customer.custom_values)
    custom = {
        each.attribute.code: each.text if each.selected is None else ", ".join(map(str, each.selected))
        for each in shown
    }
    return [*account, *address, *(custom.get(code) for code in _codes(attributes))]


def _codes(attributes: Iterable[Attribute]) -> list[str]:
    return [attribute.code for attribute in attributes]


def _time(time: Any) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S}"


def _line(writer: Any, cells: Iterable[Any]) -> str:
    return str(writer.writerow([harmless(cell) for cell in cells]))
