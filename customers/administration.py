"""What whoever runs the shop does to address books, without the rules of the forms customers fill in."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace

from customers import addresses, lookups
from customers.fields import Fields
from customers.models import Address, Customer
from kernel.errors import raise_any

TELEPHONE_MARKS = " ()-./"
TELEPHONE = re.compile(r"[\s\d()+./-]*\d[\s\d()+./-]*")
LEAST_DIGITS = 5  # Fewer would find half the address books of a shop.


def add_address(*, customer: Customer, fields: Fields) -> Address:
    """Put an address into somebody's address book. Raises InvalidInput, SeveralProblems."""
    kept, problems = addresses.checked(fields, customer.store)
    raise_any(problems)
    with transaction.atomic():
        return addresses.save_new(customer, kept)


@transaction.atomic
def change_address(*, address: Address, fields: Fields) -> Address:
    """Change an address; what is absent stays as it is, and the region is one thing.

    Raises NoSuchEntity, InvalidInput, SeveralProblems.
    """
    lookups.locked_customer(address.customer_id)
    address = lookups.address_by_id(address.pk)
    kept, problems = addresses.checked(
        {**addresses.fields_of(address), **fields}, address.customer.store, address.custom_values
    )
    raise_any(problems)
    return addresses.save_changed(address, kept)


def delete_address(*, address: Address) -> None:
    """Remove an address from somebody's address book; if it was a default, there is none any more."""
    address.delete()


def customers_with_telephone(text: str) -> QuerySet[Any, Any] | None:
    """The customer ids of addresses with a telephone, however it is written; None if the text looks like none."""
    if not TELEPHONE.fullmatch(text):
        return None
    digits = re.sub(r"\D", "", text.replace("(0)", "")).lstrip("0")
    if len(digits) < LEAST_DIGITS:
        return None
    as_written = F("telephone")
    for mark in TELEPHONE_MARKS:
        as_written = Replace(as_written, Value(mark), Value(""))  # type: ignore[assignment]
    return (
        Address.objects.alias(as_written=as_written)
        .filter(Q(telephone_parsed__contains=digits) | Q(as_written__contains=digits))
        .order_by()
        .values("customer_id")
    )
