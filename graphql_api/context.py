"""What resolvers know of a request: which store view is speaking, and who is asking."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from django.http import HttpRequest
from django.http.request import HttpHeaders
from django.middleware.csrf import CsrfViewMiddleware

from admins.models import AdminUser
from attributes import own
from attributes.models import Attribute
from auth_tokens import sign_in as admin_sign_in
from auth_tokens import tokens
from auth_tokens.models import Token
from auth_tokens.tokens import NewToken
from customers import callers, locks, sign_in
from customers.callers import Caller
from customers.errors import NotSignedIn, TokenNotGood
from customers.models import Customer
from directory import currencies
from stores import lookups as stores
from stores.models import Store

STORE, CURRENCY, AUTHORIZATION, CACHE_ID = "Store", "Content-Currency", "Authorization", "X-Magento-Cache-Id"
HEADERS = {name: HttpHeaders.to_wsgi_name(name) for name in (STORE, CURRENCY, AUTHORIZATION, CACHE_ID)}


class SameOrigin(CsrfViewMiddleware):
    """Django's own check against cross-site forgery, answering with the reason it would refuse for."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


class Context:
    """The surroundings of one request; everything is looked up when it is first needed, once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.given: list[NewToken] = []

    def sent(self, header: str) -> str:
        """What the client sent in one of the headers that mean something here."""
        text: str = self.request.META.get(HEADERS[header], "")  # `request.headers` is made of all of them, each time
        return text

    def giving(self, token: NewToken) -> NewToken:
        """The same token; the answer will tell when it ends."""
        self.given.append(token)
        return token

    @property
    def expires_in(self) -> int | None:
        """After how many seconds the first of the tokens ends that the answer gives; None where none does."""
        return min((token.expires_in for token in self.given if token.expires_in is not None), default=None)

    @cached_property
    def store(self) -> Store:
        """The store view of the `Store` header, or the default one. Raises StoreNotFound."""
        self.caller  # noqa: B018  (its statement brings along what everything else here has to know)
        code = self.sent(STORE).strip()
        return stores.store_by_code(code) if code else stores.default_store()

    def check_currency(self) -> None:
        """Let the currency of the `Content-Currency` header pass, if one is named. Raises CurrencyNotAvailable."""
        code = self.sent(CURRENCY)
        if code.strip():
            currencies.check_available(code, self.store)

    @cached_property
    def customer(self) -> Customer | None:
        """Who is asking: by bearer token, else by the session of the storefront; None for guests and admins.

        Raises TokenNotGood, CustomerGone.
        """
        # More words than a token are no guest's: GraphCommerce sends some to be told that its session has expired.
        if not tokens.is_claimed_by(self.sent(AUTHORIZATION)):
            return self._customer_of_session()
        customer = sign_in.customer_of(self.caller, self.store) if self.caller else None
        if customer is None and (self.token is None or self.token.kind == Token.Kind.CUSTOMER):
            raise TokenNotGood()
        return customer

    @cached_property
    def caller(self) -> Caller | None:
        """Who carries the token of the request, if it is good; None if there is none, or it is not."""
        text = tokens.carried_by(self.sent(AUTHORIZATION))
        return callers.caller_with(text) if text else None

    @property
    def token(self) -> Token | None:
        """The token of the request, if it is good; None if there is none, or it is not."""
        return self.caller.token if self.caller else None

    @cached_property
    def admin(self) -> AdminUser | None:
        """The admin who is asking; None for everybody else."""
        return admin_sign_in.admin_with(self.token) if self.token and self.token.kind == Token.Kind.ADMIN else None

    def signed_in(self) -> Customer:
        """The customer who is asking, whose account can be used.

        Raises NotSignedIn, TokenNotGood, CustomerGone, AccountLocked, AccountNotConfirmed.
        """
        if self.customer is None:
            raise NotSignedIn()
        locks.check_usable(self.customer)
        return self.customer

    @cached_property
    def custom_attributes(self) -> Mapping[str, list[Attribute]]:
        """The custom attributes of every entity; read once however many owners are shown."""
        return own.attributes_by_entity()

    def _customer_of_session(self) -> Customer | None:
        """Whoever is signed in on the storefront, if the request is known to come from there.

        A browser sends its cookies with forged requests too; one that changes something must bring the token of
        Django's CSRF protection in `X-CSRFToken`. Without it the session does not count.
        """
        if not self.request.COOKIES:
            return None
        check = SameOrigin(lambda request: None)  # type: ignore[arg-type]
        check.process_request(self.request)
        if check.process_view(self.request, None, (), {}) is not None:  # type: ignore[arg-type]
            return None
        return sign_in.customer_of_session(self.request.session, self.store)
