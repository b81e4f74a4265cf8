"""Limits by where a call comes from."""

from __future__ import annotations

import ipaddress

from django.conf import settings

from kernel import origin

SHOP = (origin.Kind.ADMIN, origin.Kind.SYSTEM)


def key() -> str:
    """Whose counter the call being answered goes to: its address, or its /64 of IPv6, which one customer has whole.

    Empty where no address counts: commands have none, the shop's own people act for many, and the deployment may have
    switched it off. Limits do not count an empty key.
    """
    now = origin.current()
    if not settings.RATE_LIMITS or now.actor.kind in SHOP:
        return ""
    try:
        address = ipaddress.ip_address(now.address)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address)
