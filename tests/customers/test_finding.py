"""Finding customers by what somebody types, and the columns that are derived for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from customers import accounts, addresses, administration, searching, telephones
from customers.models import Address, Customer
from kernel.text import folded
from stores.models import Store
from tests.conftest import address


def found(words: str) -> list[str]:
    return [customer.email for customer in searching.by_words(Customer.objects.order_by("id"), words)]


@pytest.fixture
def zoe(make_customer: Callable[..., Customer]) -> Customer:
    """A customer with accents, a prefix and a middle name."""
    names = {"prefix": "Dr.", "firstname": "Zoë", "middlename": "K.", "lastname": "Müller-Straße"}
    return make_customer(email="Z.Muller@example.org", **names)


@pytest.mark.parametrize(
    "words",
    [
        "zoe", "ZOË", "Zoë Müller", "müller zoë", "straße", "STRASSE", "dr. zoë", "k. müll", "z m", "zo mu",
        "z.muller@example.org", "muller@exam", "Zoe  K.\tMuller",
    ],
)  # fmt: skip
def test_parts_of_name_and_email_in_any_order_and_spelling(zoe: Customer, grace: Customer, words: str) -> None:
    assert found(words) == ["Z.Muller@example.org"]


@pytest.mark.parametrize("words", ["zoe grace", "oe", "%", "_", "zo%", "()", "z" * 300, " ".join("z" * 21), "\x00"])
def test_what_does_not_fit_finds_nobody(zoe: Customer, grace: Customer, words: str) -> None:
    expected = ["Z.Muller@example.org"] if words == " ".join("z" * 21) else []  # It is one word, said often.

    assert found(words) == expected


def test_more_words_than_anybody_has_find_nobody(zoe: Customer) -> None:
    assert found(" ".join(f"z{number}" for number in range(21))) == []


def test_nothing_finds_everybody(zoe: Customer, grace: Customer) -> None:
    assert len(found("  ")) == 2


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 19, "9" * 30, "9" * 5000])
def test_a_number_nobody_has_finds_nobody(zoe: Customer, number: str) -> None:
    assert found(number) == []


def test_a_number_is_an_account_a_part_of_an_email_or_a_telephone(
    make_customer: Callable[..., Customer], store: Store
) -> None:
    first = make_customer()
    number = str(first.pk)
    for place, differences in enumerate([{"email": f"x{number}000@example.org"}, {"email": "tele@example.org"}]):
        customer = make_customer(**differences)
        if place:
            addresses.add_address(customer=customer, store=store, fields=address(telephone=f"518 55{number}0000"))

    assert first.email in found(number)
    assert found(f"{number}0000") == ["tele@example.org"]


@pytest.mark.parametrize("typed", ["٥١٨٥٥٥٠١٤٢", "５１８-５５５-０１４２", "518/555.01.42", "00 1 (518) 555-0142"])
def test_a_telephone_is_found_in_digits_of_any_script(otto: Customer, grace: Customer, typed: str) -> None:
    assert found(typed) == [otto.email]


def test_four_digits_are_no_telephone(otto: Customer) -> None:
    assert found("0142") == []


@pytest.mark.parametrize(
    ("written", "country_id", "digits"),
    [
        ("518-555-0142", "US", "15185550142"),
        ("+49 (0)30 901820", "DE", "4930901820"),
        ("030/901820", "DE", "4930901820"),
        ("(555) 229-3326", "US", "5552293326"),
        ("ask at the desk", "US", ""),
        (None, "US", ""),
    ],
)
def test_the_digits_of_a_telephone_are_kept_once(written: str | None, country_id: str, digits: str) -> None:
    assert telephones.searchable(written, telephones.parsed(written, country_id)) == digits


def test_every_deed_derives_what_is_searched(grace: Customer, store: Store) -> None:
    def derived() -> list[bool]:
        rows: list[Any] = [*Customer.objects.all(), *Address.objects.all()]
        names = {Customer: "search_text", Address: "telephone_digits"}
        return [
            getattr(row, names[type(row)]) == row._meta.get_field(names[type(row)]).derived_from(row) for row in rows
        ]

    home = addresses.add_address(customer=grace, store=store, fields=address())
    accounts.change_customer(customer=grace, fields={"lastname": "Hopper"})
    accounts.change_customer(customer=grace, fields={"email": "hopper@example.org", "suffix": "PhD"})
    administration.change_address(address=home, fields={"telephone": "518 555 0199"})
    Customer.objects.bulk_create(
        [Customer(website_id=1, store=store, group_id=1, email="B@x.org", firstname="Bo", lastname="Ek")]
    )

    assert derived() == [True, True, True]
    assert found("holloway") == []
    assert found("hopper phd") == ["hopper@example.org"]
    assert found("518 555 0199") == ["hopper@example.org"]
    assert found("bo ek") == ["B@x.org"]


def test_saving_a_name_alone_saves_what_is_derived_from_it(grace: Customer) -> None:
    grace.firstname = "Ann"
    grace.save(update_fields=["firstname"])

    assert Customer.objects.get().search_text == " ann holloway grace@example.org"


@pytest.mark.parametrize("text", ["Zoë MÜLLER", "ﬁ ß İstanbul ẞ ı", "Ἀθῆναι", "Ørsted", "a\u0301b"])
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(text.upper()) == folded(text.lower()) == folded(text)
