"""The kinds of files Magento writes and reads customers in, and what can be done with one."""

from __future__ import annotations

from enum import StrEnum

from attributes import own
from attributes.models import Attribute
from transfer.errors import (
    BehaviorNotPossible,
    ColumnNamesNotValid,
    ColumnsMissing,
    ColumnsRepeated,
    ColumnsUnknown,
    ColumnsWithoutName,
    FileEmpty,
    FinanceNotKept,
    KindUnknown,
)


class Kind(StrEnum):
    """What a file's rows are; the values are Magento's."""

    CUSTOMER = "customer"
    ADDRESS = "customer_address"
    COMPOSITE = "customer_composite"


class Behavior(StrEnum):
    """What is done with a row; the values are Magento's, but that add_update is `append` there for some kinds.

    ADD_UPDATE: what is not there is added; of what is there, that is changed which the row says.
    REPLACE: the same, and of what is there that is emptied of which the row says nothing.
    DELETE: what the row names is deleted.
    CUSTOM: DELETE where the column `_action` says delete, else ADD_UPDATE.
    """

    ADD_UPDATE = "add_update"
    REPLACE = "replace"
    DELETE = "delete"
    CUSTOM = "custom"


WEBSITE, STORE, EMAIL, ACTION, PASSWORD = "_website", "_store", "email", "_action", "password"
OWNER_EMAIL, ADDRESS_ID, OF_ADDRESS = "_email", "_entity_id", "_address_"
ADDRESS_ID_OF_COMPOSITE = f"{OF_ADDRESS}entity_id"
PASSWORD_HASH, SUBSCRIBED = "password_hash", "is_subscribed"
DEFAULT_BILLING, DEFAULT_SHIPPING = "_address_default_billing_", "_address_default_shipping_"
ERROR_CODE, ERROR = "_error_code", "_error"

CUSTOMER_COLUMNS = (
    "confirmation", "created_at", "created_in", "disable_auto_group_change", "dob", "failures_num", "first_failure",
    "firstname", "gender", "group_id", "lastname", "lock_expires", "middlename", "password_hash", "prefix", "rp_token",
    "rp_token_created_at", "store_id", "suffix", "taxvat", "updated_at", "website_id",
)  # fmt: skip
ADDRESS_COLUMNS = (
    "city", "company", "country_id", "fax", "firstname", "lastname", "middlename", "postcode", "prefix", "region",
    "region_id", "street", "suffix", "telephone", "vat_id", "vat_is_valid", "vat_request_date", "vat_request_id",
    "vat_request_success",
)  # fmt: skip
NOT_READ = ("default_billing", "default_shipping", "is_active")
"""What other versions of Magento write, and what stands in another file here."""

PERMANENT = {
    Kind.CUSTOMER: (EMAIL, WEBSITE),
    Kind.ADDRESS: (WEBSITE, OWNER_EMAIL, ADDRESS_ID),
    Kind.COMPOSITE: (EMAIL, WEBSITE),
}
OURS = (ERROR_CODE, ERROR)


def kind_of(header: list[str]) -> Kind:
    """What kind of file a header belongs to. Raises FinanceNotKept, KindUnknown."""
    columns = set(header)
    if "_finance_website" in columns:
        raise FinanceNotKept()
    if {OWNER_EMAIL, ADDRESS_ID} <= columns or (OWNER_EMAIL in columns and EMAIL not in columns):
        return Kind.ADDRESS
    if EMAIL not in columns:
        raise KindUnknown()
    return Kind.COMPOSITE if any(name.startswith(OF_ADDRESS) for name in columns) else Kind.CUSTOMER


def check_behavior(kind: Kind, behavior: Behavior) -> None:
    """Let a behavior pass that Magento has for the kind. Raises BehaviorNotPossible."""
    if kind == Kind.COMPOSITE and behavior not in (Behavior.ADD_UPDATE, Behavior.DELETE):
        raise BehaviorNotPossible(kind, behavior)


def check_header(header: list[str], kind: Kind, *, ignore_unknown: bool = False) -> set[str]:
    """The columns nobody here knows, if they may be there.

    Raises FileEmpty, ColumnsRepeated, ColumnsMissing, ColumnsWithoutName, ColumnNamesNotValid, ColumnsUnknown.
    """
    if not header:
        raise FileEmpty()
    if repeated := sorted({name for name in header if name and header.count(name) > 1}):
        raise ColumnsRepeated(", ".join(repeated))
    if missing := [name for name in PERMANENT[kind] if name not in header]:
        raise ColumnsMissing(", ".join(missing))
    if nameless := [str(place) for place, name in enumerate(header, start=1) if not name]:
        raise ColumnsWithoutName('", "'.join(nameless))
    unknown = [name for name in header if name not in known_columns(kind)]
    if unknown and not ignore_unknown:
        if not_valid := [name for name in unknown if not _is_attribute_code(name)]:
            raise ColumnNamesNotValid('", "'.join(not_valid))
        raise ColumnsUnknown('", "'.join(unknown))
    return set(unknown)


def known_columns(kind: Kind) -> set[str]:
    """The columns a file may have."""
    of_customer = {*CUSTOMER_COLUMNS, *NOT_READ, *codes(Attribute.Entity.CUSTOMER), WEBSITE, STORE, EMAIL}
    of_customer |= {PASSWORD, SUBSCRIBED}
    of_address = {*ADDRESS_COLUMNS, *codes(Attribute.Entity.ADDRESS)}
    defaults = {DEFAULT_BILLING, DEFAULT_SHIPPING}
    match kind:
        case Kind.CUSTOMER:
            return {*of_customer, ACTION, *OURS}
        case Kind.ADDRESS:
            return {*of_address, *defaults, WEBSITE, OWNER_EMAIL, ADDRESS_ID, ACTION, *OURS}
        case Kind.COMPOSITE:
            parts = {f"{OF_ADDRESS}{name}" for name in of_address}
            return {*of_customer, *parts, ADDRESS_ID_OF_COMPOSITE, *defaults, *OURS}


def codes(entity: str) -> list[str]:
    """The codes of the attributes a merchant defined for customers or addresses, in their order."""
    return [attribute.code for attribute in own.attributes_of(entity)]


def _is_attribute_code(name: str) -> bool:
    return name.isascii() and name[0].islower() and all(letter.isalnum() or letter == "_" for letter in name.lower())
