"""What every view of REST has in common: store scope, access, input, errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from auth_tokens import tokens
from rest_api import bodies
from rest_api.access import Caller
from rest_api.errors import MethodInvalid, RequestNotProcessable, RouteNotFound, response_to
from stores import lookups as stores
from stores.errors import StoreNotFound
from stores.models import Store

METHODS = ("GET", "POST", "PUT", "DELETE")
ALL = "all"


class Json(JSONRenderer):
    """JSON as Magento sends it; for whoever accepts any of it."""

    media_type = "application/json"
    charset = "utf-8"


class View(APIView):
    """A route. `access` says for each of its methods which of Magento's resources the caller must have."""

    access: ClassVar[Mapping[str, str]] = {}
    renderer_classes = [Json]
    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()

    caller: Caller
    store: Store

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Magento's order: the route, then who may use it; the input is read by the method itself."""
        super().initial(request, *args, **kwargs)
        if request.method not in METHODS:
            raise MethodInvalid()
        if request.method not in self.access:
            raise RouteNotFound()
        self.store = self._store(self.kwargs.pop("store_code", None))
        self.caller = Caller(tokens.carried_by(request.META.get("HTTP_AUTHORIZATION", "")), self.store)
        self.caller.ask_for(self.access[request.method])

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        raise RouteNotFound()

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        raise MethodInvalid()

    def get_exception_handler(self) -> Any:
        return response_to

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.pop("Allow", None)
        response["Cache-Control"] = "no-store"
        return response

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if not getattr(self.request, "accepted_renderer", None):
            # Nothing the caller accepts is sent here, and still the refusal has to be readable.
            self.request.accepted_renderer = Json()
            self.request.accepted_media_type = Json.media_type
        return response

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


class NoRoute(View):
    """Whatever else is asked for under /rest/."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method not in METHODS:
            raise MethodInvalid()
        raise RouteNotFound() if kwargs["versioned"] else RequestNotProcessable()
