"""Mails that wait, are sent or have failed, and the texts of mails a merchant has written."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from stores.models import ConfigValue, Store


class Mail(models.Model):
    """A mail, written in the transaction of the deed it tells of. A worker sends it; see `outbox.worker`."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    message_id = models.CharField(
        max_length=255, unique=True, help_text="The same at every attempt: a mail server that gets it twice can tell."
    )
    template = models.CharField(max_length=128)
    store = models.ForeignKey(
        Store, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="store view", help_text="Who wrote."
    )
    sender_name = models.CharField(max_length=255, blank=True)
    sender = models.CharField(max_length=255)
    recipient = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    holds_secret = models.BooleanField(
        default=False, help_text="Whether who reads it can act in its recipient's place."
    )
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    give_up_at = models.DateTimeField(help_text="When a mail that still waits has failed.")
    next_try_at = models.DateTimeField(default=timezone.now, null=True, help_text="Nothing once it is sent or failed.")
    done_at = models.DateTimeField(null=True, blank=True, help_text="When it was sent or failed.")

    class Meta:
        ordering = ["-id"]
        permissions = [("read_secrets", "Can read mails that hold links to reset a password or confirm an e-mail")]
        constraints = [
            models.CheckConstraint(
                name="mail_waits_or_is_done",
                condition=Q(state="waiting", next_try_at__isnull=False, done_at__isnull=True)
                | Q(state__in=["sent", "failed"], next_try_at__isnull=True, done_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], condition=Q(state="waiting"), name="mail_due"),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="mail_done"),
            models.Index(fields=["recipient"], name="mail_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.recipient})"


class MailTemplate(models.Model):
    """What a merchant has written in place of the texts of a mail, for everything, a website or a store view.

    An empty text is that of the wider scope, and in the end the one the shop comes with.
    """

    code = models.CharField("mail", max_length=128)
    scope = models.CharField(
        max_length=8, choices=ConfigValue.Scope.choices, default=ConfigValue.Scope.DEFAULT, editable=False
    )
    scope_id = models.PositiveIntegerField(default=0, editable=False)
    subject = models.CharField(max_length=255, blank=True)
    text = models.TextField("plain text", blank=True)
    html = models.TextField("HTML", blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["code", "scope", "scope_id"]
        verbose_name = "mail text"
        constraints = [models.UniqueConstraint(fields=["code", "scope", "scope_id"], name="one_text_per_scope")]

    def __str__(self) -> str:
        return self.code
