"""What a row says of an address, in the form it is kept in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attributes.models import Attribute
from customers import telephones
from customers.fields import ADDRESS_TEXTS, trimmed
from customers.models import Address
from transfer import kinds
from transfer.errors import RegionNotValid, RowRefused, ValueEmpty, ValueNotValid
from transfer.shop import Place, Shop

REGION = ("region_id", "region_text", "region_code_text")
COMPARED = (*ADDRESS_TEXTS, "country_id", *REGION, "custom_values")
"""What makes two addresses of somebody the same one, where they have no number."""


def read(
    values: Mapping[str, str], shop: Shop, place: Place, existing: Address | None, *, replace: bool = False
) -> tuple[dict[str, Any], list[RowRefused]]:
    """The columns an address will have, and everything that is wrong with them; whether it is a default is not among.

    Of an address that is there, an empty cell says nothing, as Magento has it; with `replace` it empties what may be
    empty.
    """
    fields: dict[str, Any] = {}
    problems: list[RowRefused] = []
    says_all = existing is None or replace
    country_id = (values.get("country_id") or "").strip().upper()
    if not country_id and existing is not None:
        country_id = existing.country_id
    elif not country_id:
        problems.append(ValueEmpty("country_id"))
    elif country_id not in place.countries:
        problems.append(ValueNotValid("country_id"))
    fields["country_id"] = country_id
    for code, text in ADDRESS_TEXTS.items():
        told = _kept(code, values.get(code))
        if told is None:
            if code in place.required and (code != "postcode" or country_id not in place.postcode_optional):
                if existing is None:
                    problems.append(ValueEmpty(code))
            elif says_all:
                fields[code] = None
        elif len(told) > text.longest:
            problems.append(ValueNotValid(code))
        else:
            fields[code] = told
    _take_region(values, shop, existing, fields, problems, says_all=says_all)
    telephone = fields.get("telephone", existing.telephone if existing else None)
    fields["telephone_parsed"] = telephones.parsed(telephone, country_id)
    if shop.attributes[Attribute.Entity.ADDRESS]:
        had = None if existing is None else {} if replace else existing.custom_values
        given = values if says_all else {code: value for code, value in values.items() if value.strip()}
        fields["custom_values"], refused = shop.custom_values(Attribute.Entity.ADDRESS, given, had)
        problems += refused
    return fields, problems


def fingerprint(address: Address) -> tuple[Any, ...]:
    """What an address says."""
    return tuple(
        tuple(sorted(value.items())) if isinstance(value, dict) else value
        for value in (getattr(address, column) for column in COMPARED)
    )


def of_composite(values: Mapping[str, str]) -> dict[str, str]:
    """The part of a row of customers and addresses that is an address's; nothing, if all of it is empty."""
    part = {
        name if name in (kinds.DEFAULT_BILLING, kinds.DEFAULT_SHIPPING) else name.removeprefix(kinds.OF_ADDRESS): cell
        for name, cell in values.items()
        if name.startswith(kinds.OF_ADDRESS)
    }
    return part if any(cell.strip() not in ("", "0") for cell in part.values()) else {}


def is_default(values: Mapping[str, str], column: str) -> bool:
    """Whether a row wants its address to be a default; as PHP sees it, "0" does not."""
    return (values.get(column) or "").strip() not in ("", "0")


def _take_region(
    values: Mapping[str, str],
    shop: Shop,
    existing: Address | None,
    fields: dict[str, Any],
    problems: list[RowRefused],
    *,
    says_all: bool,
) -> None:
    """The region by its code or name; by its number only where it has neither, as numbers differ between shops."""
    listed = shop.regions.get(fields["country_id"], {})
    text, number = trimmed(values.get("region")), (values.get("region_id") or "").strip()
    kept: dict[str, Any] = dict.fromkeys(REGION)
    if text and listed:
        region_id = listed.get(text.lower())
        if region_id is None:
            problems.append(RegionNotValid())
        kept["region_id"] = region_id
    elif text:
        if len(text) > 255:
            problems.append(ValueNotValid("region"))
        kept["region_text"] = kept["region_code_text"] = text
    elif number.isascii() and number.isdigit() and shop.countries_of_regions.get(int(number)) == fields["country_id"]:
        kept["region_id"] = int(number)
    elif not says_all and existing is not None and existing.country_id == fields["country_id"]:
        return
    fields.update(kept)


def _kept(code: str, cell: str | None) -> str | None:
    """A text as the domain keeps it: trimmed, but for telephones, which clients get back to the space."""
    match code:
        case "street":
            lines = (cell or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
            return "\n".join(line.strip() for line in lines).strip("\n") or None
        case "telephone":
            return cell if cell and cell.strip() else None
        case _:
            return trimmed(cell)
