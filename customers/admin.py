"""Customers, their addresses and subscriptions, and customer groups, in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from unfold.admin import StackedInline

from auth_tokens import devices
from auth_tokens.models import Token
from customers import accounts, admin_deeds, administration, groups, locks
from customers.admin_forms import AddressForm, CustomerForm, Places, asked_for, left_out
from customers.admin_list import AddressList, CustomerList, SubscriptionList
from customers.admin_saving import (
    WHOLE_PAGE,
    AddressFormSet,
    ThroughTheDomain,
    custom_fieldset,
    custom_values,
    form_in,
    refusals_of,
)
from customers.models import Address, Customer, Subscription
from history import events
from kernel.errors import Failure
from stores import groups as store_groups
from stores.admin import ReadOnly, StoreStructure
from stores.models import CustomerGroup, Store

HISTORY_SHOWN = 20
NAMES = ("prefix", "firstname", "middlename", "lastname", "suffix")


@admin.display(description="signing in")
def sign_in(customer: Customer) -> str:
    """What stands in the way of a sign-in, if anything does."""
    obstacles = [
        text
        for stands, text in (
            (not customer.has_password, "no password yet: one has to be set by a reset"),
            (not customer.is_confirmed, "the e-mail is not confirmed yet"),
            (
                customer.is_locked,
                f"locked until {customer.locked_until_at:%Y-%m-%d %H:%M} UTC" if customer.is_locked else "",
            ),
            (not customer.is_locked and locks.is_kept_out(customer), "refused for a while after too many attempts"),
        )
        if stands
    ]
    return "; ".join(obstacles) or "possible"


class AddressBook(StackedInline):
    """The addresses of a customer, on the customer's page."""

    model = Address
    form = AddressForm
    formset = AddressFormSet
    extra = 0
    per_page = 10
    collapsible = True
    verbose_name_plural = "Address book"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Address]:
        found: QuerySet[Address] = super().get_queryset(request)
        return found.select_related("region", "country", "customer")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = form_in(
            AddressForm, obj.store, without=["customer"], places=Places(), left_out=self._left_out(request, obj)
        )
        formset = super().get_formset(request, obj, form=form, **kwargs)
        formset.refusals = refusals_of(request)
        return formset

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        may_change = self.has_change_permission(request, obj)
        return address_fieldsets(may_change, self._left_out(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = ("is_default_billing", "is_default_shipping", custom_values)
        return () if self.has_change_permission(request, obj) else shown

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may add but not change has the page of a new address."""
        return bool(super().has_add_permission(request, obj) and self.has_change_permission(request, obj))

    def _left_out(self, request: HttpRequest, customer: Customer) -> set[str]:
        kept = getattr(request, "left_out_of_addresses", None)
        if kept is None:
            asked = asked_for(AddressForm.entity, customer.store)
            kept = left_out(AddressForm, asked, customer.addresses.all())
            request.left_out_of_addresses = kept  # type: ignore[attr-defined]
        return kept


def in_pairs(without: set[str], *fields: str) -> list[tuple[str, ...]]:
    """Fields that are there, two in a row."""
    there = [field for field in fields if field not in without]
    return [tuple(there[place : place + 2]) for place in range(0, len(there), 2)]


def address_fieldsets(may_change: bool, without: set[str]) -> list[Any]:
    """An address on a page: what may be changed, or just shown."""
    rows = [
        ("default_billing", "default_shipping") if may_change else ("is_default_billing", "is_default_shipping"),
        *in_pairs(without, *NAMES),
        ("company", "vat_id"),
        ("street",),
        ("country", "region"),
        ("region_text",),
        ("postcode", "city"),
        ("telephone", "fax"),
    ]
    shown = [tuple(field for field in row if field not in without) for row in rows]
    return [
        (None, {"fields": [row for row in shown if row]}),
        *custom_fieldset(AddressForm.entity, may_change),
    ]


@admin.display(description="subscription")
def subscription(customer: Customer) -> str:
    """Whose newsletter somebody gets, and since when."""
    kept: Subscription | None = getattr(customer, "subscription", None)
    if kept is None:
        return "none yet"
    return f"{kept.get_status_display()} at {kept.store}, since {kept.changed_at:%Y-%m-%d %H:%M} UTC"


@admin.register(Customer)
class CustomerAdmin(CustomerList, ThroughTheDomain):
    """Magento's "Customers > All Customers"."""

    form = CustomerForm
    change_form_template = "admin/customers/customer_page.html"

    panels: ClassVar[list[Callable[[Customer], Any]]] = []
    """What apps show on a customer's page, to look at; an app above this one adds its own."""

    class Media:
        js = ("customers/regions.js",)

    def get_fieldsets(self, request: HttpRequest, obj: Customer | None = None) -> Any:
        without = self.left_out(request, obj)
        rows = [
            ("website", "store") if obj else ("store",),
            ("group", "disable_auto_group_change") if obj else ("group",),
            *in_pairs(without, *NAMES),
            ("email",),
            *in_pairs(without, "dob", "gender", "taxvat"),
            ("allow_remote_shopping_assistance",),
        ]
        shown = [tuple(field for field in row if field not in without) for row in rows]
        return [
            ("Account", {"fields": [row for row in shown if row]}),
            *self.custom_fieldset(request, obj),
            ("Newsletter", {"fields": ["is_subscribed", *([subscription] if obj else [])]}),
            *([("More about the account", {"fields": [sign_in, "created_in", *self.panels]})] if obj else []),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Customer | None = None) -> Any:
        return ["website", "store", "created_in", subscription, sign_in, *self.panels] if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Customer | None) -> Any:
        return [AddressBook] if obj else []

    def get_urls(self) -> list[Any]:
        deed = path("<path:object_id>/do/<slug:code>/", self._view(self.deed_view), name="customers_customer_deed")
        device = path(
            "<path:object_id>/devices/<int:device_id>/revoke/",
            self._view(self.revoke_view),
            name="customers_customer_revoke",
        )
        return [deed, device, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        customer: Customer | None = kwargs.get("obj")
        if customer:
            may_revoke = request.user.has_perm(admin_deeds.SIGN_OUT)
            may_see_devices = may_revoke or request.user.has_perm("auth_tokens.view_token")
            context |= {
                "deeds": admin_deeds.open_to(request, customer),
                "devices": devices.of(Token.Kind.CUSTOMER, customer.pk) if may_see_devices else None,
                "may_revoke": may_revoke,
                "happened": events.of("customer", customer.pk)[:HISTORY_SHOWN],
                "show_history": False,  # Django's own; the account's stands on the page.
                "may_see_history": request.user.has_perm("history.view_entry"),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def deed_view(self, request: HttpRequest, object_id: str, code: str) -> HttpResponse:
        """A button of a customer's page was pressed."""
        deed = admin_deeds.DEEDS.get(code)
        if deed is None:
            raise Http404
        return self._done(request, object_id, deed.permission, deed.act)

    def revoke_view(self, request: HttpRequest, object_id: str, device_id: int) -> HttpResponse:
        """One of a customer's devices is to be signed out."""
        return self._done(
            request, object_id, admin_deeds.SIGN_OUT, lambda customer: admin_deeds.sign_out_of(customer, device_id)
        )

    def _done(
        self, request: HttpRequest, object_id: str, permission: str, act: Callable[[Customer], str]
    ) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not (self.has_view_permission(request) and request.user.has_perm(permission)):
            raise PermissionDenied
        customer = self.get_object(request, object_id)
        if customer is None:
            raise Http404
        try:
            self.message_user(request, act(customer), messages.SUCCESS)
        except Failure as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
        if request.POST.get("back") == "dashboard":
            return HttpResponseRedirect(reverse("admin:index"))
        return HttpResponseRedirect(reverse("admin:customers_customer_change", args=[customer.pk]))

    def save_model(self, request: HttpRequest, obj: Customer, form: Any, change: bool) -> None:
        fields = form.given()
        try:
            if not change:
                obj.pk = accounts.create_customer(store=form.cleaned_data["store"], fields=fields).pk
            elif fields:
                accounts.change_customer(customer=obj, fields=fields)
        except Failure as refusal:
            refusals_of(request)[WHOLE_PAGE] = refusal
        else:
            obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Customer) -> None:
        accounts.delete_customer(customer=obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Who may delete an account may delete what goes with it."""
        gone, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return gone, counts, set(), protected


@admin.register(Address)
class AddressAdmin(AddressList, ThroughTheDomain):
    """An address on a page of its own, reached from the customer's."""

    form = AddressForm
    list_display = ("id", "customer", "street", "postcode", "city", "country", "telephone")
    list_display_links = ("id", "street")
    list_select_related = ("customer", "country")

    class Media:
        js = ("customers/regions.js",)

    def get_urls(self) -> list[Any]:
        regions = path("regions/", self._view(self.regions_view), name="customers_address_regions")
        return [regions, *super().get_urls()]

    def regions_view(self, request: HttpRequest) -> JsonResponse:
        """The regions a country lists, for a form whose country was changed."""
        if not any(request.user.has_perm(f"customers.{deed}_address") for deed in ("view", "change", "add")):
            raise PermissionDenied
        listed = Places().regions_of(request.GET.get("country"))
        return JsonResponse({"regions": [{"id": pk, "name": name} for pk, name in listed]})

    def get_fieldsets(self, request: HttpRequest, obj: Address | None = None) -> Any:
        may_change = obj is None or self.has_change_permission(request, obj)
        return [(None, {"fields": ["customer"]}), *address_fieldsets(may_change, self.left_out(request, obj))]

    def get_readonly_fields(self, request: HttpRequest, obj: Address | None = None) -> Any:
        return ["customer"] if obj else ()

    def store_of(self, obj: Address | None) -> Store:
        return super().store_of(obj.customer if obj else None)

    def save_model(self, request: HttpRequest, obj: Address, form: Any, change: bool) -> None:
        fields = form.given()
        try:
            if not change:
                obj.pk = administration.add_address(customer=form.cleaned_data["customer"], fields=fields).pk
                obj.refresh_from_db()
            elif fields:
                administration.change_address(address=obj, fields=fields)
        except Failure as refusal:
            refusals_of(request)[WHOLE_PAGE] = refusal

    def response_post_save_add(self, request: HttpRequest, obj: Address) -> HttpResponseRedirect:
        return self._back_to_customer(obj)

    def response_post_save_change(self, request: HttpRequest, obj: Address) -> HttpResponseRedirect:
        return self._back_to_customer(obj)

    def _back_to_customer(self, address: Address) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:customers_customer_change", args=[address.customer_id]))


@admin.register(Subscription)
class SubscriptionAdmin(SubscriptionList, ReadOnly):
    list_display = ("id", "email", "customer", "status", "store", "changed_at")
    list_display_links = ("id", "email")
    list_select_related = ("customer", "store")
    list_filter = ("status", "store", "changed_at")
    fields = ("email", "customer", "status", "store", "website", "changed_at")


@admin.register(CustomerGroup)
class CustomerGroupAdmin(StoreStructure):
    """Registered here and not with the stores, because the default group is a setting of customers."""

    list_display = ("id", "code", "tax_class_id")
    list_display_links = ("id", "code")
    search_fields = ("=id", "code")
    fields = ("code", "tax_class_id", "excluded_websites")
    goes_with = "; its customers get the default group of their store views"

    def save_part(self, pk: int | None, fields: dict[str, Any]) -> CustomerGroup:
        excluded = [website.pk for website in fields.pop("excluded_websites", ())]
        return store_groups.save_group(group_id=pk, fields={**fields, "exclude_website_ids": excluded})

    def delete_part(self, pk: int) -> None:
        groups.delete_group(group_id=pk)

    def has_delete_permission(self, request: HttpRequest, obj: CustomerGroup | None = None) -> bool:
        if obj and groups.is_readonly(group_id=obj.pk):
            return False
        return super().has_delete_permission(request, obj)
