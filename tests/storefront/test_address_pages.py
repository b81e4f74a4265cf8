"""The address book on the pages: whose it is, what each country asks for, and what is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from attributes.errors import TooManyLines
from attributes.models import Attribute
from customers import addresses
from customers import config as settings
from customers.errors import AddressIsDefault, RegionMismatch, TelephoneNotValid
from customers.models import Address, Customer
from stores import config
from stores.models import Store
from tests.conftest import address
from tests.storefront.shopper import problems, required, signed_in, text_of, told

BOOK, NEW = "/customer/address/", "/customer/address/new/"


@pytest.fixture
def at_home(grace: Customer) -> Client:
    """A browser Grace is signed in with."""
    return signed_in(grace)


@pytest.fixture
def ottos(otto: Customer) -> Client:
    """A browser Otto is signed in with."""
    return signed_in(otto)


def edit(address: Address) -> str:
    return f"{BOOK}edit/id/{address.pk}/"


def delete(address: Address) -> str:
    return f"{BOOK}delete/id/{address.pk}/"


def typed(**differences: Any) -> dict[str, Any]:
    """What somebody fills in."""
    return {
        "firstname": "Grace",
        "lastname": "Holloway",
        "company": "",
        "street[]": ["12 Quay Street", ""],
        "city": "Albany",
        "region_id": "43",
        "postcode": "12207",
        "country_id": "US",
        "telephone": "518-555-0142",
        **differences,
    }


@pytest.mark.parametrize("path", [NEW, NEW[:-1], f"{BOOK}formPost/"])
def test_an_address_is_added(at_home: Client, grace: Customer, path: str) -> None:
    answer = at_home.post(path, typed(default_billing="on"), follow=True)

    assert answer.redirect_chain == [(BOOK, 302)]
    assert told(answer) == ["You saved the address."]
    kept = Address.objects.get()
    assert (kept.customer, kept.street, kept.region_id) == (grace, "12 Quay Street", 43)
    assert (kept.is_default_billing, kept.is_default_shipping) == (True, False)


def test_the_first_address_is_offered_as_the_default_of_both_kinds(at_home: Client, ottos: Client) -> None:
    first, third = at_home.get(NEW).context["form"], ottos.get(NEW).context["form"]

    assert [first[code].value() for code in addresses.DEFAULTS] == [True, True]
    assert [third[code].value() for code in addresses.DEFAULTS] == [False, False]
    assert first["firstname"].value() == "Grace"


def test_everything_that_is_missing_is_told_at_its_field(at_home: Client) -> None:
    answer = at_home.post(NEW, {"country_id": "US"})

    assert problems(answer) == {
        "firstname": required("First Name"),
        "lastname": required("Last Name"),
        "street": required("Street Address"),
        "region_id": required("State/Province"),
        "city": required("City"),
        "postcode": required("Zip/Postal Code"),
        "telephone": required("Phone Number"),
    }
    assert '<a href="#id_street">' in text_of(answer)
    assert '<a href="#region">' in text_of(answer)
    assert 'aria-describedby="region_error"' in text_of(answer) or "id_region_id_error" in text_of(answer)
    assert not Address.objects.exists()


def test_an_empty_form_misses_its_country(at_home: Client) -> None:
    answer = at_home.post(NEW, {})

    assert problems(answer)["country_id"] == required("Country")
    assert not Address.objects.exists()


# The country decides


def test_regions_follow_the_country_without_a_script(at_home: Client) -> None:
    germany = at_home.post(NEW, typed(country_id="DE", update="regions"))
    iceland = at_home.post(NEW, typed(country_id="IS", update="regions"))

    choices = dict(germany.context["form"].fields["region_id"].widget.choices)
    assert choices["82"] == "Berlin"
    assert "43" not in choices
    assert germany.context["form"]["city"].value() == "Albany"
    assert b'role="alert"' not in germany.content
    assert "region" in iceland.context["form"].fields
    assert "region_id" not in iceland.context["form"].fields
    assert not Address.objects.exists()


def test_a_region_of_another_country_is_refused(at_home: Client) -> None:
    answer = at_home.post(NEW, typed(country_id="DE", region_id="43"))

    mismatch = RegionMismatch(fieldName="regionId", value=43)
    assert problems(answer) == {"region_id": [mismatch.storefront_message]}
    assert dict(answer.context["form"].fields["region_id"].widget.choices)["82"] == "Berlin"
    assert not Address.objects.exists()


@pytest.mark.parametrize("region_id", ["x", "-1", "9" * 40])
def test_what_no_list_offers_is_no_region(at_home: Client, region_id: str) -> None:
    answer = at_home.post(NEW, typed(region_id=region_id))

    assert list(problems(answer)) == ["region_id"]
    assert not Address.objects.exists()


def test_a_country_without_a_list_takes_any_region(at_home: Client) -> None:
    sent = typed(country_id="IS", region="Norðurland", region_id="")

    answer = at_home.post(NEW, sent)

    assert answer.status_code == 302
    kept = Address.objects.get()
    assert (kept.region_id, kept.region_text) == (None, "Norðurland")


@pytest.mark.parametrize(("country_id", "is_asked_for"), [("US", True), ("GB", False), ("HK", False)])
def test_postcodes_are_asked_for_where_they_are_needed(at_home: Client, country_id: str, is_asked_for: bool) -> None:
    shown = at_home.post(NEW, typed(country_id=country_id, update="regions"))
    sent = at_home.post(NEW, typed(country_id=country_id, region_id="43" if country_id == "US" else "", postcode=""))

    assert shown.context["form"].fields["postcode"].is_asked_for is is_asked_for
    assert "postcode" in problems(sent) if is_asked_for else sent.status_code == 302


def test_the_merchant_says_which_countries_need_a_region(at_home: Client) -> None:
    config.write("general/region/state_required", "DE")
    config.write("general/region/display_all", "0")

    america = at_home.get(NEW)
    germany = at_home.post(NEW, typed(country_id="DE", region_id=""))

    assert not {"region", "region_id"} & set(america.context["form"].fields)
    assert problems(germany) == {"region_id": required("State/Province")}
    assert at_home.post(NEW, typed(region_id="")).status_code == 302
    assert Address.objects.get().region_id is None


def test_only_countries_the_shop_sells_to_are_offered(at_home: Client) -> None:
    config.write("general/country/allow", "DE,AT")
    config.write("general/country/default", "AT")

    shown = at_home.get(NEW).context["form"]
    refused = at_home.post(NEW, typed())

    assert [value for value, _ in shown.fields["country_id"].widget.choices] == ["", "AT", "DE"]
    assert shown["country_id"].value() == "AT"
    assert "region_id" in shown.fields
    assert "country_id" in problems(refused)
    assert not Address.objects.exists()


# The settings decide


def test_the_settings_decide_what_is_asked_for(at_home: Client) -> None:
    plain = list(at_home.get(NEW).context["form"].shown)
    config.write(settings.SHOW_TELEPHONE, "")
    config.write(settings.SHOW_COMPANY, "")
    config.write(settings.SHOW_FAX, "opt")
    config.write(settings.SHOW_PREFIX, "opt")
    config.write(settings.SHOW_VAT_NUMBER, "1")
    config.write(settings.STREET_LINES, "4")
    shown = at_home.get(NEW)

    assert plain == [
        "firstname", "lastname", "company", "street", "country_id", "region_id", "city", "postcode", "telephone",
    ]  # fmt: skip
    assert list(shown.context["form"].shown) == [
        "prefix", "firstname", "lastname", "street", "country_id", "region_id", "city", "postcode", "fax", "vat_id",
    ]  # fmt: skip
    assert text_of(shown).count('name="street[]"') == 4
    assert 'aria-label="Street Address: Line 4"' in text_of(shown)


def test_more_lines_than_a_street_has_are_refused(at_home: Client) -> None:
    answer = at_home.post(NEW, typed(**{"street[]": ["1", "2", "3"]}))

    assert problems(answer) == {"street": [TooManyLines("Street Address", 2).message]}
    assert not Address.objects.exists()


def test_a_telephone_is_looked_at_where_the_merchant_wants_it(at_home: Client) -> None:
    config.write(settings.REFUSE_INVALID_TELEPHONES, "1")

    answer = at_home.post(NEW, typed(telephone="12"))

    assert problems(answer) == {"telephone": [TelephoneNotValid("12").message]}
    assert not Address.objects.exists()


def test_custom_attributes_of_addresses_are_asked_for_where_their_form_says(at_home: Client) -> None:
    common = {"entity_type": "customer_address", "input_type": "text"}
    Attribute.objects.create(code="floor", label="Floor", forms=["customer_address_edit"], is_required=True, **common)
    Attribute.objects.create(code="gate", label="Gate", forms=["adminhtml_customer_address"], **common)

    shown = at_home.get(NEW)
    refused = at_home.post(NEW, typed())
    taken = at_home.post(NEW, typed(**{"custom_attributes[floor]": "3", "custom_attributes[gate]": "x"}))

    assert "Gate" not in text_of(shown)
    assert problems(refused) == {"custom_attributes[floor]": required("Floor")}
    assert taken.status_code == 302
    assert Address.objects.get().custom_values == {"floor": "3"}


# Changing and removing


def test_an_address_is_changed(ottos: Client, otto: Customer) -> None:
    billing = otto.default_billing
    assert billing
    shown = ottos.get(edit(billing))

    answer = ottos.post(edit(billing), typed(city="Troy", country_id="DE", region_id="82"), follow=True)

    assert shown.context["form"]["region_id"].value() == 43
    assert shown.context["form"].already_default == "It's a default billing address."
    assert list(shown.context["form"].defaults[0].form.fields)[-1] == "default_shipping"
    assert told(answer) == ["You saved the address."]
    kept = Address.objects.get(pk=billing.pk)
    assert (kept.city, kept.country_id, kept.region_id) == ("Troy", "DE", 82)
    assert kept.is_default_billing


def test_an_address_becomes_the_default_of_both_kinds(ottos: Client, otto: Customer) -> None:
    billing = otto.default_billing
    assert billing

    ottos.post(edit(billing), typed(default_shipping="on"))

    now = Customer.objects.get(pk=otto.pk)
    assert (now.default_billing_id, now.default_shipping_id) == (billing.pk, billing.pk)
    assert "It's a default billing and shipping address." in text_of(ottos.get(edit(billing)))


def test_a_change_that_is_refused_changes_nothing(ottos: Client, otto: Customer) -> None:
    billing = otto.default_billing
    assert billing

    answer = ottos.post(edit(billing), typed(city="", default_shipping="on"))

    assert problems(answer) == {"city": required("City")}
    assert Address.objects.get(pk=billing.pk).city == "Albany"
    assert Customer.objects.get(pk=otto.pk).default_shipping_id == otto.default_shipping_id


def test_an_address_is_asked_about_and_then_deleted(ottos: Client, otto: Customer, store: Store) -> None:
    other = addresses.add_address(customer=otto, store=store, fields=address(city="Cohoes"))
    asked = ottos.get(delete(other))
    still = Address.objects.filter(pk=other.pk).exists()

    answer = ottos.post(delete(other), follow=True)

    assert "Are you sure you want to delete this address?" in text_of(asked)
    assert "Cohoes, New York 12207" in text_of(asked)
    assert still
    assert told(answer) == ["You deleted the address."]
    assert not Address.objects.filter(pk=other.pk).exists()


def test_a_default_address_is_not_deleted(ottos: Client, otto: Customer) -> None:
    billing = otto.default_billing
    assert billing

    answer = ottos.post(delete(billing))

    assert AddressIsDefault(billing.pk, "billing").message in text_of(answer)
    assert b'role="alert"' in answer.content
    assert Address.objects.filter(pk=billing.pk).exists()


def test_an_address_of_somebody_else_is_answered_as_one_that_is_not_there(
    at_home: Client, otto: Customer, grace: Customer
) -> None:
    ottos = otto.default_billing
    assert ottos
    before = Address.objects.filter(pk=ottos.pk).values().get()

    for deed in ("edit", "formPost", "delete"):
        answers = []
        for number in (ottos.pk, ottos.pk + 1000, 0, 10**30):
            path = f"{BOOK}{deed}/id/{number}/"
            answers += [at_home.get(path), at_home.post(path, typed())]
        assert {(each.status_code, text_of(each).replace(each.request["PATH_INFO"], "")) for each in answers} == {
            (404, text_of(answers[0]).replace(answers[0].request["PATH_INFO"], ""))
        }
    assert Address.objects.filter(pk=ottos.pk).values().get() == before
    assert not grace.addresses.exists()


def test_nobody_names_the_owner_or_the_number_of_an_address(at_home: Client, grace: Customer, otto: Customer) -> None:
    ottos = otto.default_billing
    assert ottos

    at_home.post(NEW, typed(id=str(ottos.pk), customer_id=str(otto.pk), parent_id=str(otto.pk)))

    assert [each.customer_id for each in Address.objects.exclude(customer=otto)] == [grace.pk]
    assert Address.objects.filter(customer=otto).count() == 2


def test_a_long_address_book_has_pages(ottos: Client, otto: Customer, store: Store) -> None:
    for number in range(25):
        addresses.add_address(customer=otto, store=store, fields=address(city=f"Town {number:02}"))

    first, second, beyond = (ottos.get(BOOK, {"p": page}) for page in ("1", "2", "99"))

    assert [len(each.context["additional"]) for each in (first, second, beyond)] == [20, 5, 5]
    assert "Page 2 of 2" in text_of(second)
    assert "Page 1 of 2" in text_of(ottos.get(BOOK, {"p": "x"}))
