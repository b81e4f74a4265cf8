"""What has been mailed: the outbox is emptied as a worker does it, into the hands of the test."""

from __future__ import annotations

from django.core import mail

from outbox import worker
from outbox.models import Mail


def delivered() -> list[mail.EmailMessage]:
    """Every mail that was sent since the test began, or since `forget`."""
    worker.send_due()
    return mail.outbox


def forget() -> None:
    """Let nothing have been mailed so far."""
    Mail.objects.all().delete()
    mail.outbox.clear()
