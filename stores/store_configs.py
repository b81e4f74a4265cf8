"""What a storefront asks of a store view before anything else: where it stands, its base URLs, its settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from stores import base_urls, config
from stores.base_urls import BaseUrls
from stores.models import Store, StoreGroup, Website
from stores.snapshot import shop


@dataclass(frozen=True)
class StoreConfig:
    """A store view with its group and website, its base URLs, and the values of the settings that were asked for."""

    store: Store
    values: Mapping[str, Any]
    urls: BaseUrls
    secure_urls: BaseUrls

    @property
    def group(self) -> StoreGroup:
        return self.store.group

    @property
    def website(self) -> Website:
        return self.store.website

    @property
    def is_default_store(self) -> bool:
        """Whether it is the view its group shows to whom names none."""
        return self.group.default_store_id == self.store.pk

    @property
    def is_default_group(self) -> bool:
        """Whether its group is the one of its website that is shown to whom names none."""
        return self.website.default_group_id == self.group.pk


def store_configs(stores: Sequence[Store], *, paths: Iterable[str], origin: str) -> list[StoreConfig]:
    """What there is to know of each store view; two statements if groups and websites are not at hand.

    `paths` are the settings to read; `origin` is where the shop was asked, such as `https://shop.example.com`.
    """
    prefetch_related_objects(stores, "group", "website")
    values = config.read_for_stores({*paths, *base_urls.PATHS}, stores)
    return [
        StoreConfig(store, values[store.pk], *base_urls.base_urls(values[store.pk], code=store.code, origin=origin))
        for store in stores
    ]


def available_stores(store: Store, *, same_group: bool = False) -> list[Store]:
    """The active store views of the website of `store`, or of its group only, in their order."""
    known = shop()
    return [
        view
        for each in known.stores.values()
        if each.is_active
        and each.website_id == store.website_id
        and (not same_group or each.group_id == store.group_id)
        and (view := known.view(each.pk))
    ]
