"""The forms of a customer and an address in the admin. They ask; what the domain says to it lands on the fields.

Every field therefore accepts an empty value, and `required` only marks a label. A page tells with its form what it
showed, so that only what somebody typed over is written: what the customer changed meanwhile stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib.admin import site
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
    UnfoldForeignKeyRawIdWidget,
)

from attributes import dates, metadata, own
from attributes.errors import InvalidDate
from attributes.metadata import AttributeMetadata
from attributes.models import Attribute
from customers import errors
from customers.builtin import show_settings
from customers.fields import ADDRESS_TEXTS, CUSTOMER_NAMES, CUSTOMER_TEXTS, Fields, TextField
from customers.models import Address, Customer
from directory.models import Country, Region
from directory.names import country_name, in_alphabet
from kernel.errors import Failure, InvalidInput, SeveralProblems
from stores import config
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
    field_of_code: Mapping[str, str] = {}  # where a field has another name than what it is for
    refusal: Failure | None = None
    attributes: list[Attribute] = []
    asked_for: Mapping[str, AttributeMetadata] = {}
    left_out: frozenset[str] = frozenset()

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_as_set()
        for attribute in self.attributes:
            text = self.instance.custom_values.get(attribute.code) if self.instance.pk else attribute.default_value
            several = attribute.input_type == Attribute.Input.MULTISELECT
            self.initial.setdefault(custom(attribute), (text or "").split(",") if several else text or "")

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields somebody typed into, by what the page showed; by what is kept if the page did not say."""
        shown = self._shown()
        return [
            name
            for name, field in self.fields.items()
            if name != "seen" and field.has_changed(shown.get(name, self[name].initial), self[name].data)
        ]

    def tell_what_is_shown(self) -> None:
        """Let the page say what it shows. To be called when all initial values are there."""
        self.initial["seen"] = json.dumps(
            {name: field.prepare_value(self[name].initial) for name, field in self.fields.items() if name != "seen"},
            default=str,
        )

    def changed(self, fields: Fields) -> Fields:
        """Of what the form says that which somebody typed; all of it for what is not there yet."""
        if not self.instance.pk:
            return fields
        typed = set(self.changed_data)
        kept = {code: value for code, value in fields.items() if self.field_of_code.get(code, code) in typed}
        custom_values = {each.code for each in self.attributes if custom(each) in typed}
        if custom_values:
            given = fields["custom_attributes"]
            kept["custom_attributes"] = {code: value for code, value in given.items() if code in custom_values}
        return kept

    def _shown(self) -> dict[str, Any]:
        try:
            shown = json.loads(self.data.get(self.add_prefix("seen"), ""))
        except ValueError:
            return {}
        return shown if isinstance(shown, dict) else {}

    def _ask_as_set(self) -> None:
        """Leave out what the merchant's settings do not show, and mark what they require."""
        for name in self.left_out & self.fields.keys():
            del self.fields[name]
        for code, attribute in self.asked_for.items():
            if code in self.fields and isinstance(self.fields[code], Text):
                self.fields[code].required = attribute.is_required

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


class RegionField(forms.IntegerField):
    """A region of the country beside it. Whether it is one of them, the domain says."""

    widget = UnfoldAdminSelectWidget

    def __init__(self, *, label: str, help_text: str) -> None:
        super().__init__(label=label, help_text=help_text, required=False)


class Places:
    """Countries and regions to choose from, each read once for all the forms of a page."""

    def __init__(self) -> None:
        self._regions: dict[str, list[tuple[int, str]]] = {}

    @cached_property
    def countries(self) -> list[tuple[str, str]]:
        return sorted(
            ((pk, country_name(pk)) for pk in Country.objects.values_list("pk", flat=True)),
            key=lambda country: in_alphabet(country[1]),
        )

    def regions_of(self, country_id: Any) -> list[tuple[int, str]]:
        """The regions a country lists, by name."""
        country = str(country_id or "")
        if country not in self._regions:
            is_code = len(country) == 2 and country.isascii() and country.isalpha()
            listed = Region.objects.filter(country_id=country).order_by("name", "id") if is_code else ()
            self._regions[country] = [(region.pk, region.name) for region in listed]
        return self._regions[country]


class CustomerForm(DomainForm):
    """An account."""

    entity = Attribute.Entity.CUSTOMER
    texts = CUSTOMER_NAMES | CUSTOMER_TEXTS
    field_of_code = {"group_id": "group"}

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
        self.tell_what_is_shown()

    def given(self) -> Fields:
        """The account as the domain takes it: what was changed of one that is there."""
        group = self.cleaned_data.get("group")
        others = ("email", "dob", "gender", "disable_auto_group_change", "allow_remote_shopping_assistance")
        fields = {
            **self.texts_given(),
            **{code: self.cleaned_data.get(code) for code in others},
            # Of a new account an unticked box says nothing: the e-mail may have a subscription already.
            "is_subscribed": self.cleaned_data.get("is_subscribed") or (False if self.instance.pk else None),
            "group_id": group.pk if group else None,
            "custom_attributes": self.custom_attributes(),
        }
        return self.changed(fields)


class AddressForm(DomainForm):
    """An address of a customer's address book."""

    entity = Attribute.Entity.ADDRESS
    texts = ADDRESS_TEXTS
    field_of_code = {"country_id": "country", "region_id": "region", "region": "region_text"}
    places: Places | None = None

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
    region = RegionField(label="State/Province", help_text="Of countries that list theirs: choose the country first.")
    region_text = Text(label="State/Province, as written", help_text="Where the country has no list.")
    postcode = Text(label="Zip/postal code")
    telephone = Text(label="Phone number", strip=False)
    fax = Text()
    vat_id = Text(label="VAT number")
    default_billing = Switch(label="Default billing address")
    default_shipping = Switch(label="Default shipping address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = self.places or Places()
        if "country" in self.fields:
            self.fields["country"].choices = [("", ""), *places.countries]  # type: ignore[attr-defined]
            self.fields["country"].widget.attrs["data-regions"] = reverse_lazy("admin:customers_address_regions")
        if "region" in self.fields:
            country = self["country"].value() if "country" in self.fields else self.instance.country_id
            self.fields["region"].widget.choices = [("", ""), *places.regions_of(country)]
        if self.instance.pk:
            self.initial["default_billing"] = self.instance.is_default_billing
            self.initial["default_shipping"] = self.instance.is_default_shipping
        self.tell_what_is_shown()

    def given(self) -> Fields:
        """The address as the domain takes it: what was changed of one that is there."""
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
        changed = self.changed(fields)
        if changed.keys() & set(self.field_of_code):  # A place is one thing: who says one of them says all.
            changed |= {code: fields[code] for code in (*self.field_of_code, "region_code") if code in fields}
            changed.setdefault("region_code", None)
        return changed


def shown_attributes(entity: Attribute.Entity) -> list[Attribute]:
    """The custom attributes an admin page asks for: those of its form, and those nothing can be saved without."""
    return [
        attribute
        for attribute in own.attributes_of(entity)
        if attribute.is_required or ADMIN_FORM[entity] in attribute.forms
    ]


def left_out(
    form: type[DomainForm], asked: Mapping[str, AttributeMetadata], owners: Iterable[Customer | Address]
) -> set[str]:
    """The fields a merchant's settings do not show, and none of the owners has a value of."""
    hidden = {code for code in show_settings(form.entity) if not asked[code].is_visible}
    return {code for code in hidden if not any(getattr(owner, code) not in (None, "") for owner in owners)}


def with_custom_fields(
    form: type[DomainForm], attributes: list[Attribute], without: Iterable[str] = (), **shared: Any
) -> type[DomainForm]:
    """The form with a field for each custom attribute, and without fields that are only shown."""
    fields = {custom(attribute): _field_for(attribute) for attribute in attributes}
    return type(form.__name__, (form,), {**fields, **dict.fromkeys(without), "attributes": attributes, **shared})


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


def asked_for(entity: Attribute.Entity, store: Store) -> dict[str, AttributeMetadata]:
    """What a store view asks for of every customer or address, by code; the merchant's settings decide."""
    declared = metadata.declared(entity)
    settings = config.read_all({path for attribute in declared.values() for path in attribute.settings}, store)
    return {code: attribute.in_store(store, settings) for code, attribute in declared.items()}
