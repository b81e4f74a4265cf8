"""Finding attributes, those of every shop and the merchant's own; a function for one of them raises if there is none.

Settings and the merchant's attributes are kept in memory. The options of built-in attributes are read when they are
asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from attributes import metadata, own
from attributes.errors import AttributeUnknown, EntityUnknown, FilterUnknown, FormUnknown
from attributes.metadata import AttributeMetadata
from stores import config
from stores.models import Store

ADMIN_FORM = "adminhtml_"


def all_attributes(entity_types: Collection[str], store: Store) -> list[AttributeMetadata]:
    """Every attribute of some entities, each in its order, entity after entity."""
    declared = [attribute for entity in entity_types for attribute in metadata.declared(entity).values()]
    paths = {path for attribute in declared for path in attribute.settings}
    settings = config.read_all(paths, store) if paths else {}
    found: list[AttributeMetadata] = [attribute.in_store(store, settings) for attribute in declared]
    found += custom_attributes(entity_types, store)
    places = {entity: place for place, entity in enumerate(entity_types)}
    return sorted(found, key=lambda attribute: (places[attribute.entity_type], attribute.sort_order))


def custom_attributes(entity_types: Collection[str], store: Store) -> list[AttributeMetadata]:
    """The attributes a merchant defined for some entities, in their order."""
    return [metadata.described(attribute, store) for attribute in own.attributes_of(*entity_types)]


def attribute_by_code(entity_type: str, code: str, store: Store) -> AttributeMetadata:
    """An attribute of an entity. Raises AttributeUnknown."""
    for attribute in all_attributes([entity_type], store):
        if attribute.code == code:
            return attribute
    raise AttributeUnknown(entityType=entity_type, attributeCode=code)


def attributes_of_form(
    form_code: str, store: Store, entity_types: Collection[str] | None = None
) -> list[AttributeMetadata]:
    """The attributes of a form, hidden ones too. A form without any is no form. Raises FormUnknown."""
    known = metadata.entity_types() if entity_types is None else entity_types
    found = [attribute for attribute in all_attributes(known, store) if form_code in attribute.forms]
    if not found:
        raise FormUnknown(formCode=form_code)
    return found


def shown_in_form(form_code: str, store: Store) -> list[AttributeMetadata]:
    """The attributes a storefront shows in a form; the admin's forms are none of its. Raises FormUnknown."""
    if form_code.startswith(ADMIN_FORM):
        raise FormUnknown(formCode=form_code)
    return [attribute for attribute in attributes_of_form(form_code, store) if attribute.is_visible]


def shown_of_entity(
    entity_type: str, store: Store, filters: Iterable[str] = ()
) -> tuple[list[AttributeMetadata], list[FilterUnknown]]:
    """The merchant's attributes of an entity that storefronts show, and a refusal of each filter.

    The filters Magento knows are those of products, so no other entity has a column for one.
    """
    found = [attribute for attribute in custom_attributes([entity_type], store) if attribute.is_visible]
    return found, [FilterUnknown(name, entity_type) for name in filters]


def shown_by_code(
    wanted: Iterable[tuple[str, str]], store: Store
) -> tuple[list[AttributeMetadata], list[EntityUnknown | AttributeUnknown]]:
    """The attributes somebody asked for by entity and code, hidden ones left out, and what is not there."""
    codes: dict[str, list[str]] = {}
    for entity, code in wanted:
        codes.setdefault(entity, []).append(code)
    entities = [entity for entity in codes if entity in metadata.entity_types()]
    known = all_attributes(entities, store) if entities else []
    problems: list[EntityUnknown | AttributeUnknown] = []
    for entity in codes:
        if entity not in entities:
            problems.append(EntityUnknown(entityType=entity))
            continue
        there = {attribute.code for attribute in known if attribute.entity_type == entity}
        problems += [
            AttributeUnknown(entityType=entity, attributeCode=code)
            for code in dict.fromkeys(codes[entity])
            if code not in there
        ]
    return [each for each in known if each.code in codes[each.entity_type] and each.is_visible], problems
