"""Who is acting, and where from: what history, limits and tokens note of whatever is done.

A surface says where a call comes from when it arrives; whoever recognizes somebody says who it is. Outside of any
call, in a command or a worker, the shop itself is acting.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What kind of somebody is acting."""

    GUEST = "guest"
    CUSTOMER = "customer"
    ADMIN = "admin"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Whoever is acting. `name` is an e-mail or a user name, empty for a guest."""

    kind: Kind
    id: int | None = None
    name: str = ""


@dataclass
class Origin:
    """Where a call comes from: `address` is an IP address, `agent` what the client calls itself; both may be empty.

    `device` is what the client wants its device to be called, `device_id` which of the caller's it turned out to be.
    `challenge` is what the client answered to show that it is no robot.
    """

    actor: Actor
    address: str = ""
    agent: str = ""
    request_id: str = ""
    device: str = ""
    device_id: int | None = None
    challenge: str = ""


SYSTEM = Actor(Kind.SYSTEM)
GUEST = Actor(Kind.GUEST)

_current: ContextVar[Origin] = ContextVar("origin")


def current() -> Origin:
    """The origin of what is being done now."""
    return _current.get(None) or Origin(SYSTEM)


@contextmanager
def coming_from(origin: Origin) -> Iterator[Origin]:
    """Whatever is done within the block comes from there."""
    token = _current.set(origin)
    try:
        yield origin
    finally:
        _current.reset(token)


def recognized(kind: Kind, id: int, name: str, *, device_id: int | None = None) -> None:
    """Say who the caller turned out to be. Outside of a call nothing is changed: the shop is acting then."""
    origin = _current.get(None)
    if origin is not None:
        origin.actor = Actor(kind, id, name)
        origin.device_id = device_id


@lru_cache(maxsize=10_000)
def network_of(address: str) -> str:
    """The network an address is in, which is kept where the address itself would be too much: /24, or /48 of IPv6.

    Empty for a text that is no address.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))
