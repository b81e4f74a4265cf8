"""Websites, stores and views as they are now, kept in memory: every call asks for some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from revisions import kept
from stores.models import Store, StoreGroup, Website


@dataclass(frozen=True)
class Shop:
    """All websites, stores and views by id, and the views by code as well, each in the order a merchant gave them.

    The rows are shared by all calls: `website` and `view` give out copies, one of each in a call.
    """

    websites: Mapping[int, Website]
    groups: Mapping[int, StoreGroup]
    stores: Mapping[int, Store]
    codes: Mapping[str, Store]

    def website(self, website_id: int | None) -> Website | None:
        """A website; what it refers to is looked up when it is asked for."""
        found = self.websites.get(website_id) if website_id is not None else None
        if found is None:
            return None
        return kept.in_this_call((Website, website_id), lambda: kept.copy_of(found))

    def view(self, store_id: int | None) -> Store | None:
        """A store view with its website and group at hand."""
        found = self.stores.get(store_id) if store_id is not None else None
        if found is None:
            return None
        return kept.in_this_call((Store, store_id), lambda: self._copy_of(found))

    def _copy_of(self, found: Store) -> Store:
        view = kept.copy_of(found)
        at_hand = view._state.fields_cache
        at_hand["website"] = kept.copy_of(self.websites[view.website_id])
        at_hand["group"] = kept.copy_of(self.groups[view.group_id])
        return view


def _load() -> Shop:
    stores = list(Store.objects.all())
    return Shop(
        websites={each.pk: each for each in Website.objects.all()},
        groups={each.pk: each for each in StoreGroup.objects.all()},
        stores={each.pk: each for each in stores},
        codes={each.code: each for each in stores},
    )


shop = kept.Kept(_load)
