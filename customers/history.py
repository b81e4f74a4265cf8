"""What can happen to an account, and noting it: one statement for a deed, in the transaction of the deed.

What is noted of values is what a merchant has to be able to read later: names, e-mails, groups. Of what is nobody's
business or could be used to sign in, such as passwords, days of birth or tax numbers, only that it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from history import events

Told = tuple[str, dict[str, Any]]
"""An event and its details."""

SUBJECT = "customer"

CREATED = "created"
CHANGED = "changed"
EMAIL_CHANGED = "email_changed"
GROUP_CHANGED = "group_changed"
MOVED = "moved"
PASSWORD_CHANGED = "password_changed"
RESET_REQUESTED = "reset_requested"
PASSWORD_RESET = "password_reset"
CONFIRMED = "confirmed"
LOCKED = "locked"
UNLOCKED = "unlocked"
ADDRESS_ADDED = "address_added"
ADDRESS_CHANGED = "address_changed"
ADDRESS_DELETED = "address_deleted"
DEFAULTS_CHANGED = "defaults_changed"
SUBSCRIPTION_ASKED = "subscription_asked"
SUBSCRIBED = "subscribed"
UNSUBSCRIBED = "unsubscribed"
TOKENS_REVOKED = "tokens_revoked"
REPRESENTED = "represented"
DELETED = "deleted"

events.declare(
    SUBJECT,
    {
        CREATED: "Account created",
        CHANGED: "Account changed",
        EMAIL_CHANGED: "E-mail changed",
        GROUP_CHANGED: "Group changed",
        MOVED: "Moved to another website or store view",
        PASSWORD_CHANGED: "Password changed",
        RESET_REQUESTED: "Password reset asked for",
        PASSWORD_RESET: "Password reset",
        CONFIRMED: "E-mail confirmed",
        LOCKED: "Account locked",
        UNLOCKED: "Account unlocked",
        ADDRESS_ADDED: "Address added",
        ADDRESS_CHANGED: "Address changed",
        ADDRESS_DELETED: "Address deleted",
        DEFAULTS_CHANGED: "Default addresses changed",
        SUBSCRIPTION_ASKED: "Newsletter subscription waits to be confirmed",
        SUBSCRIBED: "Newsletter subscribed",
        UNSUBSCRIBED: "Newsletter unsubscribed",
        TOKENS_REVOKED: "Tokens taken back",
        REPRESENTED: "Token given to act in the customer's place",
        DELETED: "Account deleted",
    },
)

PRIVATE = {"dob", "gender", "taxvat", "custom_values"}
"""What is noted to have changed, but not from what to what."""
UNTOLD = {"telephone_parsed"}  # says what telephone says


def note(customer_id: int, event: str, **details: Any) -> None:
    """Note one thing that happened to an account."""
    events.record(SUBJECT, customer_id, event, **details)


def note_all(customer_id: int, told: Iterable[Told]) -> None:
    """Note several things that happened to an account in one deed."""
    events.record_all(SUBJECT, [(customer_id, event, details) for event, details in told])


def note_of_many(told: Iterable[tuple[int, str, dict[str, Any]]]) -> None:
    """Note what happened to several accounts in one deed: of each the id, the event and the details."""
    events.record_all(SUBJECT, told)


def forget(customer_id: int) -> None:
    """Take out of what happened to an account whatever says whose it was."""
    events.erase_person(SUBJECT, customer_id)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Told]:
    """What a change of an account came to, column by column; nothing if nothing is different.

    A new e-mail, another group and another place are told apart from the rest, for somebody who looks for just that.
    """
    changed = {name: (before[name], after[name]) for name in sorted(after) if before[name] != after[name]}
    told: list[Told] = []
    for event, names in ((EMAIL_CHANGED, {"email"}), (GROUP_CHANGED, {"group"}), (MOVED, {"website", "store"})):
        found = {name: _texts(changed.pop(name)) for name in sorted(names & changed.keys())}
        if found:
            told.append((event, found))
    if changed:
        told.append((CHANGED, {name: None if name in PRIVATE else _texts(pair) for name, pair in changed.items()}))
    return told


def address_changed(address_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Told]:
    """What a change of an address came to: names alone; what it says stands in the address book and nowhere else."""
    fields = sorted(name for name in after if before[name] != after[name] and name not in UNTOLD)
    return [(ADDRESS_CHANGED, {"address": address_id, "fields": fields})] if fields else []


def defaults_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Told]:
    """What a change of the default addresses came to: their numbers, by kind."""
    changed = {kind: [before[kind], after[kind]] for kind in sorted(after) if before[kind] != after[kind]}
    return [(DEFAULTS_CHANGED, changed)] if changed else []


def _texts(pair: tuple[Any, Any]) -> list[Any]:
    return [value if value is None or isinstance(value, bool) else str(value) for value in pair]
