"""Taking a file of customers from a browser, piece by piece, into the database."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.forms import BooleanField, ChoiceField, FileField, Form
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldBooleanWidget

from transfer import stored_files, uploads
from transfer.errors import UploadTooLarge
from transfer.kinds import Behavior

FILE = "file"
FIELDS_BESIDE = 65_536  # bytes of a form that are not the file's

BEHAVIORS = {
    Behavior.ADD_UPDATE: "Add/Update",
    Behavior.REPLACE: "Replace",
    Behavior.DELETE: "Delete",
    Behavior.CUSTOM: "Custom: as _action says",
}
DELETING = (Behavior.DELETE, Behavior.CUSTOM)
SEPARATORS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Vertical bar"}


class IntoTheDatabase(FileUploadHandler):
    """The one file of the form, and no other."""

    chunk_size = stored_files.LARGEST

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.upload: uploads.Upload | None = None
        self.refusal: UploadTooLarge | None = None
        self.is_taken = False

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        if field_name != FILE or self.upload is not None:
            raise SkipFile()
        self.upload = uploads.Upload(file_name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self.upload is not None
        try:
            self.upload.write(raw_data)
        except UploadTooLarge as refusal:
            self.refusal = refusal
            raise SkipFile() from None

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        return UploadedFile(name=self.file_name, size=file_size)


class UploadForm(Form):
    """What is to be done with which file."""

    file = FileField(
        label="File",
        allow_empty_file=True,  # The domain has a sentence for it.
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,.txt,text/csv"}),
        help_text="CSV in UTF-8: customer, customer_address or customer_composite, as Magento exports it.",
    )
    behavior = ChoiceField(
        label="Behavior",
        widget=UnfoldAdminSelectWidget,
        help_text="Add/Update leaves alone what a row does not say; Replace empties it.",
    )
    separator = ChoiceField(
        label="Separator",
        choices=list(SEPARATORS.items()),
        widget=UnfoldAdminSelectWidget,
        help_text="What stands between two columns.",
    )
    ignore_unknown_columns = BooleanField(
        label="Ignore unknown columns",
        required=False,
        widget=UnfoldBooleanWidget,
        help_text="Without it a file is refused that has columns nobody here knows.",
    )

    def __init__(self, *args: Any, may_delete: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["behavior"].choices = [  # type: ignore[attr-defined]
            (each.value, label) for each, label in BEHAVIORS.items() if may_delete or each not in DELETING
        ]

    @property
    def most_bytes(self) -> int:
        return uploads.most_bytes()

    @property
    def too_large(self) -> str:
        return uploads.too_large().message


def is_far_too_large(request: HttpRequest) -> bool:
    """Whether the length a browser announces is more than a file may have; nothing has been read then."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return announced.isdecimal() and int(announced) > uploads.most_bytes() + FIELDS_BESIDE
