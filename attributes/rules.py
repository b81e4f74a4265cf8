"""What values of an attribute may be beyond what its input asks for: how long, which letters, which dates.

An attribute keeps its rules by Magento's names, in `validate_rules`: `min_text_length` and `max_text_length` are
numbers, `input_validation` is one of INPUT_VALIDATIONS, `date_range_min` and `date_range_max` are dates as ISO text, or
seconds since 1970 as Magento keeps them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator, validate_email
from django.utils.html import strip_tags

from attributes.errors import (
    DateNotBetween,
    DateTooEarly,
    DateTooLate,
    InputValidationUnknown,
    LengthNotValid,
    NotADate,
    NotAlphabetic,
    NotAlphanumeric,
    NotAnEmail,
    NotAUrl,
    NotInDateFormat,
    NotNumeric,
    RangeDateNotValid,
    RangeEmpty,
    RuleNotUsed,
    RuleUnknown,
    TextTooLong,
    TextTooShort,
)
from attributes.models import Attribute
from kernel.errors import InvalidAttribute, InvalidInput

LENGTHS = ("min_text_length", "max_text_length")
RANGE = ("date_range_min", "date_range_max")
NAMES = (*LENGTHS, "input_validation", *RANGE)  # the order in which they are shown; a database may mix them up

INPUT_VALIDATIONS = {
    "alphanumeric": "Alphanumeric",
    "alphanum-with-spaces": "Alphanumeric with Spaces",
    "numeric": "Numeric Only",
    "alpha": "Alpha Only",
    "url": "URL",
    "email": "Email",
    "length": "Length Only",
    "date": "Date",
}

TEXT_INPUTS = (Attribute.Input.TEXT, Attribute.Input.TEXTAREA, Attribute.Input.MULTILINE)
LONGEST = 65535
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
SECONDS = re.compile(r"-?\d{1,11}", re.ASCII)
MIDNIGHT = dt.time(tzinfo=dt.UTC)
domain_name = DomainNameValidator(accept_idna=True)


def used_by(input_type: str) -> tuple[str, ...]:
    """The names of the rules an input has a use for."""
    if input_type in TEXT_INPUTS:
        return (*LENGTHS, "input_validation")
    return ("input_validation", *RANGE) if input_type == Attribute.Input.DATE else ()


def filtered(input_filter: str, text: str) -> str:
    """A text after an attribute's input filter. Escaping is for where it is shown, so that nothing is escaped twice."""
    match input_filter:
        case Attribute.Filter.TRIM:
            return text.strip()
        case Attribute.Filter.STRIPTAGS:
            return strip_tags(text)
        case _:
            return text


def problems_with_text(label: str, rules: Mapping[str, Any], text: str, longest: int) -> list[InvalidInput]:
    """What the rules of an attribute find wrong with a text, of which no more than `longest` can be kept."""
    shortest = _number(rules.get("min_text_length")) or 0
    most = _number(rules.get("max_text_length")) or longest
    length = len(text.strip())
    problems: list[InvalidInput] = []
    if length < shortest:
        problems.append(TextTooShort(label, shortest))
    if length > most or len(text) > longest:
        problems.append(TextTooLong(label, min(most, longest)))
    refusal = _refusal(rules.get("input_validation"), text)
    return problems + ([refusal(label)] if refusal else [])


def problems_with_date(label: str, rules: Mapping[str, Any], date: dt.date) -> list[InvalidInput]:
    """What the rules of an attribute find wrong with a date. Both ends of a range belong to it."""
    first, last = (read_range_date(rules.get(name)) for name in RANGE)
    if (first is None or date >= first) and (last is None or date <= last):
        return []
    if first and last:
        return [DateNotBetween(_as_told(first), _as_told(last), label)]
    return [DateTooEarly(_as_told(first), label) if first else DateTooLate(_as_told(last), label)]


def shown(rules: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The rules as clients get them: name and text, dates as seconds since 1970."""
    for name in NAMES:
        value = rules.get(name)
        if value in (None, ""):
            continue
        date = read_range_date(value) if name in RANGE else None
        yield name, str(int(dt.datetime.combine(date, MIDNIGHT).timestamp()) if date else value)


def read_range_date(value: Any) -> dt.date | None:
    """The date an end of a range stands for; None where it is open, or not to be understood."""
    text = str(value if value is not None else "").strip()
    if SECONDS.fullmatch(text):
        return _date_of_seconds(int(text))
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def problems_with_rules(input_type: str, rules: Mapping[str, Any]) -> list[InvalidInput]:
    """Everything that is wrong with the rules a merchant gives an attribute."""
    problems: list[InvalidInput] = []
    for name, value in rules.items():
        if name not in NAMES:
            problems.append(RuleUnknown(name))
        elif value in (None, ""):
            continue
        elif input_type not in ((Attribute.Input.DATE,) if name in RANGE else TEXT_INPUTS) and not (
            name == "input_validation" and input_type == Attribute.Input.DATE and value == "date"
        ):
            problems.append(RuleNotUsed(name))
        elif name in LENGTHS and not 0 <= (number if (number := _number(value)) is not None else -1) <= LONGEST:
            problems.append(LengthNotValid(name))
        elif name in RANGE and read_range_date(value) is None:
            problems.append(RangeDateNotValid(name))
        elif name == "input_validation" and value not in INPUT_VALIDATIONS:
            problems.append(InputValidationUnknown(value))
    if not problems:
        shortest, most = (_number(rules.get(name)) for name in LENGTHS)
        first, last = (read_range_date(rules.get(name)) for name in RANGE)
        if (shortest and most and shortest > most) or (first and last and first > last):
            problems.append(RangeEmpty())
    return problems


def _refusal(validation: Any, text: str) -> type[InvalidAttribute] | None:
    """What an input validation says to a text; None if it is content."""
    match validation:
        case "alphanumeric":
            return None if text.isalnum() else NotAlphanumeric
        case "alphanum-with-spaces":
            return None if _unspaced(text).isalnum() else NotAlphanumeric
        case "numeric":
            return None if text.isascii() and text.isdigit() else NotNumeric
        case "alpha":
            return None if _unspaced(text).isalpha() else NotAlphabetic
        case "email":
            return None if _is_email(text) else NotAnEmail
        case "url":
            return None if _is_url(text) else NotAUrl
        case "date" if not ISO_DATE.fullmatch(text):
            return NotInDateFormat
        case "date":
            return None if read_range_date(text) else NotADate
        case _:
            return None


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        domain_name(parts.hostname or "")
    except (ValueError, ValidationError):
        return False
    return bool(parts.scheme)


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _date_of_seconds(seconds: int) -> dt.date | None:
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _as_told(date: dt.date | None) -> str:
    return f"{date:%d/%m/%Y}" if date else ""
