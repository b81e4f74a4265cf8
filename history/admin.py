"""What happened in the shop, in the admin: to look at, never to change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from history import events, wording
from history.models import Entry
from history.templatetags.admin_history import page_of
from kernel import origin
from kernel.admin_lists import DaysFilter, LongList


class SubjectFilter(admin.SimpleListFilter):
    title = "what it happened to"
    parameter_name = "subject"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(subject, subject.replace("_", " ").capitalize()) for subject in events.subjects()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(subject=self.value()) if self.value() else queryset


class EventFilter(admin.SimpleListFilter):
    title = "what happened"
    parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        subject = request.GET.get("subject")
        return [(event, label) for (of, event), label in events.declared().items() if not subject or of == subject]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(event=self.value()) if self.value() else queryset


@admin.register(Entry)
class EntryAdmin(LongList):
    """Entries are written by deeds; nobody writes, changes or removes one here."""

    list_display = ("when", "happened", "to", "who", "network", "more")
    list_display_links = ("when",)
    list_filter = (SubjectFilter, EventFilter, "actor_kind", ("at", DaysFilter))
    list_filter_submit = True
    ordering = ("-id",)
    search_fields = ("=subject_id", "actor_name")
    search_help_text = "The number of what it happened to, or the name of who did it."
    fields = ("when", "happened", "to", "who", "network", "more")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="when", ordering="id")
    def when(self, entry: Entry) -> str:
        return f"{entry.at:%Y-%m-%d %H:%M:%S} UTC"

    @admin.display(description="what happened")
    def happened(self, entry: Entry) -> str:
        return events.label_of(entry.subject, entry.event)

    @admin.display(description="to")
    def to(self, entry: Entry) -> str:
        return _linked(entry.subject, entry.subject_id, f"{entry.subject.replace('_', ' ')} {entry.subject_id}")

    @admin.display(description="who did it")
    def who(self, entry: Entry) -> str:
        if entry.actor_kind in (origin.Kind.CUSTOMER, origin.Kind.ADMIN) and entry.actor_id:
            return _linked(entry.actor_kind, entry.actor_id, wording.actor(entry))
        return wording.actor(entry)

    @admin.display(description="details")
    def more(self, entry: Entry) -> str:
        return wording.details(entry)


def _linked(subject: str, subject_id: int, text: str) -> str:
    page = page_of(subject, subject_id)
    return format_html('<a class="desk-link" href="{}">{}</a>', page, text) if page else text
