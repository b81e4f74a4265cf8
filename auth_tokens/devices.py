"""The devices somebody is signed in with: looking at them, and ending one, the others or all.

A device is one sign-in, by token or in a browser. The functions called `revoke` are what somebody does to their
devices, and are noted; those called `end` are part of another deed, which is noted itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from auth_tokens import lifetimes
from auth_tokens.models import Token
from auth_tokens.names import UNKNOWN
from history import events
from kernel import origin
from kernel.errors import NoSuchEntity

REVOKED, REVOKED_OTHERS, REVOKED_ALL = "device_revoked", "other_devices_revoked", "all_devices_revoked"
LABELS = {
    REVOKED: "Device signed out",
    REVOKED_OTHERS: "Other devices signed out",
    REVOKED_ALL: "All devices signed out",
}
for kind in Token.Kind:
    events.declare(kind, LABELS)


@dataclass(frozen=True)
class Device:
    """A sign-in that is good, as its owner may see it.

    `id` names it and opens nothing. `use` is what carries it, `network` where it was last seen, empty if nobody knows.
    `expires_in` is after how many seconds it ends, if its token is not refreshed before; None for never.
    """

    id: int
    name: str
    use: Token.Use
    network: str
    signed_in_at: dt.datetime
    last_used_at: dt.datetime
    expires_in: int | None
    is_current: bool

    @property
    def kind(self) -> str:
        """What carries it, in words."""
        return self.use.label


def of(kind: Token.Kind, owner_id: int) -> list[Device]:
    """The devices somebody is signed in with, the one that was used last first."""
    return list(_in_use(kind, owner_id))


@transaction.atomic
def revoke(kind: Token.Kind, owner_id: int, device_id: int) -> None:
    """End one device. Raises NoSuchEntity, alike for one that is not there and for somebody else's."""
    device = next((each for each in _in_use(kind, owner_id) if each.id == device_id), None)
    if device is None or not _all_of(kind, owner_id).filter(pk=device.id).delete()[0]:
        raise NoSuchEntity(deviceId=device_id)
    events.record(kind, owner_id, REVOKED, device=device.name)


@transaction.atomic
def revoke_others(kind: Token.Kind, owner_id: int) -> int:
    """End every device but the one that is calling; how many there were."""
    count = end_others(kind, owner_id)
    if count:
        events.record(kind, owner_id, REVOKED_OTHERS, count=count)
    return count


@transaction.atomic
def revoke_all(kind: Token.Kind, owner_id: int) -> int:
    """End every device, the one that is calling too; how many there were."""
    count = end_all(kind, owner_id)
    if count:
        events.record(kind, owner_id, REVOKED_ALL, count=count)
    return count


def end_others(kind: Token.Kind, owner_id: int) -> int:
    """The same as `revoke_others`, as part of another deed. All of them, if it is not the owner who is calling."""
    here = current_id(kind, owner_id)
    mine = _all_of(kind, owner_id)
    return (mine if here is None else mine.exclude(pk=here)).delete()[0]


def end_all(kind: Token.Kind, owner_id: int) -> int:
    """The same as `revoke_all`, as part of another deed.

    What a sign-in must not outlive, such as a new password, locks its owner's row before this in one transaction with
    it. A sign-in locks the row, too, and looks at it again: so it is either ended here, or refused there.
    """
    return _all_of(kind, owner_id).delete()[0]


def current_id(kind: Token.Kind, owner_id: int) -> int | None:
    """Which device somebody is calling with; None if somebody else is calling."""
    caller = origin.current()
    is_owner = (caller.actor.kind, caller.actor.id) == (origin.Kind(kind.value), owner_id)
    return caller.device_id if is_owner else None


def _all_of(kind: Token.Kind, owner_id: int) -> QuerySet[Token]:
    return Token.objects.filter(kind=kind, owner_id=owner_id)


def _in_use(kind: Token.Kind, owner_id: int) -> Iterator[Device]:
    known: dict[tuple[str, int | None], lifetimes.Lifetime] = {}
    here = current_id(kind, owner_id)
    for token in _all_of(kind, owner_id).annotate(now=Now()).order_by("-last_used_at", "-id"):
        alike = token.use, token.website_id
        if alike not in known:
            known[alike] = lifetimes.of_token(token)
        left = known[alike].device_left(token, token.now)
        if left is None or left > dt.timedelta(0):
            yield Device(
                id=token.pk,
                name=token.device or UNKNOWN,
                use=Token.Use(token.use),
                network=token.network,
                signed_in_at=token.signed_in_at,
                last_used_at=token.last_used_at,
                expires_in=lifetimes.seconds(left),
                is_current=token.pk == here,
            )
