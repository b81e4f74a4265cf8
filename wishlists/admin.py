"""Wish lists in the admin, to look at."""

from __future__ import annotations

from django.contrib import admin

from customers.admin import CustomerAdmin
from customers.models import Customer
from stores.admin import ReadOnly
from wishlists.models import Wishlist


@admin.register(Wishlist)
class WishlistAdmin(ReadOnly):
    list_display = ("id", "customer", "items_count", "sharing_code", "updated_at")
    list_select_related = ("customer",)
    search_fields = ("=customer__id", "customer__email", "sharing_code")
    show_full_result_count = False
    fields = ("customer", "sharing_code", "items_count", "updated_at")
    ordering = ("-id",)


@admin.display(description="wish list")
def wish_list(customer: Customer) -> str:
    kept = Wishlist.objects.filter(customer=customer).first()
    return f"{kept.items_count} items, sharing code {kept.sharing_code}" if kept else "none yet"


CustomerAdmin.panels.append(wish_list)
