"""Customers, their addresses and their newsletter subscriptions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.hashers import check_password, make_password, verify_password
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberDescriptor, PhoneNumberField

from customers import telephones
from kernel.text import folded
from stores.models import CustomerGroup, Store, Website


class Derived(models.Field):  # type: ignore[type-arg]
    """A column that says what other columns of its row say, in a form to search by or to be unique in.

    It is derived whenever a row is written, one by one or in `bulk_create`, so it cannot be gone round; `FollowsOthers`
    writes it along with any of its `sources`. Python derives it, because SQLite's own functions know ASCII only.
    """

    sources: ClassVar[frozenset[str]]

    def derived_from(self, row: Any) -> str:
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = self.derived_from(model_instance)
        setattr(model_instance, self.attname, text)
        return text


class EmailKeyField(Derived, models.CharField):  # type: ignore[type-arg]
    """What makes two e-mails the same one: the text of the `email` field beside it in lower case."""

    sources = frozenset({"email"})

    def derived_from(self, row: Any) -> str:
        return email_key(row.email)


class SearchTextField(Derived, models.TextField):  # type: ignore[type-arg]
    """A customer's name and e-mail as they are searched: in lower case, without accents, a space before each word."""

    sources = frozenset({"prefix", "firstname", "middlename", "lastname", "suffix", "email"})

    def derived_from(self, row: Any) -> str:
        words = (row.prefix, row.firstname, row.middlename, row.lastname, row.suffix, row.email)
        return " " + folded(" ".join(word for word in words if word))


class TelephoneDigitsField(Derived, models.CharField):  # type: ignore[type-arg]
    """The digits of a telephone number, with those of its country if it is one, and as it was written."""

    sources = frozenset({"telephone", "telephone_parsed"})

    def derived_from(self, row: Any) -> str:
        return telephones.searchable(row.telephone, row.telephone_parsed)


class UnderstoodWhenAsked(PhoneNumberDescriptor):
    """The number as it is kept, until somebody wants to know what it means."""

    def __get__(self, instance: Any, owner: type | None) -> Any:
        if instance is not None and type(kept := instance.__dict__.get(self.field.name)) is str:
            self.__set__(instance, kept)
        return super().__get__(instance, owner)


class TelephoneField(PhoneNumberField):
    """A telephone number. Most of those who read an address have no use for it, and understanding one takes long."""

    descriptor_class = UnderstoodWhenAsked

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value

    def deconstruct(self) -> Any:
        name, _, arguments, options = super().deconstruct()
        return name, f"{PhoneNumberField.__module__}.{PhoneNumberField.__qualname__}", arguments, options


class FollowsOthers(models.Model):
    """A row whose derived columns are saved with whatever they are derived from."""

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None:
            named = set(update_fields)
            derived = (field for field in self._meta.concrete_fields if isinstance(field, Derived))
            update_fields = named | {field.name for field in derived if field.sources & named}
        super().save(*args, update_fields=update_fields, **kwargs)


def email_key(email: str) -> str:
    """The form of an e-mail in which it is unique and searched for."""
    return email.strip().lower()


class CustomerQuerySet(models.QuerySet["Customer"]):
    def with_account(self) -> CustomerQuerySet:
        """With what every surface shows of an account: store, website, subscription, addresses with their regions."""
        book = models.Prefetch("addresses", Address.objects.select_related("region"))
        return self.select_related("store", "website", "subscription").prefetch_related(book)


class Customer(FollowsOthers):
    """Somebody with an account on a website."""

    class Gender(models.IntegerChoices):
        MALE = 1, "Male"
        FEMALE = 2, "Female"
        NOT_SPECIFIED = 3, "Not Specified"

    website = models.ForeignKey(
        Website,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="Associate to Website",
        db_index=False,  # Those below begin with it.
    )
    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="+", verbose_name="store view", help_text="Whose mails they get."
    )
    group = models.ForeignKey(CustomerGroup, on_delete=models.PROTECT, related_name="+", db_index=False)
    email = models.CharField(max_length=255)
    email_key = EmailKeyField(max_length=255, editable=False)
    search_text = SearchTextField(editable=False, default="")
    prefix = models.CharField("name prefix", max_length=40, blank=True, null=True)
    firstname = models.CharField("first name", max_length=255)
    middlename = models.CharField("middle name/initial", max_length=255, blank=True, null=True)
    lastname = models.CharField("last name", max_length=255)
    suffix = models.CharField("name suffix", max_length=40, blank=True, null=True)
    dob = models.DateField("date of birth", blank=True, null=True)
    gender = models.PositiveSmallIntegerField(choices=Gender.choices, blank=True, null=True)
    taxvat = models.CharField("Tax/VAT number", max_length=50, blank=True, null=True)
    password_hash = models.CharField(max_length=255, blank=True, editable=False)
    confirmation_key = models.CharField(
        max_length=64, blank=True, editable=False, help_text="What the e-mail must be confirmed with; empty once it is."
    )
    reset_token_digest = models.CharField(max_length=64, blank=True, editable=False)
    reset_token_created_at = models.DateTimeField(null=True, blank=True, editable=False)
    failures_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="Wrong current passwords in a row."
    )
    first_failure_at = models.DateTimeField(null=True, blank=True, editable=False)
    locked_until_at = models.DateTimeField(null=True, blank=True, editable=False)
    default_billing = models.ForeignKey("Address", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    default_shipping = models.ForeignKey("Address", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    disable_auto_group_change = models.BooleanField("disable automatic group change", default=False)
    allow_remote_shopping_assistance = models.BooleanField(default=False)
    custom_values = models.JSONField(default=dict, blank=True, help_text="Values of custom attributes, by code.")
    created_in = models.CharField("account created in", max_length=255, help_text="Name of the store view then.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["email_key", "website"], name="one_email_per_website")]
        # Lists are by id, so what they are filtered by has it beside; customers/search_indexes.py has those of text.
        indexes = [
            models.Index(fields=["website", "id"], name="customer_website"),
            models.Index(fields=["group", "id"], name="customer_group"),
            models.Index(fields=["created_at", "id"], name="customer_created"),
            models.Index(fields=["updated_at", "id"], name="customer_updated"),
            # Without the column itself PostgreSQL would look at each row that it skips before a page.
            models.Index(Upper("lastname"), "id", "lastname", name="customer_lastname"),
            models.Index(fields=["email_key", "id"], name="customer_email"),
            models.Index(fields=["dob"], condition=models.Q(dob__isnull=False), name="customer_dob"),
            models.Index(
                fields=["locked_until_at"], condition=models.Q(locked_until_at__isnull=False), name="customer_locked"
            ),
            models.Index(fields=["id"], condition=~models.Q(confirmation_key=""), name="customer_unconfirmed"),
        ]
        permissions = [
            ("login_as_customer", "Can act in the place of a customer who allows it"),
            ("regroup_customer", "Can move customers to another group"),
            ("subscribe_customer", "Can subscribe and unsubscribe customers"),
            ("unlock_customer", "Can unlock customers"),
            ("sign_out_customer", "Can sign customers out everywhere"),
            ("send_reset_customer", "Can send customers a mail to reset their password"),
            ("export_customer", "Can export customers"),
        ]

    def __str__(self) -> str:
        return f"{self.firstname} {self.lastname}"

    @property
    def has_password(self) -> bool:
        return bool(self.password_hash)

    @property
    def is_confirmed(self) -> bool:
        return not self.confirmation_key

    @property
    def is_locked(self) -> bool:
        return self.locked_until_at is not None and self.locked_until_at > timezone.now()

    @property
    def is_subscribed(self) -> bool:
        subscription: Subscription | None = getattr(self, "subscription", None)
        return subscription is not None and subscription.status == Subscription.Status.SUBSCRIBED

    def set_password(self, password: str | None) -> None:
        """Keep a hash of a password, or none: then nobody can sign in until one is set by a reset."""
        self.password_hash = make_password(password) if password else ""

    def password_is(self, password: str) -> bool:
        """Whether this is the password. A hash of older parameters is made anew and kept.

        `password_hash` is afterwards what the password was compared with.
        """
        if not self.password_hash:
            make_password(password)  # As much work as for somebody who has one.
            return False
        old = self.password_hash
        is_right, is_outdated = verify_password(password, old)
        if not (is_right and is_outdated):
            return is_right
        self.set_password(password)
        if Customer.objects.filter(pk=self.pk, password_hash=old).update(password_hash=self.password_hash):
            return True
        # Somebody was faster: the same sign-in beside this one, or a new password.
        self.refresh_from_db(fields=["password_hash"])
        return bool(self.password_hash) and check_password(password, self.password_hash)


class Address(FollowsOthers):
    """An address in somebody's address book. Which ones are the defaults the customer knows."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    prefix = models.CharField("name prefix", max_length=40, blank=True, null=True)
    firstname = models.CharField("first name", max_length=255)
    middlename = models.CharField("middle name/initial", max_length=255, blank=True, null=True)
    lastname = models.CharField("last name", max_length=255)
    suffix = models.CharField("name suffix", max_length=40, blank=True, null=True)
    company = models.CharField(max_length=255, blank=True, null=True)
    street = models.TextField("street address", help_text="One line or more.")
    city = models.CharField(max_length=255)
    country = models.ForeignKey("directory.Country", on_delete=models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey("directory.Region", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    region_text = models.CharField(
        "region, as written",
        max_length=255,
        blank=True,
        null=True,
        help_text="Where the country has no list of regions.",
    )
    region_code_text = models.CharField(max_length=255, blank=True, null=True, editable=False)
    postcode = models.CharField("zip/postal code", max_length=255, blank=True, null=True)
    telephone = models.CharField("phone number", max_length=255, blank=True, null=True)
    telephone_parsed = TelephoneField(
        blank=True,
        null=True,
        editable=False,
        help_text="The same number in one form, for searching; empty if it is none.",
    )
    telephone_digits = TelephoneDigitsField(max_length=300, editable=False, default="")
    fax = models.CharField(max_length=255, blank=True, null=True)
    vat_id = models.CharField("VAT number", max_length=255, blank=True, null=True)
    custom_values = models.JSONField(default=dict, blank=True, help_text="Values of custom attributes, by code.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "addresses"
        indexes = [models.Index(fields=["country", "customer"], name="address_country")]

    def __str__(self) -> str:
        return ", ".join(part for part in (*self.street_lines, self.postcode, self.city, self.country_id) if part)

    @property
    def street_lines(self) -> list[str]:
        return self.street.split("\n")

    @property
    def region_name(self) -> str | None:
        return self.region.name if self.region else self.region_text

    @property
    def region_code(self) -> str | None:
        return self.region.code if self.region else self.region_code_text

    @property
    def is_default_billing(self) -> bool:
        return self.customer.default_billing_id == self.pk

    @property
    def is_default_shipping(self) -> bool:
        return self.customer.default_shipping_id == self.pk


class Subscription(FollowsOthers):
    """Somebody's subscription to the newsletter of a store view: a customer's, or an e-mail's alone."""

    class Status(models.IntegerChoices):
        SUBSCRIBED = 1, "Subscribed"
        NOT_ACTIVE = 2, "Not Activated"
        UNSUBSCRIBED = 3, "Unsubscribed"
        UNCONFIRMED = 4, "Unconfirmed"

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    website = models.ForeignKey(Website, on_delete=models.PROTECT, related_name="+")
    customer = models.OneToOneField(
        Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="subscription"
    )
    email = models.CharField(max_length=255)
    email_key = EmailKeyField(max_length=255, editable=False)
    status = models.PositiveSmallIntegerField(choices=Status.choices, default=Status.NOT_ACTIVE)
    confirmation_code = models.CharField(max_length=32, blank=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["website", "email_key"], name="one_subscription_per_email")]
        indexes = [models.Index(fields=["status", "customer"], name="subscription_status")]

    def __str__(self) -> str:
        return self.email


class Census(models.Model):
    """How many customers came to a block of ids, or went; `customers.census` keeps it, on PostgreSQL."""

    block = models.BigIntegerField()
    number = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "census"

    def __str__(self) -> str:
        return f"{self.block}: {self.number:+}"
