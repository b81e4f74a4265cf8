"""Values of custom attributes as they are sent, and how somebody says which attributes they ask about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import graphene

from attributes.errors import (
    AttributeCodeRequired,
    AttributeInputIncomplete,
    AttributesRequired,
    EntityTypeRequired,
)

# What Magento's service layer calls the entities; its old query takes these names as well.
SERVICE_NAMES = {
    r"Magento\Customer\Api\Data\CustomerInterface": "customer",
    r"Magento\Customer\Api\Data\AddressInterface": "customer_address",
}


class AttributeInputSelectedOption(graphene.InputObjectType):
    # The founding document sends a uid, though its table does not have one; the value beside it is what counts.
    uid = graphene.ID()
    value = graphene.String(required=True)


class AttributeValueInput(graphene.InputObjectType):
    attribute_code = graphene.String(required=True)
    selected_options = graphene.List(AttributeInputSelectedOption)
    value = graphene.String()


def read_values(sent: Iterable[Mapping[str, Any] | None] | None) -> dict[str, Any]:
    """Values by attribute code. Chosen options count before a value beside them."""
    values: dict[str, Any] = {}
    for each in sent or ():
        if each is not None:
            options = [option["value"] for option in each.get("selected_options") or () if option is not None]
            values[each["attribute_code"]] = options or each.get("value")
    return values


class AttributeInput(graphene.InputObjectType):
    attribute_code = graphene.String()
    entity_type = graphene.String()


class AttributeFilterInput(graphene.InputObjectType):
    is_comparable = graphene.Boolean()
    is_filterable = graphene.Boolean()
    is_filterable_in_search = graphene.Boolean()
    is_html_allowed_on_front = graphene.Boolean()
    is_searchable = graphene.Boolean()
    is_used_for_price_rules = graphene.Boolean()
    is_used_for_promo_rules = graphene.Boolean()
    is_visible_in_advanced_search = graphene.Boolean()
    is_visible_on_front = graphene.Boolean()
    is_wysiwyg_enabled = graphene.Boolean()
    used_in_product_listing = graphene.Boolean()


def read_wanted(sent: Iterable[Mapping[str, Any]] | None) -> list[tuple[str, str]]:
    """The entity and code of each attribute asked about.

    Raises AttributesRequired, AttributeCodeRequired, EntityTypeRequired.
    """
    if not sent:
        raise AttributesRequired()
    wanted = []
    for each in sent:
        if each.get("attribute_code") is None:
            raise AttributeCodeRequired()
        if each.get("entity_type") is None:
            raise EntityTypeRequired()
        wanted.append((each["entity_type"], each["attribute_code"]))
    return wanted


def read_one_wanted(sent: Mapping[str, Any]) -> tuple[str, str]:
    """The entity and code of an attribute the old query asks about. Raises AttributeInputIncomplete."""
    code, entity = sent.get("attribute_code"), sent.get("entity_type")
    if code is None:
        asked = f"entity_type: {entity}" if entity is not None else "Empty AttributeInput"
        raise AttributeInputIncomplete("attribute_code" if entity is not None else "attribute_code/entity_type", asked)
    if entity is None:
        raise AttributeInputIncomplete("entity_type", f"attribute_code: {code}")
    return SERVICE_NAMES.get(entity, entity), code
