"""How far imports have come, and the numbers addresses had where they came from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class ImportRun(models.Model):
    """The import of one file. It moves with each batch, in its transaction, so it never says more than is so."""

    digest = models.CharField(max_length=64, help_text="SHA-256 of the file, in hexadecimal.")
    kind = models.CharField(max_length=32)
    behavior = models.CharField(max_length=16)
    file_name = models.CharField(max_length=255)
    rows_done = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict, help_text="What has come of the rows so far, by name.")
    owner = models.JSONField(
        null=True, help_text="Whose further addresses the next rows may be, in a file of customers and addresses."
    )
    rejects_size = models.PositiveBigIntegerField(default=0, help_text="Bytes of the file of rejected rows.")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "kind", "behavior"],
                condition=Q(finished_at=None),
                name="one_unfinished_import_of_a_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.started_at:%Y-%m-%d %H:%M:%S}"


class FormerAddressId(models.Model):
    """The number an address had in the shop it came from, where it could not keep it as its own."""

    address = models.OneToOneField("customers.Address", on_delete=models.CASCADE, related_name="former_id")
    number = models.PositiveBigIntegerField(db_index=True)

    def __str__(self) -> str:
        return str(self.number)
