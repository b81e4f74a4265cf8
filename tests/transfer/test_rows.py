"""What rows of files do, and what is wrong with them, in Magento's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password

from attributes.models import Attribute, AttributeOption
from auth_tokens.models import Token
from customers.models import Address, Customer, Subscription
from history.models import Entry
from outbox.models import Mail
from stores.models import Store
from tests.conftest import PASSWORD, address, token_of
from tests.transfer.conftest import ADDRESS, COMPOSITE, CUSTOMER, Import, errors_of, everything
from transfer import errors, hashers, reports
from transfer.models import FormerAddressId, ImportRun
from wishlists.lists import wishlist_of

STORED = "77480e53349b9d56accf342b65beea919fd265de97773b25bcf5fe2d1aff4c1b:mgLqkqgTwLPLlCljzvF8hp67fNOOvOZb:0:1"
TWO_PARTS = "703feeb7a8a5195cf1cc9b759ba1e113:V2h36OrOJRh56MyGHw9NF1J855eL9X4P"


def test_a_customer_comes_in_with_everything_the_file_says(bring: Import) -> None:
    row = CUSTOMER | {
        "email": "Ada@Example.ORG",
        "confirmation": "",
        "created_at": "2019-03-04 05:06:07",
        "created_in": "German Store View",
        "disable_auto_group_change": "1",
        "dob": "12/9/1988",
        "failures_num": "3",
        "first_failure": "2026-01-02 03:04:05",
        "gender": "FEMALE",
        "group_id": "3",
        "lock_expires": "",
        "middlename": "Q.",
        "password_hash": STORED,
        "prefix": "Dr.",
        "rp_token": "0123456789abcdef",
        "rp_token_created_at": "2026-01-02 03:04:05",
        "store_id": "99",
        "suffix": "Jr",
        "taxvat": "DE123",
        "updated_at": "2020-02-03 04:05:06",
        "website_id": "99",
        "password": "",
    }

    report = bring([row])

    ada = Customer.objects.get()
    assert report.counts == {reports.ROWS: 1, reports.CREATED: 1}
    assert (ada.email, ada.email_key, ada.website.code, ada.store.code) == (
        "ada@example.org", "ada@example.org", "base", "default",
    )  # fmt: skip
    assert (ada.prefix, ada.firstname, ada.middlename, ada.lastname, ada.suffix) == ("Dr.", "Ada", "Q.", "Novak", "Jr")
    assert (ada.dob, ada.gender, ada.taxvat, ada.group_id) == (dt.date(1988, 12, 9), 2, "DE123", 3)
    assert ada.created_at == dt.datetime(2019, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
    assert ada.updated_at == dt.datetime(2020, 2, 3, 4, 5, 6, tzinfo=dt.UTC)
    assert (ada.created_in, ada.disable_auto_group_change) == ("German Store View", True)
    assert (ada.failures_count, ada.locked_until_at) == (3, None)
    assert (ada.search_text, ada.reset_token_digest) == (" dr. ada q. novak jr ada@example.org", "")
    assert ada.is_confirmed
    assert check_password("Password1", ada.password_hash)


def test_what_a_row_leaves_open_is_as_for_a_new_account(bring: Import, store: Store) -> None:
    bring([CUSTOMER | {"_store": "", "group_id": ""}])

    ada = Customer.objects.get()
    assert (ada.store, ada.group_id, ada.created_in) == (store, 1, store.name)
    assert not ada.has_password
    assert wishlist_of(ada)


def test_an_import_tells_nobody_but_the_history(bring: Import) -> None:
    report = bring([CUSTOMER, CUSTOMER | {"email": "eve@example.org", "confirmation": "abc"}])

    assert report.counts[reports.CREATED] == 2
    assert not Mail.objects.exists()
    (entry,) = Entry.objects.all()
    assert (entry.subject, entry.event, entry.actor_kind) == ("import", "imported", "system")
    assert entry.details == {
        "file": "file0.csv", "kind": "customer", "behavior": "add_update", "rows": 2, "customers created": 2,
    }  # fmt: skip
    assert Customer.objects.get(email="eve@example.org").confirmation_key == "abc"


def test_whoever_was_subscribed_as_a_guest_keeps_the_subscription(bring: Import, store: Store) -> None:
    Subscription.objects.create(store=store, website=store.website, email="Ada@example.org", status=1)

    bring([CUSTOMER])

    assert Subscription.objects.get().customer == Customer.objects.get()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"_website": ""}, "websiteIsEmpty"),
        ({"_website": "nowhere"}, "invalidWebsite"),
        ({"_website": "admin"}, "invalidWebsite"),
        ({"email": ""}, "emailIsEmpty"),
        ({"email": "ada"}, "invalidEmail"),
        ({"email": "ada@example.org."}, "invalidEmail"),
        ({"_store": "nowhere"}, "invalidStore"),
        ({"firstname": " "}, "valueIsRequired"),
        ({"lastname": "x" * 256}, "attributeNotInvalid"),
        ({"taxvat": "x" * 51}, "attributeNotInvalid"),
        ({"gender": "unknown"}, "attributeNotInvalid"),
        ({"gender": "4"}, "attributeNotInvalid"),
        ({"dob": "yesterday or so"}, "attributeNotInvalid"),
        ({"dob": "2999-01-01"}, "attributeNotInvalid"),
        ({"group_id": "0"}, "attributeNotInvalid"),
        ({"group_id": "99"}, "attributeNotInvalid"),
        ({"group_id": "General"}, "attributeNotInvalid"),
        ({"created_at": "1999-02-30"}, "attributeNotInvalid"),
        ({"created_in": "x" * 256}, "attributeNotInvalid"),
        ({"confirmation": "x" * 65}, "attributeNotInvalid"),
        ({"failures_num": "-1"}, "attributeNotInvalid"),
        ({"failures_num": "9" * 20}, "attributeNotInvalid"),
        ({"disable_auto_group_change": "maybe"}, "attributeNotInvalid"),
        ({"password": "12345"}, "passwordLength"),
    ],
)
def test_a_bad_row_is_left_out_and_the_others_come_in(bring: Import, change: dict[str, str], code: str) -> None:
    every = dict.fromkeys(change, "") | CUSTOMER
    rows = [every | {"email": "first@example.org"}, every | change, every | {"email": "last@example.org"}]

    report = bring(rows)

    assert errors_of(report) == [(3, [code])]
    assert [each.email for each in Customer.objects.all()] == ["first@example.org", "last@example.org"]
    assert report.counts == {
        reports.ROWS: 3, reports.CREATED: 2, reports.REJECTED: 1, f"{reports.ERRORS}{code}": 1,
    }  # fmt: skip


def test_all_that_is_wrong_with_a_row_is_told_at_once(bring: Import) -> None:
    report = bring([CUSTOMER | {"firstname": "", "dob": "?", "group_id": "99", "password": "1"}])

    (refusal,) = report.refusals
    assert refusal.problems == [errors.PasswordLengthNotValid()]

    report = bring([CUSTOMER | {"firstname": "", "dob": "?", "group_id": "99"}])

    (refusal,) = report.refusals
    assert refusal.problems == [
        errors.ValueEmpty("firstname"),
        errors.ValueNotValid("dob"),
        errors.ValueNotValid("group_id"),
    ]
    assert refusal.problems[0].message == 'Please make sure attribute "firstname" is not empty.'
    assert refusal.problems[1].message == "Please correct the value for 'dob'."


def test_an_email_may_stand_in_a_file_once_for_each_website(bring: Import, other_store: Store) -> None:
    there = {"_website": other_store.website.code, "_store": other_store.code}

    report = bring([CUSTOMER, CUSTOMER | {"email": "ADA@example.org"}, CUSTOMER | there])

    assert errors_of(report) == [(3, ["duplicateEmailSite"])]
    assert {each.website.code for each in Customer.objects.all()} == {"base", "second"}


def test_a_store_view_belongs_to_the_website(bring: Import, other_store: Store) -> None:
    assert errors_of(bring([CUSTOMER | {"_store": other_store.code}])) == [(2, ["invalidStore"])]
    assert not Customer.objects.exists()


def test_accounts_an_admin_opened_get_the_default_store_view(bring: Import, store: Store) -> None:
    bring([CUSTOMER | {"_store": "admin", "created_in": "Admin"}])

    ada = Customer.objects.get()
    assert (ada.store, ada.created_in) == (store, "Admin")


def test_an_account_that_is_there_is_changed_where_the_file_says_so(bring: Import, grace: Customer) -> None:
    Customer.objects.update(middlename="M.", taxvat="12", group_id=2)
    row = CUSTOMER | {"email": grace.email, "firstname": "", "lastname": "Hopper", "middlename": "", "group_id": ""}

    report = bring([row])

    grace.refresh_from_db()
    assert report.counts == {reports.ROWS: 1, reports.UPDATED: 1}
    assert (grace.firstname, grace.middlename, grace.lastname) == ("Grace", None, "Hopper")
    assert (grace.taxvat, grace.group_id) == ("12", 2)
    assert grace.search_text == " grace hopper grace@example.org"
    assert grace.password_is(PASSWORD)


def test_replacing_empties_what_the_file_does_not_say(bring: Import, grace: Customer) -> None:
    Customer.objects.update(middlename="M.", taxvat="12", group_id=2, dob="1990-01-01", gender=2)

    bring([CUSTOMER | {"email": grace.email}], "replace")

    created_at = grace.created_at
    grace.refresh_from_db()
    assert (grace.firstname, grace.middlename, grace.taxvat, grace.group_id) == ("Ada", None, None, 1)
    assert (grace.dob, grace.gender, grace.created_at) == (None, None, created_at)
    assert grace.password_is(PASSWORD)


def test_deleting_closes_the_account_and_forgets_whose_it_was(bring: Import, otto: Customer) -> None:
    token_of(otto)
    rows = [CUSTOMER | {"email": "OTTO@example.org"}, CUSTOMER, CUSTOMER | {"email": "otto@example.org"}]

    report = bring(rows, "delete")

    assert errors_of(report) == [(3, ["customerNotFound"]), (4, ["customerNotFound"])]
    assert report.counts[reports.DELETED] == 1
    assert not Customer.objects.exists()
    assert not Address.objects.exists()
    assert not Token.objects.exists()
    assert "otto" not in str(list(Entry.objects.values_list("details", flat=True)))


def test_the_custom_behavior_asks_the_column_action(bring: Import, grace: Customer) -> None:
    rows = [CUSTOMER | {"_action": ""}, CUSTOMER | {"email": grace.email, "_action": "Delete"}]

    report = bring(rows, "custom")

    assert (report.counts[reports.CREATED], report.counts[reports.DELETED]) == (1, 1)
    assert [each.email for each in Customer.objects.all()] == ["ada@example.org"]


# Passwords


def test_passwords_are_hashed_and_hashes_are_taken_as_they_are(bring: Import) -> None:
    both = {"password": "", "password_hash": ""}
    rows = [
        CUSTOMER | both | {"email": "typed@example.org", "password": "123456"},
        CUSTOMER | both | {"email": "hashed@example.org", "password_hash": STORED},
        CUSTOMER | both | {"email": "old@example.org", "password_hash": TWO_PARTS},
        CUSTOMER | both | {"email": "hostile@example.org", "password_hash": f"{'a' * 64}:salt:3_32_99_9999999999"},
        CUSTOMER | both | {"email": "cut@example.org", "password_hash": f"{'a' * 64}:salt:1:".ljust(128, "1")},
    ]

    report = bring(rows)

    hashes = dict(Customer.objects.values_list("email", "password_hash"))
    assert check_password("123456", hashes["typed@example.org"])
    assert hashes["hashed@example.org"] == f"magento${STORED}"
    assert hashes["old@example.org"] == f"magento${TWO_PARTS}:0"
    assert hashes["hostile@example.org"] == hashes["cut@example.org"] == ""
    assert report.noted == {reports.HASHES_OLD: [4], reports.HASHES_UNUSABLE: [5, 6]}
    assert (report.rejected, report.counts[reports.CREATED]) == (0, 5)


def test_a_password_that_was_used_here_since_stays(bring: Import) -> None:
    rows = [CUSTOMER | {"password_hash": STORED}]
    bring(rows)
    ada = Customer.objects.get()
    assert ada.password_is("Password1")
    kept = Customer.objects.get().password_hash
    assert not hashers.is_of_magento(kept)

    report = bring(rows)

    assert Customer.objects.get().password_hash == kept
    assert report.noted == {reports.PASSWORDS_KEPT: [2]}
    assert report.counts[reports.UNCHANGED] == 1


def test_a_hash_nobody_has_used_here_is_replaced_by_a_newer_one(bring: Import) -> None:
    bring([CUSTOMER | {"password_hash": TWO_PARTS}])
    token_of(Customer.objects.get())

    report = bring([CUSTOMER | {"password_hash": STORED}])

    assert report.counts[reports.UPDATED] == 1
    assert Customer.objects.get().password_hash == f"magento${STORED}"
    assert not Token.objects.exists()


def test_a_password_that_is_typed_takes_the_place_of_any_and_signs_out(bring: Import, grace: Customer) -> None:
    row = CUSTOMER | {"email": grace.email, "firstname": "Grace", "lastname": "Holloway"}
    token_of(grace)
    before = grace.password_hash

    same = bring([row | {"password": PASSWORD}])

    assert same.counts[reports.UNCHANGED] == 1
    assert Customer.objects.get().password_hash == before
    assert Token.objects.exists()

    other = bring([row | {"password": "another"}])

    assert other.counts[reports.UPDATED] == 1
    assert check_password("another", Customer.objects.get().password_hash)
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    "hash_of_ours",
    [
        "argon2$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$" + "a" * 43,
        "argon2$argon2id$v=19$m=65536,t=99,p=1$c29tZXNhbHRzb21lc2FsdA$" + "a" * 43,
        "argon2$argon2id$v=19$m=65536,t=2,p=9$c29tZXNhbHRzb21lc2FsdA$" + "a" * 43,
        "argon2$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$" + "a" * 43,
        "argon2$argon2id$nonsense",
        "md5$salt$d41d8cd98f00b204e9800998ecf8427e",
        "pbkdf2_sha256$999999999$salt$hash",
        "plain$$secret",
        "!",
    ],
)
def test_other_hashes_and_hostile_parameters_are_not_kept(bring: Import, hash_of_ours: str) -> None:
    report = bring([CUSTOMER | {"password_hash": hash_of_ours}])

    assert report.noted == {reports.HASHES_UNUSABLE: [2]}
    assert Customer.objects.get().password_hash == ""


def test_a_hash_of_our_own_files_is_kept(bring: Import) -> None:
    ours = "argon2$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$" + "a" * 43

    bring([CUSTOMER | {"password_hash": ours}])

    assert Customer.objects.get().password_hash == ours


# Custom attributes


@pytest.fixture
def attributes(studies: Attribute) -> dict[str, Attribute]:
    """One of each kind, `studies` with an option whose label has a comma."""
    AttributeOption.objects.create(attribute=studies, pk=503, label="MA, Arts", sort_order=3)
    made = {"studies": studies}
    for code, input_type, more in (
        ("color", "select", {}),
        ("wants_mail", "boolean", {}),
        ("joined", "date", {}),
        ("card", "text", {"is_unique": True, "validate_rules": {"max_text_length": "4"}}),
    ):
        made[code] = Attribute.objects.create(
            entity_type="customer", code=code, label=code.title(), input_type=input_type, **more
        )
    for pk, label in ((601, "Red"), (602, "Dark Blue")):
        AttributeOption.objects.create(attribute=made["color"], pk=pk, label=label)
    return made


def test_values_of_attributes_are_known_by_their_labels(bring: Import, attributes: dict[str, Attribute]) -> None:
    bring(
        [
            CUSTOMER | {
                "studies": "ma, ARTS,bsc", "color": " dark blue ", "wants_mail": "Yes", "joined": "3/11/1999",
                "card": "A1",
            },
            CUSTOMER | {"email": "eve@example.org", "studies": "502", "color": "601", "wants_mail": "0"},
        ]
    )  # fmt: skip

    ada, eve = Customer.objects.order_by("pk")
    assert ada.custom_values == {
        "studies": "501,503", "color": "602", "wants_mail": "1", "joined": "1999-03-11", "card": "A1",
    }  # fmt: skip
    assert eve.custom_values == {"studies": "502", "color": "601", "wants_mail": "0"}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"studies": "BSc,PhD"}, errors.ValueNotValid("studies")),
        ({"color": "green"}, errors.ValueNotValid("color")),
        ({"wants_mail": "maybe"}, errors.ValueNotValid("wants_mail")),
        ({"joined": "soon"}, errors.ValueNotValid("joined")),
        ({"card": "12345"}, errors.ValueNotValid("card")),
        ({"card": "A1"}, errors.UniqueValueRepeated("card")),
        ({"card": "B2"}, errors.UniqueValueRepeated("card")),
    ],
)
def test_values_attributes_refuse_leave_out_the_row(
    bring: Import, attributes: dict[str, Attribute], change: dict[str, str], problem: errors.RowRefused
) -> None:
    empty = dict.fromkeys(attributes, "")
    bring([CUSTOMER | empty | {"email": "first@example.org", "card": "A1"}])

    report = bring([CUSTOMER | empty | {"email": "b@example.org", "card": "B2"}, CUSTOMER | empty | change])

    (refusal,) = report.refusals
    assert (refusal.row, refusal.problems) == (3, [problem])
    assert Customer.objects.count() == 2


def test_a_required_attribute_is_required_of_new_accounts(
    bring: Import, attributes: dict[str, Attribute], grace: Customer
) -> None:
    Attribute.objects.filter(code="color").update(is_required=True)

    report = bring([CUSTOMER, CUSTOMER | {"email": grace.email}])

    (refusal,) = report.refusals
    assert (refusal.row, refusal.problems) == (2, [errors.ValueEmpty("color")])


def test_a_column_nobody_knows_stops_the_file_unless_it_may_be_ignored(bring: Import) -> None:
    rows = [CUSTOMER | {"reward_update_notification": "1"}]

    with pytest.raises(errors.ColumnsUnknown) as refusal:
        bring(rows)

    assert refusal.value.message == 'Header contains invalid attribute(s): "reward_update_notification"'
    assert not Customer.objects.exists()
    assert not ImportRun.objects.exists()
    assert bring(rows, ignore_unknown=True).columns_ignored == ["reward_update_notification"]
    assert Customer.objects.exists()


# Addresses


def test_an_address_comes_in_with_everything_the_file_says(bring: Import) -> None:
    bring([CUSTOMER])
    row = ADDRESS | {
        "company": "Quay & Co", "fax": "1", "middlename": "Q.", "prefix": "Dr.", "region_id": "12", "suffix": "Jr",
        "street": "12 Quay Street\r\n Floor 3 ", "vat_id": "DE1", "vat_is_valid": "1", "country_id": "us",
        "region": "ny", "_address_default_shipping_": "0",
    }  # fmt: skip

    report = bring([row])

    ada = Customer.objects.get()
    (kept,) = Address.objects.all()
    assert report.counts == {reports.ROWS: 1, reports.ADDRESSES[reports.CREATED]: 1}
    assert (kept.pk, kept.customer, kept.country_id, kept.region_id) == (7001, ada, "US", 43)
    assert (kept.street, kept.city, kept.postcode) == ("12 Quay Street\nFloor 3", "Albany", "12207")
    assert (kept.telephone, kept.telephone_digits) == ("518-555-0142", "15185550142")
    assert (kept.company, kept.fax, kept.vat_id) == ("Quay & Co", "1", "DE1")
    assert (kept.prefix, kept.middlename, kept.suffix) == ("Dr.", "Q.", "Jr")
    assert (ada.default_billing_id, ada.default_shipping_id) == (7001, None)


def test_numbers_after_an_import_are_nobodys_yet(bring: Import, otto: Customer, store: Store) -> None:
    bring([CUSTOMER])
    bring([ADDRESS])

    new = otto.addresses.create(**{**address(), "street": "1", "country_id": "US", "region_id": 43})

    assert new.pk > 7001


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({"_website": ""}, [errors.WebsiteEmpty()]),
        ({"_email": ""}, [errors.EmailEmpty()]),
        ({"_email": "nobody@example.org"}, [errors.CustomerNotFound()]),
        ({"city": ""}, [errors.ValueEmpty("city")]),
        ({"street": " \n "}, [errors.ValueEmpty("street")]),
        ({"telephone": ""}, [errors.ValueEmpty("telephone")]),
        ({"postcode": ""}, [errors.ValueEmpty("postcode")]),
        ({"country_id": ""}, [errors.ValueEmpty("country_id")]),
        ({"country_id": "XX"}, [errors.ValueNotValid("country_id")]),
        ({"region": "Bavaria"}, [errors.RegionNotValid()]),
        ({"fax": "x" * 256}, [errors.ValueNotValid("fax")]),
        ({"_entity_id": "seven"}, [errors.ValueNotValid("_entity_id")]),
        ({"_entity_id": "0"}, [errors.ValueNotValid("_entity_id")]),
        ({"_entity_id": "9" * 30}, [errors.ValueNotValid("_entity_id")]),
        ({"city": "", "region": "?"}, [errors.ValueEmpty("city"), errors.RegionNotValid()]),
    ],
)
def test_a_bad_address_is_left_out(bring: Import, change: dict[str, str], problems: list[errors.RowRefused]) -> None:
    bring([CUSTOMER])

    report = bring([ADDRESS | {"fax": ""}, ADDRESS | {"fax": "", "_entity_id": "7002"} | change])

    (refusal,) = report.refusals
    assert (refusal.row, refusal.problems) == (3, problems)
    assert [each.pk for each in Address.objects.all()] == [7001]


def test_where_postcodes_are_optional_and_regions_unknown_neither_is_asked_for(bring: Import) -> None:
    bring([CUSTOMER])

    report = bring(
        [
            ADDRESS | {"country_id": "IE", "postcode": "", "region": "County Clare"},
            ADDRESS | {"_entity_id": "7002", "region": "", "region_id": "12"},
            ADDRESS | {"_entity_id": "7003", "region": "", "region_id": "99999"},
        ]
    )

    clare, california, nowhere = Address.objects.order_by("pk")
    assert report.rejected == 0
    assert (clare.postcode, clare.region_text, clare.region_code, clare.region_id) == (
        None,
        "County Clare",
        "County Clare",
        None,
    )
    assert california.region is not None
    assert california.region.name == "California"
    assert nowhere.region is None


def test_an_address_is_known_by_its_number_and_changed_where_the_file_says_so(bring: Import) -> None:
    bring([CUSTOMER])
    bring([ADDRESS | {"company": "Quay & Co"}])

    report = bring([ADDRESS | {"company": "", "city": "Buffalo", "region": "", "_address_default_shipping_": "1"}])

    (kept,) = Address.objects.all()
    ada = Customer.objects.get()
    assert report.counts == {reports.ROWS: 1, reports.ADDRESSES[reports.UPDATED]: 1}
    assert (kept.city, kept.company, kept.region_id) == ("Buffalo", "Quay & Co", 43)
    assert (ada.default_billing_id, ada.default_shipping_id) == (7001, 7001)

    bring([ADDRESS | {"company": ""}], "replace")

    assert Address.objects.get().company is None


def test_a_number_somebody_else_has_is_noted_beside_another_one(bring: Import, otto: Customer) -> None:
    taken = otto.addresses.first()
    assert taken is not None
    bring([CUSTOMER])
    rows = [ADDRESS | {"_entity_id": str(taken.pk)}, ADDRESS | {"_entity_id": "4294967295", "city": "Troy"}]

    bring(rows)

    ada = Customer.objects.get(email="ada@example.org")
    first, second = ada.addresses.order_by("pk")
    assert taken.pk not in (first.pk, second.pk)
    assert second.pk < 2_000_000_000
    assert dict(FormerAddressId.objects.values_list("address_id", "number")) == {
        first.pk: taken.pk, second.pk: 4294967295,
    }  # fmt: skip
    before = everything()

    report = bring(rows)

    assert report.counts == {reports.ROWS: 2, reports.ADDRESSES[reports.UNCHANGED]: 2}
    assert everything() == before


def test_the_same_number_twice_is_a_mistake(bring: Import) -> None:
    bring([CUSTOMER])

    report = bring([ADDRESS, ADDRESS | {"city": "Buffalo"}, ADDRESS | {"_entity_id": "", "city": "Troy"}])

    assert errors_of(report) == [(3, ["duplicateAddressId"])]
    assert [each.city for each in Address.objects.order_by("pk")] == ["Albany", "Troy"]


def test_addresses_without_a_number_are_known_by_all_they_say(bring: Import) -> None:
    bring([CUSTOMER])
    rows = [ADDRESS | {"_entity_id": ""}, ADDRESS | {"_entity_id": ""}, ADDRESS | {"_entity_id": "", "city": "Troy"}]

    bring(rows)
    again = bring(rows)

    assert Address.objects.count() == 3
    assert again.counts == {reports.ROWS: 3, reports.ADDRESSES[reports.UNCHANGED]: 3}


def test_deleting_addresses(bring: Import, otto: Customer) -> None:
    bring([CUSTOMER])
    bring([ADDRESS, ADDRESS | {"_entity_id": "7002"}])
    of_otto = str(otto.addresses.order_by("pk")[0].pk)

    report = bring(
        [
            ADDRESS,
            ADDRESS | {"_entity_id": ""},
            ADDRESS | {"_entity_id": of_otto},
            ADDRESS | {"_email": "nobody@example.org"},
            ADDRESS,
        ],
        "delete",
    )

    assert errors_of(report) == [
        (3, ["addressIdIsEmpty"]), (4, ["addressNotFound"]), (5, ["customerNotFound"]), (6, ["addressNotFound"]),
    ]  # fmt: skip
    assert [each.pk for each in Customer.objects.get(email="ada@example.org").addresses.all()] == [7002]
    assert otto.addresses.count() == 2
    assert Customer.objects.get(email="ada@example.org").default_billing_id == 7002


# Customers and addresses in one file

FURTHER = {"email": "", "_website": "", "_store": "", "firstname": "", "lastname": ""}
BARE = dict.fromkeys(COMPOSITE, "")


def test_customers_and_addresses_come_from_one_file(bring: Import) -> None:
    rows = [
        COMPOSITE,
        COMPOSITE
        | FURTHER
        | {"_address_city": "Troy", "_address_default_billing_": "", "_address_default_shipping_": "1"},
        BARE | {"email": "eve@example.org", "_website": "base", "firstname": "Eve", "lastname": "Adler"},
        BARE | {"_address_city": "X"},
    ]

    report = bring(rows)

    ada, eve = Customer.objects.order_by("pk")
    albany, troy = ada.addresses.order_by("pk")
    assert errors_of(report) == [
        (5, ["valueIsRequired"] * 6),
    ]
    assert (albany.city, troy.city) == ("Albany", "Troy")
    assert (ada.default_billing, ada.default_shipping) == (albany, troy)
    assert not eve.addresses.exists()
    before = everything()

    again = bring(rows[:3])

    assert again.counts == {
        reports.ROWS: 3, reports.UNCHANGED: 2, reports.ADDRESSES[reports.UNCHANGED]: 2,
    }  # fmt: skip
    assert everything() == before


def test_addresses_of_a_customer_who_was_left_out_are_orphans(bring: Import) -> None:
    rows = [
        COMPOSITE | FURTHER,
        COMPOSITE | {"_website": "nowhere"},
        COMPOSITE | FURTHER,
        COMPOSITE | {"firstname": ""},
        COMPOSITE | FURTHER,
        COMPOSITE | {"email": "eve@example.org", "_address_region": "?"},
        COMPOSITE | FURTHER,
        COMPOSITE | {"email": "max@example.org"},
        COMPOSITE | FURTHER | {"_address_city": "Troy"},
    ]

    report = bring(rows)

    assert errors_of(report) == [
        (2, ["rowIsOrphan"]),
        (3, ["invalidWebsite"]),
        (4, ["rowIsOrphan"]),
        (5, ["valueIsRequired"]),
        (6, ["rowIsOrphan"]),
        (7, ["invalidRegion"]),
        (8, ["rowIsOrphan"]),
    ]
    assert [each.email for each in Customer.objects.all()] == ["max@example.org"]
    assert Address.objects.count() == 2


def test_deleting_by_a_file_of_both_deletes_the_customers(bring: Import) -> None:
    rows = [COMPOSITE, COMPOSITE | FURTHER | {"_address_city": "Troy"}]
    bring(rows)

    report = bring(rows, "delete")

    assert report.counts == {reports.ROWS: 2, reports.DELETED: 1}
    assert not Customer.objects.exists()


@pytest.mark.parametrize("behavior", ["replace", "custom"])
def test_a_file_of_both_is_not_for_every_behavior(bring: Import, behavior: str) -> None:
    with pytest.raises(errors.BehaviorNotPossible):
        bring([COMPOSITE], behavior)


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_batches_of_any_size_do_the_same(bring: Import, size: int) -> None:
    rows = []
    for number in range(5):
        rows.append(COMPOSITE | {"email": f"c{number}@example.org"})
        rows += [COMPOSITE | FURTHER | {"_address_city": f"City {place}"} for place in range(number)]
    rows[3] |= {"_website": "?"}

    report = bring(rows, batch=size)

    assert (Customer.objects.count(), report.rejected) == (4, 3)
    assert {each.email: each.addresses.count() for each in Customer.objects.all()} == {
        "c0@example.org": 1, "c1@example.org": 2, "c3@example.org": 4, "c4@example.org": 5,
    }  # fmt: skip


def test_a_batch_that_meets_a_new_account_is_done_again(
    bring: Import, make_customer: Callable[..., Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    from transfer import writing

    create = writing.create_customers
    came: list[Any] = []

    def somebody_comes_first(customers: Any) -> None:
        if not came:
            came.append(make_customer(email="Ada@example.org"))
        create(customers)

    monkeypatch.setattr(writing, "create_customers", somebody_comes_first)

    report = bring([CUSTOMER, CUSTOMER | {"email": "eve@example.org"}])

    assert report.counts[reports.ROWS] == 2
    assert {each.email for each in Customer.objects.all()} == {"ada@example.org", "eve@example.org"}


def test_nothing_in_a_cell_is_ever_anything_but_text(bring: Import, tmp_path: Path) -> None:
    bring(
        [
            CUSTOMER
            | {"firstname": "=1+1", "lastname": "=cmd|' /C calc'!A0", "middlename": "<script>", "taxvat": "@SUM(1)"}
        ]
    )

    ada = Customer.objects.get()
    assert (ada.firstname, ada.lastname) == ("=1+1", "=cmd|' /C calc'!A0")
    assert (ada.middlename, ada.taxvat) == ("<script>", "@SUM(1)")
