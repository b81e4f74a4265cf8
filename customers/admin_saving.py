"""Saving in the admin through the domain: a page is one deed, and what is refused of it stands on its fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from unfold.admin import ModelAdmin
from unfold.forms import PaginationInlineFormSet

from attributes import own
from attributes import values as attribute_values
from attributes.models import Attribute
from customers import administration
from customers.admin_forms import DomainForm, asked_for, custom, left_out, shown_attributes, with_custom_fields
from customers.models import Address, Customer
from kernel.errors import Failure, NoSuchEntity
from stores import lookups as stores
from stores.models import Store

WHOLE_PAGE = ""  # the prefix of a page's own form


class Refused(Exception):
    """What the domain said to the forms of a page, by their prefixes; none of it was done."""

    def __init__(self, refusals: dict[str, Failure]) -> None:
        super().__init__()
        self.refusals = refusals


class ThroughTheDomain(ModelAdmin):
    """Saves through domain functions; when one refuses, the page comes back with what was typed and why."""

    form = DomainForm
    warn_unsaved_form = True

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        request.refusals = {}  # type: ignore[attr-defined]
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as answer:
            request.refusals = answer.refusals  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        shown = [field for field in self.get_readonly_fields(request, obj) if field in self.form.declared_fields]
        form = form_in(self.form, self.store_of(obj), without=shown, left_out=self.left_out(request, obj))
        asked = super().get_form(request, obj, change, form=form, **kwargs)
        asked.refusal = refusals_of(request).get(WHOLE_PAGE)
        return asked

    def store_of(self, obj: Any) -> Store:
        """The store view whose settings say what is asked for."""
        return stores.default_store() if obj is None else obj.store

    def left_out(self, request: HttpRequest, obj: Any) -> set[str]:
        """The fields the page has no place for: the merchant's settings do not show them, and they are empty."""
        return left_out(self.form, asked_for(self.form.entity, self.store_of(obj)), [obj] if obj else [])

    def custom_fieldset(self, request: HttpRequest, obj: Any) -> list[Any]:
        """The fieldset of the custom attributes, if there are any; just their values for who may not change them."""
        return custom_fieldset(self.form.entity, obj is None or self.has_change_permission(request, obj))

    def _view(self, view: Any) -> Any:
        """A view of this page's own, for who is signed in to the admin."""
        return self.admin_site.admin_view(view)

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:
        if change or not refusals_of(request):
            super().save_related(request, form, formsets, change)
        if refusals_of(request):
            raise Refused(refusals_of(request))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if isinstance(formset, AddressFormSet):
            refusals_of(request).update(formset.save_through_the_domain())
        else:
            super().save_formset(request, form, formset, change)


class AddressFormSet(PaginationInlineFormSet):
    """The address book on the page of its owner."""

    refusals: dict[str, Failure] = {}

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)
        form.refusal = self.refusals.get(form.prefix)
        if self.is_bound and i < self.initial_form_count() and not form.instance.pk:  # removed meanwhile
            form.refusal = NoSuchEntity(addressId=self.data.get(f"{form.prefix}-id"))
        return form

    def save_through_the_domain(self) -> dict[str, Failure]:
        """Do what the forms say, each as far as it goes; what was refused, by the prefix of its form."""
        self.new_objects: list[Address] = []
        self.changed_objects: list[tuple[Address, list[str]]] = []
        self.deleted_objects: list[Address] = []
        refusals: dict[str, Failure] = {}
        for form in self.forms:
            try:
                self._save(form)
            except Failure as refusal:
                refusals[form.prefix] = refusal
        return refusals

    def _save(self, form: Any) -> None:
        address, is_deleted = form.instance, self.can_delete and self._should_delete_form(form)
        if address.pk and is_deleted:
            administration.delete_address(address=address)
            self.deleted_objects.append(address)
        elif address.pk and form.has_changed():
            administration.change_address(address=address, fields=form.given())
            self.changed_objects.append((address, form.changed_data))
        elif not address.pk and form.has_changed() and not is_deleted:
            self.new_objects.append(administration.add_address(customer=self.instance, fields=form.given()))


def refusals_of(request: HttpRequest) -> dict[str, Failure]:
    """What the domain has said to the forms of the page that is being saved, by their prefixes."""
    found: dict[str, Failure] = getattr(request, "refusals", {})
    return found


def form_in(form: type[DomainForm], store: Store, *, without: Iterable[str] = (), **shared: Any) -> type[DomainForm]:
    """A form with the custom attributes, that asks for what a store view's settings ask for."""
    asked = asked_for(form.entity, store)
    return with_custom_fields(form, shown_attributes(form.entity), without, asked_for=asked, **shared)


def custom_fieldset(entity: Attribute.Entity, may_change: bool) -> list[Any]:
    """The fieldset of the custom attributes, if there are any; just their values for who may not change them."""
    if not may_change:
        return [("Custom attributes", {"fields": [custom_values]})]
    fields = [custom(attribute) for attribute in shown_attributes(entity)]
    return [("Custom attributes", {"fields": fields})] if fields else []


@admin.display(description="custom attributes")
def custom_values(owner: Customer | Address) -> str:
    entity = Attribute.Entity.CUSTOMER if isinstance(owner, Customer) else Attribute.Entity.ADDRESS
    shown = attribute_values.present(own.attributes_of(entity), owner.custom_values)
    texts = (
        (each.attribute.label, each.text if each.selected is None else ", ".join(map(str, each.selected)))
        for each in shown
    )
    return format_html_join("", "<div>{}: {}</div>", texts)
