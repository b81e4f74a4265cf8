"""A mail as it travels: its head and its two bodies, in the form every mail server takes."""

from __future__ import annotations

import io
from email import charset, generator, policy
from email.utils import format_datetime, formataddr
from typing import Any

from django.core.mail import EmailMultiAlternatives

from kernel.text import one_line
from outbox.models import Mail

# Lines of at most 76 ASCII characters, whatever the text: no relay has a reason to break or to recode them.
_PRINTABLE = charset.Charset("utf-8")
_PRINTABLE.body_encoding = charset.QP
_PRINTABLE.header_encoding = charset.QP


class Letter(EmailMultiAlternatives):
    """A mail as Django's ways of sending know it.

    A domain may hold any letter; it is sent in its ASCII form. A name before the @ that is not ASCII has no such form:
    it needs a mail server that speaks SMTPUTF8, and heads in UTF-8.
    """

    envelope_sender = ""

    @property
    def needs_utf8(self) -> bool:
        return not self.to[0].rpartition("@")[0].isascii()

    def message(self, **options: Any) -> Any:
        made = super().message(**options)
        # Every attempt sends the same bytes. No line of the bodies can be this one: they never hold a bare "=".
        made.set_boundary(f"=_{self.extra_headers['Message-ID'].strip('<>').partition('@')[0]}")
        if self.needs_utf8:
            made.replace_header("To", in_ascii(self.to[0]))
        return made

    def as_bytes(self) -> bytes:
        """The whole of it, for a mail server."""
        made = self.message()
        if not self.needs_utf8:
            return bytes(made.as_bytes(linesep="\r\n"))
        written = io.BytesIO()
        heads_as_they_are = policy.SMTPUTF8.clone(refold_source="none")
        generator.BytesGenerator(written, mangle_from_=False, policy=heads_as_they_are).flatten(made, linesep="\r\n")
        return written.getvalue()


def letter_of(mail: Mail) -> Letter:
    """What is sent of a mail. Raises ValueError for a recipient or sender that is none."""
    for address in (mail.sender, mail.recipient):
        name, _, domain = address.rpartition("@")
        if not name or not domain or any(letter.isspace() for letter in address):
            raise ValueError(f"{address!r} is no e-mail.")
        in_ascii(address)
    letter = Letter(
        subject=_literal(mail.subject),
        body=mail.text,
        from_email=formataddr((_literal(one_line(mail.sender_name)), in_ascii(mail.sender))),
        to=[mail.recipient],
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.created_at),
            "Auto-Submitted": "auto-generated",  # Whoever is on holiday need not tell the shop.
        },
    )
    letter.envelope_sender = in_ascii(mail.sender)
    letter.encoding = _PRINTABLE
    letter.attach_alternative(mail.html, "text/html")
    return letter


def _literal(text: str) -> str:
    """A text no mail program takes for the beginning of an encoded one, which could hold a line break."""
    return text.replace("=?", "= ?")


def in_ascii(address: str) -> str:
    """An e-mail with its domain in the form mail servers look up. Raises ValueError if there is none."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.encode('idna').decode('ascii')}"
