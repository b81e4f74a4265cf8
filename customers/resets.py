"""Forgotten passwords: asking for a link, and choosing a new password with it.

Storefronts are told more of what is wrong with their input, and nothing can be reset for an account that is locked.
Integrations call Magento's services directly, which ask for neither: the reset itself is what unlocks an account.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from auth_tokens import devices, throttle
from auth_tokens.models import Token
from customers import config as settings
from customers import confirmation, emails, history, locks, lookups, mail_limits, mails, passwords
from customers.errors import (
    AccountLockedForReset,
    CustomerIdNotValid,
    EmailToResetMissing,
    EmailToResetNotValid,
    NewPasswordRequired,
    NobodyToRemind,
    NobodyToReset,
    ResetTemplateUnknown,
    ResetTokenExpired,
    ResetTokenMismatch,
    ResetTokenRequired,
)
from customers.models import Customer, email_key
from kernel.errors import NoSuchEntity, raise_any
from limits import challenges
from stores import config
from stores.models import Store

# Magento's names of two mails with a link: the one the shop sends unasked, the one a customer has asked for.
TEMPLATES = {"email_reminder": mails.send_password_reminder, "email_reset": mails.send_password_reset}


def request_password_reset(*, store: Store, email: str) -> None:
    """Mail a link to choose a new password with. An earlier link stops working.

    Raises ChallengeFailed, EmailToResetMissing, EmailToResetNotValid, ResetRequestsTooSoon, ResetRequestsTooMany;
    NobodyToRemind and AccountLockedForReset where the shop tells who has an account.
    """
    challenges.check(challenges.Form.CUSTOMER_FORGOT_PASSWORD)
    _check_email(email)
    mail_limits.count_reset(email=email, website_id=store.website_id)
    try:
        customer = _customer_with(email, store, NobodyToRemind)
    except (NobodyToRemind, AccountLockedForReset):
        if _tells(store.website_id):
            raise
        return
    _send_link(customer, mails.send_password_reset)


def remind(*, store: Store, email: str) -> None:
    """The same, telling nobody whether the e-mail has an account, or one that is locked.

    Raises ChallengeFailed, EmailToResetMissing, EmailToResetNotValid, ResetRequestsTooSoon, ResetRequestsTooMany.
    """
    try:
        request_password_reset(store=store, email=email)
    except (NobodyToRemind, AccountLockedForReset):
        return


def initiate_password_reset(*, email: str, website_id: int, template: str) -> None:
    """The same for integrations, which say on which website and by which of Magento's two mails.

    Raises ChallengeFailed, ResetRequestsTooSoon, ResetRequestsTooMany, ResetTemplateUnknown; NoSuchEntity where the
    shop tells who has an account.
    """
    challenges.check(challenges.Form.CUSTOMER_FORGOT_PASSWORD)
    mail_limits.count_reset(email=email, website_id=website_id)
    customer = Customer.objects.filter(website_id=website_id, email_key=email_key(email)).first()
    if customer is None and _tells(website_id):
        raise NoSuchEntity(email=email, websiteId=website_id)
    if template not in TEMPLATES:
        first, second = TEMPLATES
        raise ResetTemplateUnknown(value=template, fieldName="template", template1=first, template2=second)
    if customer is not None:
        _send_link(customer, TEMPLATES[template])


def reset_password(*, store: Store, email: str, token: str, new_password: str) -> None:
    """Set a new password with the token of a link. It unlocks the account, and signs every device out.

    Raises EmailToResetMissing, EmailToResetNotValid, ResetTokenRequired, NewPasswordRequired, NobodyToReset,
    AccountLockedForReset, ResetTokenMismatch, ResetTokenExpired, ChallengeFailed, TooBusy, or what is wrong with the
    password. A shop that does not tell who has an account calls every token of nobody's mismatched.
    """
    challenges.check(challenges.Form.CUSTOMER_FORGOT_PASSWORD)
    _check_email(email)
    if not token:
        raise ResetTokenRequired(fieldName="resetPasswordLinkToken")
    if not new_password:
        raise NewPasswordRequired(fieldName="newPassword")
    try:
        customer = _customer_with(email, store, NobodyToReset)
    except (NobodyToReset, AccountLockedForReset):
        if _tells(store.website_id):
            raise
        raise ResetTokenMismatch() from None
    _set_password(customer, token, new_password)


def complete_password_reset(*, email: str, website_id: int, token: str, new_password: str) -> None:
    """The same for integrations, whose customer may be locked until then.

    Raises ChallengeFailed, EmailToResetMissing, ResetTokenRequired, ResetTokenMismatch, ResetTokenExpired, TooBusy, or
    what is wrong with the password; NoSuchEntity where the shop tells who has an account.
    """
    challenges.check(challenges.Form.CUSTOMER_FORGOT_PASSWORD)
    if not email:
        raise EmailToResetMissing(fieldName="email")
    customer = Customer.objects.filter(website_id=website_id, email_key=email_key(email)).first()
    if customer is None and _tells(website_id):
        raise NoSuchEntity(email=email, websiteId=website_id)
    if not token:
        raise ResetTokenRequired(fieldName="resetPasswordLinkToken")
    if customer is None:
        raise ResetTokenMismatch()
    _set_password(customer, token, new_password)


def validate_reset_password_link_token(*, customer_id: int, token: str) -> None:
    """Let the token of somebody's last link pass, without using it.

    Raises CustomerIdNotValid, ResetTokenRequired, NoSuchEntity, ResetTokenMismatch, ResetTokenExpired.
    """
    if customer_id <= 0:
        raise CustomerIdNotValid(value=customer_id, fieldName="customerId")
    if not token:
        raise ResetTokenRequired(fieldName="resetPasswordLinkToken")
    check_token(lookups.customer_by_id(customer_id), token)


def give_token(customer: Customer) -> str:
    """A new token for a link, the only good one once the customer is saved."""
    token = secrets.token_hex(16)
    customer.reset_token_digest = _digest(token)
    customer.reset_token_created_at = timezone.now()
    return token


def _send_link(customer: Customer, send: Callable[[Customer, str], None]) -> None:
    token = give_token(customer)
    with transaction.atomic():
        customer.save(update_fields=["reset_token_digest", "reset_token_created_at"])
        history.note(customer.pk, history.RESET_REQUESTED)
        send(customer, token)


def _set_password(customer: Customer, token: str, new_password: str) -> None:
    check_token(customer, token)
    raise_any(passwords.problems_with(new_password, email=customer.email))
    customer.set_password(new_password)
    with transaction.atomic():
        check_token(lookups.locked_customer(customer.pk), token)  # Of two who come with one link, the second is late.
        customer.reset_token_digest, customer.reset_token_created_at = "", None
        customer.save(update_fields=["password_hash", "reset_token_digest", "reset_token_created_at"])
        if not customer.is_confirmed:
            confirmation.confirm(customer)  # The link came by mail, so the e-mail is its owner's.
        locks.forgive(customer)
        devices.end_all(Token.Kind.CUSTOMER, customer.pk)
        history.note(customer.pk, history.PASSWORD_RESET)
        mails.send_password_changed(customer)
    # Whoever has the mailbox gets in, however often strangers have tried.
    throttle.forget(Token.Kind.CUSTOMER, customer.email_key, website_id=customer.website_id)


def check_token(customer: Customer, token: str) -> None:
    """Let the token of the last link pass. Raises ResetTokenMismatch, ResetTokenExpired."""
    if not customer.reset_token_digest or not constant_time_compare(customer.reset_token_digest, _digest(token)):
        raise ResetTokenMismatch()
    hours = config.read(settings.RESET_LINK_HOURS)
    given_at = customer.reset_token_created_at
    if given_at is None or timezone.now() - given_at > dt.timedelta(hours=hours):
        raise ResetTokenExpired()


def _customer_with(email: str, store: Store, nobody: type[NoSuchEntity]) -> Customer:
    _check_email(email)
    customer = lookups.customer_with_email(email, store.website_id, nobody)
    if customer.is_locked:
        raise AccountLockedForReset()
    return customer


def _tells(website_id: int) -> bool:
    return bool(config.read(settings.TELL_WHO_HAS_AN_ACCOUNT, website_id=website_id))


def _check_email(email: str) -> None:
    if not email:
        raise EmailToResetMissing(fieldName="email")
    if not emails.is_well_formed(email):
        raise EmailToResetNotValid()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
