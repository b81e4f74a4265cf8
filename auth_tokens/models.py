"""Tokens given to customers and admins; of each only a hash is kept."""

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
