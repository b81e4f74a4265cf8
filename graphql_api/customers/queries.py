"""Asking about customers."""

from __future__ import annotations

from typing import Any

import graphene

from customers import accounts, groups
from customers.models import Customer as Account
from graphql_api.customers import types

sensitive = {"isEmailAvailable"}  # it tells who has an account, if it may be asked for a thousand at once


class Query:
    # In newer Magento than the contract's; the setting that opens it would mean nothing without it.
    allCustomerGroups = graphene.List(graphene.NonNull(types.CustomerGroupStorefront), required=True)
    customer = graphene.Field(types.Customer)
    customerGroup = graphene.Field(types.CustomerGroupStorefront, required=True)
    isEmailAvailable = graphene.Field(types.IsEmailAvailableOutput, email=graphene.String(required=True))

    @staticmethod
    def resolve_customer(root: Any, info: Any) -> Account:
        return info.context.signed_in()

    @staticmethod
    def resolve_customerGroup(root: Any, info: Any) -> int:
        return groups.shared_group_id(info.context.customer, info.context.store)

    @staticmethod
    def resolve_isEmailAvailable(root: Any, info: Any, email: str) -> dict[str, bool]:
        return {"is_email_available": accounts.is_email_available(store=info.context.store, email=email)}

    @staticmethod
    def resolve_allCustomerGroups(root: Any, info: Any) -> list[int]:
        return [group.pk for group in groups.shared_groups(info.context.store)]
