"""The devices of customers, and tokens that can be refreshed. Magento has none of it: all names begin with `duplex`."""

from __future__ import annotations

from typing import Any

import graphene

from auth_tokens import devices
from auth_tokens.models import Token
from auth_tokens.refresh import Given
from customers import sign_in
from graphql_api.customers import types
from kernel.errors import NoSuchEntity


class Devices:
    """Signing in so that the token can be refreshed, refreshing it, and ending devices."""

    duplexGenerateCustomerToken = graphene.Field(
        types.DuplexCustomerToken, email=graphene.String(required=True), password=graphene.String(required=True)
    )
    duplexRefreshCustomerToken = graphene.Field(types.DuplexCustomerToken, refresh_token=graphene.String(required=True))
    duplexRevokeDevice = graphene.Boolean(id=graphene.ID(required=True))
    duplexRevokeOtherDevices = graphene.Boolean()
    duplexRevokeAllDevices = graphene.Boolean()

    @staticmethod
    def resolve_duplexGenerateCustomerToken(root: Any, info: Any, email: str, password: str) -> Given:
        given = sign_in.create_refreshable_token(store=info.context.store, email=email, password=password)
        info.context.giving(given.token)
        return given

    @staticmethod
    def resolve_duplexRefreshCustomerToken(root: Any, info: Any, refresh_token: str) -> Given:
        given = sign_in.refresh_token(store=info.context.store, refresh_token=refresh_token)
        info.context.giving(given.token)
        return given

    @staticmethod
    def resolve_duplexRevokeDevice(root: Any, info: Any, id: str) -> bool:
        owner_id = info.context.signed_in().pk
        if not (id.isascii() and id.isdigit()):
            raise NoSuchEntity(deviceId=id)
        devices.revoke(Token.Kind.CUSTOMER, owner_id, int(id))
        return True

    @staticmethod
    def resolve_duplexRevokeOtherDevices(root: Any, info: Any) -> bool:
        devices.revoke_others(Token.Kind.CUSTOMER, info.context.signed_in().pk)
        return True

    @staticmethod
    def resolve_duplexRevokeAllDevices(root: Any, info: Any) -> bool:
        devices.revoke_all(Token.Kind.CUSTOMER, info.context.signed_in().pk)
        return True
