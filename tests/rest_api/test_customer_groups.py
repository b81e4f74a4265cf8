"""Customer groups over REST, word by word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from admins.models import AdminUser
from customers import config as settings
from customers.models import Customer
from rest_api.errors import NestedWrongType, WrongType
from stores import config
from stores.config import Scope
from stores.models import ConfigValue, CustomerGroup, Store
from tests.rest_api.conftest import is_refused

Rest = Callable[..., Any]
MakeCustomer = Callable[..., Customer]
INVALID = 'Invalid value of "%value" provided for the %fieldName field.'


def required(name: str) -> dict[str, Any]:
    return {"message": '"%fieldName" is required. Enter and try again.', "parameters": {"fieldName": name}}


def no_entity(name: str, value: Any) -> dict[str, Any]:
    return {
        "message": "No such entity with %fieldName = %fieldValue",
        "parameters": {"fieldName": name, "fieldValue": value},
    }


def group(number: int, code: str) -> dict[str, Any]:
    return {"id": number, "code": code, "tax_class_id": 3, "tax_class_name": "Retail Customer"}


def rows() -> list[dict[str, Any]]:
    """Every group, and every setting."""
    return [*CustomerGroup.objects.order_by("pk").values(), *ConfigValue.objects.order_by("pk").values()]


@pytest.fixture
def friends(db: None) -> CustomerGroup:
    """A group of the merchant's own."""
    return CustomerGroup.objects.create(code="Friends")


@pytest.mark.parametrize(("number", "code"), [(0, "NOT LOGGED IN"), (1, "General"), (2, "Wholesale"), (3, "Retailer")])
def test_a_shop_begins_with_magentos_groups(rest: Rest, admin: AdminUser, number: int, code: str) -> None:
    answer = rest("GET", f"/V1/customerGroups/{number}", by=admin)

    assert (answer.status_code, answer.json()) == (200, group(number, code))


def test_a_group_is_made(rest: Rest, admin: AdminUser) -> None:
    answer = rest("POST", "/V1/customerGroups", {"group": {"code": "Friends", "taxClassId": 3}}, by=admin)

    made = CustomerGroup.objects.get(code="Friends")
    assert (answer.status_code, answer.json()) == (200, group(made.pk, "Friends"))
    assert rest("GET", f"/V1/customerGroups/{made.pk}", by=admin).json() == answer.json()


@pytest.mark.parametrize("absent", [{}, {"tax_class_id": None}, {"id": None, "tax_class_id": 0}])
def test_the_tax_class_of_a_new_group_is_retail_customer_unless_said(
    rest: Rest, admin: AdminUser, absent: dict[str, Any]
) -> None:
    answer = rest("POST", "/V1/customerGroups", {"group": {"code": "Friends", **absent}}, by=admin).json()

    assert (answer["tax_class_id"], answer["tax_class_name"]) == (3, "Retail Customer")


def test_a_code_that_is_too_long_is_cut(rest: Rest, admin: AdminUser) -> None:
    answer = rest("POST", "/V1/customerGroups", {"group": {"code": "x" * 33}}, by=admin)

    assert (answer.status_code, answer.json()["code"]) == (200, "x" * 32)


def test_a_group_is_kept_away_from_websites(rest: Rest, admin: AdminUser, other_store: Store) -> None:
    sent = {"code": "Friends", "extension_attributes": {"exclude_website_ids": [other_store.website_id, 1]}}
    extension = {"exclude_website_ids": [1, other_store.website_id]}

    made = rest("POST", "/V1/customerGroups", {"group": sent}, by=admin).json()
    path = f"/V1/customerGroups/{made['id']}"
    renamed = rest("PUT", path, {"group": {"code": "Family", "tax_class_id": 3}}, by=admin).json()
    freed = rest(
        "PUT",
        path,
        {"group": {"code": "Family", "taxClassId": 3, "extensionAttributes": {"excludeWebsiteIds": []}}},
        by=admin,
    ).json()

    assert made == group(made["id"], "Friends") | {"extension_attributes": extension}
    assert renamed == group(made["id"], "Family") | {"extension_attributes": extension}
    assert freed == group(made["id"], "Family")


def test_guests_are_kept_away_from_nowhere(rest: Rest, admin: AdminUser) -> None:
    sent = {"code": "NOT LOGGED IN", "tax_class_id": 3, "extension_attributes": {"exclude_website_ids": [1]}}

    answer = rest("PUT", "/V1/customerGroups/0", {"group": sent}, by=admin)

    assert (answer.status_code, answer.json()) == (200, group(0, "NOT LOGGED IN"))


def test_a_group_is_changed_by_the_id_in_the_path(rest: Rest, admin: AdminUser, friends: CustomerGroup) -> None:
    sent = {"id": 1, "code": "Family", "tax_class_id": 3}

    answer = rest("PUT", f"/V1/customerGroups/{friends.pk}", {"group": sent}, by=admin)

    assert (answer.status_code, answer.json()) == (200, group(friends.pk, "Family"))
    assert CustomerGroup.objects.get(pk=1).code == "General"


def test_a_group_that_is_there_is_changed_by_a_post_too(rest: Rest, admin: AdminUser, friends: CustomerGroup) -> None:
    sent = {"id": friends.pk, "code": "Family", "tax_class_id": 3}

    answer = rest("POST", "/V1/customerGroups", {"group": sent}, by=admin)

    assert (answer.status_code, answer.json()) == (200, group(friends.pk, "Family"))


def test_what_was_read_can_be_sent_back_as_it_is(rest: Rest, admin: AdminUser) -> None:
    answer = rest("PUT", "/V1/customerGroups/2", {"group": group(2, "Wholesale")}, by=admin)

    assert (answer.status_code, answer.json()) == (200, group(2, "Wholesale"))


TAX_CLASS = {"message": INVALID, "parameters": {"fieldName": "taxClassId", "value": 2}}

SAVING: list[tuple[str, str, Any, int, dict[str, Any]]] = [
    ("POST", "", {}, 400, required("group")),
    ("POST", "", {"group": {"code": None}}, 400, required("code")),
    ("POST", "", {"group": {"code": " ", "tax_class_id": 9999}}, 400, required("code")),
    ("POST", "", {"group": {"code": "General"}}, 400, {"message": "Customer Group already exists."}),
    ("POST", "", {"group": {"code": "Friends", "tax_class_id": 2}}, 400, TAX_CLASS),
    (
        "POST",
        "",
        {"group": {"code": "Friends", "tax_class_id": 9999}},
        400,
        {"message": INVALID, "parameters": {"fieldName": "taxClassId", "value": 9999}},
    ),
    ("POST", "", {"group": {"id": 88, "code": "Friends", "tax_class_id": 3}}, 404, no_entity("id", 88)),
    (
        "POST",
        "",
        {"group": {"code": "Friends", "extension_attributes": {"exclude_website_ids": [1, 0]}}},
        400,
        {"message": INVALID, "parameters": {"fieldName": "excludeWebsiteIds", "value": 0}},
    ),
    ("PUT", "/2", {}, 400, required("group")),
    ("PUT", "/2", {"group": {"tax_class_id": 3}}, 400, required("code")),
    (
        "PUT",
        "/2",
        {"group": {"code": "General", "tax_class_id": 3}},
        400,
        {"message": "Customer Group already exists."},
    ),
    ("PUT", "/2", {"group": {"code": "Friends", "tax_class_id": 2}}, 400, TAX_CLASS),
    (
        "PUT",
        "/2",
        {"group": {"code": "Friends"}},
        400,
        {"message": INVALID, "parameters": {"fieldName": "taxClassId", "value": None}},
    ),
    ("PUT", "/9999", {"group": {"code": "Friends", "tax_class_id": 3}}, 404, no_entity("id", 9999)),
    ("PUT", "/default/10000", None, 404, no_entity("id", 10000)),
    ("GET", "/9999", None, 404, no_entity("id", 9999)),
    ("GET", "/9999/permissions", None, 404, no_entity("groupId", 9999)),
    ("GET", "/default/9876", None, 404, no_entity("storeId", 9876)),
    ("GET", "/default?storeId=9876", None, 404, no_entity("storeId", 9876)),
    ("DELETE", "/9999", None, 404, no_entity("id", 9999)),
    ("DELETE", "/0", None, 400, {"message": "Cannot delete group."}),
    ("DELETE", "/1", None, 400, {"message": "Cannot delete group."}),
]


@pytest.mark.parametrize(("method", "path", "sent", "status", "answer"), SAVING, ids=lambda value: repr(value)[:50])
def test_a_group_is_refused_word_by_word(
    rest: Rest, admin: AdminUser, method: str, path: str, sent: Any, status: int, answer: dict[str, Any]
) -> None:
    before = rows()

    response = rest(method, f"/V1/customerGroups{path}", sent, by=admin)

    assert (response.status_code, response.json()) == (status, answer)
    assert rows() == before


@pytest.mark.parametrize(
    ("method", "path", "failure"),
    [
        ("GET", "/abc", WrongType("abc", "int")),
        ("DELETE", "/1.5", WrongType("1.5", "int")),
        ("PUT", "/abc", NestedWrongType("abc", "int", "id")),
        ("GET", "/abc/permissions", WrongType("abc", "int")),
        ("GET", "/default/abc", WrongType("abc", "int")),
        ("PUT", "/default/abc", WrongType("abc", "int")),
        ("GET", "/default?storeId=abc", WrongType("abc", "int")),
        ("GET", "/default?storeId[]=1", WrongType("Array", "int")),
    ],
)
def test_a_number_of_another_type_is_refused(
    rest: Rest, admin: AdminUser, method: str, path: str, failure: Any
) -> None:
    sent = {"group": {"code": "Friends", "tax_class_id": 3}}

    assert is_refused(rest(method, f"/V1/customerGroups{path}", sent, by=admin), failure)


@pytest.mark.parametrize(
    "extension", [{"exclude_website_ids": 1}, {"exclude_website_ids": ["x"]}, {"exclude_website_ids": {"a": 1}}]
)
def test_websites_are_a_list_of_numbers(rest: Rest, admin: AdminUser, extension: Any) -> None:
    sent = {"group": {"code": "Friends", "extension_attributes": extension}}

    answer = rest("POST", "/V1/customerGroups", sent, by=admin)

    assert answer.status_code == 400
    assert answer.json()["message"].startswith('Error occurred during "exclude_website_ids" processing. ')
    assert not CustomerGroup.objects.filter(code="Friends").exists()


def test_the_customers_of_a_deleted_group_get_the_default_one_of_their_view(
    rest: Rest, admin: AdminUser, make_customer: MakeCustomer, friends: CustomerGroup, other_store: Store
) -> None:
    config.write(settings.DEFAULT_GROUP, "2", scope=Scope.WEBSITES, scope_id=other_store.website_id)
    here = make_customer(group_id=friends.pk)
    there = make_customer(group_id=friends.pk, at=other_store)
    other = make_customer(group_id=3, email="ada@example.org")

    answer = rest("DELETE", f"/V1/customerGroups/{friends.pk}", by=admin)

    assert (answer.status_code, answer.json()) == (200, True)
    assert [Customer.objects.get(pk=each.pk).group_id for each in (here, there, other)] == [1, 2, 3]
    assert not CustomerGroup.objects.filter(pk=friends.pk).exists()


def test_a_group_that_is_the_default_anywhere_stays(rest: Rest, admin: AdminUser, store: Store) -> None:
    config.write(settings.DEFAULT_GROUP, "2", scope=Scope.STORES, scope_id=store.pk)

    answer = rest("DELETE", "/V1/customerGroups/2", by=admin)

    assert (answer.status_code, answer.json()) == (400, {"message": "Cannot delete group."})
    assert rest("GET", "/V1/customerGroups/2/permissions", by=admin).json() is True


@pytest.mark.parametrize("path", ["default", "default/0", "default/1", "default?storeId=1", "default?store_id=0"])
def test_new_customers_are_general(rest: Rest, admin: AdminUser, path: str) -> None:
    answer = rest("GET", f"/V1/customerGroups/{path}", by=admin)

    assert (answer.status_code, answer.json()) == (200, group(1, "General"))


def test_a_view_can_have_a_default_of_its_own(rest: Rest, admin: AdminUser, other_store: Store) -> None:
    config.write(settings.DEFAULT_GROUP, "3", scope=Scope.STORES, scope_id=other_store.pk)

    by_number = rest("GET", f"/V1/customerGroups/default/{other_store.pk}", by=admin).json()
    by_scope = rest("GET", "/V1/customerGroups/default", by=admin, scope="/second_view").json()
    elsewhere = rest("GET", "/V1/customerGroups/default", by=admin).json()

    assert (by_number, by_scope, elsewhere) == (group(3, "Retailer"), group(3, "Retailer"), group(1, "General"))


def test_another_group_becomes_the_default(rest: Rest, admin: AdminUser, make_customer: MakeCustomer) -> None:
    answer = rest("PUT", "/V1/customerGroups/default/3", by=admin)

    assert (answer.status_code, answer.json()) == (200, 3)
    assert rest("GET", "/V1/customerGroups/default", by=admin).json() == group(3, "Retailer")
    assert make_customer().group_id == 3


def test_a_default_that_is_gone_is_told_with_its_view(rest: Rest, admin: AdminUser) -> None:
    config.write(settings.DEFAULT_GROUP, "99")

    answer = rest("GET", "/V1/customerGroups/default/1", by=admin)

    assert (answer.status_code, answer.json()) == (
        404,
        {
            "message": "No such entity with %fieldName = %fieldValue, %field2Name = %field2Value",
            "parameters": {"fieldName": "groupId", "fieldValue": 99, "field2Name": "storeId", "field2Value": 1},
        },
    )


@pytest.mark.parametrize(("number", "readonly"), [(0, True), (1, True), (2, False), (3, False)])
def test_guests_and_default_groups_are_readonly(rest: Rest, admin: AdminUser, number: int, readonly: bool) -> None:
    answer = rest("GET", f"/V1/customerGroups/{number}/permissions", by=admin)

    assert (answer.status_code, answer.json()) == (200, readonly)


def test_no_customer_comes_to_a_group(rest: Rest, grace: Customer) -> None:
    before = rows()

    for method, path in (
        ("POST", ""),
        ("GET", "/1"),
        ("PUT", "/1"),
        ("DELETE", "/2"),
        ("GET", "/1/permissions"),
        ("GET", "/default"),
        ("GET", "/default/1"),
        ("PUT", "/default/2"),
    ):
        for by in (None, grace):
            answer = rest(method, f"/V1/customerGroups{path}", {"group": {"code": "Mine"}}, by=by)
            told = {"resources": "Magento_Customer::group"}
            assert (answer.status_code, answer.json()["parameters"]) == (401, told)
    assert rows() == before
