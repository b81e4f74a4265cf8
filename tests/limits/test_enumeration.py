"""What strangers learn by asking: nothing of who has an account, in words or in work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from auth_tokens.errors import SignInFailed
from customers import sign_in
from customers.models import Customer
from stores import config
from stores.models import Store
from tests.conftest import PASSWORD, headers_of

WHO = ("known", "unknown", "locked", "unconfirmed", "without_password")
TELLS = "customer/password/duplex_tell_who_has_an_account"


@pytest.fixture
def emails(make_customer: Callable[..., Customer]) -> dict[str, str]:
    """An e-mail of each kind, all equally long."""
    found = {who: f"{n}-somebody@example.org" for n, who in enumerate(WHO)}
    make_customer(email=found["known"])
    make_customer(email=found["locked"])
    Customer.objects.filter(email=found["locked"]).update(locked_until_at=timezone.now() + dt.timedelta(hours=1))
    make_customer(email=found["without_password"], password=None)
    config.write("customer/create_account/confirm", "1")
    make_customer(email=found["unconfirmed"])
    return found


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is hashed from here on."""
    texts: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        texts.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return texts


def by_rest(method: str, path: str, **fixed: Any) -> Callable[..., bytes]:
    def ask(email: str, rest: Any, graphql: Any) -> bytes:
        sent = {key: email if value is EMAIL else value for key, value in fixed.items()}
        response = rest(method, path, sent)
        return bytes(f"{response.status_code} ", "ascii") + response.content

    return ask


def by_graphql(document: str) -> Callable[..., bytes]:
    def ask(email: str, rest: Any, graphql: Any) -> bytes:
        response = graphql(document.replace("$EMAIL", email))
        return bytes(f"{response.status_code} ", "ascii") + response.content

    return ask


def by_form(email: str, rest: Any, graphql: Any) -> bytes:
    sent = {"login[username]": email, "login[password]": "Wrong-Horse-9"}
    page = Client().post("/customer/account/login/", sent)
    assert SignInFailed.template in page.content.decode()
    return bytes(f"{page.status_code} {page.context['form'].non_field_errors()}", "utf-8")


EMAIL = object()
KEY = "0" * 32
CALLS: dict[str, Callable[..., bytes]] = {
    "REST token": by_rest("POST", "/V1/integration/customer/token", username=EMAIL, password="Wrong-Horse-9"),
    "REST reset mail": by_rest("PUT", "/V1/customers/password", email=EMAIL, template="email_reset"),
    "REST reset": by_rest("POST", "/V1/customers/resetPassword", email=EMAIL, resetToken=KEY, newPassword=PASSWORD),
    "REST isEmailAvailable": by_rest("POST", "/V1/customers/isEmailAvailable", customerEmail=EMAIL),
    "GraphQL token": by_graphql(
        'mutation { generateCustomerToken(email: "$EMAIL", password: "Wrong-Horse-9") { token } }'
    ),
    "GraphQL reset mail": by_graphql('mutation { requestPasswordResetEmail(email: "$EMAIL") }'),
    "GraphQL reset": by_graphql(
        f'mutation {{ resetPassword(email: "$EMAIL", resetPasswordToken: "{KEY}", newPassword: "{PASSWORD}") }}'
    ),
    "GraphQL confirmation mail": by_graphql('mutation { resendConfirmationEmail(email: "$EMAIL") }'),
    "GraphQL confirmation": by_graphql(
        f'mutation {{ confirmEmail(input: {{email: "$EMAIL", confirmation_key: "{KEY}"}}) {{ customer {{ email }} }} }}'
    ),
    "GraphQL isEmailAvailable": by_graphql('{ isEmailAvailable(email: "$EMAIL") { is_email_available } }'),
    "sign-in page": by_form,
}


@pytest.mark.parametrize("call", CALLS)
def test_every_email_is_answered_alike_and_costs_the_same_work(
    rest: Any, graphql: Any, emails: dict[str, str], hashed: list[str], settings: Any, call: str
) -> None:
    config.write(TELLS, "0")
    settings.RATE_LIMITS = False
    answers, work = set(), []

    for email in emails.values():
        hashed.clear()
        answers.add(CALLS[call](email, rest, graphql).replace(email.encode(), b"<email>"))
        work.append(len(hashed))

    assert len(answers) == 1, answers
    assert work == [work[0]] * len(WHO)


@pytest.mark.parametrize("call", ["REST token", "GraphQL token", "sign-in page"])
def test_a_sign_in_costs_one_hash_and_tells_nothing_as_magento_does_by_default(
    rest: Any, graphql: Any, emails: dict[str, str], hashed: list[str], call: str
) -> None:
    answers = {CALLS[call](email, rest, graphql) for email in emails.values()}

    assert len(answers) == 1
    assert hashed == ["Wrong-Horse-9"] * len(WHO)


@pytest.mark.parametrize("call", ["REST token", "GraphQL token", "sign-in page"])
def test_a_refused_name_costs_nothing_whoevers_it_is(
    rest: Any, graphql: Any, emails: dict[str, str], hashed: list[str], settings: Any, call: str
) -> None:
    settings.RATE_LIMITS = False
    for email in emails.values():
        for _ in range(6):
            CALLS[call](email, rest, graphql)
    hashed.clear()

    assert len({CALLS[call](email, rest, graphql) for email in emails.values()}) == 1
    assert hashed == []


def test_a_thousand_bad_passwords_of_strangers_end_nothing_that_was_given(
    rest: Any, graphql: Any, grace: Customer
) -> None:
    given = headers_of(grace)
    tried = {"username": grace.email, "password": "Wrong-Horse-9"}

    told = {rest("POST", "/V1/integration/customer/token", tried).content for _ in range(1000)}

    assert len(told) == 1
    assert rest("GET", "/V1/customers/me", **given).json()["email"] == grace.email
    assert graphql("{ customer { email } }", **given).body["data"]["customer"] == {"email": grace.email}
    grace.refresh_from_db()
    assert not grace.is_locked


def test_aliases_do_not_try_more(rest: Any, graphql: Any, grace: Customer, hashed: list[str]) -> None:
    aliases = " ".join(
        f'a{n}: generateCustomerToken(email: "{grace.email}", password: "Wrong-Horse-{n}") {{ token }}'
        for n in range(100)
    )

    answer = graphql(f"mutation {{ {aliases} }}").body

    assert "data" not in answer
    assert hashed == []


def test_tries_are_counted_one_by_one_in_the_domain(grace: Customer, store: Store, hashed: list[str]) -> None:
    for n in range(100):
        with pytest.raises(SignInFailed):
            sign_in.authenticate(store=store, email=grace.email, password=f"Wrong-Horse-{n}")

    assert hashed == [f"Wrong-Horse-{n}" for n in range(6)]
