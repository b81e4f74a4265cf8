"""The attributes every customer and every address has: code, label, longest text."""

from __future__ import annotations

from typing import Any, NamedTuple

Fields = dict[str, Any]
"""A customer or an address as it travels: attribute code to value, as Magento spells the codes.

Custom attributes stand under `custom_attributes`, a mapping from code to value, so that nobody reaches a built-in
attribute through them. A code that is absent says nothing about its value.
"""


class TextField(NamedTuple):
    label: str
    longest: int


CUSTOMER_NAMES = {
    "firstname": TextField("First Name", 255),
    "middlename": TextField("Middle Name", 255),
    "lastname": TextField("Last Name", 255),
}

CUSTOMER_TEXTS = {
    "prefix": TextField("Name Prefix", 40),
    "suffix": TextField("Name Suffix", 40),
    "taxvat": TextField("Tax/VAT Number", 50),
}

# In the order in which Magento asks for what is missing.
ADDRESS_TEXTS = {
    "firstname": TextField("First Name", 255),
    "lastname": TextField("Last Name", 255),
    "street": TextField("Street Address", 1000),
    "city": TextField("City", 255),
    "telephone": TextField("Phone Number", 255),
    "postcode": TextField("Zip/Postal Code", 255),
    "prefix": TextField("Name Prefix", 40),
    "middlename": TextField("Middle Name/Initial", 255),
    "suffix": TextField("Name Suffix", 40),
    "company": TextField("Company", 255),
    "fax": TextField("Fax", 255),
    "vat_id": TextField("VAT Number", 255),
}


def trimmed(value: Any) -> str | None:
    """A text without spaces around it; None for an empty one."""
    return (str(value).strip() or None) if value is not None else None
