"""Values of custom attributes."""

from __future__ import annotations

from typing import Any

import graphene

from attributes.values import CustomValue


class AttributeSelectedOptionInterface(graphene.Interface):
    label = graphene.String(required=True)
    value = graphene.String(required=True)


class AttributeSelectedOption(graphene.ObjectType):
    class Meta:
        interfaces = (AttributeSelectedOptionInterface,)

    @staticmethod
    def resolve_value(option: Any, info: Any) -> str:
        return str(option.pk)


class AttributeValueInterface(graphene.Interface):
    code = graphene.ID(required=True)

    @classmethod
    def resolve_type(cls, instance: CustomValue, info: Any) -> type[graphene.ObjectType]:
        return AttributeValue if instance.selected is None else AttributeSelectedOptions

    @staticmethod
    def resolve_code(value: CustomValue, info: Any) -> str:
        return value.attribute.code


class AttributeValue(graphene.ObjectType):
    class Meta:
        interfaces = (AttributeValueInterface,)

    value = graphene.String(required=True)

    @staticmethod
    def resolve_value(value: CustomValue, info: Any) -> str:
        return value.text


class AttributeSelectedOptions(graphene.ObjectType):
    class Meta:
        interfaces = (AttributeValueInterface,)

    selected_options = graphene.List(AttributeSelectedOptionInterface, required=True)

    @staticmethod
    def resolve_selected_options(value: CustomValue, info: Any) -> Any:
        return value.selected


AttributeSelectedOptionInterface.resolve_type = classmethod(lambda cls, instance, info: AttributeSelectedOption)

implementations = [AttributeSelectedOption, AttributeValue, AttributeSelectedOptions]
