"""Giving tokens, recognizing them, taking them back."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
import string
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now

from auth_tokens import lifetimes, names
from auth_tokens.models import Token
from kernel import origin

logger = logging.getLogger(__name__)

ALPHABET = string.ascii_lowercase + string.digits
LENGTH = 32
EXPIRES_IN = "X-Duplex-Token-Expires-In"  # the header in which every surface tells when a token it gives ends
SWEEP = 100  # Each new token takes away up to this many expired ones, so that they cannot pile up.
NOTED_EVERY = dt.timedelta(minutes=10)


class NewToken(str):
    """The text of a token that was just given, which knows in how many seconds it ends; None for never."""

    expires_in: int | None

    def __new__(cls, text: str, expires_in: int | None) -> NewToken:
        self = super().__new__(cls, text)
        self.expires_in = expires_in
        return self


@transaction.atomic
def issue(
    kind: Token.Kind,
    owner_id: int,
    *,
    website_id: int | None = None,
    use: Token.Use = Token.Use.API,
    device: str = "",
    refresh_token: str = "",
) -> NewToken:
    """A new token, 32 characters of a-z0-9. It is shown this once: only its hash is kept.

    `device` is what its owner finds it by; left out, it is named after the client that is calling. Whoever gives a
    token for a password makes sure beforehand, in the same transaction, that the password still is the one.
    """
    text = random_text()
    Token.objects.create(
        digest=digest_of(text),
        kind=kind,
        use=use,
        owner_id=owner_id,
        website_id=website_id,
        device=device or names.of_caller(),
        network=origin.network_of(origin.current().address),
        refresh_handle=digest_of(refresh_token[:LENGTH]) if refresh_token else None,
        refresh_digest=digest_of(refresh_token) if refresh_token else "",
    )
    delete_expired(kind, use, website_id=website_id, most=SWEEP)
    return NewToken(text, lifetimes.seconds(lifetimes.of(kind, use, website_id).token))


def recognize_session(text: str) -> Token | None:
    """The browser's session a secret belongs to, if it was not ended. Whoever sends a token is `customers.callers`'."""
    if len(text) != LENGTH:
        return None
    token = Token.objects.annotate(now=Now()).filter(digest=digest_of(text), use=Token.Use.SESSION).first()
    return token if token is not None and is_good(token, token.now) else None


def revoke_all(kind: Token.Kind, owner_id: int) -> int:
    """Take back every token of somebody, as Magento does; how many there were. Browser sessions stay.

    Whatever else has to end every sign-in calls `devices.end_all`.
    """
    return Token.objects.filter(kind=kind, owner_id=owner_id).exclude(use=Token.Use.SESSION).delete()[0]


def end_session(secret: str) -> None:
    """End the browser's session a secret belongs to, if there is one."""
    Token.objects.filter(digest=digest_of(secret), use=Token.Use.SESSION).delete()


def delete_expired(kind: Token.Kind, use: Token.Use, *, website_id: int | None, most: int) -> int:
    """Delete up to `most` tokens that have expired for good, oldest first; how many."""
    renewal = lifetimes.of(kind, use, website_id).renewal
    if renewal is None:
        return 0
    alike = Token.objects.filter(kind=kind, use=use, website_id=website_id)
    expired = alike.filter(created_at__lte=Now() - renewal).order_by("created_at").values_list("pk", flat=True)[:most]
    return Token.objects.filter(pk__in=list(expired)).delete()[0]


def random_text() -> str:
    """A text nobody can guess: 165 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def digest_of(text: str) -> str:
    """What is kept of a token. It is random and long enough for a plain hash."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_good(token: Token, now: dt.datetime) -> bool:
    """Whether a token that was found still counts at the database's time. If so, its use is noted now and then."""
    left = lifetimes.of_token(token).left(token, now)
    if left is not None and left <= dt.timedelta(0):
        return False
    if now - token.last_used_at >= NOTED_EVERY:
        _note_use(token)
    return True


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


def _note_use(token: Token) -> None:
    """Write down when and where a token was last used. It waits for nobody, and a call never fails because of it."""
    network = origin.network_of(origin.current().address)
    try:
        with _without_waiting(), transaction.atomic():
            free = Token.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
            if free.filter(pk=token.pk, last_used_at=token.last_used_at).values_list("pk").first():
                Token.objects.filter(pk=token.pk).update(last_used_at=Now(), network=network or token.network)
    except DatabaseError:
        logger.warning("The last use of a token could not be noted.", exc_info=True)


@contextmanager
def _without_waiting() -> Iterator[None]:
    """Let SQLite, which has one writer at a time, refuse at once within the block. PostgreSQL skips a locked row."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
