"""The forms of a customer and an address in the admin. They ask; what the domain says to it lands on the fields.

Every field therefore accepts an empty value, and `required` only marks a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib.admin import site
from django.db.models import Q
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
    UnfoldForeignKeyRawIdWidget,
)

from attributes import dates
from attributes import values as attribute_values
from attributes.errors import InvalidDate
from attributes.models import Attribute
from customers import errors
from customers.fields import ADDRESS_TEXTS, CUSTOMER_NAMES, CUSTOMER_TEXTS, Fields, TextField
from customers.models import Address, Customer
from directory.models import Country, Region
from directory.names import country_name
from kernel.errors import Failure, InvalidInput, SeveralProblems
from stores.models import CustomerGroup, Store

ADMIN_FORM = {Attribute.Entity.CUSTOMER: "adminhtml_customer", Attribute.Entity.ADDRESS: "adminhtml_customer_address"}

FIELD_OF: dict[type[Failure], str] = {
    errors.EmailMissing: "email",
    errors.EmailNotValid: "email",
    errors.EmailNotValidOnChange: "email",
    errors.EmailTaken: "email",
    errors.EmailTakenAtSignUp: "email",
    errors.GenderNotValid: "gender",
    errors.BirthDateInFuture: "dob",
    errors.GroupNotThere: "group",
    errors.StoreNotOfWebsite: "store",
    errors.TelephoneNotValid: "telephone",
    errors.CountryRequired: "country",
    errors.RegionRequired: "region",
    errors.RegionMismatch: "region",
}

# What the domain calls fields of an address that the form calls otherwise.
ALSO_CALLED = {"countryId": "country", "region": "region_text", "State/Province": "region_text"}


class Text(forms.CharField):
    """A text the domain judges."""

    def __init__(self, *, required: bool = False, **options: Any) -> None:
        options.setdefault("widget", UnfoldAdminTextInputWidget)
        super().__init__(required=required, **options)

    def validate(self, value: Any) -> None:
        pass


class Lines(Text):
    """A text of several lines, which browsers end in their own way."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}), **options)

    def to_python(self, value: Any) -> str:
        return "\n".join(str(super().to_python(value) or "").splitlines())


class DomainForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose values go to a domain function. `refusal` is what that function said the last time."""

    use_required_attribute = False
    entity: Attribute.Entity
    texts: Mapping[str, TextField] = {}
    refusal: Failure | None = None
    attributes: list[Attribute] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for attribute in self.attributes:
            text = self.instance.custom_values.get(attribute.code) if self.instance.pk else attribute.default_value
            several = attribute.input_type == Attribute.Input.MULTISELECT
            self.initial.setdefault(custom(attribute), (text or "").split(",") if several else text or "")

    def _post_clean(self) -> None:
        """The row is left alone: what the form says is judged, and written, by the domain."""
        if self.refusal:
            for problem in self.refusal.problems if isinstance(self.refusal, SeveralProblems) else [self.refusal]:
                for field in self.fields_of(problem):
                    self.add_error(field, problem.message)

    def fields_of(self, problem: Failure) -> list[str | None]:
        """The fields a problem is about; none is the form as a whole."""
        found = self._dates_refused() if isinstance(problem, InvalidDate) else [self._field_of(problem)]
        return [field if field in self.fields else None for field in found]

    def custom_attributes(self) -> dict[str, Any]:
        """The custom attributes as the domain takes them."""
        return {attribute.code: self.cleaned_data.get(custom(attribute)) for attribute in self.attributes}

    def texts_given(self) -> Fields:
        """The built-in texts as the domain takes them."""
        return {code: self.cleaned_data.get(code) for code in self.texts}

    def _field_of(self, problem: Failure) -> str | None:
        for kind, field in FIELD_OF.items():
            if isinstance(problem, kind):
                return field
        told = problem.parameters
        name = next(iter(told.values() if isinstance(told, dict) else told), None)
        names = {custom_name: custom(each) for each in self.attributes for custom_name in (each.label, each.code)}
        names |= {text.label: code for code, text in self.texts.items()} | {code: code for code in self.texts}
        return (names | ALSO_CALLED).get(str(name))

    def _dates_refused(self) -> list[str | None]:
        """A date that is none does not say whose it is: it is asked again, of each."""
        refused: list[str | None] = []
        for attribute in self.attributes:
            text = self.cleaned_data.get(custom(attribute))
            if attribute.input_type == Attribute.Input.DATE and text:
                try:
                    dates.read_date(text)
                except InvalidInput:
                    refused.append(custom(attribute))
        if "dob" in self.fields and self.cleaned_data.get("dob"):
            try:
                dates.read_date(self.cleaned_data["dob"])
            except InvalidInput:
                refused.append("dob")
        return refused or ["dob"]


class Switch(forms.BooleanField):
    """Yes or no."""

    def __init__(self, *, label: str | None = None) -> None:
        super().__init__(label=label, required=False, widget=UnfoldBooleanSwitchWidget)


class CustomerForm(DomainForm):
    """An account."""

    entity = Attribute.Entity.CUSTOMER
    texts = CUSTOMER_NAMES | CUSTOMER_TEXTS

    store = forms.ModelChoiceField(
        Store.objects.none(), label="Store view", help_text="Whose mails they get.", widget=UnfoldAdminSelectWidget
    )
    group = forms.ModelChoiceField(
        CustomerGroup.objects.none(), required=False, empty_label="The default group", widget=UnfoldAdminSelectWidget
    )
    disable_auto_group_change = Switch(label="Disable automatic group change")
    prefix = Text(label="Name prefix")  # type: ignore[assignment]
    firstname = Text(label="First name", required=True)
    middlename = Text(label="Middle name/initial")
    lastname = Text(label="Last name", required=True)
    suffix = Text(label="Name suffix")
    email = Text(required=True)
    dob = Text(label="Date of birth", widget=UnfoldAdminDateWidget)
    gender = forms.TypedChoiceField(
        choices=[("", ""), *Customer.Gender.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    taxvat = Text(label="Tax/VAT number")
    allow_remote_shopping_assistance = Switch()
    is_subscribed = Switch(label="Subscribed to the newsletter")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        customer = self.instance
        groups = CustomerGroup.objects.exclude(pk=CustomerGroup.NOT_LOGGED_IN)
        if customer.pk:
            self.initial["dob"] = customer.dob.isoformat() if customer.dob else ""
            self.initial["is_subscribed"] = customer.is_subscribed
            groups = CustomerGroup.objects.filter(~Q(pk=CustomerGroup.NOT_LOGGED_IN) | Q(pk=customer.group_id))
        if "group" in self.fields:
            self.fields["group"].queryset = groups  # type: ignore[attr-defined]
            if customer.pk:
                self.fields["group"].empty_label = None  # type: ignore[attr-defined]
                self.fields["group"].required = True
        if "store" in self.fields:
            self.fields["store"].queryset = Store.objects.exclude(pk=Store.ADMIN)  # type: ignore[attr-defined]

    def given(self) -> Fields:
        """The account as the domain takes it."""
        group = self.cleaned_data.get("group")
        others = ("email", "dob", "gender", "disable_auto_group_change", "allow_remote_shopping_assistance")
        return {
            **self.texts_given(),
            **{code: self.cleaned_data.get(code) for code in others},
            # Of a new account an unticked box says nothing: the e-mail may have a subscription already.
            "is_subscribed": self.cleaned_data.get("is_subscribed") or (False if self.instance.pk else None),
            "group_id": group.pk if group else None,
            "custom_attributes": self.custom_attributes(),
        }


class AddressForm(DomainForm):
    """An address of a customer's address book."""

    entity = Attribute.Entity.ADDRESS
    texts = ADDRESS_TEXTS

    customer = forms.ModelChoiceField(
        Customer.objects.all(),
        widget=UnfoldForeignKeyRawIdWidget(Address._meta.get_field("customer").remote_field, site),
    )
    prefix = Text(label="Name prefix")  # type: ignore[assignment]
    firstname = Text(label="First name", required=True)
    middlename = Text(label="Middle name/initial")
    lastname = Text(label="Last name", required=True)
    suffix = Text(label="Name suffix")
    company = Text()
    street = Lines(label="Street address", required=True)
    city = Text(required=True)
    country = forms.ChoiceField(required=False, widget=UnfoldAdminSelectWidget)
    region = forms.TypedChoiceField(
        label="State/Province",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Of countries that list theirs.",
        widget=UnfoldAdminSelectWidget,
    )
    region_text = Text(label="State/Province, as written", help_text="Where the country has no list.")
    postcode = Text(label="Zip/postal code")
    telephone = Text(label="Phone number", required=True)
    fax = Text()
    vat_id = Text(label="VAT number")
    default_billing = Switch(label="Default billing address")
    default_shipping = Switch(label="Default shipping address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted((country_name(pk), pk) for pk in Country.objects.values_list("pk", flat=True))
        if "country" in self.fields:
            self.fields["country"].choices = [("", ""), *((pk, name) for name, pk in names)]  # type: ignore[attr-defined]
        if "region" in self.fields:
            self.fields["region"].choices = _regions_by_country()  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["default_billing"] = self.instance.is_default_billing
            self.initial["default_shipping"] = self.instance.is_default_shipping

    def given(self) -> Fields:
        """The address as the domain takes it."""
        text = self.cleaned_data.get("region_text")
        fields = {
            **self.texts_given(),
            "street": (self.cleaned_data.get("street") or "").split("\n"),
            "country_id": self.cleaned_data.get("country"),
            "region_id": self.cleaned_data.get("region"),
            "region": text,
            "default_billing": self.cleaned_data.get("default_billing"),
            "default_shipping": self.cleaned_data.get("default_shipping"),
            "custom_attributes": self.custom_attributes(),
        }
        if self.instance.pk and text == self.instance.region_text:
            fields["region_code"] = self.instance.region_code_text  # There is no field for it, and it is still right.
        return fields


def shown_attributes(entity: Attribute.Entity) -> list[Attribute]:
    """The custom attributes an admin page asks for: those of its form, and those nothing can be saved without."""
    return [
        attribute
        for attribute in attribute_values.attributes_of(entity)
        if attribute.is_required or ADMIN_FORM[entity] in attribute.forms
    ]


def with_custom_fields(
    form: type[DomainForm], attributes: list[Attribute], without: Iterable[str] = ()
) -> type[DomainForm]:
    """The form with a field for each custom attribute, and without fields that are only shown."""
    fields = {custom(attribute): _field_for(attribute) for attribute in attributes}
    return type(form.__name__, (form,), {**fields, **dict.fromkeys(without), "attributes": attributes})


def custom(attribute: Attribute) -> str:
    """The name of the field for a custom attribute."""
    return f"custom_{attribute.code}"


def _field_for(attribute: Attribute) -> forms.Field:
    options = [(str(option.pk), option.label) for option in attribute.options.all()]
    match attribute.input_type:
        case Attribute.Input.TEXTAREA | Attribute.Input.MULTILINE:
            return Lines(label=attribute.label, required=attribute.is_required)
        case Attribute.Input.DATE:
            return Text(label=attribute.label, required=attribute.is_required, widget=UnfoldAdminDateWidget)
        case Attribute.Input.BOOLEAN:
            choices = UnfoldAdminSelectWidget(choices=[("", ""), ("1", "Yes"), ("0", "No")])
            return Text(label=attribute.label, required=attribute.is_required, widget=choices)
        case Attribute.Input.SELECT:
            choices = UnfoldAdminSelectWidget(choices=[("", ""), *options])
            return Text(label=attribute.label, required=attribute.is_required, widget=choices)
        case Attribute.Input.MULTISELECT:
            return forms.MultipleChoiceField(
                label=attribute.label, required=False, choices=options, widget=UnfoldAdminCheckboxSelectMultipleWidget
            )
        case _:
            return Text(label=attribute.label, required=attribute.is_required)


def _regions_by_country() -> list[Any]:
    groups: dict[str, list[tuple[int, str]]] = {}
    for pk, name, country_id in Region.objects.values_list("pk", "name", "country_id"):
        groups.setdefault(country_name(country_id), []).append((pk, name))
    return [("", ""), *sorted(groups.items())]
