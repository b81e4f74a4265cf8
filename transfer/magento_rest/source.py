"""The customers of a running Magento as rows: each customer, and then each of their addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from attributes.models import Attribute
from directory.models import Region
from kernel.text import one_line
from transfer import kinds
from transfer.accounts import ADMIN_STORE
from transfer.files import Row, row_of
from transfer.kinds import Kind
from transfer.magento_rest.api import Json, Magento
from transfer.parts import AttributeThere, Parts, group_numbers
from transfer.reports import MOST_TOLD

TEXTS = (
    "confirmation", "created_at", "created_in", "disable_auto_group_change", "dob", "firstname", "gender", "lastname",
    "middlename", "prefix", "suffix", "taxvat", "updated_at",
)  # fmt: skip
ADDRESS_TEXTS = (
    "city", "company", "country_id", "fax", "firstname", "lastname", "middlename", "postcode", "prefix", "suffix",
    "telephone", "vat_id",
)  # fmt: skip
CUSTOMER, ADDRESS = Attribute.Entity.CUSTOMER.value, Attribute.Entity.ADDRESS.value


class Customers:
    """All customers of a shop with their addresses: a source of rows.

    Addresses are in the answers that hold their customers, so everything is read once. A customer's addresses are rows
    of their own behind the customer's, so that one that is wrong leaves out neither the customer nor the others.
    """

    kind = Kind.COMPOSITE

    def __init__(self, magento: Magento, parts: Parts, *, ignored: frozenset[tuple[str, str]] = frozenset()) -> None:
        """`ignored` are attributes, by entity and code, whose values are left out."""
        self._magento = magento
        self._websites = {each.id: each.code for each in parts.websites}
        self._stores = {each.id: each.code for each in parts.stores}
        self._groups = group_numbers(parts)
        self._attributes: dict[str, dict[str, AttributeThere]] = {CUSTOMER: {}, ADDRESS: {}}
        for attribute in parts.custom_attributes:
            if (attribute.entity, attribute.code) not in ignored:
                self._attributes[attribute.entity][attribute.code] = attribute
        self._left_out = {each.code for each in parts.attributes} - {
            code for attributes in self._attributes.values() for code in attributes
        }
        self._regions: dict[str, set[str]] = {}
        for country, code, name in Region.objects.values_list("country_id", "code", "name"):
            self._regions.setdefault(country, set()).update((code.lower(), name.lower()))
        self.customers_read = 0
        self.passed_over: Counter[str] = Counter()
        """How many values there was no place for, by what they are."""

    @property
    def name(self) -> str:
        return self._magento.client.base

    @property
    def identity(self) -> str:
        return f"magento rest {self.name}"

    @property
    def header(self) -> list[str]:
        return [
            *(kinds.EMAIL, kinds.WEBSITE, kinds.STORE, *TEXTS, "group_id", kinds.PASSWORD_HASH, kinds.SUBSCRIBED),
            *self._attributes[CUSTOMER],
            *(f"{kinds.OF_ADDRESS}{name}" for name in ("entity_id", *ADDRESS_TEXTS, "region", "street")),
            *(f"{kinds.OF_ADDRESS}{code}" for code in self._attributes[ADDRESS]),
            *(kinds.DEFAULT_BILLING, kinds.DEFAULT_SHIPPING),
        ]

    @property
    def total(self) -> int | None:
        """Nobody knows how many addresses there are."""
        return None

    def rows(self, after: int) -> Iterator[Row]:
        header = self.header
        for customer in self._magento.customers(after):
            number = int(customer["id"])
            yield _row(number, self._account(customer), header)
            book = customer.get("addresses")
            for address in book if isinstance(book, list) else []:
                yield _row(number, self._address(address if isinstance(address, dict) else {}, customer), header)
            self.customers_read += 1

    def _account(self, told: Json) -> dict[str, str]:
        """An account's cells. One of a website or group that is not there any more is rejected with its row."""
        store = told.get("store_id")
        extension = told.get("extension_attributes")
        subscribed = extension.get("is_subscribed") if isinstance(extension, dict) else None
        if subscribed is None:
            self.passed_over["newsletter states the shop does not tell"] += 1
        return {
            **{name: _text(told.get(name)) for name in TEXTS},
            kinds.EMAIL: _text(told.get("email")),
            kinds.WEBSITE: self._websites.get(_whole(told.get("website_id")), f"#{told.get('website_id')}"),
            kinds.STORE: ADMIN_STORE if not store else self._stores.get(_whole(store), f"#{store}"),
            "group_id": str(self._groups.get(_whole(told.get("group_id")), f"#{told.get('group_id')}")),
            kinds.SUBSCRIBED: "" if subscribed is None else str(int(subscribed in (True, 1, "1"))),
            **self._custom(CUSTOMER, told),
        }

    def _address(self, told: Json, owner: Json) -> dict[str, str]:
        number, street = told.get("id"), told.get("street")
        cells = {
            **{name: _text(told.get(name)) for name in ADDRESS_TEXTS},
            "entity_id": _text(number),
            "region": self._region(told),
            "street": "\n".join(map(_text, street)) if isinstance(street, list) else _text(street),
            **self._custom(ADDRESS, told),
        }
        return {
            **{f"{kinds.OF_ADDRESS}{name}": cell for name, cell in cells.items()},
            kinds.DEFAULT_BILLING: _flag(told.get("default_billing") or _is(owner.get("default_billing"), number)),
            kinds.DEFAULT_SHIPPING: _flag(told.get("default_shipping") or _is(owner.get("default_shipping"), number)),
        }

    def _region(self, told: Json) -> str:
        """A region by its name, or by its code where it is called otherwise here."""
        region = told.get("region")
        if not isinstance(region, dict):
            return _text(region)
        name, code = _text(region.get("region")), _text(region.get("region_code"))
        known = self._regions.get(_text(told.get("country_id")).upper(), set())
        return code if name.lower() not in known and code.lower() in known else name or code

    def _custom(self, entity: str, told: Json) -> dict[str, str]:
        cells = {}
        for code, value in _pairs(told.get("custom_attributes")):
            attribute = self._attributes[entity].get(code)
            if attribute is not None:
                cells[code] = self._value(attribute, value)
            elif code not in self._left_out and value not in (None, "", []):
                what = f"values of {one_line(code)[:60]}, of which the shop tells nothing"
                self.passed_over[what if len(self.passed_over) < MOST_TOLD else "values of other attributes"] += 1
        return cells

    def _value(self, attribute: AttributeThere, value: Any) -> str:
        """A value as a file has it: labels for options."""
        if not attribute.offers_options:
            return "\n".join(map(_text, value)) if isinstance(value, list) else _text(value)
        labels = dict(attribute.options)
        told = []
        for option in map(_text, value if isinstance(value, list) else _text(value).split(",")):
            if option in labels:
                told.append(labels[option])
            elif option:
                self.passed_over[f"options of {attribute.code} that are gone"] += 1
        return ",".join(told)


def _row(number: int, values: Mapping[str, str], header: list[str]) -> Row:
    return row_of(number, [values.get(name, "") for name in header], header)


def _pairs(told: Any) -> Iterator[tuple[str, Any]]:
    """Custom attributes, which are a list of codes with values, or an object of them."""
    if isinstance(told, dict):
        told = [{"attribute_code": code, "value": value} for code, value in told.items()]
    for each in told if isinstance(told, list) else []:
        if isinstance(each, dict):
            value = each.get("value")
            yield _text(each.get("attribute_code")), value.get("value") if isinstance(value, dict) else value


def _text(value: Any) -> str:
    match value:
        case None | dict() | list():
            return ""
        case bool():
            return str(int(value))
    return str(value)


def _whole(value: Any) -> int:
    text = _text(value)
    return int(text) if text.isascii() and text.isdigit() else -1


def _flag(value: Any) -> str:
    return "1" if value and value != "0" else ""


def _is(default: Any, number: Any) -> bool:
    return number is not None and _text(default) == _text(number)
