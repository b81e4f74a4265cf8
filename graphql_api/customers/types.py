"""Customers and addresses, spelled as in Magento's schema."""

from __future__ import annotations

import datetime as dt
from typing import Any

import graphene

from attributes import values as attribute_values
from attributes.models import Attribute
from auth_tokens import devices
from auth_tokens.devices import Device
from auth_tokens.models import Token
from auth_tokens.tokens import NewToken
from customers import addresses, confirmation, groups, lookups
from customers.errors import NotSignedIn
from customers.models import Address, Subscription
from customers.models import Customer as Account
from directory.catalog import country_ids
from graphql_api.attributes.types import AttributeValueInterface

CountryCodeEnum = graphene.Enum(
    "CountryCodeEnum",
    [(country_id, country_id) for country_id in country_ids()],
    description="Two-letter country codes.",
)


def written(time: dt.datetime) -> str:
    """A time as Magento writes it, in UTC."""
    return time.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ", "seconds")


def custom_values(info: Any, entity_type: str, kept: dict[str, str], codes: list[str] | None) -> Any:
    """The custom attributes of an owner, those of `codes` if there are any."""
    context = info.context
    shown = attribute_values.present(context.custom_attributes[entity_type], kept, context.store.pk) if kept else []
    return [value for value in shown if codes is None or value.attribute.code in codes]


class CustomerAddressRegion(graphene.ObjectType):
    region = graphene.String()
    region_code = graphene.String()
    region_id = graphene.Int()

    @staticmethod
    def resolve_region(address: Address, info: Any) -> str | None:
        return address.region_name

    @staticmethod
    def resolve_region_id(address: Address, info: Any) -> int:
        return address.region_id or 0


class CustomerAddressAttribute(graphene.ObjectType):
    attribute_code = graphene.String()
    value = graphene.String()


class CustomerAddress(graphene.ObjectType):
    city = graphene.String()
    company = graphene.String()
    country_code = graphene.Field(CountryCodeEnum)
    country_id = graphene.String(deprecation_reason="Use `country_code` instead.")
    custom_attributes = graphene.List(
        CustomerAddressAttribute, deprecation_reason="Use `custom_attributesV2` instead.", description="Always null."
    )
    custom_attributesV2 = graphene.List(
        AttributeValueInterface, attributeCodes=graphene.List(graphene.NonNull(graphene.ID)), required=True
    )
    customer_id = graphene.Int(deprecation_reason="It is the id of the customer the address was read from.")
    default_billing = graphene.Boolean()
    default_shipping = graphene.Boolean()
    extension_attributes = graphene.List(CustomerAddressAttribute, description="Always null: no extension adds any.")
    fax = graphene.String()
    firstname = graphene.String()
    id = graphene.Int(deprecation_reason="Use `uid` instead.")
    lastname = graphene.String()
    middlename = graphene.String()
    postcode = graphene.String()
    prefix = graphene.String()
    region = graphene.Field(CustomerAddressRegion)
    region_id = graphene.Int()
    street = graphene.List(graphene.String)
    suffix = graphene.String()
    telephone = graphene.String()
    uid = graphene.ID()
    vat_id = graphene.String()

    @staticmethod
    def resolve_country_code(address: Address, info: Any) -> str:
        return address.country_id

    @staticmethod
    def resolve_custom_attributes(address: Address, info: Any) -> None:
        return None  # As in Magento: the old shape is not filled any more.

    @staticmethod
    def resolve_custom_attributesV2(address: Address, info: Any, attributeCodes: list[str] | None = None) -> Any:
        return custom_values(info, Attribute.Entity.ADDRESS, address.custom_values, attributeCodes)

    @staticmethod
    def resolve_default_billing(address: Address, info: Any) -> bool:
        return address.is_default_billing

    @staticmethod
    def resolve_default_shipping(address: Address, info: Any) -> bool:
        return address.is_default_shipping

    @staticmethod
    def resolve_extension_attributes(address: Address, info: Any) -> None:
        return None

    @staticmethod
    def resolve_region(address: Address, info: Any) -> Address:
        return address

    @staticmethod
    def resolve_region_id(address: Address, info: Any) -> int:
        return address.region_id or 0

    @staticmethod
    def resolve_street(address: Address, info: Any) -> list[str]:
        return address.street_lines

    @staticmethod
    def resolve_uid(address: Address, info: Any) -> str:
        return lookups.uid_of(address.pk)


class ConfirmationStatusEnum(graphene.Enum):
    ACCOUNT_CONFIRMED = "account_confirmed"
    ACCOUNT_CONFIRMATION_NOT_REQUIRED = "account_confirmation_not_required"


class SubscriptionStatusesEnum(graphene.Enum):
    NOT_ACTIVE = Subscription.Status.NOT_ACTIVE.value
    SUBSCRIBED = Subscription.Status.SUBSCRIBED.value
    UNSUBSCRIBED = Subscription.Status.UNSUBSCRIBED.value
    UNCONFIRMED = Subscription.Status.UNCONFIRMED.value


class SearchResultPageInfo(graphene.ObjectType):
    current_page = graphene.Int()
    page_size = graphene.Int()
    total_pages = graphene.Int()


class CustomerAddresses(graphene.ObjectType):
    items = graphene.List(CustomerAddress)
    page_info = graphene.Field(SearchResultPageInfo)
    total_count = graphene.Int()


class CustomerGroupStorefront(graphene.ObjectType):
    uid = graphene.ID(required=True)

    @staticmethod
    def resolve_uid(group_id: int, info: Any) -> str:
        return lookups.uid_of(group_id)


class Customer(graphene.ObjectType):
    addresses = graphene.List(CustomerAddress)
    addressesV2 = graphene.Field(
        CustomerAddresses,
        currentPage=graphene.Int(default_value=1),
        pageSize=graphene.Int(default_value=5),
    )
    allow_remote_shopping_assistance = graphene.Boolean(required=True)
    confirmation_status = graphene.Field(ConfirmationStatusEnum, required=True)
    created_at = graphene.String()
    custom_attributes = graphene.List(
        AttributeValueInterface, attributeCodes=graphene.List(graphene.NonNull(graphene.ID))
    )
    date_of_birth = graphene.String()
    default_billing = graphene.String()
    default_shipping = graphene.String()
    dob = graphene.String(deprecation_reason="Use `date_of_birth` instead.")
    duplex_devices = graphene.List(
        lambda: graphene.NonNull(DuplexDevice), description="What the customer who is calling is signed in with."
    )
    email = graphene.String()
    firstname = graphene.String()
    gender = graphene.Int()
    group = graphene.Field(CustomerGroupStorefront)
    group_id = graphene.Int(deprecation_reason="Use `group` instead.")
    id = graphene.Int(deprecation_reason="Not needed: the token says who the customer is.")
    is_confirmed = graphene.Boolean(description="In no published schema; PWA Studio asks for it at sign-up.")
    is_subscribed = graphene.Boolean()
    lastname = graphene.String()
    middlename = graphene.String()
    prefix = graphene.String()
    suffix = graphene.String()
    taxvat = graphene.String()

    @staticmethod
    def resolve_addresses(customer: Account, info: Any) -> list[Address]:
        return list(customer.addresses.all())

    @staticmethod
    def resolve_addressesV2(
        customer: Account, info: Any, currentPage: int | None, pageSize: int | None
    ) -> dict[str, Any]:
        page, size = currentPage or 0, pageSize or 0  # A null that was sent is no positive number either.
        shown, total = addresses.page_of(customer, page=page, size=size)
        return {
            "items": shown,
            "page_info": {"current_page": page, "page_size": size, "total_pages": -(-total // size)},
            "total_count": total,
        }

    @staticmethod
    def resolve_confirmation_status(customer: Account, info: Any) -> str:
        # Whoever still has to confirm does not get here, and the enum has no value for them.
        return confirmation.status_of(customer)

    @staticmethod
    def resolve_created_at(customer: Account, info: Any) -> str:
        return written(customer.created_at)

    @staticmethod
    def resolve_custom_attributes(customer: Account, info: Any, attributeCodes: list[str] | None = None) -> Any:
        return custom_values(info, Attribute.Entity.CUSTOMER, customer.custom_values, attributeCodes)

    @staticmethod
    def resolve_date_of_birth(customer: Account, info: Any) -> dt.date | None:
        return customer.dob

    @staticmethod
    def resolve_default_billing(customer: Account, info: Any) -> int | None:
        return customer.default_billing_id

    @staticmethod
    def resolve_default_shipping(customer: Account, info: Any) -> int | None:
        return customer.default_shipping_id

    @staticmethod
    def resolve_duplex_devices(customer: Account, info: Any) -> list[Device]:
        # A guest gets the account that was just opened or confirmed, an integration the one it asked for.
        if info.context.signed_in().pk != customer.pk:
            raise NotSignedIn()
        return devices.of(Token.Kind.CUSTOMER, customer.pk)

    @staticmethod
    def resolve_group(customer: Account, info: Any) -> int | None:
        return groups.group_id_if_shared(customer, info.context.store)


class CustomerOutput(graphene.ObjectType):
    customer = graphene.Field(Customer, required=True)


class CustomerToken(graphene.ObjectType):
    token = graphene.String()
    duplex_expires_in = graphene.Int(description="After how many seconds the token ends; null for never.")

    @staticmethod
    def resolve_duplex_expires_in(given: dict[str, NewToken], info: Any) -> int | None:
        return given["token"].expires_in


class DuplexCustomerToken(graphene.ObjectType):
    """What a sign-in or a refresh gives. Spans are in seconds; null is without an end, or not there."""

    token = graphene.String(required=True)
    expires_in = graphene.Int()
    refresh_token = graphene.String(description="Only if the merchant gives them.")
    refresh_expires_in = graphene.Int()


DuplexDeviceKindEnum = graphene.Enum(
    "DuplexDeviceKindEnum",
    [(use.name, use.value) for use in Token.Use],
    description="A token, a token with a refresh token, or the session of a browser.",
)


class DuplexDevice(graphene.ObjectType):
    """Something a customer is signed in with."""

    id = graphene.ID(required=True, description="Names the device; nobody can sign in with it.")
    name = graphene.String(required=True)
    kind = graphene.Field(DuplexDeviceKindEnum, required=True)
    network = graphene.String(required=True, description="Where it was last seen; empty if nobody knows.")
    created_at = graphene.String(required=True, description="When somebody signed in with it, in UTC.")
    last_used_at = graphene.String(required=True, description="In UTC, to about ten minutes.")
    expires_in = graphene.Int(description="After how many seconds it is signed out by itself; null for never.")
    is_current = graphene.Boolean(required=True, description="Whether it is the one that is calling.")

    @staticmethod
    def resolve_kind(device: Device, info: Any) -> str:
        return device.use.value

    @staticmethod
    def resolve_created_at(device: Device, info: Any) -> str:
        return written(device.signed_in_at)

    @staticmethod
    def resolve_last_used_at(device: Device, info: Any) -> str:
        return written(device.last_used_at)


class RevokeCustomerTokenOutput(graphene.ObjectType):
    result = graphene.Boolean(required=True)


class IsEmailAvailableOutput(graphene.ObjectType):
    is_email_available = graphene.Boolean()


class SubscribeEmailToNewsletterOutput(graphene.ObjectType):
    status = graphene.Field(SubscriptionStatusesEnum)


class GenerateCustomerTokenAsAdminOutput(graphene.ObjectType):
    customer_token = graphene.String(required=True)


class ExchangeExternalCustomerTokenOutput(graphene.ObjectType):
    customer = graphene.Field(Customer, required=True)
    token = graphene.String(required=True)
