"""What rows of files refer to by code or label, as it is in the shop now: read once, looked up a million times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from attributes import metadata, own
from attributes import values as attribute_values
from attributes.errors import ValueNotUnique
from attributes.models import Attribute
from customers import addresses
from directory.config import ALLOWED_COUNTRIES
from directory.models import Country, Region
from revisions import kept
from stores import config
from stores import lookups as stores
from stores.errors import StoreNotFound
from stores.models import CustomerGroup, Store, Website
from transfer import times
from transfer.errors import RowRefused, UniqueValueRepeated, ValueEmpty, ValueNotValid

YES_NO = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False, "": False}


@dataclass(frozen=True)
class Place:
    """A website, and what it asks of addresses."""

    website: Website
    website_id: int
    default_store: Store
    countries: frozenset[str]
    required: frozenset[str]
    postcode_optional: frozenset[str]


class Shop:
    """The shop as it was at a revision."""

    def __init__(self) -> None:
        self.revision = kept.revision()
        self.stores = {store.code: store for store in Store.objects.exclude(pk=Store.ADMIN)}
        self.places = {
            website.code: place
            for website in Website.objects.exclude(pk=Website.ADMIN)
            if (place := _place(website, list(self.stores.values())))
        }
        self.codes = {place.website.pk: code for code, place in self.places.items()}
        self.groups = set(CustomerGroup.objects.exclude(pk=CustomerGroup.NOT_LOGGED_IN).values_list("pk", flat=True))
        self.regions: dict[str, dict[str, int]] = {}
        self.countries_of_regions: dict[int, str] = {}
        for region in Region.objects.order_by("pk"):
            named = self.regions.setdefault(region.country_id, {})
            named.setdefault(region.code.lower(), region.pk)
            self.countries_of_regions[region.pk] = region.country_id
        for region in Region.objects.order_by("-pk"):  # A name counts more than another region's code.
            self.regions[region.country_id][region.name.lower()] = region.pk
        self.attributes = {entity: own.attributes_of(entity) for entity in Attribute.Entity.values}
        self.unique = {
            entity: [attribute for attribute in attributes if attribute.is_unique]
            for entity, attributes in self.attributes.items()
        }
        self._options = {
            attribute.pk: _options(attribute)
            for attributes in self.attributes.values()
            for attribute in attributes
            if attribute.offers_options
        }
        self._labels = {
            attribute.pk: _labels(attribute, self._options[attribute.pk])
            for attributes in self.attributes.values()
            for attribute in attributes
            if attribute.offers_options
        }

    def is_outdated(self) -> bool:
        return self.revision is None or self.revision != kept.revision()

    def custom_values(
        self, entity: str, given: Mapping[str, str], had: Mapping[str, str] | None
    ) -> tuple[dict[str, str], list[RowRefused]]:
        """What an owner keeps after a row gave `given`, labels and all; `had` is None for a new owner."""
        wanted: dict[str, str] = {}
        problems: list[RowRefused] = []
        for attribute in self.attributes[entity]:
            if attribute.code not in given:
                continue
            try:
                wanted[attribute.code] = self._value(attribute, given[attribute.code])
            except ValueError:
                problems.append(ValueNotValid(attribute.code))
        values, refused = attribute_values.accept(entity, wanted, had)
        if refused:
            problems += self._told_apart(entity, wanted, had or {})
        if had is None:
            problems += [
                ValueEmpty(attribute.code)
                for attribute in self.attributes[entity]
                if attribute.is_required and attribute.code not in values and not wanted.get(attribute.code)
            ]
        return values, problems

    def shown(self, attribute: Attribute, kept_text: str) -> str:
        """A kept value as it stands in a file."""
        if attribute.input_type == Attribute.Input.BOOLEAN:
            return {"1": "Yes", "0": "No"}.get(kept_text, kept_text)
        if not attribute.offers_options:
            return kept_text
        labels = self._labels[attribute.pk]
        return ",".join(labels.get(each, each) for each in kept_text.split(","))

    def region_shown(self, region: Region) -> str:
        """A region as it is found again: by name, or by code if another one has the name."""
        named = self.regions[region.country_id]
        return region.code if named[region.name.lower()] != region.pk else region.name

    def _told_apart(self, entity: str, wanted: Mapping[str, str], had: Mapping[str, str]) -> list[RowRefused]:
        """What is wrong, attribute by attribute."""
        problems: list[RowRefused] = []
        for code, value in wanted.items():
            for problem in attribute_values.accept(entity, {code: value}, had)[1]:
                if isinstance(problem, ValueNotUnique):
                    problems.append(UniqueValueRepeated(code))
                else:
                    problems.append(ValueNotValid(code, detail=problem.message))
        return problems

    def _value(self, attribute: Attribute, text: str) -> str:
        """A text of a file as clients send the value. Raises ValueError."""
        match attribute.input_type:
            case Attribute.Input.BOOLEAN:
                return "" if not text.strip() else str(int(yes_or_no(text)))
            case Attribute.Input.DATE:
                date = times.read_date(text)
                return date.isoformat() if date else ""
            case Attribute.Input.SELECT:
                return self._option(attribute, text)
            case Attribute.Input.MULTISELECT:
                return ",".join(self._several(attribute, text))
            case _:
                return text

    def _option(self, attribute: Attribute, text: str) -> str:
        wanted, by_label = text.strip().casefold(), self._options[attribute.pk]
        if not wanted:
            return ""
        if wanted in by_label:
            return by_label[wanted]
        if any(wanted == str(option.pk) for option in attribute.options.all()):
            return wanted
        raise ValueError(text)

    def _several(self, attribute: Attribute, text: str) -> Iterable[str]:
        """Labels between commas, of which there may be some in a label."""
        parts = text.split(",") if text.strip() else []
        while parts:
            for length in range(len(parts), 0, -1):
                try:
                    yield self._option(attribute, ",".join(parts[:length]))
                except ValueError:
                    continue
                parts = parts[length:]
                break
            else:
                raise ValueError(text)


def yes_or_no(text: str) -> bool:
    """Raises ValueError."""
    meaning = YES_NO.get(text.strip().lower())
    if meaning is None:
        raise ValueError(text)
    return meaning


def _place(website: Website, views: list[Store]) -> Place | None:
    """None for a website without any store view: nobody can belong there."""
    own_views = [view for view in views if view.website_id == website.pk]
    if not own_views:
        return None
    try:
        default = stores.store_of_website(website)
    except StoreNotFound:
        default = own_views[0]
    wanted = config.read_all(
        [ALLOWED_COUNTRIES, addresses.ZIP_OPTIONAL, *addresses.SHOWN.values()], website_id=website.pk
    )
    there = set(Country.objects.values_list("pk", flat=True))
    return Place(
        website,
        website.pk,
        default,
        frozenset(there.intersection(wanted[ALLOWED_COUNTRIES])),
        frozenset(
            {*addresses.REQUIRED, *(c for c, path in addresses.SHOWN.items() if wanted[path] == metadata.REQUIRED)}
        ),
        frozenset(country.strip() for country in wanted[addresses.ZIP_OPTIONAL].split(",")),
    )


def _options(attribute: Attribute) -> dict[str, str]:
    """The number of each option by its label; the first one has a label that stands there twice."""
    found: dict[str, Any] = {}
    for option in attribute.options.all():
        found.setdefault(option.label.strip().casefold(), str(option.pk))
    return found


def _labels(attribute: Attribute, by_label: Mapping[str, str]) -> dict[str, str]:
    """The labels by which options are found again, by their numbers."""
    labels = {str(option.pk): option.label for option in attribute.options.all()}
    return {number: label for number, label in labels.items() if by_label.get(label.strip().casefold()) == number}
