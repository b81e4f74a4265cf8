"""Finding customers and their addresses; each function raises when nobody is there."""

from __future__ import annotations

from auth_tokens.models import Token
from customers.errors import CustomerGone
from customers.models import Customer, email_key
from kernel.errors import NoSuchEntity
from stores.models import Website


def customer_by_id(customer_id: int) -> Customer:
    """A customer with everything surfaces show of an account. Raises NoSuchEntity."""
    customer = Customer.objects.with_account().filter(pk=customer_id).first()
    if customer is None:
        raise NoSuchEntity(customerId=customer_id)
    return customer


def locked_customer(customer_id: int) -> Customer:
    """A customer nobody else changes until the transaction ends. Raises NoSuchEntity."""
    customer = Customer.objects.select_for_update().filter(pk=customer_id).first()
    if customer is None:
        raise NoSuchEntity(customerId=customer_id)
    return customer


def customer_with_token(token: Token) -> Customer:
    """The customer a token was given to. Raises CustomerGone."""
    customer = Customer.objects.with_account().filter(pk=token.owner_id).first()
    if customer is None:
        raise CustomerGone(customerId=token.owner_id)
    return customer


def customer_by_email(email: str, website: Website) -> Customer | None:
    """The customer with an e-mail on a website, whatever its case; None for nobody."""
    return Customer.objects.filter(website=website, email_key=email_key(email)).first()
