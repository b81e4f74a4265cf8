"""`fields=`: the parts of an answer the caller wants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from admins.models import AdminUser
from customers.models import Customer
from rest_api.errors import RouteNotFound
from rest_api.selection import select
from tests.conftest import PASSWORD
from tests.rest_api.conftest import body, is_refused

Rest = Callable[..., Any]

WHOLE = {
    "id": 1,
    "street": ["a", "b"],
    "region": {"region": "New York", "region_id": 43},
    "addresses": [{"id": 5, "region": {"region_id": 1}}, {"id": 6}],
    "none": [],
}


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ("id", {"id": 1}),
        ("id,nothing", {"id": 1}),
        ("region", {"region": WHOLE["region"]}),
        ("region[region_id],id", {"id": 1, "region": {"region_id": 43}}),
        ("addresses[region[region_id]]", {"addresses": [{"region": {"region_id": 1}}, []]}),
        ("addresses[id]", {"addresses": [{"id": 5}, {"id": 6}]}),
        ("none[id]", {"none": []}),
        ("street[x]", {"street": ["a", "b"]}),
        ("region[x]", {"region": []}),
        ("id[x]", {"id": 1}),
        ("nothing", []),
        (",", []),
        ("[id]", []),
        ("id[", []),
        ("id]", []),
        ("id,addresses[id", []),
        ("addresses[id]],id", []),
        ("id, street", []),
        ("id;street", []),
        ("*", []),
        ("ïd", []),
    ],
)
def test_what_is_left(fields: str, left: Any) -> None:
    assert select(WHOLE, fields) == left
    assert select([WHOLE, WHOLE], fields) == ([left, left] if left or fields in ("nothing", ",", "[id]") else [])


@pytest.mark.parametrize("scalar", [True, 5, "id", None])
def test_a_scalar_stays_as_it_is(scalar: Any) -> None:
    assert select(scalar, "id") == scalar


def test_answers_of_get_post_and_put_are_filtered(rest: Rest, grace: Customer, admin: AdminUser) -> None:
    change = {"customer": {"email": grace.email, "firstname": "Gracie", "lastname": "H", "website_id": 1}}

    assert rest("GET", "/V1/customers/me?fields=id", by=grace).json() == {"id": grace.pk}
    assert rest("POST", "/V1/customers?fields=email", body(), by=admin).json() == {"email": "jdoe@example.com"}
    assert rest("PUT", "/V1/customers/me?fields=firstname", change, by=grace).json() == {"firstname": "Gracie"}
    assert rest("GET", "/V1/directory/countries?fields=id").json()[0] == {"id": "AD"}


@pytest.mark.parametrize("query", ["fields[]=id", "fields=%5B", "fields=a%20b"])
def test_a_malformed_filter_leaves_nothing(rest: Rest, grace: Customer, query: str) -> None:
    assert rest("GET", f"/V1/customers/me?{query}", by=grace).json() == []


def test_an_empty_filter_is_none(rest: Rest, grace: Customer) -> None:
    whole = rest("GET", "/V1/customers/me", by=grace).json()

    assert rest("GET", "/V1/customers/me?fields=", by=grace).json() == whole


def test_scalars_and_errors_are_not_filtered(rest: Rest, grace: Customer) -> None:
    sent = {"username": grace.email, "password": PASSWORD}

    assert len(rest("POST", "/V1/integration/customer/token?fields=id", sent).json()) == 32
    assert is_refused(rest("GET", "/V1/nothing?fields=id"), RouteNotFound())
