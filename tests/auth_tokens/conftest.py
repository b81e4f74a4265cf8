"""Tokens whose age is chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from auth_tokens import tokens
from auth_tokens.models import Token


@pytest.fixture
def give_token(db: None) -> Callable[..., str]:
    """Gives a token some time ago."""

    def give(
        age: dt.timedelta = dt.timedelta(0),
        *,
        kind: Token.Kind = Token.Kind.CUSTOMER,
        owner_id: int = 7,
        website_id: int | None = 1,
    ) -> str:
        text = tokens.issue(kind, owner_id, website_id=website_id if kind == Token.Kind.CUSTOMER else None)
        Token.objects.filter(digest=tokens.digest_of(text)).update(created_at=timezone.now() - age)
        return text

    return give
