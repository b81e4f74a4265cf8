"""Which passwords are good enough."""

from __future__ import annotations

from customers import config as settings
from customers.errors import (
    PasswordHasSpacesAround,
    PasswordIsEmail,
    PasswordTooLong,
    PasswordTooShort,
    PasswordTooSimple,
)
from customers.models import email_key
from kernel.errors import InvalidInput
from stores import config

LONGEST = 256

# Magento counts ASCII only: whatever is not a letter or a digit of it is a special character.
CLASSES = (
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "0123456789",
)


def problems_with(password: str | None, *, email: str) -> list[InvalidInput]:
    """What is wrong with a new password, the first thing only; nothing if there is none."""
    if password is None:
        return []
    wanted = config.read_all([settings.MINIMUM_PASSWORD_LENGTH, settings.PASSWORD_CLASSES])
    shortest, classes = wanted[settings.MINIMUM_PASSWORD_LENGTH], wanted[settings.PASSWORD_CLASSES]
    if len(password) > LONGEST:
        return [PasswordTooLong(LONGEST)]
    if len(password) < shortest:
        return [PasswordTooShort(str(shortest))]
    if password.strip() != password:
        return [PasswordHasSpacesAround()]
    if classes_in(password) < classes:
        return [PasswordTooSimple(str(classes))]
    if password.lower() == email_key(email):
        return [PasswordIsEmail()]
    return []


def classes_in(password: str) -> int:
    """How many of lower case, upper case, digits and special characters a password has."""
    special = any(letter not in "".join(CLASSES) for letter in password)
    return special + sum(any(letter in of_class for letter in password) for of_class in CLASSES)
