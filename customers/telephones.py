"""Telephone numbers: the text is the customer's, the parsed number beside it is for finding it again."""

from __future__ import annotations

from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import NumberParseException


def parsed(text: str | None, country_id: str | None) -> PhoneNumber | None:
    """The number a text is in a country, or None if it is none."""
    if not text:
        return None
    try:
        number = PhoneNumber.from_string(text, region=country_id)
    except NumberParseException:
        return None
    return number if number.is_valid() else None
