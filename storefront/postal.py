"""How names and addresses are written on a page: in the order of Magento's address templates."""

from __future__ import annotations

from customers.models import Address, Customer
from directory import names


def full_name(owner: Customer | Address) -> str:
    """A name with everything that belongs to it."""
    parts = (owner.prefix, owner.firstname, owner.middlename, owner.lastname, owner.suffix)
    return " ".join(part for part in parts if part)


def address_lines(address: Address, locale: str) -> list[str]:
    """An address line by line, its country in the language of the locale."""
    region_and_postcode = " ".join(part for part in (address.region_name, address.postcode) if part)
    lines = [
        full_name(address),
        address.company,
        *address.street_lines,
        ", ".join(part for part in (address.city, region_and_postcode) if part),
        names.country_name(address.country_id, locale),
        address.telephone and f"T: {address.telephone}",
        address.fax and f"F: {address.fax}",
        address.vat_id and f"VAT: {address.vat_id}",
    ]
    return [line for line in lines if line]
