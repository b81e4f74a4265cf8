"""`customers/search` and `customerGroups/search` as clients call them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from admins.models import AdminUser
from attributes.models import Attribute
from customers.models import Customer
from customers.searching import BUILT_IN
from kernel.errors import InputTooLarge, ValueRequired
from kernel.search import SearchFieldUnknown, SortDirectionInvalid
from rest_api.customers.shapes import Customer as CustomerShape
from rest_api.errors import BodyNotReadable, FieldNotSupported, NestedWrongType
from tests.rest_api.conftest import is_refused

Rest = Callable[..., Any]
Make = Callable[..., Customer]
FILTER = "searchCriteria[filter_groups][0][filters][0]"


@pytest.fixture
def search(rest: Rest, admin: AdminUser) -> Rest:
    """Searches customers: `search(f"{FILTER}[field]=email&...")`."""

    def call(query: str, what: str = "customers", **headers: str) -> Any:
        return rest("GET", f"/V1/{what}/search?{query}", by=admin, **headers)

    return call


def one_filter(field: str, value: str = "", condition: str = "eq") -> str:
    return urlencode({f"{FILTER}[field]": field, f"{FILTER}[value]": value, f"{FILTER}[condition_type]": condition})


def ids(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.json()
    return [item["id"] for item in answer.json()["items"]]


def test_the_whole_answer(search: Rest, rest: Rest, grace: Customer, otto: Customer, admin: AdminUser) -> None:
    answer = search(
        "searchCriteria[filterGroups][0][filters][0][field]=email"
        "&searchCriteria[filter_groups][0][filters][0][value]=%25example.org"
        "&searchCriteria[filterGroups][0][filters][0][conditionType]=like"
        "&searchCriteria[sortOrders][0][field]=email&searchCriteria[sort_orders][0][direction]=asc"
        "&searchCriteria[pageSize]=1&searchCriteria[current_page]=2"
    )

    assert answer.json() == {
        "items": [rest("GET", f"/V1/customers/{otto.pk}", by=admin).json()],
        "search_criteria": {
            "filter_groups": [
                {"filters": [{"field": "email", "value": "%example.org", "condition_type": "like"}]},
            ],
            "sort_orders": [{"field": "email", "direction": "ASC"}],
            "page_size": 1,
            "current_page": 2,
        },
        "total_count": 2,
    }
    assert answer.json()["items"][0]["extension_attributes"] == {"is_subscribed": False}


@pytest.mark.parametrize(
    "query", ["searchCriteria", "searchCriteria=", "searchCriteria[]", "searchCriteria[]=", "searchCriteria=all",
              "search_criteria=", "searchCriteria[pageSize]=", "searchCriteria%5BpageSize%5D=0"]
)  # fmt: skip
def test_criteria_that_say_nothing_find_everybody(search: Rest, grace: Customer, otto: Customer, query: str) -> None:
    answer = search(query)

    assert ids(answer) == [grace.pk, otto.pk]
    assert answer.json()["search_criteria"]["filter_groups"] == []
    assert answer.json()["search_criteria"]["current_page"] == 1
    assert answer.json()["total_count"] == 2


def test_no_criteria_at_all_are_refused(search: Rest) -> None:
    for what in ("customers", "customerGroups"):
        assert is_refused(search("", what), ValueRequired(fieldName="searchCriteria"))


@pytest.mark.parametrize("encoded", [True, False])
def test_clients_write_brackets_as_they_like(
    rest: Rest, grace: Customer, otto: Customer, admin: AdminUser, encoded: bool
) -> None:
    names = [f"{FILTER}[field]=email", f"{FILTER}[value]=grace@example.org"]
    query = "&".join(quote(part, safe="=@") if encoded else part for part in names)

    assert ids(rest("GET", f"/V1/customers/search/?{query}", by=admin)) == [grace.pk]


def test_filters_of_a_group_are_joined_by_or_and_groups_by_and(search: Rest, grace: Customer, otto: Customer) -> None:
    def group(*names: str) -> str:
        return "&".join(
            f"searchCriteria[filter_groups][{{0}}][filters][{place}][field]=firstname"
            f"&searchCriteria[filter_groups][{{0}}][filters][{place}][value]={name}"
            for place, name in enumerate(names)
        )

    both = group("Grace", "Otto")

    assert ids(search(both.format(0))) == [grace.pk, otto.pk]
    assert ids(search(f"{both.format(0)}&{group('otto').format(7)}")) == [otto.pk]


@pytest.mark.parametrize("field", sorted(BUILT_IN))
@pytest.mark.parametrize("condition", ["eq", "neq", "like", "in", "gt", "lteq", "null", "notnull", "finset", "nfinset"])
def test_every_field_can_be_compared_with_anything(search: Rest, otto: Customer, field: str, condition: str) -> None:
    for value in ("", "0", "None", "2026-01-01", "%", "\\", "a,b,1", "-1.5e9", "9" * 40, "Ωß'\"%_"):
        assert search(one_filter(field, value, condition)).status_code == 200


@pytest.mark.parametrize("field", sorted(BUILT_IN))
def test_every_field_can_be_sorted_by(search: Rest, grace: Customer, otto: Customer, field: str) -> None:
    assert sorted(ids(search(f"searchCriteria[sortOrders][0][field]={field}"))) == [grace.pk, otto.pk]


def test_every_field_of_an_answer_can_be_searched_by() -> None:
    parts_of_their_own = {"addresses", "extension_attributes", "custom_attributes"}

    assert set(CustomerShape().fields) - parts_of_their_own <= set(BUILT_IN)


@pytest.mark.parametrize(
    ("field", "value", "condition"),
    [
        ("entity_id", "{pk}", "eq"),
        ("email", "OTTO@example.org", "eq"),
        ("firstName", "otto", "eq"),
        ("name", "otto lindqvist", "eq"),
        ("default_billing", "{billing}", "eq"),
        ("default_billing", "", "notnull"),
        ("billing_city", "albany", "eq"),
        ("billing_postcode", "122%", "like"),
        ("billing_telephone", "", "notnull"),
        ("billing_region", "New York", "eq"),
        ("billing_country_id", "US,DE", "in"),
        ("billing_company", "", "null"),
        ("website_id", "1", "eq"),
        ("group_id", "1", "eq"),
        ("store_id", "2", "lt"),
        ("created_at", "None", "gteq"),
        ("confirmation", "", "null"),
        ("disable_auto_group_change", "0", "eq"),
        ("created_in", "Default%", "like"),
        ("lock_expires", "", "null"),
    ],
)
def test_a_customer_is_found_by(search: Rest, otto: Customer, field: str, value: str, condition: str) -> None:
    sent = value.format(pk=otto.pk, billing=otto.default_billing_id)

    assert ids(search(one_filter(field, sent, condition))) == [otto.pk]


def test_a_time_an_answer_tells_finds_its_customer(search: Rest, grace: Customer) -> None:
    told = search("searchCriteria").json()["items"][0]["created_at"]

    assert ids(search(one_filter("created_at", told))) == [grace.pk]
    assert ids(search(one_filter("created_at", told, "gt"))) == []


def test_attributes_of_the_merchant_are_searched_by_their_code(
    search: Rest, make_customer: Make, grace: Customer, studies: Attribute
) -> None:
    Attribute.objects.create(entity_type="customer", code="contains", label="Contains", input_type="text")
    both = make_customer(email="b@example.org", custom_attributes={"studies": "501,502", "contains": "Ärger"})
    one = make_customer(email="c@example.org", custom_attributes={"studies": "502"})

    assert ids(search(one_filter("studies", "502", "finset"))) == [both.pk, one.pk]
    assert ids(search(one_filter("studies", "501", "finset"))) == [both.pk]
    assert ids(search(one_filter("studies", "", "null"))) == [grace.pk]
    assert ids(search(one_filter("studies", "502", "neq"))) == [both.pk]
    assert ids(search(one_filter("contains", "Ärger"))) == [both.pk]
    by_studies = "searchCriteria[sortOrders][0][field]=studies&searchCriteria[sortOrders][0][direction]="
    assert ids(search(by_studies + "ASC")) == [grace.pk, both.pk, one.pk]
    assert ids(search(by_studies + "DESC")) == [one.pk, both.pk, grace.pk]


@pytest.mark.parametrize("what", ["customers", "customerGroups"])
@pytest.mark.parametrize("field", ["nonsense", "5", "", "password_hash", "rp_token", "addresses", "custom_attributes"])
def test_a_field_nobody_has_is_refused(search: Rest, what: str, field: str) -> None:
    # What Magento says of a customer's attribute; of a group's it lets the database speak, which has no place here.
    failure = SearchFieldUnknown(field)

    assert is_refused(search(one_filter(field), what), failure)
    assert is_refused(search(f"searchCriteria[sortOrders][0][field]={field}", what), failure)


@pytest.mark.parametrize(
    ("query", "failure"),
    [
        ("searchCriteria[sortOrders][0][direction]=up", SortDirectionInvalid("ASC", "DESC")),
        ("searchCriteria[pageSize]=ten", NestedWrongType("ten", "int", "page_size")),
        ("searchCriteria[currentPage]=1.5", NestedWrongType("1.5", "int", "current_page")),
        ("searchCriteria[nonsense]=1", FieldNotSupported(fieldName="nonsense")),
        (f"{FILTER}[nonsense]=1", FieldNotSupported(fieldName="nonsense")),
        (f"{FILTER}[value][x]=1", NestedWrongType("Array", "string", "value")),
        ("searchCriteria[filter_groups]=1", NestedWrongType("1", "FilterGroup[]", "filter_groups")),
        ("searchCriteria[filter_groups][x]=1", NestedWrongType("Array", "FilterGroup[]", "filter_groups")),
        ("searchCriteria[filter_groups][0]=1", NestedWrongType("1", "FilterGroup", "filter_groups")),
        (f"{FILTER}[field]=email&{FILTER}[value]=%00", BodyNotReadable()),
        ("searchCriteria" + "[a]" * 5000, InputTooLarge()),
        ("&".join("searchCriteria[]" for _ in range(2000)), InputTooLarge()),
    ],
    ids=lambda value: str(value)[:40],
)
def test_criteria_that_cannot_be_read_are_refused(search: Rest, query: str, failure: Any) -> None:
    assert is_refused(search(query), failure)


def test_pages_reach_from_the_first_to_the_last(search: Rest, grace: Customer, otto: Customer) -> None:
    page = "searchCriteria[pageSize]=1&searchCriteria[currentPage]="

    assert [ids(search(page + number)) for number in ("-5", "0", "1", "2", "3", "99999999999")] == [
        [grace.pk], [grace.pk], [grace.pk], [otto.pk], [otto.pk], [otto.pk],
    ]  # fmt: skip


def test_statements_do_not_grow_with_the_results(search: Rest, make_customer: Make, otto: Customer) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert search("searchCriteria").status_code == 200
        return len(captured)

    few = statements()
    for number in range(5):
        make_customer(email=f"{number}@example.org")

    assert statements() == few


def test_groups_are_searched_by_id(search: Rest, db: None) -> None:
    answer = search("searchCriteria", "customerGroups").json()

    assert answer == {
        "items": [
            {"id": number, "code": code, "tax_class_id": 3, "tax_class_name": "Retail Customer"}
            for number, code in enumerate(["NOT LOGGED IN", "General", "Wholesale", "Retailer"])
        ],
        "search_criteria": {"filter_groups": [], "current_page": 1},
        "total_count": 4,
    }


@pytest.mark.parametrize(
    ("field", "value", "condition", "found"),
    [
        ("id", "1,3", "in", [1, 3]),
        ("code", "%l%er", "like", [3]),
        ("code", "general", "eq", [1]),
        ("tax_class_id", "3", "eq", [0, 1, 2, 3]),
        ("tax_class_name", "Retail%", "like", [0, 1, 2, 3]),
        ("tax_class_name", "Retail Customer", "neq", []),
        ("id", "nothing", "eq", [0]),
    ],
)
def test_a_group_is_found_by(search: Rest, field: str, value: str, condition: str, found: list[int]) -> None:
    assert ids(search(one_filter(field, value, condition), "customerGroups")) == found


def test_what_is_found_can_be_cut_down_to_some_fields(search: Rest, grace: Customer) -> None:
    answer = search("searchCriteria&fields=items[id,email,extension_attributes[is_subscribed]],total_count")

    assert answer.json() == {
        "items": [{"id": grace.pk, "email": grace.email, "extension_attributes": {"is_subscribed": False}}],
        "total_count": 1,
    }
