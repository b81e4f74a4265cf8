"""Customers and addresses in JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from attributes import own
from attributes import values as attribute_values
from attributes.models import Attribute
from customers import models
from customers.fields import Fields
from kernel.errors import ValueRequired, raise_any
from rest_api.errors import WrongType
from rest_api.shapes import Anything, Date, Flag, FlagAsInt, FlagIfTrue, Id, Int, Lines, Shape, Text, Time, told


class Region(Shape):
    """A region inside an address: all three keys, null and 0 where there is none."""

    region_code = Text(allow_null=True)
    region = Text(source="region_name", allow_null=True)
    region_id = Int()

    @classmethod
    def show(cls, instance: Any) -> dict[str, Any]:
        return {
            "region_code": instance.region_code,
            "region": instance.region_name,
            "region_id": instance.region_id or 0,
        }


class CustomAttribute(Shape):
    attribute_code = Text()
    value = Anything()


class CustomAttributes(serializers.Field[Any, Any, Any, Any]):
    """The custom attributes of an owner as a list of CustomAttribute, in their order; left out where there is none."""

    list_of = CustomAttribute

    def __init__(self, entity_type: str, **options: Any) -> None:
        super().__init__(source="custom_values", **options)
        self.entity_type = entity_type

    def to_representation(self, value: dict[str, str]) -> list[dict[str, str]] | None:
        shown = attribute_values.present(own.attributes_of(self.entity_type), value) if value else []
        return [{"attribute_code": each.attribute.code, "value": each.text} for each in shown] or None

    def read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, list):
            raise WrongType(told(value), "CustomAttribute[]")
        pairs = [CustomAttribute().read(each) for each in value]
        raise_any([ValueRequired(fieldName="attribute_code") for pair in pairs if not pair.get("attribute_code")])
        return {pair["attribute_code"]: pair.get("value") for pair in pairs}


class Address(Shape):
    id = Int(required=False)
    customer_id = Int(required=False)
    region = Region(source="*", required=False)
    region_id = Id(required=False)
    country_id = Text(required=False)
    street = Lines(source="street_lines", required=False)
    company = Text(required=False)
    telephone = Text(required=False)
    fax = Text(required=False)
    postcode = Text(required=False)
    city = Text(required=False)
    firstname = Text(required=False)
    lastname = Text(required=False)
    middlename = Text(required=False)
    prefix = Text(required=False)
    suffix = Text(required=False)
    vat_id = Text(required=False)
    default_shipping = FlagIfTrue(source="is_default_shipping", required=False)
    default_billing = FlagIfTrue(source="is_default_billing", required=False)
    custom_attributes = CustomAttributes(Attribute.Entity.ADDRESS, required=False)


class Assistance(serializers.Field[Any, Any, Any, Any]):
    """Whether the shop may act in a customer's place: 2 for yes; 1 for no, which is not told unasked."""

    schema = {"type": "integer"}

    def to_representation(self, value: bool) -> int | None:
        return 2 if value else None

    def read(self, value: Any) -> bool:
        return Int().read(value) == 2


class TextIfAny(serializers.Field[Any, Any, Any, Any]):
    """A text, or left out."""

    schema = {"type": "string"}

    def to_representation(self, value: str) -> str | None:
        return value or None

    def read(self, value: Any) -> str:
        return Text().read(value)


class CustomerExtension(Shape):
    is_subscribed = Flag(required=False)
    assistance_allowed = Assistance(source="allow_remote_shopping_assistance", required=False)


class Customer(Shape):
    id = Int(required=False)
    group_id = Int(required=False)
    default_billing = Text(source="default_billing_id", required=False)
    default_shipping = Text(source="default_shipping_id", required=False)
    confirmation = TextIfAny(source="confirmation_key", required=False)
    created_at = Time(required=False)
    updated_at = Time(required=False)
    created_in = Text(required=False)
    dob = Date(required=False)
    email = Text()
    firstname = Text()
    lastname = Text()
    middlename = Text(required=False)
    prefix = Text(required=False)
    suffix = Text(required=False)
    gender = Int(required=False)
    store_id = Int(required=False)
    taxvat = Text(required=False)
    website_id = Int(required=False)
    addresses = Address(many=True, required=False)
    disable_auto_group_change = FlagAsInt(required=False)
    extension_attributes = CustomerExtension(source="*", required=False)
    custom_attributes = CustomAttributes(Attribute.Entity.CUSTOMER, required=False)


class ValidationResults(Shape):
    valid = Flag()
    messages = Lines()


def customer(shown: models.Customer) -> dict[str, Any]:
    """A customer as REST shows one to themselves and to whoever opened the account: not what confirms the e-mail."""
    told = for_the_shop(shown)
    told.pop("confirmation", None)
    return told


def for_the_shop(shown: models.Customer) -> dict[str, Any]:
    """A customer as REST shows one to whoever runs the shop."""
    return Customer.show(shown)


def address(shown: models.Address | None) -> Any:
    """An address as REST shows one; for none what Magento makes of a null."""
    return [] if shown is None else Address.show(shown)


# Written by the shop itself: what a caller sends for them is read, so that its type is checked, and then left alone.
OWN = {"confirmation", "created_at", "updated_at", "created_in", "extension_attributes"}
OWN_OF_ADDRESS = {"customer_id", "region", "region_id"}


def read_customer(sent: Fields) -> tuple[Fields, list[Fields] | None]:
    """A customer as the domain takes it, and the addresses if there are any, from the shape as it was read."""
    sent = dict(sent)
    book = sent.pop("addresses", None)
    extension = sent.get("extension_attributes") or {}
    fields = {
        **{code: value for code, value in sent.items() if code not in OWN},
        "is_subscribed": extension.get("is_subscribed"),
        "allow_remote_shopping_assistance": extension.get("assistance_allowed"),
    }
    return fields, None if book is None else [read_address(address) for address in book]


def read_address(sent: Fields) -> Fields:
    """An address as the domain takes it, from the shape as it was read. The region is one thing."""
    fields = {code: value for code, value in sent.items() if code not in OWN_OF_ADDRESS}
    if sent.get("region") or sent.get("region_id"):
        region = sent.get("region") or {}
        fields |= {
            "region_id": region.get("region_id") or sent.get("region_id"),
            "region_code": region.get("region_code"),
            "region": region.get("region"),
        }
    return fields
