"""Countries and currencies."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from directory import countries, currencies
from rest_api.access import ANONYMOUS
from rest_api.directory import shapes
from rest_api.shapes import Text
from rest_api.views import View


class Countries(View):
    access = {"GET": ANONYMOUS}
    answers = {"GET": shapes.Country(many=True)}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.Country(countries.countries(self.store), many=True).data)


class Country(View):
    access = {"GET": ANONYMOUS}
    path = {"countryId": Text()}
    answers = {"GET": shapes.Country()}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.Country(countries.country(self.store, path["countryId"])).data)


class Currency(View):
    access = {"GET": ANONYMOUS}
    answers = {"GET": shapes.Currency()}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.Currency(currencies.currency_information(self.store)).data)
