"""What is sent of customers and addresses, and how it is turned into the domain's fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene

from customers.fields import Fields
from graphql_api.attributes.inputs import AttributeValueInput, read_values
from graphql_api.customers.types import CountryCodeEnum
from graphql_api.errors import ChangeMissing, FieldNotProvided, InputMissing


def judged_by_the_domain() -> graphene.InputField:
    """A field the schema requires, whose absence the domain tells in its own words.

    The default lets a document without it pass; being null it shows neither in the schema nor in introspection.
    """
    return graphene.InputField(graphene.String, required=True, default_value=None)


class CustomerInput(graphene.InputObjectType):
    date_of_birth = graphene.String()
    dob = graphene.String(deprecation_reason="Use `date_of_birth` instead.")
    email = graphene.String()
    firstname = graphene.String()
    gender = graphene.Int()
    is_subscribed = graphene.Boolean()
    lastname = graphene.String()
    middlename = graphene.String()
    password = graphene.String()
    prefix = graphene.String()
    suffix = graphene.String()
    taxvat = graphene.String()


class CustomerCreateInput(graphene.InputObjectType):
    allow_remote_shopping_assistance = graphene.Boolean()
    custom_attributes = graphene.List(graphene.NonNull(AttributeValueInput))
    date_of_birth = graphene.String()
    dob = graphene.String(deprecation_reason="Use `date_of_birth` instead.")
    email = graphene.String(required=True)
    firstname = judged_by_the_domain()
    gender = graphene.Int()
    is_subscribed = graphene.Boolean()
    lastname = judged_by_the_domain()
    middlename = graphene.String()
    password = graphene.String()
    prefix = graphene.String()
    suffix = graphene.String()
    taxvat = graphene.String()


class CustomerUpdateInput(graphene.InputObjectType):
    allow_remote_shopping_assistance = graphene.Boolean()
    custom_attributes = graphene.List(AttributeValueInput)
    date_of_birth = graphene.String()
    dob = graphene.String(deprecation_reason="Use `date_of_birth` instead.")
    firstname = graphene.String()
    gender = graphene.Int()
    is_subscribed = graphene.Boolean()
    lastname = graphene.String()
    middlename = graphene.String()
    prefix = graphene.String()
    suffix = graphene.String()
    taxvat = graphene.String()


class CustomerAddressRegionInput(graphene.InputObjectType):
    region = graphene.String()
    region_code = graphene.String()
    region_id = graphene.Int()


class CustomerAddressAttributeInput(graphene.InputObjectType):
    attribute_code = graphene.String(required=True)
    value = graphene.String(required=True)


class CustomerAddressInput(graphene.InputObjectType):
    city = graphene.String()
    company = graphene.String()
    country_code = graphene.InputField(CountryCodeEnum)
    country_id = graphene.InputField(CountryCodeEnum, deprecation_reason="Use `country_code` instead.")
    custom_attributes = graphene.List(
        CustomerAddressAttributeInput, deprecation_reason="Use `custom_attributesV2` instead."
    )
    custom_attributesV2 = graphene.List(AttributeValueInput)
    default_billing = graphene.Boolean()
    default_shipping = graphene.Boolean()
    fax = graphene.String()
    firstname = graphene.String()
    lastname = graphene.String()
    middlename = graphene.String()
    postcode = graphene.String()
    prefix = graphene.String()
    region = graphene.InputField(CustomerAddressRegionInput)
    street = graphene.List(graphene.String)
    suffix = graphene.String()
    telephone = graphene.String()
    vat_id = graphene.String()


def read_customer(sent: Mapping[str, Any]) -> Fields:
    """The fields of a customer. Raises InputMissing for an empty input."""
    if not sent:
        raise InputMissing()
    fields = {code: value for code, value in sent.items() if code not in ("date_of_birth", "password")}
    if "date_of_birth" in sent:
        fields["dob"] = sent["date_of_birth"]
    if "custom_attributes" in sent:
        fields["custom_attributes"] = read_values(sent["custom_attributes"])
    return fields


def read_new_customer(sent: Mapping[str, Any]) -> Fields:
    """The fields of an account to open with CustomerInput, which cannot ask for an e-mail itself.

    Raises InputMissing, FieldNotProvided.
    """
    fields = read_customer(sent)
    if fields.get("email") is None:
        raise FieldNotProvided("CustomerInput.email", "String!")
    return fields


class ConfirmEmailInput(graphene.InputObjectType):
    confirmation_key = graphene.String(required=True)
    email = graphene.String(required=True)


class GenerateCustomerTokenAsAdminInput(graphene.InputObjectType):
    customer_email = graphene.String(required=True)


class ExchangeExternalCustomerTokenInput(graphene.InputObjectType):
    customer = graphene.InputField(CustomerCreateInput, required=True)


def read_address(sent: Mapping[str, Any]) -> Fields:
    """The fields of an address that were sent. Raises InputMissing for an empty input."""
    if not sent:
        raise InputMissing()
    renamed = ("country_code", "country_id", "region", "custom_attributes", "custom_attributesV2")
    fields = {code: value for code, value in sent.items() if code not in renamed}
    if "country_code" in sent or "country_id" in sent:
        country = sent.get("country_code") or sent.get("country_id")
        fields["country_id"] = country.value if country else None
    if "region" in sent:
        region = sent["region"] or {}
        fields |= {code: region.get(code) for code in ("region", "region_code", "region_id")}
    custom = [*(sent.get("custom_attributes") or ()), *(sent.get("custom_attributesV2") or ())]
    return fields | {"custom_attributes": read_values(custom)}


def read_changed_address(sent: Mapping[str, Any] | None) -> Fields:
    """The same for an address that is there. Raises ChangeMissing for an empty input."""
    if not sent:
        raise ChangeMissing()
    return read_address(sent)
