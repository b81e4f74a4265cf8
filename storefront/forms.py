"""The forms shoppers fill in. They ask; the domain judges, and what it says lands on the field it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from django import forms

from attributes import lookups as attributes
from attributes.errors import AttributeValueRequired, InvalidDate
from attributes.metadata import AttributeMetadata
from customers import addresses, name_options, passwords
from customers import config as settings
from customers.errors import (
    AccountLocked,
    BirthDateInFuture,
    ConfirmationMailsTooMany,
    CurrentPasswordWrong,
    EmailMissing,
    EmailNotValid,
    EmailNotValidOnChange,
    EmailTaken,
    EmailTakenAtSignUp,
    EmailToResendNotValid,
    EmailToResetMissing,
    EmailToResetNotValid,
    GenderNotValid,
    NewPasswordRequired,
    PasswordHasSpacesAround,
    PasswordIsEmail,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    PasswordTooSimple,
    PasswordValueRequired,
    RegionRequired,
    ResetRequestsTooMany,
    SignInNotConfirmed,
    TelephoneNotValid,
)
from customers.fields import Fields
from customers.models import Address, Customer
from directory import countries
from directory.config import DEFAULT_COUNTRY
from directory.errors import CountryIdRequired, CountryNotAvailable
from kernel.errors import Failure, ServiceUnavailable, SeveralProblems, ValueRequired
from storefront import fields as controls
from stores import config
from stores.models import Store

FORM_ERROR = "form-error"  # the id of the box above a form that says what is wrong
PASSWORDS_DIFFER = "Please make sure your passwords match."

NEW_PASSWORD_PROBLEMS = (
    NewPasswordRequired, PasswordTooLong, PasswordTooShort, PasswordHasSpacesAround, PasswordTooSimple, PasswordIsEmail,
    PasswordTooCommon,
)  # fmt: skip
EMAIL_PROBLEMS = (
    EmailMissing, EmailNotValid, EmailNotValidOnChange, EmailTaken, EmailTakenAtSignUp,
    EmailToResetMissing, EmailToResetNotValid, EmailToResendNotValid, ResetRequestsTooMany, ConfirmationMailsTooMany,
)  # fmt: skip
CURRENT_PASSWORD_PROBLEMS = (PasswordValueRequired, CurrentPasswordWrong, AccountLocked)

# That nothing was filled in is told in one sentence, with the label of the field.
MISSING = (ValueRequired, RegionRequired, NewPasswordRequired, PasswordValueRequired)

# Of these Magento's GraphQL tells less than its pages.
IN_FULL = (CurrentPasswordWrong, ResetRequestsTooMany)


class ShopForm(forms.Form):
    """A form with Magento's names for its fields: `login[password]` for a `prefix` of `login`."""

    # Which field a failure is about that does not say so itself.
    places: ClassVar[Mapping[str, Iterable[type[Failure]]]] = {}
    aliases: ClassVar[Mapping[str, str]] = {}
    error_css_class = "wrong"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusals: list[Failure] = []

    def add_prefix(self, field_name: str) -> str:
        return f"{self.prefix}[{field_name}]" if self.prefix else field_name

    @contextmanager
    def showing_failures(self) -> Iterator[None]:
        """Put what the domain refuses within the block onto the form, and go on after the block.

        Raises ServiceUnavailable, which no change of the form could mend.
        """
        try:
            yield
        except ServiceUnavailable:
            raise
        except Failure as failure:
            for problem in failure.problems if isinstance(failure, SeveralProblems) else [failure]:
                self._show(problem)

    @property
    def wrong_fields(self) -> list[forms.BoundField]:
        """The fields something is wrong with, in the order of the page."""
        return [self[name] for name in self.fields if name in self.errors]

    def _show(self, problem: Failure) -> None:
        self.refusals.append(problem)
        name = self._place_of(problem)
        if name:
            self.add_error(name, self._words(problem, name))
            return
        self.add_error(None, self._sentence(problem))
        for field in self.fields.values():
            field.widget.attrs["aria-describedby"] = FORM_ERROR

    def _place_of(self, problem: Failure) -> str | None:
        """The field a problem is about: the one it names by its code or its label, or the one of its class."""
        for name, classes in self.places.items():
            if name in self.fields and isinstance(problem, tuple(classes)):
                return name
        if isinstance(problem.parameters, dict):
            named = problem.parameters.get("fieldName")
            named = self.aliases.get(str(named), named)
            return named if named in self.fields else None
        told = [parameter for parameter in problem.parameters if isinstance(parameter, str)]
        return next((name for name, label in self.labels() if label in told), None)

    def labels(self) -> Iterator[tuple[str, str]]:
        """The fields with what the domain calls them."""
        for name, field in self.fields.items():
            yield name, str(field.label)

    def _words(self, problem: Failure, name: str) -> str:
        if isinstance(problem, MISSING):
            return AttributeValueRequired(self.fields[name].label).message
        return self._sentence(problem)

    def _sentence(self, problem: Failure) -> str:
        return problem.message if isinstance(problem, IN_FULL) else problem.storefront_message


def _text(**attributes: Any) -> forms.TextInput:
    return forms.TextInput({"autocapitalize": "none", "spellcheck": "false", **attributes})


def _email(**attributes: Any) -> forms.CharField:
    # No type="email": browsers refuse addresses with letters beyond ASCII, which a customer may have.
    return forms.CharField(label="Email", required=False, widget=_text(inputmode="email", **attributes))


def _password(label: str, *, id: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput({"id": id, "autocomplete": autocomplete, "aria-required": "true"})
    return forms.CharField(label=label, required=False, strip=False, widget=widget, help_text=help_text)


class WithNewPassword(ShopForm):
    """Asks for a new password, twice. `password_name` and `confirmation_name` are what the two fields are called."""

    password_name = "password"
    confirmation_name = "password_confirmation"

    def add_new_password(self, label: str, confirmation_label: str) -> None:
        """Put the two fields at the end of the form."""
        self.fields[self.password_name] = _password(
            label, id="password", autocomplete="new-password", help_text=passwords.asked_for()
        )
        self.fields[self.confirmation_name] = _password(
            confirmation_label, id="password-confirmation", autocomplete="new-password"
        )
        self.fields[self.password_name].widget.attrs["data-strength"] = ""

    def mark_passwords(self) -> None:
        """Say beside optional fields that passwords have to be there."""
        for field in self.fields.values():
            if isinstance(field.widget, forms.PasswordInput):
                controls.mark_required(field, True)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.asks_for_password and given.get(self.password_name) != given.get(self.confirmation_name):
            self.add_error(self.confirmation_name, PASSWORDS_DIFFER)
        return given

    @property
    def asks_for_password(self) -> bool:
        """Whether the two fields count."""
        return True


class LinkForm(ShopForm):
    """What the link of a mail carries, handed on by whoever has opened it and goes on."""


class ConfirmEmailForm(LinkForm):
    email = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


class ConfirmSubscriptionForm(LinkForm):
    id = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**63 - 1)
    code = forms.CharField(widget=forms.HiddenInput, required=False)


class CreatePasswordForm(LinkForm, WithNewPassword):
    """Asks for a new password, twice."""

    places = {"newPassword": NEW_PASSWORD_PROBLEMS}
    password_name, confirmation_name = "newPassword", "confirmation"

    email = forms.CharField(widget=forms.HiddenInput, required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_new_password("New Password", "Confirm New Password")


class SignInForm(ShopForm):
    """Asks who is there. Empty fields pass, because the domain has its own sentence for them."""

    prefix = "login"

    username = _email(id="email", autocomplete="username")
    password = _password("Password", id="current-password", autocomplete="current-password")

    @property
    def is_unconfirmed(self) -> bool:
        """Whether all that is missing is the confirmation of the e-mail."""
        return any(isinstance(problem, SignInNotConfirmed) for problem in self.refusals)


class EmailForm(ShopForm):
    """Asks for an e-mail, to send something there."""

    places = {"email": EMAIL_PROBLEMS}

    email = _email(id="email", autocomplete="email")


class PasswordForm(ShopForm):
    """Asks for the current password, before something that cannot be taken back."""

    places = {"current_password": CURRENT_PASSWORD_PROBLEMS}

    current_password = _password("Current Password", id="current-password", autocomplete="current-password")


class NewsletterForm(ShopForm):
    is_subscribed = forms.BooleanField(label="General Subscription", required=False)


class AttributesForm(ShopForm):
    """A form of the attributes domain: what it asks for, in which order, is decided there."""

    form_code: ClassVar[str]

    def __init__(self, *args: Any, store: Store, owner: Customer | Address | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.store, self.owner = store, owner
        self.shown: dict[str, AttributeMetadata] = {}
        self._offered = name_options.offered(store)
        for attribute in attributes.shown_in_form(self.form_code, store):
            self.add(attribute)

    def add(self, attribute: AttributeMetadata) -> None:
        """Ask for an attribute, showing the value it has."""
        value = self._value_of(attribute)
        offered = [] if attribute.is_user_defined else self._offered.get(attribute.code, [])
        if offered and value and value not in offered:
            offered = [*offered, value]
        field = controls.field_of(attribute, offered)
        if field is None:
            return
        name = f"custom_attributes[{attribute.code}]" if attribute.is_user_defined else attribute.code
        field.initial = value
        self.fields[name] = field
        self.shown[name] = attribute

    def fields_given(self) -> Fields:
        """What was filled in, as the domain takes it."""
        given: Fields = {"custom_attributes": {}}
        for name, attribute in self.shown.items():
            value = self.cleaned_data.get(name)
            if attribute.is_user_defined:
                given["custom_attributes"][attribute.code] = value
            else:
                given[name] = _number(value) if name == "gender" else value
        return {code: None if value == "" else value for code, value in given.items()}

    def labels(self) -> Iterator[tuple[str, str]]:
        for name, attribute in self.shown.items():
            yield name, attribute.label
            if attribute.code == "middlename":
                yield name, "Middle Name"  # What is wrong with one Magento says under a shorter label.
        if isinstance(self.owner, Customer) and self.owner.store_id != self.store.pk:
            # What is wrong with an account is told in the words of its own store view.
            codes = {attribute.code: name for name, attribute in self.shown.items()}
            for attribute in attributes.shown_in_form(self.form_code, self.owner.store):
                if attribute.code in codes:
                    yield codes[attribute.code], attribute.label

    def _place_of(self, problem: Failure) -> str | None:
        if isinstance(problem, InvalidDate):
            return next(self._unreadable_dates(), None)
        place = super()._place_of(problem)
        if place is None and isinstance(problem.parameters, list) and problem.parameters:
            custom = f"custom_attributes[{problem.parameters[0]}]"  # Some problems tell the code of an attribute.
            return custom if custom in self.fields else None
        return place

    def _unreadable_dates(self) -> Iterator[str]:
        """The dates that cannot be read, which is told without saying of which, and has not been told of yet."""
        for name, attribute in self.shown.items():
            if attribute.frontend_input == "date" and self.cleaned_data.get(name) and name not in self.errors:
                yield name

    def _value_of(self, attribute: AttributeMetadata) -> Any:
        if self.owner is None:
            return controls.first_value(attribute)
        if attribute.is_user_defined:
            return controls.shown_value(attribute, self.owner.custom_values.get(attribute.code))
        return controls.shown_value(attribute, getattr(self.owner, attribute.code, None))


def _number(text: Any) -> Any:
    """The number a text is, or the text itself: that it is none, the domain says."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10 else text


class AccountForm(AttributesForm, WithNewPassword):
    """What both forms of an account share: offers that depend on the shop, and a new password."""

    places = {
        "email": EMAIL_PROBLEMS,
        "current_password": CURRENT_PASSWORD_PROBLEMS,
        "password": NEW_PASSWORD_PROBLEMS,
        "gender": [GenderNotValid],
        "dob": [BirthDateInFuture],
    }

    def add_offers(self, *, newsletter: bool) -> None:
        """Ask for the newsletter, and whether the shop may help by signing in, where the merchant offers these."""
        wanted = config.read_all([settings.NEWSLETTER_ACTIVE, settings.LOGIN_AS_CUSTOMER], self.store)
        if newsletter and wanted[settings.NEWSLETTER_ACTIVE]:
            self.fields["is_subscribed"] = forms.BooleanField(label="Sign Up for Newsletter", required=False)
        if wanted[settings.LOGIN_AS_CUSTOMER]:
            self.fields["allow_remote_shopping_assistance"] = forms.BooleanField(
                label="Allow remote shopping assistance",
                required=False,
                initial=isinstance(self.owner, Customer) and self.owner.allow_remote_shopping_assistance,
                help_text="The shop can then see your account as you do and act in it for you, when you ask for help.",
            )

    def fields_given(self) -> Fields:
        offers = {
            code: self.cleaned_data[code]
            for code in ("is_subscribed", "allow_remote_shopping_assistance")
            if code in self.fields
        }
        return super().fields_given() | offers

    @property
    def personal(self) -> list[forms.BoundField]:
        """The fields of the person, in the merchant's order; what one signs in with stands apart."""
        return [self[name] for name in self.shown if name != "email"]

    @property
    def offers(self) -> list[forms.BoundField]:
        return [self[name] for name in ("is_subscribed", "allow_remote_shopping_assistance") if name in self.fields]


class CreateAccountForm(AccountForm):
    form_code = "customer_account_create"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_offers(newsletter=True)
        self.add_new_password("Password", "Confirm Password")
        self.mark_passwords()

    @property
    def is_taken(self) -> bool:
        """Whether the e-mail has an account already."""
        return any(isinstance(problem, EmailTakenAtSignUp) for problem in self.refusals)


class EditAccountForm(AccountForm):
    """The account, and on request the e-mail and the password. What is not asked to be changed is not looked at."""

    form_code = "customer_account_edit"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_email"] = forms.BooleanField(label="Change Email", required=False)
        self.fields["change_password"] = forms.BooleanField(label="Change Password", required=False)
        self.add_offers(newsletter=False)
        self.fields["current_password"] = _password(
            "Current Password", id="current-password", autocomplete="current-password"
        )
        self.add_new_password("New Password", "Confirm New Password")
        self.mark_passwords()

    @property
    def asks_for_password(self) -> bool:
        return bool(self.cleaned_data.get("change_password"))

    def fields_given(self) -> Fields:
        given = super().fields_given()
        if not self.cleaned_data["change_email"]:
            given.pop("email", None)
        return given

    @property
    def new_password(self) -> str | None:
        return self.cleaned_data["password"] if self.asks_for_password else None


class AddressForm(AttributesForm):
    """An address. Its country decides which regions there are, and whether region and postcode have to be."""

    form_code = "customer_address_edit"
    places = {"region_id": [RegionRequired], "region": [RegionRequired], "telephone": [TelephoneNotValid]}
    aliases = {"countryId": "country_id", "regionId": "region_id"}

    owner: Address | None

    def __init__(self, *args: Any, store: Store, owner: Address | None = None, **kwargs: Any) -> None:
        self.rules = addresses.country_rules(store)
        super().__init__(*args, store=store, owner=owner, **kwargs)
        self._follow_country()

    def add_defaults(self, *, checked: bool) -> None:
        """Offer to make the address a default, where it is none yet."""
        for code, kind in (("default_billing", "billing"), ("default_shipping", "shipping")):
            if self.owner is None or not getattr(self.owner, f"is_{code}"):
                label = f"Use as my default {kind} address"
                self.fields[code] = forms.BooleanField(label=label, required=False, initial=checked)

    def add(self, attribute: AttributeMetadata) -> None:
        if attribute.code == "vat_id" and not config.read(settings.SHOW_VAT_NUMBER, self.store):
            return
        super().add(attribute)

    def fields_given(self) -> Fields:
        given = super().fields_given()
        region_id = given.get("region_id")
        if region_id is not None:
            given["region_id"] = _number(region_id)
        given |= {code: None for code in addresses.REGION if code not in given}
        return given | {code: True for code in addresses.DEFAULTS if self.cleaned_data.get(code)}

    @property
    def addressed(self) -> list[forms.BoundField]:
        """The fields of the address itself, in the merchant's order."""
        return [self[name] for name in self.shown]

    @property
    def defaults(self) -> list[forms.BoundField]:
        return [self[code] for code in addresses.DEFAULTS if code in self.fields]

    @property
    def already_default(self) -> str:
        """What to say of an address that is a default, in Magento's words."""
        owner = self.owner
        kinds = (
            [] if owner is None else [kind for kind in ("billing", "shipping") if getattr(owner, f"is_default_{kind}")]
        )
        return f"It's a default {' and '.join(kinds)} address." if kinds else ""

    def _follow_country(self) -> None:
        if "country_id" not in self.fields:
            return
        country = self.fields["country_id"]
        if self.owner is None:
            country.initial = config.read(DEFAULT_COUNTRY, self.store)
        country_id = str(self["country_id"].value() or "")
        country.widget.attrs |= {
            "data-countries": f"/rest/{self.store.code}/V1/directory/countries/",
            "data-region-required": ",".join(self.rules.region_required),
            "data-postcode-optional": ",".join(self.rules.postcode_optional),
            "data-region-everywhere": "1" if self.rules.region_shown_everywhere else "0",
        }
        if "postcode" in self.fields:
            controls.mark_required(self.fields["postcode"], country_id not in self.rules.postcode_optional)
        if "region" in self.fields:
            self._ask_for_region(country_id)

    def _ask_for_region(self, country_id: str) -> None:
        """Ask for one of the country's regions, or for any text where it has no list of them."""
        is_required = country_id in self.rules.region_required
        if not is_required and not self.rules.region_shown_everywhere:
            self._drop("region")
            return
        try:
            regions = countries.country(self.store, country_id).available_regions
        except (CountryIdRequired, CountryNotAvailable):
            regions = None
        field = self.fields["region"]
        if regions:
            choices = [("", "Please select a region, state or province."), *((str(r.id), r.name) for r in regions)]
            select = forms.Select(choices=choices, attrs={"autocomplete": "address-level1"})
            field = controls.Text(label=field.label, widget=select, help_text=field.help_text)
            field.initial = self.owner.region_id if self.owner else None
            self.shown = {("region_id" if name == "region" else name): each for name, each in self.shown.items()}
            self.fields = {
                ("region_id" if name == "region" else name): (field if name == "region" else each)
                for name, each in self.fields.items()
            }
        else:
            field.initial = self.owner.region_name if self.owner else None
        field.look = ""  # type: ignore[attr-defined]
        field.widget.attrs["id"] = "region"
        controls.mark_required(field, is_required)

    def _drop(self, name: str) -> None:
        del self.fields[name], self.shown[name]
