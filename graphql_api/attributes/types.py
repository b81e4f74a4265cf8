"""Values of custom attributes, and what attributes there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import graphene

from attributes.errors import AttributeUnknown, EntityUnknown, FilterUnknown, FormUnknown
from attributes.metadata import AttributeMetadata as Metadata
from attributes.metadata import Option
from attributes.models import Attribute as CustomAttribute
from attributes.values import CustomValue
from kernel.errors import Failure


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


AttributeEntityTypeEnum = graphene.Enum(
    "AttributeEntityTypeEnum",
    [(entity.upper(), entity) for entity in CustomAttribute.Entity.values],
    description="What has attributes.",
)

AttributeFrontendInputEnum = graphene.Enum(
    "AttributeFrontendInputEnum",
    [
        (name, name.lower())
        for name in (
            "BOOLEAN", "DATE", "DATETIME", "FILE", "GALLERY", "HIDDEN", "IMAGE", "MEDIA_IMAGE", "MULTILINE",
            "MULTISELECT", "PRICE", "SELECT", "TEXT", "TEXTAREA", "WEIGHT", "UNDEFINED",
        )
    ],
    description="How the value of an attribute is entered.",
)  # fmt: skip

InputFilterEnum = graphene.Enum(
    "InputFilterEnum",
    [(value.upper() or "NONE", value) for value in CustomAttribute.Filter.values],
    description="What is done to a value before it is kept.",
)

ValidationRuleEnum = graphene.Enum(
    "ValidationRuleEnum",
    [
        (name, name.lower())
        for name in (
            "DATE_RANGE_MAX", "DATE_RANGE_MIN", "FILE_EXTENSIONS", "INPUT_VALIDATION", "MAX_TEXT_LENGTH",
            "MIN_TEXT_LENGTH", "MAX_FILE_SIZE", "MAX_IMAGE_HEIGHT", "MAX_IMAGE_WIDTH",
        )
    ],
    description="What a value has to keep to.",
)  # fmt: skip

AttributeMetadataErrorType = graphene.Enum(
    "AttributeMetadataErrorType",
    [(name, name) for name in ("ENTITY_NOT_FOUND", "ATTRIBUTE_NOT_FOUND", "FILTER_NOT_FOUND", "UNDEFINED")],
    description="What was not found.",
)

UseInLayeredNavigationOptions = graphene.Enum(
    "UseInLayeredNavigationOptions",
    [(name, name) for name in ("NO", "FILTERABLE_WITH_RESULTS", "FILTERABLE_NO_RESULT")],
    description="Whether products can be narrowed down by an attribute.",
)

ERROR_TYPES: dict[type[Failure], str] = {
    EntityUnknown: "ENTITY_NOT_FOUND",
    FormUnknown: "ENTITY_NOT_FOUND",
    AttributeUnknown: "ATTRIBUTE_NOT_FOUND",
    FilterUnknown: "FILTER_NOT_FOUND",
}

# The queries about countries tell these better: which region is in which country.
OPTIONS_ELSEWHERE = {"country_id", "region_id"}


class ValidationRule(graphene.ObjectType):
    name = graphene.Field(ValidationRuleEnum)
    value = graphene.String()

    @staticmethod
    def resolve_name(rule: tuple[str, str], info: Any) -> str:
        return rule[0]

    @staticmethod
    def resolve_value(rule: tuple[str, str], info: Any) -> str:
        return rule[1]


class CustomAttributeOptionInterface(graphene.Interface):
    is_default = graphene.Boolean(required=True)
    label = graphene.String(required=True)
    value = graphene.String(required=True)

    @classmethod
    def resolve_type(cls, instance: Option, info: Any) -> type[graphene.ObjectType]:
        return AttributeOptionMetadata


class AttributeOptionMetadata(graphene.ObjectType):
    class Meta:
        interfaces = (CustomAttributeOptionInterface,)


class CustomAttributeMetadataInterface(graphene.Interface):
    code = graphene.ID(required=True)
    default_value = graphene.String()
    entity_type = graphene.Field(AttributeEntityTypeEnum, required=True)
    frontend_class = graphene.String()
    frontend_input = graphene.Field(AttributeFrontendInputEnum)
    is_required = graphene.Boolean(required=True)
    is_unique = graphene.Boolean(required=True)
    label = graphene.String()
    options = graphene.List(CustomAttributeOptionInterface, required=True)

    @classmethod
    def resolve_type(cls, instance: Metadata, info: Any) -> type[graphene.ObjectType]:
        # Every entity there is belongs to customers; an attribute of another one would be an AttributeMetadata.
        return CustomerAttributeMetadata

    @staticmethod
    def resolve_default_value(attribute: Metadata, info: Any) -> str | None:
        return attribute.default_value or None

    @staticmethod
    def resolve_frontend_class(attribute: Metadata, info: Any) -> str | None:
        return attribute.frontend_class or None

    @staticmethod
    def resolve_options(attribute: Metadata, info: Any) -> list[Option]:
        return [] if attribute.code in OPTIONS_ELSEWHERE else offered(attribute)


class AttributeMetadata(graphene.ObjectType):
    class Meta:
        interfaces = (CustomAttributeMetadataInterface,)


class CustomerAttributeMetadata(graphene.ObjectType):
    class Meta:
        interfaces = (CustomAttributeMetadataInterface,)

    input_filter = graphene.Field(InputFilterEnum)
    multiline_count = graphene.Int()
    sort_order = graphene.Int()
    validate_rules = graphene.List(ValidationRule)

    @staticmethod
    def resolve_validate_rules(attribute: Metadata, info: Any) -> list[tuple[str, str]]:
        return attribute.validation_rules


class AttributeMetadataError(graphene.ObjectType):
    message = graphene.String(required=True)
    type = graphene.Field(AttributeMetadataErrorType, required=True)


class AttributesFormOutput(graphene.ObjectType):
    errors = graphene.List(AttributeMetadataError, required=True)
    items = graphene.List(CustomAttributeMetadataInterface, required=True)


class AttributesMetadataOutput(graphene.ObjectType):
    errors = graphene.List(AttributeMetadataError, required=True)
    items = graphene.List(CustomAttributeMetadataInterface, required=True)


class AttributeOption(graphene.ObjectType):
    label = graphene.String()
    value = graphene.String()


class StorefrontProperties(graphene.ObjectType):
    position = graphene.Int()
    use_in_layered_navigation = graphene.Field(UseInLayeredNavigationOptions)
    use_in_product_listing = graphene.Boolean()
    use_in_search_results_layered_navigation = graphene.Boolean()
    visible_on_catalog_pages = graphene.Boolean()


class Attribute(graphene.ObjectType):
    class Meta:
        description = "An attribute as the old query tells it, with the entity as it was asked for."

    attribute_code = graphene.String()
    attribute_options = graphene.List(AttributeOption)
    attribute_type = graphene.String()
    entity_type = graphene.String()
    input_type = graphene.String()
    storefront_properties = graphene.Field(StorefrontProperties)

    @staticmethod
    def resolve_attribute_code(asked: dict[str, Any], info: Any) -> str:
        return asked["attribute"].code

    @staticmethod
    def resolve_attribute_options(asked: dict[str, Any], info: Any) -> list[Option]:
        return offered(asked["attribute"])

    @staticmethod
    def resolve_attribute_type(asked: dict[str, Any], info: Any) -> str:
        attribute = asked["attribute"]
        if attribute.is_user_defined:
            return "Int" if attribute.backend_type == "int" else "String"
        # Magento finds no type for what is a column of its own, but for the one that is Yes or No.
        return "Boolean" if attribute.frontend_input == "boolean" else "AnyType"

    @staticmethod
    def resolve_input_type(asked: dict[str, Any], info: Any) -> str:
        return asked["attribute"].frontend_input

    @staticmethod
    def resolve_storefront_properties(asked: dict[str, Any], info: Any) -> dict[str, Any]:
        # Where attributes of products show; those of customers show nowhere in a catalog.
        return {
            "position": asked["attribute"].sort_order,
            "use_in_layered_navigation": "NO",
            "use_in_product_listing": False,
            "use_in_search_results_layered_navigation": False,
            "visible_on_catalog_pages": False,
        }


class CustomAttributeMetadata(graphene.ObjectType):
    items = graphene.List(Attribute)


def found(items: Sequence[Metadata], failures: Iterable[Failure] = ()) -> dict[str, Any]:
    """Attributes beside what was not found, which is data here and no error."""
    errors = [{"message": each.storefront_message, "type": ERROR_TYPES[type(each)]} for each in failures]
    return {"items": items, "errors": errors}


def offered(attribute: Metadata) -> list[Option]:
    """The options that stand for a value. A heading over others stands for none."""
    return [option for option in attribute.options if option.value]


implementations = [
    AttributeSelectedOption,
    AttributeValue,
    AttributeSelectedOptions,
    AttributeOptionMetadata,
    AttributeMetadata,
    CustomerAttributeMetadata,
]
