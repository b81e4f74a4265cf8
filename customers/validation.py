"""What a customer's fields may be, and the form they are kept in."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

from django.utils import timezone

from attributes import dates, metadata
from attributes import values as attribute_values
from attributes.errors import AttributeValueRequired, InvalidDate, TextTooLong
from attributes.models import Attribute
from customers import emails
from customers.builtin import show_settings
from customers.errors import BirthDateInFuture, EmailNotValid, EmailNotValidOnChange, GenderNotValid, NameNotValid
from customers.fields import CUSTOMER_NAMES, CUSTOMER_TEXTS, Fields, trimmed
from customers.models import Customer
from kernel.errors import InvalidInput
from stores import config

REQUIRED_NAMES = ("firstname", "lastname")
SHOWN = show_settings(Attribute.Entity.CUSTOMER)
NAME_MARKS = ",-_.'’`& "


def checked(
    fields: Fields,
    customer: Customer | None = None,
    *,
    website_id: int | None = None,
    store_id: int | None = None,
) -> tuple[Fields, list[InvalidInput]]:
    """The fields as they will be kept, and everything that is wrong with them.

    With `customer`, the fields are a change to an account: what is absent stays as it is. What a merchant requires can
    differ between websites; `website_id` is where a new account will belong. Labels are
    those of the store view `store_id`, or of an account's own.
    """
    kept: Fields = {}
    problems: list[InvalidInput] = []
    if customer is None or "email" in fields:
        email = trimmed(fields.get("email")) or ""
        kept["email"] = email
        if not emails.is_well_formed(email):
            problems.append(EmailNotValid() if customer is None else EmailNotValidOnChange(email))
    for code, name in CUSTOMER_NAMES.items():
        if code not in fields and not (customer is None and code in REQUIRED_NAMES):
            continue
        kept[code] = trimmed(fields.get(code))
        if kept[code] is None and code in REQUIRED_NAMES:
            problems.append(AttributeValueRequired(name.label))
        elif kept[code] is not None and not _is_name(kept[code], name.longest):
            problems.append(NameNotValid(name.label))
    for code, text in CUSTOMER_TEXTS.items():
        if code in fields:
            kept[code] = trimmed(fields[code])
            if len(kept[code] or "") > text.longest:
                problems.append(TextTooLong(text.label, text.longest))
    if "gender" in fields:
        kept["gender"] = fields["gender"]
        if kept["gender"] not in (None, *Customer.Gender.values):
            problems.append(GenderNotValid(kept["gender"]))
    if "dob" in fields:
        try:
            kept["dob"] = _birth_date(fields["dob"])
        except InvalidInput as problem:
            problems.append(problem)
    problems += _required_by_settings(fields, kept, customer, website_id)
    for code in ("disable_auto_group_change", "allow_remote_shopping_assistance"):
        if fields.get(code) is not None:
            kept[code] = bool(fields[code])
    custom_values, custom_problems = attribute_values.accept(
        Attribute.Entity.CUSTOMER,
        fields.get("custom_attributes") or {},
        customer.custom_values if customer else None,
        form="customer_account_edit" if customer else "customer_account_create",
        store_id=store_id or (customer.store_id if customer else None),
    )
    kept["custom_values"] = custom_values
    return kept, problems + custom_problems


def _required_by_settings(
    fields: Fields, kept: Fields, customer: Customer | None, website_id: int | None
) -> list[InvalidInput]:
    """What a merchant requires of every account and this one will not have. What was refused is not missing too."""
    settings = config.read_all(SHOWN.values(), website_id=customer.website_id if customer else website_id)
    return [
        AttributeValueRequired(metadata.declared(Attribute.Entity.CUSTOMER)[code].label)
        for code, path in SHOWN.items()
        if settings[path] == metadata.REQUIRED
        and (code in kept or code not in fields)
        and kept.get(code, getattr(customer, code, None)) is None
    ]


def _is_name(text: str, longest: int) -> bool:
    return len(text) <= longest and all(
        letter in NAME_MARKS
        or unicodedata.category(letter)[0] in "LM"
        or letter.isdigit()
        or letter == "\N{NO-BREAK SPACE}"
        for letter in text
    )


def _birth_date(value: Any) -> dt.date | None:
    """A date from text. Raises InvalidDate, BirthDateInFuture."""
    if isinstance(value, dt.date):
        date = value
    elif trimmed(value) is None:
        return None
    else:
        date = dates.read_date(str(value))
    if date > timezone.localdate():
        raise BirthDateInFuture()
    if date.year < 1000:
        # A year of three digits is a slip, and a date column of PostgreSQL would give it back written another way.
        raise InvalidDate()
    return date
