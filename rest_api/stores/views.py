"""What a shop is made of: websites, their stores, store views and their settings."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from rest_api.shapes import Lines
from rest_api.stores import shapes
from rest_api.views import View
from stores import store_configs
from stores.models import Store, StoreGroup, Website

STORE = "Magento_Backend::store"


class Websites(View):
    access = {"GET": STORE}
    answers = {"GET": shapes.Website(many=True)}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.Website.show_all(Website.objects.all()))


class StoreGroups(View):
    access = {"GET": STORE}
    answers = {"GET": shapes.StoreGroup(many=True)}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.StoreGroup.show_all(StoreGroup.objects.all()))


class StoreViews(View):
    access = {"GET": STORE}
    answers = {"GET": shapes.Store(many=True)}

    def get(self, request: Request, **path: Any) -> Response:
        return Response(shapes.Store.show_all(Store.objects.all()))


class StoreConfigs(View):
    access = {"GET": STORE}
    query = {"GET": {"storeCodes[]": Lines(required=False)}}
    answers = {"GET": shapes.StoreConfig(many=True)}

    def get(self, request: Request, **path: Any) -> Response:
        stores = Store.objects.exclude(pk=Store.ADMIN)
        codes = self._codes()
        if codes:
            stores = stores.filter(code__in=codes)
        described = store_configs.store_configs(
            list(stores), paths=shapes.SETTINGS, origin=request.build_absolute_uri("/")
        )
        return Response(shapes.StoreConfig.show_all(described))

    def _codes(self) -> list[str]:
        """The codes that were asked for, as `storeCodes[]=a&storeCodes[]=b`, `storeCodes[0]=a` or `storeCodes=a`."""
        given = self.asked.get("storeCodes", self.asked.get("store_codes")) or []
        codes = list(given.values()) if isinstance(given, dict) else given
        return Lines().read(codes)
