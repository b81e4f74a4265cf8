"""Locking an account after too many wrong current passwords, which only somebody who is signed in can give.

Signing in is another matter: what strangers try there never locks anybody out.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from auth_tokens import devices, throttle
from auth_tokens.models import Token
from customers import config as settings
from customers import history, lookups
from customers.errors import AccountLocked, AccountNotConfirmed, CurrentPasswordWrong
from customers.models import Customer
from limits.errors import TooBusy
from stores import config


def check_usable(customer: Customer) -> None:
    """Let an account pass that can be used. Raises AccountLocked, AccountNotConfirmed."""
    if customer.is_locked:
        raise AccountLocked()
    if not customer.is_confirmed:
        raise AccountNotConfirmed()


def check_current_password(customer: Customer, password: str) -> None:
    """Let the owner pass, who knows the password; a wrong one is counted.

    It is counted before it is compared, so of many at the same moment no more are compared than one after the other.
    It belongs into no transaction: what is undone with it would not count.

    Raises AccountLocked, CurrentPasswordWrong, TooBusy.
    """
    is_last = _count_attempt(customer)
    try:
        is_right = customer.password_is(password)
    except TooBusy:
        Customer.objects.filter(pk=customer.pk, failures_count__gt=0).update(failures_count=F("failures_count") - 1)
        raise
    _note("success" if is_right else "failure", customer)
    if is_right:
        forgive(customer)
        return
    if is_last:
        _lock(customer)
        raise AccountLocked()
    raise CurrentPasswordWrong()


@transaction.atomic(durable=True)
def _count_attempt(customer: Customer) -> bool:
    """Count one more attempt; whether it is the last one before the account is locked.

    Failures longer apart than the lock lasts do not add up. Raises AccountLocked.
    """
    row, now = lookups.locked_customer(customer.pk), timezone.now()
    if row.is_locked:
        raise AccountLocked()
    most, span = _most_and_span()
    if not most or not span:
        return False
    if row.first_failure_at is None or now - row.first_failure_at > span:
        row.failures_count, row.first_failure_at, row.locked_until_at = 0, now, None
    if row.failures_count >= most:  # The last ones are being compared at this moment.
        raise AccountLocked()
    row.failures_count += 1
    row.save(update_fields=["failures_count", "first_failure_at", "locked_until_at"])
    customer.failures_count = row.failures_count
    return row.failures_count >= most


@transaction.atomic
def _lock(customer: Customer) -> None:
    """Lock an account. That signs its other devices out."""
    _, span = _most_and_span()
    Customer.objects.filter(pk=customer.pk).update(locked_until_at=timezone.now() + span)
    devices.end_others(Token.Kind.CUSTOMER, customer.pk)
    history.note(customer.pk, history.LOCKED, failures=customer.failures_count)


def _most_and_span() -> tuple[int, dt.timedelta]:
    wanted = config.read_all([settings.LOCKOUT_FAILURES, settings.LOCKOUT_MINUTES])
    return wanted[settings.LOCKOUT_FAILURES], dt.timedelta(minutes=wanted[settings.LOCKOUT_MINUTES])


def _note(event: str, customer: Customer) -> None:
    throttle.note(event, Token.Kind.CUSTOMER, customer.email_key, website_id=customer.website_id)


def forgive(customer: Customer) -> None:
    """Forget an account's failures and unlock it."""
    if customer.failures_count or customer.locked_until_at:
        customer.failures_count, customer.first_failure_at, customer.locked_until_at = 0, None, None
        customer.save(update_fields=["failures_count", "first_failure_at", "locked_until_at"])


def is_kept_out(customer: Customer) -> bool:
    """Whether a customer cannot sign in for a while: the account is locked, or too many have tried with its e-mail."""
    if customer.is_locked:
        return True
    return throttle.is_refused(Token.Kind.CUSTOMER, customer.email_key, website_id=customer.website_id)


def unlock_customer(*, customer: Customer) -> bool:
    """Let a customer in again: lift the lock of the account, and forget failed sign-ins with its e-mail.

    Whether anything was in their way. Raises NoSuchEntity.
    """
    was_refused = throttle.is_refused(Token.Kind.CUSTOMER, customer.email_key, website_id=customer.website_id)
    with transaction.atomic():
        customer = lookups.locked_customer(customer.pk)
        was_locked = bool(customer.failures_count or customer.locked_until_at)
        forgive(customer)
        if was_locked or was_refused:
            history.note(customer.pk, history.UNLOCKED)
    throttle.forget(Token.Kind.CUSTOMER, customer.email_key, website_id=customer.website_id)
    return was_locked or was_refused
