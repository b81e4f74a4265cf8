"""Asking which attributes there are, and what their values may be."""

from __future__ import annotations

from typing import Any

import graphene

from attributes import lookups
from attributes.errors import AttributeWithoutType, EntityTypeInvalid, FormCodeRequired, FormUnknown
from attributes.metadata import entity_types
from graphql_api.attributes import types
from graphql_api.attributes.inputs import AttributeFilterInput, AttributeInput, read_one_wanted, read_wanted
from kernel.errors import Failure

# Root fields whose answer is the same for everybody who names the same store view.
cacheable = {"attributesForm", "attributesList", "customAttributeMetadata", "customAttributeMetadataV2"}


class Query:
    attributesForm = graphene.Field(types.AttributesFormOutput, formCode=graphene.String(required=True), required=True)
    attributesList = graphene.Field(
        types.AttributesMetadataOutput,
        entityType=graphene.Argument(types.AttributeEntityTypeEnum, required=True),
        filters=graphene.Argument(AttributeFilterInput),
    )
    customAttributeMetadata = graphene.Field(
        types.CustomAttributeMetadata,
        attributes=graphene.List(graphene.NonNull(AttributeInput), required=True),
        deprecation_reason="Use `customAttributeMetadataV2` instead.",
    )
    customAttributeMetadataV2 = graphene.Field(
        types.AttributesMetadataOutput, attributes=graphene.List(graphene.NonNull(AttributeInput)), required=True
    )

    @staticmethod
    def resolve_attributesForm(root: Any, info: Any, formCode: str) -> dict[str, Any]:
        if not formCode:
            raise FormCodeRequired()
        try:
            return types.found(lookups.shown_in_form(formCode, info.context.store))
        except FormUnknown as failure:
            return types.found([], [failure])

    @staticmethod
    def resolve_attributesList(root: Any, info: Any, entityType: Any, filters: Any = None) -> dict[str, Any]:
        return types.found(*lookups.shown_of_entity(entityType.value, info.context.store, filters or ()))

    @staticmethod
    def resolve_customAttributeMetadata(root: Any, info: Any, attributes: list[Any]) -> dict[str, Any]:
        return {"items": _as_the_old_query_tells(attributes, info.context.store)}

    @staticmethod
    def resolve_customAttributeMetadataV2(root: Any, info: Any, attributes: Any = None) -> dict[str, Any]:
        return types.found(*lookups.shown_by_code(read_wanted(attributes), info.context.store))


def _as_the_old_query_tells(sent: list[Any], store: Any) -> list[Any]:
    """An answer for each attribute asked about. A failure in a list is an error of its place, and null there."""
    known = {(each.entity_type, each.code): each for each in lookups.all_attributes(entity_types(), store)}
    answers: list[dict[str, Any] | Failure] = []
    for each in sent:
        try:
            entity, code = read_one_wanted(each)
        except Failure as failure:
            answers.append(failure)
            continue
        if entity not in entity_types():
            answers.append(EntityTypeInvalid(entity))
        elif (entity, code) not in known:
            answers.append(AttributeWithoutType(entityType=entity, attributeCode=code))
        else:
            answers.append({"entity_type": each["entity_type"], "attribute": known[entity, code]})
    return answers
