"""The people who run the shop: Django users, with a model of their own so that it can grow."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class AdminUser(AbstractUser):
    """Somebody who may use the admin and, with a token, the REST routes their permissions allow."""

    class Meta(AbstractUser.Meta):
        verbose_name = "admin"
        verbose_name_plural = "admins"
