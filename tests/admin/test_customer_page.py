"""A customer's page: what is on it for whom, and that it writes what was typed and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from attributes.models import Attribute
from auth_tokens import devices
from auth_tokens.models import Token
from customers import accounts, addresses
from customers.admin_deeds import DEEDS
from customers.config import SHOW_COMPANY, SHOW_TAXVAT, SHOW_TELEPHONE
from customers.errors import AccountAlreadyActive, AddressValueRequired, ConfirmationNotNeeded, EmailTaken
from customers.models import Address, Customer
from history import events
from kernel.errors import NoSuchEntity
from stores import config
from stores.models import Store
from tests.admin.conftest import errors_on, page, sent_from
from tests.conftest import address, token_of


def deed(customer: Customer, code: str) -> str:
    return f"/admin/customers/customer/{customer.pk}/do/{code}/"


def row_of(customer: Customer) -> dict[str, Any]:
    return {
        **Customer.objects.filter(pk=customer.pk).values().get(),
        "addresses": list(customer.addresses.order_by("pk").values()),
        "devices": [device.id for device in devices.of(Token.Kind.CUSTOMER, customer.pk)],
    }


def told(client: Client, customer: Customer, code: str) -> list[str]:
    return [str(message) for message in client.post(deed(customer, code), follow=True).context["messages"]]


@pytest.fixture
def waiting(grace: Customer) -> Customer:
    """Somebody who has not confirmed their e-mail, is locked, and signed in somewhere."""
    token_of(grace)
    grace.confirmation_key = "key"
    grace.locked_until_at = timezone.now() + dt.timedelta(minutes=5)
    grace.save()
    return grace


def test_there_is_no_field_for_a_password(merchant: Client, grace: Customer) -> None:
    for place in (page(grace), "/admin/customers/customer/add/"):
        shown = merchant.get(place)

        assert not re.search(r'type="password"|name="[^"]*password', shown.content.decode())


def test_each_deed_is_done_and_noted_with_who_did_it(
    merchant: Client, waiting: Customer, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for code in ("unlock", "send-reset-mail", "resend-confirmation", "confirm", "sign-out"):
            assert merchant.post(deed(waiting, code)).status_code == 302

    waiting.refresh_from_db()
    assert (waiting.is_locked, waiting.is_confirmed) == (False, True)
    assert devices.of(Token.Kind.CUSTOMER, waiting.pk) == []
    noted = {(entry.event, entry.actor_name) for entry in events.of("customer", waiting.pk)}
    assert {(event, "merchant") for event in ("unlocked", "reset_requested", "confirmed")} <= noted


def test_what_does_not_fit_the_account_is_refused_with_the_domains_sentence(merchant: Client, grace: Customer) -> None:
    assert told(merchant, grace, "confirm") == [AccountAlreadyActive().message]
    assert told(merchant, grace, "resend-confirmation") == [ConfirmationNotNeeded().message]
    assert mail.outbox == []


def test_a_device_of_somebody_else_is_not_signed_out(merchant: Client, grace: Customer, otto: Customer) -> None:
    token_of(otto)
    (device,) = devices.of(Token.Kind.CUSTOMER, otto.pk)

    answer = merchant.post(f"/admin/customers/customer/{grace.pk}/devices/{device.id}/revoke/", follow=True)

    assert [str(each) for each in answer.context["messages"]] == [NoSuchEntity(deviceId=device.id).message]
    assert len(devices.of(Token.Kind.CUSTOMER, otto.pk)) == 1


@pytest.mark.parametrize("code", list(DEEDS))
def test_a_deed_asks_for_its_permission(clerk_allowed: Callable[..., Client], waiting: Customer, code: str) -> None:
    before = row_of(waiting)
    allowed = DEEDS[code].permission.split(".")[1]
    url = deed(waiting, code)

    refused = clerk_allowed("view_customer").post(url)
    unseen = clerk_allowed(allowed).post(url) if allowed != "change_customer" else refused
    assert row_of(waiting) == before
    looked = clerk_allowed("view_customer", allowed).get(url)
    assert row_of(waiting) == before
    done = clerk_allowed("view_customer", allowed).post(url)

    assert (refused.status_code, unseen.status_code, looked.status_code, done.status_code) == (403, 403, 405, 302)


@pytest.mark.parametrize("path", ["0/do/unlock/", "x/do/unlock/", f"{'9' * 30}/do/unlock/", "1/do/nothing/"])
def test_a_deed_on_nobody_is_not_found(merchant: Client, path: str) -> None:
    assert merchant.post(f"/admin/customers/customer/{path}").status_code == 404


def test_who_may_only_look_is_offered_nothing_to_press(
    clerk_allowed: Callable[..., Client], waiting: Customer, studies: Attribute
) -> None:
    client = clerk_allowed("view_customer", "view_address", "view_token")

    shown = client.get(page(waiting)).content.decode()

    main = shown[shown.index('id="content-main"') :]
    assert not re.search(r"<button class=\"desk-button|name=\"_save\"|Delete customer|/do/|/revoke/", main)
    assert not re.search(r'<(input|select|textarea)(?![^>]*type="hidden")[^>]*name="(firstname|email|addresses)', main)


def test_addresses_are_for_who_may_see_addresses(clerk_allowed: Callable[..., Client], otto: Customer) -> None:
    without = clerk_allowed("view_customer").get(page(otto)).content.decode()
    with_it = clerk_allowed("view_customer", "view_address").get(page(otto)).content.decode()

    assert ("Albany" in without, "Albany" in with_it) == (False, True)


def test_an_address_sent_by_who_may_not_change_it_stays(clerk_allowed: Callable[..., Client], otto: Customer) -> None:
    client = clerk_allowed("view_customer", "change_customer", "view_address")
    before = row_of(otto)["addresses"]
    form = client.get(page(otto))
    first, second = otto.addresses.order_by("pk")
    typed = {
        "addresses-TOTAL_FORMS": 2,
        "addresses-INITIAL_FORMS": 2,
        "addresses-0-id": first.pk,
        "addresses-0-city": "Elsewhere",
        "addresses-1-id": second.pk,
        "addresses-1-DELETE": "on",
    }

    client.post(page(otto), sent_from(form, **typed))

    assert row_of(otto)["addresses"] == before


def test_what_the_customer_changed_while_the_page_was_open_stays(
    merchant: Client, otto: Customer, store: Store
) -> None:
    form = merchant.get(page(otto))
    first = otto.addresses.earliest("pk")
    accounts.change_customer(customer=otto, fields={"lastname": "Holm", "is_subscribed": True})
    addresses.update_address(store=store, address=first, fields={"city": "Ithaca"})

    answer = merchant.post(
        page(otto), sent_from(form, firstname="Ottilie", **{"addresses-0-street": "1 Pier", "email": otto.email})
    )

    kept = Customer.objects.with_account().get(pk=otto.pk)
    first.refresh_from_db()
    assert answer.status_code == 302
    assert (kept.firstname, kept.lastname, kept.is_subscribed) == ("Ottilie", "Holm", True)
    assert (first.street, first.city) == ("1 Pier", "Ithaca")


def test_all_that_is_wrong_on_a_page_is_told_at_once_and_nothing_is_written(
    merchant: Client, otto: Customer, grace: Customer
) -> None:
    before = row_of(otto)
    form = merchant.get(page(otto))
    typed = {"email": grace.email, "addresses-0-city": "", "addresses-1-street": "", "addresses-1-city": "Ithaca"}

    answer = merchant.post(page(otto), sent_from(form, **typed))

    assert errors_on(answer) == {"email": [EmailTaken().message]}
    (inline,) = answer.context["inline_admin_formsets"]
    assert [dict(each.errors) for each in inline.formset.forms] == [
        {"city": [AddressValueRequired(fieldName="city").message]},
        {"street": [AddressValueRequired(fieldName="street").message]},
    ]
    assert row_of(otto) == before


def test_an_address_the_customer_removed_meanwhile_is_no_fault(merchant: Client, otto: Customer) -> None:
    form = merchant.get(page(otto))
    gone = Address.objects.latest("pk")
    gone_id = gone.pk
    gone.delete()

    answer = merchant.post(page(otto), sent_from(form, **{"addresses-1-city": "Ithaca"}))

    (inline,) = answer.context["inline_admin_formsets"]
    assert inline.formset.forms[1].non_field_errors() == [NoSuchEntity(addressId=gone_id).message]
    assert [each.city for each in Address.objects.all()] == ["Albany"]


def test_the_page_asks_for_what_the_settings_ask_for(merchant: Client, otto: Customer) -> None:
    def fields() -> tuple[bool, bool, bool | None]:
        context = merchant.get(page(otto)).context
        (inline,) = context["inline_admin_formsets"]
        of_address = inline.formset.forms[0].fields
        telephone = of_address["telephone"].required if "telephone" in of_address else None
        return "taxvat" in context["adminform"].form.fields, "company" in of_address, telephone

    as_delivered = fields()
    config.write(SHOW_TAXVAT, "req")
    config.write(SHOW_COMPANY, "")
    config.write(SHOW_TELEPHONE, "opt")

    assert as_delivered == (False, True, True)
    assert fields() == (True, False, False)


def test_a_value_nobody_asks_for_any_more_is_shown(merchant: Client, otto: Customer) -> None:
    Customer.objects.filter(pk=otto.pk).update(taxvat="NY-1")

    assert merchant.get(page(otto)).context["adminform"].form["taxvat"].value() == "NY-1"


def test_it_asks_as_often_for_many_addresses_as_for_few(merchant: Client, otto: Customer, store: Store) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert merchant.get(page(otto)).status_code == 200
        return len(asked)

    questions()
    few = questions()
    for _ in range(6):
        addresses.add_address(customer=otto, store=store, fields=address())

    assert questions() == few


def test_a_thick_address_book_comes_in_pages(merchant: Client, otto: Customer, store: Store) -> None:
    for number in range(12):
        addresses.add_address(customer=otto, store=store, fields=address(city=f"Town {number}"))
    second = f"{page(otto)}?addresses-page=2"

    merchant.post(second, sent_from(merchant.get(second), **{"addresses-3-city": "Ithaca"}))

    cities = list(otto.addresses.order_by("pk").values_list("city", flat=True))
    assert cities == ["Albany", "Buffalo", *(f"Town {number}" for number in range(11)), "Ithaca"]


@pytest.mark.parametrize(("country", "count"), [("DE", 16), ("GB", 0), ("", 0), ("\x00x", 0), ("USA", 0)])
def test_regions_are_told_by_country(merchant: Client, country: str, count: int) -> None:
    answer = merchant.get("/admin/customers/address/regions/", {"country": country})

    assert len(answer.json()["regions"]) == count


def test_regions_are_for_who_works_with_addresses(clerk_allowed: Callable[..., Client]) -> None:
    def status(*allowed: str) -> int:
        return clerk_allowed(*allowed).get("/admin/customers/address/regions/", {"country": "US"}).status_code

    assert (status(), status("view_customer"), status("view_address")) == (403, 403, 200)
