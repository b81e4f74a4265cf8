"""What happened, to whom or what, and who did it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from kernel import origin


class Entry(models.Model):
    """One thing that happened, written in the transaction of the deed.

    It is never changed, but for what it says about a person who is to be forgotten.

    What it happened to is named by kind and id, because this app is below all others, and because an entry stays when
    what it is about has gone.
    """

    subject = models.CharField(max_length=32, help_text="What kind of thing it happened to, such as customer.")
    subject_id = models.BigIntegerField()
    event = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=8, choices=[(kind.value, kind.value.title()) for kind in origin.Kind])
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=255, blank=True)
    network = models.CharField(max_length=50, blank=True, help_text="The network of the caller's address.")
    details = models.JSONField(default=dict, help_text="What else there is to know, by name; no secret, no password.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["subject", "subject_id", "-id"], name="history_of_subject"),
            models.Index(fields=["at"], name="history_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event}, {self.at:%Y-%m-%d %H:%M:%S}"
