"""How far imports have come, files that were uploaded for them, and the numbers addresses had where they came from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone


class ImportRun(models.Model):
    """The import of one file, or of another shop's customers or addresses.

    It moves with each batch, in its transaction, so it never says more than is so.
    """

    digest = models.CharField(max_length=64, help_text="SHA-256 of the file, or of which shop it is.")
    kind = models.CharField(max_length=32)
    behavior = models.CharField(max_length=16)
    file_name = models.CharField(max_length=255)
    rows_done = models.PositiveBigIntegerField(default=0)
    last_number = models.PositiveBigIntegerField(
        default=0, help_text="The number of the last row that is kept: where another shop is gone on with."
    )
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


class CustomerImport(models.Model):
    """A file somebody uploaded, how far it has been checked or imported, and what came of it.

    Of what is running, one process works on it at a time: whoever is `worker`, alive while its heart beats.
    """

    class Stage(models.TextChoices):
        UPLOAD = "upload", "Upload"
        CHECK = "check", "Check"
        IMPORT = "import", "Import"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    file_name = models.CharField("file", max_length=255)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes of the file.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file, in hexadecimal.")
    kind = models.CharField(max_length=32)
    behavior = models.CharField(max_length=16)
    separator = models.CharField(max_length=1, default=",")
    ignore_unknown_columns = models.BooleanField(default=False)
    by_id = models.BigIntegerField(null=True, help_text="Who has asked for it last.")
    by_name = models.CharField("who", max_length=255)
    network = models.CharField(max_length=50, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.UPLOAD)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    cancel_wanted = models.BooleanField(default=False)
    worker = models.CharField(max_length=32, blank=True, help_text="The one process that may work on it.")
    starts = models.PositiveSmallIntegerField(default=0, help_text="Processes begun since it last got any further.")
    heartbeat_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True, help_text="When its stage began.")
    ended_at = models.DateTimeField(null=True)
    rows_done = models.PositiveBigIntegerField(default=0)
    bytes_done = models.PositiveBigIntegerField(default=0)
    rows_per_second = models.FloatField(null=True)
    report = models.JSONField(default=dict, help_text="What has come of the rows so far; see Report.as_json.")
    refusal = models.TextField(blank=True, help_text="Why it could not be gone on with, in a sentence.")

    class Meta:
        ordering = ["-id"]
        verbose_name = "import of customers"
        verbose_name_plural = "imports of customers"
        default_permissions = ()
        permissions = [
            ("view_customerimport", "Can see imports of customers"),
            ("add_customerimport", "Can import customers from files"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="running"), name="one_import_runs_at_a_time")
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING


class ImportPart(models.Model):
    """A piece of a file that is kept in the database for an import, which every machine of the shop reaches."""

    class Role(models.TextChoices):
        FILE = "file"
        REJECTS = "rejects"

    of = models.ForeignKey(CustomerImport, on_delete=models.CASCADE, related_name="parts")
    role = models.CharField(max_length=7, choices=Role.choices)
    start = models.PositiveBigIntegerField(help_text="How many bytes come before it.")
    size = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "role", "start"], name="one_part_at_a_place")]

    def __str__(self) -> str:
        return f"{self.role} of {self.of_id} from {self.start}"
