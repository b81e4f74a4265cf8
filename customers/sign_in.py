"""Customers saying who they are: with a password for a token or a session, with a token for a call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from auth_tokens import refresh, throttle, tokens
from auth_tokens.errors import CredentialRequired, RefreshTokenNotGood, SignInFailed
from auth_tokens.models import Token
from auth_tokens.tokens import NewToken
from customers import history, lookups
from customers.callers import Caller
from customers.errors import CustomerGone, NoTokens, SignInNotConfirmed, UsernameRequired
from customers.models import Customer, email_key
from kernel import origin
from kernel.errors import InvalidInput, combined
from limits import challenges
from stores.models import Store

CUSTOMER_KEY = "customer"


def create_customer_access_token(*, store: Store, email: str | None, password: str | None) -> NewToken:
    """A token, good on the store's website.

    Raises UsernameRequired, CredentialRequired, SeveralProblems, SignInFailed, SignInNotConfirmed.
    """
    customer = authenticate(store=store, email=email, password=password)
    with _still_so(customer):
        return tokens.issue(Token.Kind.CUSTOMER, customer.pk, website_id=store.website_id)


def create_refreshable_token(*, store: Store, email: str | None, password: str | None) -> refresh.Given:
    """The same for clients that can refresh it, if the merchant lets them.

    Raises UsernameRequired, CredentialRequired, SeveralProblems, SignInFailed, SignInNotConfirmed.
    """
    customer = authenticate(store=store, email=email, password=password)
    with _still_so(customer):
        return refresh.give(Token.Kind.CUSTOMER, customer.pk, website_id=store.website_id)


def refresh_token(*, store: Store, refresh_token: str | None) -> refresh.Given:
    """Another token and refresh token in exchange for a refresh token. Whether a name is refused makes no difference.

    Raises CredentialRequired, RefreshTokenNotGood.
    """
    if not refresh_token:
        raise CredentialRequired(fieldName="refreshToken")
    device = refresh.owner_of(refresh_token, website_id=store.website_id)
    customer = Customer.objects.filter(pk=device.owner_id, website_id=store.website_id).first()
    if device.kind != Token.Kind.CUSTOMER or customer is None or customer.is_locked or not customer.is_confirmed:
        raise RefreshTokenNotGood()
    given = refresh.use(refresh_token, website_id=store.website_id)
    recognized(customer, device)
    return given


def revoke_customer_access_token(*, customer: Customer) -> None:
    """Take back every token of a customer; browser sessions stay. Raises NoTokens."""
    if not revoke_tokens(customer=customer):
        raise NoTokens()


@transaction.atomic
def revoke_tokens(*, customer: Customer) -> bool:
    """The same for whoever does not mind that there are none; whether there were any."""
    revoked = bool(tokens.revoke_all(Token.Kind.CUSTOMER, customer.pk))
    if revoked:
        history.note(customer.pk, history.TOKENS_REVOKED)
    return revoked


def authenticate(*, store: Store, email: str | None, password: str | None) -> Customer:
    """The customer of the store's website with this e-mail and password.

    Whatever the reason is for a refusal, the work was the same: one password compared, or a text hashed in its place.

    Raises UsernameRequired, CredentialRequired, SeveralProblems, ChallengeFailed, SignInFailed, SignInNotConfirmed,
    TooBusy.
    """
    if not email or not password:
        raise _missing(email, password)
    challenges.check(challenges.Form.CUSTOMER_LOGIN)
    with throttle.counted(Token.Kind.CUSTOMER, email_key(email), website_id=store.website_id):
        customer = lookups.customer_by_email(email, store.website)
        if customer is None:
            make_password(password)  # As much work as for an e-mail somebody has, so that time tells nothing.
            raise SignInFailed()
        if not customer.password_is(password) or customer.is_locked:
            raise SignInFailed()
        if not customer.is_confirmed:
            raise SignInNotConfirmed()
    return recognized(customer)


def customer_of(caller: Caller, store: Store) -> Customer | None:
    """Whom somebody with a token speaks for in a store view; None for an admin, or with a token of another website.

    Raises CustomerGone.
    """
    token = caller.token
    if token.kind != Token.Kind.CUSTOMER or token.website_id != store.website_id:
        return None
    if caller.customer is None:
        raise CustomerGone(customerId=token.owner_id)
    return recognized(caller.customer, token)


def recognized(customer: Customer, device: Token | None = None) -> Customer:
    """The same customer, known from here on as whoever is acting, and with which device."""
    origin.recognized(origin.Kind.CUSTOMER, customer.pk, customer.email, device_id=device.pk if device else None)
    return customer


def remember(customer: Customer, session: MutableMapping[str, Any]) -> None:
    """Sign a customer in to a browser's session, which is a mapping as far as this is concerned.

    Raises SignInFailed if the account has changed since its password was compared.
    """
    with _still_so(customer):
        secret = tokens.issue(Token.Kind.CUSTOMER, customer.pk, website_id=customer.website_id, use=Token.Use.SESSION)
    session[CUSTOMER_KEY] = str(secret)


def forget(session: MutableMapping[str, Any]) -> None:
    """Sign the customer of a session out."""
    kept = session.pop(CUSTOMER_KEY, None)
    if isinstance(kept, str):
        tokens.end_session(kept)


def customer_of_session(session: Mapping[str, Any], store: Store) -> Customer | None:
    """Who is signed in with a browser's session on the store's website; None if nobody is, or not any more."""
    kept = session.get(CUSTOMER_KEY)
    device = tokens.recognize_session(kept) if isinstance(kept, str) else None
    if device is None or device.kind != Token.Kind.CUSTOMER or device.website_id != store.website_id:
        return None
    customer = Customer.objects.with_account().filter(pk=device.owner_id, website_id=store.website_id).first()
    return recognized(customer, device) if customer else None


@contextmanager
def _still_so(customer: Customer) -> Iterator[None]:
    """Let nothing about a sign-in change within the block, after a last look whether anything has.

    Comparing a password takes long. A new one, a lock or the end of the account takes back every token there is; one
    that is given a moment later, for what was true before, would outlive it. All of them lock the account's row, too.

    Raises SignInFailed.
    """
    with transaction.atomic():
        now = Customer.objects.select_for_update().filter(pk=customer.pk).first()
        compared = customer.password_hash, customer.website_id
        if now is None or now.is_locked or (now.password_hash, now.website_id) != compared:
            raise SignInFailed()
        yield


def _missing(email: str | None, password: str | None) -> InvalidInput:
    missing: list[InvalidInput] = []
    if not email:
        missing.append(UsernameRequired(fieldName="username"))
    if not password:
        missing.append(CredentialRequired(fieldName="password"))
    return combined(missing)
