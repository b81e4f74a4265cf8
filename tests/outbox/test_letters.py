"""What arrives: links are whole, heads hold what they should, and nobody writes into them."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from customers import accounts
from customers.mails import FORGOTTEN_PASSWORD
from customers.models import Customer
from outbox import texts, worker
from outbox.letters import letter_of
from outbox.models import Mail, MailTemplate
from stores import config
from stores.models import Store
from tests.mail_server import MailServer, Taken, listening
from tests.outbox.conftest import VALUES

HEADS = ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"]


class Links(HTMLParser):
    """The addresses a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attributes if tag == "a" and name == "href" and value]


def texts_of(taken: Taken) -> tuple[str, str]:
    """The plain text and the HTML of what arrived."""
    parts = list(taken.message.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    text, html = (part.get_content().replace("\r\n", "\n") for part in parts)  # type: ignore[attr-defined]
    return text, html


def test_a_thousand_links_arrive_whole(store: Store) -> None:
    now = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)

    for number in range(1000):
        token = secrets.token_hex(16)
        email = f"reader+{number}={'x' * (number % 70)}@example.org"
        link = f"https://shop.example.com/createPassword/?email={email.replace('+', '%2B')}&token={token}"
        written = texts.write(FORGOTTEN_PASSWORD, store, VALUES | {"link": link})
        mail = Mail(message_id=f"<{number}@x>", sender="a@b.c", recipient=email, created_at=now, **written._asdict())
        raw = letter_of(mail).as_bytes()

        text, html = texts_of(Taken("", [], "", raw))

        links = Links()
        links.feed(html)
        assert [line for line in text.splitlines() if line.startswith(link)] == [link]
        assert links.found.count(link) == 2
        assert parse_qs(urlsplit(link).query)["token"] == [token]
        assert max(map(len, raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76
        assert raw.isascii()


def test_a_mail_has_these_heads_and_both_forms(put: Callable[..., Mail], server: MailServer) -> None:
    mail = put(customer_name="Åsa Øst-Hølloway 李")

    with listening(server):
        worker.send_due()

    (taken,) = server.taken
    message = taken.message
    text, html = texts_of(taken)
    assert sorted(message.keys()) == HEADS
    assert (message["From"], message["To"]) == ("Owner <owner@example.com>", "grace@example.org")
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == mail.created_at.replace(microsecond=0)
    assert text.startswith("Hello Åsa Øst-Hølloway 李,\n")
    assert "Hello Åsa Øst-Hølloway 李," in html


@pytest.mark.parametrize(
    "evil",
    [
        "Grace\r\nBcc: victim@example.com",
        "Grace\nBcc: victim@example.com",
        "Grace\r\n\r\n<script>alert(1)</script>",
        "Grace\x85Bcc: victim@example.com",
        "Grace\u2028Bcc: victim@example.com",
        "Grace\x0bBcc: victim@example.com",
        "=?utf-8?q?Grace=0D=0ABcc:_victim@example.com?=",
    ],
)
def test_nobody_writes_into_the_head_of_a_mail(
    put: Callable[..., Mail], server: MailServer, store: Store, evil: str
) -> None:
    MailTemplate.objects.create(code=FORGOTTEN_PASSWORD, subject="For {{ customer_name }}")
    # Settings refuse such a text; the row is written past them.
    config.ConfigValue.objects.create(path="trans_email/ident_general/name", value=evil)
    put(customer_name=evil)

    with listening(server):
        worker.send_due()

    (taken,) = server.taken
    assert sorted(taken.message.keys()) == HEADS
    assert taken.recipients == ["grace@example.org"]
    assert "<script>" not in texts_of(taken)[1]
    assert len(str(taken.message["Subject"]).splitlines()) == 1


@pytest.mark.parametrize("end", ["\r\nBcc: victim@example.com", "\nRCPT TO:<victim@example.com>", "\r\nDATA\r\n"])
def test_nobody_writes_into_the_recipient(put: Callable[..., Mail], server: MailServer, end: str) -> None:
    put("grace@example.org" + end)

    with listening(server):
        worker.send_due()

    assert server.taken == []
    assert Mail.objects.get().state == Mail.State.FAILED


def test_a_name_is_escaped_in_html_and_as_it_is_in_text(
    make_customer: Callable[..., Customer], server: MailServer
) -> None:
    customer = make_customer()
    Mail.objects.all().delete()
    Customer.objects.filter(pk=customer.pk).update(firstname='<b>"Grace"&', lastname="O'Hara")
    accounts.change_customer(customer=customer, fields={"email": "grace2@example.org"})

    with listening(server):
        worker.send_due()

    for taken in server.taken:
        text, html = texts_of(taken)
        assert text.startswith('Hello <b>"Grace"& O\'Hara,')
        assert "Hello &lt;b&gt;&quot;Grace&quot;&amp; O&#x27;Hara," in html
    assert server.recipients == ["grace@example.org", "grace2@example.org"]


def test_the_sender_is_who_the_merchant_says_for_the_store_view(
    put: Callable[..., Mail], server: MailServer, store: Store, other_store: Store
) -> None:
    scope: dict[str, Any] = {"scope": config.Scope.STORES, "scope_id": other_store.pk}
    config.write("trans_email/ident_general/name", 'Zweiter "Laden", GmbH', **scope)
    config.write("trans_email/ident_general/email", "laden@bücher.example", **scope)
    put()
    put(at=other_store)

    with listening(server):
        worker.send_due()

    assert [taken.message["From"] for taken in server.taken] == [
        "Owner <owner@example.com>",
        '"Zweiter \\"Laden\\", GmbH" <laden@xn--bcher-kva.example>',
    ]
    assert [taken.sender for taken in server.taken] == ["owner@example.com", "laden@xn--bcher-kva.example"]
