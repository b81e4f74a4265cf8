"""Who has values of custom attributes: the models that keep them, told by the apps that know them."""

from __future__ import annotations

from django.db import connection, models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from attributes.models import Attribute

_owners: dict[str, type[models.Model]] = {}


def declare(entity_type: str, model: type[models.Model]) -> None:
    """Make known who keeps the values of an entity's attributes, in a JSON column `custom_values`."""
    _owners[entity_type] = model


def is_taken(attribute: Attribute, text: str) -> bool:
    """Whether somebody has this value. Within a transaction, whoever else asks of this attribute waits for its end."""
    if connection.in_atomic_block:
        Attribute.objects.select_for_update().get(pk=attribute.pk)
    model = _owners.get(attribute.entity_type)
    # Not a lookup by name: an attribute may be called what a lookup is called.
    value = Cast(KeyTextTransform(attribute.code, "custom_values"), models.TextField())
    return model is not None and model._default_manager.alias(value=value).filter(value=text).exists()
