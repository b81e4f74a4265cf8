"""Customers and addresses as rows: what Magento's own export would write, of all of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from attributes.models import Attribute
from customers.models import Customer
from directory.models import Region
from transfer import kinds
from transfer.files import Row, row_of
from transfer.kinds import Kind
from transfer.magento_database.database import Database
from transfer.magento_database.definitions import Known
from transfer.magento_database.structure import Places
from transfer.shop import Shop

PAGE = 1_000
GENDERS = {label.casefold() for label in Customer.Gender.labels}
NOT_READ = {"rp_token", "rp_token_created_at", "store_id", "website_id"}
"""Columns of a file that say nothing an import reads."""

CUSTOMER_COLUMNS = [column for column in kinds.CUSTOMER_COLUMNS if column not in NOT_READ]
ADDRESS_COLUMNS = [
    column for column in kinds.ADDRESS_COLUMNS if not column.startswith("vat_") and column != "region_id"
] + ["vat_id"]

GONE = "choices of options Magento itself has no more"
ELSEWHERE = "customers whose store view is on another website; they have the default one of theirs"

Record = dict[str, str | None]


@dataclass(frozen=True)
class Column:
    """A column of rows that is a custom attribute's: how its values there are written here."""

    known: Known
    written: Callable[[str], str]

    @property
    def name(self) -> str:
        assert self.known.here
        return self.known.here.code


class People(ABC):
    """What customers and addresses have in common: pages by number, each with the values of its custom attributes."""

    kind: Kind
    table: str
    label: str

    def __init__(self, database: Database, places: Places, known: Iterable[Known]) -> None:
        self.database, self.places = database, places
        self.passed_over: Counter[str] = Counter()
        """What rows do not say though Magento's tables do, by a sentence each."""
        shop = Shop()
        self.columns = [
            Column(each, self._writer(each, shop))
            for each in known
            if each.here is not None and self.table == _table_of(each)
        ]
        self._by_type: dict[str, list[Column]] = {}
        for column in self.columns:
            self._by_type.setdefault(column.known.backend_type, []).append(column)

    @property
    def name(self) -> str:
        return f"{self.label} of {self.database.name}"

    @property
    def identity(self) -> str:
        return self.database.identity

    @property
    def total(self) -> int | None:
        return self.database.count(self.table)

    @property
    @abstractmethod
    def header(self) -> list[str]:
        """The columns of a row."""

    def rows(self, after: int) -> Iterator[Row]:
        """The rows beyond a number, in ascending order of it. Raises DatabaseNotReached."""
        header = self.header
        while page := self._page(after):
            after = int(page[-1]["entity_id"] or 0)
            values = self._values(int(page[0]["entity_id"] or 0), after)
            for record in page:
                number = int(record["entity_id"] or 0)
                told = {**self._told(record), **self._static(record), **values.get(number, {})}
                yield row_of(number, [told.get(name) or "" for name in header], header)

    @abstractmethod
    def _page(self, after: int) -> list[Record]:
        """The next records behind a number."""

    @abstractmethod
    def _told(self, record: Record) -> Record:
        """What a record says of what every shop has, under the columns of a file."""

    def _static(self, record: Record) -> Record:
        return {
            column.name: column.written(text)
            for column in self._by_type.get("static", ())
            if (text := record.get(column.known.code)) is not None
        }

    def _writer(self, known: Known, shop: Shop) -> Callable[[str], str]:
        """How values of an attribute are written in a file: options as the file knows them, days without their hour."""
        here = known.here
        assert here
        if here.offers_options or known.labels:
            own = next(each for each in shop.attributes[here.entity_type] if each.pk == here.pk)

            def written(text: str) -> str:
                told = []
                for number in _chosen(text):
                    if number in known.options:
                        told.append(shop.shown(own, known.options[number]))
                    elif number in known.labels:
                        told.append(known.labels[number])
                    else:
                        self.passed_over[GONE] += 1
                return ",".join(told)

            return written
        if here.input_type == Attribute.Input.DATE:
            return lambda text: text.removesuffix(" 00:00:00")
        return lambda text: text

    def _own_columns(self) -> list[str]:
        """The columns of the entity's own table that are custom attributes."""
        return [column.known.code for column in self._by_type.get("static", ())]

    def _values(self, first: int, last: int) -> dict[int, Record]:
        """The values of custom attributes, by the number of their owner and by column."""
        found: dict[int, Record] = {}
        for backend_type, columns in self._by_type.items():
            if backend_type == "static" or not self.database.has(f"{self.table}_{backend_type}"):
                continue
            by_number = {str(column.known.number): column for column in columns}
            marks = ", ".join(["%s"] * len(by_number))
            for owner, number, text in self.database.lines(
                f"SELECT entity_id, attribute_id, value FROM {{{self.table}_{backend_type}}}"  # noqa: S608
                f" WHERE entity_id BETWEEN %s AND %s AND attribute_id IN ({marks})",
                first,
                last,
                *by_number,
            ):
                if text is not None:
                    column = by_number[str(number)]
                    found.setdefault(int(owner or 0), {})[column.name] = column.written(text)
        return found

    def _website(self, number: str | None) -> str | None:
        return (
            self.places.websites[number].code
            if number in self.places.websites
            else self.places.website_codes.get(number or "")
        )


class Customers(People):
    """The accounts, with their passwords as they are kept there."""

    kind, table, label = Kind.CUSTOMER, "customer_entity", "customers"

    def __init__(self, database: Database, places: Places, known: Iterable[Known]) -> None:
        super().__init__(database, places, known)
        self._there = [column for column in CUSTOMER_COLUMNS if database.has(self.table, column)]
        self._genders = _genders(database)

    @property
    def header(self) -> list[str]:
        return [kinds.EMAIL, kinds.WEBSITE, kinds.STORE, *self._there, *(column.name for column in self.columns)]

    def _page(self, after: int) -> list[Record]:
        return self.database.records(
            self.table,
            ["entity_id", "email", "website_id", "store_id", *self._there, *self._own_columns()],
            "WHERE entity_id > %s ORDER BY entity_id LIMIT %s",
            after,
            PAGE,
        )

    def _told(self, record: Record) -> Record:
        group = record.get("group_id") or ""
        return {
            **record,
            kinds.WEBSITE: self._website(record["website_id"]),
            kinds.STORE: self._store(record["store_id"], record["website_id"]),
            "group_id": str(self.places.groups.get(group, group)),
            "gender": self._genders.get(record.get("gender") or "", record.get("gender")),
        }

    def _store(self, number: str | None, website: str | None) -> str:
        """A view's code. Shops that share accounts between websites have customers with a view of another one."""
        store = self.places.stores.get(number or "")
        if store is None:
            return "" if number in (None, "0") else self.places.store_codes.get(str(number), "")
        if website in self.places.websites and self.places.websites[website].pk != store.website_id:
            self.passed_over[ELSEWHERE] += 1
            return ""
        return store.code


class Addresses(People):
    """The addresses, each with the customer it belongs to."""

    kind, table, label = Kind.ADDRESS, "customer_address_entity", "addresses"

    def __init__(self, database: Database, places: Places, known: Iterable[Known]) -> None:
        super().__init__(database, places, known)
        self._there = [column for column in ADDRESS_COLUMNS if database.has(self.table, column)]
        self._regions = _regions(database)

    @property
    def header(self) -> list[str]:
        own = [*self._there, *(column.name for column in self.columns)]
        return [kinds.WEBSITE, kinds.OWNER_EMAIL, kinds.ADDRESS_ID, *own, kinds.DEFAULT_BILLING, kinds.DEFAULT_SHIPPING]

    def _page(self, after: int) -> list[Record]:
        own = ["entity_id", "region_id", *self._there, *self._own_columns()]
        owners = ["email", "website_id", "default_billing", "default_shipping"]
        told = ", ".join([*(f"a.`{name}`" for name in own), *(f"c.`{name}`" for name in owners)])
        found = self.database.lines(
            f"SELECT {told} FROM {{{self.table}}} a"  # noqa: S608
            " LEFT JOIN {customer_entity} c ON c.entity_id = a.parent_id"
            " WHERE a.entity_id > %s ORDER BY a.entity_id LIMIT %s",
            after,
            PAGE,
        )
        return [dict(zip([*own, *owners], line, strict=True)) for line in found]

    def _told(self, record: Record) -> Record:
        number = record["entity_id"]
        return {
            **record,
            kinds.WEBSITE: self._website(record["website_id"]),
            kinds.OWNER_EMAIL: record["email"],
            kinds.ADDRESS_ID: number,
            kinds.DEFAULT_BILLING: "1" if record["default_billing"] == number else "",
            kinds.DEFAULT_SHIPPING: "1" if record["default_shipping"] == number else "",
            "region": self._regions.get(record["region_id"] or "", record.get("region")),
        }


def _table_of(known: Known) -> str:
    return Customers.table if known.entity == Attribute.Entity.CUSTOMER else Addresses.table


def _chosen(text: str) -> Sequence[str]:
    return [each for part in text.split(",") if (each := part.strip())]


def _genders(database: Database) -> dict[str, str]:
    """The labels of genders by the numbers this Magento has for them: they are options there."""
    found = database.lines(
        "SELECT o.option_id, v.value FROM {eav_attribute} a"
        " JOIN {eav_entity_type} t ON t.entity_type_id = a.entity_type_id AND t.entity_type_code = 'customer'"
        " JOIN {eav_attribute_option} o ON o.attribute_id = a.attribute_id"
        " JOIN {eav_attribute_option_value} v ON v.option_id = o.option_id AND v.store_id = 0"
        " WHERE a.attribute_code = 'gender'"
    )
    return {str(number): label for number, label in found if (label or "").casefold() in GENDERS and label}


def _regions(database: Database) -> dict[str, str]:
    """What this shop calls the regions of Magento, by their numbers there: names where it knows them, or else codes."""
    here: dict[str, set[str]] = {}
    for region in Region.objects.all():
        here.setdefault(region.country_id, set()).update((region.name.lower(), region.code.lower()))
    regions = {}
    for record in database.records("directory_country_region", ("region_id", "country_id", "code", "default_name")):
        name, code = record["default_name"] or "", record["code"] or ""
        listed = here.get(record["country_id"] or "", set())
        regions[str(record["region_id"])] = code if name.lower() not in listed and code.lower() in listed else name
    return regions
