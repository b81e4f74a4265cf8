"""How long tokens live, and what becomes of those that have expired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command

from auth_tokens import tokens
from auth_tokens.config import ADMIN_LIFETIME, CUSTOMER_LIFETIME
from auth_tokens.models import Token
from stores import config
from stores.config import Scope
from stores.models import Store
from tests.recognition import recognize

pytestmark = pytest.mark.django_db
GiveToken = Callable[..., str]
CUSTOMER, ADMIN = Token.Kind.CUSTOMER, Token.Kind.ADMIN
HOUR, MOMENT = dt.timedelta(hours=1), dt.timedelta(seconds=20)


@pytest.mark.parametrize(("kind", "life"), [(CUSTOMER, HOUR), (ADMIN, 4 * HOUR)])
def test_a_customers_token_lives_one_hour_and_an_admins_four(
    give_token: GiveToken, kind: Token.Kind, life: dt.timedelta
) -> None:
    young, old = give_token(life - MOMENT, kind=kind), give_token(life, kind=kind)

    assert recognize(young)
    assert recognize(old) is None


@pytest.mark.parametrize(
    ("hours", "life"), [("0.5", HOUR / 2), ("0.01", dt.timedelta(seconds=36)), ("24", 24 * HOUR), ("1.25", 1.25 * HOUR)]
)
def test_a_merchant_decides_how_long_fractions_of_an_hour_too(
    give_token: GiveToken, hours: str, life: dt.timedelta
) -> None:
    config.write(CUSTOMER_LIFETIME, hours)

    young, old = give_token(life - MOMENT), give_token(life)

    assert recognize(young)
    assert recognize(old) is None


@pytest.mark.parametrize(("kind", "path"), [(CUSTOMER, CUSTOMER_LIFETIME), (ADMIN, ADMIN_LIFETIME)])
def test_an_empty_lifetime_means_never(give_token: GiveToken, kind: Token.Kind, path: str) -> None:
    old = give_token(24 * 365 * 20 * HOUR, kind=kind)

    config.write(path, "")

    assert recognize(old)


def test_the_longest_lifetime_there_is_can_be_used(give_token: GiveToken) -> None:
    config.write(CUSTOMER_LIFETIME, "876000")

    assert recognize(give_token(24 * 365 * HOUR))


def test_a_shorter_life_ends_tokens_given_before_and_a_longer_one_revives_them(give_token: GiveToken) -> None:
    text = give_token(HOUR / 2)

    config.write(CUSTOMER_LIFETIME, "0.25")
    assert recognize(text) is None

    config.write(CUSTOMER_LIFETIME, "2")
    assert recognize(text)


def test_each_website_has_its_own_lifetime(give_token: GiveToken, other_store: Store) -> None:
    config.write(CUSTOMER_LIFETIME, "0.25", scope=Scope.WEBSITES, scope_id=other_store.website_id)

    here, there = give_token(HOUR / 2), give_token(HOUR / 2, website_id=other_store.website_id)

    assert recognize(here)
    assert recognize(there) is None


def test_the_lifetime_of_one_kind_is_not_that_of_the_other(give_token: GiveToken) -> None:
    config.write(CUSTOMER_LIFETIME, "0.25")

    assert recognize(give_token(HOUR / 2, kind=ADMIN))


def test_a_new_token_takes_expired_ones_of_its_kind_away(give_token: GiveToken) -> None:
    admins = give_token(2 * HOUR, kind=ADMIN)
    old, young = give_token(2 * HOUR), give_token()

    new = tokens.issue(CUSTOMER, 9, website_id=1)

    kept = set(Token.objects.values_list("digest", flat=True))
    assert kept == {tokens.digest_of(text) for text in (admins, young, new)}
    assert tokens.digest_of(old) not in kept


def test_a_new_token_takes_a_limited_number_away_oldest_first(
    give_token: GiveToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write(CUSTOMER_LIFETIME, "")
    oldest, old = give_token(3 * HOUR), give_token(2 * HOUR)
    config.write(CUSTOMER_LIFETIME, "1")
    monkeypatch.setattr(tokens, "SWEEP", 1)

    tokens.issue(CUSTOMER, 9, website_id=1)

    kept = set(Token.objects.values_list("digest", flat=True))
    assert tokens.digest_of(old) in kept
    assert tokens.digest_of(oldest) not in kept


def test_nothing_is_taken_away_where_tokens_never_expire(give_token: GiveToken) -> None:
    config.write(CUSTOMER_LIFETIME, "")
    give_token(1000 * HOUR)

    tokens.issue(CUSTOMER, 9, website_id=1)

    assert Token.objects.count() == 2


def test_a_command_takes_every_expired_token_away(give_token: GiveToken, other_store: Store) -> None:
    config.write(CUSTOMER_LIFETIME, "")
    config.write(ADMIN_LIFETIME, "")
    good = [give_token(), give_token(kind=ADMIN), give_token(website_id=other_store.website_id)]
    for website_id in (1, other_store.website_id):
        give_token(2 * HOUR, website_id=website_id)
    give_token(5 * HOUR, kind=ADMIN)
    config.write(CUSTOMER_LIFETIME, "1")
    config.write(ADMIN_LIFETIME, "4")
    said = StringIO()

    call_command("delete_expired_tokens", stdout=said)

    assert set(Token.objects.values_list("digest", flat=True)) == {tokens.digest_of(text) for text in good}
    assert said.getvalue() == "3 expired tokens deleted.\n"
