"""Tokens in use in the admin: to look at and to take back."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from auth_tokens import tokens
from auth_tokens.models import Token
from stores.admin import ReadOnly
from stores.models import Website

OWNERS = {  # by the name of the page, because customers are an app above this one
    Token.Kind.CUSTOMER: "admin:customers_customer_change",
    Token.Kind.ADMIN: "admin:admins_adminuser_change",
}


def in_use() -> Q:
    """What the tokens have in common that are still good."""
    good = Q(pk=None)
    for website in [None, *Website.objects.all()]:
        kind = Token.Kind.CUSTOMER if website else Token.Kind.ADMIN
        website_id = website.pk if website else None
        oldest = tokens.oldest_good(kind, website_id)
        young = Q() if oldest is None else Q(created_at__gt=oldest)
        good |= Q(kind=kind, website_id=website_id) & young
    return good


@admin.register(Token)
class TokenAdmin(ReadOnly):
    list_display = ("id", "kind", "owner", "website", "created_at")
    list_filter = ("kind", "created_at")
    search_fields = ("=owner_id",)
    search_help_text = "The number of a customer or an admin."
    ordering = ("-created_at", "-id")
    fields = ("kind", "owner", "website", "created_at")
    actions = ("revoke",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Token]:
        website = Website.objects.filter(pk=OuterRef("website_id"))
        return super().get_queryset(request).filter(in_use()).annotate(website_name=Subquery(website.values("name")))

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("auth_tokens.delete_token")

    @admin.action(description="Revoke", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Token]) -> None:
        self.log_deletions(request, queryset)
        count, _ = queryset.delete()
        self.message_user(request, f"Revoked: {count}.", messages.SUCCESS)

    @admin.display(description="owner", ordering="owner_id")
    def owner(self, token: Token) -> str:
        kind = Token.Kind(token.kind)
        page = reverse(OWNERS[kind], args=[token.owner_id])
        return format_html('<a href="{}">{} {}</a>', page, kind.label, token.owner_id)

    @admin.display(description="website", ordering="website_id")
    def website(self, token: Token) -> str | None:
        name: str | None = token.website_name  # type: ignore[attr-defined]
        return name
