"""What is told of an attribute, whether every shop has it or a merchant defined it.

An app declares the attributes its entities have by themselves with `declare`; `lookups` finds them beside the
merchant's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from attributes import rules
from attributes.models import Attribute
from stores.models import Store

STATIC = "static"
HIDDEN, OPTIONAL, REQUIRED = "", "opt", "req"  # what a setting that shows an attribute can say

BACKEND_TYPES = {
    Attribute.Input.TEXT: "varchar",
    Attribute.Input.TEXTAREA: "text",
    Attribute.Input.MULTILINE: "text",
    Attribute.Input.DATE: "datetime",
    Attribute.Input.SELECT: "int",
    Attribute.Input.MULTISELECT: "text",
    Attribute.Input.BOOLEAN: "int",
}

CLASS_OF_VALIDATION = {
    "alphanumeric": "validate-alphanum",
    "alphanum-with-spaces": "validate-alphanum-with-spaces",
    "numeric": "validate-digits",
    "alpha": "validate-alpha",
    "email": "validate-email",
    "url": "validate-url",
    "length": "validate-length",
}


@dataclass(frozen=True)
class Option:
    """A value that can be chosen, or, without a value, a heading over more of them."""

    label: str
    value: str | None
    is_default: bool = False
    options: tuple[Option, ...] = ()


NOTHING = Option(" ", "")  # what a choice offers first, so that it can be left open


@dataclass(frozen=True)
class AttributeMetadata:
    """An attribute under Magento's names."""

    entity_type: str
    code: str
    label: str = ""  # in the store view
    frontend_input: str = "text"
    sort_order: int = 0
    is_required: bool = False
    is_visible: bool = True
    is_system: bool = True
    is_user_defined: bool = False
    is_unique: bool = False
    default_value: str = ""
    frontend_class: str = ""
    input_filter: str = ""
    validate_rules: Mapping[str, Any] = field(default_factory=dict)
    multiline_count: int = 0
    backend_type: str = STATIC
    data_model: str = ""
    note: str = ""
    is_used_in_grid: bool = False
    is_visible_in_grid: bool = False
    is_filterable_in_grid: bool = False
    is_searchable_in_grid: bool = False
    forms: tuple[str, ...] = ()
    default_label: str | None = None  # where it differs from the one of the store view
    store: Store | None = None
    source: Callable[[Store], Iterable[Option]] | None = None

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen, in its order; read when it is first asked for."""
        return tuple(self.source(self.store)) if self.source and self.store else ()

    @property
    def frontend_label(self) -> str:
        """What it is called where no store view calls it otherwise."""
        return self.label if self.default_label is None else self.default_label

    @property
    def validation_rules(self) -> list[tuple[str, str]]:
        """Names and values of the rules, as text."""
        return list(rules.shown(self.validate_rules))

    @property
    def form_class(self) -> str:
        """The classes a form of Magento's gives the field, which its REST calls the frontend class."""
        given = CLASS_OF_VALIDATION.get(self.validate_rules.get("input_validation", ""), "")
        lengths = [
            f"{kind}-length-{self.validate_rules[name]}"
            for kind, name in zip(("minimum", "maximum"), rules.LENGTHS, strict=True)
            if given and self.validate_rules.get(name)
        ]
        classes = [self.frontend_class, "required-entry" if self.is_required else "", given, *lengths]
        return " ".join(dict.fromkeys([each for each in classes if each] + (["validate-length"] if lengths else [])))


@dataclass(frozen=True)
class BuiltIn(AttributeMetadata):
    """An attribute every shop has. Settings can decide whether it is asked for, and in how many lines."""

    show_setting: str | None = None
    lines_setting: str | None = None
    longest: int = 0

    @property
    def settings(self) -> list[str]:
        """The paths of the settings it follows."""
        return [path for path in (self.show_setting, self.lines_setting) if path]

    def in_store(self, store: Store, settings: Mapping[str, Any]) -> BuiltIn:
        """The attribute as it is in a store view with these settings."""
        described = replace(self, store=store)
        if self.show_setting:
            shown = settings[self.show_setting]
            described = replace(described, is_visible=shown != HIDDEN, is_required=shown == REQUIRED)
        if self.lines_setting:
            described = replace(described, multiline_count=settings[self.lines_setting])
        return described


_declared: dict[str, dict[str, BuiltIn]] = {}


def declare(*attributes: BuiltIn) -> None:
    """Make attributes known that their entities have by themselves."""
    for attribute in attributes:
        _declared.setdefault(attribute.entity_type, {})[attribute.code] = attribute


def declared(entity_type: str) -> dict[str, BuiltIn]:
    """The attributes an entity has by itself, by code."""
    return _declared.get(entity_type, {})


def entity_types() -> list[str]:
    """The entities that have attributes."""
    return list(_declared)


def described(attribute: Attribute, store: Store) -> AttributeMetadata:
    """An attribute a merchant defined."""
    is_multiline = attribute.input_type == Attribute.Input.MULTILINE
    return AttributeMetadata(
        entity_type=attribute.entity_type,
        code=attribute.code,
        label=attribute.label_in(store.pk),
        default_label=attribute.label,
        frontend_input=attribute.input_type,
        sort_order=attribute.sort_order,
        is_required=attribute.is_required,
        is_visible=attribute.is_visible,
        is_system=False,
        is_user_defined=True,
        is_unique=attribute.is_unique,
        default_value=attribute.default_value,
        frontend_class=attribute.frontend_class,
        input_filter=attribute.input_filter,
        validate_rules=attribute.validate_rules,
        multiline_count=attribute.multiline_count if is_multiline else 0,
        backend_type=BACKEND_TYPES[Attribute.Input(attribute.input_type)],
        note=attribute.note,
        forms=tuple(attribute.forms),
        store=store,
        source=lambda store: _options(attribute, store),
    )


def _options(attribute: Attribute, store: Store) -> list[Option]:
    if attribute.offers_options:
        return [
            NOTHING,
            *(Option(each.label_in(store.pk), str(each.pk), each.is_default) for each in attribute.options.all()),
        ]
    if attribute.input_type == Attribute.Input.BOOLEAN:
        return [Option(label, value, value == attribute.default_value) for label, value in (("Yes", "1"), ("No", "0"))]
    return []
