"""Customers, their addresses and subscriptions, and customer groups, in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin

from attributes import values as attribute_values
from attributes.models import Attribute
from auth_tokens import devices
from auth_tokens.models import Token
from customers import accounts, administration, groups
from customers.admin_forms import AddressForm, CustomerForm, DomainForm, custom, shown_attributes, with_custom_fields
from customers.admin_list import CustomerList
from customers.models import Address, Customer, Subscription
from directory.names import country_name
from kernel.errors import Failure
from stores.admin import ReadOnly
from stores.models import CustomerGroup


class ThroughTheDomain(ModelAdmin):
    """Saves through a domain function; when that refuses, the page comes back with what was typed and why."""

    form = DomainForm

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Failure as refusal:
            if request.method != "POST":
                raise
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        attributes = shown_attributes(self.form.entity)
        shown = [field for field in self.get_readonly_fields(request, obj) if field in self.form.declared_fields]
        asked = super().get_form(request, obj, change, form=with_custom_fields(self.form, attributes, shown), **kwargs)
        asked.refusal = getattr(request, "refusal", None)
        return asked

    def custom_fieldset(self, request: HttpRequest, obj: Any) -> list[Any]:
        """The fieldset of the custom attributes, if there are any; just their values for who may not change them."""
        if obj and not self.has_change_permission(request, obj):
            return [("Custom attributes", {"fields": [custom_values]})]
        fields = [custom(attribute) for attribute in shown_attributes(self.form.entity)]
        return [("Custom attributes", {"fields": fields})] if fields else []


@admin.display(description="custom attributes")
def custom_values(owner: Customer | Address) -> str:
    entity = Attribute.Entity.CUSTOMER if isinstance(owner, Customer) else Attribute.Entity.ADDRESS
    shown = attribute_values.present(attribute_values.attributes_of(entity), owner.custom_values)
    texts = (
        (each.attribute.label, each.text if each.selected is None else ", ".join(map(str, each.selected)))
        for each in shown
    )
    return format_html_join("", "<div>{}: {}</div>", texts)


@admin.display(description="addresses")
def address_book(customer: Customer) -> SafeString:
    addresses = customer.addresses.select_related("region")
    countries = [(address, country_name(address.country_id)) for address in addresses]
    return render_to_string("admin/customers/address_book.html", {"customer": customer, "addresses": countries})


@admin.display(description="tokens in use")
def tokens_in_use(customer: Customer) -> str:
    times = ((f"{each.signed_in_at:%Y-%m-%d %H:%M:%S}",) for each in devices.of(Token.Kind.CUSTOMER, customer.pk))
    return format_html_join("", "<div>given {} UTC</div>", times) or "none"


@admin.display(description="signing in")
def sign_in(customer: Customer) -> str:
    """What stands in the way of a sign-in, if anything does."""
    obstacles = [
        text
        for stands, text in (
            (not customer.has_password, "no password yet: one has to be set by a reset"),
            (not customer.is_confirmed, "the e-mail is not confirmed yet"),
            (customer.is_locked, f"locked until {customer.locked_until_at} UTC"),
        )
        if stands
    ]
    return "; ".join(obstacles) or "possible"


@admin.register(Customer)
class CustomerAdmin(CustomerList, ThroughTheDomain):
    """Magento's "Customers > All Customers"."""

    form = CustomerForm
    save_on_top = True

    panels: ClassVar[list[Callable[[Customer], Any]]] = [tokens_in_use]
    """What apps show on a customer's page, to look at; an app above this one adds its own."""

    def get_fieldsets(self, request: HttpRequest, obj: Customer | None = None) -> Any:
        begin = ["website", "store", "group", "disable_auto_group_change"] if obj else ["store", "group"]
        names = ["prefix", "firstname", "middlename", "lastname", "suffix"]
        others = ["email", "dob", "gender", "taxvat", "allow_remote_shopping_assistance", "is_subscribed"]
        fieldsets = [
            ("Account information", {"fields": [*begin, *names, *others]}),
            *self.custom_fieldset(request, obj),
        ]
        if obj:
            fieldsets[1:1] = [("Address book", {"fields": [address_book]})]
            seen = [sign_in, *self.panels, "created_in", "created_at", "updated_at"]
            fieldsets.append(("More about the account", {"fields": seen}))
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Customer | None = None) -> Any:
        if not obj:
            return ()
        return ["website", "store", address_book, sign_in, *self.panels, "created_in", "created_at", "updated_at"]

    def save_model(self, request: HttpRequest, obj: Customer, form: Any, change: bool) -> None:
        if change:
            accounts.change_customer(customer=obj, fields=form.given())
        else:
            obj.pk = accounts.create_customer(store=form.cleaned_data["store"], fields=form.given()).pk
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Customer) -> None:
        accounts.delete_customer(customer=obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Who may delete an account may delete what goes with it."""
        gone, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return gone, counts, set(), protected


@admin.register(Address)
class AddressAdmin(ThroughTheDomain):
    """An address on a page of its own, reached from the customer's."""

    form = AddressForm
    list_display = ("id", "customer", "street", "postcode", "city", "country", "telephone")
    list_display_links = ("id", "street")
    list_select_related = ("customer", "country")
    search_fields = ("=customer__id", "firstname", "lastname", "company", "street", "city", "postcode")
    show_full_result_count = False
    ordering = ("-id",)

    def get_fieldsets(self, request: HttpRequest, obj: Address | None = None) -> Any:
        names = ["prefix", "firstname", "middlename", "lastname", "suffix", "company"]
        place = ["street", "city", "country", "region", "region_text", "postcode", "telephone", "fax", "vat_id"]
        if obj and not self.has_change_permission(request, obj):
            defaults = ["is_default_billing", "is_default_shipping"]
        else:
            defaults = ["default_billing", "default_shipping"]
        return [
            (None, {"fields": ["customer", *defaults]}),
            ("Address", {"fields": [*names, *place]}),
            *self.custom_fieldset(request, obj),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Address | None = None) -> Any:
        return ["customer"] if obj else ()

    def save_model(self, request: HttpRequest, obj: Address, form: Any, change: bool) -> None:
        if change:
            administration.change_address(address=obj, fields=form.given())
        else:
            obj.pk = administration.add_address(customer=form.cleaned_data["customer"], fields=form.given()).pk
            obj.refresh_from_db()

    def response_post_save_add(self, request: HttpRequest, obj: Address) -> HttpResponseRedirect:
        return self._back_to_customer(obj)

    def response_post_save_change(self, request: HttpRequest, obj: Address) -> HttpResponseRedirect:
        return self._back_to_customer(obj)

    def _back_to_customer(self, address: Address) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:customers_customer_change", args=[address.customer_id]))


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnly):
    list_display = ("id", "email", "customer", "status", "store", "changed_at")
    list_display_links = ("id", "email")
    list_select_related = ("customer", "store")
    list_filter = ("status", "store", "changed_at")
    search_fields = ("email",)
    fields = ("email", "customer", "status", "store", "website", "changed_at")
    show_full_result_count = False
    ordering = ("-id",)


@admin.register(CustomerGroup)
class CustomerGroupAdmin(ModelAdmin):
    """Registered here and not with the stores, because the default group is a setting of customers."""

    list_display = ("id", "code", "tax_class_id")
    list_display_links = ("id", "code")
    search_fields = ("=id", "code")

    def has_delete_permission(self, request: HttpRequest, obj: CustomerGroup | None = None) -> bool:
        if obj and groups.is_readonly(group_id=obj.pk):
            return False
        return super().has_delete_permission(request, obj)
