"""Handing a letter to the mail server."""

from __future__ import annotations

from smtplib import SMTPNotSupportedError
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from outbox.letters import Letter, in_ascii


class Backend(EmailBackend):
    """SMTP that can say names which are not ASCII, if the mail server can."""

    def _send(self, letter: Any) -> bool:
        if not isinstance(letter, Letter):
            return bool(super()._send(letter))  # type: ignore[misc]
        assert self.connection is not None, "Django opens it before it sends."
        options: tuple[str, ...] = ()
        if letter.needs_utf8:
            self.connection.ehlo_or_helo_if_needed()
            if not self.connection.has_extn("smtputf8"):
                raise SMTPNotSupportedError("The mail server takes no e-mail whose name is not ASCII (SMTPUTF8).")
            options = ("SMTPUTF8",)
        self.connection.sendmail(
            letter.envelope_sender, [in_ascii(letter.to[0])], letter.as_bytes(), mail_options=options
        )
        return True
