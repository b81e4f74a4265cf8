"""Opening accounts and changing them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone

from customers import addresses, lookups, newsletter, passwords, validation
from customers import config as settings
from customers.errors import (
    CurrentPasswordRequired,
    CurrentPasswordWrong,
    EmailMissing,
    EmailTaken,
    EmailTakenAtSignUp,
    GroupNotThere,
    StoreNotOfWebsite,
)
from customers.fields import Fields, trimmed
from customers.models import Customer
from customers.signals import customer_created
from kernel.errors import Failure, raise_any
from stores import config
from stores import lookups as stores
from stores.models import CustomerGroup, Store


def create_customer(
    *, store: Store, fields: Fields, password: str | None = None, address_book: Sequence[Fields] = ()
) -> Customer:
    """Open an account, with an address book if one is given; without a password nobody can sign in to it yet.

    `store` is the view that is speaking; `website_id` and `store_id` among the fields say otherwise. All of it is done,
    or none of it. An address of a country that is not there is left out, as Magento does.

    Raises EmailMissing, InvalidInput, SeveralProblems, EmailTakenAtSignUp, GroupNotThere, StoreNotOfWebsite.
    """
    if not trimmed(fields.get("email")):
        raise EmailMissing()
    kept, problems = validation.checked(fields)
    raise_any(problems)
    raise_any(passwords.problems_with(password, email=kept["email"]))
    home = _home(store, fields)
    group = _group(fields.get("group_id"), home)
    book = []
    for address in address_book:
        if addresses.names_a_country(address):
            checked, problems = addresses.checked(address, home)
            raise_any(problems)
            book.append(checked)

    customer = Customer(website=home.website, store=home, group=group, created_in=home.name, **kept)
    customer.created_at = customer.updated_at = timezone.now()
    customer.set_password(password)  # Before the transaction: it takes long, and SQLite has one writer at a time.
    with transaction.atomic():
        with one_email_per_website(EmailTakenAtSignUp()):
            customer.save()
        for checked in book:
            addresses.save_new(customer, checked)
        newsletter.set_subscribed(customer, bool(fields.get("is_subscribed")))
        customer_created.send(Customer, customer=customer)
    return lookups.customer_by_id(customer.pk)


def update_own_account(*, customer: Customer, fields: Fields, password: str | None = None) -> Customer:
    """Change what somebody may change of their own account. A new e-mail asks for the current password.

    Raises CurrentPasswordRequired, CurrentPasswordWrong, InvalidInput, SeveralProblems, EmailTaken.
    """
    changes_email = fields.get("email") is not None and fields["email"] != customer.email
    if not changes_email:
        fields = {code: value for code, value in fields.items() if code != "email"}
    elif not password:
        raise CurrentPasswordRequired()
    elif not customer.password_is(password):
        raise CurrentPasswordWrong()
    with transaction.atomic():
        customer = lookups.locked_customer(customer.pk)
        kept, problems = validation.checked(fields, customer)
        raise_any(problems)
        for code, value in kept.items():
            setattr(customer, code, value)
        customer.updated_at = timezone.now()
        with one_email_per_website(EmailTaken()):
            customer.save(update_fields=[*kept, *(["email_key"] if changes_email else []), "updated_at"])
        if changes_email:
            newsletter.follow_email(customer)
        if fields.get("is_subscribed") is not None:
            newsletter.set_subscribed(customer, fields["is_subscribed"])
    return lookups.customer_by_id(customer.pk)


@contextmanager
def one_email_per_website(taken: Failure) -> Iterator[None]:
    """Turn the refusal of the database, which sees every process, into ours."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refusal:
        if "email" not in str(refusal):
            raise
        raise taken from refusal


def _home(store: Store, fields: Fields) -> Store:
    """The store view an account belongs to. Raises NoSuchEntity, StoreNotOfWebsite."""
    website_id, store_id = fields.get("website_id"), fields.get("store_id")
    if store_id:
        home = stores.store_by_id(store_id)
        if website_id and home.website_id != website_id:
            raise StoreNotOfWebsite()
        return home
    if website_id and website_id != store.website_id:
        return stores.store_of_website(stores.website_by_id(website_id))
    return store


def _group(group_id: int | None, home: Store) -> CustomerGroup:
    """The group of a new customer. Raises GroupNotThere."""
    wanted = config.read(settings.DEFAULT_GROUP, home) if group_id is None else group_id
    group = CustomerGroup.objects.filter(pk=wanted).first()
    if group is None:
        raise GroupNotThere()
    return group
