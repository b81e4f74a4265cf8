"""Finding customers and their addresses; each function raises when nobody is there."""

from __future__ import annotations

import base64

from django.db.models import QuerySet

from customers.errors import (
    AddressIdRequired,
    AddressNotFound,
    AddressNotYours,
    AddressUidNotFound,
    AddressUidNotYours,
)
from customers.models import Address, Customer, email_key
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


def own_address(customer: Customer, address_id: int) -> Address:
    """An address of somebody's own, by its id. Raises AddressIdRequired, AddressNotFound, AddressNotYours."""
    if not address_id:
        raise AddressIdRequired()
    return _own(customer, address_id, AddressNotFound, AddressNotYours)


def own_address_with_uid(customer: Customer, uid: str) -> Address:
    """An address of somebody's own, by its uid. Raises AddressUidNotFound, AddressUidNotYours."""
    try:
        address_id = int(base64.b64decode(uid, validate=True))
    except ValueError:
        raise AddressUidNotFound(addressUid=uid) from None
    return _own(customer, address_id, AddressUidNotFound, AddressUidNotYours)


def uid_of(number: int) -> str:
    """How Magento's GraphQL writes an id: in base64."""
    return base64.b64encode(str(number).encode()).decode()


def _own(customer: Customer, address_id: int, missing: type[NoSuchEntity], foreign: type[NoSuchEntity]) -> Address:
    address = Address.objects.select_related("region").filter(pk=address_id).first()
    if address is None:
        raise missing(addressId=address_id)
    if address.customer_id != customer.pk:
        raise foreign(addressId=address_id)
    address.customer = customer
    return address


def address_by_id(address_id: int) -> Address:
    """Anybody's address, for whoever runs the shop. Raises NoSuchEntity."""
    address = Address.objects.select_related("region", "customer").filter(pk=address_id).first()
    if address is None:
        raise NoSuchEntity(addressId=address_id)
    return address


def searchable_customers() -> QuerySet[Customer]:
    """Every customer by id, with what is shown of an account."""
    return Customer.objects.with_account().order_by("id")


def customer_with_email(email: str, website_id: int, nobody: type[NoSuchEntity] = NoSuchEntity) -> Customer:
    """The customer with an e-mail on a website, whatever its case. Raises `nobody`."""
    customer = Customer.objects.filter(website_id=website_id, email_key=email_key(email)).first()
    if customer is None:
        raise nobody(email=email, websiteId=website_id)
    return customer


def customer_by_email(email: str, website: Website) -> Customer | None:
    """The customer with an e-mail on a website, whatever its case; None for nobody."""
    return Customer.objects.filter(website=website, email_key=email_key(email)).first()
