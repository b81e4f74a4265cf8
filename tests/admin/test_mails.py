"""The outbox and the texts of mails in the admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from customers import resets
from customers.mails import FORGOTTEN_PASSWORD, WELCOME
from customers.models import Customer
from outbox import texts
from outbox.errors import VariableMissing, VariableUnknown
from outbox.models import Mail, MailTemplate
from stores.models import Store
from tests.admin.conftest import page

ADD = "/admin/outbox/mailtemplate/add/"
LIST = "/admin/outbox/mail/"


@pytest.fixture
def mail(grace: Customer, store: Store) -> Mail:
    """A mail with a link to reset a password, still waiting."""
    resets.request_password_reset(store=store, email=grace.email)
    return Mail.objects.get()


def failed(mail: Mail) -> None:
    Mail.objects.filter(pk=mail.pk).update(state="failed", next_try_at=None, done_at=mail.created_at)


def test_a_secret_is_shown_to_those_who_may_read_it(
    merchant: Client, clerk_allowed: Callable[..., Client], mail: Mail
) -> None:
    may, may_not = merchant.get(page(mail), follow=True), clerk_allowed("view_mail").get(page(mail), follow=True)

    assert (may.status_code, may_not.status_code) == (200, 200)
    assert "token=" in may.content.decode()
    assert "token=" not in may_not.content.decode()
    assert "Hidden" in may_not.content.decode()


def test_a_failed_mail_is_tried_again(merchant: Client, mail: Mail) -> None:
    failed(mail)

    merchant.post(LIST, {"action": "try_again_now", "_selected_action": [mail.pk]})

    mail.refresh_from_db()
    assert (mail.state, mail.done_at) == ("waiting", None)


def test_who_may_only_look_tries_nothing_again(clerk_allowed: Callable[..., Client], mail: Mail) -> None:
    failed(mail)

    clerk_allowed("view_mail").post(LIST, {"action": "try_again_now", "_selected_action": [mail.pk]})

    assert Mail.objects.get().state == "failed"


def test_a_new_text_begins_with_the_shops_own(merchant: Client) -> None:
    shown = merchant.get(ADD, {"code": WELCOME}).content.decode()

    assert "Your account is ready" in shown
    assert "{{ customer_firstname }}" in shown


def test_a_text_holds_for_a_store_view_once_it_is_saved(merchant: Client, other_store: Store) -> None:
    typed = {"code": WELCOME, "place": f"stores:{other_store.pk}", "subject": "Hi {{ customer_name }}"}

    answer = merchant.post(ADD, typed)
    again = merchant.post(ADD, typed | {"subject": "Ho"})

    template = MailTemplate.objects.get()
    assert answer.status_code == 302
    assert "There are texts of this mail for it already." in again.content.decode()
    assert (template.scope, template.scope_id, template.subject) == (
        "stores",
        other_store.pk,
        "Hi {{ customer_name }}",
    )
    assert texts.write(WELCOME, other_store, {"customer_name": "Ada", "link": "x"}).subject == "Hi Ada"


def test_a_text_is_changed(merchant: Client) -> None:
    template = MailTemplate.objects.create(code=WELCOME, subject="Hello")
    place = reverse("admin:outbox_mailtemplate_change", args=[template.pk])

    answer = merchant.post(place, {"place": "websites:1", "subject": "Good day", "text": "", "html": ""})

    template.refresh_from_db()
    assert answer.status_code == 302
    assert (template.code, template.scope, template.scope_id, template.subject) == (WELCOME, "websites", 1, "Good day")


def test_a_text_that_cannot_be_sent_is_refused_with_a_sentence(merchant: Client) -> None:
    typed = {"code": FORGOTTEN_PASSWORD, "place": "default:0", "text": "Hi {{ customer.password_hash }}"}

    shown = merchant.post(ADD, typed).content.decode()

    known = ", ".join(sorted(texts.text_of(FORGOTTEN_PASSWORD).known))
    assert VariableUnknown("customer.password_hash", known).message in shown
    assert VariableMissing("link").message in shown
    assert not MailTemplate.objects.exists()


def test_an_empty_text_is_no_text(merchant: Client) -> None:
    shown = merchant.post(ADD, {"code": WELCOME, "place": "default:0"}).content.decode()

    assert "Write at least one text" in shown
    assert not MailTemplate.objects.exists()


def test_a_preview_shows_sample_values_and_saves_nothing(merchant: Client) -> None:
    typed = {"code": WELCOME, "place": "default:0", "subject": "Hi {{ customer_name }}", "html": "<i>{{ link }}</i>"}

    shown = merchant.post(ADD, typed | {"_preview": "1"}).content.decode()
    refused = merchant.post(ADD, typed | {"_preview": "1", "subject": "{{ nobody }}"}).content.decode()

    assert "Hi Grace Holloway" in shown
    assert 'sandbox=""' in shown
    assert "There is no {{ nobody }} in this mail." in refused
    assert not MailTemplate.objects.exists()


def test_who_may_only_look_at_texts_previews_nothing(clerk_allowed: Callable[..., Client]) -> None:
    typed = {"code": WELCOME, "place": "default:0", "subject": "Hi", "_preview": "1"}

    assert clerk_allowed("view_mailtemplate").post(ADD, typed).status_code == 403
