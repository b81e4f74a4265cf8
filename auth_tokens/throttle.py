"""Slowing down whoever guesses passwords: after too many failures a name is refused for a while, right password or not.

A name is counted whether anybody has it or not, each kind of owner and each website by itself. Tokens that were given
before are not touched: strangers cannot throw anybody out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from auth_tokens import config as settings
from auth_tokens.errors import SignInFailed
from auth_tokens.models import SignInFailures, Token
from stores import config

NO_WEBSITE = 0  # admins sign in to all of them
SWEEP = 100  # Each failure takes away up to this many that no longer count.


@contextmanager
def counted(kind: Token.Kind, name: str, *, website_id: int = NO_WEBSITE) -> Iterator[None]:
    """Try to sign somebody in within the block: a SignInFailed counts against the name, the end of the block clears it.

    Raises SignInFailed at once where too many have counted already.
    """
    limits = config.read_all([settings.MOST_FAILURES, settings.LOCK_SECONDS])
    most, seconds = limits[settings.MOST_FAILURES], limits[settings.LOCK_SECONDS]
    key = {
        "kind": kind,
        "website_id": website_id,
        "name_digest": hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest(),
    }
    known = SignInFailures.objects.filter(**key)
    counts = most and seconds
    failures = known.filter(counts_until_at__gt=timezone.now()).first() if counts else None
    if failures is not None and failures.count >= most:
        raise SignInFailed()
    try:
        yield
    except SignInFailed as failure:
        if counts and failure.counts:
            _count(key, dt.timedelta(seconds=seconds))
        raise
    if failures is not None:
        known.delete()


@transaction.atomic
def _count(key: dict[str, object], span: dt.timedelta) -> None:
    now = timezone.now()
    row, _ = SignInFailures.objects.select_for_update().get_or_create(**key, defaults={"counts_until_at": now})
    row.count = row.count + 1 if row.counts_until_at > now else 1
    row.counts_until_at = now + span
    row.save(update_fields=["count", "counts_until_at"])
    over = SignInFailures.objects.filter(counts_until_at__lte=now).order_by("counts_until_at")
    SignInFailures.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:SWEEP])).delete()
