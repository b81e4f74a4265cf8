"""Locking an account after too many wrong current passwords.

Signing in is another matter: what strangers try there never locks anybody out.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from auth_tokens import devices
from auth_tokens.models import Token
from customers import config as settings
from customers import lookups
from customers.errors import AccountLocked, AccountNotConfirmed, CurrentPasswordWrong
from customers.models import Customer
from stores import config


def check_usable(customer: Customer) -> None:
    """Let an account pass that can be used. Raises AccountLocked, AccountNotConfirmed."""
    if customer.is_locked:
        raise AccountLocked()
    if not customer.is_confirmed:
        raise AccountNotConfirmed()


def check_current_password(customer: Customer, password: str) -> None:
    """Let the owner pass, who knows the password; a wrong one is counted.

    Raises AccountLocked, CurrentPasswordWrong.
    """
    if customer.is_locked:
        raise AccountLocked()
    if customer.password_is(password):
        forgive(customer)
        return
    if count_failure(customer):
        raise AccountLocked()
    raise CurrentPasswordWrong()


@transaction.atomic
def count_failure(customer: Customer) -> bool:
    """Count one more failure; whether the account is locked now. A lock signs the other devices out.

    Failures longer apart than the lock lasts do not add up.
    """
    wanted = config.read_all([settings.LOCKOUT_FAILURES, settings.LOCKOUT_MINUTES])
    most, span = wanted[settings.LOCKOUT_FAILURES], dt.timedelta(minutes=wanted[settings.LOCKOUT_MINUTES])
    if not most or not span:
        return False
    row, now = lookups.locked_customer(customer.pk), timezone.now()
    if row.first_failure_at is None or now - row.first_failure_at > span:
        row.failures_count, row.first_failure_at, row.locked_until_at = 1, now, None
    else:
        row.failures_count += 1
    if row.failures_count >= most:
        row.locked_until_at = now + span
    row.save(update_fields=["failures_count", "first_failure_at", "locked_until_at"])
    if row.is_locked:
        devices.end_others(Token.Kind.CUSTOMER, row.pk)
    return row.is_locked


def forgive(customer: Customer) -> None:
    """Forget an account's failures and unlock it."""
    if customer.failures_count or customer.locked_until_at:
        customer.failures_count, customer.first_failure_at, customer.locked_until_at = 0, None, None
        customer.save(update_fields=["failures_count", "first_failure_at", "locked_until_at"])
