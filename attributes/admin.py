"""Attributes and their options in the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin, TabularInline

from attributes import definitions, owners, rules
from attributes.admin_forms import AttributeForm, OptionForm, OptionFormSet, store_views, with_labels
from attributes.forms import form_codes
from attributes.models import Attribute, AttributeOption
from kernel.errors import Failure, NoSuchEntity

TEXTS = "['text', 'textarea', 'multiline'].includes(input_type)"
CONFIRMED = "_confirmed"


class OptionInline(TabularInline):
    """The options of an attribute. Who may change the attribute may change them."""

    model = AttributeOption
    form = OptionForm
    formset = OptionFormSet
    readonly_fields = ("value",)
    hide_title = True
    ordering_field = "sort_order"
    extra = 0
    verbose_name_plural = "options of a Dropdown or Multiple Select"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.has_change_permission(request, obj):
            return ("label", "labels_shown", "sort_order", "is_default", "value")
        return ("label", *(f"label_{view.pk}" for view in store_views()), "sort_order", "is_default", "value")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if self.has_change_permission(request, obj) else ("value", "labels_shown")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, form=with_labels(self.form), **kwargs)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 3 if obj is None else 0 if obj.options.exists() else 1

    @admin.display(description="value")
    def value(self, option: AttributeOption) -> str:
        """What clients send and get."""
        return str(option.pk or "")

    @admin.display(description="labels by store view")
    def labels_shown(self, option: AttributeOption) -> SafeString:
        return _labels_shown(option)

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user: Any = request.user
        return bool(user.has_perm("attributes.change_attribute" if obj else "attributes.add_attribute"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user: Any = request.user
        return self.has_change_permission(request, obj) or bool(user.has_perm("attributes.view_attribute"))


@admin.register(Attribute)
class AttributeAdmin(ModelAdmin):
    form = AttributeForm
    inlines = (OptionInline,)
    list_display = ("code", "label", "entity_type", "input_type", "is_required", "is_visible", "sort_order")
    list_filter = ("entity_type", "input_type", "is_required")
    search_fields = ("code", "label")
    change_form_after_template = "admin/attributes/preview.html"
    # Fields an input has no use for are out of sight, where there are scripts; their hints say so to everybody.
    conditional_fields = {
        "multiline_count": "input_type == 'multiline'",
        "default_value": "!['select', 'multiselect'].includes(input_type)",
        "input_filter": TEXTS + " || input_type == 'date'",
        "min_text_length": TEXTS,
        "max_text_length": TEXTS,
        "input_validation": TEXTS + " || input_type == 'date'",
        "date_range_min": "input_type == 'date'",
        "date_range_max": "input_type == 'date'",
    }

    def get_fieldsets(self, request: HttpRequest, obj: Attribute | None = None) -> Any:
        may_change = self.has_change_permission(request, obj) if obj else True
        labels = [f"label_{view.pk}" for view in store_views()] if may_change else ["labels_shown"]
        return [
            (
                None,
                {
                    "fields": (
                        "entity_type", "code", "label", "input_type", "multiline_count", "default_value",
                        "is_required", "is_unique", "is_visible", "sort_order", "note",
                    )
                },
            ),
            ("Labels by store view", {"fields": labels, "description": "Empty is the default label."}),
            ("Validation", {"fields": ("input_filter", *(rules.NAMES if may_change else ("rules_shown",)))}),
            ("Forms", {"fields": ("forms" if may_change else "forms_shown", "frontend_class")}),
        ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Attribute | None = None) -> Any:
        """Clients know an attribute by its code, of its entity."""
        if obj and not self.has_change_permission(request, obj):
            return ("entity_type", "code", "labels_shown", "rules_shown", "forms_shown")
        return ("entity_type", "code") if obj else ()

    @admin.display(description="labels")
    def labels_shown(self, attribute: Attribute) -> SafeString:
        return _labels_shown(attribute)

    @admin.display(description="rules")
    def rules_shown(self, attribute: Attribute) -> SafeString:
        return format_html_join("", "<div>{}: {}</div>", rules.shown(attribute.validate_rules))

    @admin.display(description="forms to use in")
    def forms_shown(self, attribute: Attribute) -> str:
        known = form_codes(attribute.entity_type)
        return ", ".join(known.get(code, code) for code in attribute.forms)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        asked = super().get_form(request, obj, change, form=with_labels(self.form), **kwargs)
        asked.refusal = getattr(request, "refusal", None)
        return asked

    def get_actions(self, request: HttpRequest) -> Any:
        """Attributes are deleted one by one, so that each says what would be lost."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Asks before options go that somebody chose. What the domain refuses comes back with what was typed."""
        context = {**(extra_context or {}), "preview": self._preview(request, object_id)}
        lost = self._options_lost(request, object_id)
        if lost and CONFIRMED not in request.POST:
            rehearsed = self._rehearsed(request, object_id, form_url, context)
            return rehearsed if rehearsed.status_code != 204 else self._ask(request, object_id, lost)
        if lost and self._rehearsed(request, object_id, form_url, context).status_code == 204:
            definitions.take_options_away(attribute_id=int(object_id or 0), option_ids=[option.pk for option in lost])
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except Failure as refusal:
            if request.method != "POST":
                raise
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Attribute, form: Any, change: bool) -> None:
        """The definition is saved as a whole, with its options."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:
        told = None
        for formset in formsets:
            formset.save(commit=False)
            told = formset.told()
        if getattr(request, "rehearsal", False):
            return
        if change:
            definitions.change_attribute(attribute_id=form.instance.pk, fields=form.definition(), options=told)
        else:
            form.instance.pk = definitions.create_attribute(fields=form.definition(), options=told or ()).pk

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None if getattr(request, "rehearsal", False) else super().log_change(request, obj, message)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return (
            HttpResponse(status=204) if getattr(request, "rehearsal", False) else super().response_change(request, obj)
        )

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Says what will be lost, and asks. The values go in batches, so this is no single transaction."""
        attribute = self.get_object(request, object_id)
        if attribute is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_delete_permission(request, attribute):
            raise PermissionDenied
        if request.method == "POST":
            try:
                definitions.delete_attribute(attribute_id=attribute.pk)
            except NoSuchEntity:
                return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            self.log_deletions(request, type(attribute)._default_manager.filter(pk=attribute.pk))
            self.message_user(request, f"The attribute {attribute.code} was deleted.", messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:attributes_attribute_changelist"))
        return self._asked(
            request,
            attribute,
            title=f"Delete the attribute {attribute.code}?",
            losses=[f"Its value is lost for {owners.use_of(attribute)}."] if owners.is_used(attribute) else [],
            deletes=f'The attribute "{attribute.label}"' + (" and its options" if attribute.options.exists() else ""),
        )

    def _options_lost(self, request: HttpRequest, object_id: str | None) -> list[AttributeOption]:
        """The options somebody chose that what was sent deletes."""
        attribute = self.get_object(request, object_id) if object_id and request.method == "POST" else None
        if attribute is None or not attribute.offers_options or not self.has_change_permission(request, attribute):
            return []
        sent = request.POST
        gone = {sent.get(name.removesuffix("-DELETE") + "-id") for name in sent if name.endswith("-DELETE")}
        there = [option for option in attribute.options.all() if str(option.pk) in gone]
        return [option for option in there if owners.holders(attribute, option.pk).exists()]

    def _rehearsed(self, request: HttpRequest, object_id: str | None, form_url: str, context: Any) -> HttpResponse:
        """What saving would answer, 204 if it would succeed; nothing is saved."""
        request.rehearsal = True  # type: ignore[attr-defined]
        try:
            answer: HttpResponse = super().changeform_view(request, object_id, form_url, context)
        finally:
            request.rehearsal = False  # type: ignore[attr-defined]
        return answer

    def _ask(self, request: HttpRequest, object_id: str | None, lost: list[AttributeOption]) -> HttpResponse:
        attribute = lost[0].attribute
        return self._asked(
            request,
            attribute,
            title=f"Delete options of {attribute.code}?",
            losses=[f'"{option.label}" is taken away from {owners.use_of(attribute, option.pk)}.' for option in lost],
            deletes="Options somebody chose, with the other changes you made,",
            sent=[
                (name, value)
                for name in request.POST
                if name != "csrfmiddlewaretoken"
                for value in request.POST.getlist(name)
            ]
            + [(CONFIRMED, "yes")],
        )

    def _asked(self, request: HttpRequest, attribute: Attribute, title: str, **about: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "attribute": attribute,
            "back": reverse("admin:attributes_attribute_change", args=[attribute.pk]),
            **about,
        }
        return TemplateResponse(request, "admin/attributes/delete.html", context)

    def _preview(self, request: HttpRequest, object_id: str | None) -> SafeString:
        """The field as forms show it."""
        attribute = self.get_object(request, object_id) if object_id else None
        if attribute is None:
            return SafeString("")
        chosen = attribute.default_value.split(",")
        about = {
            "attribute": attribute,
            "options": [(option.label, str(option.pk) in chosen) for option in attribute.options.all()],
            "lines": range(attribute.multiline_count),
        }
        return SafeString(render_to_string("admin/attributes/field.html", about))


def _labels_shown(labeled: Any) -> SafeString:
    named = [(view.name, labeled.label_in(view.pk)) for view in store_views()]
    return format_html_join("", "<div>{}: {}</div>", named) or format_html("—")
