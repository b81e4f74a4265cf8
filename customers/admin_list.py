"""The list of customers in the admin: finding them, filtering them, and what is done to several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from customers import accounts, administration
from customers.models import Customer

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Customer]
else:
    Base = object


class CustomerList(Base):
    """The side of the customers' admin that lists them."""

    list_display = ("id", "name", "email", "group", "on_website", "created", "subscribed")
    list_display_links = ("id", "name")
    list_select_related = ("group", "website", "subscription")
    list_filter = ("website", "group", "created_at")
    list_per_page = 50
    ordering = ("-id",)
    search_fields = ("=id", "firstname", "middlename", "lastname", "email", "addresses__telephone")
    search_help_text = "Number, name, e-mail or telephone, in any format."
    show_full_result_count = False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Customer], search_term: str
    ) -> tuple[QuerySet[Customer], bool]:
        found, repeats = super().get_search_results(request, queryset, search_term)
        with_telephone = administration.customers_with_telephone(search_term)
        if with_telephone is not None:
            ids = queryset.filter(pk__in=with_telephone).values("pk")
            found = queryset.filter(pk__in=found.order_by().values("pk")) | queryset.filter(pk__in=ids)
        return found, repeats

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Customer]) -> None:
        for customer in queryset:
            accounts.delete_customer(customer=customer)

    @admin.display(description="name", ordering="lastname")
    def name(self, customer: Customer) -> str:
        return str(customer)

    @admin.display(description="website", ordering="website")
    def on_website(self, customer: Customer) -> str:
        return str(customer.website)

    @admin.display(description="created", ordering="created_at")
    def created(self, customer: Customer) -> str:
        return f"{customer.created_at:%Y-%m-%d}"

    @admin.display(description="subscribed", boolean=True)
    def subscribed(self, customer: Customer) -> bool:
        return customer.is_subscribed
