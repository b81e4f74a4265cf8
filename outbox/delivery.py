"""Giving one mail to the mail server, and understanding what it says."""

from __future__ import annotations

import logging
import smtplib
from types import TracebackType
from typing import Self

from django.core.mail import get_connection

from outbox.letters import letter_of
from outbox.models import Mail

logger = logging.getLogger(__name__)

AWAY = 421  # "Service not available, closing": the server's word for too many mails or connections, too.


class NotDelivered(Exception):
    """The mail server has not taken a mail. The text is for the merchant."""


class ServerAway(NotDelivered):
    """No mail can be sent at present."""


class TryLater(NotDelivered):
    """This mail cannot be sent now."""


class Refused(NotDelivered):
    """This mail will never be taken."""


class MailServer:
    """The mail server, over one connection while there is something to send."""

    def __init__(self) -> None:
        self._connection = get_connection()
        self._has_sent = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._hang_up()

    def take(self, mail: Mail) -> None:
        """Give a mail to the server; it is responsible for it when this returns.

        Raises ServerAway, TryLater, Refused.
        """
        try:
            self._give(mail)
        except _ConnectionEnded as ended:
            # Many servers take so many mails over a connection and then end it: the next one is as good.
            was_fresh = not self._has_sent
            self._hang_up()
            if was_fresh:
                raise (ServerAway if ended.was_said else TryLater)(str(ended)) from ended
            try:
                self._give(mail)
            except _ConnectionEnded as again:
                self._hang_up()
                raise ServerAway(str(again)) from again
        self._has_sent = True

    def _give(self, mail: Mail) -> None:
        try:
            letter = letter_of(mail)
            letter.message()
        except ValueError as error:
            raise Refused(str(error)) from error
        try:
            self._connection.open()
        except OSError as error:
            self._hang_up()
            raise ServerAway(_told(error)) from error
        try:
            self._connection.send_messages([letter])
        except smtplib.SMTPServerDisconnected as error:
            raise _ConnectionEnded(_told(error)) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(_told(error)) from error
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _answer(code, said) from error
        except smtplib.SMTPSenderRefused as error:
            # The server has something against the shop, not against the mail; that can be mended.
            if error.smtp_code == AWAY:
                raise _ConnectionEnded(_told(error), was_said=True) from error
            raise TryLater(_told(error)) from error
        except smtplib.SMTPResponseException as error:
            raise _answer(error.smtp_code, error.smtp_error) from error
        except OSError as error:
            raise _ConnectionEnded(_told(error)) from error
        except Exception as error:
            logger.exception("A fault of ours kept a mail from being sent.", extra={"mail": mail.pk})
            self._hang_up()
            raise TryLater(_told(error)) from error

    def _hang_up(self) -> None:
        self._has_sent = False
        try:
            self._connection.close()
        except Exception:
            logger.debug("The mail server had hung up before.", exc_info=True)
        self._connection = get_connection()


class _ConnectionEnded(Exception):
    """The connection is of no more use: the server has said so, or it broke, perhaps over the mail."""

    def __init__(self, text: str, *, was_said: bool = False) -> None:
        super().__init__(text)
        self.was_said = was_said


def _answer(code: int, said: bytes | str) -> Exception:
    text = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    if code == AWAY:
        return _ConnectionEnded(text, was_said=True)
    return Refused(text) if 500 <= code < 600 else TryLater(text)


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return f"{type(error).__name__}: {error}"
