"""Confirming that an e-mail is its owner's."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.crypto import constant_time_compare

from customers import config as settings
from customers import emails, history, lookups, mail_limits, mails, newsletter
from customers.errors import (
    AccountAlreadyActive,
    ConfirmationKeyWrong,
    ConfirmationNotNeeded,
    EmailToCheckNotValid,
    EmailToResendNotValid,
    NobodyToConfirm,
    NobodyToResendTo,
)
from customers.models import Customer
from limits import challenges
from stores import config
from stores.models import Store, Website


def is_wanted(store: Store) -> bool:
    """Whether new accounts have to be confirmed."""
    return bool(config.read(settings.CONFIRM, store))


def status_of(customer: Customer) -> str:
    """Magento's word for where an account is: confirmed, still to be confirmed, or nobody asks."""
    if not customer.is_confirmed:
        return "account_confirmation_required"
    return "account_confirmed" if is_wanted(customer.store) else "account_confirmation_not_required"


def new_key() -> str:
    """What an e-mail is confirmed with."""
    return secrets.token_hex(16)


def confirm_email(*, store: Store, email: str, key: str) -> Customer:
    """Open an account that was waiting for its e-mail to be confirmed.

    Raises EmailToCheckNotValid, ConfirmationKeyWrong; NobodyToConfirm and AccountAlreadyActive where the shop tells who
    has an account.
    """
    if not emails.is_well_formed(email):
        raise EmailToCheckNotValid()
    try:
        return activate(website=store.website, email=email, key=key)
    except (NobodyToConfirm, AccountAlreadyActive):
        if config.read(settings.TELL_WHO_HAS_AN_ACCOUNT, store):
            raise
        raise ConfirmationKeyWrong() from None


def activate(*, website: Website, email: str, key: str) -> Customer:
    """The same, for whoever has not typed the e-mail.

    Raises NobodyToConfirm, AccountAlreadyActive, ConfirmationKeyWrong.
    """
    customer = lookups.customer_with_email(email, website.pk, NobodyToConfirm)
    return activate_by_id(customer_id=customer.pk, key=key)


@transaction.atomic
def activate_by_id(*, customer_id: int, key: str) -> Customer:
    """The same, for an account that is known. Raises NoSuchEntity, AccountAlreadyActive, ConfirmationKeyWrong."""
    customer = lookups.locked_customer(customer_id)
    if customer.is_confirmed:
        raise AccountAlreadyActive()
    if not constant_time_compare(customer.confirmation_key, key):
        raise ConfirmationKeyWrong()
    confirm(customer)
    mails.send_confirmed(customer)
    return lookups.customer_by_id(customer.pk)


def confirm(customer: Customer) -> None:
    """Let an account go that was waiting for its e-mail to be confirmed, and the subscription that waited with it."""
    customer.confirmation_key = ""
    customer.save(update_fields=["confirmation_key"])
    newsletter.account_was_confirmed(customer)
    history.note(customer.pk, history.CONFIRMED)


def resend_confirmation_email(*, store: Store, email: str) -> None:
    """Send the mail with the key again.

    Raises ChallengeFailed, EmailToResendNotValid, ConfirmationMailsTooMany; NobodyToResendTo and ConfirmationNotNeeded
    where the shop tells who has an account.
    """
    challenges.check(challenges.Form.RESEND_CONFIRMATION_EMAIL)
    if not emails.is_well_formed(email):
        raise EmailToResendNotValid()
    mail_limits.count_confirmation(email=email, website_id=store.website_id)
    try:
        resend_confirmation(email=email, website_id=store.website_id)
    except (NobodyToResendTo, ConfirmationNotNeeded):
        if config.read(settings.TELL_WHO_HAS_AN_ACCOUNT, store):
            raise


def resend_confirmation(*, email: str, website_id: int) -> None:
    """The same, for the shop, as often as it likes. Raises NobodyToResendTo, ConfirmationNotNeeded."""
    customer = lookups.customer_with_email(email, website_id, NobodyToResendTo)
    if customer.is_confirmed:
        raise ConfirmationNotNeeded()
    mails.send_confirmation(customer)


def remind(*, store: Store, email: str) -> None:
    """The same, telling nobody whether the e-mail has an account, or one that is confirmed already.

    Raises ChallengeFailed, EmailToResendNotValid, ConfirmationMailsTooMany.
    """
    try:
        resend_confirmation_email(store=store, email=email)
    except (NobodyToResendTo, ConfirmationNotNeeded):
        return
