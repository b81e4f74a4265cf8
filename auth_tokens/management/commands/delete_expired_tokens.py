"""Deletes every expired token and browser session, for shops that want it done at night as well."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from auth_tokens import tokens
from auth_tokens.models import Token


class Command(BaseCommand):
    help = "Deletes every token, refresh token and session that has expired, a thousand at a time."

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = 0
        for kind, use, website_id in Token.objects.values_list("kind", "use", "website_id").distinct().order_by():
            while found := tokens.delete_expired(Token.Kind(kind), Token.Use(use), website_id=website_id, most=1000):
                deleted += found
        self.stdout.write(f"{deleted} expired tokens deleted.")
