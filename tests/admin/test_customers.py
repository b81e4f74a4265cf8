"""Customers in the admin: finding them, reading them, and changing them within the rules the APIs have."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from admins.models import AdminUser
from attributes.errors import AttributeValueRequired, InvalidDate, OptionNotOffered, TextTooLong
from attributes.models import Attribute
from auth_tokens.models import Token
from customers import addresses, newsletter, sign_in
from customers.builtin import show_settings
from customers.errors import (
    BirthDateInFuture,
    EmailMissing,
    EmailNotValidOnChange,
    EmailTaken,
    EmailTakenAtSignUp,
    NameNotValid,
)
from customers.models import Customer, Subscription
from stores import config
from stores.models import Store
from tests.admin.conftest import errors_on, page, sent_from
from tests.conftest import PASSWORD, address, token_of
from tests.recognition import recognize
from wishlists.lists import wishlist_of

LIST = "/admin/customers/customer/"
ADD = "/admin/customers/customer/add/"


@pytest.fixture
def everything_asked(db: None) -> None:
    """The merchant asks for all there is to know of a customer."""
    for path in show_settings(Attribute.Entity.CUSTOMER).values():
        config.write(path, "opt")


def found(client: Client, words: str) -> list[str]:
    response = client.get(LIST, {"q": words})
    assert response.status_code == 200
    return [customer.email for customer in response.context["cl"].result_list]


def row_of(customer: Customer) -> dict[str, Any]:
    return Customer.objects.filter(pk=customer.pk).values().get()


def test_a_merchant_sees_a_customer_created_over_the_api(merchant: Client, rest: Callable[..., Any]) -> None:
    admin = AdminUser.objects.get()
    customer = {"email": "ada@example.org", "firstname": "Ada", "lastname": "Novak"}

    created = rest("POST", "/V1/customers", {"customer": customer, "password": PASSWORD}, by=admin).json()
    shown = merchant.get(LIST).content.decode()

    assert re.search(rf'<a href="{LIST}{created["id"]}/change/"[^>]*>\s*Ada Novak\s*</a>', shown)
    assert "ada@example.org" in shown


@pytest.mark.parametrize("words", ["grace", "Holloway", "Grace Holloway", "GRACE@example", "grace@example.org"])
def test_a_customer_is_found_by_name_and_email(merchant: Client, grace: Customer, otto: Customer, words: str) -> None:
    assert found(merchant, words) == [grace.email]


def test_a_customer_is_found_by_number(merchant: Client, grace: Customer, otto: Customer) -> None:
    assert grace.email in found(merchant, str(grace.pk))


@pytest.mark.parametrize(
    "words",
    ["518-555-0142", "(518) 555-0142", "+1 518 555 0142", "0015185550142", "1.518.555.0142", "5185550142", "555-0142"],
)
def test_any_format_finds_a_telephone(merchant: Client, grace: Customer, otto: Customer, words: str) -> None:
    assert found(merchant, words) == [otto.email]


@pytest.mark.parametrize("words", ["030 901820", "+49 (0)30 901820", "0049 30 90 18 20", "(030) 901820"])
def test_a_telephone_abroad_is_found_with_and_without_its_country(
    merchant: Client, grace: Customer, store: Store, words: str
) -> None:
    home = address(country_id="DE", region_id=82, postcode="10435", city="Berlin", telephone="030/901820")
    addresses.add_address(customer=grace, store=store, fields=home)

    assert found(merchant, words) == [grace.email]


def test_a_telephone_that_is_no_number_is_found_by_its_digits(merchant: Client, grace: Customer, store: Store) -> None:
    addresses.add_address(customer=grace, store=store, fields=address(telephone="(555) 229-3326"))

    assert found(merchant, "555 229 3326") == [grace.email]


@pytest.mark.parametrize("words", ["\x00", "'", '"', "%", "+", "()", "0", "９９９９９９", "1" * 400, "+" + "9" * 50])
def test_odd_words_find_nobody(merchant: Client, grace: Customer, words: str) -> None:
    assert merchant.get(LIST, {"q": words}).status_code == 200


@pytest.mark.parametrize("query", ["website__id__exact=x", "created_at__gte=x", "group__id__exact=9" + "9" * 30, "p=x"])
def test_odd_filters_are_no_fault(merchant: Client, grace: Customer, query: str) -> None:
    assert merchant.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_the_list_asks_as_often_for_many_customers_as_for_few(
    merchant: Client, make_customer: Callable[..., Customer]
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert merchant.get(LIST).status_code == 200
        return len(asked)

    make_customer(is_subscribed=True)
    questions()
    few = questions()
    for number in range(12):
        make_customer(email=f"guest{number}@example.org", is_subscribed=bool(number % 2))

    assert questions() == few


def test_a_page_shows_the_account_and_no_password(merchant: Client, otto: Customer, studies: Attribute) -> None:
    token_of(otto)

    sharing_code = wishlist_of(otto).sharing_code
    shown = merchant.get(page(otto)).content.decode()

    for text in (
        "otto@example.org",
        "Albany",
        "Buffalo",
        "518-555-0142",
        "Default billing",
        "Default shipping",
        "Sign out",
    ):
        assert text in shown
    assert sharing_code in shown
    assert otto.password_hash not in shown
    assert 'type="password"' not in shown


@pytest.mark.usefixtures("everything_asked")
def test_a_merchant_changes_an_account(merchant: Client, grace: Customer, studies: Attribute) -> None:
    studies.forms = ["adminhtml_customer"]
    studies.save()
    form = merchant.get(page(grace))
    typed = {
        "firstname": " Grace Ann ",
        "email": "Grace.Ann@example.org",
        "dob": "1972-03-11",
        "gender": "2",
        "group": "2",
        "is_subscribed": "on",
        "custom_studies": ["502", "501"],
    }

    answer = merchant.post(page(grace), sent_from(form, **typed))

    assert answer.status_code == 302
    grace = Customer.objects.with_account().get(pk=grace.pk)
    assert (grace.firstname, grace.email, grace.email_key) == (
        "Grace Ann",
        "Grace.Ann@example.org",
        "grace.ann@example.org",
    )
    assert (str(grace.dob), grace.gender, grace.group_id, grace.is_subscribed) == ("1972-03-11", 2, 2, True)
    assert grace.custom_values == {"studies": "501,502"}
    assert grace.password_is(PASSWORD)


def test_a_page_saved_as_it_is_changes_nothing(merchant: Client, otto: Customer, studies: Attribute) -> None:
    before = row_of(otto)

    merchant.post(page(otto), sent_from(merchant.get(page(otto))))

    assert {**row_of(otto), "updated_at": None} == {**before, "updated_at": None}
    assert LogEntry.objects.get().get_change_message() == "No fields changed."


@pytest.mark.parametrize("email", ["otto@example.org", " OTTO@Example.org "])
def test_an_email_somebody_has_is_refused_and_nothing_changes(
    merchant: Client, grace: Customer, otto: Customer, email: str
) -> None:
    before = row_of(grace)
    typed = {"email": email, "firstname": "Changed", "is_subscribed": "on"}

    answer = merchant.post(page(grace), sent_from(merchant.get(page(grace)), **typed))

    assert errors_on(answer) == {"email": [EmailTaken().message]}
    assert answer.context["adminform"].form["firstname"].value() == "Changed"
    assert row_of(grace) == before
    assert not Subscription.objects.exists()
    assert not LogEntry.objects.exists()


@pytest.mark.usefixtures("everything_asked")
def test_every_problem_stands_on_its_field(merchant: Client, grace: Customer) -> None:
    Attribute.objects.create(
        entity_type="customer", code="since", label="Since", input_type="date", forms=["adminhtml_customer"]
    )
    Attribute.objects.create(
        entity_type="customer", code="motto", label="Motto", is_required=True, forms=["customer_account_edit"]
    )
    before = row_of(grace)
    typed = {
        "email": "no address",
        "firstname": "",
        "middlename": "<b>",
        "prefix": "x" * 41,
        "dob": "2999-01-01",
        "custom_since": "yesterday",
    }

    answer = merchant.post(page(grace), sent_from(merchant.get(page(grace)), **typed))

    assert errors_on(answer) == {
        "email": [EmailNotValidOnChange("no address").message],
        "firstname": [AttributeValueRequired("First Name").message],
        "middlename": [NameNotValid("Middle Name").message],
        "prefix": [TextTooLong("Name Prefix", 40).message],
        "dob": [BirthDateInFuture().message],
        "custom_since": [InvalidDate().message],
        "custom_motto": [AttributeValueRequired("Motto").message],
    }
    assert row_of(grace) == before


def test_an_option_nobody_offers_is_refused(merchant: Client, grace: Customer) -> None:
    Attribute.objects.create(
        entity_type="customer", code="size", label="Size", input_type="select", forms=["adminhtml_customer"]
    )

    answer = merchant.post(page(grace), sent_from(merchant.get(page(grace)), custom_size="9"))

    assert errors_on(answer) == {"custom_size": [OptionNotOffered("size", "9").message]}


@pytest.mark.usefixtures("everything_asked")
@pytest.mark.parametrize(
    "odd", [{"gender": "x"}, {"group": "x"}, {"group": "9" * 30}, {"dob": "\x00"}, {"firstname": "\x00"}, {"dob": "x"}]
)
def test_odd_input_is_an_error_on_its_field(merchant: Client, grace: Customer, odd: dict[str, str]) -> None:
    before = row_of(grace)

    answer = merchant.post(page(grace), sent_from(merchant.get(page(grace)), **odd))

    assert list(errors_on(answer)) == list(odd)
    assert row_of(grace) == before


def test_an_empty_post_is_refused(merchant: Client, grace: Customer) -> None:
    before = row_of(grace)

    answer = merchant.post(page(grace), {})

    assert set(errors_on(answer)) == {"group"}
    assert row_of(grace) == before


def test_a_changed_email_takes_the_subscription_along(merchant: Client, make_customer: Callable[..., Customer]) -> None:
    grace = make_customer(is_subscribed=True)
    Subscription.objects.create(store=grace.store, website=grace.website, email="new@example.org")

    merchant.post(page(grace), sent_from(merchant.get(page(grace)), email="new@example.org"))

    kept = Subscription.objects.get()
    assert (kept.customer, kept.email_key, kept.status) == (grace, "new@example.org", Subscription.Status.SUBSCRIBED)


def test_a_merchant_opens_an_account_nobody_can_sign_in_to_yet(merchant: Client, store: Store) -> None:
    typed = {"store": store.pk, "email": "ada@example.org", "firstname": "Ada", "lastname": "Novak"}

    answer = merchant.post(ADD, sent_from(merchant.get(ADD), **typed))

    ada = Customer.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert (ada.email, ada.website_id, ada.group_id, ada.created_in, ada.has_password) == (
        "ada@example.org",
        1,
        1,
        store.name,
        False,
    )
    assert LogEntry.objects.get().object_id == str(ada.pk)


def test_an_account_that_is_there_cannot_be_opened_again(merchant: Client, grace: Customer) -> None:
    typed = {"store": grace.store_id, "email": grace.email, "firstname": "Ada", "lastname": "Novak"}

    answer = merchant.post(ADD, sent_from(merchant.get(ADD), **typed))

    assert errors_on(answer) == {"email": [EmailTakenAtSignUp().message]}
    assert list(Customer.objects.all()) == [grace]


def test_an_account_without_an_email_is_refused_as_the_apis_do(merchant: Client, store: Store) -> None:
    answer = merchant.post(ADD, sent_from(merchant.get(ADD), store=store.pk))

    assert errors_on(answer) == {"email": [EmailMissing().message]}
    assert not Customer.objects.exists()


def test_deleting_a_customer_revokes_their_tokens(merchant: Client, grace: Customer, otto: Customer) -> None:
    newsletter.set_subscribed(grace, True)
    of_grace, of_otto = token_of(grace), token_of(otto)

    asked = merchant.get(page(grace, "delete"))
    merchant.post(page(grace, "delete"), {"post": "yes"})

    assert "perms_lacking" not in asked.context or not asked.context["perms_lacking"]
    assert list(Customer.objects.all()) == [otto]
    assert recognize(of_grace) is None
    assert not Token.objects.filter(owner_id=grace.pk, kind=Token.Kind.CUSTOMER).exists()
    assert recognize(of_otto) is not None


def test_deleting_several_customers_revokes_their_tokens(merchant: Client, grace: Customer, otto: Customer) -> None:
    token_of(grace)
    token_of(otto)
    chosen = {"action": "delete_selected", "_selected_action": [grace.pk, otto.pk], "post": "yes"}

    merchant.post(LIST, chosen)

    assert not Customer.objects.exists()
    assert not Token.objects.exists()


def test_a_password_still_opens_an_account_after_a_merchant_changed_it(
    merchant: Client, grace: Customer, store: Store
) -> None:
    merchant.post(page(grace), sent_from(merchant.get(page(grace)), lastname="Hopper"))

    assert sign_in.authenticate(store=store, email=grace.email, password=PASSWORD).lastname == "Hopper"


def test_a_clerk_without_permissions_is_kept_out(clerk_allowed: Callable[..., Client], grace: Customer) -> None:
    client = clerk_allowed()
    before = row_of(grace)

    answers = [client.get(LIST), client.get(page(grace)), client.get(ADD), client.post(page(grace), {"email": "x@y.z"})]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert row_of(grace) == before


def test_a_clerk_who_may_only_look_sees_everything_and_changes_nothing(
    clerk_allowed: Callable[..., Client], otto: Customer, studies: Attribute
) -> None:
    client = clerk_allowed("view_customer", "view_address")
    Customer.objects.filter(pk=otto.pk).update(custom_values={"studies": "502"})

    shown = client.get(page(otto))
    changed = client.post(page(otto), {"email": "x@example.org"})

    assert shown.status_code == 200
    assert "Studies: MBA" in shown.content.decode()
    assert client.get(page(otto.addresses.first())).status_code == 200
    assert changed.status_code == 403


def test_nobody_sees_customers_without_signing_in(grace: Customer) -> None:
    answer = Client().get(page(grace))

    assert (answer.status_code, answer.wsgi_request.user) == (302, AnonymousUser())
