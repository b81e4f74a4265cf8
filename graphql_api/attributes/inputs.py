"""Values of custom attributes, as they are sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import graphene


class AttributeInputSelectedOption(graphene.InputObjectType):
    # The founding document sends a uid, though its table does not have one; the value beside it is what counts.
    uid = graphene.ID()
    value = graphene.String(required=True)


class AttributeValueInput(graphene.InputObjectType):
    attribute_code = graphene.String(required=True)
    selected_options = graphene.List(AttributeInputSelectedOption)
    value = graphene.String()


def read_values(sent: Iterable[Mapping[str, Any] | None] | None) -> dict[str, Any]:
    """Values by attribute code. Chosen options count before a value beside them."""
    values: dict[str, Any] = {}
    for each in sent or ():
        if each is not None:
            options = [option["value"] for option in each.get("selected_options") or () if option is not None]
            values[each["attribute_code"]] = options or each.get("value")
    return values
