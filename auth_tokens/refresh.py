"""Refresh tokens: a new token without the password, for a while.

Each can be used once and gives another one in its place. Whoever brings one that was used before holds a copy, or has
had one taken: nobody can tell which, so the whole family ends and the password is asked for again.

All of a family begin with the same handle, by which its one row is found, and end in a secret of their own, of which
the row knows the latest. So one that was used long ago is still known for what it is, and nothing is kept of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare

from auth_tokens import config as settings
from auth_tokens import lifetimes, tokens
from auth_tokens.errors import RefreshTokenNotGood
from auth_tokens.models import Token
from auth_tokens.tokens import LENGTH, NewToken, digest_of, random_text
from history import events
from kernel import origin
from stores import config

REUSED = "refresh_token_reused"
for kind in Token.Kind:
    events.declare(kind, {REUSED: "Refresh token used twice; its device was signed out"})


@dataclass(frozen=True)
class Given:
    """What a sign-in or a refresh gives: a token, and a refresh token if the merchant gives them.

    Each of the two ends after so many seconds; None for never, or where there is no refresh token.
    """

    token: NewToken
    refresh_token: str | None = None
    refresh_expires_in: int | None = None

    @property
    def expires_in(self) -> int | None:
        return self.token.expires_in


def give(kind: Token.Kind, owner_id: int, *, website_id: int) -> Given:
    """A token for somebody who has just signed in; with a refresh token, if the merchant gives them."""
    if not config.read(settings.REFRESH_ENABLED, website_id=website_id):
        return Given(tokens.issue(kind, owner_id, website_id=website_id))
    text = random_text() + random_text()
    token = tokens.issue(kind, owner_id, website_id=website_id, use=Token.Use.RENEWABLE, refresh_token=text)
    lifetime = lifetimes.of(kind, Token.Use.RENEWABLE, website_id)
    assert lifetime.renewal
    assert lifetime.absolute
    return Given(token, text, lifetimes.seconds(min(lifetime.renewal, lifetime.absolute)))


def owner_of(text: str, *, website_id: int) -> Token:
    """The device a refresh token belongs to, so that its owner can be asked about. Raises RefreshTokenNotGood."""
    token = _family(text).filter(website_id=website_id).first()
    if token is None or not config.read(settings.REFRESH_ENABLED, website_id=website_id):
        raise RefreshTokenNotGood()
    return token


def use(text: str, *, website_id: int) -> Given:
    """Another token and refresh token in exchange for a refresh token; the token given before ends.

    Whoever calls has looked at the owner. Raises RefreshTokenNotGood; if it was used before, its family has ended.
    """
    given = _exchanged(text, owner_of(text, website_id=website_id))
    if given is None:
        raise RefreshTokenNotGood()
    return given


@transaction.atomic
def _exchanged(text: str, known: Token) -> Given | None:
    """None for one that is not good: what is done about it then is kept."""
    # In one row, locked: of two who come at once the second finds it used, and an ended device stays ended.
    token = _family(text).select_for_update().annotate(now=Now()).filter(pk=known.pk).first()
    if token is None:
        return None
    kind = Token.Kind(token.kind)
    if not constant_time_compare(token.refresh_digest, digest_of(text)):
        token.delete()
        events.record(kind, token.owner_id, REUSED, device=token.device)
        return None
    lifetime = lifetimes.of_token(token)
    left = lifetime.device_left(token, token.now)
    if left is None or left.total_seconds() <= 0:
        token.delete()
        return None
    new, next_text = random_text(), text[:LENGTH] + random_text()
    Token.objects.filter(pk=token.pk).update(
        digest=digest_of(new),
        refresh_digest=digest_of(next_text),
        created_at=Now(),
        last_used_at=Now(),
        network=origin.network_of(origin.current().address) or token.network,
    )
    token.created_at = token.now
    return Given(
        NewToken(new, lifetimes.seconds(lifetime.left(token, token.now))),
        next_text,
        lifetimes.seconds(lifetime.device_left(token, token.now)),
    )


def _family(text: str) -> QuerySet[Token]:
    """The one row of a refresh token's family, if there is one."""
    if len(text) != 2 * LENGTH:
        return Token.objects.none()
    return Token.objects.filter(refresh_handle=digest_of(text[:LENGTH]))
