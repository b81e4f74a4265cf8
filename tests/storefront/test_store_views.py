"""Which store view the pages speak for, and that no website knows another one's customers."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from attributes.models import Attribute
from customers import resets
from customers.models import Customer
from stores.models import Store
from tests.conftest import PASSWORD
from tests.mails import delivered

LOGIN, MY_ACCOUNT = "/customer/account/login/", "/customer/account/"


@pytest.fixture
def german(store: Store) -> Store:
    """A second view of the default website."""
    return Store.objects.create(code="german", name="Deutsch", website=store.website, group=store.group, sort_order=5)


def sign_in(client: Client, email: str) -> Any:
    return client.post(LOGIN, {"login[username]": email, "login[password]": PASSWORD})


def test_one_view_alone_is_not_offered(client: Client, store: Store) -> None:
    assert b'aria-label="Store view"' not in client.get(LOGIN).content


def test_a_view_is_chosen_and_remembered(client: Client, german: Store) -> None:
    offered = unescape(client.get(LOGIN, {"next": "/customer/address/"}).content.decode())
    chosen = client.get(f"{LOGIN}?next=%2Fcustomer%2Faddress%2F&___store=german")
    after = client.get(LOGIN)

    assert '<a href="?___store=german" rel="nofollow">Deutsch</a>' in offered
    assert chosen["Location"] == f"{LOGIN}?next=%2Fcustomer%2Faddress%2F"
    assert (chosen.cookies["store"].value, chosen.cookies["store"]["httponly"]) == ("german", True)
    assert chosen.cookies["store"]["samesite"] == "Lax"
    assert after.context["store"] == german
    assert b'<span aria-current="true">Deutsch</span>' in after.content


@pytest.mark.parametrize("code", ["nothing", "admin", "", "../x", "\r\nSet-Cookie: a=b"])
def test_a_view_that_is_not_there_is_not_remembered(client: Client, store: Store, code: str) -> None:
    answer = client.get(LOGIN, {"___store": code})

    assert answer["Location"] == LOGIN
    assert "store" not in answer.cookies
    client.cookies["store"] = "nothing"
    assert client.get(LOGIN).context["store"] == store


def test_choosing_a_view_never_leads_elsewhere(client: Client, german: Store) -> None:
    for path in ("//evil.example/customer/account/login/", "/german//evil.example/customer/account/"):
        answer = client.get(path, {"___store": "german"})
        assert not answer.headers.get("Location", "").startswith(("//", "http"))


def test_an_address_behind_the_code_of_a_view_leads_to_the_page_in_that_view(client: Client, german: Store) -> None:
    answer = client.get("/german/customer/account/login/?next=%2Fcustomer%2Faddress%2F", follow=True)

    assert answer.context["store"] == german
    assert answer.context["next"] == "/customer/address/"


def test_labels_are_those_of_the_view(client: Client, german: Store, grace: Customer) -> None:
    Attribute.objects.create(
        entity_type="customer", code="shoe_size", label="Shoe Size", input_type="text", forms=["customer_account_edit"],
        is_required=True, store_labels={str(german.pk): "Schuhgröße"},
    )  # fmt: skip
    sign_in(client, grace.email)
    plain = client.get("/customer/account/edit/")
    client.get("/customer/account/edit/?___store=german")
    spoken = client.get("/customer/account/edit/")
    refused = client.post("/customer/account/edit/", {"firstname": "Grace", "lastname": "Holloway"})

    assert "Shoe Size" in plain.content.decode()
    assert "Schuhgröße" in spoken.content.decode()
    assert "Shoe Size" not in spoken.content.decode()
    assert list(refused.context["form"].errors) == ["custom_attributes[shoe_size]"]


def test_a_customer_is_known_in_every_view_of_their_website(client: Client, german: Store, grace: Customer) -> None:
    sign_in(client, grace.email)
    client.get(f"{LOGIN}?___store=german")

    assert client.get(MY_ACCOUNT).status_code == 200


def test_another_website_does_not_know_the_customers_of_this_one(
    client: Client, grace: Customer, other_store: Store
) -> None:
    sign_in(client, grace.email)
    client.get(f"{LOGIN}?___store={other_store.code}")

    there = client.get(MY_ACCOUNT)
    refused = sign_in(client, grace.email)

    assert there["Location"].startswith(LOGIN)
    assert refused.status_code == 200


def test_one_email_has_an_account_on_each_website(client: Client, grace: Customer, other_store: Store) -> None:
    client.get(f"{LOGIN}?___store={other_store.code}")

    answer = client.post(
        "/customer/account/create/",
        {"firstname": "Grace", "lastname": "Two", "email": grace.email, "password": PASSWORD,
         "password_confirmation": PASSWORD},
        follow=True,
    )  # fmt: skip

    assert "Thank you for registering with Second Store." in answer.content.decode()
    assert set(Customer.objects.values_list("website_id", "lastname")) == {
        (grace.website_id, "Holloway"),
        (other_store.website_id, "Two"),
    }


def test_the_link_of_a_mail_leads_to_the_website_of_the_account(
    client: Client,
    make_customer: Callable[..., Customer],
    other_store: Store,
    django_capture_on_commit_callbacks: Any,
) -> None:
    customer = make_customer(at=other_store)
    with django_capture_on_commit_callbacks(execute=True):
        resets.request_password_reset(store=other_store, email=customer.email)
    found = re.search(r"http\S+createPassword\S+", str(delivered()[-1].body))
    assert found
    link = urlsplit(found[0])

    opened = client.get(f"{link.path}?{link.query}", follow=True)
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', opened.content.decode()))
    answer = client.post(link.path, sent | {"newPassword": "Another-Horse-7", "confirmation": "Another-Horse-7"})

    assert opened.context["store"] == other_store
    assert "You updated your password." in answer.content.decode()
