"""Websites, stores, store views and the configuration in the admin, and what every admin page shares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.admin import ModelAdmin

from kernel.errors import Failure, NoSuchEntity, SeveralProblems
from stores import configuration_page, errors, structure
from stores.configuration_page import ConfigurationForm
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


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """A website, store or view as a merchant types it; `refusal` is what `stores.structure` said the last time."""

    use_required_attribute = False
    refusal: Failure | None = None

    def _post_clean(self) -> None:
        """The row is left alone: what the form says is judged, and written, by the domain."""
        if self.refusal:
            for problem in self.refusal.problems if isinstance(self.refusal, SeveralProblems) else [self.refusal]:
                field = self._field_of(problem)
                self.add_error(field if field in self.fields else None, problem.message)

    def _field_of(self, problem: Failure) -> str:
        match problem:
            case errors.StructureNotValid():
                told = next(iter(problem.parameters))
                return next((name for name in self.fields if structure.called(self._meta.model, name) == told), "")
            case errors.NameRequired():
                return "name"
            case errors.DefaultStoreInactive() | errors.DefaultNotAmongThem() | errors.DefaultNeeded():
                return "default_group" if "default_group" in self.fields else "default_store"
            case errors.DefaultStoreDisabled():
                return "is_active"
            case errors.TaxClassNotForCustomers():
                return "tax_class_id"
            case _ if "Code" in type(problem).__name__ or isinstance(problem, errors.GroupAlreadyExists):
                return "code"
        return ""


class StoreStructure(ModelAdmin):
    """Websites, stores and store views: what belongs to what is said once; number 0 is the admin's and stays.

    Everything is done by `stores.structure`; what it refuses comes back with what was typed and why.
    """

    form = PartForm
    said_once: tuple[str, ...] = ()
    chosen_among: dict[str, str] = {}  # a field to the one by which its choices belong to the row
    delete_confirmation_template = "admin/stores/delete.html"
    goes_with: str = ""  # what is deleted with it

    def save_part(self, pk: int | None, fields: dict[str, Any]) -> Any:
        """Make a part or change one, by the domain function for it."""
        raise NotImplementedError

    def delete_part(self, pk: int) -> None:
        """Delete a part, by the domain function for it."""
        raise NotImplementedError

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [field for field in self.fields or () if obj or field not in self.chosen_among]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.readonly_fields, *(self.said_once if obj else ())]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        for field, owner in self.chosen_among.items():
            chosen = form.base_fields.get(field)
            if isinstance(chosen, ModelChoiceField) and chosen.queryset is not None:
                chosen.queryset = chosen.queryset.filter(**{owner: obj})
        return form

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.said_once:
            kwargs["queryset"] = db_field.related_model._default_manager.exclude(pk=0)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Failure as refusal:
            if request.method != "POST":
                raise
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = self.save_part(obj.pk if change else None, form.cleaned_data).pk

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The domain function has saved all of it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.pk != 0)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What would go, and what stands in the way; Django would read every account there is to tell."""
        names = [f"{self.opts.verbose_name} {part}" + self.goes_with for part in objs]
        kept = {str(self.opts.verbose_name) for part in objs if not self.has_delete_permission(request, part)}
        refused = [sentence for part in objs if not kept and (sentence := self._refusal_to_delete(part.pk))]
        return names, {self.opts.verbose_name_plural: len(names)}, kept, refused

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except Failure as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return HttpResponseRedirect(request.path)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_part(obj.pk)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for part in queryset:
            self.delete_part(part.pk)

    def _refusal_to_delete(self, pk: int) -> str:
        """What the domain would say to deleting a part; nothing is deleted."""
        try:
            with transaction.atomic():
                self.delete_part(pk)
                transaction.set_rollback(True)
        except Failure as refusal:
            return refusal.message
        return ""


@admin.register(Website)
class WebsiteAdmin(StoreStructure):
    list_display = ("id", "name", "code", "default_group", "is_default", "sort_order")
    list_display_links = ("id", "name")
    list_select_related = ("default_group",)
    list_before_template = "admin/stores/all_stores.html"
    search_fields = ("name", "code")
    ordering = ("sort_order", "id")
    fields = ("code", "name", "sort_order", "default_group", "is_default")
    readonly_fields = ("is_default",)
    chosen_among = {"default_group": "website"}
    actions = ("make_default",)
    goes_with = ", with its stores, their store views and what was set for them"

    def save_part(self, pk: int | None, fields: dict[str, Any]) -> Website:
        return structure.save_website(website_id=pk, fields=fields)

    def delete_part(self, pk: int) -> None:
        structure.delete_website(website_id=pk)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or not obj.is_default)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list stands under all stores as a tree."""
        tree = Website.objects.exclude(pk=Website.ADMIN).prefetch_related("groups__stores")
        return super().changelist_view(request, {**(extra_context or {}), "tree": tree})

    @admin.action(description="Make the default website", permissions=["change"])
    def make_default(self, request: HttpRequest, queryset: QuerySet[Website]) -> None:
        chosen = list(queryset[:2])
        if len(chosen) != 1 or chosen[0].pk == Website.ADMIN:
            self.message_user(request, "Select one website, other than the admin's.", messages.ERROR)
            return
        try:
            structure.make_default_website(website_id=chosen[0].pk)
        except Failure as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return
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
    goes_with = ", with its store views and what was set for them"

    def save_part(self, pk: int | None, fields: dict[str, Any]) -> StoreGroup:
        return structure.save_store_group(group_id=pk, fields=fields)

    def delete_part(self, pk: int) -> None:
        structure.delete_store_group(group_id=pk)


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
    goes_with = ", with what was set for it"

    def save_part(self, pk: int | None, fields: dict[str, Any]) -> Store:
        return structure.save_store(store_id=pk, fields=fields)

    def delete_part(self, pk: int) -> None:
        structure.delete_store(store_id=pk)


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
        known = configuration_page.places()
        try:
            place = configuration_page.place_at(known, request.GET)
            section = configuration_page.section_at(place, request.GET)
        except NoSuchEntity as refusal:
            raise Http404(refusal.message) from refusal
        data = request.POST if request.method == "POST" else None
        form = ConfigurationForm(place, section, data, editable=self.has_change_permission(request))
        if form.is_valid():
            form.save()
        if form.is_bound and not form.errors:
            self.message_user(request, "The configuration was saved.", messages.SUCCESS)
            return HttpResponseRedirect(request.get_full_path())
        words = request.GET.get("q", "").strip()
        found = configuration_page.found(place, words) if words else []
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Configuration",
            "form": form,
            "places": [(each, each.address(section.id)) for each in known],
            "sections": [(each, place.address(each.id)) for each in configuration_page.sections(place)],
            "chosen": place,
            "section": section,
            "words": words,
            "found": [(setting, place.address(setting.section)) for setting in found],
            "may_change": self.has_change_permission(request),
            "changes": configuration_page.changes(known, section),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/stores/configuration.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Rows have no page of their own; whoever asks for one is shown all settings."""
        return HttpResponseRedirect(reverse("admin:stores_configvalue_changelist"))
