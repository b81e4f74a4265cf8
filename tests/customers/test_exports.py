"""Customers as CSV: every column, nothing a spreadsheet would run, and the memory of a few however many there are."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from attributes.models import Attribute
from customers import accounts, addresses, batches, exports, newsletter
from customers.models import Address, Customer
from history.models import Entry
from stores.models import Store
from tests.conftest import address


def exported(**filters: Any) -> list[dict[str, str]]:
    text = "".join(exports.as_csv(customers=Customer.objects.filter(**filters)))
    assert text.startswith(exports.BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_a_line_says_all_of_an_account(otto: Customer, studies: Attribute) -> None:
    newsletter.set_subscribed(otto, True)
    fields = {
        "dob": "1972-03-11",
        "gender": 1,
        "custom_attributes": {"studies": "501,502"},
        "lastname": "O'Neill-Ö",
    }
    otto = accounts.change_customer(customer=otto, fields=fields)

    (line,) = exported()

    assert line == {
        "id": str(otto.pk), "website": "base", "store": "default", "group": "General", "email": "otto@example.org",
        "prefix": "", "firstname": "Otto", "middlename": "", "lastname": "O'Neill-Ö", "suffix": "",
        "dob": "1972-03-11", "gender": "Male", "taxvat": "", "created_at": f"{otto.created_at:%Y-%m-%d %H:%M:%S}",
        "updated_at": f"{otto.updated_at:%Y-%m-%d %H:%M:%S}", "confirmed": "1", "locked_until": "", "subscribed": "1",
        "billing_company": "", "billing_street": "12 Quay Street", "billing_city": "Albany",
        "billing_region": "New York", "billing_postcode": "12207", "billing_country": "US",
        "billing_telephone": "518-555-0142", "billing_vat_id": "", "studies": "BSc, MBA",
    }  # fmt: skip


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_a_formula_is_harmless(grace: Customer, formula: str) -> None:
    Customer.objects.update(taxvat=formula)

    (line,) = exported()

    assert line["taxvat"] == f"'{formula}"


def test_an_ordinary_text_is_left_alone() -> None:
    assert [exports.harmless(value) for value in (None, "", "a=b", "O'Neill", 7)] == ["", "", "a=b", "O'Neill", "7"]


def test_a_telephone_with_a_plus_has_an_apostrophe_too(grace: Customer, store: Store) -> None:
    home = address(telephone="+1 518 555 0142", default_billing=True)
    addresses.add_address(customer=grace, store=store, fields=home)

    assert exported()[0]["billing_telephone"] == "'+1 518 555 0142"


def test_only_those_asked_for_leave_and_it_is_noted(grace: Customer, otto: Customer) -> None:
    assert [line["email"] for line in exported(pk=otto.pk)] == ["otto@example.org"]

    entry = Entry.objects.get(subject="customers")
    assert (entry.event, entry.subject_id) == (exports.EXPORTED, 0)


def test_no_customer_is_a_table_with_a_head(db: None) -> None:
    assert exported() == []


def test_many_customers_take_the_memory_and_statements_of_few(
    store: Store,
    make_customer: Callable[..., Customer],
    django_assert_num_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def peak() -> int:
        tracemalloc.start()
        for _ in exports.as_csv(customers=Customer.objects.all()):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    def add(first: int, last: int) -> None:
        common = {"website_id": 1, "store": store, "group_id": 1, "firstname": "Bo", "lastname": "Ek"}
        made = Customer.objects.bulk_create(
            [Customer(email=f"bo{number}@example.org", **common) for number in range(first, last)]
        )
        place = {"street": "1 Quay", "city": "Albany", "country_id": "US", "firstname": "Bo", "lastname": "Ek"}
        Address.objects.bulk_create([Address(customer=customer, **place) for customer in made])

    monkeypatch.setattr(batches, "BATCH", 100)
    add(0, 300)
    peak()
    few = peak()
    add(300, 3000)
    many = peak()

    assert many < few * 1.5
    with django_assert_num_queries(1 + 1 + 31 + 30):  # attributes, history, the batches and one more, their rows
        list(exports.as_csv(customers=Customer.objects.all()))
