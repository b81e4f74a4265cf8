"""What customers of another shop refer to: its websites, stores, groups and attributes, beside those that are here.

They are the same if they have the same codes. What is missing can be told, and made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from attributes import definitions, metadata, own, rules
from attributes.definitions import OptionFields
from attributes.models import Attribute
from stores import groups as customer_groups
from stores import structure
from stores.models import CUSTOMER_TAX_CLASSES, CustomerGroup, Store, StoreGroup, Website
from transfer import kinds


@dataclass(frozen=True)
class WebsiteThere:
    id: int
    code: str
    name: str


@dataclass(frozen=True)
class StoreGroupThere:
    """What the admin calls a store; `code` is empty in older versions."""

    id: int
    code: str
    name: str
    website: str


@dataclass(frozen=True)
class StoreThere:
    """A store view; `website` is a code, `group` the number of its store there."""

    id: int
    code: str
    name: str
    website: str
    group: int
    is_active: bool = True


@dataclass(frozen=True)
class GroupThere:
    id: int
    code: str
    tax_class_id: int = 0


@dataclass(frozen=True)
class AttributeThere:
    """An attribute; `options` are its values there with their labels."""

    entity: str
    code: str
    label: str
    input_type: str
    is_user_defined: bool = True
    is_required: bool = False
    is_visible: bool = True
    multiline_count: int = 1
    sort_order: int = 0
    input_filter: str = ""
    note: str = ""
    validate_rules: Mapping[str, str] = field(default_factory=dict)
    options: tuple[tuple[str, str], ...] = ()
    forms: tuple[str, ...] = ()

    @property
    def is_builtin(self) -> bool:
        """Whether every shop has it, or its place is another one."""
        return self.code in BUILT_IN[self.entity] or self.code in metadata.declared(self.entity)

    @property
    def offers_options(self) -> bool:
        return self.input_type in (Attribute.Input.SELECT, Attribute.Input.MULTISELECT)


BUILT_IN = {
    Attribute.Entity.CUSTOMER.value: {*kinds.CUSTOMER_COLUMNS, *kinds.NOT_READ, kinds.EMAIL},
    Attribute.Entity.ADDRESS.value: {*kinds.ADDRESS_COLUMNS},
}


@dataclass(frozen=True)
class Parts:
    """The parts of a shop, but for what is the admin's."""

    websites: Sequence[WebsiteThere]
    store_groups: Sequence[StoreGroupThere]
    stores: Sequence[StoreThere]
    groups: Sequence[GroupThere]
    attributes: Sequence[AttributeThere]

    @property
    def custom_attributes(self) -> list[AttributeThere]:
        """Those a merchant defined, and those another module brought that are defined here, too."""
        here = own.attributes_by_entity()
        known = {(entity, each.code) for entity, attributes in here.items() for each in attributes}
        return [
            each
            for each in self.attributes
            if not each.is_builtin and (each.is_user_defined or (each.entity, each.code) in known)
        ]


@dataclass(frozen=True)
class Missing:
    """Something that is there and not here. `make` is None where nobody but the merchant can say what to do."""

    what: str
    make: Callable[[], Any] | None
    attribute: tuple[str, str] | None = None
    """The entity and the code of an attribute, or of one that has less options."""


def missing(parts: Parts) -> list[Missing]:
    """What the shop here lacks, in the order in which it can be made."""
    return [*_places(parts), *_groups(parts.groups), *_attributes(parts)]


@transaction.atomic
def make(lacking: Sequence[Missing]) -> None:
    """Make what is missing, or nothing. Raises what the functions of the domain raise."""
    for each in lacking:
        if each.make:
            each.make()


def group_numbers(parts: Parts) -> dict[int, int]:
    """The number each customer group of theirs has here."""
    here = dict(CustomerGroup.objects.values_list("code", "pk"))
    return {each.id: here[_cut(each.code)] for each in parts.groups if _cut(each.code) in here}


def _places(parts: Parts) -> Iterator[Missing]:
    websites = set(Website.objects.values_list("code", flat=True))
    stores = dict(Store.objects.values_list("code", "website__code"))
    for website in parts.websites:
        if website.code not in websites:
            fields = {"code": website.code, "name": website.name}
            yield Missing(f'website "{website.code}" ({website.name})', _makes_website(fields))
    made: dict[int, StoreGroup] = {}
    by_number = {each.id: each for each in parts.store_groups}
    for store in parts.stores:
        what = f'store view "{store.code}" of the website "{store.website}"'
        if store.code not in stores:
            yield Missing(what, _makes_store(store, by_number[store.group], made))
        elif stores[store.code] != store.website:
            yield Missing(f'{what}: here it is of the website "{stores[store.code]}"', None)


def _makes_website(fields: dict[str, Any]) -> Callable[[], Any]:
    return lambda: structure.save_website(website_id=None, fields=fields)


def _makes_store(store: StoreThere, group: StoreGroupThere, made: dict[int, StoreGroup]) -> Callable[[], Any]:
    def make() -> Store:
        website = Website.objects.get(code=store.website)
        code = group.code or f"store_{group.id}"
        here = made.get(group.id) or StoreGroup.objects.filter(website=website, code=code).first()
        if here is None:
            fields = {"website": website, "code": code, "name": group.name}
            here = structure.save_store_group(group_id=None, fields=fields)
        made[group.id] = here
        here.refresh_from_db()
        is_active = store.is_active or here.default_store_id is None
        return structure.save_store(
            store_id=None, fields={"group": here, "code": store.code, "name": store.name, "is_active": is_active}
        )

    return make


def _groups(groups: Sequence[GroupThere]) -> Iterator[Missing]:
    here = set(CustomerGroup.objects.values_list("code", flat=True))
    for group in groups:
        if group.id != CustomerGroup.NOT_LOGGED_IN and _cut(group.code) not in here:
            tax_class = group.tax_class_id if group.tax_class_id in CUSTOMER_TAX_CLASSES else None
            fields = {"code": group.code, "tax_class_id": tax_class}
            yield Missing(f'customer group "{group.code}"', _makes_group(group.id, fields))


def _makes_group(number: int, fields: dict[str, Any]) -> Callable[[], Any]:
    return lambda: customer_groups.save_group(group_id=None, fields=fields, wanted_id=number)


def _attributes(parts: Parts) -> Iterator[Missing]:
    here = {
        (entity, each.code): each for entity, attributes in own.attributes_by_entity().items() for each in attributes
    }
    for theirs in parts.custom_attributes:
        ours = here.get((theirs.entity, theirs.code))
        key = (theirs.entity, theirs.code)
        what = f'{Attribute.Entity(theirs.entity).label.lower()} attribute "{theirs.code}" ({theirs.input_type})'
        if ours is None:
            can_be_made = theirs.input_type in Attribute.Input.values
            yield Missing(what, _makes_attribute(theirs) if can_be_made else None, key)
            continue
        if theirs.offers_options != ours.offers_options:
            yield Missing(f"{what}: here it is {ours.get_input_type_display()}", None, key)
            continue
        labels = {option.label.strip().casefold() for option in ours.options.all()} if ours.offers_options else set()
        lacking = (
            [label for _, label in theirs.options if label.casefold() not in labels] if ours.offers_options else []
        )
        if lacking:
            yield Missing(f"{what}, its options {', '.join(lacking)}", _makes_options(ours, lacking), key)


def _makes_attribute(theirs: AttributeThere) -> Callable[[], Any]:
    def make() -> Attribute:
        input_filter = theirs.input_filter if theirs.input_filter in Attribute.Filter.values else ""
        fields = {
            "entity_type": theirs.entity,
            "code": theirs.code,
            "label": theirs.label,
            "input_type": theirs.input_type,
            "is_required": theirs.is_required,
            "is_visible": theirs.is_visible,
            "multiline_count": max(1, theirs.multiline_count),
            "sort_order": theirs.sort_order,
            "input_filter": input_filter,
            "note": theirs.note,
            "validate_rules": {
                name: int(value) if name in rules.LENGTHS else value
                for name, value in theirs.validate_rules.items()
                if value and not rules.problems_with_rules(theirs.input_type, {name: value})
            },
            "forms": list(theirs.forms),
        }
        labels = dict.fromkeys(label for _, label in theirs.options) if theirs.offers_options else {}
        return definitions.create_attribute(
            fields=fields, options=[OptionFields(label, sort_order=place) for place, label in enumerate(labels)]
        )

    return make


def _makes_options(ours: Attribute, labels: Sequence[str]) -> Callable[[], Any]:
    def make() -> Attribute:
        there = [
            OptionFields(each.label, each.pk, each.sort_order, each.is_default, each.store_labels)
            for each in ours.options.all()
        ]
        last = max((each.sort_order for each in there), default=-1)
        new = [OptionFields(label, sort_order=last + place) for place, label in enumerate(dict.fromkeys(labels), 1)]
        return definitions.change_attribute(attribute_id=ours.pk, fields={}, options=[*there, *new])

    return make


def _cut(code: str) -> str:
    """A group's code as it is kept here."""
    return code.strip()[: customer_groups.LONGEST_CODE].strip()
