"""What every view of REST has in common: store scope, access, input, errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from auth_tokens import tokens
from auth_tokens.tokens import NewToken
from customers import callers
from rest_api import bodies, search, selection
from rest_api.access import Caller
from rest_api.errors import MethodInvalid, RequestNotProcessable, RouteNotFound, response_to
from rest_api.negotiation import Json, Negotiation, renderer_for
from stores import lookups as stores
from stores.errors import StoreNotFound
from stores.models import Store

METHODS = ("GET", "POST", "PUT", "DELETE")
SELECTING = ("GET", "POST", "PUT")
ALL = "all"


class View(APIView):
    """A route. What it says of itself is what the OpenAPI document says of it, each by method:

    `access`    which of Magento's resources the caller must have;
    `takes`     the inputs at the top of the body by name, as fields: `{"newPassword": Text(required=False)}`;
    `answers`   what comes back, as a field or a shape, `Shape(many=True)` for a list; nothing if nobody needs to know;
    `query`     what may stand behind the question mark, as fields.

    `path` has the parameters of the path whose kind is not the one their name tells: ids are whole numbers.
    """

    access: ClassVar[Mapping[str, str]] = {}
    takes: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    answers: ClassVar[Mapping[str, Any]] = {}
    query: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    path: ClassVar[Mapping[str, Any]] = {}

    renderer_classes = [Json]
    content_negotiation_class = Negotiation
    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()

    format_kwarg = None  # A form is asked for by Accept alone.
    caller: Caller
    store: Store
    asked: Mapping[str, Any] = {}  # what stands behind the question mark, as PHP reads it

    @property
    def default_response_headers(self) -> dict[str, str]:
        """None: which methods there are Magento does not tell, and `finalize_response` says what may be stored."""
        return {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Magento's order: the route, then who may use it; the input is read by the method itself."""
        # Of what the framework does here only this is needed: there are no versions, no classes for access or limits.
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        if request.method not in METHODS:
            raise MethodInvalid()
        if request.method not in self.access:
            raise RouteNotFound()
        bearer = tokens.carried_by(request.META.get("HTTP_AUTHORIZATION", ""))
        # Before the store view: its statement brings along what there is to know for finding that.
        found = callers.caller_with(bearer) if bearer else None
        self.store = self._store(self.kwargs.pop("store_code", None))
        self.caller = Caller(found, self.store)
        self.caller.ask_for(self.access[request.method])
        self.asked = search.query(request._request)

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        raise RouteNotFound()

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        raise MethodInvalid()

    def get_exception_handler(self) -> Any:
        return response_to

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        wanted = self.asked.get("fields")
        if wanted and not response.exception and request.method in SELECTING:
            response.data = selection.select(response.data, wanted if isinstance(wanted, str) else "")
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if not getattr(self.request, "accepted_renderer", None):
            renderer = renderer_for(self.request)
            self.request.accepted_renderer = renderer
            self.request.accepted_media_type = renderer.media_type
        return response

    def token(self, token: NewToken) -> Response:
        """Answer with a token that was just given, as a text; a header tells when it ends."""
        return Response(str(token), headers=ending(token))

    def read_body(self) -> dict[str, Any]:
        """The input of the request; see `bodies.read` for what is refused."""
        return bodies.read(self.request._request)

    def _store(self, code: str | None) -> Store:
        """The view whose code stands in the path. `all` and none at all mean the default one."""
        if code is None or code == ALL:
            return stores.default_store()
        try:
            return stores.store_by_code(code)
        except StoreNotFound:
            raise RequestNotProcessable() from None


def ending(token: NewToken) -> dict[str, str]:
    """The header that tells in how many seconds a token ends; none if it never does."""
    return {} if token.expires_in is None else {tokens.EXPIRES_IN: str(token.expires_in)}


class NoRoute(View):
    """Whatever else is asked for under /rest/."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method not in METHODS:
            raise MethodInvalid()
        raise RouteNotFound() if kwargs["versioned"] else RequestNotProcessable()
