"""Giving tokens, recognizing them, taking them back."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import string
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from auth_tokens.config import ADMIN_LIFETIME, CUSTOMER_LIFETIME
from auth_tokens.models import Token
from stores import config

ALPHABET = string.ascii_lowercase + string.digits
LENGTH = 32
SWEEP = 100  # Each new token takes away up to this many expired ones, so that they cannot pile up.


@transaction.atomic
def issue(kind: Token.Kind, owner_id: int, *, website_id: int | None = None) -> str:
    """A new token, 32 characters of a-z0-9. It is shown this once: only its hash is kept."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    now = timezone.now()
    Token.objects.create(digest=digest_of(text), kind=kind, owner_id=owner_id, website_id=website_id, created_at=now)
    delete_expired(kind, website_id=website_id, most=SWEEP)
    return text


def recognize(text: str) -> Token | None:
    """The token a text is, if it was given, is not revoked and has not expired."""
    if len(text) != LENGTH:
        return None
    token = Token.objects.filter(digest=digest_of(text)).first()
    if token is None:
        return None
    oldest = oldest_good(Token.Kind(token.kind), token.website_id)
    return token if oldest is None or token.created_at > oldest else None


def revoke_all(kind: Token.Kind, owner_id: int) -> int:
    """Take back every token of somebody; how many there were."""
    return Token.objects.filter(kind=kind, owner_id=owner_id).delete()[0]


def delete_expired(kind: Token.Kind, *, website_id: int | None, most: int) -> int:
    """Delete up to `most` expired tokens, oldest first; how many."""
    oldest = oldest_good(kind, website_id)
    if oldest is None:
        return 0
    expired = Token.objects.filter(kind=kind, website_id=website_id, created_at__lte=oldest).order_by("created_at")
    return Token.objects.filter(pk__in=list(expired.values_list("pk", flat=True)[:most])).delete()[0]


def oldest_good(kind: Token.Kind, website_id: int | None) -> dt.datetime | None:
    """Tokens given at this time or before have expired; None if they never do."""
    path = CUSTOMER_LIFETIME if kind == Token.Kind.CUSTOMER else ADMIN_LIFETIME
    hours: Decimal | None = config.read(path, website_id=website_id)
    return None if hours is None else timezone.now() - dt.timedelta(hours=float(hours))


def digest_of(text: str) -> str:
    """What is kept of a token. It is random and long enough for a plain hash."""
    return hashlib.sha256(text.encode()).hexdigest()


def carried_by(authorization: str) -> str | None:
    """The token in the text of an Authorization header: two words, the first one `Bearer` in any case.

    None for anything else, an empty text included: whoever sends that is a guest.
    """
    words = authorization.split(" ")
    return words[1] if len(words) == 2 and words[0].lower() == "bearer" else None


def is_claimed_by(authorization: str) -> bool:
    """Whether the text of an Authorization header means to carry a token, whatever it carries."""
    scheme, _, rest = authorization.partition(" ")
    return scheme.lower() == "bearer" and bool(rest.strip())
