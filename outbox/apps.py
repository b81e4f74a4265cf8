"""The outbox app: mails that wait to be sent, each exactly once."""

from django.apps import AppConfig

from revisions import kept


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = "Mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from outbox import config  # noqa: F401  (declare settings)
        from outbox.models import MailTemplate

        kept.watch(MailTemplate)
