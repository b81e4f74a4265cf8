"""Who is calling, and who may."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from admins import permissions
from admins.models import AdminUser
from auth_tokens import sign_in as admin_sign_in
from auth_tokens.models import Token
from customers import callers, sign_in
from customers.models import Customer
from rest_api.errors import ConsumerNotAuthorized
from stores.models import Store

ANONYMOUS = "anonymous"
SELF = "self"


@dataclass
class Caller:
    """Whoever sent a request: `found` is who carries the token of it, if it is good."""

    found: callers.Caller | None
    store: Store

    @property
    def token(self) -> Token | None:
        return self.found.token if self.found else None

    @cached_property
    def customer(self) -> Customer | None:
        return sign_in.customer_of(self.found, self.store) if self.found else None

    @property
    def signed_in(self) -> Customer:
        """The customer who is calling a route that asks for SELF."""
        assert self.customer
        return self.customer

    @cached_property
    def admin(self) -> AdminUser | None:
        if self.token is None or self.token.kind != Token.Kind.ADMIN:
            return None
        return admin_sign_in.admin_with(self.token)

    def ask_for(self, resource: str) -> None:
        """Let the caller pass who has a resource. Raises ConsumerNotAuthorized."""
        if resource == ANONYMOUS:
            return
        if resource == SELF:
            if self.customer is not None:
                return
        elif self.admin is not None and permissions.may(self.admin, resource):
            return
        raise ConsumerNotAuthorized(resources=resource)
