"""The mails customers get. Each leaves once the transaction it belongs to has been committed."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from customers.models import Customer, Subscription

logger = logging.getLogger(__name__)


def send_confirmation(customer: Customer) -> None:
    """Ask somebody to confirm their e-mail, with a link that has the key in it."""
    link = page("/customer/account/confirm/", email=customer.email, key=customer.confirmation_key)
    _send_later(customer.email, "Please confirm your account", "confirmation", customer=customer, link=link)


def send_password_reset(customer: Customer, token: str) -> None:
    """Send a link to choose a new password with."""
    link = page("/customer/account/createPassword/", email=customer.email, token=token)
    _send_later(customer.email, "Reset your password", "password_reset", customer=customer, link=link)


def send_subscription_confirmation(subscription: Subscription) -> None:
    """Ask somebody to confirm that they want the newsletter."""
    link = page("/newsletter/subscriber/confirm/", id=str(subscription.pk), code=subscription.confirmation_code)
    _send_later(subscription.email, "Newsletter subscription confirmation", "subscription", link=link)


def page(path: str, **parameters: str) -> str:
    """The address of a page of the storefront."""
    return f"{settings.PUBLIC_URL}{path}" + (f"?{urlencode(parameters)}" if parameters else "")


def _send_later(recipient: str, subject: str, template: str, **values: Any) -> None:
    text = render_to_string(f"customers/mail/{template}.txt", values)
    transaction.on_commit(partial(_send, subject, text, recipient))


def _send(subject: str, text: str, recipient: str) -> None:
    try:
        send_mail(subject, text, None, [recipient])
    except OSError:
        # What was asked for is done and acknowledged; a mail server that is away does not undo it.
        logger.exception("A mail could not be sent.")
