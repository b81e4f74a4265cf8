"""Addresses in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from attributes.models import Attribute
from customers.errors import AddressValueRequired, CountryRequired, RegionMismatch
from customers.models import Address, Customer
from tests.admin.conftest import errors_on, page, sent_from

ADD = "/admin/customers/address/add/"


def row_of(address: Address) -> dict[str, Any]:
    return Address.objects.filter(pk=address.pk).values().get()


def test_an_address_is_changed_and_the_merchant_is_back_at_the_customer(merchant: Client, otto: Customer) -> None:
    first = otto.addresses.earliest("pk")
    typed = {"street": "1 Pier\r\nRear", "telephone": "(518) 555-0199", "default_shipping": "on"}

    answer = merchant.post(page(first), sent_from(merchant.get(page(first)), **typed))

    first.refresh_from_db()
    otto.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, page(otto))
    assert (first.street_lines, first.telephone, str(first.telephone_parsed)) == (
        ["1 Pier", "Rear"],
        "(518) 555-0199",
        "+15185550199",
    )
    assert (otto.default_billing_id, otto.default_shipping_id) == (first.pk, first.pk)


def test_an_address_can_stop_being_the_default(merchant: Client, otto: Customer) -> None:
    first = otto.addresses.earliest("pk")

    merchant.post(page(first), sent_from(merchant.get(page(first)), default_billing=False))

    otto.refresh_from_db()
    assert otto.default_billing_id is None
    assert otto.default_shipping_id is not None


def test_what_the_page_does_not_ask_for_stays(merchant: Client, otto: Customer) -> None:
    hidden = {"entity_type": "customer_address", "label": "Hidden"}
    Attribute.objects.create(code="gate", **hidden)
    Attribute.objects.create(code="dog", default_value="yes", **hidden)
    first = otto.addresses.earliest("pk")
    Address.objects.filter(pk=first.pk).update(custom_values={"gate": "7"}, region_code_text="kept")
    before = row_of(first)

    merchant.post(page(first), sent_from(merchant.get(page(first))))

    without = {"updated_at": None, "region_code_text": None}
    assert row_of(first) | without == before | without


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"city": " "}, {"city": AddressValueRequired(fieldName="city")}),
        ({"street": ""}, {"street": AddressValueRequired(fieldName="street")}),
        ({"region": "82"}, {"region": RegionMismatch(fieldName="regionId", value=82)}),
        ({"country": ""}, {"country": CountryRequired(fieldName="countryId")}),
    ],
)
def test_what_the_apis_refuse_is_refused_here(
    merchant: Client, otto: Customer, typed: dict[str, str], refusal: dict[str, Any]
) -> None:
    first = otto.addresses.earliest("pk")
    before = row_of(first)

    answer = merchant.post(page(first), sent_from(merchant.get(page(first)), **typed))

    assert errors_on(answer) == {field: [failure.message] for field, failure in refusal.items()}
    assert row_of(first) == before


@pytest.mark.parametrize("odd", [{"country": "??"}, {"region": "x"}, {"region": "9" * 30}, {"city": "\x00"}])
def test_odd_input_is_an_error_on_its_field(merchant: Client, otto: Customer, odd: dict[str, str]) -> None:
    first = otto.addresses.earliest("pk")
    before = row_of(first)

    answer = merchant.post(page(first), sent_from(merchant.get(page(first)), **odd))

    assert list(errors_on(answer)) == list(odd)
    assert row_of(first) == before


def test_a_merchant_adds_an_address_from_the_customers_page(merchant: Client, grace: Customer) -> None:
    form = merchant.get(ADD, {"customer": grace.pk})
    typed = {
        "firstname": "Grace",
        "lastname": "Holloway",
        "street": "12 Quay Street",
        "city": "Albany",
        "country": "US",
        "region": "43",
        "postcode": "12207",
        "telephone": "518-555-0142",
        "default_billing": "on",
    }

    answer = merchant.post(ADD, sent_from(form, **typed))

    grace.refresh_from_db()
    kept = grace.addresses.get()
    assert (answer.status_code, answer["Location"]) == (302, page(grace))
    assert (kept.street, kept.region_id, grace.default_billing_id) == ("12 Quay Street", 43, kept.pk)


@pytest.mark.parametrize("customer", ["x", "9" * 30, "0", ""])
def test_an_address_of_nobody_is_refused(merchant: Client, grace: Customer, customer: str) -> None:
    assert merchant.get(ADD, {"customer": customer}).status_code == 200

    answer = merchant.post(ADD, {"customer": customer, "city": "Albany"})

    assert "customer" in errors_on(answer)
    assert not Address.objects.exists()


def test_deleting_an_address_leaves_the_customer_without_that_default(merchant: Client, otto: Customer) -> None:
    first = otto.addresses.earliest("pk")

    merchant.post(page(first, "delete"), {"post": "yes"})

    otto.refresh_from_db()
    assert otto.addresses.count() == 1
    assert otto.default_billing_id is None
