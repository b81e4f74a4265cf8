"""Telephone numbers: the text is the customer's, the parsed number beside it is for finding it again."""

from __future__ import annotations

import re
import unicodedata

from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import NumberParseException

NUMBER = re.compile(r"[\s\d()+./-]*\d[\s\d()+./-]*")
NO_DIGITS = re.compile(r"[^0-9]+")
LEAST_DIGITS = 5  # Fewer would find half the address books of a shop.


def parsed(text: str | None, country_id: str | None) -> PhoneNumber | None:
    """The number a text is in a country, or None if it is none."""
    if not text:
        return None
    try:
        number = PhoneNumber.from_string(text, region=country_id)
    except NumberParseException:
        return None
    return number if number.is_valid() else None


def digits(text: str) -> str:
    """The digits of a number, of any script; the (0) of "+49 (0)30" is no part of it."""
    if text.isascii():
        return NO_DIGITS.sub("", text.replace("(0)", ""))
    return "".join(str(unicodedata.decimal(letter)) for letter in text.replace("(0)", "") if letter.isdecimal())


def searchable(text: str | None, number: PhoneNumber | str | None) -> str:
    """All digits a number can be found by: as it was written, and with its country.

    `number` is what `parsed` made of it, or that in the one form it is kept in.
    """
    written, known = digits(text or ""), digits(number.as_e164 if isinstance(number, PhoneNumber) else number or "")
    return known if written.lstrip("0") in known else f"{known} {written}".strip()


def looked_for(text: str) -> str | None:
    """The digits to look for, when somebody types what may be a number or a part of one; else None."""
    if not NUMBER.fullmatch(text):
        return None
    wanted = digits(text).lstrip("0")
    return wanted if len(wanted) >= LEAST_DIGITS else None
