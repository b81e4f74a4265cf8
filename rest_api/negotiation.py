"""Which form an answer takes: JSON, unless the caller would rather have XML."""

from __future__ import annotations

from typing import Any

import orjson
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from rest_api.errors import NotAcceptable
from rest_api.xml import Xml


class Json(JSONRenderer):
    """JSON as Magento sends it; for whoever accepts any of it."""

    media_type = "application/json"
    charset = "utf-8"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        if data is None:
            return b""
        try:
            return orjson.dumps(data)
        except TypeError:  # a number or a text that only Python's own JSON has a way to write
            rendered: bytes = super().render(data, *args, **kwargs)
            return rendered


# In Magento's order; the first also answers to whoever takes anything.
RENDERERS: dict[str, type[BaseRenderer]] = {
    "application/json": Json,
    "text/xml": Xml,
    "application/xml": Xml,
    "application/xhtml+xml": Xml,
}


class Negotiation(BaseContentNegotiation):
    """Takes the types of Accept as they are weighed, then as they are listed."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer and its media type. Raises NotAcceptable."""
        header = request.META.get("HTTP_ACCEPT", "").strip()
        if header in ("", "*/*", Json.media_type):
            return Json(), Json.media_type
        for wanted in _weighed(header):
            for known, renderer in RENDERERS.items():
                if wanted in ("*/*", "*", known) or wanted == known.split("/")[0] + "/*":
                    return renderer(), renderer.media_type or known
        raise NotAcceptable(header)


def renderer_for(request: Request) -> BaseRenderer:
    """What an error is rendered by: as the caller accepts it, or else as JSON, because it has to be readable."""
    try:
        return Negotiation().select_renderer(request, ())[0]
    except NotAcceptable:
        return Json()


def _weighed(header: str) -> list[str]:
    """The media types of an Accept header, the most wanted first, without those that are not wanted at all."""
    types = []
    for part in header.split(","):
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    weight = float(parameter[2:])
                except ValueError:
                    weight = 1.0
        if name and weight > 0:
            types.append((weight, name))
    return [name for _, name in sorted(types, key=lambda each: -each[0])]
