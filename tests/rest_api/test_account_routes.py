"""Reading, changing and deleting accounts over REST: by the shop with an id, by customers as `me`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from admins.models import AdminUser
from attributes.models import Attribute
from auth_tokens.models import Token
from customers import accounts
from customers import config as settings
from customers.models import Address, Customer, Subscription
from rest_api.errors import NestedWrongType, RouteNotFound, WrongType
from stores import config
from stores.models import Store
from tests.conftest import PASSWORD, headers_of, token_of
from tests.customers.conftest import everything
from tests.mails import delivered
from tests.rest_api.conftest import address_in_json, is_refused

Rest = Callable[..., Any]
MakeCustomer = Callable[..., Customer]
REQUIRED = '"%fieldName" is required. Enter and try again.'
NO_ENTITY = "No such entity with %fieldName = %fieldValue"
INVALID = 'Invalid value of "%value" provided for the %fieldName field.'
SEVERAL = "One or more input exceptions have occurred."


def required(name: str) -> dict[str, Any]:
    return {"message": REQUIRED, "parameters": {"fieldName": name}}


def no_entity(name: str, value: Any) -> dict[str, Any]:
    return {"message": NO_ENTITY, "parameters": {"fieldName": name, "fieldValue": value}}


def default_not_there(kind: str) -> dict[str, Any]:
    sentence = "The %fieldName value is invalid. Set the correct value and try again."
    return {"message": sentence, "parameters": {"fieldName": kind}}


@pytest.fixture
def put(rest: Rest, admin: AdminUser) -> Callable[..., Any]:
    """Changes an account as the shop does, or as the customer with `by=`: `put(otto, firstname="Ada")`."""

    def call(customer: Customer, *, by: Customer | None = None, **fields: Any) -> Any:
        path = "/V1/customers/me" if by else f"/V1/customers/{customer.pk}"
        return rest("PUT", path, {"customer": fields}, by=by or admin)

    return call


@pytest.fixture
def book(otto: Customer) -> list[int]:
    """The ids of otto's addresses: the default for bills, the default for parcels."""
    return [address.pk for address in otto.addresses.all()]


# Reading


def test_the_shop_reads_the_whole_account(
    rest: Rest, admin: AdminUser, make_customer: MakeCustomer, studies: Attribute
) -> None:
    customer = make_customer(
        prefix="Dr.",
        middlename="B.",
        suffix="Jr.",
        dob="1972-03-11",
        gender=2,
        taxvat="DE1",
        is_subscribed=True,
        allow_remote_shopping_assistance=True,
        custom_attributes={"studies": "502,501"},
    )

    answer = rest("GET", f"/V1/customers/{customer.pk}", by=admin)

    shown = answer.json()
    assert answer.status_code == 200
    assert shown.pop("created_at") == f"{customer.created_at:%Y-%m-%d %H:%M:%S}"
    assert shown.pop("updated_at") == f"{customer.updated_at:%Y-%m-%d %H:%M:%S}"
    assert shown == {
        "id": customer.pk,
        "group_id": 1,
        "created_in": "Default Store View",
        "dob": "1972-03-11",
        "email": "grace@example.org",
        "firstname": "Grace",
        "lastname": "Holloway",
        "middlename": "B.",
        "prefix": "Dr.",
        "suffix": "Jr.",
        "gender": 2,
        "store_id": 1,
        "taxvat": "DE1",
        "website_id": 1,
        "addresses": [],
        "disable_auto_group_change": 0,
        "extension_attributes": {"is_subscribed": True, "assistance_allowed": 2},
        "custom_attributes": [{"attribute_code": "studies", "value": "501,502"}],
    }


def test_what_confirms_an_email_is_told_the_shop_and_nobody_else(
    rest: Rest, admin: AdminUser, make_customer: MakeCustomer
) -> None:
    config.write(settings.CONFIRM, "1")
    customer = make_customer()

    by_the_shop = rest("GET", f"/V1/customers/{customer.pk}", by=admin).json()
    by_themselves = rest("GET", "/V1/customers/me", by=customer).json()

    assert by_the_shop["confirmation"] == customer.confirmation_key != ""
    assert list(by_the_shop)[:3] == ["id", "group_id", "confirmation"]
    assert "confirmation" not in by_themselves


def test_an_account_without_addresses_shows_an_empty_book_and_no_defaults(rest: Rest, grace: Customer) -> None:
    shown = rest("GET", "/V1/customers/me", by=grace).json()

    assert shown["addresses"] == []
    assert not {"default_billing", "default_shipping", "dob", "gender", "custom_attributes"} & set(shown)
    assert shown["extension_attributes"] == {"is_subscribed": False}


UNKNOWN = [
    ("GET", "/V1/customers/{}", "customerId"),
    ("PUT", "/V1/customers/{}", "customerId"),
    ("DELETE", "/V1/customers/{}", "customerId"),
    ("GET", "/V1/customers/{}/billingAddress", "customerId"),
    ("GET", "/V1/customers/{}/shippingAddress", "customerId"),
    ("GET", "/V1/customers/{}/confirm", "customerId"),
    ("GET", "/V1/customers/{}/permissions/readonly", "customerId"),
    ("POST", "/V1/customers/{}/token", "customerId"),
    ("GET", "/V1/customers/addresses/{}", "addressId"),
    ("DELETE", "/V1/addresses/{}", "addressId"),
]


@pytest.mark.parametrize(("method", "path", "name"), UNKNOWN)
@pytest.mark.parametrize("number", [999_999, 0, -1, 10**17])
def test_what_is_not_there_is_not_found(
    rest: Rest, admin: AdminUser, otto: Customer, method: str, path: str, name: str, number: int
) -> None:
    before = everything()

    answer = rest(method, path.format(number), {"customer": {"firstname": "Ada"}}, by=admin)

    assert (answer.status_code, answer.json()) == (404, no_entity(name, number))
    assert everything()[:4] == before[:4]


@pytest.mark.parametrize(("method", "path", "name"), UNKNOWN)
@pytest.mark.parametrize("text", ["abc", "1.5", "1e3", "9" * 19])
def test_a_number_of_another_type_is_refused(
    rest: Rest, admin: AdminUser, otto: Customer, method: str, path: str, name: str, text: str
) -> None:
    answer = rest(method, path.format(text), {"customer": {"firstname": "Ada"}}, by=admin)

    # A PUT puts the number into the body, where it is as wrong as it would be there.
    refusal = NestedWrongType(text, "int", "id") if method == "PUT" else WrongType(text, "int")
    assert is_refused(answer, refusal)


# Changing


def test_what_is_sent_changes_and_all_else_stays(put: Any, otto: Customer, studies: Attribute) -> None:
    accounts.change_customer(
        customer=otto, fields={"middlename": "B.", "gender": 1, "group_id": 2, "custom_attributes": {"studies": "501"}}
    )
    before = put(otto).json()

    answer = put(otto, firstname="Ottoline")

    changed = answer.json()
    assert answer.status_code == 200
    assert changed | {"updated_at": ""} == before | {"firstname": "Ottoline", "updated_at": ""}
    assert changed["group_id"] == 2
    assert [address["city"] for address in changed["addresses"]] == ["Albany", "Buffalo"]


def test_what_was_read_can_be_sent_back_as_it_is(
    rest: Rest, admin: AdminUser, otto: Customer, studies: Attribute
) -> None:
    accounts.change_customer(customer=otto, fields={"dob": "1972-03-11", "custom_attributes": {"studies": "501"}})
    read = rest("GET", f"/V1/customers/{otto.pk}", by=admin).json()

    answer = rest("PUT", f"/V1/customers/{otto.pk}", {"customer": read}, by=admin)

    assert answer.status_code == 200
    assert answer.json() | {"updated_at": ""} == read | {"updated_at": ""}
    assert Address.objects.count() == 2


def test_everything_the_shop_may_change_can_be_changed(put: Any, otto: Customer, studies: Attribute) -> None:
    sent = {
        "group_id": 3,
        "dob": "1972-03-11",
        "email": "ottoline@example.org",
        "firstname": "Ottoline",
        "lastname": "Berg",
        "middlename": "C.",
        "prefix": "Dr.",
        "suffix": "Jr.",
        "gender": 3,
        "taxvat": "SE1",
        "disable_auto_group_change": 1,
        "extension_attributes": {"is_subscribed": True, "assistance_allowed": 2},
        "custom_attributes": [{"attribute_code": "studies", "value": "502"}],
    }

    answer = put(otto, **sent).json()

    assert {code: answer[code] for code in sent} == sent
    assert Customer.objects.get(pk=otto.pk).email_key == "ottoline@example.org"


def test_the_id_in_the_path_counts_and_the_one_in_the_body_does_not(put: Any, otto: Customer, grace: Customer) -> None:
    answer = put(otto, id=grace.pk, firstname="Ottoline")

    assert (answer.json()["id"], answer.json()["firstname"]) == (otto.pk, "Ottoline")
    assert Customer.objects.get(pk=grace.pk).firstname == "Grace"


def test_what_is_null_or_empty_is_taken_away(put: Any, otto: Customer) -> None:
    put(otto, middlename="B.", taxvat="SE1", dob="1972-03-11")

    answer = put(otto, middlename=None, taxvat="", dob=None, group_id=None).json()

    assert not {"middlename", "taxvat", "dob"} & set(answer)
    assert answer["group_id"] == 1


def test_what_the_shop_writes_itself_is_left_alone(put: Any, make_customer: MakeCustomer) -> None:
    config.write(settings.CONFIRM, "1")
    customer = make_customer()

    answer = put(customer, created_at="2001-01-01 00:00:00", created_in="Nowhere", confirmation=None).json()

    assert answer["created_in"] == "Default Store View"
    assert not answer["created_at"].startswith("2001")
    assert answer["confirmation"] == customer.confirmation_key


@pytest.mark.parametrize("who", ["the shop", "themselves"])
def test_nobody_sets_a_password_by_its_hash(rest: Rest, admin: AdminUser, grace: Customer, who: str) -> None:
    path, by = ("/V1/customers/me", grace) if who == "themselves" else (f"/V1/customers/{grace.pk}", admin)
    sent = {"customer": {"firstname": "Ada"}, "passwordHash": "57de99d214d26a17:mgLqkqgT:1"}

    assert rest("PUT", path, sent, by=by).status_code == 200
    assert Customer.objects.get(pk=grace.pk).password_hash == grace.password_hash


def test_another_email_ends_the_link_that_went_to_the_old_one(put: Any, grace: Customer) -> None:
    Customer.objects.update(reset_token_digest="x" * 64)

    put(grace, email="GRACE@example.org")
    assert Customer.objects.get().reset_token_digest == ""

    Customer.objects.update(reset_token_digest="x" * 64)
    put(grace, email="GRACE@example.org", firstname="Ada")
    assert Customer.objects.get().reset_token_digest == "x" * 64


CHANGING: list[tuple[dict[str, Any], int, dict[str, Any]]] = [
    ({"email": "plainaddress"}, 400, {"message": '"Email" is not a valid email address.'}),
    ({"email": ""}, 400, {"message": "The customer email is missing. Enter and try again."}),
    ({"email": None}, 400, {"message": "The customer email is missing. Enter and try again."}),
    (
        {"email": "GRACE@example.org"},
        400,
        {"message": "A customer with the same email address already exists in an associated website."},
    ),
    (
        {"firstname": "", "lastname": None},
        400,
        {"message": '"First Name" is a required value.\n"Last Name" is a required value.'},
    ),
    ({"firstname": "<b>"}, 400, {"message": "First Name is not valid!"}),
    ({"middlename": "<b>"}, 400, {"message": "Middle Name is not valid!"}),
    ({"lastname": "x" * 256}, 400, {"message": "Last Name is not valid!"}),
    ({"group_id": 99}, 400, {"message": "The specified customer group id does not exist."}),
    ({"default_billing": "999999"}, 400, default_not_there("default_billing")),
    ({"default_shipping": "nonsense"}, 400, default_not_there("default_shipping")),
    ({"addresses": [], "default_billing": "1"}, 400, default_not_there("default_billing")),
    ({"addresses": [{"id": 999_999}]}, 404, no_entity("addressId", 999_999)),
    ({"addresses": [address_in_json(countryId=None)]}, 400, required("countryId")),
    (
        {"addresses": [address_in_json(countryId="XX")]},
        400,
        {"message": INVALID, "parameters": {"fieldName": "countryId", "value": "XX"}},
    ),
    ({"addresses": [address_in_json(city="")]}, 400, required("city")),
    (
        {"addresses": [{"countryId": "US", "regionId": 43}]},
        400,
        {
            "message": SEVERAL,
            "errors": [required(name) for name in ("firstname", "lastname", "street", "city", "telephone", "postcode")],
        },
    ),
    (
        {"addresses": [address_in_json(region={"regionId": 79})]},
        400,
        {"message": INVALID, "parameters": {"fieldName": "regionId", "value": 79}},
    ),
    ({"website_id": 999}, 404, no_entity("id", 999)),
    ({"store_id": 999}, 404, no_entity("id", 999)),
    (
        {"nonsense": 1},
        400,
        {
            "message": '"%fieldName" is not supported. Correct the field name and try again.',
            "parameters": {"fieldName": "nonsense"},
        },
    ),
]


@pytest.mark.parametrize(("sent", "status", "answer"), CHANGING, ids=lambda value: repr(value)[:60])
def test_a_change_is_refused_word_by_word_and_nothing_of_it_is_kept(
    put: Any, otto: Customer, grace: Customer, sent: dict[str, Any], status: int, answer: dict[str, Any]
) -> None:
    put(otto)  # The token of the admin is there from now on.
    before = everything()

    response = put(otto, **{"middlename": "B.", **sent})

    assert (response.status_code, response.json()) == (status, answer)
    assert everything()[:4] == before[:4]
    assert delivered() == []


@pytest.mark.parametrize("sent", [{}, {"customer": None}])
def test_without_a_customer_there_is_nothing_to_change(
    rest: Rest, admin: AdminUser, grace: Customer, sent: Any
) -> None:
    for method, path, by in (
        ("PUT", f"/V1/customers/{grace.pk}", admin),
        ("PUT", "/V1/customers/me", grace),
        ("PUT", "/V1/customers/validate", admin),
    ):
        answer = rest(method, path, sent, by=by)
        assert (answer.status_code, answer.json()) == (400, required("customer"))


def test_an_account_moves_to_another_website(put: Any, grace: Customer, other_store: Store) -> None:
    token_of(grace)
    put(grace, extension_attributes={"is_subscribed": True})
    Subscription.objects.create(store=other_store, website=other_store.website, email=grace.email)

    answer = put(grace, website_id=other_store.website_id).json()

    assert (answer["website_id"], answer["store_id"]) == (other_store.website_id, other_store.pk)
    assert answer["extension_attributes"] == {"is_subscribed": True}
    assert list(Subscription.objects.values_list("website_id", "store_id", "customer_id")) == [
        (other_store.website_id, other_store.pk, grace.pk)
    ]
    assert not Token.objects.filter(kind="customer").exists()


def test_an_account_does_not_move_to_where_its_email_is_taken(
    put: Any, grace: Customer, make_customer: MakeCustomer, other_store: Store
) -> None:
    make_customer(at=other_store)

    answer = put(grace, website_id=other_store.website_id)

    sentence = "A customer with the same email address already exists in an associated website."
    assert (answer.status_code, answer.json()) == (400, {"message": sentence})
    assert Customer.objects.get(pk=grace.pk).website_id == 1


def test_a_view_of_another_website_is_refused(put: Any, grace: Customer, other_store: Store) -> None:
    answer = put(grace, website_id=1, store_id=other_store.pk)

    assert (answer.status_code, answer.json()) == (400, {"message": "The store view is not in the associated website."})


def test_without_a_website_the_account_stays_where_it_is(
    rest: Rest, admin: AdminUser, grace: Customer, other_store: Store
) -> None:
    answer = rest(
        "PUT", f"/V1/customers/{grace.pk}", {"customer": {"firstname": "Ada"}}, by=admin, scope="/second_view"
    )

    assert (answer.json()["website_id"], answer.json()["store_id"]) == (1, 1)


# Address books


def test_without_addresses_the_book_and_its_defaults_stay(put: Any, otto: Customer, book: list[int]) -> None:
    for sent in ({}, {"addresses": None}, {"default_billing": str(book[1])}, {"default_billing": None}):
        answer = put(otto, **sent).json()

        assert [address["id"] for address in answer["addresses"]] == book
        assert (answer["default_billing"], answer["default_shipping"]) == (str(book[0]), str(book[1]))


def test_addresses_that_are_sent_take_the_place_of_the_book(put: Any, otto: Customer, book: list[int]) -> None:
    sent = [
        {"id": book[1], "city": "Rochester"},
        address_in_json(city="Purchase", defaultBilling=True, defaultShipping=False),
    ]

    answer = put(otto, addresses=sent).json()

    kept, new = answer["addresses"]
    assert (kept["id"], kept["city"], kept["street"], kept["telephone"]) == (
        book[1],
        "Rochester",
        ["12 Quay Street"],
        "518-555-0142",
    )
    assert (new["city"], new["customer_id"]) == ("Purchase", otto.pk)
    assert new["id"] not in book
    assert (answer["default_billing"], answer["default_shipping"]) == (str(new["id"]), str(book[1]))
    assert not Address.objects.filter(pk=book[0]).exists()


def test_an_empty_list_empties_the_book(put: Any, otto: Customer) -> None:
    answer = put(otto, addresses=[]).json()

    assert answer["addresses"] == []
    assert not {"default_billing", "default_shipping"} & set(answer)
    assert not Address.objects.exists()


def test_of_an_address_that_is_there_the_absent_stays_and_the_empty_goes(
    put: Any, otto: Customer, book: list[int]
) -> None:
    put(otto, addresses=[{"id": book[0], "company": "Acme", "vat_id": "SE1"}, {"id": book[1]}])

    answer = put(otto, addresses=[{"id": book[0], "company": "", "vat_id": None, "city": "Troy"}, {"id": book[1]}])

    first = answer.json()["addresses"][0]
    assert "company" not in first
    assert (first["vat_id"], first["city"], first["default_billing"]) == ("SE1", "Troy", True)


def test_a_region_is_one_thing(put: Any, otto: Customer, book: list[int]) -> None:
    moved = {"id": book[0], "countryId": "DK", "region": {"region": "Hovedstaden"}}

    answer = put(otto, addresses=[moved, {"id": book[1], "regionId": 12}]).json()

    assert [address["region"] for address in answer["addresses"]] == [
        {"region_code": "Hovedstaden", "region": "Hovedstaden", "region_id": 0},
        {"region_code": "CA", "region": "California", "region_id": 12},
    ]


@pytest.mark.parametrize("named", [True, False], ids=["by the account", "by the address"])
def test_a_default_is_named_by_the_account_or_by_the_address(
    put: Any, otto: Customer, book: list[int], named: bool
) -> None:
    flags = {} if named else {"defaultBilling": True}

    answer = put(
        otto,
        addresses=[{"id": book[0]}, {"id": book[1], **flags}],
        **({"default_billing": str(book[1])} if named else {}),
    ).json()

    assert (answer["default_billing"], answer["default_shipping"]) == (str(book[1]), str(book[1]))
    assert [address.get("default_billing") for address in answer["addresses"]] == [None, True]


def test_a_default_is_taken_away_by_the_account_or_by_the_address(put: Any, otto: Customer, book: list[int]) -> None:
    sent = [{"id": book[0]}, {"id": book[1], "default_shipping": False}]

    answer = put(otto, addresses=sent, default_billing="").json()

    assert not {"default_billing", "default_shipping"} & set(answer)
    assert [address["id"] for address in answer["addresses"]] == book


def test_a_default_that_is_not_in_the_list_is_refused(put: Any, otto: Customer, book: list[int]) -> None:
    answer = put(otto, addresses=[{"id": book[0]}], default_shipping=str(book[1]))

    assert (answer.status_code, answer.json()) == (400, default_not_there("default_shipping"))
    assert [address.pk for address in Address.objects.all()] == book


@pytest.mark.parametrize("kind", ["default_billing", "default_shipping"])
def test_somebody_elses_address_is_nobodys(
    put: Any, otto: Customer, grace: Customer, book: list[int], kind: str
) -> None:
    put(otto)
    before = everything()

    for by in (None, grace):
        taken = put(grace, by=by, addresses=[{"id": book[0], "city": "Mine"}])
        named = put(grace, by=by, **{kind: str(book[0])})

        assert (taken.status_code, taken.json()) == (404, no_entity("addressId", book[0]))
        assert (named.status_code, named.json()) == (400, default_not_there(kind))
    assert everything()[:4] == before[:4]


# Oneself


def test_customers_change_what_is_theirs(put: Any, otto: Customer, book: list[int], studies: Attribute) -> None:
    sent = {
        "email": "ottoline@example.org",
        "firstname": "Ottoline",
        "gender": 2,
        "extension_attributes": {"is_subscribed": True, "assistance_allowed": 2},
        "custom_attributes": [{"attribute_code": "studies", "value": "502"}],
    }

    answer = put(otto, by=otto, addresses=[{"id": book[1], "city": "Troy"}], **sent).json()

    assert {code: answer[code] for code in sent} == sent
    assert [(address["id"], address["city"]) for address in answer["addresses"]] == [(book[1], "Troy")]


def test_customers_do_not_change_what_is_the_shops(
    put: Any, otto: Customer, grace: Customer, other_store: Store
) -> None:
    answer = put(
        otto,
        by=otto,
        id=grace.pk,
        group_id=3,
        website_id=other_store.website_id,
        store_id=other_store.pk,
        disable_auto_group_change=1,
        created_in="Nowhere",
        confirmation="x",
        firstname="Ottoline",
    ).json()

    assert (answer["id"], answer["firstname"]) == (otto.pk, "Ottoline")
    assert (answer["group_id"], answer["website_id"], answer["store_id"]) == (1, 1, 1)
    assert (answer["disable_auto_group_change"], answer["created_in"]) == (0, "Default Store View")
    assert Customer.objects.get(pk=grace.pk).firstname == "Grace"
    assert Customer.objects.get(pk=otto.pk).is_confirmed


@pytest.mark.parametrize(
    ("sent", "status", "answer"), CHANGING[:8] + CHANGING[9:17], ids=lambda value: repr(value)[:60]
)
def test_customers_are_refused_in_the_same_words(
    put: Any, otto: Customer, grace: Customer, sent: dict[str, Any], status: int, answer: dict[str, Any]
) -> None:
    response = put(otto, by=otto, **{"middlename": "B.", **sent})

    assert (response.status_code, response.json()) == (status, answer)
    assert Customer.objects.get(pk=otto.pk).middlename is None


# Deleting


def test_an_account_is_deleted_with_all_that_is_its(
    rest: Rest, admin: AdminUser, otto: Customer, grace: Customer
) -> None:
    accounts.change_customer(customer=otto, fields={"is_subscribed": True})
    headers = headers_of(otto)

    answer = rest("DELETE", f"/V1/customers/{otto.pk}", by=admin)

    assert (answer.status_code, answer.json()) == (200, True)
    assert list(Customer.objects.all()) == [grace]
    assert not Address.objects.exists()
    assert not Subscription.objects.exists()
    assert rest("GET", "/V1/customers/me", **headers).status_code == 401


def test_every_account_can_be_deleted_and_says_so(rest: Rest, admin: AdminUser, grace: Customer) -> None:
    answer = rest("GET", f"/V1/customers/{grace.pk}/permissions/readonly", by=admin)

    assert (answer.status_code, answer.json()) == (200, False)


# Single addresses


def test_the_shop_reads_an_address(rest: Rest, admin: AdminUser, otto: Customer, book: list[int]) -> None:
    answer = rest("GET", f"/V1/customers/addresses/{book[0]}", by=admin)

    shown = {
        "id": book[0],
        "customer_id": otto.pk,
        "region": {"region_code": "NY", "region": "New York", "region_id": 43},
        "region_id": 43,
        "country_id": "US",
        "street": ["12 Quay Street"],
        "telephone": "518-555-0142",
        "postcode": "12207",
        "city": "Albany",
        "firstname": "Otto",
        "lastname": "Lindqvist",
        "default_billing": True,
    }
    assert (answer.status_code, answer.json()) == (200, shown)


def test_the_defaults_are_read_by_the_shop_and_by_their_owner(
    rest: Rest, admin: AdminUser, otto: Customer, book: list[int]
) -> None:
    for place, kind in enumerate(["billingAddress", "shippingAddress"]):
        expected = rest("GET", f"/V1/customers/addresses/{book[place]}", by=admin).json()

        assert rest("GET", f"/V1/customers/{otto.pk}/{kind}", by=admin).json() == expected
        assert rest("GET", f"/V1/customers/me/{kind}", by=otto).json() == expected


@pytest.mark.parametrize("kind", ["billingAddress", "shippingAddress"])
def test_no_default_is_an_empty_list(rest: Rest, admin: AdminUser, grace: Customer, kind: str) -> None:
    for path, by in ((f"/V1/customers/{grace.pk}/{kind}", admin), (f"/V1/customers/me/{kind}", grace)):
        answer = rest("GET", path, by=by)
        assert (answer.status_code, answer.json()) == (200, [])


def test_an_address_is_deleted_even_if_it_is_a_default(
    rest: Rest, admin: AdminUser, otto: Customer, book: list[int]
) -> None:
    answer = rest("DELETE", f"/V1/addresses/{book[0]}", by=admin)

    assert (answer.status_code, answer.json()) == (200, True)
    customer = Customer.objects.get(pk=otto.pk)
    assert (customer.default_billing_id, customer.default_shipping_id) == (None, book[1])
    assert [address.pk for address in customer.addresses.all()] == [book[1]]


# Validating


def test_fields_that_would_do_are_valid(rest: Rest, admin: AdminUser, grace: Customer) -> None:
    sent = {"email": grace.email, "firstname": "Ada", "lastname": "Byron", "addresses": [{"city": ""}]}

    answer = rest("PUT", "/V1/customers/validate", {"customer": sent}, by=admin)

    assert (answer.status_code, answer.json()) == (200, {"valid": True, "messages": []})
    assert list(Customer.objects.all()) == [grace]


EMPTY = 'The "{}" attribute value is empty. Set the attribute and try again.'


@pytest.mark.parametrize(
    ("sent", "messages"),
    [
        ({"firstname": "", "lastname": ""}, [EMPTY.format("First Name"), EMPTY.format("Last Name")]),
        ({"firstname": None}, [EMPTY.format("First Name")]),
        ({"email": "plainaddress"}, ['"Email" is not a valid email address.']),
        ({"firstname": "<b>", "lastname": " "}, ["First Name is not valid!", EMPTY.format("Last Name")]),
        ({"dob": "nonsense"}, ["Invalid date"]),
    ],
)
def test_what_would_not_do_is_told_as_an_answer(
    rest: Rest, admin: AdminUser, sent: dict[str, Any], messages: list[str]
) -> None:
    customer = {"email": "ada@example.org", "firstname": "Ada", "lastname": "Byron", **sent}

    answer = rest("PUT", "/V1/customers/validate", {"customer": customer}, by=admin)

    assert (answer.status_code, answer.json()) == (200, {"valid": False, "messages": messages})


# Which e-mails are free


@pytest.mark.parametrize(
    ("told", "email", "website_id", "free"),
    [
        ("0", "grace@example.org", None, True),
        ("0", "grace@example.org", 1, True),
        ("1", "grace@example.org", None, False),
        ("1", "GRACE@Example.ORG", 1, False),
        ("1", "nobody@example.org", None, True),
        ("1", "grace@example.org", 999, True),
        ("1", "plainaddress", None, True),
        ("1", "", None, True),
    ],
)
def test_an_email_is_free_unless_the_merchant_lets_it_be_known(
    rest: Rest, grace: Customer, told: str, email: str, website_id: int | None, free: bool
) -> None:
    config.write(settings.GUEST_CHECKOUT_LOGIN, told)

    answer = rest("POST", "/V1/customers/isEmailAvailable", {"customerEmail": email, "websiteId": website_id})

    assert (answer.status_code, answer.json()) == (200, free)


def test_the_website_that_is_not_named_is_that_of_the_path(rest: Rest, grace: Customer, other_store: Store) -> None:
    config.write(settings.GUEST_CHECKOUT_LOGIN, "1")
    sent = {"customer_email": grace.email}

    here = rest("POST", "/V1/customers/isEmailAvailable", sent)
    there = rest("POST", "/V1/customers/isEmailAvailable", sent, scope="/second_view")

    assert (here.json(), there.json()) == (False, True)


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        ({}, required("customerEmail")),
        ({"customerEmail": None}, required("customerEmail")),
        (
            {"customerEmail": "x", "websiteId": "abc"},
            {"message": 'The "abc" value\'s type is invalid. The "int" type was expected. Verify and try again.'},
        ),
    ],
)
def test_an_email_has_to_be_named(rest: Rest, sent: Any, answer: Any) -> None:
    response = rest("POST", "/V1/customers/isEmailAvailable", sent)

    assert (response.status_code, response.json()) == (400, answer)


# Ownership, and the methods there are


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/V1/customers/{customer}"),
        ("PUT", "/V1/customers/{customer}"),
        ("DELETE", "/V1/customers/{customer}"),
        ("GET", "/V1/customers/{customer}/billingAddress"),
        ("GET", "/V1/customers/{customer}/shippingAddress"),
        ("GET", "/V1/customers/{customer}/confirm"),
        ("GET", "/V1/customers/{customer}/permissions/readonly"),
        ("POST", "/V1/customers/{customer}/token"),
        ("GET", "/V1/customers/addresses/{address}"),
        ("DELETE", "/V1/addresses/{address}"),
        ("PUT", "/V1/customers/{email}/activate"),
        ("PUT", "/V1/customers/validate"),
        ("POST", "/V1/customers/confirm"),
        ("POST", "/V1/customers/activate"),
    ],
)
def test_no_customer_and_no_guest_comes_to_an_account_by_its_number(
    rest: Rest, otto: Customer, grace: Customer, method: str, path: str
) -> None:
    named = path.format(customer=otto.pk, address=otto.addresses.all()[0].pk, email=otto.email)
    callers = [headers_of(grace), headers_of(otto), {}]
    before = everything()

    for headers in callers:
        answer = rest(method, named, {"customer": {"firstname": "Mine"}}, **headers)

        assert answer.status_code == 401
        assert answer.json()["message"] == "The consumer isn't authorized to access %resources."
    assert everything() == before


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", "/V1/customers/me"), ("GET", "/V1/customers/me/password"), ("DELETE", "/V1/customers/addresses/1")],
)
def test_a_word_in_the_path_is_no_number(rest: Rest, admin: AdminUser, method: str, path: str) -> None:
    assert is_refused(rest(method, path, by=admin), RouteNotFound())


def test_an_admin_is_nobodys_self(rest: Rest, admin: AdminUser) -> None:
    for method, path in (
        ("GET", "/V1/customers/me"),
        ("PUT", "/V1/customers/me"),
        ("PUT", "/V1/customers/me/password"),
        ("PUT", "/V1/customers/me/activate"),
        ("GET", "/V1/customers/me/billingAddress"),
        ("GET", "/V1/customers/me/shippingAddress"),
        ("POST", "/V1/integration/customer/revoke-customer-token"),
    ):
        answer = rest(method, path, {"currentPassword": PASSWORD}, by=admin)
        assert (answer.status_code, answer.json()["parameters"]) == (401, {"resources": "self"})


def test_a_book_is_read_and_written_in_a_few_statements(
    rest: Rest, admin: AdminUser, otto: Customer, django_assert_max_num_queries: Any
) -> None:
    headers = headers_of(admin)

    with django_assert_max_num_queries(10):
        rest("GET", f"/V1/customers/{otto.pk}", **headers)
