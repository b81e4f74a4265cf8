"""Attributes and their options in the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from attributes import definitions, errors, rules
from attributes.forms import FORMS, form_codes
from attributes.models import Attribute, AttributeOption
from kernel.errors import Failure


class AttributeForm(forms.ModelForm):  # type: ignore[type-arg]
    """An attribute as a merchant defines it; `attributes.definitions` judges."""

    min_text_length = forms.CharField(label="Minimum text length", required=False, widget=UnfoldAdminTextInputWidget)
    max_text_length = forms.CharField(label="Maximum text length", required=False, widget=UnfoldAdminTextInputWidget)
    input_validation = forms.ChoiceField(
        choices=[("", "None"), *rules.INPUT_VALIDATIONS.items()], required=False, widget=UnfoldAdminSelectWidget
    )
    date_range_min = forms.CharField(
        label="Minimal date", required=False, widget=UnfoldAdminTextInputWidget, help_text="Such as 2020-01-31."
    )
    date_range_max = forms.CharField(
        label="Maximum date", required=False, widget=UnfoldAdminTextInputWidget, help_text="Such as 2030-12-31."
    )
    forms = forms.MultipleChoiceField(
        label="Forms to use in",
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="Where it is asked for.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "default_value" in self.fields:
            self.fields["default_value"].help_text = "That of a choice is marked among its options."
            self.fields["default_value"].widget.attrs["rows"] = 2
        for name in rules.NAMES:
            if name in self.fields:
                self.fields[name].initial = self.instance.validate_rules.get(name, "")
        if "forms" in self.fields:
            self.fields["forms"].choices = _form_choices(self.instance)  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        given = {name: self.cleaned_data.get(name, "") for name in rules.NAMES if name in self.fields}
        self.instance.validate_rules = {name: value for name, value in given.items() if value}
        if not self.errors:
            for problem in definitions.problems_with(self.instance):
                self.add_error(self._field_of(problem), problem.message)

    def _field_of(self, problem: Failure) -> str | None:
        match problem:
            case errors.FormNotOfEntity():
                return "forms"
            case errors.LinesOutOfRange():
                return "multiline_count"
            case errors.CodeOfBuiltIn():
                return "code"
            case errors.LengthNotValid():
                return "min_text_length"
            case errors.InputValidationUnknown():
                return "input_validation"
            case errors.RangeDateNotValid() | errors.RangeEmpty():
                return "date_range_min"
            case errors.RuleUnknown() | errors.RuleNotUsed():
                return None
            case _:
                return "default_value"


class OptionFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        super().clean()
        kept = [
            bool(form.cleaned_data.get("is_default"))
            for form in self.forms
            if form.is_valid() and form.cleaned_data.get("label") and form not in self.deleted_forms
        ]
        problems = definitions.problems_with_options(self.instance, kept)
        if problems:
            raise forms.ValidationError([problem.message for problem in problems])


class OptionInline(TabularInline):
    model = AttributeOption
    formset = OptionFormSet
    fields = ("id", "label", "sort_order", "is_default")
    readonly_fields = ("id",)  # what clients send
    extra = 1
    verbose_name_plural = "options of a Dropdown or Multiple Select"


@admin.register(Attribute)
class AttributeAdmin(ModelAdmin):
    form = AttributeForm
    inlines = (OptionInline,)
    list_display = ("code", "label", "entity_type", "input_type", "is_required", "sort_order")
    list_filter = ("entity_type", "input_type", "is_required")
    search_fields = ("code", "label")
    fields = (
        "entity_type",
        "code",
        "label",
        "input_type",
        "is_required",
        "is_unique",
        "is_visible",
        "default_value",
        "multiline_count",
        "sort_order",
        "forms",
        "input_filter",
        *rules.NAMES,
        "frontend_class",
        "note",
    )

    def get_fields(self, request: HttpRequest, obj: Attribute | None = None) -> Any:
        """Only what the chosen input has a use for; the default of a choice is marked among its options."""
        fields = list(self.fields or ())
        if obj and obj.offers_options:
            fields.remove("default_value")
        if obj and obj.input_type != Attribute.Input.MULTILINE:
            fields.remove("multiline_count")
        if obj:
            unused = [
                *(rules.LENGTHS if obj.input_type not in rules.TEXT_INPUTS else ()),
                *(["input_validation"] if obj.input_type not in rules.TEXT_INPUTS else []),
                *(rules.RANGE if obj.input_type != Attribute.Input.DATE else ()),
            ]
            fields = [field for field in fields if field not in unused]
        return fields

    def get_readonly_fields(self, request: HttpRequest, obj: Attribute | None = None) -> Any:
        """Clients know an attribute by its code, and values are kept in the form its input gave them."""
        return ("entity_type", "code", "input_type") if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Attribute | None) -> Any:
        return self.inlines if obj is None or obj.offers_options else ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        definitions.take_default_from_options(form.instance)


def _form_choices(attribute: Attribute) -> list[Any]:
    """The forms of the attribute's entity; of both as long as it has none."""
    if attribute.pk:
        return list(form_codes(attribute.entity_type).items())
    return [(entity.label, list(codes.items())) for entity, codes in FORMS.items()]
