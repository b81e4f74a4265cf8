"""The least a program can do: by a bearer token, a current customer with two addresses, as JSON.

    granian --interface wsgi --workers 1 --blocking-threads 1 benchmarks.floor.program:two

`two` sends two statements, as whoever has rows of two tables to read; `one` joins them. It knows one route, checks
nothing but the token, and speaks neither GraphQL nor Magento's REST in full. Whatever a framework, a protocol and the
rules of a shop cost comes on top of it.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import orjson
import psycopg

StartResponse = Callable[[str, list[tuple[str, str]]], Any]

CUSTOMER = (
    "customer.id", "customer.group_id", "customer.default_billing_id", "customer.default_shipping_id",
    "customer.created_at", "customer.updated_at", "customer.created_in", "customer.dob", "customer.email",
    "customer.firstname", "customer.middlename", "customer.lastname", "customer.prefix", "customer.suffix",
    "customer.gender", "customer.taxvat", "customer.store_id", "customer.website_id",
    "customer.disable_auto_group_change", "customer.custom_values", "subscription.status",
)  # fmt: skip
ADDRESS = (
    "address.id", "address.customer_id", "address.country_id", "address.region_id", "region.code", "region.name",
    "address.region_text", "address.street", "address.company", "address.telephone", "address.fax",
    "address.postcode", "address.city", "address.firstname", "address.middlename", "address.lastname",
    "address.prefix", "address.suffix", "address.vat_id", "address.custom_values",
)  # fmt: skip
TABLES = (
    "FROM auth_tokens_token token JOIN customers_customer customer ON customer.id = token.owner_id "
    "LEFT JOIN customers_subscription subscription ON subscription.customer_id = customer.id"
)
MATCH = "token.digest = %s AND token.kind = 'customer' AND token.created_at > now() - interval '1 hour'"
READ_CUSTOMER = f"SELECT {', '.join(CUSTOMER)} {TABLES} WHERE {MATCH}"
READ_ADDRESSES = (
    f"SELECT {', '.join(ADDRESS)} FROM customers_address address "  # noqa: S608
    "LEFT JOIN directory_region region ON region.id = address.region_id WHERE address.customer_id = %s "
    "ORDER BY address.id"
)
READ_BOTH = (
    f"SELECT {', '.join(CUSTOMER)}, {', '.join(ADDRESS)} {TABLES} "
    "LEFT JOIN customers_address address ON address.customer_id = customer.id "
    f"LEFT JOIN directory_region region ON region.id = address.region_id WHERE {MATCH} ORDER BY address.id"
)
CUSTOMER_KEYS = [
    "id", "group_id", "default_billing", "default_shipping", "created_at", "updated_at", "created_in", "dob", "email",
    "firstname", "middlename", "lastname", "prefix", "suffix", "gender", "taxvat", "store_id", "website_id",
    "disable_auto_group_change", "custom_attributes",
]  # fmt: skip
ADDRESS_KEYS = [
    "company", "telephone", "fax", "postcode", "city", "firstname", "middlename", "lastname", "prefix", "suffix",
    "vat_id", "custom_attributes",
]  # fmt: skip
HEADERS = [("Content-Type", "application/json")]

_own = threading.local()


def two(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Two statements: the token with its customer, then the addresses."""
    digest = _digest(environ)
    connection = _connection()
    customer = connection.execute(READ_CUSTOMER, [digest]).fetchone() if digest else None
    if customer is None:
        return _refusal(start_response)
    return _answer(start_response, customer, connection.execute(READ_ADDRESSES, [customer[0]]).fetchall())


def one(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """One statement for everything; the customer comes with each address."""
    digest = _digest(environ)
    rows = _connection().execute(READ_BOTH, [digest]).fetchall() if digest else []
    if not rows:
        return _refusal(start_response)
    width = len(CUSTOMER)
    return _answer(start_response, rows[0][:width], [row[width:] for row in rows if row[width] is not None])


def _answer(start_response: StartResponse, row: Any, rows: list[Any]) -> Iterable[bytes]:
    customer = dict(zip(CUSTOMER_KEYS, row, strict=False))
    customer["extension_attributes"] = {"is_subscribed": row[20] == 1}
    customer["addresses"] = [_address(each, row) for each in rows]
    start_response("200 OK", HEADERS)
    return [orjson.dumps(customer)]


def _address(row: Any, customer: Any) -> dict[str, Any]:
    return {
        "id": row[0],
        "customer_id": row[1],
        "region": {"region_code": row[4], "region": row[5] or row[6], "region_id": row[3] or 0},
        "region_id": row[3] or 0,
        "country_id": row[2],
        "street": row[7].split("\n"),
        "default_billing": row[0] == customer[2],
        "default_shipping": row[0] == customer[3],
        **dict(zip(ADDRESS_KEYS, row[8:], strict=True)),
    }


def _refusal(start_response: StartResponse) -> Iterable[bytes]:
    start_response("401 Unauthorized", HEADERS)
    return [b'{"message":"Sign in."}']


def _digest(environ: dict[str, Any]) -> str:
    words = environ.get("HTTP_AUTHORIZATION", "").split(" ")
    return hashlib.sha256(words[1].encode()).hexdigest() if len(words) == 2 else ""


def _connection() -> psycopg.Connection[Any]:
    connection: psycopg.Connection[Any] | None = getattr(_own, "connection", None)
    if connection is None or connection.closed:
        connection = _own.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return connection
