"""Magento's "System > Data Transfer > Import": upload, look first, import, and what came of earlier ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from unfold.admin import ModelAdmin

from kernel.errors import Failure
from transfer import processes, stored_files, uploads
from transfer.admin_pages import ImportPage
from transfer.admin_upload import DELETING, IntoTheDatabase, UploadForm, is_far_too_large
from transfer.errors import FileRefused
from transfer.kinds import Behavior
from transfer.models import CustomerImport
from transfer.stored_files import Role

DELETE = "customers.delete_customer"
DEEDS: dict[str, Callable[[CustomerImport], None]] = {
    "check": uploads.check,
    "import": uploads.import_checked,
    "go-on": uploads.go_on,
    "cancel": uploads.cancel,
}


@admin.register(CustomerImport)
class CustomerImportAdmin(ModelAdmin):
    """Who may add an import may do all of it; who may only view one sees what came of it, but none of its rows."""

    list_display = ("when", "file_name", "kind", "chosen", "by_name", "rows", "rejected", "result")
    list_display_links = ("when", "file_name")
    list_before_template = "admin/transfer/customerimport/upload.html"
    search_fields = ("file_name", "by_name")
    ordering = ("-id",)
    sortable_by = ()
    actions = None

    class Media:
        js = ("transfer/import.js",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(stage=CustomerImport.Stage.UPLOAD)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or self.has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="when")
    def when(self, job: CustomerImport) -> str:
        return f"{job.created_at:%Y-%m-%d %H:%M} UTC"

    @admin.display(description="behavior")
    def chosen(self, job: CustomerImport) -> str:
        return ImportPage(job).behavior

    @admin.display(description="rows")
    def rows(self, job: CustomerImport) -> str:
        return f"{job.rows_done:,}"

    @admin.display(description="rejected")
    def rejected(self, job: CustomerImport) -> str:
        return f"{ImportPage(job).report.rejected:,}"

    @admin.display(description="result")
    def result(self, job: CustomerImport) -> str:
        return ImportPage(job).headline.partition(":")[0]

    def get_urls(self) -> list[Any]:
        def at(place: str, view: Callable[..., HttpResponseBase], name: str) -> Any:
            return path(place, self.admin_site.admin_view(view), name=f"transfer_customerimport_{name}")

        return [
            at("<int:import_id>/do/<slug:deed>/", self.deed_view, "deed"),
            at("<int:import_id>/rejects/", self.rejects_view, "rejects"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Earlier imports, under the form for the next one."""
        form = self._form(request) if self.has_add_permission(request) else None
        return super().changelist_view(
            request, {"title": "Import customers", "upload_form": form, **(extra_context or {})}
        )

    @csrf_exempt
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The form. Who may not send it, and what is too large, is refused before anything of the file is read; only
        then is the token of the form, which comes with the file, looked for."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._asked(request, self._form(request))
        if is_far_too_large(request):
            form = self._form(request)
            form.errors["file"] = form.error_class([form.too_large])
            return self._asked(request, form, status=413)
        handler = IntoTheDatabase(request)
        request.upload_handlers = [handler]
        try:
            return csrf_protect(self._receive)(request, handler)
        finally:
            if handler.upload and not handler.is_taken:
                handler.upload.discard()

    def _receive(self, request: HttpRequest, handler: IntoTheDatabase) -> HttpResponse:
        form = self._form(request, request.POST, request.FILES)
        if handler.refusal:
            form.add_error("file", handler.refusal.message)
        if not form.is_valid() or handler.upload is None:
            return self._asked(request, form)
        try:
            job = handler.upload.take(
                behavior=Behavior(form.cleaned_data["behavior"]),
                separator=form.cleaned_data["separator"],
                ignore_unknown_columns=form.cleaned_data["ignore_unknown_columns"],
            )
        except FileRefused as refusal:
            form.add_error("file", refusal.message)
            return self._asked(request, form)
        handler.is_taken = True
        self._try(request, uploads.check, job)
        return self._to(job)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How far an import is, and what has come of it. If its process has died, another one goes on."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        job = self._job(request, object_id)
        if job.is_running:
            processes.look_after(job)
            job.refresh_from_db()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": job.file_name,
            "media": self.media,
            "job": job,
            "page": ImportPage(job),
            "may_import": self._may(request, job),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/transfer/customerimport/import.html", context)

    def deed_view(self, request: HttpRequest, import_id: int, deed: str) -> HttpResponse:
        """A button of the page was pressed."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_add_permission(request):
            raise PermissionDenied
        job = self._job(request, str(import_id))
        if not self._may(request, job):
            raise PermissionDenied
        if deed not in DEEDS:
            raise Http404
        self._try(request, DEEDS[deed], job)
        return self._to(job)

    def rejects_view(self, request: HttpRequest, import_id: int) -> HttpResponseBase:
        """The rejected rows, as they stood in the file: to be corrected and uploaded again."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not self.has_add_permission(request):
            raise PermissionDenied
        job = self._job(request, str(import_id))
        if not ImportPage(job).has_rejects:
            raise Http404
        return StreamingHttpResponse(
            stored_files.content(job, Role.REJECTS),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": content_disposition_header(True, f"rejected-{job.file_name}") or "attachment"
            },
        )

    def _form(self, request: HttpRequest, *sent: Any) -> UploadForm:
        return UploadForm(*sent, may_delete=request.user.has_perm(DELETE))

    def _may(self, request: HttpRequest, job: CustomerImport) -> bool:
        """Whether somebody may do what the import does: who may not delete a customer does not finish deleting them."""
        deletes = Behavior(job.behavior) in DELETING
        return self.has_add_permission(request) and (not deletes or request.user.has_perm(DELETE))

    def _job(self, request: HttpRequest, object_id: str) -> CustomerImport:
        job: CustomerImport | None = self.get_object(request, object_id)
        if job is None:
            raise Http404
        return job

    def _try(self, request: HttpRequest, deed: Callable[[CustomerImport], None], job: CustomerImport) -> None:
        try:
            deed(job)
        except Failure as refusal:
            self.message_user(request, refusal.message, messages.WARNING)

    def _to(self, job: CustomerImport) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:transfer_customerimport_change", args=[job.pk]))

    def _asked(self, request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Import customers",
            "media": self.media,
            "upload_form": form,
        }
        return TemplateResponse(request, "admin/transfer/customerimport/add.html", context, status=status)
