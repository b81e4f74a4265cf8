"""The devices of customers, and tokens that can be refreshed. Magento has none of it: all paths begin with `duplex`."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from auth_tokens import devices
from auth_tokens.models import Token
from auth_tokens.refresh import Given
from customers import lookups, sign_in
from rest_api.access import ANONYMOUS, SELF
from rest_api.auth_tokens.shapes import read_credentials
from rest_api.customers import inputs
from rest_api.customers.views import MANAGE
from rest_api.shapes import Flag, Int, Shape, Text, Time
from rest_api.views import View, ending

CUSTOMER = Token.Kind.CUSTOMER


class Device(Shape):
    id = Int()
    name = Text()
    kind = Text(source="use")
    network = Text()
    created_at = Time(source="signed_in_at")
    last_used_at = Time()
    expires_in = Int(allow_null=True)
    is_current = Flag()


class TokenWithExpiry(Shape):
    token = Text()
    expires_in = Int(allow_null=True)
    refresh_token = Text(allow_null=True)
    refresh_expires_in = Int(allow_null=True)


class RefreshableToken(View):
    """A token for a customer, with a refresh token if the merchant gives them."""

    access = {"POST": ANONYMOUS}
    takes = {"POST": {"username": Text(), "password": Text()}}
    answers = {"POST": TokenWithExpiry()}

    def post(self, request: Request, **path: Any) -> Response:
        sent = read_credentials(self.read_body())
        return given(
            sign_in.create_refreshable_token(store=self.store, email=sent["username"], password=sent["password"])
        )


class TokenRefresh(View):
    """Another token and refresh token in exchange for a refresh token."""

    access = {"POST": ANONYMOUS}
    takes = {"POST": {"refreshToken": Text()}}
    answers = {"POST": TokenWithExpiry()}

    def post(self, request: Request, **path: Any) -> Response:
        return given(sign_in.refresh_token(store=self.store, refresh_token=inputs.read(self)["refreshToken"]))


class MyDevices(View):
    """What the customer is signed in with; deleting signs all of it out, the caller too."""

    access = {"GET": SELF, "DELETE": SELF}
    answers = {"GET": Device(many=True), "DELETE": Flag()}

    def get(self, request: Request, **path: Any) -> Response:
        return shown(self.caller.signed_in.pk)

    def delete(self, request: Request, **path: Any) -> Response:
        devices.revoke_all(CUSTOMER, self.caller.signed_in.pk)
        return Response(True)


class MyOtherDevices(View):
    """What the customer is signed in with besides the caller."""

    access = {"DELETE": SELF}
    answers = {"DELETE": Flag()}

    def delete(self, request: Request, **path: Any) -> Response:
        devices.revoke_others(CUSTOMER, self.caller.signed_in.pk)
        return Response(True)


class MyDevice(View):
    """One of the customer's devices."""

    access = {"DELETE": SELF}
    answers = {"DELETE": Flag()}

    def delete(self, request: Request, **path: Any) -> Response:
        devices.revoke(CUSTOMER, self.caller.signed_in.pk, inputs.number(path["deviceId"]))
        return Response(True)


class DevicesOfCustomer(View):
    """What a customer is signed in with; deleting signs all of it out."""

    access = {"GET": MANAGE, "DELETE": MANAGE}
    answers = {"GET": Device(many=True), "DELETE": Flag()}

    def get(self, request: Request, **path: Any) -> Response:
        return shown(lookups.customer_by_id(inputs.number(path["customerId"])).pk)

    def delete(self, request: Request, **path: Any) -> Response:
        devices.revoke_all(CUSTOMER, lookups.customer_by_id(inputs.number(path["customerId"])).pk)
        return Response(True)


class DeviceOfCustomer(View):
    """One of a customer's devices."""

    access = {"DELETE": MANAGE}
    answers = {"DELETE": Flag()}

    def delete(self, request: Request, **path: Any) -> Response:
        owner = lookups.customer_by_id(inputs.number(path["customerId"]))
        devices.revoke(CUSTOMER, owner.pk, inputs.number(path["deviceId"]))
        return Response(True)


def given(tokens: Given) -> Response:
    return Response(TokenWithExpiry.show(tokens), headers=ending(tokens.token))


def shown(owner_id: int) -> Response:
    return Response(Device.show_all(devices.of(CUSTOMER, owner_id)))
