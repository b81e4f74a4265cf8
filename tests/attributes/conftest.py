"""Attributes of every input type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attributes.models import Attribute, AttributeOption


@pytest.fixture
def make_attribute(db: None) -> Callable[..., Attribute]:
    """Defines an attribute of customers; options by id and label."""

    def make(code: str = "nickname", *, options: dict[int, str] | None = None, **differences: Any) -> Attribute:
        values = {"entity_type": "customer", "label": code.replace("_", " ").title(), **differences}
        attribute = Attribute.objects.create(code=code, **values)
        for place, (pk, label) in enumerate((options or {}).items()):
            AttributeOption.objects.create(pk=pk, attribute=attribute, label=label, sort_order=place)
        return attribute

    return make


@pytest.fixture
def shirt(make_attribute: Callable[..., Attribute]) -> Attribute:
    """An attribute that offers one of several."""
    return make_attribute("shirt", input_type="select", options={11: "S", 12: "M", 13: "L"})
