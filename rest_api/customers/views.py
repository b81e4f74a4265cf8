"""Customers and their tokens."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from customers import accounts, sign_in
from kernel.errors import raise_any
from rest_api.access import ANONYMOUS, SELF
from rest_api.auth_tokens.shapes import read_credentials
from rest_api.customers import shapes
from rest_api.shapes import Text, argument, required
from rest_api.views import View


class Customers(View):
    # Stock Magento lets anybody; the founding tutorial says that it takes an admin.
    access = {"POST": "Magento_Customer::manage"}

    def post(self, request: Request, **path: Any) -> Response:
        data = self.read_body()
        raise_any(required(data, "customer"))
        fields, address_book = shapes.read_customer(argument(data, "customer"))
        password = argument(data, "password")
        customer = accounts.create_customer(
            store=self.store,
            fields=fields,
            password=None if password is None else Text().read(password),
            address_book=address_book,
        )
        return Response(shapes.customer(customer))


class Me(View):
    access = {"GET": SELF}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.customer(self.caller.signed_in))


class CustomerToken(View):
    access = {"POST": ANONYMOUS}

    def post(self, request: Request, **path: Any) -> Response:
        given = read_credentials(self.read_body())
        return Response(
            sign_in.create_customer_access_token(store=self.store, email=given["username"], password=given["password"])
        )
