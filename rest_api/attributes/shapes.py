"""What is told of an attribute in JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from rest_api.shapes import Flag, Int, Shape, Text


class ValidationRule(Shape):
    name = Text()
    value = Text()

    @classmethod
    def show(cls, instance: tuple[str, str]) -> dict[str, Any]:
        return dict(zip(("name", "value"), instance, strict=True))


class OptionsWithin(serializers.Field[Any, Any, Any, Any]):
    """The options under an option that is a heading over them; left out where there is none."""

    @property
    def list_of(self) -> type[Shape]:
        return Option

    def to_representation(self, value: Any) -> list[Any] | None:
        return Option.show_all(value) or None


class Option(Shape):
    label = Text()  # type: ignore[assignment]
    value = Text()
    options = OptionsWithin()


class AttributeMetadata(Shape):
    frontend_input = Text()
    input_filter = Text()
    store_label = Text(source="label")
    validation_rules = ValidationRule(many=True)
    multiline_count = Int()
    visible = Flag(source="is_visible")
    required = Flag(source="is_required")  # type: ignore[assignment]
    data_model = Text()
    options = Option(many=True)
    frontend_class = Text(source="form_class")
    user_defined = Flag(source="is_user_defined")
    sort_order = Int()
    frontend_label = Text()
    note = Text()
    system = Flag(source="is_system")
    backend_type = Text()
    is_used_in_grid = Flag()
    is_visible_in_grid = Flag()
    is_filterable_in_grid = Flag()
    is_searchable_in_grid = Flag()
    attribute_code = Text(source="code")
