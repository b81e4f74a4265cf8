"""Wish lists."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Wishlist(models.Model):
    """A customer's wish list. Products come with the catalog."""

    customer = models.OneToOneField("customers.Customer", on_delete=models.CASCADE, related_name="wishlist")
    sharing_code = models.CharField(max_length=32, unique=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "wish list"

    def __str__(self) -> str:
        return f"Wish list {self.pk}"

    @property
    def items_count(self) -> int:
        return 0  # Until there is a catalog there is nothing to wish for.
