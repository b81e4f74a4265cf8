"""Finding websites, store views and groups; each function raises when nothing is there."""

from __future__ import annotations

import re

from django.db.models import Case, CharField, QuerySet, Value, When

from kernel.errors import NoSuchEntity
from revisions import kept
from stores.errors import StoreNotFound
from stores.models import CUSTOMER_TAX_CLASSES, CustomerGroup, Store, Website
from stores.snapshot import shop

CODE = re.compile(r"[a-zA-Z]\w*", re.ASCII)
_groups = kept.Kept(CustomerGroup.objects.in_bulk)


def default_store() -> Store:
    """The view that speaks when nobody names one. Raises StoreNotFound if the default website has none."""
    website = next((each for each in shop().websites.values() if each.is_default), None)
    if website is None:
        raise StoreNotFound()
    return store_of_website(website)


def store_of_website(website: Website) -> Store:
    """The default store view of a website. Raises StoreNotFound."""
    known = shop()
    group = known.groups.get(website.default_group_id) if website.default_group_id is not None else None
    store = known.view(group.default_store_id) if group else None
    if store is None:
        raise StoreNotFound()
    return store


def store_by_code(code: str) -> Store:
    """An active store view by its code; the admin's is not one of them. Raises StoreNotFound."""
    known = shop()
    found = known.codes.get(code) if CODE.fullmatch(code) else None
    if found is None or not found.is_active or found.pk == Store.ADMIN:
        raise StoreNotFound()
    store = known.view(found.pk)
    assert store
    return store


def views_of_website(website_id: int) -> list[Store]:
    """The active store views of a website, in the merchant's order."""
    known = shop()
    views = (known.view(each.pk) for each in known.stores.values() if each.website_id == website_id and each.is_active)
    return [view for view in views if view]


def store_by_id(store_id: int) -> Store:
    """A store view by its id. Raises NoSuchEntity."""
    store = shop().view(store_id)
    if store is None:
        raise NoSuchEntity(id=store_id)
    return store


def website_by_id(website_id: int) -> Website:
    """A website by its id. Raises NoSuchEntity."""
    website = shop().website(website_id)
    if website is None:
        raise NoSuchEntity(id=website_id)
    return website


def group_by_id(group_id: int) -> CustomerGroup:
    """A customer group by its id. Raises NoSuchEntity."""
    group = _groups().get(group_id)
    if group is None:
        raise NoSuchEntity(id=group_id)
    return kept.copy_of(group)


def searchable_groups() -> QuerySet[CustomerGroup]:
    """Every customer group by id, with what is shown of it; `tax_class_name` can be filtered and sorted by."""
    names = [When(tax_class_id=pk, then=Value(name)) for pk, name in CUSTOMER_TAX_CLASSES.items()]
    name = {"tax_class_name": Case(*names, default=None, output_field=CharField())}
    return CustomerGroup.objects.alias(**name).prefetch_related("excluded_websites").order_by("id")
