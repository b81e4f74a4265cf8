"""Tokens given to customers and admins, of each only a hash, and what is counted of failed sign-ins."""

from __future__ import annotations

from django.db import models


class Token(models.Model):
    """A token in use. It counts for as long as the lifetime setting says, from `created_at` on.

    The owner is named by kind and id, as in Magento's table: customers are an app above this one.
    """

    class Kind(models.TextChoices):
        CUSTOMER = "customer", "Customer"
        ADMIN = "admin", "Admin"

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token, in hex.")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    owner_id = models.BigIntegerField()
    website_id = models.PositiveIntegerField(null=True, help_text="Where a customer's token is good; empty for admins.")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "owner_id"], name="token_owner"),
            models.Index(fields=["kind", "website_id", "created_at"], name="token_age"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.owner_id}, {self.created_at:%Y-%m-%d %H:%M:%S}"


class SignInFailures(models.Model):
    """How often somebody has failed to sign in with a name, of late. The name itself is not kept."""

    kind = models.CharField(max_length=8, choices=Token.Kind.choices)
    website_id = models.PositiveIntegerField(help_text="Where a customer tried; 0 for admins.")
    name_digest = models.CharField(max_length=64, help_text="SHA-256 of the user name or e-mail, in hex.")
    count = models.PositiveIntegerField(default=0)
    counts_until_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "sign-in failures"
        constraints = [models.UniqueConstraint(fields=["kind", "website_id", "name_digest"], name="one_count_per_name")]
        indexes = [models.Index(fields=["counts_until_at"], name="failures_age")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.count}"
