"""The texts of mails: every one can be filled in, and a merchant's take their place where they should."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from customers.mails import FORGOTTEN_PASSWORD, WELCOME
from kernel.errors import InvalidInput
from outbox import texts
from outbox.errors import SubjectNotOneLine, TextNotReadable, VariableMissing, VariableUnknown
from outbox.models import Mail, MailTemplate
from stores import config
from stores.models import Store
from tests.outbox.conftest import VALUES

Scope = config.Scope
MAILS = texts.declared()


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.code)
@pytest.mark.parametrize("part", texts.PARTS)
def test_the_shops_own_texts_keep_the_rules_of_a_merchants(mail: texts.MailText, part: str) -> None:
    assert list(texts.problems_with(mail, part, mail.default(part))) == []


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.code)
def test_every_mail_can_be_filled_in(db: None, mail: texts.MailText) -> None:
    written = texts.sample(mail, {}, None)

    assert written.subject
    for text in (written.subject, written.text, written.html):
        assert "{{" not in text
        assert "{%" not in text
    for name in mail.needed:
        if name != "content":
            assert mail.known[name].sample in written.text
    assert "Main Website Store" in written.text
    assert written.html.startswith("<!doctype html>")
    assert "src=" not in written.html


def test_a_variable_that_is_there_is_used_in_html_as_in_text() -> None:
    for mail in MAILS:
        text, html = (texts._names_in(texts._compiled(mail.default(part))) for part in ("text", "html"))
        assert text - {"subject"} == html - {"subject"}, mail.code


def test_the_narrowest_text_counts_part_by_part(store: Store, other_store: Store) -> None:
    def write(scope: Scope, scope_id: int, **parts: str) -> None:
        MailTemplate.objects.create(code=WELCOME, scope=scope, scope_id=scope_id, **parts)

    write(Scope.DEFAULT, 0, subject="Everywhere", text="Everywhere {{ customer_name }}")
    write(Scope.WEBSITES, other_store.website_id, subject="There")
    write(Scope.STORES, other_store.pk, html="<p>{{ customer_name }} in this view</p>")

    here, there = (texts.write(WELCOME, each, {"customer_name": "<Ada>", "link": "x"}) for each in (store, other_store))

    assert (here.subject, there.subject) == ("Everywhere", "There")
    assert here.text == there.text.replace("Second Store", "Main Website Store")
    assert here.text.startswith("Everywhere <Ada>\n")
    assert "Your account is ready" in here.html
    assert "<p>&lt;Ada&gt; in this view</p>" in there.html
    assert "Your account is ready" not in there.html


def test_what_surrounds_every_mail_can_be_written_too(store: Store) -> None:
    MailTemplate.objects.create(code=texts.LAYOUT, text="[{{ content }}]", html="<main>{{ content }}</main>")

    written = texts.write(FORGOTTEN_PASSWORD, store, VALUES)

    assert written.text.startswith("[Hello Grace Holloway,")
    assert written.text.endswith("]\n")
    assert written.html.startswith("<main><p")


def test_the_store_is_called_what_the_merchant_says_and_links_lead_to_its_storefront(store: Store) -> None:
    config.write("general/store_information/name", "Ada's Shop")
    config.write("web/secure/base_url", "https://ada.example.org/")

    written = texts.write(FORGOTTEN_PASSWORD, store, VALUES)

    assert written.subject == "Reset your Ada's Shop password"
    assert 'href="https://ada.example.org/"' in written.html
    assert texts.address(store, "/customer/account/") == "https://ada.example.org/customer/account/"


@pytest.mark.parametrize(
    ("part", "text", "problem"),
    [
        ("text", "{{ link", None),
        ("text", "{{ link }}{{ customer.password_hash }}", VariableUnknown),
        ("text", "{{ link }}{{ link.format }}", VariableUnknown),
        ("text", "{{ link }}{% if passwd %}x{% endif %}", VariableUnknown),
        ("text", "{{ link }}{{ hours|default:secret }}", VariableUnknown),
        ("text", "no link", VariableMissing),
        ("html", "<p>no link</p>", VariableMissing),
        ("subject", "Two\nlines", SubjectNotOneLine),
        ("subject", "{{ customer_name", None),
        ("text", "{{ link }}{% if hours %}", TextNotReadable),
        ("text", "{{ link|safe }}", TextNotReadable),
        ("text", "{{ link }}{{ link|ljust:'9999999' }}", TextNotReadable),
        *(
            ("html", "{{ link }}" + tag, TextNotReadable)
            for tag in (
                "{% load static %}",
                "{% include 'admin/base.html' %}",
                "{% extends 'admin/base.html' %}",
                "{% debug %}",
                "{% url 'admin:index' %}",
                "{% for letter in link %}{% endfor %}",
                "{% autoescape off %}{% endautoescape %}",
                "{% lorem 999999 p %}",
                "{% now 'Y' %}",
            )
        ),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused(part: str, text: str, problem: type[InvalidInput] | None) -> None:
    found = [type(each) for each in texts.problems_with(texts.text_of(FORGOTTEN_PASSWORD), part, text)]

    if problem is None:  # what is not closed is plain text, which lacks the link or is a fine subject
        assert found == ([] if part == "subject" else [VariableMissing])
    else:
        assert found == [problem]


def test_a_text_that_fails_all_the_same_gives_way_to_the_shops_own(
    put: Callable[..., Mail], caplog: pytest.LogCaptureFixture
) -> None:
    MailTemplate.objects.create(code=FORGOTTEN_PASSWORD, subject="{% nonsense %}", text="{% include 'x' %}")

    mail = put()

    assert mail.subject == "Reset your Main Website Store password"
    assert mail.text.startswith("Hello Grace Holloway,")
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]


def test_an_attribute_of_a_value_says_nothing(store: Store) -> None:
    MailTemplate.objects.create(code=WELCOME, text="[{{ customer_name.__class__ }}{{ customer_name.upper }}]")

    written: Any = texts.write(WELCOME, store, {"customer_name": "Ada", "link": "x"})

    assert "class" not in written.text
