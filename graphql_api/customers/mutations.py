"""Opening accounts, changing them, signing in and out."""

from __future__ import annotations

from typing import Any

import graphene

from customers import (
    accounts,
    addresses,
    assistance,
    confirmation,
    lookups,
    newsletter,
    passwords,
    resets,
    sign_in,
)
from customers.errors import AddressIsDefault, AddressWithUidIsDefault
from customers.models import Address
from customers.models import Customer as Account
from graphql_api.customers import inputs, types
from graphql_api.customers.devices import Devices

# Whatever signs in or up, sends mail, or tries a password or a key that a mail brought.
sensitive = {
    "changeCustomerPassword",
    "confirmEmail",
    "createCustomer",
    "createCustomerV2",
    "deleteCustomer",
    "duplexGenerateCustomerToken",
    "duplexRefreshCustomerToken",
    "exchangeExternalCustomerToken",
    "generateCustomerToken",
    "generateCustomerTokenAsAdmin",
    "requestPasswordResetEmail",
    "resendConfirmationEmail",
    "resetPassword",
    "subscribeEmailToNewsletter",
    "updateCustomer",
    "updateCustomerEmail",
}


def text() -> graphene.String:
    """An argument that has to be there."""
    return graphene.String(required=True)


def an(input_type: type[graphene.InputObjectType]) -> graphene.Argument:
    """An input object that has to be there."""
    return graphene.Argument(input_type, required=True)


class Accounts:
    """Accounts."""

    createCustomer = graphene.Field(
        types.CustomerOutput, input=an(inputs.CustomerInput), deprecation_reason="Use `createCustomerV2` instead."
    )
    createCustomerV2 = graphene.Field(types.CustomerOutput, input=an(inputs.CustomerCreateInput))
    updateCustomer = graphene.Field(
        types.CustomerOutput, input=an(inputs.CustomerInput), deprecation_reason="Use `updateCustomerV2` instead."
    )
    updateCustomerV2 = graphene.Field(types.CustomerOutput, input=an(inputs.CustomerUpdateInput))
    updateCustomerEmail = graphene.Field(types.CustomerOutput, email=text(), password=text())
    deleteCustomer = graphene.Boolean()
    confirmEmail = graphene.Field(types.CustomerOutput, input=an(inputs.ConfirmEmailInput))
    resendConfirmationEmail = graphene.Boolean(email=text())
    subscribeEmailToNewsletter = graphene.Field(types.SubscribeEmailToNewsletterOutput, email=text())

    @staticmethod
    def resolve_createCustomer(root: Any, info: Any, input: Any) -> dict[str, Any]:
        customer = accounts.create_customer(
            store=info.context.store, fields=inputs.read_new_customer(input), password=input.get("password")
        )
        return {"customer": customer}

    @staticmethod
    def resolve_createCustomerV2(root: Any, info: Any, input: Any) -> dict[str, Any]:
        customer = accounts.create_customer(
            store=info.context.store, fields=inputs.read_customer(input), password=input.get("password")
        )
        return {"customer": customer}

    @staticmethod
    def resolve_updateCustomer(root: Any, info: Any, input: Any) -> dict[str, Any]:
        customer = accounts.update_own_account(
            customer=info.context.signed_in(), fields=inputs.read_customer(input), password=input.get("password")
        )
        return {"customer": _as_written(customer, input)}

    @staticmethod
    def resolve_updateCustomerV2(root: Any, info: Any, input: Any) -> dict[str, Any]:
        customer = accounts.update_own_account(customer=info.context.signed_in(), fields=inputs.read_customer(input))
        return {"customer": _as_written(customer, input)}

    @staticmethod
    def resolve_updateCustomerEmail(root: Any, info: Any, email: str, password: str) -> dict[str, Any]:
        return {"customer": accounts.update_email(customer=info.context.signed_in(), email=email, password=password)}

    @staticmethod
    def resolve_deleteCustomer(root: Any, info: Any) -> bool:
        accounts.delete_customer(customer=info.context.signed_in())
        return True

    @staticmethod
    def resolve_confirmEmail(root: Any, info: Any, input: Any) -> dict[str, Any]:
        customer = confirmation.confirm_email(
            store=info.context.store, email=input["email"], key=input["confirmation_key"]
        )
        return {"customer": customer}

    @staticmethod
    def resolve_resendConfirmationEmail(root: Any, info: Any, email: str) -> bool:
        confirmation.resend_confirmation_email(store=info.context.store, email=email)
        return True

    @staticmethod
    def resolve_subscribeEmailToNewsletter(root: Any, info: Any, email: str) -> dict[str, int]:
        status = newsletter.subscribe_email(store=info.context.store, email=email, customer=info.context.customer)
        return {"status": status.value}


class Passwords:
    """Passwords and tokens."""

    generateCustomerToken = graphene.Field(types.CustomerToken, email=text(), password=text())
    revokeCustomerToken = graphene.Field(types.RevokeCustomerTokenOutput)
    generateCustomerTokenAsAdmin = graphene.Field(
        types.GenerateCustomerTokenAsAdminOutput, input=an(inputs.GenerateCustomerTokenAsAdminInput)
    )
    exchangeExternalCustomerToken = graphene.Field(
        types.ExchangeExternalCustomerTokenOutput, input=graphene.Argument(inputs.ExchangeExternalCustomerTokenInput)
    )
    changeCustomerPassword = graphene.Field(types.Customer, currentPassword=text(), newPassword=text())
    requestPasswordResetEmail = graphene.Boolean(email=text())
    resetPassword = graphene.Boolean(email=text(), resetPasswordToken=text(), newPassword=text())

    @staticmethod
    def resolve_generateCustomerToken(root: Any, info: Any, email: str, password: str) -> dict[str, str]:
        token = sign_in.create_customer_access_token(store=info.context.store, email=email, password=password)
        return {"token": info.context.giving(token)}

    @staticmethod
    def resolve_revokeCustomerToken(root: Any, info: Any) -> dict[str, bool]:
        sign_in.revoke_tokens(customer=info.context.signed_in())
        return {"result": True}

    @staticmethod
    def resolve_generateCustomerTokenAsAdmin(root: Any, info: Any, input: Any) -> dict[str, str]:
        token = assistance.create_token_as_admin(
            by=info.context.admin, store=info.context.store, email=input["customer_email"]
        )
        return {"customer_token": info.context.giving(token)}

    @staticmethod
    def resolve_exchangeExternalCustomerToken(root: Any, info: Any, input: Any = None) -> dict[str, Any]:
        customer, token = assistance.exchange_external_customer(
            by=info.context.admin,
            store=info.context.store,
            fields=inputs.read_customer((input or {}).get("customer") or {}),
        )
        return {"customer": customer, "token": info.context.giving(token)}

    @staticmethod
    def resolve_changeCustomerPassword(root: Any, info: Any, currentPassword: str, newPassword: str) -> Account:
        return passwords.change_password(
            customer=info.context.signed_in(), current_password=currentPassword, new_password=newPassword
        )

    @staticmethod
    def resolve_requestPasswordResetEmail(root: Any, info: Any, email: str) -> bool:
        resets.request_password_reset(store=info.context.store, email=email)
        return True

    @staticmethod
    def resolve_resetPassword(root: Any, info: Any, email: str, resetPasswordToken: str, newPassword: str) -> bool:
        resets.reset_password(store=info.context.store, email=email, token=resetPasswordToken, new_password=newPassword)
        return True


class Addresses:
    """The address book."""

    createCustomerAddress = graphene.Field(types.CustomerAddress, input=an(inputs.CustomerAddressInput))
    updateCustomerAddress = graphene.Field(
        types.CustomerAddress,
        id=graphene.Int(required=True),
        input=graphene.Argument(inputs.CustomerAddressInput),
        deprecation_reason="Use `updateCustomerAddressV2` instead.",
    )
    updateCustomerAddressV2 = graphene.Field(
        types.CustomerAddress,
        uid=graphene.ID(required=True),
        input=graphene.Argument(inputs.CustomerAddressInput),
    )
    deleteCustomerAddress = graphene.Boolean(
        id=graphene.Int(required=True), deprecation_reason="Use `deleteCustomerAddressV2` instead."
    )
    deleteCustomerAddressV2 = graphene.Boolean(uid=graphene.ID(required=True))

    @staticmethod
    def resolve_createCustomerAddress(root: Any, info: Any, input: Any) -> Address:
        return addresses.add_address(
            customer=info.context.signed_in(), store=info.context.store, fields=inputs.read_address(input)
        )

    @staticmethod
    def resolve_updateCustomerAddress(root: Any, info: Any, id: int, input: Any = None) -> Address:
        customer = info.context.signed_in()
        return addresses.update_address(
            store=info.context.store,
            address=lookups.own_address(customer, id),
            fields=inputs.read_changed_address(input),
        )

    @staticmethod
    def resolve_updateCustomerAddressV2(root: Any, info: Any, uid: str, input: Any = None) -> Address:
        customer = info.context.signed_in()
        return addresses.update_address(
            store=info.context.store,
            address=lookups.own_address_with_uid(customer, uid),
            fields=inputs.read_changed_address(input),
        )

    @staticmethod
    def resolve_deleteCustomerAddress(root: Any, info: Any, id: int) -> bool:
        address = lookups.own_address(info.context.signed_in(), id)
        addresses.delete_address(address=address, default=AddressIsDefault)
        return True

    @staticmethod
    def resolve_deleteCustomerAddressV2(root: Any, info: Any, uid: str) -> bool:
        address = lookups.own_address_with_uid(info.context.signed_in(), uid)
        addresses.delete_address(address=address, default=AddressWithUidIsDefault)
        return True


class Mutation(Accounts, Passwords, Addresses, Devices):
    """All of them."""


def _as_written(customer: Account, input: Any) -> Account:
    """The customer with the date of birth as it was sent: Magento's answer repeats it, later queries do not."""
    customer.dob = input.get("date_of_birth") or input.get("dob") or customer.dob
    return customer
