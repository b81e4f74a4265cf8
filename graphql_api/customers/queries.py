"""Asking about customers."""

from __future__ import annotations

from typing import Any

import graphene

from customers.models import Customer as Account
from graphql_api.customers import types


class Query:
    customer = graphene.Field(types.Customer)

    @staticmethod
    def resolve_customer(root: Any, info: Any) -> Account:
        return info.context.signed_in()
