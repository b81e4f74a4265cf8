"""Writing mails into the outbox, and looking after those that are there. `outbox.worker` sends them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kernel.text import one_line
from outbox import config as outbox_config
from outbox import texts
from outbox.errors import MailNotWaiting
from outbox.models import Mail
from stores import config, lookups
from stores.errors import StoreNotFound
from stores.models import Store

_held_back: ContextVar[bool] = ContextVar("held_back", default=False)


def put(
    template: str, *, store: Store, recipient: str, values: Mapping[str, str], sender: str = "general"
) -> Mail | None:
    """Write a mail to somebody, in the words of a store view.

    It is part of the transaction it is called in: it leaves if that is committed, and is not there if it is not.
    `sender` is one of the merchant's identities. None if the merchant sends no mails, or they are held back.

    Raises NoSuchEntity for a template nobody declared.
    """
    mail = texts.text_of(template)
    store = speaking(store)
    name_path, email_path = outbox_config.name_path(sender), outbox_config.email_path(sender)
    found = config.read_all([outbox_config.DISABLED, name_path, email_path], store)
    if found[outbox_config.DISABLED] or _held_back.get():
        return None
    written = texts.write(template, store, values)
    now = timezone.now()
    return Mail.objects.create(
        message_id=f"<{uuid.uuid4().hex}@{_domain_of(found[email_path])}>",
        template=template,
        store=store,
        sender_name=found[name_path],
        sender=found[email_path],
        recipient=one_line(recipient),
        subject=written.subject,
        text=written.text,
        html=written.html,
        holds_secret=mail.holds_secret,
        created_at=now,
        next_try_at=now,
        give_up_at=now + dt.timedelta(days=settings.MAIL_GIVE_UP_DAYS),
    )


@contextmanager
def held_back() -> Iterator[None]:
    """Write no mails within the block: accounts that come from another shop are not welcomed a second time."""
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)


def speaking(store: Store) -> Store:
    """The store view that writes: for the admin's, which has no shoppers, the default one."""
    if store.pk != Store.ADMIN:
        return store
    try:
        return lookups.default_store()
    except StoreNotFound:
        return store


@transaction.atomic
def try_again(mail: Mail) -> None:
    """Let a mail that waits or has failed be sent at the next occasion. Raises MailNotWaiting for one that was sent."""
    current = Mail.objects.select_for_update().get(pk=mail.pk)
    if current.state == Mail.State.SENT:
        raise MailNotWaiting()
    now = timezone.now()
    current.state, current.next_try_at, current.done_at = Mail.State.WAITING, now, None
    current.give_up_at = now + dt.timedelta(days=settings.MAIL_GIVE_UP_DAYS)
    current.save(update_fields=["state", "next_try_at", "done_at", "give_up_at"])


def _domain_of(email: str) -> str:
    domain = email.rpartition("@")[2]
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return "localhost"
