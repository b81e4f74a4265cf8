"""How long tokens, browser sessions and refresh tokens are good, as the merchant decides; a change holds at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from auth_tokens.config import (
    ADMIN_LIFETIME,
    CUSTOMER_LIFETIME,
    REFRESH_ABSOLUTE_DAYS,
    REFRESH_ACCESS_MINUTES,
    REFRESH_DAYS,
)
from auth_tokens.models import Token
from stores import config
from stores.models import Website

# The database's clock may have been put back since a token was given. What lies further ahead was given by a clock that
# was wrong by far; counted from there, its life would be as much too long.
AHEAD = dt.timedelta(minutes=10)

TICK = dt.timedelta(milliseconds=1)  # SQLite tells no smaller parts of a second, and so may be as late.


@dataclass(frozen=True)
class Lifetime:
    """What one kind of token is good for; None is without an end.

    `token` and `renewal` count from when the token was given: how long it is accepted, and how long its device stays
    signed in without another one. `absolute` counts from the sign-in.
    """

    token: dt.timedelta | None
    renewal: dt.timedelta | None
    absolute: dt.timedelta | None = None

    def left(self, token: Token, now: dt.datetime) -> dt.timedelta | None:
        """How long a token is still accepted, nothing or less if it is not any more; None without an end."""
        return self._left(token, now, self.token)

    def device_left(self, token: Token, now: dt.datetime) -> dt.timedelta | None:
        """How long its device stays signed in if nobody renews the token."""
        return self._left(token, now, self.renewal)

    def in_use(self) -> Q:
        """The condition that a device is signed in."""
        good = Q()
        if self.renewal is not None:
            good &= Q(created_at__gt=Now() - self.renewal, created_at__lt=Now() + AHEAD)
        if self.absolute is not None:
            good &= Q(signed_in_at__gt=Now() - self.absolute)
        return good

    def _left(self, token: Token, now: dt.datetime, span: dt.timedelta | None) -> dt.timedelta | None:
        ends = [] if span is None else [token.created_at + span]
        if self.absolute is not None:
            ends.append(token.signed_in_at + self.absolute)
        if not ends:
            return None
        return min(ends) - now - TICK if token.created_at < now + AHEAD else dt.timedelta(0)


def of(kind: Token.Kind, use: Token.Use, website_id: int | None) -> Lifetime:
    """How long tokens of a kind and use are good on a website."""
    match use:
        case Token.Use.SESSION:
            span = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
            return Lifetime(span, span)
        case Token.Use.RENEWABLE:
            wanted = config.read_all(
                [REFRESH_ACCESS_MINUTES, REFRESH_DAYS, REFRESH_ABSOLUTE_DAYS], website_id=website_id
            )
            return Lifetime(
                dt.timedelta(minutes=wanted[REFRESH_ACCESS_MINUTES]),
                dt.timedelta(days=wanted[REFRESH_DAYS]),
                dt.timedelta(days=wanted[REFRESH_ABSOLUTE_DAYS]),
            )
        case _:
            path = CUSTOMER_LIFETIME if kind == Token.Kind.CUSTOMER else ADMIN_LIFETIME
            hours = config.read(path, website_id=website_id)
            life = None if hours is None else dt.timedelta(hours=float(hours))
            return Lifetime(life, life)


def of_token(token: Token) -> Lifetime:
    """How long a token of this one's kind is good."""
    return of(Token.Kind(token.kind), Token.Use(token.use), token.website_id)


def seconds(span: dt.timedelta | None) -> int | None:
    """A span in whole seconds, never below nothing; None for one without an end."""
    return None if span is None else max(0, round(span.total_seconds()))


def in_use() -> Q:
    """What the devices of everybody have in common that are signed in."""
    good = Q(pk=None)
    for website in [None, *Website.objects.all()]:
        kind = Token.Kind.CUSTOMER if website else Token.Kind.ADMIN
        website_id = website.pk if website else None
        for use in Token.Use:
            good |= Q(kind=kind, use=use, website_id=website_id) & of(kind, use, website_id).in_use()
    return good
