"""One batch of rows: who and what they mean, and writing it all by a few statements."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone

from attributes.models import Attribute
from auth_tokens.models import Token
from customers import accounts as customer_accounts
from customers import addresses as customer_addresses
from customers import emails
from customers.models import Address, Customer, Subscription, email_key
from transfer import accounts, books, hashers, kinds, newsletters, passwords, reports, writing
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
from transfer.records import Record, among
from transfer.reports import Outcome
from transfer.seen import Seen
from transfer.shop import Place, Shop, yes_or_no

Key = tuple[int, str]
"""Who a customer is: the id of the website, and the e-mail in lower case."""

LAST_NUMBER = 2**63 - 1
ADDRESS_COLUMNS = set(writing.ADDRESSES.names) - {"id", "customer_id", "created_at"}
DEFAULTS = ["default_billing_id", "default_shipping_id"]
CUSTOMER_COLUMNS = set(writing.CUSTOMERS.names) - {"id", "website_id", "email", *DEFAULTS}
OF_OWNERS = ["id", "website_id", "email_key", *DEFAULTS]
"""All that the rows of addresses need to know of customers."""


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


@dataclass(slots=True)
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
    ahead: tuple[dict[str, Any], list[RowRefused]] | None = None
    """What the row says of an account or address that is not there yet, if that was read before it was asked for."""
    password: str = ""
    password_hash: str | None = None
    is_subscribed: bool | None = None
    notes: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """What is to be written."""

    new: list[Record] = field(default_factory=list)
    changed: list[Record] = field(default_factory=list)
    with_new_password: list[int] = field(default_factory=list)
    gone: dict[int, None] = field(default_factory=dict)
    new_addresses: list[tuple[Record, Record]] = field(default_factory=list)
    """Each with its customer, who may be new as well."""
    former_numbers: list[tuple[Record, int]] = field(default_factory=list)
    changed_addresses: list[Record] = field(default_factory=list)
    gone_addresses: dict[int, None] = field(default_factory=dict)
    defaults: list[tuple[Record, Record, bool, bool]] = field(default_factory=list)
    subscribers: list[tuple[Record, bool]] = field(default_factory=list)
    subscriptions: list[newsletters.Change] = field(default_factory=list)


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
        self._keys: dict[str, str | None] = {}
        self._names_of_addresses = books.Names()
        self.items = [self._item(row) for row in rows]
        self._refused: set[int] = set()

    @property
    def owner(self) -> Owner | None:
        """Whose further addresses the next rows may be, once this batch is done."""
        if isinstance(self._owner, Item):
            assert self._owner.key
            return None if self._is_refused(self._owner) else Owner(self._owner.key, self._owner.row)
        return self._owner

    def read_ahead(self) -> None:
        """Read each row as if what it is about were not there, so that little is left to do when that is known."""
        self._make_readers()
        for item in self.items:
            if item.problems or item.deletes or item.place is None:
                continue
            if item.is_customer:
                item.ahead = self._accounts.read(item.row.values, item.place, None)
            elif item.address:
                item.ahead = self._books.read(item.address, item.place, None)

    def renew(self, shop: Shop) -> None:
        """Take note that the shop may have changed since this batch was made."""
        if shop is self.shop:
            return
        self.shop = shop
        for item in self.items:
            item.ahead = None
            if item.place is not None:
                item.place = shop.places.get(item.place.website.code)
                if item.place is None:
                    item.problems.append(WebsiteNotValid())

    def prepare_passwords(self) -> None:
        """Hash the passwords that stand in the rows, which takes long, before a transaction begins."""
        wanted = [item for item in self.items if item.password and not item.problems and not item.deletes]
        hashes = {key: customer.password_hash for key, customer in _customers(wanted, lock=False, whole=True).items()}
        for item in wanted:
            old = hashes.get(item.key) if item.key else None
            item.password_hash = old if old and check_password(item.password, old) else make_password(item.password)

    def checked(self) -> Outcome:
        """What would come of the rows."""
        return self._planned(writing=False)[0]

    def write(self) -> Outcome:
        """Write what the rows say, in the transaction this is called in; may raise IntegrityError."""
        outcome, plan = self._planned(writing=True)
        if plan.gone:
            for gone in Customer.objects.filter(pk__in=plan.gone).order_by("pk"):
                customer_accounts.delete_customer(customer=gone)
        if plan.gone_addresses:
            for left in Address.objects.filter(pk__in=plan.gone_addresses).order_by("pk"):
                customer_addresses.remove(left)
        writing.number_customers(plan.new)
        for address, customer in plan.new_addresses:
            address.customer_id = customer.id
        created = [address for address, _ in plan.new_addresses]
        writing.number_addresses(created)
        with_other_defaults = _set_defaults(plan)
        writing.create_customers(plan.new)
        _adopt(plan.new)
        writing.CUSTOMERS.update(plan.changed, CUSTOMER_COLUMNS)
        if plan.with_new_password:
            Token.objects.filter(kind=Token.Kind.CUSTOMER, owner_id__in=plan.with_new_password).delete()
        writing.create_addresses(created, plan.former_numbers)
        writing.ADDRESSES.update(plan.changed_addresses, ADDRESS_COLUMNS)
        writing.CUSTOMERS.update(with_other_defaults, DEFAULTS)
        newsletters.write(plan.subscriptions)
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
            item.address = {} if item.deletes else self._names_of_addresses.of_composite(row.values)
            self._take_number(item, row.values.get(kinds.ADDRESS_ID_OF_COMPOSITE, ""), kinds.ADDRESS_ID_OF_COMPOSITE)
        if item.key and not item.deletes:
            if not self.seen.is_new(*item.key):
                item.problems.append(EmailRepeated())
            self._take_password(item)
            self._take_subscription(item)
        return item

    def _take_password(self, item: Item) -> None:
        item.password = item.row.values.get(kinds.PASSWORD, "")
        stored = (item.row.values.get(kinds.PASSWORD_HASH) or "").strip()
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
        self._take_number(item, text, kinds.ADDRESS_ID)
        if item.key and item.deletes and not text:
            item.problems.append(AddressIdEmpty())
        return item

    def _take_number(self, item: Item, text: str, column: str) -> None:
        """The number an address has where it comes from, if it has one there."""
        text = text.strip()
        if not item.key or not item.address or not text:
            return
        if not (text.isascii() and text.isdigit() and 0 < int(text[:20]) <= LAST_NUMBER):
            item.problems.append(ValueNotValid(column))
            return
        item.number = int(text)
        if not item.deletes and not self.seen.is_new(*item.key, item.number):
            item.problems.append(AddressRepeated())

    def _take_subscription(self, item: Item) -> None:
        text = item.row.values.get(kinds.SUBSCRIBED, "")
        try:
            item.is_subscribed = yes_or_no(text) if text.strip() else None
        except ValueError:
            item.problems.append(ValueNotValid(kinds.SUBSCRIBED))

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
        address = {} if self._deletes(row) else self._names_of_addresses.of_composite(row.values)
        item = Item(row, place=place, key=key, address=address, owner=self._owner)
        self._take_number(item, row.values.get(kinds.ADDRESS_ID_OF_COMPOSITE, ""), kinds.ADDRESS_ID_OF_COMPOSITE)
        return item

    def _identified(self, row: Row, email: str) -> Item:
        """A row with the website and e-mail it names, or with what is wrong with them."""
        website, email = row.values[kinds.WEBSITE].strip(), email.strip()
        if not website:
            return Item(row, [WebsiteEmpty()])
        if not email:
            return Item(row, [EmailEmpty()])
        if email not in self._keys:
            self._keys[email] = email_key(email) if emails.is_well_formed(email) else None
        key = self._keys[email]
        if key is None:
            return Item(row, [EmailOfRowNotValid()])
        place = self.shop.places.get(website)
        if place is None:
            return Item(row, [WebsiteNotValid()])
        return Item(row, place=place, key=(place.website_id, key))

    def _deletes(self, row: Row) -> bool:
        if self.behavior == Behavior.CUSTOM:
            return row.values.get(kinds.ACTION, "").strip().lower() == "delete"
        return self.behavior == Behavior.DELETE

    # Rows beside what is there

    def _planned(self, *, writing: bool) -> tuple[Outcome, Plan]:
        outcome, plan = Outcome(), Plan()
        outcome.counts[reports.ROWS] = len(self.rows)
        self._refused = set()
        usable = [item for item in self.items if not item.problems]
        there = _customers(usable, lock=writing, whole=self.kind != Kind.ADDRESS)
        self._book = Book(usable, there, lock=writing)
        self._claimed: set[tuple[str, str, str]] = set()
        self._now = timezone.now()
        self._make_readers()
        coming: dict[Key, Record] = {}
        for item in self.items:
            problems = item.problems or self._problems_after(item, there, coming, plan, outcome)
            if problems:
                self._refused.add(id(item))
                outcome.refuse(item.row, problems, self._row_of_owner(item))
                continue
            for note in item.notes:
                outcome.note(note, item.row)
        plan.subscriptions = newsletters.changed(plan.subscribers, self._now)
        for subscription, _ in plan.subscriptions:
            is_begun = subscription.status == Subscription.Status.SUBSCRIBED
            outcome.counts[reports.SUBSCRIBED if is_begun else reports.UNSUBSCRIBED] += 1
        return outcome, plan

    def _make_readers(self) -> None:
        replace = self.behavior == Behavior.REPLACE
        self._accounts = accounts.Reader(self.shop, timezone.localdate(), replace=replace)
        self._books = books.Reader(self.shop, replace=replace)

    def _problems_after(
        self, item: Item, there: Mapping[Key, Record], coming: dict[Key, Record], plan: Plan, outcome: Outcome
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

    def _plan_deletion(self, item: Item, customer: Record | None, plan: Plan, outcome: Outcome) -> list[RowRefused]:
        if customer is None:
            return [CustomerNotFound()]
        if item.is_customer:
            if customer.id in plan.gone:
                return [CustomerNotFound()]
            plan.gone[customer.id] = None
            outcome.counts[reports.DELETED] += 1
            return []
        address = self._book.numbered(customer, item.number)
        if address is None or address.id in plan.gone_addresses:
            return [AddressNotInBook()]
        plan.gone_addresses[address.id] = None
        outcome.counts[reports.ADDRESSES[reports.DELETED]] += 1
        return []

    def _plan_account(
        self, item: Item, existing: Record | None, coming: dict[Key, Record], plan: Plan, outcome: Outcome
    ) -> list[RowRefused]:
        assert item.key
        assert item.place
        ahead = item.ahead if existing is None else None
        fields, problems = _copied(ahead) if ahead else self._accounts.read(item.row.values, item.place, existing)
        self._accounts.read_custom(item.row.values, existing, fields, problems)
        problems += self._claims(Attribute.Entity.CUSTOMER, fields, existing)
        book: dict[str, Any] = {}
        address = self._book.numbered(existing, item.number) if existing else None
        if item.address:
            book, refused = self._books.read(item.address, item.place, address)
            self._books.read_custom(item.address, address, book, refused)
            problems += refused
        if problems:
            return problems
        if existing is None:
            fields["website_id"], fields["email"] = item.key
            fields["password_hash"] = item.password_hash or ""
            fields["updated_at"] = fields.get("updated_at") or self._now
            fields["created_at"] = fields.get("created_at") or self._now
            customer = writing.CUSTOMERS.new(fields)
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
        if not customer.password_hash and not item.row.values.get(kinds.PASSWORD_HASH, "absent").strip():
            outcome.counts[reports.PASSWORDS_MISSING] += 1
        if item.is_subscribed is not None:
            plan.subscribers.append((customer, item.is_subscribed))
        if book:
            self._put_into_book(item, customer, address, book, plan, outcome)
        return []

    def _take_hash(self, item: Item, existing: Record, fields: dict[str, Any], plan: Plan, outcome: Outcome) -> None:
        """A hash takes the place of none, or of another one of Magento's; what was set or used here is newer."""
        if item.password_hash is None or item.password_hash == existing.password_hash:
            return
        if not item.password and existing.password_hash and not hashers.is_of_magento(existing.password_hash):
            outcome.note(reports.PASSWORDS_KEPT, item.row)
            return
        fields["password_hash"] = item.password_hash
        plan.with_new_password.append(existing.id)

    def _plan_address(self, item: Item, customer: Record | None, plan: Plan, outcome: Outcome) -> list[RowRefused]:
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
        ahead = item.ahead if existing is None else None
        fields, problems = _copied(ahead) if ahead else self._books.read(item.address, item.place, existing)
        self._books.read_custom(item.address, existing, fields, problems)
        problems += self._claims(Attribute.Entity.ADDRESS, fields, existing)
        if problems:
            return problems
        self._put_into_book(item, customer or Record({"id": None}), existing, fields, plan, outcome)
        return []

    def _put_into_book(
        self,
        item: Item,
        customer: Record,
        existing: Record | None,
        fields: dict[str, Any],
        plan: Plan,
        outcome: Outcome,
    ) -> None:
        new = None
        if existing is None:
            new = writing.ADDRESSES.new(fields | {"created_at": self._now, "updated_at": self._now})
            existing = self._book.alike(customer, new) if item.number is None else None
        if existing is not None:
            address = existing
            if _change(address, fields, self._now):
                plan.changed_addresses.append(address)
                outcome.counts[reports.ADDRESSES[reports.UPDATED]] += 1
            else:
                outcome.counts[reports.ADDRESSES[reports.UNCHANGED]] += 1
        else:
            assert new
            address = new
            address.id, former = self._book.number_for(item.number)
            plan.new_addresses.append((address, customer))
            if former is not None:
                plan.former_numbers.append((address, former))
            outcome.counts[reports.ADDRESSES[reports.CREATED]] += 1
        billing = books.is_default(item.address, kinds.DEFAULT_BILLING)
        shipping = books.is_default(item.address, kinds.DEFAULT_SHIPPING)
        if billing or shipping:
            plan.defaults.append((customer, address, billing, shipping))

    def _claims(self, entity: str, fields: Mapping[str, Any], existing: Record | None) -> list[RowRefused]:
        """Complain of unique values that another row of the batch has; the others are in the database."""
        unique = self.shop.unique[entity]
        if not unique:
            return []
        had = existing.custom_values if existing else {}
        problems: list[RowRefused] = []
        for attribute in unique:
            value = fields.get("custom_values", {}).get(attribute.code)
            if not value or value == had.get(attribute.code):
                continue
            claim = (entity, attribute.code, value)
            if claim in self._claimed:
                problems.append(UniqueValueRepeated(attribute.code))
            self._claimed.add(claim)
        return problems

    def _row_of_owner(self, item: Item) -> Row | None:
        if item.owner is None or (isinstance(item.owner, Item) and self._is_refused(item.owner)):
            return None
        return item.owner.row

    def _is_refused(self, item: Item) -> bool:
        return id(item) in self._refused or bool(item.problems)


class Book:
    """The addresses that rows may mean: by the number they have here or had before, or by all they say."""

    def __init__(self, items: Iterable[Item], customers: Mapping[Key, Record], *, lock: bool) -> None:
        numbers = {item.number for item in items if item.number is not None}
        unnumbered = {
            customers[item.key].id
            for item in items
            if item.number is None and item.address and not item.deletes and item.key and item.key in customers
        }
        own_numbers = [number for number in numbers if number <= writing.LAST_OWN_NUMBER]
        self._by_number = {each.id: each for each in _addresses("id", own_numbers, lock=lock)}
        self._taken = set(self._by_number)
        self._former, self._renumbered = self._renamed(numbers, customers, lock=lock)
        self._alike: dict[int, dict[tuple[Any, ...], list[Record]]] = defaultdict(lambda: defaultdict(list))
        for address in _addresses("customer_id", unnumbered, lock=lock):
            self._alike[address.customer_id][books.fingerprint(address)].append(address)

    def _renamed(
        self, numbers: set[int], customers: Mapping[Key, Record], *, lock: bool
    ) -> tuple[dict[tuple[int, int], Record], set[int]]:
        """Addresses that have another number here, by their customer and the number they had; and their numbers."""
        if not numbers or not FormerAddressId.objects.exists():
            return {}, set()
        known = FormerAddressId.objects.filter(
            among("transfer_formeraddressid.number", numbers)
            | among("transfer_formeraddressid.address_id", self._taken)
        )
        former = dict(known.values_list("address_id", "number"))
        owners = {customer.id for customer in customers.values()}
        return {
            (address.customer_id, former[address.id]): address
            for address in _addresses("id", former, lock=lock)
            if former[address.id] in numbers and address.customer_id in owners
        }, self._taken & former.keys()

    def numbered(self, customer: Record, number: int | None) -> Record | None:
        """The customer's address with this number, where it comes from or here."""
        if number is None:
            return None
        before = self._former.get((customer.id, number))
        if before is not None:
            return before
        here = self._by_number.get(number)
        if here is None or here.customer_id != customer.id or here.id in self._renumbered:
            return None
        return here

    def alike(self, customer: Record, address: Record) -> Record | None:
        """An address of the customer's that says the same; each is found once."""
        if customer.id is None or customer.id not in self._alike:
            return None
        found = self._alike[customer.id].get(books.fingerprint(address))
        return found.pop(0) if found else None

    def number_for(self, number: int | None) -> tuple[int | None, int | None]:
        """The number a new address gets, None for any, and the one that is noted beside because it cannot have it."""
        if number is None:
            return None, None
        if number in self._taken or number > writing.LAST_OWN_NUMBER:
            return None, number
        self._taken.add(number)
        return number, None


def _customers(items: Iterable[Item], *, lock: bool, whole: bool) -> dict[Key, Record]:
    """Who is there already of those the rows name; with all their columns, or with those that addresses need."""
    wanted: dict[int, set[str]] = defaultdict(set)
    for item in items:
        if item.key:
            wanted[item.key[0]].add(item.key[1])
    found: list[Record] = []
    for website_id, keys in sorted(wanted.items()):
        rows = Customer.objects.filter(among("customers_customer.email_key", keys), website_id=website_id)
        rows = rows.order_by("pk").select_for_update() if lock else rows
        found += writing.CUSTOMERS.read(rows, None if whole else OF_OWNERS)
    return {(each.website_id, each.email_key): each for each in found}


def _addresses(column: str, ids: Collection[int], *, lock: bool) -> list[Record]:
    if not ids:
        return []
    rows = Address.objects.filter(among(f"customers_address.{column}", ids)).order_by("pk")
    return writing.ADDRESSES.read(rows.select_for_update() if lock else rows)


def _copied(read: tuple[dict[str, Any], list[RowRefused]]) -> tuple[dict[str, Any], list[RowRefused]]:
    """What was read, to be added to; a batch may be tried several times."""
    return dict(read[0]), list(read[1])


def _change(row: Record, fields: Mapping[str, Any], now: dt.datetime) -> bool:
    """Give a row the values that differ from what it has; whether any do. Files know no fractions of seconds."""
    had = row.__dict__
    changed = {column: value for column, value in fields.items() if had[column] != value}
    if not changed:
        return False
    changed = {column: value for column, value in changed.items() if not _is_same_time(had[column], value)}
    had.update(changed)
    if changed and "updated_at" not in fields:
        row.updated_at = now
    return bool(changed)


def _is_same_time(before: Any, after: Any) -> bool:
    if isinstance(before, dt.datetime) and isinstance(after, dt.datetime):
        return before.replace(microsecond=0) == after
    return False


def _set_defaults(plan: Plan) -> list[Record]:
    """Give customers their default addresses; those who were there before and have others now."""
    new = {id(customer) for customer in plan.new}
    changed: dict[int, Record] = {}
    for customer, address, billing, shipping in plan.defaults:
        for is_wanted, column in ((billing, "default_billing_id"), (shipping, "default_shipping_id")):
            if is_wanted and getattr(customer, column) != address.id:
                setattr(customer, column, address.id)
                if id(customer) not in new:
                    changed[customer.id] = customer
    return list(changed.values())


def _adopt(customers: Sequence[Record]) -> None:
    """Give new accounts the subscriptions their e-mails had before."""
    if not customers:
        return
    new = {(customer.website_id, customer.email_key): customer for customer in customers}
    waiting = Subscription.objects.filter(
        among("customers_subscription.email_key", {key for _, key in new}), customer=None
    )
    adopted = []
    for subscription in writing.SUBSCRIPTIONS.read(waiting.select_for_update().order_by("pk")):
        customer = new.get((subscription.website_id, subscription.email_key))
        if customer is not None:
            subscription.customer_id = customer.id
            adopted.append(subscription)
    writing.SUBSCRIPTIONS.update(adopted, ["customer_id"])
