"""Sending what waits, one mail at a time.

A mail is chosen so that nobody else can choose it, given to the mail server, and noted as sent, in this order. On
PostgreSQL its row is locked from the first to the last, and other workers pass over it; on SQLite, whose one place for
a writer the shop needs meanwhile, a lock beside the database's file lets one worker at a time do it. Either lock ends
with the process that holds it, so nothing is left behind by one that dies: its mail waits as before.

Between the server's "250" and our commit lies the one moment in which a mail can be sent without our knowing. Whoever
dies in it sends the mail a second time, with the same Message-ID; the other choice would be to lose it.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone

from outbox.delivery import MailServer, NotDelivered, Refused, ServerAway
from outbox.models import Mail

logger = logging.getLogger(__name__)

POLL = 1.0  # seconds between two looks when there was nothing to do
LONGEST_PAUSE = 60.0  # seconds, while the mail server or the database is away
LONGEST_DELAY = dt.timedelta(hours=1)  # of one mail the server does not take now
TIDY_EVERY = dt.timedelta(hours=1)
TIDY_AT_ONCE = 1000

tidying = Signal()
"""Sent about once an hour by the one worker every shop has running: an app above this one then tidies up as well."""


class Stop(Protocol):
    """Who says when it is time to go. `threading.Event` is one."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float) -> object:
        """Sleep so long, or until it is time to go."""


class NeverStop:
    """Nobody does."""

    def is_set(self) -> bool:
        return False

    def wait(self, timeout: float) -> object:
        raise AssertionError("Nobody would wake up.")


def run(stop: Stop) -> None:
    """Send whatever comes, until told to stop; a mail that is under way is finished first."""
    failures = 0
    tidied_at = None
    while not stop.is_set():
        try:
            send_due(stop)
            if tidied_at is None or timezone.now() - tidied_at > TIDY_EVERY:
                tidy()
                tidied_at = timezone.now()
            failures = 0
        except ServerAway as away:
            failures += 1
            logger.warning("The mail server cannot be used: %s. Mails wait.", away)
        except DatabaseError as away:
            failures += 1
            logger.warning("The database cannot be used: %s. Mails wait.", away)
            connection.close()
        stop.wait(min(LONGEST_PAUSE, 2.0**failures) if failures else POLL)


def send_due(stop: Stop | None = None) -> int:
    """Send every mail that is due now; how many were sent.

    Raises ServerAway as soon as the mail server cannot be used; the others keep waiting.
    """
    stop = stop or NeverStop()
    sent = 0
    with MailServer() as server:
        while not stop.is_set():
            mail = _next(server)
            if mail is None:
                break
            sent += mail.state == Mail.State.SENT
    return sent


def tidy() -> int:
    """Delete what was sent or failed long ago, and let others do the same; how many mails."""
    tidying.send_robust(sender=None)
    before = timezone.now() - dt.timedelta(days=settings.MAIL_KEEP_DAYS)
    deleted = 0
    while True:
        old = list(
            Mail.objects.filter(done_at__lt=before).order_by("done_at").values_list("pk", flat=True)[:TIDY_AT_ONCE]
        )
        if not old:
            return deleted
        deleted += Mail.objects.filter(pk__in=old, done_at__lt=before).delete()[0]


def _next(server: MailServer) -> Mail | None:
    """Try to send the mail that has been due for longest; None if there is none. Raises ServerAway."""
    away = None
    with _chosen() as mail:
        if mail is None:
            return None
        mail.attempts += 1
        try:
            server.take(mail)
        except NotDelivered as failure:
            _note_failure(mail, failure)
            away = failure if isinstance(failure, ServerAway) else None
        else:
            _note_sent(mail)
    if away is not None:
        raise away
    if mail.state == Mail.State.FAILED:
        logger.error("Mail %s (%s) was not sent and will not be: %s", mail.pk, mail.template, mail.last_error)
    elif mail.state == Mail.State.SENT:
        logger.info("Mail %s (%s) was sent.", mail.pk, mail.template)
    else:
        logger.warning("Mail %s (%s) was not sent yet: %s", mail.pk, mail.template, mail.last_error)
    return mail


@contextmanager
def _chosen() -> Iterator[Mail | None]:
    """The next mail, nobody else's until the block ends."""
    due = Mail.objects.filter(state=Mail.State.WAITING, next_try_at__lte=timezone.now()).order_by("next_try_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        with transaction.atomic():
            yield due.select_for_update(skip_locked=True).first()
    else:
        with _alone():
            yield due.first()


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other worker sends from this SQLite file. One in memory is this process's alone."""
    name = Path(str(connection.settings_dict["NAME"]))
    if not name.is_file():
        yield
        return
    with name.with_name(f"{name.name}-mails").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _note_sent(mail: Mail) -> None:
    mail.state, mail.next_try_at, mail.done_at, mail.last_error = Mail.State.SENT, None, timezone.now(), ""
    if not settings.MAIL_KEEP_TEXTS:
        mail.text = mail.html = ""  # What they hold, links among it, is the recipient's now.
    mail.save(update_fields=["state", "next_try_at", "done_at", "last_error", "text", "html", "attempts"])


def _note_failure(mail: Mail, failure: NotDelivered) -> None:
    now = timezone.now()
    mail.last_error = str(failure)[:1000]
    if isinstance(failure, Refused) or now >= mail.give_up_at:
        mail.state, mail.next_try_at, mail.done_at = Mail.State.FAILED, None, now
    elif isinstance(failure, ServerAway):
        mail.next_try_at = now  # The worker itself waits; when the server is back, nobody waits any longer.
    else:
        mail.next_try_at = now + min(LONGEST_DELAY, dt.timedelta(minutes=2 ** min(mail.attempts - 1, 10)))
    mail.save(update_fields=["state", "next_try_at", "done_at", "last_error", "attempts"])
