"""Customers and addresses in JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from attributes import values as attribute_values
from attributes.models import Attribute
from customers import models
from customers.fields import Fields
from kernel.errors import ValueRequired, raise_any
from rest_api.errors import WrongType
from rest_api.shapes import Anything, Date, Flag, FlagAsInt, FlagIfTrue, Int, Lines, Shape, Text, Time, told


class Region(Shape):
    """A region inside an address: all three keys, null and 0 where there is none."""

    region_code = Text()
    region = Text(source="region_name")
    region_id = Int()

    def to_representation(self, instance: Any) -> dict[str, Any]:
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

    def __init__(self, entity_type: str) -> None:
        super().__init__(source="custom_values")
        self.entity_type = entity_type

    def to_representation(self, value: dict[str, str]) -> list[dict[str, str]] | None:
        shown = attribute_values.present(self.context["attributes"][self.entity_type], value) if value else []
        return [{"attribute_code": each.attribute.code, "value": each.text} for each in shown] or None

    def read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, list):
            raise WrongType(told(value), "CustomAttribute[]")
        pairs = [CustomAttribute().read(each) for each in value]
        raise_any([ValueRequired(fieldName="attribute_code") for pair in pairs if not pair.get("attribute_code")])
        return {pair["attribute_code"]: pair.get("value") for pair in pairs}


class Address(Shape):
    id = Int()
    customer_id = Int()
    region = Region(source="*")
    region_id = Int()
    country_id = Text()
    street = Lines(source="street_lines")
    company = Text()
    telephone = Text()
    fax = Text()
    postcode = Text()
    city = Text()
    firstname = Text()
    lastname = Text()
    middlename = Text()
    prefix = Text()
    suffix = Text()
    vat_id = Text()
    default_shipping = FlagIfTrue(source="is_default_shipping")
    default_billing = FlagIfTrue(source="is_default_billing")
    custom_attributes = CustomAttributes(Attribute.Entity.ADDRESS)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        shown = super().to_representation(instance)
        shown.setdefault("region_id", 0)
        return shown


class CustomerExtension(Shape):
    is_subscribed = Flag()


class Customer(Shape):
    id = Int()
    group_id = Int()
    default_billing = Text(source="default_billing_id")
    default_shipping = Text(source="default_shipping_id")
    created_at = Time()
    updated_at = Time()
    created_in = Text()
    dob = Date()
    email = Text()
    firstname = Text()
    lastname = Text()
    middlename = Text()
    prefix = Text()
    suffix = Text()
    gender = Int()
    store_id = Int()
    taxvat = Text()
    website_id = Int()
    addresses = Address(many=True, source="addresses.all")
    disable_auto_group_change = FlagAsInt()
    extension_attributes = CustomerExtension(source="*")
    custom_attributes = CustomAttributes(Attribute.Entity.CUSTOMER)


def customer(shown: models.Customer) -> dict[str, Any]:
    """A customer as REST shows one."""
    return Customer(shown, context={"attributes": attribute_values.attributes_by_entity()}).data


# Written by the shop itself: what a caller sends for them is read, so that its type is checked, and then left alone.
OWN = {"default_billing", "default_shipping", "created_at", "updated_at", "created_in", "extension_attributes"}
OWN_OF_ADDRESS = {"id", "customer_id", "region"}


def read_customer(data: Any) -> tuple[Fields, list[Fields]]:
    """A customer and the addresses inside it. Raises FieldNotSupported, WrongType, NestedWrongType."""
    sent = Customer().read(data)
    address_book = [read_address(address) for address in sent.pop("addresses", None) or []]
    fields = {code: value for code, value in sent.items() if code not in OWN}
    extension = sent.get("extension_attributes") or {}
    return fields | {"is_subscribed": extension.get("is_subscribed")}, address_book


def read_address(sent: Fields) -> Fields:
    """An address as the domain takes it, from the shape as it was read."""
    region = sent.get("region") or {}
    return {
        **{code: value for code, value in sent.items() if code not in OWN_OF_ADDRESS},
        "region_id": region.get("region_id") or sent.get("region_id"),
        "region_code": region.get("region_code"),
        "region": region.get("region"),
    }
