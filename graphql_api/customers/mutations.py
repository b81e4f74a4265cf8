"""Opening accounts, changing them, signing in."""

from __future__ import annotations

from typing import Any

import graphene

from customers import accounts, addresses, sign_in
from customers.models import Address
from customers.models import Customer as Account
from graphql_api.customers import inputs, types


class Mutation:
    createCustomer = graphene.Field(
        types.CustomerOutput,
        input=graphene.Argument(inputs.CustomerInput, required=True),
        deprecation_reason="Use `createCustomerV2` instead.",
    )
    createCustomerV2 = graphene.Field(
        types.CustomerOutput, input=graphene.Argument(inputs.CustomerCreateInput, required=True)
    )
    generateCustomerToken = graphene.Field(
        types.CustomerToken, email=graphene.String(required=True), password=graphene.String(required=True)
    )
    updateCustomer = graphene.Field(
        types.CustomerOutput,
        input=graphene.Argument(inputs.CustomerInput, required=True),
        deprecation_reason="Use `updateCustomerV2` instead.",
    )
    updateCustomerV2 = graphene.Field(
        types.CustomerOutput, input=graphene.Argument(inputs.CustomerUpdateInput, required=True)
    )
    createCustomerAddress = graphene.Field(
        types.CustomerAddress, input=graphene.Argument(inputs.CustomerAddressInput, required=True)
    )

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
    def resolve_generateCustomerToken(root: Any, info: Any, email: str, password: str) -> dict[str, str]:
        return {"token": sign_in.create_customer_access_token(store=info.context.store, email=email, password=password)}

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
    def resolve_createCustomerAddress(root: Any, info: Any, input: Any) -> Address:
        return addresses.add_address(
            customer=info.context.signed_in(), store=info.context.store, fields=inputs.read_address(input)
        )


def _as_written(customer: Account, input: Any) -> Account:
    """The customer with the date of birth as it was sent: Magento's answer repeats it, later queries do not."""
    customer.dob = input.get("date_of_birth") or input.get("dob") or customer.dob
    return customer
