"""The attributes a merchant defined, as they are now, kept in memory: whatever shows an account asks for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from attributes.models import Attribute
from revisions import kept

_all = kept.Kept(lambda: list(Attribute.objects.prefetch_related("options")))
_by_entity = kept.Kept(lambda: {entity: _of([entity]) for entity in Attribute.Entity.values})


def attributes_of(*entity_types: str) -> list[Attribute]:
    """The custom attributes of some entities in their order, options at hand. They are shared: nobody changes them."""
    return _of(entity_types)


def attributes_by_entity() -> Mapping[str, list[Attribute]]:
    """The same for every entity."""
    return _by_entity()


def _of(entity_types: Collection[str]) -> list[Attribute]:
    return [attribute for attribute in _all() if attribute.entity_type in entity_types]
