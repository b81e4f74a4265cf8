"""Devices customers and admins are signed in with, of each token only a hash."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

DEVICE_LENGTH = 60


class Token(models.Model):
    """A device somebody is signed in with, and what proves it: a token in use, or the session of a browser.

    It counts for as long as the setting for its use says, from `created_at` on. Times are the database's own, so that
    one clock judges however many machines serve the shop. The owner is named by kind and id, as in Magento's table:
    customers are an app above this one.
    """

    class Kind(models.TextChoices):
        CUSTOMER = "customer", "Customer"
        ADMIN = "admin", "Admin"

    class Use(models.TextChoices):
        """What carries the proof, and so what decides how long it is good."""

        API = "api", "Token"
        RENEWABLE = "renewable", "Token with refresh token"
        SESSION = "session", "Browser session"

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token, in hex.")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    use = models.CharField(max_length=9, choices=Use.choices, default=Use.API)
    owner_id = models.BigIntegerField()
    website_id = models.PositiveIntegerField(null=True, help_text="Where a customer's token is good; empty for admins.")
    device = models.CharField(max_length=DEVICE_LENGTH, blank=True, help_text="What the device is called.")
    network = models.CharField(max_length=50, blank=True, help_text="The network it was last seen in.")
    signed_in_at = models.DateTimeField(db_default=Now(), help_text="When the password was given.")
    created_at = models.DateTimeField(db_default=Now(), help_text="When the token was given: then, or by a refresh.")
    last_used_at = models.DateTimeField(db_default=Now(), help_text="Written at most once in ten minutes.")
    # A refresh token is a handle, the same for the whole family, and a secret, another one after each refresh.
    refresh_handle = models.CharField(max_length=64, null=True, unique=True, help_text="SHA-256 of the handle, in hex.")
    refresh_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the latest one, in hex.")

    class Meta:
        verbose_name = "device"
        indexes = [
            models.Index(fields=["kind", "owner_id"], name="token_owner"),
            models.Index(fields=["kind", "use", "website_id", "created_at"], name="token_age_by_use"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(use="renewable", refresh_handle__isnull=False)
                | (~models.Q(use="renewable") & models.Q(refresh_handle__isnull=True)),
                name="only_renewable_tokens_are_renewed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.owner_id}, {self.device or self.get_use_display()}"
