"""The outbox and the texts of mails in the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from kernel.errors import Failure
from outbox import mails, texts
from outbox.models import Mail, MailTemplate
from stores.admin import ReadOnly
from stores.configuration_page import Place, places
from stores.models import ConfigValue, Store, Website

Scope = ConfigValue.Scope


@admin.display(description="text")
def readable_text(mail: Mail) -> str:
    return mail.text or "Not kept: it was sent."


@admin.display(description="text")
def hidden_text(mail: Mail) -> str:
    return "Hidden: it holds a link with which one can act in the recipient's place." if mail.text else "Not kept."


@admin.display(description="mail", ordering="template")
def kind(mail: Mail) -> str:
    known = {each.code: each.label for each in texts.declared()}
    return known.get(mail.template, mail.template)


@admin.register(Mail)
class MailAdmin(ReadOnly):
    """What was mailed, what waits and what could not be sent."""

    list_display = ("id", "subject", "recipient", kind, "state", "attempts", "created_at", "done_at", "last_error")
    list_display_links = ("id", "subject")
    list_filter = ("state", "template", "store", "created_at")
    list_select_related = ("store",)
    search_fields = ("recipient", "subject", "=message_id")
    search_help_text = "Recipient, subject or Message-ID."
    show_full_result_count = False
    list_per_page = 50
    ordering = ("-id",)
    actions = ("try_again_now",)

    def get_fields(self, request: HttpRequest, obj: Mail | None = None) -> Any:
        begin = ["state", "subject", "recipient", "sender_name", "sender", kind, "store", "message_id"]
        times = ["created_at", "attempts", "last_error", "next_try_at", "give_up_at", "done_at"]
        may_read = obj is None or not obj.holds_secret or request.user.has_perm("outbox.read_secrets")
        return [*begin, *times, readable_text if may_read else hidden_text]

    def get_readonly_fields(self, request: HttpRequest, obj: Mail | None = None) -> Any:
        return self.get_fields(request, obj)

    def has_try_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("outbox.change_mail"))

    @admin.action(description="Try again now", permissions=["try"])
    def try_again_now(self, request: HttpRequest, queryset: QuerySet[Mail]) -> None:
        tried = 0
        refused = ""
        for mail in queryset.order_by("id"):
            try:
                mails.try_again(mail)
            except Failure as refusal:
                refused = refusal.message
            else:
                tried += 1
                self.log_change(request, mail, "To be tried again.")
        if tried:
            told = "1 mail is" if tried == 1 else f"{tried} mails are"
            self.message_user(request, f"{told} sent at the next occasion.", messages.SUCCESS)
        if refused:
            self.message_user(request, refused, messages.ERROR)


class MailTemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """A merchant's texts; `outbox.texts` judges them."""

    place = forms.ChoiceField(
        label="Holds for", widget=UnfoldAdminSelectWidget, help_text="The narrowest one counts, text by text."
    )

    class Meta:
        model = MailTemplate
        fields = ("code", "subject", "text", "html")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            self.fields["place"].choices = _choices(places())  # type: ignore[attr-defined]
            self.fields["place"].initial = f"{self.instance.scope}:{self.instance.scope_id}"
        if "code" in self.fields:
            choices = [(mail.code, mail.label) for mail in texts.declared()]
            self.fields["code"] = forms.ChoiceField(label="Mail", choices=choices, widget=UnfoldAdminSelectWidget())
        for part in ("text", "html"):
            if part in self.fields:
                self.fields[part].widget = UnfoldAdminTextareaWidget(
                    attrs={"rows": 16, "spellcheck": "true", "style": "font-family: monospace"}
                )
        if "subject" in self.fields:
            self.fields["subject"].widget = UnfoldAdminTextInputWidget()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        code = self.instance.code or cleaned.get("code")
        if not code or code not in {mail.code for mail in texts.declared()}:
            return cleaned
        mail = texts.text_of(code)
        for part in texts.PARTS:
            for problem in texts.problems_with(mail, part, cleaned.get(part) or ""):
                self.add_error(part, problem.message)
        if not any((cleaned.get(part) or "").strip() for part in texts.PARTS) and not self.errors:
            self.add_error(None, "Write at least one text; delete this page's entry to have the shop's own texts back.")
        if "place" in cleaned:
            scope, _, scope_id = cleaned["place"].partition(":")
            self.instance.scope, self.instance.scope_id = scope, int(scope_id)
            same = MailTemplate.objects.filter(code=code, scope=scope, scope_id=scope_id).exclude(pk=self.instance.pk)
            if same.exists():
                self.add_error("place", "There are texts of this mail for it already.")
        return cleaned


@admin.display(description="variables")
def variables(template: MailTemplate) -> SafeString:
    known = _known(template.code)
    if known is None:
        return SafeString("This mail is not sent any more.")
    rows = (("{{ " + name + " }}", value.help) for name, value in known.known.items())
    return format_html_join("", "<div><code>{}</code> &nbsp; {}</div>", rows)


@admin.display(description="the shop's own")
def defaults(template: MailTemplate) -> SafeString:
    known = _known(template.code)
    if known is None:
        return SafeString("—")
    shown = (
        (label, known.default(part)) for label, part in (("Subject", "subject"), ("Text", "text"), ("HTML", "html"))
    )
    page = '<div>{}</div><pre style="white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 1em">{}</pre>'
    return format_html("<details><summary>Show</summary>{}</details>", format_html_join("", page, shown))


@admin.register(MailTemplate)
class MailTemplateAdmin(ModelAdmin):
    """The texts a merchant has written in place of the shop's own."""

    form = MailTemplateForm
    list_display = ("id", "mail", "holds_for", "written", "updated_at")
    list_display_links = ("id", "mail")
    list_filter = ("scope",)
    search_fields = ("code", "subject", "text", "html")
    change_form_template = "admin/outbox/mailtemplate/change_form.html"

    def get_fields(self, request: HttpRequest, obj: MailTemplate | None = None) -> Any:
        if obj is None:
            return ["code", "place", "subject", "text", "html"]
        if not self.has_change_permission(request, obj):
            return ["mail", "holds_for", "subject", "text", "html", variables, defaults]
        return ["mail", "place", "subject", "text", "html", variables, defaults]

    def get_readonly_fields(self, request: HttpRequest, obj: MailTemplate | None = None) -> Any:
        return ["mail", "holds_for", variables, defaults] if obj else []

    def get_form(
        self, request: HttpRequest, obj: MailTemplate | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["fields"] = ["subject", "text", "html"] if obj else ["code", "subject", "text", "html"]
        if obj and not self.has_change_permission(request, obj):
            kwargs["fields"] = []
        return super().get_form(request, obj, change, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new text begins as the shop's own, for the mail the address names."""
        mail = _known(request.GET.get("code", "")) or texts.declared()[0]
        return {"code": mail.code, **{part: mail.default(part) for part in texts.PARTS}}

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        if request.method == "POST" and "_preview" in request.POST:
            shown = self._preview(request, object_id)
            if shown is not None:
                return shown
        context = {"mails": texts.declared(), "variables_of": _variables_of_all(), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def _preview(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """The mail with sample values, nothing saved; None where the texts have problems, which are then shown."""
        template = self.get_object(request, object_id) if object_id else None
        if not (self.has_change_permission(request, template) if template else self.has_add_permission(request)):
            return None
        form = self.get_form(request, template, change=bool(template))(request.POST, instance=template)
        if not form.is_valid():
            return None
        written: MailTemplate = form.instance
        own = {part: getattr(written, part) for part in texts.PARTS if getattr(written, part).strip()}
        mail = texts.text_of(written.code)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": mail.label,
            "mail": texts.sample(mail, own, _store_of(written)),
        }
        return TemplateResponse(request, "admin/outbox/mailtemplate/preview.html", context)

    @admin.display(description="mail", ordering="code")
    def mail(self, template: MailTemplate) -> str:
        known = _known(template.code)
        return known.label if known else template.code

    @admin.display(description="holds for", ordering="scope")
    def holds_for(self, template: MailTemplate) -> str:
        return dict(_choices(places())).get(f"{template.scope}:{template.scope_id}", "What is not there any more")

    @admin.display(description="written anew")
    def written(self, template: MailTemplate) -> str:
        return ", ".join(part for part in texts.PARTS if getattr(template, part).strip())


def _known(code: str) -> texts.MailText | None:
    return next((mail for mail in texts.declared() if mail.code == code), None)


def _variables_of_all() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (mail.label, [("{{ " + name + " }}", value.help) for name, value in mail.known.items()])
        for mail in texts.declared()
    ]


def _choices(known: Iterable[Place]) -> list[tuple[str, str]]:
    indent = {Scope.DEFAULT: "", Scope.WEBSITES: "Website: ", Scope.STORES: "Store view: "}
    return [(f"{place.scope}:{place.scope_id}", indent[place.scope] + place.name) for place in known]


def _store_of(template: MailTemplate) -> Store | None:
    """A store view the texts hold for."""
    views = Store.objects.select_related("group", "website").exclude(pk=Store.ADMIN)
    match template.scope:
        case Scope.STORES:
            return views.filter(pk=template.scope_id).first()
        case Scope.WEBSITES:
            return views.filter(website_id=template.scope_id).first()
        case _:
            return views.filter(website__is_default=True).exclude(website_id=Website.ADMIN).first()
