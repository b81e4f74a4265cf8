"""Limits by address, of mails and of sign-ups, as callers meet them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from admins.models import AdminUser
from auth_tokens import config as token_settings
from auth_tokens.errors import SignInFailed
from customers import config as settings_of_customers
from customers import locks
from customers.errors import (
    CurrentPasswordWrong,
    NobodyToRemind,
    PasswordTooCommon,
    PasswordTooShort,
    ResetRequestsTooMany,
    ResetRequestsTooSoon,
    TooManySignUps,
)
from customers.models import Customer
from kernel import origin
from kernel.errors import Failure
from limits import addresses
from limits.errors import ChallengeFailed, TooBusy
from outbox.models import Mail
from stores import config
from tests.conftest import PASSWORD
from tests.graphql_api.conftest import CREATE_V2, SIGN_IN

RESET = "/V1/customers/password"
TOKEN = "/V1/integration/customer/token"


def signs_in(rest: Any, name: str, password: str = PASSWORD, **headers: str) -> int:
    return int(rest("POST", TOKEN, {"username": name, "password": password}, **headers).status_code)


def asks_for_a_reset(rest: Any, email: str) -> Any:
    answer = rest("PUT", RESET, {"email": email, "template": "email_reset"})
    return answer.json() if answer.status_code == 200 else answer.json()["message"]


# Addresses


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix", ""),
    ],
)
def test_an_address_counts_as_one_customer_has_it(address: str, key: str) -> None:
    with origin.coming_from(origin.Origin(origin.GUEST, address=address)):
        assert addresses.key() == key


@pytest.mark.parametrize("actor", [origin.SYSTEM, origin.Actor(origin.Kind.ADMIN, 1, "merchant")])
def test_the_shop_itself_has_no_address(actor: origin.Actor) -> None:
    with origin.coming_from(origin.Origin(actor, address="203.0.113.9")):
        assert addresses.key() == ""


def test_an_address_that_fails_with_many_names_is_refused_and_others_are_not(
    rest: Any, grace: Customer, settings: Any
) -> None:
    config.write(token_settings.MOST_FAILURES_PER_ADDRESS, "4")
    settings.PROXIES = 1
    here, there = {"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-For": "203.0.113.10"}

    failed = [signs_in(rest, f"somebody{n}@example.org", **here) for n in range(4)]

    assert failed == [401] * 4
    assert [signs_in(rest, grace.email, **here), signs_in(rest, grace.email, **there)] == [401, 200]
    settings.RATE_LIMITS = False
    assert signs_in(rest, grace.email, **here) == 200


def test_successes_of_an_address_are_without_end(rest: Any, grace: Customer) -> None:
    config.write(token_settings.MOST_FAILURES_PER_ADDRESS, "2")

    assert [signs_in(rest, grace.email) for _ in range(5)] == [200] * 5


# The admin's form


def test_the_admins_form_is_counted_with_the_tokens_of_admins(rest: Any, admin: AdminUser) -> None:
    client, wrong = Client(), {"username": "merchant", "password": "Wrong-Horse-9"}
    for _ in range(3):
        page = client.post("/admin/login/", wrong)
        assert SignInFailed.template in page.content.decode()
    for _ in range(3):
        rest("POST", "/V1/integration/admin/token", wrong)

    refused = client.post("/admin/login/", {"username": "merchant", "password": PASSWORD})

    assert refused.status_code == 200
    assert SignInFailed.template in refused.content.decode()
    assert client.get("/admin/").status_code == 302


def test_an_admin_signs_in_with_the_form(admin: AdminUser) -> None:
    client = Client()

    assert client.post("/admin/login/?next=/admin/", {"username": "merchant", "password": PASSWORD}).status_code == 302
    assert client.get("/admin/").status_code == 200


# Mails


@pytest.mark.parametrize("email", ["grace@example.org", "nobody@example.org"])
def test_a_second_reset_mail_is_too_soon_whoevers_it_is(rest: Any, graphql: Any, grace: Customer, email: str) -> None:
    asks_for_a_reset(rest, email)
    mails = Mail.objects.count()

    assert asks_for_a_reset(rest, email) == ResetRequestsTooSoon.template
    body = graphql("mutation ($email: String!) { requestPasswordResetEmail(email: $email) }", {"email": email}).body
    assert body["errors"][0]["message"] == NobodyToRemind.storefront_template
    assert Mail.objects.count() == mails


def test_five_reset_mails_are_sent_in_an_hour(rest: Any, grace: Customer) -> None:
    config.write(settings_of_customers.RESET_MINUTES_APART, "0")

    told = [asks_for_a_reset(rest, grace.email) for _ in range(6)]

    assert told == [*[True] * 5, ResetRequestsTooMany.template]


@pytest.mark.parametrize(
    ("protection", "same_email", "same_address"),
    [("0", False, False), ("1", True, True), ("2", False, True), ("3", True, False)],
)
def test_a_merchant_decides_what_mails_are_counted_by(
    rest: Any, make_customer: Any, settings: Any, protection: str, same_email: bool, same_address: bool
) -> None:
    config.write(settings_of_customers.RESET_PROTECTION, protection)
    settings.PROXIES = 1
    make_customer(), make_customer(email="ada@example.org")

    def told(email: str, address: str) -> bool:
        sent = {"email": email, "template": "email_reset"}
        return rest("PUT", RESET, sent, **{"X-Forwarded-For": address}).status_code == 400

    assert told("grace@example.org", "203.0.113.1") is False
    assert told("grace@example.org", "203.0.113.2") is same_email
    assert told("ada@example.org", "203.0.113.1") is same_address


# Sign-ups


def test_guests_open_so_many_accounts_from_one_address(graphql: Any) -> None:
    config.write(settings_of_customers.SIGN_UPS_PER_ADDRESS, "2")

    def opens(n: int) -> Any:
        sent = {"email": f"a{n}@example.org", "firstname": "Ada", "lastname": "Byron", "password": PASSWORD}
        return graphql(CREATE_V2, {"input": sent}).body.get("errors", [{"message": None}])[0]["message"]

    assert [opens(n) for n in range(3)] == [None, None, TooManySignUps.template]
    assert Customer.objects.count() == 2


def test_the_shop_opens_as_many_as_it_likes(rest: Any, admin: AdminUser) -> None:
    config.write(settings_of_customers.SIGN_UPS_PER_ADDRESS, "1")
    given = [{"email": f"a{n}@example.org", "firstname": "Ada", "lastname": "Byron"} for n in range(3)]

    assert [rest("POST", "/V1/customers", {"customer": each}, by=admin).status_code for each in given] == [200] * 3


# Getting in again


def test_a_reset_and_an_admin_lift_both_locks(rest: Any, grace: Customer) -> None:
    for _ in range(6):
        signs_in(rest, grace.email, "Wrong-Horse-9")
    for _ in range(9):
        with pytest.raises(CurrentPasswordWrong):
            locks.check_current_password(grace, "Wrong-Horse-9")
    assert signs_in(rest, grace.email) == 401

    locks.unlock_customer(customer=grace)

    assert signs_in(rest, grace.email) == 200
    assert Customer.objects.get(pk=grace.pk).failures_count == 0


# NIST's policy


@pytest.mark.parametrize(
    ("password", "failure"),
    [
        ("Short-Horse-9", PasswordTooShort("15")),
        ("passwordpassword", PasswordTooCommon()),
        ("aaaaaaaaaaaaaaaa", PasswordTooCommon()),
        ("123456789012345", PasswordTooCommon()),
        ("abcdefghijklmnop", PasswordTooCommon()),
        ("QWERTYqwertyQWERTY", PasswordTooCommon()),
        ("grace.holloway12345", PasswordTooCommon()),
    ],
)
def test_nist_refuses_what_is_guessed_first(
    make_customer: Callable[..., Customer], password: str, failure: Failure
) -> None:
    config.write(settings_of_customers.PASSWORD_POLICY, "nist")

    with pytest.raises(type(failure)) as raised:
        make_customer(email="grace.holloway@example.org", password=password)

    assert raised.value == failure
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    "password", ["correct horse battery", " spaces around it ", "еще один длинный пароль", "🐎" * 7 + "🔋🖇️ of any kind"]
)
def test_nist_asks_for_no_classes(make_customer: Callable[..., Customer], password: str) -> None:
    config.write(settings_of_customers.PASSWORD_POLICY, "nist")

    assert make_customer(password=password).password_is(password)


def test_a_storefront_is_told_what_holds(graphql: Any) -> None:
    config.write(settings_of_customers.PASSWORD_POLICY, "nist")

    body = graphql("{ storeConfig { minimum_password_length required_character_classes_number } }").body

    assert body["data"]["storeConfig"] == {
        "minimum_password_length": "15",
        "required_character_classes_number": "1",
    }


# Robots


def passes(*, form: str, answer: str, address: str) -> bool:
    if answer == "broken":
        raise RuntimeError
    return answer == f"human at {form}"


@pytest.mark.parametrize(("answer", "is_in"), [("human at customer_login", True), ("", False), ("broken", False)])
def test_a_challenge_stands_before_the_password(
    graphql: Any, grace: Customer, settings: Any, answer: str, is_in: bool
) -> None:
    settings.BOT_CHALLENGE = f"{__name__}.passes"

    for header in ("X-ReCaptcha", "X-Captcha"):
        body = graphql(SIGN_IN, {"email": grace.email, "password": PASSWORD}, **{header: answer}).body
        told = body.get("errors", [{"message": None}])[0]["message"]
        assert told == (None if is_in else ChallengeFailed.template)


def test_the_shop_is_no_robot(rest: Any, admin: AdminUser, settings: Any) -> None:
    settings.BOT_CHALLENGE = f"{__name__}.passes"
    customer = {"email": "ada@example.org", "firstname": "Ada", "lastname": "Byron"}

    assert rest("POST", "/V1/customers", {"customer": customer}, by=admin).status_code == 200


def test_a_busy_shop_answers_503_and_counts_nothing(
    rest: Any, graphql: Any, grace: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*args: Any, **kwargs: Any) -> bool:
        raise TooBusy()

    monkeypatch.setattr(Customer, "password_is", busy)
    told = [rest("POST", TOKEN, {"username": grace.email, "password": PASSWORD}) for _ in range(8)]
    shown = graphql(SIGN_IN, {"email": grace.email, "password": PASSWORD})
    monkeypatch.undo()

    assert {(answer.status_code, answer.headers["Retry-After"]) for answer in told} == {(503, "5")}
    assert shown.status_code == 503
    assert signs_in(rest, grace.email) == 200
