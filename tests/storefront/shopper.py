"""A shopper in a browser without scripts, and what the pages say."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from attributes.errors import AttributeValueRequired
from customers.models import Customer
from tests.conftest import PASSWORD

LOGIN = "/customer/account/login/"


def signed_in(customer: Customer, password: str = PASSWORD) -> Client:
    """A browser somebody is signed in with."""
    client = Client()
    answer = client.post(LOGIN, {"login[username]": customer.email, "login[password]": password})
    assert answer.status_code == 302
    return client


def text_of(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def told(response: Any) -> list[str]:
    """What the page after an answer says was done."""
    return [str(message) for message in response.context["messages"]]


def problems(response: Any) -> dict[str, list[str]]:
    return {name: list(sentences) for name, sentences in response.context["form"].errors.items()}


def required(label: str) -> list[str]:
    return [AttributeValueRequired(label).message]
