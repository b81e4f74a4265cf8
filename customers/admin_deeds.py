"""What an admin does to an account by pressing a button on its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from auth_tokens import devices
from auth_tokens.models import Token
from customers import administration, confirmation, locks
from customers.models import Customer


@dataclass(frozen=True)
class Deed:
    """A button: what it says, when it stands there, and the domain function it calls.

    `act` does it and says what was done. `question` is asked first, where a deed cannot be taken back.
    """

    code: str
    label: str
    icon: str
    permission: str
    act: Callable[[Customer], str]
    stands: Callable[[Customer], bool] = lambda customer: True
    question: str = ""


def send_reset_mail(customer: Customer) -> str:
    administration.send_password_reset(customer=customer)
    return f"A link to choose a new password is on its way to {customer.email}."


def resend_confirmation(customer: Customer) -> str:
    confirmation.resend_confirmation(email=customer.email, website_id=customer.website_id)
    return f"A link to confirm the account is on its way to {customer.email}."


def confirm(customer: Customer) -> str:
    confirmation.activate_by_id(customer_id=customer.pk, key=customer.confirmation_key)
    return "The account is confirmed."


def unlock(customer: Customer) -> str:
    locks.unlock_customer(customer=customer)
    return "The account is unlocked."


def sign_out_everywhere(customer: Customer) -> str:
    count = administration.sign_out_everywhere(customer=customer)
    return f"Signed out of {count} {'device' if count == 1 else 'devices'}."


def sign_out_of(customer: Customer, device_id: int) -> str:
    """Sign a customer out of one device. Raises NoSuchEntity."""
    devices.revoke(Token.Kind.CUSTOMER, customer.pk, device_id)
    return "Signed out of the device."


CHANGE, SIGN_OUT = "customers.change_customer", "customers.sign_out_customer"
DEEDS = {
    deed.code: deed
    for deed in (
        Deed("unlock", "Unlock the account", "lock_open", "customers.unlock_customer", unlock, locks.is_kept_out),
        Deed(
            "send-reset-mail",
            "Send password reset mail",
            "lock_reset",
            "customers.send_reset_customer",
            send_reset_mail,
        ),
        Deed(
            "resend-confirmation",
            "Resend confirmation mail",
            "forward_to_inbox",
            CHANGE,
            resend_confirmation,
            lambda customer: not customer.is_confirmed,
        ),
        Deed(
            "confirm",
            "Confirm by hand",
            "verified_user",
            CHANGE,
            confirm,
            lambda customer: not customer.is_confirmed,
            "Confirm the account, though its owner has not answered the mail?",
        ),
        Deed(
            "sign-out",
            "Sign out everywhere",
            "logout",
            SIGN_OUT,
            sign_out_everywhere,
            question="Sign the customer out of every device?",
        ),
    )
}


def open_to(request: HttpRequest, customer: Customer) -> list[Deed]:
    """The buttons that stand on a customer's page for whoever looks at it."""
    return [deed for deed in DEEDS.values() if deed.stands(customer) and request.user.has_perm(deed.permission)]
