"""What a merchant defines: making, changing and deleting attributes, and the rules an attribute has to follow.

Deleting an attribute or an option takes its values away from everybody who has one. That can be a million rows, so it
goes in batches that each commit by themselves, and comes first: should it be interrupted, the attribute is still there,
and deleting it again goes on. Only then does the definition go, in one transaction with what was given in between.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from attributes import metadata, owners, rules, values
from attributes.errors import (
    CodeLength,
    CodeNotValid,
    CodeReserved,
    CodeTaken,
    DefaultOfUnique,
    DefinitionNotValid,
    FormNotOfEntity,
    InputInUse,
    LabelRequired,
    LabelTooLong,
    LinesOutOfRange,
    OptionLabelRequired,
    OptionLabelTaken,
    OptionNotOffered,
    OptionsNotUsed,
    SeveralDefaults,
    ValuesAlike,
)
from attributes.forms import form_codes
from attributes.models import Attribute, AttributeOption
from history import events
from kernel.errors import InvalidInput, NoSuchEntity, raise_any
from stores.models import Store

MOST_LINES = 20
LONGEST_CODE, LONGEST_LABEL = 60, 255
CODE = re.compile(r"[a-zA-Z]\w*", re.ASCII)

FIELDS = (
    "label", "store_labels", "input_type", "is_required", "default_value", "multiline_count", "sort_order", "forms",
    "is_visible", "is_unique", "input_filter", "validate_rules", "frontend_class", "note",
)  # fmt: skip

# What clients read under these names in an account or an address is something else.
RESERVED = {
    Attribute.Entity.CUSTOMER: {"id", "entity_id", "addresses", "custom_attributes", "extension_attributes", "password",
                                "is_subscribed"},
    Attribute.Entity.ADDRESS: {"id", "entity_id", "parent_id", "customer_id", "default_billing", "default_shipping",
                               "region_code", "custom_attributes", "extension_attributes"},
}  # fmt: skip

# From and to: an input all of whose values are values of the other one too.
WIDER_INPUTS = {
    (Attribute.Input.TEXT, Attribute.Input.TEXTAREA),
    (Attribute.Input.SELECT, Attribute.Input.MULTISELECT),
}

Fields = Mapping[str, Any]
"""A definition as it travels: `entity_type`, `code` and what FIELDS names. What is absent stays, or is the default."""

events.declare(
    "attribute",
    {
        "created": "Attribute created",
        "changed": "Attribute changed",
        "option_deleted": "Option deleted",
        "deleted": "Attribute deleted",
    },
)


class OptionFields(NamedTuple):
    """An option as it travels; without an id it is a new one."""

    label: str
    id: int | None = None
    sort_order: int = 0
    is_default: bool = False
    store_labels: Mapping[str, str] = {}


def attribute_by_id(attribute_id: int) -> Attribute:
    """An attribute by its number. Raises NoSuchEntity."""
    attribute = Attribute.objects.filter(pk=attribute_id).first()
    if attribute is None:
        raise NoSuchEntity(attributeId=attribute_id)
    return attribute


@transaction.atomic
def create_attribute(*, fields: Fields, options: Sequence[OptionFields] = ()) -> Attribute:
    """Define an attribute. It is in both APIs and in the forms it names from the next call on.

    Raises CodeTaken, and InvalidInput that holds every problem.
    """
    attribute = Attribute(entity_type=fields.get("entity_type", ""), code=str(fields.get("code", "")).strip())
    _take(attribute, fields)
    raise_any(_field_problems(attribute) or [*problems_with(attribute), *problems_with_options(attribute, options)])
    try:
        with transaction.atomic():
            attribute.save(force_insert=True)
    except IntegrityError as refusal:
        raise CodeTaken(attribute.code) from refusal
    owners.forget(attribute)  # Whatever an attribute of this code left long ago is not a value of this one.
    _save_options(attribute, options)
    events.record("attribute", attribute.pk, "created", **_named(attribute), input_type=attribute.input_type)
    return attribute


def change_attribute(*, attribute_id: int, fields: Fields, options: Sequence[OptionFields] | None = None) -> Attribute:
    """Change an attribute; with `options`, those not among them are deleted, and taken from whoever chose them.

    Its code and its entity stay. Raises NoSuchEntity, and InvalidInput that holds every problem.
    """
    attribute = attribute_by_id(attribute_id)
    kept = _as_kept(attribute)
    gone = _take_checked(attribute, fields, options)
    lost = {option.pk: owners.forget_options(kept, [option.pk]) for option in gone}
    with transaction.atomic():
        attribute = _locked(attribute_id)
        kept = _as_kept(attribute)
        for option in _take_checked(attribute, fields, options):
            number = lost.get(option.pk, 0) + owners.forget_options(kept, [option.pk])
            events.record(
                "attribute", attribute_id, "option_deleted", **_named(kept), option=option.label, values=number
            )
        attribute.save()
        _save_options(attribute, _offered(attribute, options))
        changed = [name for name in FIELDS if getattr(attribute, name) != getattr(kept, name)]
        events.record("attribute", attribute_id, "changed", **_named(attribute), fields=changed)
    return attribute


def delete_attribute(*, attribute_id: int) -> int:
    """Delete an attribute with its options, and its values from whoever has one; how many had. Raises NoSuchEntity."""
    attribute = attribute_by_id(attribute_id)
    number = owners.forget(attribute)
    with transaction.atomic():
        attribute = _locked(attribute_id)
        number += owners.forget(attribute)
        attribute.delete()
        events.record("attribute", attribute_id, "deleted", **_named(attribute), values=number)
    return number


def take_options_away(*, attribute_id: int, option_ids: Sequence[int]) -> int:
    """Take options of an attribute away from whoever chose them, before they are deleted. Raises NoSuchEntity.

    `change_attribute` does so too. Whoever calls it within a transaction calls this before, outside of it.
    """
    return owners.forget_options(attribute_by_id(attribute_id), option_ids)


def problems_with_fields(attribute_id: int | None, fields: Fields) -> list[InvalidInput]:
    """What is wrong with a definition, its options aside: that of a new attribute, or a change. Nothing is changed."""
    if attribute_id is None:
        attribute = Attribute(entity_type=fields.get("entity_type", ""), code=str(fields.get("code", "")).strip())
    else:
        attribute = attribute_by_id(attribute_id)
    _take(attribute, fields)
    return _field_problems(attribute) or problems_with(attribute)


def forget_store(store_id: int) -> None:
    """Forget what a store view, which is gone, called attributes and options."""
    for model in (Attribute, AttributeOption):
        for labeled in model._default_manager.filter(store_labels__has_key=str(store_id)):
            labeled.store_labels.pop(str(store_id))
            labeled.save(update_fields=["store_labels"])


def problems_with(attribute: Attribute) -> list[InvalidInput]:
    """Everything the rules find wrong with an attribute, its options aside. Its default takes the form values have."""
    problems: list[InvalidInput] = []
    entity = Attribute.Entity(attribute.entity_type)
    problems += _code_problems(attribute) if attribute.pk is None else _use_problems(attribute)
    problems += _label_problems(attribute.label, attribute.store_labels)
    problems += [FormNotOfEntity(code, entity.label) for code in attribute.forms if code not in form_codes(entity)]
    if not 1 <= attribute.multiline_count <= MOST_LINES:
        problems.append(LinesOutOfRange(1, MOST_LINES))
    if attribute.is_unique and attribute.default_value:
        problems.append(DefaultOfUnique())
    problems += rules.problems_with_rules(attribute.input_type, attribute.validate_rules)
    if attribute.default_value and not attribute.offers_options:
        try:
            attribute.default_value = values.normalized(attribute, attribute.default_value)
        except InvalidInput as problem:
            problems.append(problem)
    return problems


def problems_with_options(attribute: Attribute, options: Sequence[OptionFields]) -> list[InvalidInput]:
    """What is wrong with the options an attribute is to have."""
    if options and not attribute.offers_options:
        return [OptionsNotUsed()]
    problems: list[InvalidInput] = []
    if attribute.input_type == Attribute.Input.SELECT and sum(option.is_default for option in options) > 1:
        problems.append(SeveralDefaults())
    known = set(attribute.options.values_list("pk", flat=True)) if attribute.pk else set()
    problems += [
        OptionNotOffered(attribute.code, each.id) for each in options if each.id is not None and each.id not in known
    ]
    labels = [option.label.strip() for option in options]
    problems += [OptionLabelRequired()] if "" in labels else []
    problems += [OptionLabelTaken(label) for label in dict.fromkeys(labels) if label and labels.count(label) > 1]
    for option, label in zip(options, labels, strict=True):
        problems += [each for each in _label_problems(label or " ", option.store_labels) if each not in problems]
    return problems


def called(name: str) -> str:
    """What a field of a definition is called in a sentence."""
    return str(getattr(Attribute._meta.get_field(name), "verbose_name", name))


def _take(attribute: Attribute, fields: Fields) -> None:
    """Give an attribute what was said of it; the options are the default of one that offers some."""
    offered_options = attribute.pk is not None and attribute.offers_options
    for name in FIELDS:
        if name in fields:
            setattr(attribute, name, fields[name])
    attribute.label = str(attribute.label).strip()
    attribute.store_labels = _told_labels(attribute.store_labels)
    if attribute.pk is not None and attribute.offers_options != offered_options:
        attribute.default_value = "" if offered_options and "default_value" not in fields else attribute.default_value


def _told_labels(labels: Mapping[str, Any]) -> dict[str, str]:
    return {str(store_id): text for store_id, label in labels.items() if (text := str(label or "").strip())}


def _field_problems(attribute: Attribute) -> list[InvalidInput]:
    """What no column of an attribute can keep."""
    problems: list[InvalidInput] = []
    try:
        attribute.clean_fields(exclude={"code", "label", "default_value", "forms", "validate_rules", "store_labels"})
    except ValidationError as refusal:
        for name, sentences in refusal.message_dict.items():
            problems += [DefinitionNotValid(called(name), sentence) for sentence in sentences]
    return problems


def _code_problems(attribute: Attribute) -> list[InvalidInput]:
    code = attribute.code
    if not 1 <= len(code) <= LONGEST_CODE:
        return [CodeLength(1, LONGEST_CODE)]
    if not CODE.fullmatch(code):
        return [CodeNotValid(code)]
    entity = Attribute.Entity(attribute.entity_type)
    taken = {*metadata.declared(entity), *RESERVED[entity]}
    return [CodeReserved(code)] if code.lower() in taken else []


def _use_problems(attribute: Attribute) -> list[InvalidInput]:
    """What the values that were given already do not allow."""
    kept = _as_kept(attribute)
    if (
        attribute.input_type != kept.input_type
        and (kept.input_type, attribute.input_type) not in WIDER_INPUTS
        and owners.is_used(kept)
    ):
        old, new = (Attribute.Input(each.input_type).label for each in (kept, attribute))
        return [InputInUse(attribute.label, old, new)]
    if attribute.is_unique and not kept.is_unique and owners.are_alike(kept):
        return [ValuesAlike(attribute.label)]
    return []


def _label_problems(label: str, store_labels: Mapping[str, str]) -> list[InvalidInput]:
    problems: list[InvalidInput] = [] if label else [LabelRequired(fieldName="label")]
    if any(len(text) > LONGEST_LABEL for text in (label, *store_labels.values())):
        problems.append(LabelTooLong(LONGEST_LABEL))
    wanted = set(store_labels)
    if wanted:
        there = {str(pk) for pk in Store.objects.exclude(pk=Store.ADMIN).values_list("pk", flat=True)}
        problems += [DefinitionNotValid("store view", store_id) for store_id in sorted(wanted - there)]
    return problems


def _locked(attribute_id: int) -> Attribute:
    attribute = Attribute.objects.select_for_update().filter(pk=attribute_id).first()
    if attribute is None:
        raise NoSuchEntity(attributeId=attribute_id)
    return attribute


def _as_kept(attribute: Attribute) -> Attribute:
    """An attribute as it was before what is being done to it."""
    return attribute_by_id(attribute.pk)


def _offered(attribute: Attribute, options: Sequence[OptionFields] | None) -> Sequence[OptionFields] | None:
    """The options an attribute is to have; None is those it has. An input that has no use for options loses them."""
    return options if attribute.offers_options else options or ()


def _take_checked(
    attribute: Attribute, fields: Fields, options: Sequence[OptionFields] | None
) -> list[AttributeOption]:
    """Give an attribute what was said of it; the options it is to lose. Raises InvalidInput."""
    _take(attribute, fields)
    offered = _offered(attribute, options)
    raise_any(
        _field_problems(attribute) or problems_with(attribute),
        [] if offered is None else problems_with_options(attribute, offered),
    )
    if offered is None:
        return []
    return list(attribute.options.exclude(pk__in=[option.id for option in offered if option.id is not None]))


def _save_options(attribute: Attribute, options: Sequence[OptionFields] | None) -> None:
    """Make the options of an attribute these, and its default those marked so; None leaves both."""
    if options is None:
        return
    attribute.options.exclude(pk__in=[option.id for option in options if option.id is not None]).delete()
    there = attribute.options.in_bulk()
    marked = []
    for given in sorted(options, key=lambda option: option.sort_order):
        option = AttributeOption(attribute=attribute) if given.id is None else there[given.id]
        option.label, option.sort_order, option.is_default = given.label.strip(), given.sort_order, given.is_default
        option.store_labels = _told_labels(given.store_labels)
        option.save()
        if given.is_default:
            marked.append(option)
    if attribute.offers_options:
        attribute.default_value = ",".join(str(option.pk) for option in marked)
        attribute.save(update_fields=["default_value"])


def _named(attribute: Attribute) -> dict[str, str]:
    return {"code": attribute.code, "entity_type": attribute.entity_type, "label": attribute.label}
