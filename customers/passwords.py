"""Changing passwords, and which ones are good enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from auth_tokens import devices
from auth_tokens.models import Token
from customers import blocklist, history, locks, lookups, mails
from customers import config as settings
from customers.errors import (
    CurrentPasswordWrong,
    PasswordHasSpacesAround,
    PasswordIsEmail,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    PasswordTooSimple,
    PasswordValueRequired,
)
from customers.models import Customer, email_key
from kernel.errors import InvalidInput, raise_any
from limits import challenges
from stores import config
from stores.models import Website

LONGEST = 256
NIST_SHORTEST = 15
RULES = (settings.PASSWORD_POLICY, settings.MINIMUM_PASSWORD_LENGTH, settings.PASSWORD_CLASSES)

# Magento counts ASCII only: whatever is not a letter or a digit of it is a special character.
CLASSES = (
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "0123456789",
)


def change_password(*, customer: Customer, current_password: str, new_password: str) -> Customer:
    """Change somebody's own password. Every other device is signed out.

    Raises ChallengeFailed, PasswordValueRequired, AccountLocked, CurrentPasswordWrong, TooBusy, or what is wrong with
    the new password.
    """
    challenges.check(challenges.Form.CUSTOMER_EDIT)
    given = {"currentPassword": current_password, "newPassword": new_password}
    raise_any([PasswordValueRequired(fieldName=name) for name, value in given.items() if not value.strip()])
    locks.check_current_password(customer, current_password)
    raise_any(problems_with(new_password, email=customer.email))
    keep(replaced(customer, new_password))
    return customer


@dataclass(frozen=True)
class Replaced:
    """A customer with a new password that is not kept yet, and the hash of the one it takes the place of."""

    customer: Customer
    compared_with: str


def replaced(customer: Customer, new_password: str) -> Replaced:
    """Hash a new password. It takes long, so it belongs before the transaction that keeps it. Raises TooBusy."""
    compared_with = customer.password_hash
    customer.set_password(new_password)
    return Replaced(customer, compared_with)


@transaction.atomic
def keep(new: Replaced) -> None:
    """Write a new password of somebody who knew the old one. Every other device is signed out.

    Raises CurrentPasswordWrong.
    """
    customer = new.customer
    if lookups.locked_customer(customer.pk).password_hash != new.compared_with:
        raise CurrentPasswordWrong()  # It was, until somebody was faster.
    customer.reset_token_digest, customer.reset_token_created_at = "", None  # A link asked for before is of no use.
    customer.updated_at = timezone.now()
    customer.save(update_fields=["password_hash", "reset_token_digest", "reset_token_created_at", "updated_at"])
    devices.end_others(Token.Kind.CUSTOMER, customer.pk)
    history.note(customer.pk, history.PASSWORD_CHANGED)
    mails.send_password_changed(customer)


@dataclass(frozen=True)
class Rules:
    """What the merchant's policy asks of a new password."""

    policy: str
    shortest: int
    classes: int


def rules_in(values: Mapping[str, Any]) -> Rules:
    """The rules that the settings of RULES make. NIST's length is a least, and its policy has no classes."""
    policy, shortest = values[settings.PASSWORD_POLICY], values[settings.MINIMUM_PASSWORD_LENGTH]
    if policy == settings.NIST:
        return Rules(policy, max(shortest, NIST_SHORTEST), classes=1)
    return Rules(policy, shortest, values[settings.PASSWORD_CLASSES])


def asked_for() -> str:
    """What a new password has to be, in a sentence for whoever chooses one."""
    rules = rules_in(config.read_all(RULES))
    if rules.classes <= 1:
        return f"At least {rules.shortest} characters."
    kinds = "lower case, upper case, digits, special characters"
    return f"At least {rules.shortest} characters, with at least {rules.classes} of these: {kinds}."


def problems_with(password: str | None, *, email: str) -> list[InvalidInput]:
    """What is wrong with a new password, the first thing only; nothing if there is none.

    Characters are counted by code point. A password is kept and compared exactly as it is sent, never normalized: what
    one client sends composed and another decomposed are two passwords, as they are to Magento.
    """
    if password is None:
        return []
    rules = rules_in(config.read_all(RULES))
    if len(password) > LONGEST:
        return [PasswordTooLong(LONGEST)]
    if len(password) < rules.shortest:
        return [PasswordTooShort(str(rules.shortest))]
    if rules.policy == settings.MAGENTO and password.strip() != password:
        return [PasswordHasSpacesAround()]
    if classes_in(password) < rules.classes:
        return [PasswordTooSimple(str(rules.classes))]
    if password.lower() == email_key(email):
        return [PasswordIsEmail()]
    if rules.policy == settings.NIST and blocklist.is_guessable(password, [*email.split("@"), *_names_of_the_shop()]):
        return [PasswordTooCommon()]
    return []


def _names_of_the_shop() -> list[str]:
    return [name for names in Website.objects.values_list("name", "code") for name in names]


def classes_in(password: str) -> int:
    """How many of lower case, upper case, digits and special characters a password has."""
    special = any(letter not in "".join(CLASSES) for letter in password)
    return special + sum(any(letter in of_class for letter in password) for of_class in CLASSES)
