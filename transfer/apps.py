"""The transfer app: customers coming from Magento and going back, as files and over the wire."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "transfer"
    verbose_name = "Import and export"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from outbox import worker
        from transfer import history, uploads  # noqa: F401  (declare what there is)

        worker.tidying.connect(uploads.tidy, dispatch_uid="transfer.uploads")
