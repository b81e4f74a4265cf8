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
from revisions import kept

_shown: kept.KeptBy[list[dict[str, Any]]] = kept.KeptBy()


class Countries(View):
    access = {"GET": ANONYMOUS}
    answers = {"GET": shapes.Country(many=True)}

    def get(self, request: Request, **path: Any) -> Response:
        every = _shown.get(self.store.pk, lambda: shapes.Country.show_all(countries.countries(self.store)))
        return Response(every)


class Country(View):
    access = {"GET": ANONYMOUS}
    path = {"countryId": Text()}
    answers = {"GET": shapes.Country()}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.Country.show(countries.country(self.store, path["countryId"])))


class Currency(View):
    access = {"GET": ANONYMOUS}
    answers = {"GET": shapes.Currency()}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.Currency.show(currencies.currency_information(self.store)))
