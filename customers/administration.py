"""What whoever runs the shop does to accounts and address books: no password is asked for, and a group can be given."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.utils import timezone

from customers import accounts, addresses, lookups, newsletter, validation
from customers.errors import EmailTaken, GroupNotThere
from customers.fields import Fields
from customers.models import Address, Customer
from kernel.errors import raise_any
from stores.models import CustomerGroup

TELEPHONE_MARKS = " ()-./"
TELEPHONE = re.compile(r"[\s\d()+./-]*\d[\s\d()+./-]*")
LEAST_DIGITS = 5  # Fewer would find half the address books of a shop.


@transaction.atomic
def change_customer(*, customer: Customer, fields: Fields) -> Customer:
    """Change somebody's account; what is absent stays as it is. All of it is done, or none of it.

    Raises InvalidInput, SeveralProblems, GroupNotThere, EmailTaken, NoSuchEntity.
    """
    customer = lookups.locked_customer(customer.pk)
    changes_email = fields.get("email") is not None and fields["email"] != customer.email
    if not changes_email:
        fields = {code: value for code, value in fields.items() if code != "email"}
    kept, problems = validation.checked(fields, customer)
    raise_any(problems)
    if fields.get("group_id") is not None:
        if not CustomerGroup.objects.filter(pk=fields["group_id"]).exists():
            raise GroupNotThere()
        kept["group_id"] = fields["group_id"]
    for code, value in kept.items():
        setattr(customer, code, value)
    customer.updated_at = timezone.now()
    with accounts.one_email_per_website(EmailTaken()):
        customer.save(update_fields=[*kept, *(["email_key"] if changes_email else []), "updated_at"])
    if changes_email:
        newsletter.follow_email(customer)
    if fields.get("is_subscribed") not in (None, customer.is_subscribed):
        newsletter.set_subscribed(customer, fields["is_subscribed"])
    return lookups.customer_by_id(customer.pk)


def add_address(*, customer: Customer, fields: Fields) -> Address:
    """Put an address into somebody's address book. Raises InvalidInput, SeveralProblems."""
    kept, problems = addresses.checked(fields, customer.store)
    raise_any(problems)
    with transaction.atomic():
        return addresses.save_new(customer, kept)


@transaction.atomic
def change_address(*, address: Address, fields: Fields) -> Address:
    """Write an address anew: the fields say all of it but custom attributes that are absent, which stay.

    Raises InvalidInput, SeveralProblems.
    """
    kept, problems = addresses.checked(fields, address.customer.store, address.custom_values)
    raise_any(problems)
    return addresses.save_changed(address, kept)


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
