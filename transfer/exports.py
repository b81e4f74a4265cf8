"""Writing customers and addresses as Magento's files have them: what `imports` reads in gives the same file again.

However many there are, they are read a few hundred at a time.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from attributes.models import Attribute
from customers import batches
from customers.exports import ALL, EXPORTED, SUBJECT, Line, harmless
from customers.models import Address, Customer
from history import events
from transfer import hashers, kinds
from transfer.kinds import Kind
from transfer.shop import Shop

LEFT_OUT_OF_COMPOSITE = ("updated_at",)
LEFT_OUT_OF_COMPOSITE_ADDRESSES = (
    "region_id",
    "vat_is_valid",
    "vat_request_date",
    "vat_request_id",
    "vat_request_success",
)
DEFAULTS = (kinds.DEFAULT_BILLING, kinds.DEFAULT_SHIPPING)


def header_of(kind: Kind) -> list[str]:
    """The columns of a file, in Magento's order, the merchant's own attributes behind those of every shop."""
    of_customer = [*kinds.CUSTOMER_COLUMNS, *kinds.codes(Attribute.Entity.CUSTOMER)]
    of_address = [*kinds.ADDRESS_COLUMNS, *kinds.codes(Attribute.Entity.ADDRESS)]
    match kind:
        case Kind.CUSTOMER:
            return [kinds.EMAIL, kinds.WEBSITE, kinds.STORE, *of_customer, kinds.PASSWORD]
        case Kind.ADDRESS:
            return [kinds.WEBSITE, kinds.OWNER_EMAIL, kinds.ADDRESS_ID, *of_address, *DEFAULTS]
        case Kind.COMPOSITE:
            return [
                *(kinds.EMAIL, kinds.WEBSITE, kinds.STORE),
                *(code for code in of_customer if code not in LEFT_OUT_OF_COMPOSITE),
                kinds.PASSWORD,
                *(f"{kinds.OF_ADDRESS}{code}" for code in of_address if code not in LEFT_OUT_OF_COMPOSITE_ADDRESSES),
                *DEFAULTS,
            ]


def as_csv(*, kind: Kind, safe_for_spreadsheets: bool = False) -> Iterator[str]:
    """A line with the names of the columns, then one of each customer or address.

    What a spreadsheet would take for a formula is kept as it is, so that nothing changes on the way back, but with
    `safe_for_spreadsheets`. That customers were exported is noted before the first line leaves.
    """
    events.record(SUBJECT, ALL, EXPORTED, kind=kind.value)
    writer, shop, header = csv.writer(Line()), Shop(), header_of(kind)
    rendered = harmless if safe_for_spreadsheets else _text
    yield _line(writer, header)
    for row in _rows(kind, shop):
        yield _line(writer, [rendered(row.get(name)) for name in header])


def _rows(kind: Kind, shop: Shop) -> Iterator[dict[str, Any]]:
    whole = Customer.objects.select_related("website", "store").order_by("pk")
    addresses = Address.objects.select_related("region", "former_id").order_by("customer_id", "pk")
    for ids in batches.batches_of(Customer.objects.all()):
        books: dict[int, list[Address]] = {}
        if kind != Kind.CUSTOMER:
            for address in addresses.filter(customer__in=ids):
                books.setdefault(address.customer_id, []).append(address)
        for customer in whole.filter(pk__in=ids):
            yield from _rows_of(kind, customer, books.get(customer.pk, []), shop)


def _rows_of(kind: Kind, customer: Customer, book: list[Address], shop: Shop) -> Iterator[dict[str, Any]]:
    match kind:
        case Kind.CUSTOMER:
            yield _account(customer, shop)
        case Kind.ADDRESS:
            owner = {kinds.WEBSITE: customer.website.code, kinds.OWNER_EMAIL: customer.email_key}
            for address in book:
                former = getattr(address, "former_id", None)
                number = {kinds.ADDRESS_ID: former.number if former else address.pk}
                yield owner | number | _address(address, shop) | _defaults(customer, address)
        case Kind.COMPOSITE:
            row = _account(customer, shop)
            for address in book:
                cells = {f"{kinds.OF_ADDRESS}{code}": cell for code, cell in _address(address, shop).items()}
                yield row | cells | _defaults(customer, address)
                row = {}
            if row:
                yield row


def _account(customer: Customer, shop: Shop) -> dict[str, Any]:
    own = {
        kinds.EMAIL: customer.email_key,
        kinds.WEBSITE: customer.website.code,
        kinds.STORE: customer.store.code,
        "confirmation": customer.confirmation_key,
        "created_at": _time(customer.created_at),
        "created_in": customer.created_in,
        "disable_auto_group_change": int(customer.disable_auto_group_change),
        "dob": customer.dob,
        "failures_num": customer.failures_count,
        "first_failure": _time(customer.first_failure_at),
        "firstname": customer.firstname,
        "gender": customer.get_gender_display() if customer.gender else None,
        "group_id": customer.group_id,
        "lastname": customer.lastname,
        "lock_expires": _time(customer.locked_until_at),
        "middlename": customer.middlename,
        "password_hash": hashers.as_magento_stored_it(customer.password_hash),
        "prefix": customer.prefix,
        "store_id": customer.store_id,
        "suffix": customer.suffix,
        "taxvat": customer.taxvat,
        "updated_at": _time(customer.updated_at),
        "website_id": customer.website_id,
    }
    return own | _custom(Attribute.Entity.CUSTOMER, customer.custom_values, shop)


def _address(address: Address, shop: Shop) -> dict[str, Any]:
    own = {
        "city": address.city,
        "company": address.company,
        "country_id": address.country_id,
        "fax": address.fax,
        "firstname": address.firstname,
        "lastname": address.lastname,
        "middlename": address.middlename,
        "postcode": address.postcode,
        "prefix": address.prefix,
        "region": shop.region_shown(address.region) if address.region else address.region_text,
        "region_id": address.region_id,
        "street": address.street,
        "suffix": address.suffix,
        "telephone": address.telephone,
        "vat_id": address.vat_id,
    }
    return own | _custom(Attribute.Entity.ADDRESS, address.custom_values, shop)


def _defaults(customer: Customer, address: Address) -> dict[str, Any]:
    """Magento writes 1, or nothing."""
    return {
        kinds.DEFAULT_BILLING: 1 if customer.default_billing_id == address.pk else None,
        kinds.DEFAULT_SHIPPING: 1 if customer.default_shipping_id == address.pk else None,
    }


def _custom(entity: str, values: dict[str, str], shop: Shop) -> dict[str, str]:
    return {
        attribute.code: shop.shown(attribute, values[attribute.code])
        for attribute in shop.attributes[entity]
        if attribute.code in values
    }


def _time(time: Any) -> str | None:
    return f"{time:%Y-%m-%d %H:%M:%S}" if time else None


def _line(writer: Any, cells: list[str]) -> str:
    """A line as Magento ends it. The writer ends it with both letters, so that it puts either into quotation marks."""
    return str(writer.writerow(cells)).removesuffix("\r\n") + "\n"


def _text(value: Any) -> str:
    return "" if value is None else str(value)
