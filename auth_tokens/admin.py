"""The devices everybody is signed in with, in the admin: to look at and to end."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from unfold.forms import AuthenticationForm

from auth_tokens import devices, lifetimes
from auth_tokens.errors import SignInFailed
from auth_tokens.models import Token
from auth_tokens.names import UNKNOWN
from kernel.errors import NoSuchEntity
from stores.admin import ReadOnly
from stores.models import Website

OWNERS = {  # by the name of the page, because customers are an app above this one
    Token.Kind.CUSTOMER: "admin:customers_customer_change",
    Token.Kind.ADMIN: "admin:admins_adminuser_change",
}


class SignInForm(AuthenticationForm):
    """The way in: one sentence for every refusal, Magento's."""

    error_messages = {"invalid_login": SignInFailed.template, "inactive": SignInFailed.template}


admin.site.login_form = SignInForm


@admin.register(Token)
class TokenAdmin(ReadOnly):
    list_display = ("id", "kind", "owner", "name", "use", "network", "signed_in_at", "last_used_at", "website")
    list_filter = ("kind", "use", "last_used_at", "signed_in_at")
    search_fields = ("=owner_id",)
    search_help_text = "The number of a customer or an admin."
    ordering = ("-last_used_at", "-id")
    fields = ("kind", "owner", "name", "use", "network", "signed_in_at", "created_at", "last_used_at", "website")
    actions = ("revoke",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Token]:
        website = Website.objects.filter(pk=OuterRef("website_id"))
        return (
            super()
            .get_queryset(request)
            .filter(lifetimes.in_use())
            .annotate(website_name=Subquery(website.values("name")))
        )

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("auth_tokens.delete_token")

    @admin.action(description="Revoke", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Token]) -> None:
        self.log_deletions(request, queryset)
        count = 0
        for token in queryset:
            with suppress(NoSuchEntity):  # ended meanwhile
                devices.revoke(Token.Kind(token.kind), token.owner_id, token.pk)
                count += 1
        self.message_user(request, f"Revoked: {count}.", messages.SUCCESS)

    @admin.display(description="device", ordering="device")
    def name(self, token: Token) -> str:
        return token.device or UNKNOWN

    @admin.display(description="owner", ordering="owner_id")
    def owner(self, token: Token) -> str:
        kind = Token.Kind(token.kind)
        page = reverse(OWNERS[kind], args=[token.owner_id])
        return format_html('<a href="{}">{} {}</a>', page, kind.label, token.owner_id)

    @admin.display(description="website", ordering="website_id")
    def website(self, token: Token) -> str | None:
        name: str | None = token.website_name  # type: ignore[attr-defined]
        return name
