"""Passwords and e-mails of every kind at both doors: taken as they are, or refused; never cut, folded or split."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from auth_tokens.errors import SignInFailed
from customers.errors import EmailNotValid, EmailTakenAtSignUp, PasswordTooLong, PasswordTooShort
from customers.models import Customer
from stores.models import Store
from tests.doors.conftest import Door
from tests.mails import delivered

EMAIL = "ada@example.org"
COMPOSED = unicodedata.normalize("NFC", "Pässwörd-19")
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)
TAKEN = [
    "Aa1" + "x" * 253,
    "Aa1+👩‍👩‍👧👩‍👩‍👧",
    COMPOSED,
    DECOMPOSED,
    "Aa1+ \t inside",
    "Aa1+' OR 1=1; --",
    "Aa1+{{7*7}}<b>%00",
    "密码 Ab1234",
]
UNREADABLE = ["Ab1\0cdefg", "Ab1cdefg\ud800"]


@pytest.mark.parametrize("password", TAKEN, ids=lambda text: ascii(text)[:24])
def test_a_password_is_taken_whole_and_compared_whole(door: Door, password: str) -> None:
    assert door.customer(door.create(password=password))["email"] == EMAIL

    assert len(door.token(door.sign_in(EMAIL, password))) == 32
    others = {password[:-1], password + "x", password.swapcase(), password + " "}
    others |= {unicodedata.normalize(form, password) for form in ("NFC", "NFD", "NFKC")} - {password}
    for other in list(others)[:5]:
        assert door.told(door.sign_in(EMAIL, other)) == door.says(SignInFailed())


@pytest.mark.parametrize(
    ("password", "failure"),
    [
        ("", PasswordTooShort("8")),
        ("Aa1" + "x" * 254, PasswordTooLong(256)),
        ("Aa1" + "x" * 50_000, PasswordTooLong(256)),
        ("Aa1+" + "e\u0301" * 127, PasswordTooLong(256)),
    ],
    ids=["empty", "257", "50 kB", "258 with marks"],
)
def test_a_password_is_refused_and_opens_no_account(door: Door, password: str, failure: Any) -> None:
    assert door.told(door.create(password=password)) == door.says(failure)
    assert not Customer.objects.exists()


@pytest.mark.parametrize("password", UNREADABLE, ids=ascii)
def test_what_no_database_takes_is_refused_wherever_it_comes(door: Door, grace: Customer, password: str) -> None:
    assert door.create(password=password).status_code == 400
    assert door.sign_in(grace.email, password).status_code == 400
    assert list(Customer.objects.all()) == [grace]


def test_ten_megabytes_are_refused_unread(door: Door, grace: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(Customer, "password_is", lambda self, password: hashed.append(password))
    password = "x" * (10 * 1024 * 1024)

    assert door.create(password=password).status_code == 400
    assert door.sign_in(grace.email, password).status_code == 400
    assert (list(Customer.objects.all()), hashed) == ([grace], [])


# E-mails

SAME = [
    ("ada@example.org", "ADA@EXAMPLE.ORG"),
    ("ada@example.org", "Ada@Example.Org"),
    ("ÅSA@example.org", "åsa@example.org"),
]
# Whose mailbox is whose only its provider knows: what reads alike or may be delivered alike is not taken for the same.
DIFFERENT = [
    ("ada@example.org", "ada+shop@example.org"),
    ("ada.b@example.org", "adab@example.org"),
    ("ada@example.org", "аda@example.org"),
    ("ada@exаmple.org", "ada@example.org"),
    ("user@münchen.example", "user@xn--mnchen-3ya.example"),
    ("ada@example.org", "ada@example.org.example.com"),
    ("o'brien@example.org", "obrien@example.org"),
]


@pytest.mark.parametrize(("first", "second"), SAME, ids=ascii)
def test_one_email_has_one_account_on_a_website(door: Door, other_store: Store, first: str, second: str) -> None:
    assert door.customer(door.create(email=first))["email"] == first

    assert door.told(door.create(email=second)) == door.says(EmailTakenAtSignUp())
    assert door.customer(door.create(email=second, store="second_view"))["email"] == second
    assert Customer.objects.count() == 2


@pytest.mark.parametrize(("first", "second"), DIFFERENT, ids=ascii)
def test_what_only_looks_alike_is_somebody_elses(door: Door, first: str, second: str) -> None:
    for email, password in ((first, "First-Horse-9"), (second, "Second-Horse-9")):
        assert door.customer(door.create(email=email, password=password))["email"] == email

    assert door.told(door.sign_in(first, "Second-Horse-9")) == door.says(SignInFailed())
    assert door.customer(door.me(door.token(door.sign_in(second, "Second-Horse-9"))))["email"] == second
    assert {mail.to[0] for mail in delivered()} == {first, second}


@pytest.mark.parametrize(
    "email",
    [
        "a" * 64 + "@" + ".".join(["b" * 62] * 4) + ".org",  # 320 characters
        "a" * 320,
        '"ada"@example.org\r\nBcc: eve@example.com',
        "ada@example.org\nTo: eve@example.com",
        "ada@example.org\u2028Bcc: eve@example.com",
        "ada@example.org,eve@example.com",
        "ada@example.org;eve@example.com",
        "<ada@example.org>",
        "Ada <ada@example.org>",
    ],
    ids=lambda text: ascii(text)[:30],
)
def test_an_email_with_more_in_it_than_an_address_is_none(door: Door, email: str) -> None:
    assert door.told(door.create(email=email)) == door.says(EmailNotValid())
    assert not Customer.objects.exists()
    assert delivered() == []


HEADS = ["A\r\nBcc: e@e.org", "A\nSubject: x", "A\x0b\x0cTo: x", "A\u2028Bcc: x", "=?utf-8?q?A?="]


@pytest.mark.parametrize("field", ["firstname", "lastname", "prefix", "suffix", "middlename"])
@pytest.mark.parametrize("text", HEADS, ids=ascii)
def test_a_name_adds_nothing_to_the_head_of_a_mail(door: Door, field: str, text: str) -> None:
    door.create(**{field: text})

    mails = delivered()
    assert len(mails) == Customer.objects.count()  # Some of these are no names, and open nothing.
    for mail in mails:
        head = mail.message()
        assert mail.recipients() == [EMAIL]
        assert EMAIL in head["To"]
        assert len(head.get_all("To", [])) == len(head.get_all("Subject", [])) == 1
        assert "Bcc" not in head
