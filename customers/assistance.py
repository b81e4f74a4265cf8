"""Admins acting in a customer's place, where the merchant and the customer allow it, and integrations that do."""

from __future__ import annotations

from django.db import transaction

from admins import permissions
from admins.models import AdminUser
from auth_tokens import tokens
from auth_tokens.models import Token
from auth_tokens.tokens import NewToken
from customers import accounts, history, locks, lookups
from customers import config as settings
from customers.errors import (
    AssistanceNotAllowed,
    LoginAsCustomerEmailMissing,
    LoginAsCustomerNobody,
    LoginAsCustomerOff,
    NotSignedIn,
)
from customers.fields import Fields
from customers.models import Customer
from stores import config
from stores.models import Store

RESOURCE = "Magento_LoginAsCustomer::login"
ASSISTANCE = "Shopping assistance"  # what the customer finds among their devices


def create_token_as_admin(*, by: AdminUser | None, store: Store, email: str) -> NewToken:
    """A token of the customer with this e-mail, for an admin.

    Raises LoginAsCustomerEmailMissing, NotSignedIn, LoginAsCustomerOff, LoginAsCustomerNobody, AssistanceNotAllowed.
    """
    if not email.strip():
        raise LoginAsCustomerEmailMissing()
    if by is None:
        raise NotSignedIn()
    if not permissions.may(by, RESOURCE) or not config.read(settings.LOGIN_AS_CUSTOMER, store):
        raise LoginAsCustomerOff()
    customer = lookups.customer_by_email(email, store.website)
    if customer is None:
        raise LoginAsCustomerNobody()
    if not customer.allow_remote_shopping_assistance:
        raise AssistanceNotAllowed()
    return _represented(customer, device=ASSISTANCE)


def create_token_for_customer(*, customer_id: int) -> NewToken:
    """A token of a customer, for an integration that signs customers in itself and may manage them.

    Raises NoSuchEntity, AccountLocked, AccountNotConfirmed.
    """
    customer = lookups.customer_by_id(customer_id)
    locks.check_usable(customer)
    return _represented(customer)


def exchange_external_customer(*, by: AdminUser | None, store: Store, fields: Fields) -> tuple[Customer, NewToken]:
    """The customer somebody is in another system, and a token for them; an account is opened at first sight.

    For integrations that sign customers in themselves: they call as an admin who may manage customers.

    Raises NotSignedIn, or what is wrong with the fields of a new account.
    """
    if by is None or not permissions.may(by, "Magento_Customer::manage"):
        raise NotSignedIn()
    customer = lookups.customer_by_email(fields.get("email") or "", store.website)
    if customer is None:
        customer = accounts.create_customer(store=store, fields=fields)
    else:
        customer = lookups.customer_by_id(customer.pk)
    locks.check_usable(customer)
    return customer, _represented(customer)


@transaction.atomic
def _represented(customer: Customer, *, device: str = "") -> NewToken:
    """A token of the customer for somebody else, which is noted."""
    history.note(customer.pk, history.REPRESENTED)
    return tokens.issue(Token.Kind.CUSTOMER, customer.pk, website_id=customer.website_id, device=device)
