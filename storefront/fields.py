"""Attributes as fields of a form: each kind of input with its control, its label, and what a browser may fill in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from attributes.metadata import AttributeMetadata

AUTOCOMPLETE = {
    "prefix": "honorific-prefix",
    "firstname": "given-name",
    "middlename": "additional-name",
    "lastname": "family-name",
    "suffix": "honorific-suffix",
    "email": "email",
    "dob": "bday",
    "gender": "sex",
    "company": "organization",
    "country_id": "country",
    "region": "address-level1",
    "region_id": "address-level1",
    "city": "address-level2",
    "postcode": "postal-code",
    "telephone": "tel",
    "fax": "fax tel",
}
TEXT_KINDS = {"email": "email", "telephone": "tel", "fax": "tel"}
WIDE = {"textarea", "multiline", "multiselect"}
LOOKS = {"prefix": "short", "suffix": "short"}


class Text(forms.CharField):
    """Any text. The domain judges it, so nothing is asked of it here; lines end as everywhere but in forms."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        return str(super().to_python(value)).replace("\r\n", "\n")


class Chosen(forms.MultipleChoiceField):
    """Some of several options. Whether they are offered the domain knows."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def validate(self, value: list[str]) -> None:
        pass


class LinesInput(forms.TextInput):
    """Several lines under one name, each with an input of its own; the first one has the label."""

    def __init__(self, count: int, label: str, *, is_address: bool) -> None:
        super().__init__()
        self.count, self.label, self.is_address = count, label, is_address

    def format_value(self, value: Any) -> Any:
        return value

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        lines = [*(value or []), *[""] * self.count]
        inputs = []
        for place in range(max(self.count, len(value or []))):
            own = dict(attrs or {})
            if place:
                own |= {"id": f"{own['id']}_{place + 1}", "aria-label": f"{self.label}: Line {place + 1}"}
                own.pop("aria-required", None)
            if self.is_address and place < 3:
                own["autocomplete"] = f"address-line{place + 1}"
            inputs.append((super().render(f"{name}[]", lines[place], own, renderer),))
        return format_html_join("", "{}", inputs)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        sent = data.getlist(f"{name}[]") if isinstance(data, MultiValueDict) else data.get(f"{name}[]")
        return list(sent or [])


class Lines(forms.Field):
    """Some lines of text."""

    def __init__(self, count: int, label: str, *, is_address: bool) -> None:
        super().__init__(required=False, label=label, widget=LinesInput(count, label, is_address=is_address))

    def clean(self, value: Any) -> list[str]:
        line = Text()
        return [line.clean(each) for each in value]


def field_of(attribute: AttributeMetadata, offered: Iterable[str] = ()) -> forms.Field | None:
    """The field an attribute is asked for with, None for one that is not typed in.

    `offered` are the only values of a text that are offered for choosing.
    """
    field = _field(attribute, list(offered))
    if field is None:
        return None
    field.help_text = attribute.note
    if not attribute.is_user_defined and attribute.code in AUTOCOMPLETE:
        field.widget.attrs["autocomplete"] = AUTOCOMPLETE[attribute.code]
    look = "wide" if attribute.frontend_input in WIDE else LOOKS.get(attribute.code, "")
    field.look = look  # type: ignore[attr-defined]
    mark_required(field, attribute.is_required)
    return field


def mark_required(field: forms.Field, is_required: bool) -> None:
    """Say that a value has to be there; it is the domain that asks for it."""
    field.is_asked_for = is_required  # type: ignore[attr-defined]
    if is_required and not isinstance(field.widget, forms.CheckboxSelectMultiple):
        field.widget.attrs["aria-required"] = "true"


def shown_value(attribute: AttributeMetadata, kept: Any) -> Any:
    """A value the domain keeps, as its field shows it."""
    if attribute.frontend_input == "multiselect":
        return str(kept).split(",") if kept else []
    if attribute.frontend_input == "multiline":
        return str(kept).split("\n") if kept else []
    return "" if kept is None else str(kept)


def first_value(attribute: AttributeMetadata) -> Any:
    """What a new form begins with."""
    defaults = [option.value for option in attribute.options if option.is_default]
    if attribute.frontend_input == "multiselect":
        return defaults
    return shown_value(attribute, defaults[0] if defaults else attribute.default_value)


def _field(attribute: AttributeMetadata, offered: list[str]) -> forms.Field | None:
    label = attribute.label
    match attribute.frontend_input:
        case "text" if offered:
            return Text(label=label, widget=forms.Select(choices=[("", " "), *((each, each) for each in offered)]))
        case "text":
            own = not attribute.is_user_defined
            kind = TEXT_KINDS.get(attribute.code, "text") if own else "text"
            # No type="email": browsers refuse addresses with letters beyond ASCII, which a customer may have.
            widget = forms.TextInput({"inputmode": kind, "autocapitalize": "none", "spellcheck": "false"})
            return Text(label=label, widget=widget if kind == "email" else _text_input(kind))
        case "textarea":
            return Text(label=label, widget=forms.Textarea({"rows": 4}))
        case "multiline":
            return Lines(max(1, attribute.multiline_count), label, is_address=attribute.code == "street")
        case "date":
            return Text(label=label, widget=_text_input("date"))
        case "select" | "boolean":
            return Text(label=label, widget=forms.Select(choices=_choices(attribute)))
        case "multiselect":
            return Chosen(label=label, choices=[each for each in _choices(attribute) if each[0]])
    return None


def _text_input(kind: str) -> forms.TextInput:
    widget = forms.TextInput()
    widget.input_type = kind
    return widget


def _choices(attribute: AttributeMetadata) -> list[tuple[str, str]]:
    options = [(option.value or "", option.label) for option in attribute.options]
    return options if options and not options[0][0] else [("", " "), *options]
