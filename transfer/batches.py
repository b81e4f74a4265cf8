"""One batch of rows: who and what they mean, and writing it all by a few statements."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import Model, Q
from django.utils import timezone

from attributes.models import Attribute
from auth_tokens.models import Token
from customers import accounts as customer_accounts
from customers import addresses as customer_addresses
from customers import emails
from customers.models import Address, Customer, Subscription, email_key
from transfer import accounts, books, hashers, kinds, passwords, reports, writing
from transfer.errors import (
    AddressIdEmpty,
    AddressNotInBook,
    AddressRepeated,
    CustomerNotFound,
    EmailEmpty,
    EmailOfRowNotValid,
    EmailRepeated,
    HashNotVerifiable,
    PasswordLengthNotValid,
    RowOrphaned,
    RowRefused,
    UniqueValueRepeated,
    ValueNotValid,
    WebsiteEmpty,
    WebsiteNotValid,
)
from transfer.files import Row
from transfer.kinds import Behavior, Kind
from transfer.models import FormerAddressId
from transfer.reports import Outcome
from transfer.seen import Seen
from transfer.shop import Place, Shop

Key = tuple[int, str]
"""Who a customer is: the id of the website, and the e-mail in lower case."""

LAST_NUMBER = 2**63 - 1
ADDRESS_COLUMNS = [
    column.attname
    for column in Address._meta.concrete_fields
    if column.attname not in ("id", "customer_id", "created_at")
]
CUSTOMER_COLUMNS = [
    column.attname
    for column in Customer._meta.concrete_fields
    if column.attname not in ("id", "website_id", "email", "default_billing_id", "default_shipping_id")
]
SUBSCRIPTION_COLUMNS = ["customer_id"]


@dataclass
class Owner:
    """The customer whose further addresses the rows after theirs are."""

    key: Key
    row: Row | None = None

    def as_json(self) -> list[Any]:
        return list(self.key)

    @staticmethod
    def of_json(kept: list[Any] | None) -> Owner | None:
        return Owner((kept[0], kept[1])) if kept else None


@dataclass
class Item:
    """A row, and what can be said of it without the database."""

    row: Row
    problems: list[RowRefused] = field(default_factory=list)
    place: Place | None = None
    key: Key | None = None
    deletes: bool = False
    is_customer: bool = False
    address: Mapping[str, str] = field(default_factory=dict)
    number: int | None = None
    owner: Item | Owner | None = None
    password: str = ""
    password_hash: str | None = None
    notes: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """What is to be written."""

    new: list[Customer] = field(default_factory=list)
    changed: list[Customer] = field(default_factory=list)
    with_new_password: list[int] = field(default_factory=list)
    gone: list[Customer] = field(default_factory=list)
    new_addresses: list[tuple[Address, Customer, int | None]] = field(default_factory=list)
    changed_addresses: list[Address] = field(default_factory=list)
    gone_addresses: list[Address] = field(default_factory=list)
    defaults: list[tuple[Customer, Address, bool, bool]] = field(default_factory=list)


class Batch:
    """A batch of rows of a file.

    Making one looks at each row by itself and remembers its key in `seen`; `write` may then be tried several times.
    `owner` is whose further addresses the first rows may be, and afterwards those of the next batch.
    """

    def __init__(
        self,
        rows: list[Row],
        kind: Kind,
        behavior: Behavior,
        shop: Shop,
        seen: Seen,
        owner: Owner | None,
        promised: Seen | None,
    ) -> None:
        self.rows, self.kind, self.behavior, self.shop, self.seen, self.promised = (
            rows, kind, behavior, shop, seen, promised,
        )  # fmt: skip
        self._owner: Item | Owner | None = owner
        self.items = [self._item(row) for row in rows]
        self._refused: set[int] = set()

    @property
    def owner(self) -> Owner | None:
        """Whose further addresses the next rows may be, once this batch is done."""
        if isinstance(self._owner, Item):
            assert self._owner.key
            return None if self._is_refused(self._owner) else Owner(self._owner.key, self._owner.row)
        return self._owner

    def prepare_passwords(self) -> None:
        """Hash the passwords that stand in the rows, which takes long, before a transaction begins."""
        wanted = [item for item in self.items if item.password and not item.problems and not item.deletes]
        hashes = {key: customer.password_hash for key, customer in self._customers(wanted, lock=False).items()}
        for item in wanted:
            old = hashes.get(item.key) if item.key else None
            item.password_hash = old if old and check_password(item.password, old) else make_password(item.password)

    def checked(self) -> Outcome:
        """What would come of the rows."""
        return self._planned(writing=False)[0]

    def write(self) -> Outcome:
        """Write what the rows say, in the transaction this is called in; may raise IntegrityError."""
        outcome, plan = self._planned(writing=True)
        for customer in plan.gone:
            customer_accounts.delete_customer(customer=customer)
        for address in plan.gone_addresses:
            customer_addresses.remove(address)
        writing.create_customers(plan.new)
        _adopt(plan.new)
        writing.update_all(plan.changed, CUSTOMER_COLUMNS)
        Token.objects.filter(kind=Token.Kind.CUSTOMER, owner_id__in=plan.with_new_password).delete()
        created = []
        for address, customer, number in plan.new_addresses:
            address.customer_id = customer.pk
            created.append((address, number))
        writing.create_addresses(created)
        writing.update_all(plan.changed_addresses, ADDRESS_COLUMNS)
        self._set_defaults(plan.defaults)
        return outcome

    # Rows by themselves

    def _item(self, row: Row) -> Item:
        if row.problem:
            if self.kind == Kind.COMPOSITE and (row.values.get(kinds.EMAIL) or row.cells[:1] != [""]):
                self._owner = None
            return Item(row, [row.problem])
        if self.kind == Kind.ADDRESS:
            return self._address_item(row)
        if self.kind == Kind.COMPOSITE and not row.values[kinds.EMAIL].strip():
            return self._further_item(row)
        return self._customer_item(row)

    def _customer_item(self, row: Row) -> Item:
        item = self._identified(row, row.values[kinds.EMAIL])
        item.is_customer = True
        item.deletes = self._deletes(row)
        if self.kind == Kind.COMPOSITE:
            self._owner = item if item.key else None
            item.address = {} if item.deletes else books.of_composite(row.values)
        if item.key and not item.deletes:
            if not self.seen.is_new(*item.key):
                item.problems.append(EmailRepeated())
            self._take_password(item)
        return item

    def _take_password(self, item: Item) -> None:
        item.password = item.row.values.get(kinds.PASSWORD, "")
        stored = (item.row.values.get("password_hash") or "").strip()
        if item.password and len(item.password) < passwords.SHORTEST:
            item.problems.append(PasswordLengthNotValid())
        elif stored and not item.password:
            try:
                item.password_hash = passwords.accepted(stored)
            except HashNotVerifiable:
                item.notes.append(reports.HASHES_UNUSABLE)
            else:
                item.notes += [reports.HASHES_OLD] if passwords.is_of_two_parts(stored) else []

    def _address_item(self, row: Row) -> Item:
        item = self._identified(row, row.values[kinds.OWNER_EMAIL])
        item.deletes, item.address = self._deletes(row), row.values
        text = row.values[kinds.ADDRESS_ID].strip()
        if not item.key:
            return item
        if text:
            if not (text.isascii() and text.isdigit() and 0 < int(text[:20]) <= LAST_NUMBER):
                item.problems.append(ValueNotValid(kinds.ADDRESS_ID))
                return item
            item.number = int(text)
            if not item.deletes and not self.seen.is_new(*item.key, item.number):
                item.problems.append(AddressRepeated())
        elif item.deletes:
            item.problems.append(AddressIdEmpty())
        return item

    def _further_item(self, row: Row) -> Item:
        """A row with another address of the customer above."""
        if self._owner is None:
            return Item(row, [] if self._deletes(row) else [RowOrphaned()])
        key = self._owner.key
        assert key
        code = self.shop.codes.get(key[0])
        place = self.shop.places.get(code) if code else None
        if place is None:
            return Item(row, [RowOrphaned()])
        address = {} if self._deletes(row) else books.of_composite(row.values)
        return Item(row, place=place, key=key, address=address, owner=self._owner)

    def _identified(self, row: Row, email: str) -> Item:
        """A row with the website and e-mail it names, or with what is wrong with them."""
        website, email = row.values[kinds.WEBSITE].strip(), email.strip()
        if not website:
            return Item(row, [WebsiteEmpty()])
        if not email:
            return Item(row, [EmailEmpty()])
        if not emails.is_well_formed(email):
            return Item(row, [EmailOfRowNotValid()])
        place = self.shop.places.get(website)
        if place is None:
            return Item(row, [WebsiteNotValid()])
        return Item(row, place=place, key=(place.website.pk, email_key(email)))

    def _deletes(self, row: Row) -> bool:
        if self.behavior == Behavior.CUSTOM:
            return row.values.get(kinds.ACTION, "").strip().lower() == "delete"
        return self.behavior == Behavior.DELETE

    # Rows beside what is there

    def _planned(self, *, writing: bool) -> tuple[Outcome, Plan]:
        outcome, plan = Outcome(), Plan()
        outcome.counts[reports.ROWS] = len(self.rows)
        self._refused = set()
        there = self._customers([item for item in self.items if not item.problems], lock=writing)
        self._book = Book(self.items, there, lock=writing)
        self._claimed: set[tuple[str, str, str]] = set()
        self._now = timezone.now()
        coming: dict[Key, Customer] = {}
        for item in self.items:
            problems = item.problems or self._problems_after(item, there, coming, plan, outcome)
            if problems:
                self._refused.add(id(item))
                outcome.refuse(item.row, problems, self._row_of_owner(item))
                continue
            for note in item.notes:
                outcome.note(note, item.row)
        return outcome, plan

    def _problems_after(
        self, item: Item, there: Mapping[Key, Customer], coming: dict[Key, Customer], plan: Plan, outcome: Outcome
    ) -> list[RowRefused]:
        """Put what a row says into the plan; what is wrong, if anything is."""
        if item.key is None or item.place is None:
            return []  # A further row of a customer who is deleted.
        customer = coming.get(item.key) or there.get(item.key)
        if item.deletes:
            return self._plan_deletion(item, customer, plan, outcome)
        if not item.is_customer:
            return self._plan_address(item, customer, plan, outcome)
        return self._plan_account(item, customer, coming, plan, outcome)

    def _plan_deletion(self, item: Item, customer: Customer | None, plan: Plan, outcome: Outcome) -> list[RowRefused]:
        if customer is None:
            return [CustomerNotFound()]
        if item.is_customer:
            if customer in plan.gone:
                return [CustomerNotFound()]
            plan.gone.append(customer)
            outcome.counts[reports.DELETED] += 1
            return []
        address = self._book.numbered(customer, item.number)
        if address is None or address in plan.gone_addresses:
            return [AddressNotInBook()]
        plan.gone_addresses.append(address)
        outcome.counts[reports.ADDRESSES[reports.DELETED]] += 1
        return []

    def _plan_account(
        self, item: Item, existing: Customer | None, coming: dict[Key, Customer], plan: Plan, outcome: Outcome
    ) -> list[RowRefused]:
        assert item.key
        assert item.place
        replace = self.behavior == Behavior.REPLACE
        fields, problems = accounts.read(item.row.values, self.shop, item.place, existing, replace=replace)
        problems += self._claims(Attribute.Entity.CUSTOMER, fields, existing)
        book: dict[str, Any] = {}
        if item.address:
            book, refused = books.read(item.address, self.shop, item.place, None)
            problems += refused
        if problems:
            return problems
        if existing is None:
            customer = Customer(website=item.place.website, email=item.key[1], **fields)
            customer.password_hash = item.password_hash or ""
            customer.updated_at = fields.get("updated_at") or self._now
            customer.created_at = fields.get("created_at") or self._now
            plan.new.append(customer)
            if self.promised is not None:
                self.promised.is_new(*item.key)
            outcome.counts[reports.CREATED] += 1
        else:
            customer = existing
            self._take_hash(item, existing, fields, plan, outcome)
            if _change(customer, fields, self._now):
                plan.changed.append(customer)
                outcome.counts[reports.UPDATED] += 1
            else:
                outcome.counts[reports.UNCHANGED] += 1
        coming[item.key] = customer
        if book:
            self._put_into_book(item, customer, None, book, plan, outcome)
        return []

    def _take_hash(self, item: Item, existing: Customer, fields: dict[str, Any], plan: Plan, outcome: Outcome) -> None:
        """A hash takes the place of none, or of another one of Magento's; what was set or used here is newer."""
        if item.password_hash is None or item.password_hash == existing.password_hash:
            return
        if not item.password and existing.has_password and not hashers.is_of_magento(existing.password_hash):
            outcome.note(reports.PASSWORDS_KEPT, item.row)
            return
        fields["password_hash"] = item.password_hash
        plan.with_new_password.append(existing.pk)

    def _plan_address(self, item: Item, customer: Customer | None, plan: Plan, outcome: Outcome) -> list[RowRefused]:
        assert item.key
        assert item.place
        if item.owner is not None:
            if isinstance(item.owner, Item) and self._is_refused(item.owner):
                return [RowOrphaned()]
            if not item.address:
                return []
        is_promised = self.promised is not None and item.key in self.promised
        if customer is None and not is_promised:
            return [CustomerNotFound()]
        existing = self._book.numbered(customer, item.number) if customer and item.number else None
        fields, problems = books.read(
            item.address, self.shop, item.place, existing, replace=self.behavior == Behavior.REPLACE
        )
        problems += self._claims(Attribute.Entity.ADDRESS, fields, existing)
        if problems:
            return problems
        self._put_into_book(item, customer or Customer(), existing, fields, plan, outcome)
        return []

    def _put_into_book(
        self,
        item: Item,
        customer: Customer,
        existing: Address | None,
        fields: dict[str, Any],
        plan: Plan,
        outcome: Outcome,
    ) -> None:
        if existing is None and item.number is None:
            existing = self._book.alike(customer, Address(**fields))
        if existing is None:
            address = Address(**fields, created_at=self._now, updated_at=self._now)
            address.pk, former = self._book.number_for(item.number)
            plan.new_addresses.append((address, customer, former))
            outcome.counts[reports.ADDRESSES[reports.CREATED]] += 1
        else:
            address = existing
            if _change(address, fields, self._now):
                plan.changed_addresses.append(address)
                outcome.counts[reports.ADDRESSES[reports.UPDATED]] += 1
            else:
                outcome.counts[reports.ADDRESSES[reports.UNCHANGED]] += 1
        billing, shipping = (
            books.is_default(item.address, column) for column in (kinds.DEFAULT_BILLING, kinds.DEFAULT_SHIPPING)
        )
        if billing or shipping:
            plan.defaults.append((customer, address, billing, shipping))

    def _claims(self, entity: str, fields: Mapping[str, Any], existing: Customer | Address | None) -> list[RowRefused]:
        """Complain of unique values that another row of the batch has; the others are in the database."""
        had = existing.custom_values if existing else {}
        problems: list[RowRefused] = []
        for attribute in self.shop.attributes[entity]:
            value = fields.get("custom_values", {}).get(attribute.code)
            if not attribute.is_unique or not value or value == had.get(attribute.code):
                continue
            claim = (entity, attribute.code, value)
            if claim in self._claimed:
                problems.append(UniqueValueRepeated(attribute.code))
            self._claimed.add(claim)
        return problems

    def _set_defaults(self, wanted: Iterable[tuple[Customer, Address, bool, bool]]) -> None:
        changed: dict[int, Customer] = {}
        for customer, address, billing, shipping in wanted:
            for is_wanted, column in ((billing, "default_billing_id"), (shipping, "default_shipping_id")):
                if is_wanted and getattr(customer, column) != address.pk:
                    setattr(customer, column, address.pk)
                    changed[customer.pk] = customer
        writing.update_defaults(list(changed.values()))

    def _customers(self, items: Iterable[Item], *, lock: bool) -> dict[Key, Customer]:
        wanted: dict[int, set[str]] = defaultdict(set)
        for item in items:
            if item.key:
                wanted[item.key[0]].add(item.key[1])
        named = Q(pk__in=[])
        for website_id, keys in wanted.items():
            named |= Q(website_id=website_id, email_key__in=keys)
        if not wanted:
            return {}
        found = Customer.objects.filter(named).order_by("pk")
        return {(each.website_id, each.email_key): each for each in (found.select_for_update() if lock else found)}

    def _row_of_owner(self, item: Item) -> Row | None:
        if item.owner is None or (isinstance(item.owner, Item) and self._is_refused(item.owner)):
            return None
        return item.owner.row

    def _is_refused(self, item: Item) -> bool:
        return id(item) in self._refused or bool(item.problems)


class Book:
    """The addresses that rows may mean: by the number they have here or had before, or by all they say."""

    def __init__(self, items: Iterable[Item], customers: Mapping[Key, Customer], *, lock: bool) -> None:
        usable = [item for item in items if not item.problems and item.address is not None]
        numbers = {item.number for item in usable if item.number is not None}
        own_numbers = {number for number in numbers if number <= writing.LAST_OWN_NUMBER}
        owners = [customer.pk for customer in customers.values()]
        every = Address.objects.order_by("pk")
        found = every.filter(pk__in=own_numbers) if own_numbers else Address.objects.none()
        self._by_number = {address.pk: address for address in (found.select_for_update() if lock else found)}
        self._taken = set(self._by_number)
        former = FormerAddressId.objects.filter(number__in=numbers, address__customer__in=owners) if numbers else []
        self._former = {(each.address.customer_id, each.number): each.address for each in _with_address(former)}
        known = FormerAddressId.objects.filter(address__in=self._taken) if self._taken else []
        self._renumbered = {each.address_id for each in known}
        self._alike: dict[int, dict[tuple[Any, ...], list[Address]]] = defaultdict(lambda: defaultdict(list))
        unnumbered = [
            customers[item.key].pk
            for item in usable
            if item.key and item.key in customers and item.address and item.number is None and not item.deletes
        ]
        whole = every.filter(customer__in=set(unnumbered)) if unnumbered else Address.objects.none()
        for address in whole.select_for_update() if lock and unnumbered else whole:
            self._alike[address.customer_id][books.fingerprint(address)].append(address)

    def numbered(self, customer: Customer, number: int | None) -> Address | None:
        """The customer's address with this number, where it comes from or here."""
        if number is None:
            return None
        before = self._former.get((customer.pk, number))
        if before is not None:
            return before
        here = self._by_number.get(number)
        if here is None or here.customer_id != customer.pk or here.pk in self._renumbered:
            return None
        return here

    def alike(self, customer: Customer, address: Address) -> Address | None:
        """An address of the customer's that says the same; each is found once."""
        if customer.pk is None:
            return None
        found = self._alike[customer.pk].get(books.fingerprint(address))
        return found.pop(0) if found else None

    def number_for(self, number: int | None) -> tuple[int | None, int | None]:
        """The number a new address gets, None for any, and the one that is noted beside because it cannot have it."""
        if number is None:
            return None, None
        if number in self._taken or number > writing.LAST_OWN_NUMBER:
            return None, number
        self._taken.add(number)
        return number, None


def _with_address(former: Any) -> Any:
    return former.select_related("address") if former else []


def _change(row: Customer | Address, fields: Mapping[str, Any], now: dt.datetime) -> bool:
    """Give a row the values that differ from what it has; whether any do. Files know no fractions of seconds."""
    changed = {column: value for column, value in fields.items() if not _is_same(getattr(row, column), value)}
    for column, value in changed.items():
        setattr(row, column, value)
    if changed and "updated_at" not in fields:
        row.updated_at = now
    return bool(changed)


def _is_same(before: Any, after: Any) -> bool:
    if isinstance(before, dt.datetime) and isinstance(after, dt.datetime):
        return before.replace(microsecond=0) == after
    return bool(before == after)


def _adopt(customers: Iterable[Customer]) -> None:
    """Give new accounts the subscriptions their e-mails had before."""
    new = {(customer.website_id, customer.email_key): customer for customer in customers}
    if not new:
        return
    keys = {key for _, key in new}
    waiting = Subscription.objects.filter(customer=None, email_key__in=keys).select_for_update().order_by("pk")
    adopted: list[Model] = []
    for subscription in waiting:
        customer = new.get((subscription.website_id, subscription.email_key))
        if customer is not None:
            subscription.customer = customer
            adopted.append(subscription)
    writing.update_all(adopted, SUBSCRIPTION_COLUMNS)
