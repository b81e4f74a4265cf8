"""How often anybody can have mails sent that nobody has to be signed in for.

A request counts whether anybody has the e-mail or not, so the limits tell nothing. What is refused does not count.
"""

from __future__ import annotations

from customers import config as settings
from customers.errors import ConfirmationMailsTooMany, ResetRequestsTooMany, ResetRequestsTooSoon
from customers.models import email_key
from kernel.errors import InvalidInput
from limits import addresses, counters
from limits.counters import Limit
from outbox.config import email_path
from stores import config

HOUR = 3600


def count_reset(*, email: str, website_id: int) -> None:
    """Count a mail to reset a password with. Raises ResetRequestsTooSoon, ResetRequestsTooMany."""
    _count("password_reset", email, website_id, too_soon=ResetRequestsTooSoon, too_many=ResetRequestsTooMany)


def count_confirmation(*, email: str, website_id: int) -> None:
    """Count a mail to confirm an account with. Raises ConfirmationMailsTooMany."""
    _count("confirmation_mail", email, website_id, too_soon=ConfirmationMailsTooMany, too_many=ConfirmationMailsTooMany)


def _count(
    purpose: str, email: str, website_id: int, *, too_soon: type[InvalidInput], too_many: type[InvalidInput]
) -> None:
    set_to = config.read_all(
        [settings.RESET_PROTECTION, settings.RESET_REQUESTS, settings.RESET_MINUTES_APART], website_id=website_id
    )
    keys = {
        settings.BY_ADDRESS_AND_EMAIL: [("address", addresses.key()), ("email", _key(email, website_id))],
        settings.BY_ADDRESS: [("address", addresses.key())],
        settings.BY_EMAIL: [("email", _key(email, website_id))],
    }.get(set_to[settings.RESET_PROTECTION], [])
    gaps = [(Limit(f"{purpose}_gap_{by}", 1, 60 * set_to[settings.RESET_MINUTES_APART]), key) for by, key in keys]
    amounts = [(Limit(f"{purpose}_{by}", set_to[settings.RESET_REQUESTS], HOUR), key) for by, key in keys]
    support = config.read(email_path("support"), website_id=website_id)
    if not counters.take_all(*gaps):
        raise too_soon(support)
    if not counters.take_all(*amounts):
        for limit, key in gaps:
            counters.give_back(limit, key)
        raise too_many(support)


def _key(email: str, website_id: int) -> str:
    return f"{website_id}:{email_key(email)}"
