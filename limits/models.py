"""What is counted."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """How often something has been done of late. Whose counter it is, an e-mail or an address, is not kept."""

    purpose = models.CharField(max_length=40, help_text="What is counted.")
    digest = models.CharField(max_length=64, help_text="Keyed hash of whose counter it is, in hex.")
    count = models.PositiveIntegerField(default=0)
    pending = models.PositiveIntegerField(default=0, help_text="Attempts begun whose end is not known yet.")
    pending_until_at = models.DateTimeField(help_text="From then on pending attempts count as failed.")
    counts_until_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "digest"], name="one_counter_per_key")]
        indexes = [models.Index(fields=["counts_until_at"], name="counters_age")]

    def __str__(self) -> str:
        return f"{self.purpose}, {self.count}"
