"""Whose token a request carries."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from benchmarks.stock import models


def owner_of(request: Any) -> models.Customer:
    """The customer; raises PermissionDenied."""
    text = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = models.Token.objects.filter(
        digest=hashlib.sha256(text.encode()).hexdigest(),
        kind="customer",
        created_at__gt=timezone.now() - dt.timedelta(hours=1),
    ).first()
    if token is None:
        raise PermissionDenied("Sign in.")
    return models.Customer.objects.get(pk=token.owner_id)
