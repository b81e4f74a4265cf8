"""Websites, stores and store views in JSON."""

from __future__ import annotations

from typing import Any

from directory.config import BASE_CURRENCY, DEFAULT_CURRENCY
from rest_api.shapes import FlagAsInt, Id, Int, Shape, Text
from stores.general import LOCALE, TIMEZONE, WEIGHT_UNIT


class Setting(Text):
    """The text of a setting of a store view."""

    def __init__(self, path: str) -> None:
        super().__init__(source="values")
        self.path = path

    def to_representation(self, value: Any) -> str:
        return str(value[self.path])


class Website(Shape):
    id = Int()
    code = Text()
    name = Text()
    default_group_id = Id()


class StoreGroup(Shape):
    id = Int()
    website_id = Int()
    root_category_id = Int()
    default_store_id = Id()
    name = Text()
    code = Text()


class Store(Shape):
    id = Int()
    code = Text()
    name = Text()
    website_id = Int()
    store_group_id = Int(source="group_id")
    is_active = FlagAsInt()


SETTINGS = [LOCALE, BASE_CURRENCY, DEFAULT_CURRENCY, TIMEZONE, WEIGHT_UNIT]


class StoreConfig(Shape):
    id = Int(source="store.id")
    code = Text(source="store.code")
    website_id = Int(source="store.website_id")
    locale = Setting(LOCALE)
    base_currency_code = Setting(BASE_CURRENCY)
    default_display_currency_code = Setting(DEFAULT_CURRENCY)
    timezone = Setting(TIMEZONE)
    weight_unit = Setting(WEIGHT_UNIT)
    base_url = Text(source="urls.base")
    base_link_url = Text(source="urls.link")
    base_static_url = Text(source="urls.static")
    base_media_url = Text(source="urls.media")
    secure_base_url = Text(source="secure_urls.base")
    secure_base_link_url = Text(source="secure_urls.link")
    secure_base_static_url = Text(source="secure_urls.static")
    secure_base_media_url = Text(source="secure_urls.media")
