"""Websites, stores, store views and the configuration in the admin, and what every admin page shares."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.admin import ModelAdmin

from kernel.errors import NoSuchEntity
from stores import lookups
from stores.configuration_page import Change, ConfigurationForm, Place, place_at, places
from stores.models import ConfigValue, Store, StoreGroup, Website

admin.site.index_title = "Shop administration"
admin.site.empty_value_display = "—"


class ReadOnly(ModelAdmin):
    """Shows rows that nobody changes by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StoreStructure(ModelAdmin):
    """Websites, stores and store views: what belongs to what is said once; number 0 is the admin's and stays."""

    said_once: tuple[str, ...] = ()
    chosen_among: dict[str, str] = {}  # a field to the one by which its choices belong to the row

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [field for field in self.fields or () if obj or field not in self.chosen_among]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.readonly_fields, *(self.said_once if obj else ())]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        for field, owner in self.chosen_among.items():
            chosen = form.base_fields.get(field)
            if isinstance(chosen, ModelChoiceField) and chosen.queryset is not None:
                chosen.queryset = chosen.queryset.filter(**{owner: obj})
        return form

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.said_once:
            kwargs["queryset"] = db_field.related_model._default_manager.exclude(pk=0)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.pk != 0)


@admin.register(Website)
class WebsiteAdmin(StoreStructure):
    list_display = ("id", "name", "code", "default_group", "is_default", "sort_order")
    list_display_links = ("id", "name")
    list_select_related = ("default_group",)
    search_fields = ("name", "code")
    ordering = ("sort_order", "id")
    fields = ("code", "name", "sort_order", "default_group", "is_default")
    readonly_fields = ("is_default",)
    chosen_among = {"default_group": "website"}
    actions = ("make_default",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or not obj.is_default)

    @admin.action(description="Make the default website", permissions=["change"])
    def make_default(self, request: HttpRequest, queryset: QuerySet[Website]) -> None:
        chosen = list(queryset[:2])
        if len(chosen) != 1 or chosen[0].pk == Website.ADMIN:
            self.message_user(request, "Select one website, other than the admin's.", messages.ERROR)
            return
        try:
            lookups.store_of_website(chosen[0])
        except NoSuchEntity as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return
        with transaction.atomic():
            Website.objects.filter(is_default=True).update(is_default=False)
            Website.objects.filter(pk=chosen[0].pk).update(is_default=True)
        self.log_change(request, chosen[0], "Made the default website.")
        self.message_user(request, f"{chosen[0]} is the default website.", messages.SUCCESS)


@admin.register(StoreGroup)
class StoreGroupAdmin(StoreStructure):
    list_display = ("id", "name", "code", "website", "default_store")
    list_display_links = ("id", "name")
    list_select_related = ("website", "default_store")
    list_filter = ("website",)
    search_fields = ("name", "code")
    fields = ("website", "name", "code", "root_category_id", "default_store")
    said_once = ("website",)
    chosen_among = {"default_store": "group"}

    def save_model(self, request: HttpRequest, obj: StoreGroup, form: Any, change: bool) -> None:
        """The first store of a website is its default, as in Magento."""
        super().save_model(request, obj, form, change)
        if not change:
            Website.objects.filter(pk=obj.website_id, default_group=None).update(default_group=obj)


@admin.register(Store)
class StoreAdmin(StoreStructure):
    list_display = ("id", "name", "code", "group", "website", "is_active", "sort_order")
    list_display_links = ("id", "name")
    list_select_related = ("website", "group")
    list_filter = ("website", "is_active")
    search_fields = ("name", "code")
    ordering = ("sort_order", "id")
    fields = ("group", "name", "code", "is_active", "sort_order")
    said_once = ("group",)

    def save_model(self, request: HttpRequest, obj: Store, form: Any, change: bool) -> None:
        """A view is on the website of its store; the first view of a store is its default, as in Magento."""
        obj.website_id = obj.group.website_id
        super().save_model(request, obj, form, change)
        if not change:
            StoreGroup.objects.filter(pk=obj.group_id, default_store=None).update(default_store=obj)


@admin.register(ConfigValue)
class ConfigurationAdmin(ModelAdmin):
    """Magento's "Stores > Settings > Configuration" in place of the list of rows."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        known = places()
        try:
            place = place_at(known, request.GET)
        except NoSuchEntity as refusal:
            raise Http404(refusal.message) from refusal
        data = request.POST if request.method == "POST" else None
        form = ConfigurationForm(place, data, editable=self.has_change_permission(request))
        if form.is_valid() and self._saved(request, form):
            return HttpResponseRedirect(request.get_full_path())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Configuration",
            "form": form,
            "places": known,
            "chosen": place,
            "may_change": self.has_change_permission(request),
            "log": LogEntry.objects.filter(content_type=_content_type()).select_related("user")[:10],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/stores/configuration.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Rows have no page of their own; whoever follows a log entry is shown all settings."""
        return HttpResponseRedirect(reverse("admin:stores_configvalue_changelist"))

    @transaction.atomic
    def _saved(self, request: HttpRequest, form: ConfigurationForm) -> bool:
        changes = form.save()
        if form.errors:
            return False
        for change in changes:
            LogEntry.objects.create(
                user_id=str(request.user.pk),
                content_type=_content_type(),
                object_id=change.path,
                object_repr=change.path[:200],
                action_flag=CHANGE,
                change_message=_told(change, form.place),
            )
        self.message_user(request, "The configuration was saved.", messages.SUCCESS)
        return True


def _content_type() -> ContentType:
    return ContentType.objects.get_for_model(ConfigValue)


def _told(change: Change, place: Place) -> str:
    old, new = (place.inherits_from if text is None else f'"{text}"' for text in (change.old, change.new))
    return f"{place.name}: {old} -> {new}"
