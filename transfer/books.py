"""What a row says of an address, in the form it is kept in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from attributes.models import Attribute
from customers import telephones
from customers.fields import ADDRESS_TEXTS
from transfer import kinds
from transfer.errors import RegionNotValid, RowRefused, ValueEmpty, ValueNotValid
from transfer.records import Record
from transfer.shop import Place, Shop

DEFAULTS = (kinds.DEFAULT_BILLING, kinds.DEFAULT_SHIPPING)
REGION = ("region_id", "region_text", "region_code_text")
COMPARED = (*ADDRESS_TEXTS, "country_id", *REGION, "custom_values")
"""What makes two addresses of somebody the same one, where they have no number."""


class Reader:
    """Reads what rows say of addresses."""

    def __init__(self, shop: Shop, *, replace: bool = False) -> None:
        self.shop, self.replace = shop, replace

    def read(
        self, values: Mapping[str, str], place: Place, existing: Record | None
    ) -> tuple[dict[str, Any], list[RowRefused]]:
        """The columns an address will have, and everything that is wrong with them; not whether it is a default, and
        nothing of its custom attributes.

        Of an address that is there, an empty cell says nothing, as Magento has it; with `replace` it empties what may
        be empty.
        """
        fields: dict[str, Any] = {}
        problems: list[RowRefused] = []
        says_all = existing is None or self.replace
        country_id = (values.get("country_id") or "").strip().upper()
        if not country_id and existing is not None:
            country_id = existing.country_id
        elif not country_id:
            problems.append(ValueEmpty("country_id"))
        elif country_id not in place.countries:
            problems.append(ValueNotValid("country_id"))
        fields["country_id"] = country_id
        for code, text in ADDRESS_TEXTS.items():
            cell = values.get(code)
            told = KEPT.get(code, str.strip)(cell) if cell else ""
            if not told:
                if code in place.required and (code != "postcode" or country_id not in place.postcode_optional):
                    if existing is None:
                        problems.append(ValueEmpty(code))
                elif says_all:
                    fields[code] = None
            elif len(told) > text.longest:
                problems.append(ValueNotValid(code))
            else:
                fields[code] = told
        self._take_region(values, existing, fields, problems, says_all=says_all)
        telephone = fields.get("telephone", existing.telephone if existing else None)
        if existing is None or (telephone, country_id) != (existing.telephone, existing.country_id):
            fields["telephone_parsed"] = _parsed(telephone, country_id)
        return fields, problems

    def read_custom(
        self, values: Mapping[str, str], existing: Record | None, fields: dict[str, Any], problems: list[RowRefused]
    ) -> None:
        """Add the values of custom attributes, and what is wrong with them."""
        if self.shop.attributes[Attribute.Entity.ADDRESS]:
            says_all = existing is None or self.replace
            had = None if existing is None else {} if self.replace else existing.custom_values
            given = values if says_all else {code: value for code, value in values.items() if value.strip()}
            fields["custom_values"], refused = self.shop.custom_values(Attribute.Entity.ADDRESS, given, had)
            problems += refused

    def _take_region(
        self,
        values: Mapping[str, str],
        existing: Record | None,
        fields: dict[str, Any],
        problems: list[RowRefused],
        *,
        says_all: bool,
    ) -> None:
        """The region by its code or name; by its number only where it has neither, as numbers differ between shops."""
        country_id, shop = fields["country_id"], self.shop
        listed = shop.regions.get(country_id)
        text, number = (values.get("region") or "").strip(), (values.get("region_id") or "").strip()
        region_id, written = None, None
        if text and listed:
            region_id = listed.get(text.lower())
            if region_id is None:
                problems.append(RegionNotValid())
        elif text:
            if len(text) > 255:
                problems.append(ValueNotValid("region"))
            written = text
        elif number.isascii() and number.isdigit() and shop.countries_of_regions.get(int(number)) == country_id:
            region_id = int(number)
        elif not says_all and existing is not None and existing.country_id == country_id:
            return
        fields["region_id"], fields["region_text"], fields["region_code_text"] = region_id, written, written


def fingerprint(address: Record) -> tuple[Any, ...]:
    """What an address says."""
    return tuple(
        tuple(sorted(value.items())) if isinstance(value, dict) else value
        for value in (getattr(address, column) for column in COMPARED)
    )


class Names:
    """What the columns of addresses are called in a file of customers and addresses, and in one of addresses."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], list[tuple[str, str]]] = {}

    def of_composite(self, values: Mapping[str, str]) -> dict[str, str]:
        """The part of a row of customers and addresses that is an address's; nothing, if all of it is empty."""
        header = tuple(values)
        if header not in self._known:
            self._known[header] = [
                (name, name if name in DEFAULTS else name.removeprefix(kinds.OF_ADDRESS))
                for name in header
                if name.startswith(kinds.OF_ADDRESS)
            ]
        part = {short: values[name] for name, short in self._known[header]}
        return part if any(cell.strip() not in ("", "0") for cell in part.values()) else {}


def is_default(values: Mapping[str, str], column: str) -> bool:
    """Whether a row wants its address to be a default; as PHP sees it, "0" does not."""
    return (values.get(column) or "").strip() not in ("", "0")


@lru_cache(maxsize=1_000)
def _parsed(telephone: str | None, country_id: str) -> str | None:
    """A number as it is kept; people have the same one in several addresses, which mostly follow each other."""
    number = telephones.parsed(telephone, country_id)
    return None if number is None else str(number.as_e164)


def _street(cell: str) -> str:
    lines = cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.strip() for line in lines).strip("\n")


def _telephone(cell: str) -> str:
    """As it is: clients get it back to the space."""
    return cell if cell.strip() else ""


KEPT: dict[str, Callable[[str], str]] = {"street": _street, "telephone": _telephone}
"""How texts are kept that are not just trimmed."""
