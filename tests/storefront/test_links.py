"""Where the links of mails lead: they do nothing until somebody presses the button."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from customers import newsletter, resets
from customers.errors import ConfirmationCodeWrong, ConfirmationKeyWrong, PasswordTooShort, ResetTokenMismatch
from customers.models import Customer, Subscription
from stores import config
from stores.models import Store
from tests.conftest import PASSWORD
from tests.mails import delivered


@pytest.fixture
def link(django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], Any]], str]:
    """The address in the mail something sends."""

    def of(deed: Callable[[], Any]) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        found = re.search(r"http\S+", str(delivered()[-1].body))
        assert found
        return urlsplit(found[0])._replace(scheme="", netloc="").geturl()

    return of


def hidden_in(answer: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.content.decode()))


def test_an_email_is_confirmed(
    client: Client, link: Callable[..., str], make_customer: Callable[..., Customer]
) -> None:
    config.write("customer/create_account/confirm", "1")
    address = link(make_customer)

    opened = client.get(address)
    before = Customer.objects.get().is_confirmed
    pressed = client.post(urlsplit(address).path, hidden_in(opened))

    assert opened.status_code == pressed.status_code == 200
    assert not before
    assert Customer.objects.get().is_confirmed
    assert "Your account is confirmed." in pressed.content.decode()


def test_a_password_is_set(client: Client, link: Callable[..., str], grace: Customer, store: Store) -> None:
    address = link(lambda: resets.request_password_reset(store=store, email=grace.email))
    sent = hidden_in(client.get(address))

    different = client.post(address, sent | {"newPassword": "New-Horse-9", "confirmation": "Old-Horse-9"})
    weak = client.post(address, sent | {"newPassword": "weak", "confirmation": "weak"})
    unchanged = Customer.objects.get().password_is(PASSWORD)
    good = client.post(address, sent | {"newPassword": "New-Horse-9", "confirmation": "New-Horse-9"})
    again = client.post(address, sent | {"newPassword": "Third-Horse-9", "confirmation": "Third-Horse-9"})

    assert "Please make sure your passwords match." in different.content.decode()
    assert PasswordTooShort("8").message in weak.content.decode()
    assert unchanged
    assert "You updated your password." in good.content.decode()
    assert ResetTokenMismatch().message in again.content.decode()
    assert Customer.objects.get().password_is("New-Horse-9")


def test_a_subscription_is_confirmed(client: Client, link: Callable[..., str], store: Store) -> None:
    config.write("newsletter/subscription/confirm", "1")
    address = link(lambda: newsletter.subscribe_email(store=store, email="reader@example.org"))

    pressed = client.post(address, hidden_in(client.get(address)))

    assert "Your subscription has been confirmed." in pressed.content.decode()
    assert Subscription.objects.get().status == Subscription.Status.SUBSCRIBED


@pytest.mark.parametrize("id_", ["0", "99999999999999999999", "text", ""])
def test_a_wrong_link_is_refused(client: Client, make_customer: Callable[..., Customer], id_: str) -> None:
    config.write("customer/create_account/confirm", "1")
    make_customer()

    email = client.post("/customer/account/confirm/", {"email": "grace@example.org", "key": "wrong"})
    subscription = client.post("/newsletter/subscriber/confirm/", {"id": id_, "code": "wrong"})

    assert ConfirmationKeyWrong().message in email.content.decode()
    assert subscription.status_code == 200
    assert "Your subscription has been confirmed." not in subscription.content.decode()
    if id_ in ("0", ""):
        assert ConfirmationCodeWrong().message in subscription.content.decode()
    assert not Customer.objects.get().is_confirmed
