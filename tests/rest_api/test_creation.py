"""Opening accounts over REST: what it costs the database, and that the answer is what is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from admins.models import AdminUser
from attributes.models import Attribute
from customers.models import Customer, Subscription
from stores.models import Store
from tests.conftest import headers_of
from tests.rest_api.conftest import address_in_json, body

Rest = Callable[..., Any]
OF_TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


def opened(rest: Rest, by: AdminUser, **fields: Any) -> Any:
    answer = rest("POST", "/V1/customers", body(**fields), by=by)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_an_account_with_an_address_is_opened_in_eight_statements(rest: Rest, admin: AdminUser) -> None:
    opened(rest, admin, email="first@example.com", addresses=[address_in_json()])  # Settings are remembered from now.
    headers = headers_of(admin)

    with CaptureQueriesContext(connection) as asked:
        answer = rest("POST", "/V1/customers", body(addresses=[address_in_json()]), **headers)

    sent = [query["sql"] for query in asked.captured_queries if not query["sql"].startswith(OF_TRANSACTIONS)]
    assert answer.status_code == 200
    assert len(sent) <= 8, "\n".join(sent)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"is_subscribed": True},
        {"is_subscribed": False},
        {"addresses": []},
        {
            "prefix": "Dr.", "middlename": " ", "suffix": "", "dob": "1980-02-03", "gender": 2, "taxvat": "DE 1",
            "group_id": 2, "custom_attributes": [{"attribute_code": "studies", "value": "501,502"}],
        },
        {
            "addresses": [
                address_in_json(default_billing=True, default_shipping=False, telephone="+49 30 901820"),
                address_in_json(default_billing=False, default_shipping=False, street=["1 Quay", "", "Back"]),
                address_in_json(
                    default_billing=True, default_shipping=True, country_id="GB", region={"region": "Kent"}
                ),
                address_in_json(country_id="XX"),
            ]
        },
    ],
)  # fmt: skip
def test_the_answer_is_what_is_read_afterwards(
    rest: Rest, admin: AdminUser, studies: Attribute, fields: dict[str, Any]
) -> None:
    extra = {"is_subscribed": fields.pop("is_subscribed")} if "is_subscribed" in fields else None
    sent = body(**fields) if extra is None else body(**fields, extension_attributes=extra)

    answer = rest("POST", "/V1/customers", sent, by=admin)

    assert answer.status_code == 200, answer.content
    assert answer.json() == rest("GET", f"/V1/customers/{answer.json()['id']}", by=admin).json()


def test_a_subscription_that_was_there_before_is_told(rest: Rest, admin: AdminUser, store: Store) -> None:
    Subscription.objects.create(store=store, website=store.website, email="jdoe@example.com", status=1)

    told = opened(rest, admin)

    assert told["extension_attributes"]["is_subscribed"] is True
    assert Subscription.objects.get().customer == Customer.objects.get()
