"""The forms of an attribute and its options in the admin. They ask; `attributes.definitions` judges."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from attributes import definitions, errors, rules
from attributes.definitions import OptionFields
from attributes.forms import FORMS, form_codes
from attributes.models import Attribute
from kernel.errors import Failure, InvalidAttribute, SeveralProblems
from stores.models import Store

FOR_TEXTS = "For Text Field, Text Area and Multiple Line."

FIELD_OF: dict[type[Failure], str] = {
    errors.CodeTaken: "code",
    errors.CodeReserved: "code",
    errors.CodeNotValid: "code",
    errors.CodeLength: "code",
    errors.LabelRequired: "label",
    errors.LabelTooLong: "label",
    errors.InputInUse: "input_type",
    errors.ValuesAlike: "is_unique",
    errors.FormNotOfEntity: "forms",
    errors.LinesOutOfRange: "multiline_count",
    errors.InputValidationUnknown: "input_validation",
    errors.InvalidDate: "default_value",
    errors.DefaultOfUnique: "default_value",
    errors.OptionNotOffered: "default_value",
    errors.TooManyLines: "default_value",
}


def store_views() -> list[Store]:
    """The store views that can have labels of their own."""
    return list(Store.objects.exclude(pk=Store.ADMIN).select_related("website"))


def with_labels(form: type[Any]) -> type[Any]:
    """A form that asks for a label in each store view too."""
    fields = {
        f"label_{view.pk}": forms.CharField(
            label=view.name, required=False, widget=UnfoldAdminTextInputWidget, max_length=definitions.LONGEST_LABEL
        )
        for view in store_views()
    }
    return type(form.__name__, (form,), fields)


class Labeled(forms.ModelForm):  # type: ignore[type-arg]
    """What has a label in each store view."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            if name.startswith("label_"):
                self.initial.setdefault(name, self.instance.store_labels.get(name.removeprefix("label_"), ""))

    def told_labels(self) -> dict[str, str]:
        """What it is called in each store view. Views that were not asked about keep what they have."""
        asked = {name.removeprefix("label_"): name for name in self.fields if name.startswith("label_")}
        kept = {view: label for view, label in self.instance.store_labels.items() if view not in asked}
        return kept | {view: label for view, name in asked.items() if (label := self.cleaned_data.get(name, ""))}


class AttributeForm(Labeled):
    """An attribute as a merchant defines it. `refusal` is what the domain said the last time."""

    use_required_attribute = False
    refusal: Failure | None = None

    min_text_length = forms.CharField(
        label="Minimum text length", required=False, help_text=FOR_TEXTS, widget=UnfoldAdminTextInputWidget
    )
    max_text_length = forms.CharField(
        label="Maximum text length", required=False, help_text=FOR_TEXTS, widget=UnfoldAdminTextInputWidget
    )
    input_validation = forms.ChoiceField(
        choices=[("", "None"), *rules.INPUT_VALIDATIONS.items()],
        required=False,
        help_text=f"{FOR_TEXTS} Date is for a Date as well.",
        widget=UnfoldAdminSelectWidget,
    )
    date_range_min = forms.CharField(
        label="Minimal date",
        required=False,
        help_text="For Date, such as 2020-01-31.",
        widget=UnfoldAdminTextInputWidget,
    )
    date_range_max = forms.CharField(
        label="Maximum date",
        required=False,
        help_text="For Date, such as 2030-12-31.",
        widget=UnfoldAdminTextInputWidget,
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
            self.fields[
                "default_value"
            ].help_text = (
                "For new accounts and addresses; 1 or 0 for Yes/No. That of a choice is marked among its options."
            )
            self.fields["default_value"].widget.attrs["rows"] = 2
        for name in rules.NAMES:
            if name in self.fields:
                self.initial.setdefault(name, self.instance.validate_rules.get(name, ""))
        if "forms" in self.fields:
            self.fields["forms"].choices = _form_choices(self.instance)  # type: ignore[attr-defined]

    def definition(self) -> dict[str, Any]:
        """The attribute as the domain takes it: what was asked, and of its rules those its input has a use for."""
        said = {name: self.cleaned_data[name] for name in definitions.FIELDS if name in self.cleaned_data}
        input_type = self.cleaned_data.get("input_type", self.instance.input_type)
        used = rules.used_by(input_type)
        given = {name: self.cleaned_data[name] for name in used if self.cleaned_data.get(name)}
        said |= {"validate_rules": given, "store_labels": self.told_labels()}
        if input_type in (Attribute.Input.SELECT, Attribute.Input.MULTISELECT):
            said.pop("default_value", None)
        if input_type != Attribute.Input.MULTILINE:
            said["multiline_count"] = self.instance.multiline_count if self.instance.pk else 1
        if not self.instance.pk:
            said |= {name: self.cleaned_data.get(name, "") for name in ("entity_type", "code")}
        return said

    def _post_clean(self) -> None:
        """The row is left alone: what the form says is judged, and written, by the domain."""
        if self.errors:
            return
        # The options are looked at with the input that was chosen.
        self.instance.input_type = self.cleaned_data.get("input_type", self.instance.input_type)
        if self.refusal:
            problems = self.refusal.problems if isinstance(self.refusal, SeveralProblems) else [self.refusal]
        else:
            problems = definitions.problems_with_fields(self.instance.pk, self.definition())
        for problem in problems:
            self.add_error(self._field_of(problem), problem.message)

    def _field_of(self, problem: Failure) -> str | None:
        match problem:
            case errors.RangeEmpty():
                dates = self.cleaned_data.get("date_range_min") and self.cleaned_data.get("date_range_max")
                field = "date_range_min" if dates else "min_text_length"
            case errors.LengthNotValid() | errors.RangeDateNotValid():
                field = str(next(iter(problem.parameters)))
            case errors.DefinitionNotValid():
                names = {definitions.called(name): name for name in definitions.FIELDS}
                field = names.get(str(next(iter(problem.parameters))), "")
            case InvalidAttribute():
                field = "default_value"
            case _:
                field = FIELD_OF.get(type(problem), "")
        return field if field in self.fields else None


class OptionForm(Labeled):
    """An option of an attribute."""

    use_required_attribute = False


class OptionFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        super().clean()
        if not any(self.errors):
            problems = definitions.problems_with_options(self.instance, self.told())
            if problems:
                raise forms.ValidationError([problem.message for problem in problems])

    def told(self) -> list[OptionFields]:
        """The options as the domain takes them, in the order they are to have. A row without a word is none."""
        kept = [
            form
            for form in self.forms
            if form not in self.deleted_forms and form.has_changed() | bool(form.instance.pk)
        ]
        return [
            OptionFields(
                label=form.cleaned_data.get("label") or "",
                id=form.instance.pk,
                sort_order=form.cleaned_data.get("sort_order") or 0,
                is_default=bool(form.cleaned_data.get("is_default")),
                store_labels=form.told_labels(),  # type: ignore[attr-defined]
            )
            for form in kept
        ]

    def save(self, commit: bool = True) -> Any:
        """The options are saved with their attribute, by the domain."""
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        return []


def _form_choices(attribute: Attribute) -> list[Any]:
    """The forms of the attribute's entity; of both as long as it has none."""
    if attribute.pk:
        return list(form_codes(attribute.entity_type).items())
    return [(entity.label, list(codes.items())) for entity, codes in FORMS.items()]
