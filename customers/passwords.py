"""Changing passwords, and which ones are good enough."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from auth_tokens import devices
from auth_tokens.models import Token
from customers import config as settings
from customers import locks, lookups, mails
from customers.errors import (
    CurrentPasswordWrong,
    PasswordHasSpacesAround,
    PasswordIsEmail,
    PasswordTooLong,
    PasswordTooShort,
    PasswordTooSimple,
    PasswordValueRequired,
)
from customers.models import Customer, email_key
from kernel.errors import InvalidInput, raise_any
from stores import config

LONGEST = 256

# Magento counts ASCII only: whatever is not a letter or a digit of it is a special character.
CLASSES = (
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "0123456789",
)


def change_password(*, customer: Customer, current_password: str, new_password: str) -> Customer:
    """Change somebody's own password. Every other device is signed out.

    Raises PasswordValueRequired, AccountLocked, CurrentPasswordWrong, or what is wrong with the new password.
    """
    given = {"currentPassword": current_password, "newPassword": new_password}
    raise_any([PasswordValueRequired(fieldName=name) for name, value in given.items() if not value.strip()])
    locks.check_current_password(customer, current_password)
    raise_any(problems_with(new_password, email=customer.email))
    compared_with = customer.password_hash
    customer.set_password(new_password)
    customer.reset_token_digest, customer.reset_token_created_at = "", None  # A link asked for before is of no use.
    customer.updated_at = timezone.now()
    with transaction.atomic():
        if lookups.locked_customer(customer.pk).password_hash != compared_with:
            raise CurrentPasswordWrong()  # It was, until somebody was faster.
        customer.save(update_fields=["password_hash", "reset_token_digest", "reset_token_created_at", "updated_at"])
        devices.end_others(Token.Kind.CUSTOMER, customer.pk)
        mails.send_password_changed(customer)
    return customer


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
