"""Attributes and their options in the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from attributes import definitions
from attributes.forms import FORMS, form_codes
from attributes.models import Attribute, AttributeOption
from kernel.errors import Failure


class AttributeForm(forms.ModelForm):  # type: ignore[type-arg]
    """An attribute as a merchant defines it; `attributes.definitions` judges."""

    forms = forms.MultipleChoiceField(
        label="Forms to use in", required=False, widget=forms.CheckboxSelectMultiple, help_text="Where it is asked for."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "default_value" in self.fields:
            self.fields["default_value"].help_text = "That of a choice is marked among its options."
            self.fields["default_value"].widget.attrs["rows"] = 2
        if "forms" in self.fields:
            self.fields["forms"].choices = _form_choices(self.instance)  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            for problem in definitions.problems_with(self.instance):
                self.add_error(self._field_of(problem), problem.message)

    def _field_of(self, problem: Failure) -> str:
        match problem:
            case definitions.FormNotOfEntity():
                return "forms"
            case definitions.LinesOutOfRange():
                return "multiline_count"
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


class OptionInline(admin.TabularInline):  # type: ignore[type-arg]
    model = AttributeOption
    formset = OptionFormSet
    fields = ("id", "label", "sort_order", "is_default")
    readonly_fields = ("id",)  # what clients send
    extra = 1
    verbose_name_plural = "options of a Dropdown or Multiple Select"


@admin.register(Attribute)
class AttributeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
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
        "default_value",
        "multiline_count",
        "sort_order",
        "forms",
    )

    def get_fields(self, request: HttpRequest, obj: Attribute | None = None) -> Any:
        """Only what the chosen input has a use for; the default of a choice is marked among its options."""
        fields = list(self.fields or ())
        if obj and obj.offers_options:
            fields.remove("default_value")
        if obj and obj.input_type != Attribute.Input.MULTILINE:
            fields.remove("multiline_count")
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
