"""Settings about mails, with Magento's paths: whom they are from, and whether any are sent."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kernel.text import one_line
from stores import config

DISABLED = "system/smtp/disable"
STORE_NAME = "general/store_information/name"
IDENTITIES = {
    "general": ("General Contact", "Owner", "owner@example.com"),
    "sales": ("Sales Representative", "Sales", "sales@example.com"),
    "support": ("Customer Support", "CustomerSupport", "support@example.com"),
    "custom1": ("Custom Email 1", "Custom 1", "custom1@example.com"),
    "custom2": ("Custom Email 2", "Custom 2", "custom2@example.com"),
}
IDENTITY = config.Choice(tuple((code, label) for code, (label, _, _) in IDENTITIES.items()))


@dataclass(frozen=True)
class SenderName:
    """A name that fits into the head of a mail."""

    def parse(self, text: str) -> str:
        if one_line(text) != text.strip():
            raise ValueError("Enter a name of one line.")
        return text.strip()


@dataclass(frozen=True)
class SenderEmail:
    """An e-mail replies can go to."""

    def parse(self, text: str) -> str:
        try:
            validate_email(text.strip())
        except ValidationError:
            raise ValueError("Enter an e-mail such as owner@example.com.") from None
        return text.strip()


def name_path(identity: str) -> str:
    """Where the name of an identity is set."""
    return f"trans_email/ident_{identity}/name"


def email_path(identity: str) -> str:
    """Where the e-mail of an identity is set."""
    return f"trans_email/ident_{identity}/email"


# A deployment that names its sender means all of them, until the merchant says more.
_given_name, _given_email = parseaddr(settings.EMAIL_FROM)

for _identity, (_label, _name, _email) in IDENTITIES.items():
    config.declare(
        config.Setting(
            path=name_path(_identity),
            place=("General", "Store Email Addresses", _label),
            label="Sender Name",
            help="Whom mails are from.",
            default=_given_name or _name,
            kind=SenderName(),
        ),
        config.Setting(
            path=email_path(_identity),
            place=("General", "Store Email Addresses", _label),
            label="Sender Email",
            help="The e-mail they are from, to which replies go. Without a change it is the server's EMAIL_FROM.",
            default=_given_email or _email,
            kind=SenderEmail(),
        ),
    )

config.declare(
    config.Setting(
        path=STORE_NAME,
        place=("General", "General", "Store Information"),
        label="Store Name",
        help="What mails call the shop; empty for the name of the store.",
        default="",
        kind=SenderName(),
    ),
    config.Setting(
        path=DISABLED,
        place=("Advanced", "System", "Mail Sending Settings"),
        label="Disable Email Communications",
        help="Yes sends no mail at all; links to confirm an e-mail or reset a password then reach nobody.",
        default="0",
        kind=config.Flag(),
    ),
)
