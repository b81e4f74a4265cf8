"""Customers saying who they are: with a password for a token or a session, with a token for a call."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.crypto import constant_time_compare, salted_hmac

from auth_tokens import throttle, tokens
from auth_tokens.errors import CredentialRequired, SignInFailed
from auth_tokens.models import Token
from customers import lookups
from customers.errors import NoTokens, SignInNotConfirmed, UsernameRequired
from customers.models import Customer, email_key
from kernel import origin
from kernel.errors import InvalidInput, combined
from stores.models import Store

CUSTOMER_KEY = "customer"


def create_customer_access_token(*, store: Store, email: str | None, password: str | None) -> str:
    """A token, good on the store's website.

    Raises UsernameRequired, CredentialRequired, SeveralProblems, SignInFailed, SignInNotConfirmed.
    """
    customer = authenticate(store=store, email=email, password=password)
    return tokens.issue(Token.Kind.CUSTOMER, customer.pk, website_id=store.website_id)


def revoke_customer_access_token(*, customer: Customer) -> None:
    """Take back every token of a customer. Raises NoTokens."""
    if not tokens.revoke_all(Token.Kind.CUSTOMER, customer.pk):
        raise NoTokens()


def authenticate(*, store: Store, email: str | None, password: str | None) -> Customer:
    """The customer of the store's website with this e-mail and password.

    Raises UsernameRequired, CredentialRequired, SeveralProblems, SignInFailed, SignInNotConfirmed.
    """
    if not email or not password:
        raise _missing(email, password)
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


def customer_of(token: Token, store: Store) -> Customer | None:
    """Who a recognized token speaks for in a store view; None for an admin's, or one of another website.

    Raises CustomerGone.
    """
    if token.kind != Token.Kind.CUSTOMER or token.website_id != store.website_id:
        return None
    return recognized(lookups.customer_with_token(token))


def recognized(customer: Customer) -> Customer:
    """The same customer, known from here on as whoever is acting."""
    origin.recognized(origin.Kind.CUSTOMER, customer.pk, customer.email)
    return customer


def remember(customer: Customer, session: MutableMapping[str, Any]) -> None:
    """Sign a customer in to a browser's session, which is a mapping as far as this is concerned."""
    session[CUSTOMER_KEY] = [customer.pk, _mark(customer)]


def forget(session: MutableMapping[str, Any]) -> None:
    """Sign the customer of a session out."""
    session.pop(CUSTOMER_KEY, None)


def customer_of_session(session: Mapping[str, Any], store: Store) -> Customer | None:
    """Who is signed in with a browser's session on the store's website; None if nobody is, or not any more."""
    match session.get(CUSTOMER_KEY):
        case [int(customer_id), str(mark)]:
            customer = Customer.objects.with_account().filter(pk=customer_id, website_id=store.website_id).first()
            if customer is not None and constant_time_compare(mark, _mark(customer)):
                return recognized(customer)
    return None


def _mark(customer: Customer) -> str:
    """What stops fitting once the password changes: sessions that were opened with the old one end."""
    return salted_hmac("customers.sign_in.session", f"{customer.pk}:{customer.password_hash}").hexdigest()


def _missing(email: str | None, password: str | None) -> InvalidInput:
    missing: list[InvalidInput] = []
    if not email:
        missing.append(UsernameRequired(fieldName="username"))
    if not password:
        missing.append(CredentialRequired(fieldName="password"))
    return combined(missing)
