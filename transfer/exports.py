"""Writing customers and addresses as Magento's files have them: what `imports` reads in gives the same file again.

However many there are, they are read a thousand at a time.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attributes.models import Attribute
from customers.exports import ALL, EXPORTED, SUBJECT, Line, harmless
from customers.models import Address, Customer
from directory.models import Region
from history import events
from stores.models import Store, Website
from transfer import hashers, kinds, writing
from transfer.kinds import Kind
from transfer.models import FormerAddressId
from transfer.records import Record, among
from transfer.shop import Shop

LEFT_OUT_OF_COMPOSITE = ("updated_at",)
LEFT_OUT_OF_COMPOSITE_ADDRESSES = (
    "region_id",
    "vat_is_valid",
    "vat_request_date",
    "vat_request_id",
    "vat_request_success",
)
PAGE = 1_000
GENDERS = dict(Customer.Gender.choices)
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
    writer, header = csv.writer(Line()), header_of(kind)
    yield _line(writer, header)
    for row in _rows(kind, Names()):
        cells = map(row.get, header)
        yield _line(writer, map(harmless, cells) if safe_for_spreadsheets else cells)


class Names:
    """What the numbers in rows are called in files."""

    def __init__(self) -> None:
        self.shop = Shop()
        self.websites = dict(Website.objects.values_list("pk", "code"))
        self.stores = dict(Store.objects.values_list("pk", "code"))
        self.regions = {region.pk: self.shop.region_shown(region) for region in Region.objects.all()}


def _rows(kind: Kind, names: Names) -> Iterator[dict[str, Any]]:
    for customers in _pages():
        books: dict[int, list[Record]] = {}
        former: dict[int, int] = {}
        if kind != Kind.CUSTOMER:
            ids = [customer.id for customer in customers]
            of_them = Address.objects.filter(among("customers_address.customer_id", ids)).order_by("customer_id", "pk")
            for address in writing.ADDRESSES.read(of_them):
                books.setdefault(address.customer_id, []).append(address)
            former = _former_numbers([address.id for book in books.values() for address in book])
        for customer in customers:
            yield from _rows_of(kind, customer, books.get(customer.id, []), former, names)


def _former_numbers(ids: list[int]) -> dict[int, int]:
    """The numbers addresses had where they came from, if that was another one."""
    if not FormerAddressId.objects.exists():
        return {}
    renumbered = FormerAddressId.objects.filter(among("transfer_formeraddressid.address_id", ids))
    return dict(renumbered.values_list("address_id", "number"))


def _pages() -> Iterator[list[Record]]:
    """Customers in the order of their numbers; those who come meanwhile, or go, do no harm."""
    last = 0
    while page := writing.CUSTOMERS.read(Customer.objects.filter(pk__gt=last).order_by("pk")[:PAGE]):
        yield page
        last = page[-1].id


def _rows_of(
    kind: Kind, customer: Record, book: list[Record], former: Mapping[int, int], names: Names
) -> Iterator[dict[str, Any]]:
    match kind:
        case Kind.CUSTOMER:
            yield _account(customer, names)
        case Kind.ADDRESS:
            website = names.websites[customer.website_id]
            for address in book:
                yield {
                    kinds.WEBSITE: website,
                    kinds.OWNER_EMAIL: customer.email_key,
                    kinds.ADDRESS_ID: former.get(address.id, address.id),
                    **_address(address, names),
                    **_defaults(customer, address),
                }
        case Kind.COMPOSITE:
            row = _account(customer, names)
            for address in book:
                cells = {f"{kinds.OF_ADDRESS}{code}": cell for code, cell in _address(address, names).items()}
                yield row | cells | _defaults(customer, address)
                row = {}
            if row:
                yield row


def _account(customer: Record, names: Names) -> dict[str, Any]:
    own = {
        kinds.EMAIL: customer.email_key,
        kinds.WEBSITE: names.websites[customer.website_id],
        kinds.STORE: names.stores[customer.store_id],
        "confirmation": customer.confirmation_key,
        "created_at": _time(customer.created_at),
        "created_in": customer.created_in,
        "disable_auto_group_change": int(customer.disable_auto_group_change),
        "dob": customer.dob,
        "failures_num": customer.failures_count,
        "first_failure": _time(customer.first_failure_at),
        "firstname": customer.firstname,
        "gender": GENDERS.get(customer.gender),
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
    return own | _custom(Attribute.Entity.CUSTOMER, customer.custom_values, names.shop)


def _address(address: Record, names: Names) -> dict[str, Any]:
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
        "region": names.regions[address.region_id] if address.region_id else address.region_text,
        "region_id": address.region_id,
        "street": address.street,
        "suffix": address.suffix,
        "telephone": address.telephone,
        "vat_id": address.vat_id,
    }
    return own | _custom(Attribute.Entity.ADDRESS, address.custom_values, names.shop)


def _defaults(customer: Record, address: Record) -> dict[str, Any]:
    """Magento writes 1, or nothing."""
    return {
        kinds.DEFAULT_BILLING: 1 if customer.default_billing_id == address.id else None,
        kinds.DEFAULT_SHIPPING: 1 if customer.default_shipping_id == address.id else None,
    }


def _custom(entity: str, values: dict[str, str], shop: Shop) -> dict[str, str]:
    if not values:
        return {}
    return {
        attribute.code: shop.shown(attribute, values[attribute.code])
        for attribute in shop.attributes[entity]
        if attribute.code in values
    }


def _time(time: dt.datetime | None) -> str | None:
    return time.isoformat(" ", "seconds")[:19] if time else None


def _line(writer: Any, cells: Iterable[Any]) -> str:
    """A line as Magento ends it. The writer ends it with both letters, so that it puts either into quotation marks."""
    return str(writer.writerow(cells)).removesuffix("\r\n") + "\n"
