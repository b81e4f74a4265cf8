"""Giving tokens, recognizing them, taking them back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from auth_tokens import tokens
from auth_tokens.models import Token
from tests.recognition import recognize

pytestmark = pytest.mark.django_db
CUSTOMER, ADMIN = Token.Kind.CUSTOMER, Token.Kind.ADMIN


def test_a_token_is_32_letters_and_digits_and_never_the_same() -> None:
    given = {tokens.issue(CUSTOMER, 7, website_id=1) for _ in range(20)}

    assert len(given) == 20
    assert all(re.fullmatch(r"[a-z0-9]{32}", text) for text in given)


def test_only_a_hash_of_a_token_is_kept() -> None:
    text = tokens.issue(CUSTOMER, 7, website_id=1)

    (row,) = Token.objects.values()
    assert text not in str(row)
    assert row["digest"] == tokens.digest_of(text)
    assert len(row["digest"]) == 64


def test_a_given_token_is_recognized() -> None:
    token = recognize(tokens.issue(CUSTOMER, 7, website_id=1))

    assert token is not None
    assert (token.kind, token.owner_id, token.website_id) == (CUSTOMER, 7, 1)
    assert abs(timezone.now() - token.created_at) < dt.timedelta(minutes=1)


@pytest.mark.parametrize("change", [str.upper, lambda text: text[:-1], lambda text: text + "a", tokens.digest_of])
def test_anything_but_the_very_token_is_not_recognized(change: Callable[[str], str]) -> None:
    text = tokens.issue(CUSTOMER, 7, website_id=1)

    assert recognize(change(text)) is None


@pytest.mark.parametrize("text", ["", "a" * 32, "é" * 32, "\0" * 32, "a" * 1_000_000])
def test_a_text_that_was_never_given_is_not_recognized(text: str) -> None:
    assert recognize(text) is None


def test_a_text_that_cannot_be_a_token_is_not_looked_up(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        recognize("short")


def test_a_token_is_recognized_in_two_statements(django_assert_num_queries: Any) -> None:
    text = tokens.issue(CUSTOMER, 7, website_id=1)

    with django_assert_num_queries(2):
        recognize(text)


def test_a_second_token_does_not_end_the_first() -> None:
    first, second = tokens.issue(CUSTOMER, 7, website_id=1), tokens.issue(CUSTOMER, 7, website_id=1)

    assert recognize(first)
    assert recognize(second)


def test_revoking_ends_every_token_of_its_owner_and_nobody_elses() -> None:
    own = [tokens.issue(CUSTOMER, 7, website_id=1) for _ in range(3)]
    others = [tokens.issue(CUSTOMER, 8, website_id=1), tokens.issue(ADMIN, 7)]

    count = tokens.revoke_all(CUSTOMER, 7)

    assert count == 3
    assert [recognize(text) for text in own] == [None, None, None]
    assert all(recognize(text) for text in others)


def test_revoking_where_there_is_nothing_counts_nothing() -> None:
    assert tokens.revoke_all(CUSTOMER, 7) == 0


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer abc", "abc"),
        ("BEARER abc", "abc"),
        ("", None),
        ("Bearer", None),
        ("Bearer a b", None),
        ("Bearer  abc", None),
        ("Basic abc", None),
        ("abc", None),
        ("OAuth abc", None),
    ],
)
def test_a_header_carries_a_token_in_two_words(header: str, token: str | None) -> None:
    assert tokens.carried_by(header) == token
