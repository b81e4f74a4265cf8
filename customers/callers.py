"""Whoever carries a token: everything a call needs to know of them, in one statement, or two with the address book.

Storefronts ask it with nearly every call, so the statements are written by hand and put together once.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from auth_tokens import tokens
from auth_tokens.models import Token
from customers.models import Address, Customer, Subscription
from directory.models import Region
from kernel.rows import Columns, fetch
from revisions import kept
from revisions.models import Revision
from stores.snapshot import shop

NOW = {"postgresql": "STATEMENT_TIMESTAMP()", "sqlite": "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'NOW')"}


class Caller(NamedTuple):
    """A good token, and the customer it was given to; None for an admin's, and for a customer who is gone."""

    token: Token
    customer: Customer | None


def caller_with(text: str) -> Caller | None:
    """Who carries a token; None if it was not given, has expired, was revoked or is the secret of a session."""
    if len(text) != tokens.LENGTH:
        return None
    account = _account()
    rows = fetch(account.sql, [tokens.digest_of(text)])
    if not rows:
        return None
    number, now, *columns = rows[0]
    if number is not None:
        kept.seen(number)
    token = account.token.row(columns[: account.token.width])
    assert token
    if token.use == Token.Use.SESSION or not tokens.is_good(token, account.time(now)):
        return None
    return Caller(token, account.customer_of(columns[account.token.width :]))


class Account:
    """The statement for one token, and what its columns are."""

    def __init__(self) -> None:
        self.token = Columns(Token, "token")
        self.customer = Columns(Customer, "customer")
        self.subscription = Columns(Subscription, "subscription")
        # S608: nothing in it comes from a call.
        self.sql = (
            f"SELECT revision.number, {NOW[connection.vendor]}, "  # noqa: S608
            f"{self.token.sql}, {self.customer.sql}, {self.subscription.sql} FROM {Token._meta.db_table} token "
            f"LEFT JOIN {Revision._meta.db_table} revision ON revision.id = {Revision.ONLY} "
            f"LEFT JOIN {Customer._meta.db_table} customer "
            f"ON token.kind = '{Token.Kind.CUSTOMER}' AND customer.id = token.owner_id "
            f"LEFT JOIN {Subscription._meta.db_table} subscription ON subscription.customer_id = customer.id "
            "WHERE token.digest = %s"
        )
        self._created_at = Token._meta.get_field("created_at").get_col("token")

    def time(self, value: Any) -> Any:
        """The database's clock as Python's own kind of time."""
        for convert in connection.ops.get_db_converters(self._created_at):
            value = convert(value, self._created_at, connection)
        return value

    def customer_of(self, columns: list[Any]) -> Customer | None:
        customer = self.customer.row(columns[: self.customer.width])
        if customer is None:
            return None
        known, home = shop(), customer._state.fields_cache
        home["store"], home["website"] = known.view(customer.store_id), known.website(customer.website_id)
        subscription = self.subscription.row(columns[self.customer.width :])
        if subscription is not None:
            subscription.customer = customer
        customer._state.fields_cache["subscription"] = subscription
        customer._prefetched_objects_cache = {"addresses": Book.of(customer)}  # type: ignore[attr-defined]
        return customer


class Book(QuerySet[Address]):
    """The address book of one customer, read when it is first looked into. Any further condition asks anew."""

    _owner: Customer | None = None

    @classmethod
    def of(cls, customer: Customer) -> Book:
        book = cls(Address)
        # As Django's own managers of related rows do; whoever only looks into the book needs no condition.
        book._deferred_filter = False, (), {"customer": customer}  # type: ignore[attr-defined]
        book._owner = customer
        return book

    def _fetch_all(self) -> None:
        if self._result_cache is None and self._owner is not None:
            self._result_cache = _addresses().of(self._owner)
            return
        super()._fetch_all()


class Addresses:
    """The statement for the addresses of one customer with their regions."""

    def __init__(self) -> None:
        self.address, self.region = Columns(Address, "address"), Columns(Region, "region")
        self.sql = (
            f"SELECT {self.address.sql}, {self.region.sql} FROM {Address._meta.db_table} address "  # noqa: S608
            f"LEFT JOIN {Region._meta.db_table} region ON region.id = address.region_id "
            "WHERE address.customer_id = %s ORDER BY address.id"
        )

    def of(self, customer: Customer) -> list[Address]:
        found = []
        for row in fetch(self.sql, [customer.pk]):
            address = self.address.row(row[: self.address.width])
            assert address
            address.customer, address.region = customer, self.region.row(row[self.address.width :])
            found.append(address)
        return found


@cache
def _account() -> Account:
    return Account()


@cache
def _addresses() -> Addresses:
    return Addresses()
