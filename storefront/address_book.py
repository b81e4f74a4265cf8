"""The address book: what is in it, adding to it, changing and removing an address."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from customers import addresses, lookups
from customers.errors import AddressIdRequired, AddressIsDefault
from customers.models import Address
from kernel.errors import NoSuchEntity
from storefront import postal
from storefront.forms import AddressForm
from storefront.pages import AccountPage
from stores import config
from stores.general import LOCALE

PAGE_SIZE = 20


class AddressBookPage(AccountPage):
    here = "Address Book"

    def lines(self, address: Address) -> list[str]:
        """An address as a page shows it."""
        return postal.address_lines(address, self._locale)

    @cached_property
    def _locale(self) -> str:
        return str(config.read(LOCALE, self.store))


class AddressBook(AddressBookPage):
    template_name = "storefront/address_book.html"
    title = "Address Book"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        book = list(self.signed_in.addresses.all())
        others = [each for each in book if not each.is_default_billing and not each.is_default_shipping]
        page = Paginator(others, PAGE_SIZE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            default_billing=next((self.lines(each) for each in book if each.is_default_billing), None),
            default_shipping=next((self.lines(each) for each in book if each.is_default_shipping), None),
            additional=[{"id": each.pk, "lines": self.lines(each)} for each in page],
            page=page,
            **kwargs,
        )


class AddressPage(AddressBookPage):
    """A form for an address. Choosing another country shows it again with what that country asks for."""

    template_name = "storefront/edit_address.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(form=self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if "update" in request.POST:
            return self.show(form=form, is_update=True)
        if form.is_valid():
            with form.showing_failures():
                self.save(form)
                self.tell("You saved the address.")
                return redirect("storefront:address_book")
        return self.show(form=form)

    def form(self, data: Any = None) -> AddressForm:
        """The form, empty or filled in."""
        raise NotImplementedError

    def save(self, form: AddressForm) -> None:
        """Make the domain call. Raises what the domain refuses."""
        raise NotImplementedError


class NewAddress(AddressPage):
    title = "Add New Address"

    def form(self, data: Any = None) -> AddressForm:
        customer = self.signed_in
        names = {code: getattr(customer, code) for code in ("prefix", "firstname", "middlename", "lastname", "suffix")}
        form = AddressForm(data, store=self.store, initial=names)
        form.add_defaults(checked=not customer.addresses.all())
        return form

    def save(self, form: AddressForm) -> None:
        addresses.add_address(customer=self.signed_in, store=self.store, fields=form.fields_given())


class OwnAddressPage(AddressBookPage):
    """A page about one of the customer's own addresses; one of somebody else's is not there."""

    @cached_property
    def address(self) -> Address:
        try:
            return lookups.own_address(self.signed_in, self.kwargs["address_id"])
        except (NoSuchEntity, AddressIdRequired) as failure:
            raise Http404 from failure


class EditAddress(AddressPage, OwnAddressPage):
    title = "Edit Address"

    def form(self, data: Any = None) -> AddressForm:
        form = AddressForm(data, store=self.store, owner=self.address)
        form.add_defaults(checked=False)
        return form

    def save(self, form: AddressForm) -> None:
        addresses.update_address(store=self.store, address=self.address, fields=form.fields_given())


class DeleteAddress(OwnAddressPage):
    """Removing an address, once it was asked whether that is meant."""

    template_name = "storefront/delete_address.html"
    title = "Delete Address"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lines=self.lines(self.address), **kwargs)

    def post(self, request: HttpRequest, address_id: int) -> HttpResponse:
        try:
            addresses.delete_address(address=self.address, default=AddressIsDefault)
        except AddressIsDefault as refusal:
            return self.show(refusal=refusal.storefront_message)
        self.tell("You deleted the address.")
        return redirect("storefront:address_book")
