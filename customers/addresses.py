"""The address book: what an address may be; adding, changing and removing one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from attributes import metadata
from attributes import values as attribute_values
from attributes.errors import TextTooLong, TooManyLines
from attributes.models import Attribute
from customers import config as settings
from customers import history, telephones
from customers.builtin import show_settings
from customers.errors import (
    AddressIsDefault,
    AddressValueRequired,
    AddressWithUidIsDefault,
    CountryRequired,
    DefaultAddressNotThere,
    PageNotPositive,
    PageSizeNotPositive,
    RegionMismatch,
    RegionRequired,
    TelephoneNotValid,
)
from customers.fields import ADDRESS_TEXTS, Fields, trimmed
from customers.models import Address, Customer
from directory import lookups as directory
from kernel import ids
from kernel.errors import InvalidInput, InvalidValue, NoSuchEntity, raise_any
from stores import config
from stores.models import Store

REQUIRED = ("firstname", "lastname", "street", "city", "postcode")
SHOWN = show_settings(Attribute.Entity.ADDRESS)
ZIP_OPTIONAL = "general/country/optional_zip_countries"
STATE_REQUIRED = "general/region/state_required"
REGION_SHOWN_EVERYWHERE = "general/region/display_all"
REGION = ("region_id", "region_code", "region")  # one thing: who says one of them says all
DEFAULTS = ("default_billing", "default_shipping")


def add_address(*, customer: Customer, store: Store, fields: Fields) -> Address:
    """Put an address into somebody's own address book.

    Raises InvalidInput, or SeveralProblems that holds several of them.
    """
    with transaction.atomic():  # A value that has to be unique is looked for and kept in one go.
        kept, problems = checked(fields, store)
        raise_any([*problems, *_form_problems(fields, kept, store)])
        return save_added(customer, kept)


@transaction.atomic
def update_address(*, store: Store, address: Address, fields: Fields) -> Address:
    """Change an address of somebody's own; what is absent stays as it is, and the region is one thing.

    Raises InvalidInput, or SeveralProblems that holds several of them.
    """
    fields = {**fields_of(address), **fields}
    kept, problems = checked(fields, store, address.custom_values)
    raise_any([*problems, *_form_problems(fields, kept, store)])
    return save_changed(address, kept)


@transaction.atomic
def delete_address(*, address: Address, default: type[AddressIsDefault | AddressWithUidIsDefault]) -> None:
    """Remove an address that is no default. Raises `default`, billing being looked at first."""
    for kind, is_default in (("billing", address.is_default_billing), ("shipping", address.is_default_shipping)):
        if is_default:
            raise default(address.pk, kind) if default is AddressIsDefault else default(kind)
    remove(address)


def remove(address: Address) -> None:
    """Take an address out of its address book, whatever it is there."""
    history.note(address.customer_id, history.ADDRESS_DELETED, address=address.pk)
    address.delete()


def check_defaults(customer: Customer, fields: Fields, book: Sequence[Fields] | None) -> None:
    """Let defaults pass that are in the address book that is sent, or in the customer's own if none is.

    Raises DefaultAddressNotThere.
    """
    for kind in DEFAULTS:
        if not fields.get(kind):
            continue
        if book is None:
            there = {str(pk) for pk in customer.addresses.values_list("pk", flat=True)}
        else:
            there = {str(address["id"]) for address in book if address.get("id")}
        if fields[kind] not in there:
            raise DefaultAddressNotThere(fieldName=kind)


def replace_book(customer: Customer, fields: Fields, book: Sequence[Fields]) -> None:
    """Make the address book what is sent: addresses with an id are changed, others added, the rest removed.

    Of an address that is there, what is absent stays. The defaults are those among the customer's fields, then those
    the addresses themselves claim to be.

    Raises NoSuchEntity, InvalidInput, SeveralProblems.
    """
    own = {address.pk: address for address in customer.addresses.select_related("region")}
    named = {kind: fields[kind] for kind in DEFAULTS if kind in fields}
    before = {kind: getattr(customer, f"{kind}_id") for kind in named}
    for kind, address_id in named.items():
        setattr(customer, kind, own.get(int(address_id)) if address_id else None)
    if named:
        customer.save(update_fields=list(named))
    told = history.defaults_changed(before, {kind: getattr(customer, f"{kind}_id") for kind in named})
    kept_ids = []
    for sent in book:
        if not sent.get("id"):
            kept, problems = checked(sent, customer.store)
            raise_any(problems)
            kept_ids.append(save_added(customer, kept).pk)
            continue
        address = own.get(sent["id"])
        if address is None:
            raise NoSuchEntity(addressId=sent["id"])  # Whether nobody has it or somebody else does.
        said = {code: value for code, value in sent.items() if value is not None}
        region = {} if "region_id" not in sent else {code: sent.get(code) for code in REGION}
        kept, problems = checked({**fields_of(address), **said, **region}, customer.store, address.custom_values)
        raise_any(problems)
        kept_ids.append(save_changed(address, kept).pk)
    told += [(history.ADDRESS_DELETED, {"address": pk}) for pk in own if pk not in kept_ids]
    customer.addresses.exclude(pk__in=kept_ids).delete()
    history.note_all(customer.pk, told)


def page_of(customer: Customer, *, page: int, size: int) -> tuple[list[Address], int]:
    """A page of the address book, and how many addresses it has.

    Raises PageSizeNotPositive, PageNotPositive.
    """
    if size < 1:
        raise PageSizeNotPositive()
    if page < 1:
        raise PageNotPositive()
    book = list(customer.addresses.all())
    last = max(1, -(-len(book) // size))
    first = (min(page, last) - 1) * size
    return book[first : first + size], len(book)


def fields_of(address: Address) -> Fields:
    """An address as it would be sent."""
    return {
        **{code: getattr(address, code) for code in ADDRESS_TEXTS},
        "country_id": address.country_id,
        "region_id": address.region_id,
        "region": address.region_text,
        "region_code": address.region_code_text,
        "default_billing": address.is_default_billing,
        "default_shipping": address.is_default_shipping,
    }


def save_changed(address: Address, kept: Fields) -> Address:
    """Write what was checked of an address that is there. Not to be a default any more takes the default away."""
    columns = {code: value for code, value in kept.items() if not code.startswith("default_")}
    customer = address.customer
    before = {code: getattr(address, code) for code in columns}
    before |= {"default_billing": address.is_default_billing, "default_shipping": address.is_default_shipping}
    for code, value in columns.items():
        setattr(address, code, value)
    address.updated_at = timezone.now()
    address.save(update_fields=[*columns, "updated_at"])
    set_defaults(customer, address, billing=kept["default_billing"], shipping=kept["default_shipping"])
    left = [
        column
        for column in ("default_billing", "default_shipping")
        if not kept[column] and getattr(customer, f"{column}_id") == address.pk
    ]
    for column in left:
        setattr(customer, column, None)
    if left:
        customer.save(update_fields=left)
    history.note_all(customer.pk, history.address_changed(address.pk, before, kept))
    return address


def save_with_book(customer: Customer, checked: Sequence[Fields]) -> None:
    """Write a new customer with an address book, which is at hand then. Of several defaults the last one counts."""
    defaults = {kind: place for place, kept in enumerate(checked) for kind in DEFAULTS if kept[kind]}
    known = ids.ahead(Address, len(checked)) if defaults else None
    if known:  # Then the customer, whose row is in many indexes, is written once.
        for kind, place in defaults.items():
            setattr(customer, f"{kind}_id", known[place])
    customer.save(force_insert=True)
    book = []
    for place, kept in enumerate(checked):
        address = _written(customer, kept, known[place] if known else None)
        if address.region_id:
            regions = directory.regions_of(address.country_id)
            address.region = next(region for region in regions if region.pk == address.region_id)
        book.append(address)
    if not known:
        _point_to(customer, {kind: book[place] for kind, place in defaults.items()})
    shelf = Address.objects.filter(customer=customer)
    shelf._result_cache, shelf._prefetch_done = book, True  # type: ignore[attr-defined]
    customer._prefetched_objects_cache = {"addresses": shelf}  # type: ignore[attr-defined]


def save_added(customer: Customer, kept: Fields) -> Address:
    """Write an address whose fields were checked, and make it the default where it wants to be."""
    address = _written(customer, kept)
    set_defaults(customer, address, billing=kept["default_billing"], shipping=kept["default_shipping"])
    defaults = [kind for kind in DEFAULTS if kept[kind]]
    history.note(customer.pk, history.ADDRESS_ADDED, address=address.pk, defaults=defaults)
    return address


def set_defaults(customer: Customer, address: Address, *, billing: bool, shipping: bool) -> None:
    """Make an address the default of either kind. There is one place for each, so there is never a second default."""
    wanted = zip(DEFAULTS, (billing, shipping), strict=True)
    _point_to(customer, {kind: address for kind, is_wanted in wanted if is_wanted})


def _point_to(customer: Customer, defaults: Mapping[str, Address]) -> None:
    if not defaults:
        return
    for kind, address in defaults.items():
        setattr(customer, kind, address)
    customer.updated_at = timezone.now()
    customer.save(update_fields=[*defaults, "updated_at"])


def _written(customer: Customer, kept: Fields, address_id: int | None = None) -> Address:
    columns = {code: value for code, value in kept.items() if not code.startswith("default_")}
    attribute_values.claim(Attribute.Entity.ADDRESS, columns["custom_values"])
    return Address.objects.create(pk=address_id, customer=customer, **columns)


def names_a_country(fields: Fields, store: Store) -> bool:
    """Whether an address is in a country the store view sells to."""
    return directory.is_country_available(fields.get("country_id"), store)


def checked(
    fields: Fields, store: Store, custom_values: Mapping[str, str] | None = None
) -> tuple[Fields, list[InvalidInput]]:
    """The fields of an address as they will be kept, and everything that is wrong with them.

    `custom_values` are those of an address that is there; a new one has none.
    """
    wanted = config.read_all([ZIP_OPTIONAL, STATE_REQUIRED, *SHOWN.values()], store)
    required = {*REQUIRED, *(code for code, path in SHOWN.items() if wanted[path] == metadata.REQUIRED)}
    country_id = fields.get("country_id")
    kept: Fields = {"country_id": country_id}
    problems: list[InvalidInput] = []
    for code, text in ADDRESS_TEXTS.items():
        kept[code] = _kept(code, fields.get(code))
        if kept[code] is None and code in required:
            if code != "postcode" or country_id not in _listed(wanted[ZIP_OPTIONAL]):
                problems.append(AddressValueRequired(fieldName=code))
        elif len(kept[code] or "") > text.longest:
            problems.append(TextTooLong(text.label, text.longest))
    if not country_id:
        problems.append(CountryRequired(fieldName="countryId"))
    elif not directory.is_country_available(country_id, store):
        problems.append(InvalidValue(fieldName="countryId", value=country_id))
    else:
        region, region_problems = _region(fields, country_id in _listed(wanted[STATE_REQUIRED]))
        kept |= region
        problems += region_problems
    kept["telephone_parsed"] = telephones.parsed(kept["telephone"], country_id)
    if kept["telephone"] and not kept["telephone_parsed"] and config.read(settings.REFUSE_INVALID_TELEPHONES, store):
        problems.append(TelephoneNotValid(kept["telephone"]))
    kept["custom_values"], custom_problems = attribute_values.accept(
        Attribute.Entity.ADDRESS,
        fields.get("custom_attributes") or {},
        custom_values,
        form="customer_address_edit",
        store_id=store.pk,
    )
    for kind in ("default_billing", "default_shipping"):
        kept[kind] = bool(fields.get(kind))
    return kept, problems + custom_problems


class CountryRules(NamedTuple):
    """What the countries of addresses decide: ids of countries, and whether a region is asked for at all elsewhere."""

    region_required: list[str]
    postcode_optional: list[str]
    region_shown_everywhere: bool


def country_rules(store: Store) -> CountryRules:
    """Where a region has to be and a postcode need not be."""
    wanted = config.read_all([ZIP_OPTIONAL, STATE_REQUIRED, REGION_SHOWN_EVERYWHERE], store)
    return CountryRules(_listed(wanted[STATE_REQUIRED]), _listed(wanted[ZIP_OPTIONAL]), wanted[REGION_SHOWN_EVERYWHERE])


def _region(fields: Fields, is_required: bool) -> tuple[Fields, list[InvalidInput]]:
    listed = {region.pk: region for region in directory.regions_of(fields["country_id"])}
    region_id, text = fields.get("region_id") or None, trimmed(fields.get("region"))
    kept: Fields = {"region_id": None, "region_text": None, "region_code_text": None}
    if listed and region_id:
        if region_id not in listed:
            return kept, [RegionMismatch(fieldName="regionId", value=region_id)]
        return kept | {"region_id": region_id}, []
    if is_required and listed:
        return kept, [RegionRequired(fieldName="regionId")]
    if is_required and not text:
        return kept, [AddressValueRequired(fieldName="region")]
    problems: list[InvalidInput] = [
        TextTooLong("State/Province", 255) for each in (text, fields.get("region_code")) if len(each or "") > 255
    ]
    return kept | {"region_text": text, "region_code_text": trimmed(fields.get("region_code")) or text}, problems


def _form_problems(fields: Fields, kept: Fields, store: Store) -> list[InvalidInput]:
    """What Magento asks of an address a customer fills in, but not of one an integration sends."""
    problems: list[InvalidInput] = []
    most_lines = config.read(settings.STREET_LINES, store)
    if len((kept["street"] or "").split("\n")) > most_lines:
        problems.append(TooManyLines(ADDRESS_TEXTS["street"].label, most_lines))
    region_id, code = kept.get("region_id"), trimmed(fields.get("region_code"))
    if region_id and code:
        region = next(region for region in directory.regions_of(fields["country_id"]) if region.pk == region_id)
        if region.code != code:
            problems.append(RegionMismatch(fieldName="regionId", value=region_id))
    return problems


def _kept(code: str, value: Any) -> str | None:
    match code:
        case "street":
            return _street(value)
        case "telephone":
            return str(value) if trimmed(value) else None  # Clients get it back as they wrote it, to the space.
        case _:
            return trimmed(value)


def _street(lines: Any) -> str | None:
    """Street lines as one text. An empty last line is no line; one in between keeps its place."""
    if isinstance(lines, str) or lines is None:
        lines = [lines or ""]
    text = "\n".join(str(line or "").strip() for line in lines).strip("\n")
    return text or None


def _listed(country_ids: str) -> list[str]:
    return [country_id.strip() for country_id in country_ids.split(",")]
