"""Printing mails, for whoever tries the shop out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.mail.backends.console import EmailBackend


class Backend(EmailBackend):
    """Prints a mail as one reads it: links are whole."""

    def write_message(self, message: Any) -> None:
        head = f"From: {message.from_email}\nTo: {', '.join(message.to)}\nSubject: {message.subject}"
        self.stream.write(f"\n{'─' * 30} Mail {'─' * 30}\n{head}\n\n{message.body.strip()}\n{'─' * 66}\n\n")

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        return super().send_messages(list(email_messages)) or 0
