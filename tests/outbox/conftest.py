"""Mails to anybody, and a mail server to send them to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from customers.mails import FORGOTTEN_PASSWORD
from outbox import mails
from outbox.models import Mail
from stores.models import Store
from tests.mail_server import MailServer, dead_server

VALUES = {
    "customer_name": "Grace Holloway",
    "customer_firstname": "Grace",
    "customer_email": "grace@example.org",
    "link": "https://shop.example.com/customer/account/createPassword/?email=grace%40example.org&token=3d20",
    "hours": "2 hours",
}


@pytest.fixture
def server(settings: Any) -> MailServer:
    """A mail server the shop sends to; it is dead until a test lets it listen."""
    server = dead_server()
    settings.EMAIL_BACKEND = "outbox.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    return server


@pytest.fixture
def put(store: Store) -> Callable[..., Mail]:
    """Writes a mail with a link to somebody."""

    def put(recipient: str = "grace@example.org", at: Store | None = None, **values: str) -> Mail:
        mail = mails.put(FORGOTTEN_PASSWORD, store=at or store, recipient=recipient, values=VALUES | values)
        assert mail is not None
        return mail

    return put
