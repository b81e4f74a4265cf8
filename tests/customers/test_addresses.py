"""The address book: what an address may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attributes.errors import AttributeValueRequired, InvalidDate, TextTooLong, TooManyLines
from attributes.models import Attribute
from customers import addresses
from customers import config as settings
from customers.errors import AddressValueRequired, CountryRequired, TelephoneNotValid
from customers.fields import ADDRESS_TEXTS
from customers.models import Address, Customer
from kernel.errors import Failure, InvalidValue, SeveralProblems
from stores import config
from stores.models import Store
from tests.conftest import address
from tests.customers.conftest import everything

AddAddress = Callable[..., Address]
REQUIRED = ("firstname", "lastname", "street", "city", "telephone", "postcode")


@pytest.fixture
def add(grace: Customer, store: Store) -> AddAddress:
    """Puts an address into Grace's address book, as she does it herself."""

    def add(**differences: Any) -> Address:
        return addresses.add_address(customer=grace, store=store, fields=address(**differences))

    return add


@pytest.fixture
def refused(add: AddAddress) -> Callable[..., Failure]:
    """The failure that adding an address with these differences ends in; nothing may be left of it."""

    def attempt(**differences: Any) -> Failure:
        before = everything()
        with pytest.raises(Failure) as raised:
            add(**differences)
        assert everything() == before
        return raised.value

    return attempt


Refused = Callable[..., Failure]


def test_an_address_keeps_what_was_sent(add: AddAddress, grace: Customer) -> None:
    kept = add(
        prefix="Dr.",
        firstname="Grace",
        middlename="B.",
        lastname="Holloway",
        suffix="Jr.",
        company="Holloway & Sons",
        street=["12 Quay Street", "Rear"],
        fax="518-555-0143",
        vat_id="US123",
    )

    row = Address.objects.get(pk=kept.pk)
    names = [*ADDRESS_TEXTS, "country_id", "region_id"]
    assert {name: getattr(row, name) for name in names} == {
        "prefix": "Dr.",
        "firstname": "Grace",
        "middlename": "B.",
        "lastname": "Holloway",
        "suffix": "Jr.",
        "company": "Holloway & Sons",
        "street": "12 Quay Street\nRear",
        "city": "Albany",
        "telephone": "518-555-0142",
        "postcode": "12207",
        "fax": "518-555-0143",
        "vat_id": "US123",
        "country_id": "US",
        "region_id": 43,
    }
    assert (row.customer, row.street_lines) == (grace, ["12 Quay Street", "Rear"])
    assert (row.region_code, row.region_name) == ("NY", "New York")


def test_an_address_may_leave_out_what_is_not_required(add: AddAddress) -> None:
    kept = add(company="", fax=None)

    assert [kept.prefix, kept.middlename, kept.suffix, kept.company, kept.fax, kept.vat_id] == [None] * 6
    assert (kept.is_default_billing, kept.is_default_shipping) == (False, False)


@pytest.mark.parametrize("nothing", ["", "  ", None], ids=repr)
@pytest.mark.parametrize("code", REQUIRED)
def test_a_required_value_is_asked_for_by_its_code(refused: Refused, code: str, nothing: str | None) -> None:
    assert refused(**{code: nothing}) == AddressValueRequired(fieldName=code)


@pytest.mark.parametrize("street", [[], [""], [None], ["", "  "]], ids=repr)
def test_empty_lines_are_no_street(refused: Refused, street: list[str]) -> None:
    assert refused(street=street) == AddressValueRequired(fieldName="street")


def test_what_is_missing_is_told_at_once_in_magentos_order(refused: Refused) -> None:
    failure = refused(**dict.fromkeys((*REQUIRED, "country_id")))

    assert failure == SeveralProblems(
        [*(AddressValueRequired(fieldName=code) for code in REQUIRED), CountryRequired(fieldName="countryId")]
    )


def test_a_country_is_required(refused: Refused) -> None:
    assert refused(country_id=None) == CountryRequired(fieldName="countryId")


@pytest.mark.parametrize("country_id", ["XX", "us", "USA", "x" * 1000])
def test_an_unknown_country_is_refused(refused: Refused, country_id: str) -> None:
    assert refused(country_id=country_id) == InvalidValue(fieldName="countryId", value=country_id)


@pytest.mark.parametrize(("code", "text"), ADDRESS_TEXTS.items())
def test_texts_are_limited(refused: Refused, code: str, text: Any) -> None:
    assert refused(**{code: "x" * (text.longest + 1)}) == TextTooLong(text.label, text.longest)


@pytest.mark.parametrize("code", ADDRESS_TEXTS)
def test_the_longest_text_is_kept_whole(add: AddAddress, code: str) -> None:
    text = "x" * ADDRESS_TEXTS[code].longest

    kept = add(**{code: text})

    assert getattr(Address.objects.get(pk=kept.pk), code) == text


@pytest.mark.parametrize("country_id", ["HK", "IE", "MO", "PA", "GB"])
def test_some_countries_need_no_postcode(add: AddAddress, country_id: str) -> None:
    assert add(country_id=country_id, region_id=None, postcode="").postcode is None


def test_a_merchant_decides_which_countries_need_no_postcode(add: AddAddress, refused: Refused) -> None:
    config.write("general/country/optional_zip_countries", "US, FR")

    assert add(postcode=None).postcode is None
    assert refused(country_id="GB", region_id=None, postcode=None) == AddressValueRequired(fieldName="postcode")


@pytest.mark.parametrize("street", [["a", "b", "c"], ["a\nb", "c"], ["a\nb\nc"], "a\nb\nc"], ids=repr)
def test_a_street_has_two_lines_at_most(refused: Refused, street: Any) -> None:
    assert refused(street=street) == TooManyLines("Street Address", 2)


@pytest.mark.parametrize("most", [1, 3, 4])
def test_a_merchant_decides_how_many_lines_a_street_has(add: AddAddress, refused: Refused, most: int) -> None:
    config.write(settings.STREET_LINES, str(most))
    lines = [f"line {number}" for number in range(most)]

    assert add(street=lines).street_lines == lines
    assert refused(street=[*lines, "one more"]) == TooManyLines("Street Address", most)


def test_an_empty_last_line_is_no_line_and_one_between_keeps_its_place(add: AddAddress) -> None:
    config.write(settings.STREET_LINES, "3")

    assert add(street=["a", "", "b", ""]).street_lines == ["a", "", "b"]
    assert add(street=["a", None, ""]).street_lines == ["a"]
    assert add(street="a").street_lines == ["a"]


def test_there_is_one_default_of_each_kind(add: AddAddress, grace: Customer) -> None:
    first = add(default_billing=True, default_shipping=True)
    second = add(default_billing=True)
    third = add()

    grace.refresh_from_db()
    assert (grace.default_billing, grace.default_shipping) == (second, first)
    shown = [(each.is_default_billing, each.is_default_shipping) for each in grace.addresses.all()]
    assert shown == [(False, True), (True, False), (False, False)]
    assert third in grace.addresses.all()


def test_a_default_goes_with_its_address(otto: Customer) -> None:
    assert otto.default_billing is not None
    otto.default_billing.delete()

    otto.refresh_from_db()

    assert otto.default_billing is None
    assert otto.default_shipping is not None


def test_an_address_book_goes_with_its_customer(otto: Customer) -> None:
    otto.delete()

    assert not Address.objects.exists()


@pytest.mark.parametrize(
    ("telephone", "country_id", "number"),
    [
        ("518-555-0142", "US", "+15185550142"),
        ("(518) 555 0142", "US", "+15185550142"),
        ("030 901820", "DE", "+4930901820"),
        ("+33 1 40 20 50 50", "US", "+33140205050"),
        ("ask my neighbour", "US", None),
        ("1", "US", None),
        ("٠٣٠ ٩٠١٨٢٠", "DE", "+4930901820"),
        ("1" * 255, "US", None),
        ("+" * 255, "US", None),
        ("123456", "AN", None),
    ],
)
def test_a_telephone_comes_back_as_it_was_given_with_the_number_beside_it(
    add: AddAddress, telephone: str, country_id: str, number: str | None
) -> None:
    region_id = {"US": 43, "DE": 82}.get(country_id)

    added = add(telephone=telephone, country_id=country_id, region_id=region_id)

    kept = Address.objects.get(pk=added.pk)

    assert kept.telephone == telephone
    assert (kept.telephone_parsed.as_e164 if kept.telephone_parsed else None) == number


def test_spaces_around_a_telephone_come_back_too(add: AddAddress) -> None:
    assert add(telephone=" 518-555-0142 ").telephone == " 518-555-0142 "


def test_a_merchant_may_refuse_telephones_that_are_no_numbers(add: AddAddress, refused: Refused) -> None:
    config.write(settings.REFUSE_INVALID_TELEPHONES, "1")

    assert refused(telephone="ask my neighbour") == TelephoneNotValid("ask my neighbour")
    assert refused(telephone="030 901820") == TelephoneNotValid("030 901820")
    assert add(telephone="518-555-0142").telephone == "518-555-0142"


def test_custom_attributes_of_addresses_are_kept_with_them(add: AddAddress, refused: Refused) -> None:
    Attribute.objects.create(entity_type="customer_address", code="since", label="Since", input_type="date")

    assert add(custom_attributes={"since": "3/11/1972", "nothing": "x"}).custom_values == {"since": "1972-03-11"}
    assert refused(custom_attributes={"since": "soon"}) == InvalidDate()


def test_a_required_custom_attribute_of_addresses_is_asked_for(refused: Refused) -> None:
    Attribute.objects.create(
        entity_type="customer_address", code="note", label="Note", is_required=True, forms=["customer_address_edit"]
    )

    assert refused() == AttributeValueRequired("Note")
