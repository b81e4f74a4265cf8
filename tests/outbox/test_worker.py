"""Each mail is sent once: whatever the mail server does, and whoever is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from admins.models import AdminUser
from customers.models import Customer
from outbox import mails, worker
from outbox.delivery import ServerAway
from outbox.errors import MailNotWaiting
from outbox.models import Mail
from stores import config
from stores.models import Store
from tests.mail_server import MailServer, listening

Put = Callable[..., Mail]
State = Mail.State


def let_everything_be_due() -> None:
    Mail.objects.filter(state=State.WAITING).update(next_try_at=timezone.now())


def states() -> dict[str, str]:
    return dict(Mail.objects.values_list("recipient", "state"))


def test_an_account_is_opened_while_the_mail_server_is_dead_and_welcomed_once_when_it_is_back(
    rest: Callable[..., Any], admin: AdminUser, server: MailServer
) -> None:
    customer = {"email": "ada@example.org", "firstname": "Ada", "lastname": "Novak"}

    created = rest("POST", "/V1/customers", {"customer": customer, "password": "b1b2b3l@w+"}, by=admin)
    with pytest.raises(ServerAway):
        worker.send_due()
    waiting = Mail.objects.get()
    with listening(server):
        sent, sent_again = worker.send_due(), worker.send_due()

    assert created.status_code == 200
    assert (waiting.state, waiting.attempts, waiting.last_error[:22]) == (State.WAITING, 1, "ConnectionRefusedError")
    assert (sent, sent_again) == (1, 0)
    assert server.recipients == ["ada@example.org"]
    assert server.taken[0].message["Subject"] == "Welcome to Main Website Store"
    assert Mail.objects.get().state == State.SENT


def test_while_the_mail_server_is_away_one_mail_is_tried_and_the_others_are_left_alone(
    put: Put, server: MailServer
) -> None:
    for number in range(5):
        put(f"reader{number}@example.org")

    with pytest.raises(ServerAway):
        worker.send_due()

    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]


@pytest.mark.django_db
def test_a_deed_that_is_rolled_back_leaves_no_mail(put: Put) -> None:
    with transaction.atomic():
        put()
        transaction.set_rollback(True)

    assert not Mail.objects.exists()


def test_a_recipient_who_is_refused_for_good_stands_in_nobodys_way(
    put: Put, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.refusals = {"nobody@example.org": "550 5.1.1 no such user"}
    for name in ("nobody", "grace", "otto"):
        put(f"{name}@example.org")

    with listening(server):
        sent = worker.send_due()
        let_everything_be_due()
        worker.send_due()

    refused = Mail.objects.get(recipient="nobody@example.org")
    assert sent == 2
    assert server.recipients == ["grace@example.org", "otto@example.org"]
    assert (refused.state, refused.attempts, refused.last_error) == (State.FAILED, 1, "550 5.1.1 no such user")
    assert [record.levelname for record in caplog.records if "will not be" in record.message] == ["ERROR"]


def test_a_mail_that_is_not_taken_now_waits_longer_each_time_and_fails_in_the_end(
    put: Put, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.refusals = {"grace@example.org": "450 4.2.0 greylisted"}
    mail = put()
    waits = []

    with listening(server):
        for _ in range(8):
            let_everything_be_due()
            worker.send_due()
            mail.refresh_from_db()
            assert mail.next_try_at is not None
            waits.append(round((mail.next_try_at - timezone.now()) / dt.timedelta(minutes=1)))
        Mail.objects.update(give_up_at=timezone.now())
        let_everything_be_due()
        worker.send_due()

    mail.refresh_from_db()
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert (mail.state, mail.next_try_at, mail.attempts) == (State.FAILED, None, 9)
    assert [record.levelname for record in caplog.records if "will not be" in record.message] == ["ERROR"]
    assert server.taken == []


def test_a_sender_the_server_does_not_like_can_be_mended(put: Put, server: MailServer) -> None:
    server.sender_refusal = "553 5.7.1 not your address"
    put()

    with listening(server):
        worker.send_due()
        between = Mail.objects.get()
        server.sender_refusal = ""
        let_everything_be_due()
        worker.send_due()

    assert (between.state, between.last_error) == (State.WAITING, "553 5.7.1 not your address")
    assert states() == {"grace@example.org": State.SENT}


def test_a_server_that_takes_few_mails_over_a_connection_gets_them_over_several(put: Put, server: MailServer) -> None:
    server.mails_per_connection = 2
    recipients = [f"reader{number}@example.org" for number in range(7)]
    for recipient in recipients:
        put(recipient)

    with listening(server):
        sent = worker.send_due()

    assert sent == 7
    assert server.recipients == recipients
    assert server.connections == 4


def test_a_mail_that_ends_the_connection_waits_and_the_others_go(put: Put, server: MailServer) -> None:
    server.hangs_up_on = "poison@example.org"
    for name in ("poison", "grace", "otto"):
        put(f"{name}@example.org")

    with listening(server):
        worker.send_due()

    assert server.recipients == ["grace@example.org", "otto@example.org"]
    assert states() == {
        "poison@example.org": State.WAITING,
        "grace@example.org": State.SENT,
        "otto@example.org": State.SENT,
    }


@pytest.mark.parametrize("broken", ["nobody", "@example.org", "a b@example.org", "x@" + "a" * 70 + ".org", "x@a..org"])
def test_what_is_no_email_fails_and_the_others_go(put: Put, server: MailServer, broken: str) -> None:
    put(broken)
    put("grace@example.org")

    with listening(server):
        worker.send_due()

    assert states() == {broken: State.FAILED, "grace@example.org": State.SENT}
    assert server.recipients == ["grace@example.org"]


def test_an_international_domain_is_sent_in_its_ascii_form(put: Put, server: MailServer) -> None:
    put("grace@bücher.example")

    with listening(server):
        worker.send_due()

    assert server.recipients == ["grace@xn--bcher-kva.example"]
    assert server.taken[0].message["To"] == "grace@xn--bcher-kva.example"
    assert server.taken[0].options == ""


def test_a_name_that_is_not_ascii_is_said_to_a_server_that_understands_it(put: Put, server: MailServer) -> None:
    put("jørgen@bücher.example")

    with listening(server):
        worker.send_due()

    (taken,) = server.taken
    assert taken.recipients == ["jørgen@xn--bcher-kva.example"]
    assert "SMTPUTF8" in taken.options
    assert "To: jørgen@xn--bcher-kva.example\r\n".encode() in taken.raw
    assert taken.message["Subject"] == "Reset your Main Website Store password"


def test_a_name_that_is_not_ascii_fails_with_a_reason_where_nobody_understands_it(put: Put, server: MailServer) -> None:
    server.speaks_utf8 = False
    put("jørgen@example.org")
    put("grace@example.org")

    with listening(server):
        worker.send_due()

    assert states() == {"jørgen@example.org": State.FAILED, "grace@example.org": State.SENT}
    assert "SMTPUTF8" in Mail.objects.get(recipient="jørgen@example.org").last_error
    assert server.recipients == ["grace@example.org"]


def test_the_message_id_is_the_same_at_every_attempt(put: Put, server: MailServer) -> None:
    server.refusals = {"grace@example.org": "450 later"}
    mail = put()

    with listening(server):
        worker.send_due()
        server.refusals = {}
        let_everything_be_due()
        worker.send_due()

    assert server.taken[0].message["Message-ID"] == mail.message_id
    assert mail.message_id.endswith("@example.com>")


def test_what_a_mail_said_is_forgotten_once_it_is_sent_and_all_of_it_later(
    put: Put, server: MailServer, settings: Any
) -> None:
    server.refusals = {"nobody@example.org": "550 no"}
    kept, old = put("nobody@example.org"), put()

    with listening(server):
        worker.send_due()
    texts = dict(Mail.objects.values_list("pk", "text"))
    early = worker.tidy()
    long_ago = timezone.now() - dt.timedelta(days=settings.MAIL_KEEP_DAYS, minutes=1)
    Mail.objects.filter(pk=old.pk).update(done_at=long_ago)
    late = worker.tidy()

    assert texts[old.pk] == ""
    assert "token=3d20" in texts[kept.pk]
    assert (early, late) == (0, 1)
    assert list(Mail.objects.values_list("pk", flat=True)) == [kept.pk]


def test_a_mail_that_failed_can_be_tried_again_and_one_that_was_sent_cannot(put: Put, server: MailServer) -> None:
    server.refusals = {"grace@example.org": "550 no"}
    mail = put()

    with listening(server):
        worker.send_due()
        server.refusals = {}
        mails.try_again(mail)
        worker.send_due()
        with pytest.raises(MailNotWaiting):
            mails.try_again(mail)
        worker.send_due()

    assert server.recipients == ["grace@example.org"]
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == (State.SENT, 2, "")


def test_a_merchant_can_switch_mails_off_for_a_store_view(grace: Customer, put: Put, store: Store) -> None:
    config.write("system/smtp/disable", "1", scope=config.Scope.STORES, scope_id=store.pk)

    assert (
        mails.put("customer_create_account_email_template", store=store, recipient="a@example.org", values={}) is None
    )
    assert not Mail.objects.exists()


def test_mails_can_be_held_back(put: Put, make_customer: Callable[..., Customer]) -> None:
    with mails.held_back():
        make_customer()

    assert not Mail.objects.exists()
    put()
    assert Mail.objects.count() == 1
