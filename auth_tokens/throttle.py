"""Slowing down whoever guesses passwords: after too many failures a name is refused for a while, right password or not.

A name is counted whether anybody has it or not, each kind of owner and each website by itself. A try is counted before
its password is looked at, so of many at the same moment no more are compared than one after the other. An address that
fails with many names is refused too. Tokens that were given before are not touched: strangers cannot throw anybody out.

Every end of a try is noted by the logger `duplex.authentication`; the name only as the digest it is counted by.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from auth_tokens import config as settings
from auth_tokens.errors import SignInFailed
from auth_tokens.models import Token
from kernel import origin
from limits import addresses, counters
from limits.counters import Limit
from stores import config

NO_WEBSITE = 0  # admins sign in to all of them
PURPOSE = "sign_in"
PURPOSE_OF_ADDRESSES = "sign_in_address"

logger = logging.getLogger("duplex.authentication")


@contextmanager
def counted(kind: Token.Kind, name: str, *, website_id: int = NO_WEBSITE) -> Iterator[None]:
    """Try to sign somebody in within the block: a SignInFailed counts against the name, the end of the block clears it.

    It belongs into no transaction. What is refused is not worth the work of a hash: that tells a stranger nothing but
    what strangers did, alike for names somebody has and names nobody has.

    Raises SignInFailed at once where too many have counted already, TooBusy.
    """
    set_to = config.read_all([settings.MOST_FAILURES, settings.MOST_FAILURES_PER_ADDRESS, settings.LOCK_SECONDS])
    seconds = set_to[settings.LOCK_SECONDS]
    of_name = Limit(PURPOSE, set_to[settings.MOST_FAILURES], seconds)
    of_address = Limit(PURPOSE_OF_ADDRESSES, set_to[settings.MOST_FAILURES_PER_ADDRESS], seconds)
    key, address = _key(kind, name, website_id), addresses.key()
    # Failures alone count against an address, once they have happened: a whole shop may be signing in from one.
    if counters.is_reached(of_address, address):
        note("throttled", kind, name, website_id=website_id)
        raise SignInFailed()
    try:
        with counters.attempt(of_name, key) as outcome:
            try:
                yield
            except SignInFailed as failure:
                if failure.counts:
                    counters.take(of_address, address)
                else:
                    outcome.does_not_count()
                note("failure", kind, name, website_id=website_id)
                raise
            outcome.succeeded()
    except counters.Refused:
        counters.take(of_address, address)
        note("throttled", kind, name, website_id=website_id)
        raise SignInFailed() from None
    note("success", kind, name, website_id=website_id)


def is_refused(kind: Token.Kind, name: str, *, website_id: int = NO_WEBSITE) -> bool:
    """Whether a name has failed too often to try again by now."""
    set_to = config.read_all([settings.MOST_FAILURES, settings.LOCK_SECONDS])
    of_name = Limit(PURPOSE, set_to[settings.MOST_FAILURES], set_to[settings.LOCK_SECONDS])
    return counters.is_reached(of_name, _key(kind, name, website_id))


def forget(kind: Token.Kind, name: str, *, website_id: int = NO_WEBSITE) -> None:
    """Let a name try anew at once."""
    counters.forget(PURPOSE, _key(kind, name, website_id))


def note(event: str, kind: Token.Kind, name: str, *, website_id: int = NO_WEBSITE) -> None:
    """Write down how somebody's proving who they are has ended. No name, no password."""
    about = {
        "event": f"authentication_{event}",
        "kind": str(kind),
        "website_id": website_id,
        "name_digest": counters.digest_of(_key(kind, name, website_id))[:16],
        "network": origin.network_of(origin.current().address),
    }
    logger.info("%s", " ".join(f"{word}={value}" for word, value in about.items()), extra=about)


def _key(kind: Token.Kind, name: str, website_id: int) -> str:
    return f"{kind}:{website_id}:{name}"
