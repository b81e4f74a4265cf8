"""The attributes every customer and every address has: code, label, longest text."""

from __future__ import annotations

from typing import Any, NamedTuple

from attributes import metadata
from customers.builtin import ADDRESS, CUSTOMER

Fields = dict[str, Any]
"""A customer or an address as it travels: attribute code to value, as Magento spells the codes.

Custom attributes stand under `custom_attributes`, a mapping from code to value, so that nobody reaches a built-in
attribute through them. A code that is absent says nothing about its value.
"""


class TextField(NamedTuple):
    label: str
    longest: int


def _texts(entity_type: str, *codes: str) -> dict[str, TextField]:
    declared = metadata.declared(entity_type)
    return {code: TextField(declared[code].label, declared[code].longest) for code in codes}


CUSTOMER_NAMES = _texts(CUSTOMER, "firstname", "middlename", "lastname")
# What is wrong with a middle name Magento says under a shorter label.
CUSTOMER_NAMES["middlename"] = CUSTOMER_NAMES["middlename"]._replace(label="Middle Name")

CUSTOMER_TEXTS = _texts(CUSTOMER, "prefix", "suffix", "taxvat")

# In the order in which Magento asks for what is missing.
ADDRESS_TEXTS = _texts(
    ADDRESS,
    "firstname", "lastname", "street", "city", "telephone", "postcode",
    "prefix", "middlename", "suffix", "company", "fax", "vat_id",
)  # fmt: skip


def trimmed(value: Any) -> str | None:
    """A text without spaces around it; None for an empty one."""
    return (str(value).strip() or None) if value is not None else None
