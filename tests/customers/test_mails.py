"""Which mail is written when, to whom, in whose words; a deed that is refused writes none."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from admins.models import AdminUser
from customers import accounts, confirmation, mails, newsletter, passwords, resets
from customers.errors import CurrentPasswordWrong, EmailTaken, PasswordTooShort, ResetTokenMismatch
from customers.models import Customer, Subscription
from kernel.errors import Failure
from outbox.models import Mail
from stores import config
from stores.models import Store
from tests.conftest import PASSWORD
from tests.mails import forget

MakeCustomer = Callable[..., Customer]
GRACE, ADA = "grace@example.org", "ada@example.org"


def written() -> list[tuple[str, str]]:
    """Template and recipient of every mail, in order."""
    return list(Mail.objects.order_by("id").values_list("template", "recipient"))


def link_in(mail: Mail) -> dict[str, str]:
    return dict(re.findall(r"[?&](\w+)=([\w.%-]+)", mail.text))


def test_who_signs_up_with_a_password_is_welcomed(make_customer: MakeCustomer) -> None:
    make_customer()

    assert written() == [(mails.WELCOME, GRACE)]
    assert "http://127.0.0.1:8000/customer/account/login/" in Mail.objects.get().text


def test_who_has_no_password_yet_gets_a_link_that_sets_one(make_customer: MakeCustomer, store: Store) -> None:
    make_customer(password=None)

    mail = Mail.objects.get()
    assert written() == [(mails.WELCOME_WITHOUT_PASSWORD, GRACE)]
    assert mail.holds_secret
    resets.reset_password(store=store, email=GRACE, token=link_in(mail)["token"], new_password="New-Horse-9")
    assert Customer.objects.get().password_is("New-Horse-9")


def test_who_has_to_confirm_is_asked_to_and_welcomed_afterwards(make_customer: MakeCustomer, store: Store) -> None:
    config.write("customer/create_account/confirm", "1")
    make_customer()
    key = link_in(Mail.objects.get())["key"]

    confirmation.confirm_email(store=store, email=GRACE, key=key)

    assert written() == [(mails.CONFIRMATION, GRACE), (mails.CONFIRMED, GRACE)]


def test_a_password_set_with_a_mailed_link_confirms_the_email(make_customer: MakeCustomer, store: Store) -> None:
    config.write("customer/create_account/confirm", "1")
    make_customer(password=None, is_subscribed=True)
    first = Mail.objects.get()

    resets.reset_password(store=store, email=GRACE, token=link_in(first)["token"], new_password="New-Horse-9")

    assert first.template == mails.WELCOME_WITHOUT_PASSWORD
    assert Customer.objects.get().is_confirmed
    assert Subscription.objects.get().status == Subscription.Status.SUBSCRIBED
    assert written()[1:] == [(mails.SUBSCRIBED, GRACE), (mails.PASSWORD_CHANGED, GRACE)]


def test_a_confirmation_is_sent_again(make_customer: MakeCustomer, store: Store) -> None:
    config.write("customer/create_account/confirm", "1")
    make_customer()
    forget()

    confirmation.resend_confirmation_email(store=store, email=GRACE)

    assert written() == [(mails.CONFIRMATION, GRACE)]


@pytest.mark.parametrize(
    ("template", "expected"),
    [("email_reset", mails.FORGOTTEN_PASSWORD), ("email_reminder", mails.PASSWORD_REMINDER)],
)
def test_an_integration_chooses_between_two_mails_with_a_link(grace: Customer, template: str, expected: str) -> None:
    resets.initiate_password_reset(email=GRACE, website_id=grace.website_id, template=template)

    assert written() == [(expected, GRACE)]
    assert link_in(Mail.objects.get())["email"] == "grace%40example.org"


def test_a_password_that_was_reset_is_told(grace: Customer, store: Store) -> None:
    resets.request_password_reset(store=store, email=GRACE)
    token = link_in(Mail.objects.get())["token"]

    resets.reset_password(store=store, email=GRACE, token=token, new_password="New-Horse-9")

    assert written() == [(mails.FORGOTTEN_PASSWORD, GRACE), (mails.PASSWORD_CHANGED, GRACE)]


def test_a_password_that_was_changed_is_told(grace: Customer) -> None:
    passwords.change_password(customer=grace, current_password=PASSWORD, new_password="New-Horse-9")

    assert written() == [(mails.PASSWORD_CHANGED, GRACE)]


def test_a_new_email_is_told_to_the_old_one_and_to_the_new_one_and_neither_learns_the_other(grace: Customer) -> None:
    accounts.update_email(customer=grace, email=ADA, password=PASSWORD)

    old, new = Mail.objects.order_by("id")
    assert written() == [(mails.EMAIL_CHANGED, GRACE), (mails.EMAIL_CHANGED, ADA)]
    assert ADA not in old.text + old.html
    assert GRACE not in new.text + new.html


def test_an_email_in_other_letters_is_one_mailbox_and_told_once(grace: Customer) -> None:
    accounts.update_email(customer=grace, email="Grace@Example.org", password=PASSWORD)

    assert written() == [(mails.EMAIL_CHANGED, "Grace@Example.org")]


def test_an_email_the_shop_changes_is_told_too(rest: Callable[..., Any], admin: AdminUser, grace: Customer) -> None:
    sent = {"email": ADA, "firstname": "Grace", "lastname": "Holloway", "website_id": grace.website_id}

    answer = rest("PUT", f"/V1/customers/{grace.pk}", {"customer": sent}, by=admin)

    assert answer.status_code == 200
    assert written() == [(mails.EMAIL_CHANGED, GRACE), (mails.EMAIL_CHANGED, ADA)]


def test_a_change_of_anything_else_is_not_mailed(grace: Customer) -> None:
    accounts.update_own_account(customer=grace, fields={"firstname": "Ada", "email": GRACE})

    assert written() == []


def test_the_newsletter_tells_whoever_comes_and_goes(grace: Customer) -> None:
    newsletter.set_subscribed(grace, True)
    newsletter.set_subscribed(grace, True)
    newsletter.set_subscribed(grace, False)
    newsletter.set_subscribed(grace, False)

    assert written() == [(mails.SUBSCRIBED, GRACE), (mails.UNSUBSCRIBED, GRACE)]


def test_a_subscription_to_be_confirmed_asks_first(store: Store) -> None:
    config.write("newsletter/subscription/confirm", "1")
    newsletter.subscribe_email(store=store, email="reader@example.org")
    asked = link_in(Mail.objects.get())

    newsletter.confirm_subscription(subscription_id=int(asked["id"]), code=asked["code"])

    assert written() == [
        (mails.SUBSCRIPTION_CONFIRMATION, "reader@example.org"),
        (mails.SUBSCRIBED, "reader@example.org"),
    ]
    assert Mail.objects.first().text.startswith("Hello,\n")  # type: ignore[union-attr]


def test_a_subscription_that_follows_its_customer_says_so_to_the_new_email(grace: Customer) -> None:
    newsletter.set_subscribed(grace, True)
    forget()

    accounts.update_email(customer=grace, email=ADA, password=PASSWORD)

    assert (mails.SUBSCRIBED, ADA) in written()
    assert len(written()) == 3


def test_a_subscription_waits_for_its_account_in_silence(make_customer: MakeCustomer, store: Store) -> None:
    config.write("customer/create_account/confirm", "1")
    make_customer(is_subscribed=True)
    before = written()

    confirmation.confirm_email(store=store, email=GRACE, key=link_in(Mail.objects.get())["key"])

    assert before == [(mails.CONFIRMATION, GRACE)]
    assert written()[1:] == [(mails.SUBSCRIBED, GRACE), (mails.CONFIRMED, GRACE)]


def test_a_mail_speaks_for_the_store_view_of_the_account(make_customer: MakeCustomer, other_store: Store) -> None:
    scope: dict[str, Any] = {"scope": config.Scope.STORES, "scope_id": other_store.pk}
    config.write("customer/create_account/email_identity", "custom1", **scope)
    config.write("trans_email/ident_custom1/email", "hallo@second.example", **scope)
    config.write("web/secure/base_url", "https://second.example/", **scope)

    make_customer(at=other_store)

    mail = Mail.objects.get()
    assert (mail.store, mail.sender, mail.subject) == (other_store, "hallo@second.example", "Welcome to Second Store")
    assert "https://second.example/customer/account/login/" in mail.text


def test_for_an_account_of_the_admins_view_the_website_speaks(make_customer: MakeCustomer, other_store: Store) -> None:
    customer = make_customer(at=other_store)
    Customer.objects.filter(pk=customer.pk).update(store_id=Store.ADMIN)
    forget()

    passwords.change_password(customer=Customer.objects.get(), current_password=PASSWORD, new_password="New-Horse-9")

    assert Mail.objects.get().store == other_store


@pytest.mark.parametrize(
    ("deed", "failure"),
    [
        (
            lambda of: passwords.change_password(customer=of, current_password="no", new_password="x"),
            CurrentPasswordWrong,
        ),
        (
            lambda of: passwords.change_password(customer=of, current_password=PASSWORD, new_password="x"),
            PasswordTooShort,
        ),
        (lambda of: accounts.update_email(customer=of, email="otto@example.org", password=PASSWORD), EmailTaken),
        (lambda of: accounts.update_email(customer=of, email=ADA, password="no"), CurrentPasswordWrong),
        (
            lambda of: resets.reset_password(store=of.store, email=GRACE, token="x", new_password="New-Horse-9"),
            ResetTokenMismatch,
        ),
    ],
)
def test_what_is_refused_is_not_mailed(
    grace: Customer, otto: Customer, deed: Callable[[Customer], Any], failure: type[Failure]
) -> None:
    with pytest.raises(failure):
        deed(grace)

    assert written() == []


def test_a_customer_made_in_the_admin_gets_a_link(
    client: Client, admin: AdminUser, store: Store, graphql: Callable[..., Any]
) -> None:
    client.force_login(admin)

    client.post(
        "/admin/customers/customer/add/",
        {"store": store.pk, "group": 1, "email": ADA, "firstname": "Ada", "lastname": "Novak"},
    )

    assert written() == [(mails.WELCOME_WITHOUT_PASSWORD, ADA)]
