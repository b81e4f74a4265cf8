"""What whoever runs the shop does to one account and its address book, without the rules of customers' own forms.

`customers/batches.py` does it to many.
"""

from __future__ import annotations

from django.db import transaction

from auth_tokens import devices
from auth_tokens.models import Token
from customers import addresses, lookups, resets
from customers.fields import Fields
from customers.models import Address, Customer
from kernel.errors import raise_any


def add_address(*, customer: Customer, fields: Fields) -> Address:
    """Put an address into somebody's address book. Raises InvalidInput, SeveralProblems."""
    kept, problems = addresses.checked(fields, customer.store)
    raise_any(problems)
    with transaction.atomic():
        return addresses.save_added(customer, kept)


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


@transaction.atomic
def delete_address(*, address: Address) -> None:
    """Remove an address from somebody's address book; if it was a default, there is none any more."""
    addresses.remove(address)


@transaction.atomic
def sign_out_everywhere(*, customer: Customer) -> int:
    """End every token and browser session somebody has; how many there were. Raises NoSuchEntity."""
    lookups.locked_customer(customer.pk)
    return devices.revoke_all(Token.Kind.CUSTOMER, customer.pk)


def send_password_reset(*, customer: Customer) -> None:
    """Mail somebody a link to choose a new password with, as if they had asked for it. Raises NoSuchEntity."""
    resets.initiate_password_reset(email=customer.email, website_id=customer.website_id, template="email_reset")
