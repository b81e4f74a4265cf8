"""What the pages show, whom they let in, and what a session is worth."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from admins.models import AdminUser
from auth_tokens.errors import CredentialRequired, SignInFailed
from customers import addresses, newsletter, passwords
from customers.errors import NotSignedIn, UsernameRequired
from customers.models import Customer
from customers.sign_in import CUSTOMER_KEY, customer_of_session
from stores import config
from stores import lookups as stores
from stores.models import Store, Website
from tests.conftest import PASSWORD, address

LOGIN, MY_ACCOUNT, ADDRESS_BOOK = "/customer/account/login/", "/customer/account/", "/customer/address/"
LOGOUT, SIGNED_OUT = "/customer/account/logout/", "/customer/account/logoutSuccess/"
EVERY_PAGE = [LOGIN, "/customer/account/loginPost/", LOGOUT, SIGNED_OUT, MY_ACCOUNT, ADDRESS_BOOK]


@pytest.fixture
def browser(client: Client) -> Client:
    """A browser nobody is signed in with."""
    return client


@pytest.fixture
def signed_in(db: None) -> Callable[[Customer], Client]:
    """Makes a browser somebody is signed in with; it keeps to the rules of CSRF protection."""

    def make(customer: Customer) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.get(LOGIN)
        answer = sign_in(client, customer.email, csrfmiddlewaretoken=client.cookies["csrftoken"].value)
        assert answer.status_code == 302
        return client

    return make


def sign_in(client: Client, email: str, password: str = PASSWORD, to: str = LOGIN, **more: str) -> HttpResponse:
    return client.post(to, {"login[username]": email, "login[password]": password, **more})


def post_by_form(client: Client, path: str) -> HttpResponse:
    return client.post(path, {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})


def text_of(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def is_signed_in(client: Client) -> bool:
    return client.get(MY_ACCOUNT).status_code == 200


def who_is_signed_in(client: Client) -> Customer | None:
    return customer_of_session(client.session, stores.default_store())


# Signing in


def test_the_start_page_leads_to_my_account(browser: Client) -> None:
    answer = browser.get("/")

    assert (answer.status_code, answer["Location"]) == (302, MY_ACCOUNT)


@pytest.mark.parametrize("path", [LOGIN, LOGIN[:-1], "/customer/account/loginPost/", "/customer/account/loginPost"])
def test_signing_in_leads_to_my_account(browser: Client, grace: Customer, path: str) -> None:
    answer = sign_in(browser, "Grace@Example.org", to=path)

    assert (answer.status_code, answer["Location"]) == (302, MY_ACCOUNT)
    assert who_is_signed_in(browser) == grace


def test_a_wrong_password_is_told_in_the_domains_words_and_not_shown_again(browser: Client, grace: Customer) -> None:
    answer = sign_in(browser, grace.email, "Wrong-Horse-9")

    assert answer.status_code == 200
    assert SignInFailed().storefront_message in text_of(answer)
    assert 'value="grace@example.org"' in text_of(answer)
    assert "Wrong-Horse-9" not in text_of(answer)
    assert not is_signed_in(browser)


def test_an_unknown_email_gets_the_answer_of_a_wrong_password(browser: Client, grace: Customer) -> None:
    known = sign_in(browser, grace.email, "Wrong-Horse-9")
    unknown = sign_in(browser, "nobody@example.org", "Wrong-Horse-9")

    assert unknown.context["form"].errors == known.context["form"].errors


def test_an_empty_form_is_told_field_by_field(browser: Client, store: Store) -> None:
    answer = sign_in(browser, "", "")

    assert answer.context["form"].errors == {
        "username": [UsernameRequired(fieldName="username").storefront_message],
        "password": [CredentialRequired(fieldName="password").storefront_message],
    }
    assert answer.content.count(b'role="alert"') == 1  # one box above the form, with a way to each field
    assert b'<a href="#email">' in answer.content
    assert b'<a href="#current-password">' in answer.content
    assert b'aria-describedby="id_login[username]_error"' in answer.content
    assert b'id="id_login[username]_error"' in answer.content


def test_a_sentence_about_no_single_field_is_tied_to_all_of_them(browser: Client, grace: Customer) -> None:
    answer = sign_in(browser, grace.email, "Wrong-Horse-9")

    assert answer.content.count(b'aria-describedby="form-error"') == 2
    assert b'role="alert" id="form-error"' in answer.content


def test_spaces_belong_to_a_password(browser: Client, grace: Customer) -> None:
    answer = sign_in(browser, grace.email, f" {PASSWORD} ")

    assert answer.context["form"].non_field_errors() == [SignInFailed().storefront_message]


def test_text_no_database_takes_is_refused(browser: Client, grace: Customer) -> None:
    answer = sign_in(browser, "grace\0@example.org", "\0")

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"username", "password"}


def test_what_was_typed_is_escaped(browser: Client, store: Store) -> None:
    answer = sign_in(browser, '"><script>alert(1)</script>')

    assert b"<script>" not in answer.content


def test_somebody_signed_in_is_not_asked_again(signed_in: Callable[..., Client], grace: Customer) -> None:
    answer = signed_in(grace).get(LOGIN)

    assert (answer.status_code, answer["Location"]) == (302, MY_ACCOUNT)


# Coming back


@pytest.mark.parametrize("path", [MY_ACCOUNT, MY_ACCOUNT[:-1], ADDRESS_BOOK, ADDRESS_BOOK[:-1], ADDRESS_BOOK + "?a=b"])
def test_a_guest_signs_in_and_comes_back(browser: Client, grace: Customer, path: str) -> None:
    turned_away = browser.get(path)
    asked = browser.get(turned_away["Location"])
    answer = sign_in(browser, grace.email, next=asked.context["next"])

    assert turned_away.status_code == 302
    assert turned_away["Location"].startswith(LOGIN)
    assert answer["Location"] == path


def test_the_way_back_outlives_a_wrong_password(browser: Client, grace: Customer) -> None:
    answer = sign_in(browser, grace.email, "Wrong-Horse-9", next=ADDRESS_BOOK)

    assert f'name="next" value="{ADDRESS_BOOK}"' in text_of(answer)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        r"\\evil.example",
        r"/\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\x01//evil.example",
        "/" + "a" * 3000,
        "",
    ],
)
def test_signing_in_never_leads_elsewhere(browser: Client, grace: Customer, elsewhere: str) -> None:
    shown = browser.get(LOGIN, {"next": elsewhere})
    answer = sign_in(browser, grace.email, next=elsewhere)
    again = browser.get(LOGIN, {"next": elsewhere})

    assert shown.context["next"] == MY_ACCOUNT
    assert answer["Location"] == MY_ACCOUNT
    assert again["Location"] == MY_ACCOUNT


def test_a_way_back_without_a_slash_is_no_name_of_a_page(browser: Client, grace: Customer) -> None:
    answer = sign_in(browser, grace.email, next="storefront")

    assert (answer.status_code, answer["Location"]) == (302, "storefront")


# The session


def test_signing_in_changes_the_name_of_the_session(browser: Client, grace: Customer) -> None:
    planted = browser.session
    planted["planted"] = True
    planted.save()
    browser.cookies["sessionid"] = planted.session_key

    sign_in(browser, grace.email)

    assert browser.cookies["sessionid"].value != planted.session_key
    assert not Session.objects.filter(pk=planted.session_key).exists()


def test_signing_in_changes_the_token_of_forms(browser: Client, grace: Customer) -> None:
    browser.get(LOGIN)
    planted = browser.cookies["csrftoken"].value

    sign_in(browser, grace.email)

    assert browser.cookies["csrftoken"].value != planted


def test_somebody_else_takes_the_place_of_who_was_signed_in(browser: Client, grace: Customer, otto: Customer) -> None:
    sign_in(browser, grace.email)

    sign_in(browser, otto.email)

    assert who_is_signed_in(browser) == otto
    assert otto.email in text_of(browser.get(MY_ACCOUNT))


def test_a_failed_sign_in_leaves_who_was_signed_in(browser: Client, grace: Customer, otto: Customer) -> None:
    sign_in(browser, grace.email)

    sign_in(browser, otto.email, "Wrong-Horse-9")

    assert who_is_signed_in(browser) == grace


def test_a_password_changed_elsewhere_ends_the_session(signed_in: Callable[..., Client], grace: Customer) -> None:
    browser = signed_in(grace)

    passwords.change_password(customer=grace, current_password=PASSWORD, new_password="Another-Horse-7")

    assert not is_signed_in(browser)


def test_a_deleted_customer_is_signed_out(signed_in: Callable[..., Client], grace: Customer) -> None:
    browser = signed_in(grace)

    Customer.objects.filter(pk=grace.pk).delete()

    assert not is_signed_in(browser)


def test_a_session_of_one_website_is_refused_on_another(
    signed_in: Callable[..., Client], grace: Customer, other_store: Store
) -> None:
    browser = signed_in(grace)
    was_signed_in = is_signed_in(browser)

    Website.objects.filter(is_default=True).update(is_default=False)
    Website.objects.filter(pk=other_store.website_id).update(is_default=True)

    assert was_signed_in
    assert not is_signed_in(browser)


# Signing out


@pytest.mark.parametrize("path", [LOGOUT, LOGOUT[:-1]])
def test_signing_out_leaves_nothing_of_the_customer(
    signed_in: Callable[..., Client], grace: Customer, path: str
) -> None:
    browser = signed_in(grace)
    key = browser.cookies["sessionid"].value

    answer = post_by_form(browser, path)

    assert (answer.status_code, answer["Location"]) == (302, SIGNED_OUT)
    assert not Session.objects.filter(pk=key).exists()
    assert not Session.objects.exists()
    assert not is_signed_in(browser)
    assert "You are signed out" in text_of(browser.get(SIGNED_OUT))


def test_signing_out_is_asked_for_before_it_is_done(signed_in: Callable[..., Client], grace: Customer) -> None:
    browser = signed_in(grace)

    answer = browser.get(LOGOUT)

    assert answer.status_code == 200
    assert f"You are signed in as {grace.email}." in text_of(answer)
    assert is_signed_in(browser)


def test_another_site_cannot_sign_a_customer_out(signed_in: Callable[..., Client], grace: Customer) -> None:
    browser = signed_in(grace)

    answer = browser.post(LOGOUT)

    assert answer.status_code == 403
    assert "Please Try Again" in text_of(answer)
    assert is_signed_in(browser)


def test_another_site_cannot_sign_a_customer_in(grace: Customer) -> None:
    browser = Client(enforce_csrf_checks=True)

    answer = sign_in(browser, grace.email)

    assert answer.status_code == 403
    assert not is_signed_in(browser)


def test_a_guest_may_sign_out(browser: Client, store: Store) -> None:
    answer = browser.post(LOGOUT)

    assert (answer.status_code, answer["Location"]) == (302, SIGNED_OUT)


def test_signing_out_of_the_storefront_keeps_an_admin_signed_in(
    browser: Client, grace: Customer, admin: AdminUser
) -> None:
    browser.force_login(admin)
    sign_in(browser, grace.email)
    key = browser.cookies["sessionid"].value

    browser.post(LOGOUT)

    assert browser.get("/admin/").status_code == 200
    assert not is_signed_in(browser)
    assert browser.cookies["sessionid"].value != key
    assert CUSTOMER_KEY not in browser.session
    assert not Session.objects.filter(pk=key).exists()


def test_an_admin_is_no_customer(browser: Client, admin: AdminUser) -> None:
    browser.force_login(admin)

    assert not is_signed_in(browser)


# What is shown


def test_the_account_name_is_a_menu_for_customers_only(signed_in: Callable[..., Client], grace: Customer) -> None:
    guests = text_of(Client().get(LOGIN))
    customers = text_of(signed_in(grace).get(MY_ACCOUNT))

    assert "<summary>" not in guests
    assert '<a href="/customer/account/login/">Sign In</a>' in guests
    assert '<summary><span class="account-name">Grace</span></summary>' in customers
    assert '<a href="/customer/account/login/">Sign In</a>' not in customers


def test_my_account_shows_who_one_is(signed_in: Callable[..., Client], make_customer: Callable[..., Customer]) -> None:
    lena = make_customer(prefix="Dr.", firstname="Lena", middlename="M.", lastname="Hofmann", suffix="Jr.")

    answer = signed_in(lena).get(MY_ACCOUNT)

    assert "Dr. Lena M. Hofmann Jr.<br>grace@example.org" in text_of(answer)
    assert "You have not set a default billing address." in text_of(answer)
    assert "You have not set a default shipping address." in text_of(answer)


def test_my_account_shows_the_newsletter(signed_in: Callable[..., Client], grace: Customer) -> None:
    browser = signed_in(grace)
    before = text_of(browser.get(MY_ACCOUNT))
    newsletter.set_subscribed(grace, True)

    after = text_of(browser.get(MY_ACCOUNT))

    assert "You aren’t subscribed to our newsletter." in before
    assert "You are subscribed to our newsletter." in after


@pytest.mark.parametrize("path", [MY_ACCOUNT, ADDRESS_BOOK])
def test_the_default_addresses_are_shown(signed_in: Callable[..., Client], otto: Customer, path: str) -> None:
    answer = signed_in(otto).get(path)

    assert answer.context["default_billing"] == [
        "Otto Lindqvist",
        "12 Quay Street",
        "Albany, New York 12207",
        "United States",
        "T: 518-555-0142",
    ]
    assert answer.context["default_shipping"][2] == "Buffalo, New York 12207"
    for line in answer.context["default_billing"] + answer.context["default_shipping"]:
        assert line in text_of(answer)


def test_an_address_shows_everything_it_has(
    signed_in: Callable[..., Client], grace: Customer, store: Store, country_names_in_german: None
) -> None:
    fields = address(
        prefix="Dr.",
        middlename="B.",
        suffix="MBA",
        company="Rad & Tat",
        street=["Kastanienallee 12", "Hinterhof"],
        city="Berlin",
        region_id=82,
        postcode="10435",
        country_id="DE",
        fax="030 901821",
        vat_id="DE136695976",
        default_billing=True,
        default_shipping=True,
    )
    addresses.add_address(customer=grace, store=store, fields=fields)

    answer = signed_in(grace).get(ADDRESS_BOOK)

    assert answer.context["default_billing"] == [
        "Dr. Otto B. Lindqvist MBA",
        "Rad & Tat",
        "Kastanienallee 12",
        "Hinterhof",
        "Berlin, Berlin 10435",
        "Deutschland",
        "T: 518-555-0142",
        "F: 030 901821",
        "VAT: DE136695976",
    ]
    assert answer.context["default_shipping"] == answer.context["default_billing"]
    assert answer.context["additional"] == []
    assert b"Rad &amp; Tat" in answer.content


@pytest.fixture
def country_names_in_german(store: Store) -> None:
    config.write("general/locale/code", "de_DE", scope=config.Scope.STORES, scope_id=store.pk)


def test_an_empty_address_book_says_so(signed_in: Callable[..., Client], grace: Customer) -> None:
    answer = text_of(signed_in(grace).get(ADDRESS_BOOK))

    assert "You have no default billing address in your address book." in answer
    assert "You have no default shipping address in your address book." in answer
    assert "You have no other address entries in your address book." in answer


def test_addresses_beside_the_defaults_are_additional(
    signed_in: Callable[..., Client], otto: Customer, store: Store
) -> None:
    addresses.add_address(customer=otto, store=store, fields=address(city="Cohoes"))

    answer = signed_in(otto).get(ADDRESS_BOOK)

    assert [each["lines"][2] for each in answer.context["additional"]] == ["Cohoes, New York 12207"]
    assert "Cohoes, New York 12207" in text_of(answer)
    assert "You have no other address entries" not in text_of(answer)


def test_nobody_sees_the_addresses_of_somebody_else(
    signed_in: Callable[..., Client], grace: Customer, otto: Customer
) -> None:
    answer = text_of(signed_in(grace).get(ADDRESS_BOOK))

    assert "Quay Street" not in answer


@pytest.mark.parametrize("more", [0, 20])
def test_the_address_book_asks_the_database_as_often_for_many_addresses(
    signed_in: Callable[..., Client],
    otto: Customer,
    store: Store,
    django_assert_num_queries: Callable[..., Any],
    more: int,
) -> None:
    browser = signed_in(otto)
    for _ in range(more):
        addresses.add_address(customer=otto, store=store, fields=address())

    browser.get(ADDRESS_BOOK)

    # Whether anything has changed, the session, its device, the customer, the addresses with their regions.
    with django_assert_num_queries(5):
        browser.get(ADDRESS_BOOK)


@pytest.mark.parametrize(
    ("path", "here"),
    [
        (MY_ACCOUNT, "My Account"),
        (MY_ACCOUNT + "index/", "My Account"),
        (ADDRESS_BOOK, "Address Book"),
        (ADDRESS_BOOK[:-1], "Address Book"),
        (ADDRESS_BOOK + "index/", "Address Book"),
    ],
)
def test_the_navigation_says_where_one_is(
    signed_in: Callable[..., Client], grace: Customer, path: str, here: str
) -> None:
    answer = text_of(signed_in(grace).get(path))

    assert answer.count('aria-current="page"') == 1
    assert f'aria-current="page">{here}</a>' in answer


def test_an_address_of_nothing_gets_a_friendly_answer(db: None) -> None:
    answer = Client().get("/customer/account/nothing/")

    assert answer.status_code == 404
    assert "Page Not Found" in text_of(answer)


# What a browser is told


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_every_answer_has_the_headers_that_protect_it(
    signed_in: Callable[..., Client], grace: Customer, path: str
) -> None:
    for browser in (Client(), signed_in(grace)):
        answer = browser.get(path)

        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Content-Security-Policy"] == (
            "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"
        )
        assert "csrftoken" in answer.cookies


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_no_page_needs_what_its_policy_forbids(signed_in: Callable[..., Client], grace: Customer, path: str) -> None:
    for browser in (Client(), signed_in(grace)):
        answer = text_of(browser.get(path))

        assert re.findall(r"<script(?![^>]* src=)", answer) == []
        assert re.findall(r"<[^>]* on\w+=", answer) == []
        assert "<style" not in answer
        assert " style=" not in answer


@pytest.mark.parametrize("path", [MY_ACCOUNT, ADDRESS_BOOK, SIGNED_OUT])
def test_pages_that_only_show_something_take_no_form(
    signed_in: Callable[..., Client], grace: Customer, path: str
) -> None:
    answer = post_by_form(signed_in(grace), path)

    assert answer.status_code == 405


# GraphQL from a page


def ask_graphql(browser: Client, **headers: str) -> Any:
    return browser.post(
        "/graphql", json.dumps({"query": "{ customer { email } }"}), content_type="application/json", headers=headers
    )


def test_a_page_may_ask_graphql_with_its_session(signed_in: Callable[..., Client], grace: Customer) -> None:
    browser = signed_in(grace)
    browser.get(MY_ACCOUNT)

    answer = ask_graphql(browser, **{"X-CSRFToken": browser.cookies["csrftoken"].value})

    assert answer.status_code == 200
    assert answer.json() == {"data": {"customer": {"email": "grace@example.org"}}}


def test_another_site_asks_graphql_as_a_guest(signed_in: Callable[..., Client], grace: Customer) -> None:
    answer = ask_graphql(signed_in(grace))

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["message"] == NotSignedIn().storefront_message
    assert answer.json()["data"] == {"customer": None}


def test_a_query_by_get_may_use_the_session(signed_in: Callable[..., Client], grace: Customer) -> None:
    answer = signed_in(grace).get("/graphql", {"query": "{ customer { email } }"})

    assert answer.json() == {"data": {"customer": {"email": "grace@example.org"}}}


def test_graphql_refuses_a_session_of_another_website(
    signed_in: Callable[..., Client], grace: Customer, other_store: Store
) -> None:
    browser = signed_in(grace)

    answer = ask_graphql(browser, **{"X-CSRFToken": browser.cookies["csrftoken"].value, "Store": other_store.code})

    assert answer.json()["errors"][0]["message"] == NotSignedIn().storefront_message


def test_graphql_knows_nobody_after_signing_out(signed_in: Callable[..., Client], grace: Customer) -> None:
    browser = signed_in(grace)
    post_by_form(browser, LOGOUT)

    answer = ask_graphql(browser, **{"X-CSRFToken": browser.cookies["csrftoken"].value})

    assert answer.json()["errors"][0]["message"] == NotSignedIn().storefront_message
