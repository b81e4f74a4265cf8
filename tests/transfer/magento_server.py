"""A shop that speaks as much of Magento's REST as an import asks for, over real HTTP, and goes wrong on demand."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6"
SEARCH = "V1/customers/search"
AFTER = "searchCriteria[filter_groups][0][filters][0][value]"

Json = dict[str, Any]


class Handler(BaseHTTPRequestHandler):
    """Answers one question at a time; `wfile` and `connection` are there for whoever wants to answer badly."""

    protocol_version = "HTTP/1.1"
    shop: Magento

    def do_GET(self) -> None:
        self.answer_somehow()

    def do_POST(self) -> None:
        self.told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer_somehow()

    @property
    def api_path(self) -> str:
        return urlsplit(self.path).path.removeprefix("/rest/")

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}

    def answer_somehow(self) -> None:
        self.shop.asked.append(Question(self.command, self.api_path, self.query, self.client_address[1]))
        fault = self.shop.fault_for(self)
        if fault:
            fault(self)
        else:
            self.answer_well()

    def answer_well(self) -> None:
        if self.command == "POST":
            good = self.told == {"username": self.shop.user, "password": self.shop.password}
            self.send(200, self.shop.token) if good else self.send(401, {"message": "The sign-in was incorrect."})
        elif self.headers["Authorization"] != f"Bearer {self.shop.token}":
            self.send(401, {"message": "The consumer isn't authorized to access %resources."})
        elif self.api_path == SEARCH:
            self.send(200, self.page())
        elif self.api_path in self.shop.answers:
            self.send(200, self.shop.answers[self.api_path])
        else:
            self.send(404, {"message": "Request does not match any route."})

    def page(self) -> Json:
        after = int(self.query.get(AFTER, 0))
        found = [each for each in self.shop.customers if each["id"] > after]
        return {"items": found[: int(self.query["searchCriteria[pageSize]"])], "total_count": len(found)}

    def send(self, status: int, told: Any, **headers: str) -> None:
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written."""


Fault = Callable[[Handler], None]


@dataclass
class Question:
    """What was asked; `port` tells one connection from another."""

    command: str
    path: str
    query: dict[str, str]
    port: int


@dataclass
class Magento:
    """What is asked of the shop, and what it says. A fault takes the place of an answer."""

    base: str = ""
    customers: list[Json] = field(default_factory=list)
    answers: Json = field(default_factory=dict)
    asked: list[Question] = field(default_factory=list)
    faults: list[Fault | None] = field(default_factory=list)
    """One for each question about customers, in their order; None answers well."""
    fault: Fault | None = None
    """For every question."""
    token: str = TOKEN
    user: str = "merchant"
    password: str = "a-password-of-theirs"

    def fault_for(self, question: Handler) -> Fault | None:
        if self.faults and question.api_path == SEARCH:
            return self.faults.pop(0)
        return self.fault

    @property
    def pages(self) -> list[int]:
        """After which customer each page was asked for."""
        return [int(each.query[AFTER]) for each in self.asked if AFTER in each.query]


@contextmanager
def magento(certificate: Path | None = None) -> Iterator[Magento]:
    """A shop that listens until the block ends, encrypted if it has a certificate with its key."""
    shop = Magento(answers=dict(PARTS))
    handler = type("HandlerOfShop", (Handler,), {"shop": shop})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    shop.base = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def customer(number: int, **differences: Any) -> Json:
    """A customer as `customers/search` tells one."""
    return {
        "id": number,
        "group_id": 1,
        "created_at": "2019-03-04 05:06:07",
        "updated_at": "2020-03-04 05:06:07",
        "created_in": "Default Store View",
        "email": f"c{number}@example.org",
        "firstname": "Ada",
        "lastname": "Novak",
        "store_id": 1,
        "website_id": 1,
        "addresses": [],
        "disable_auto_group_change": 0,
        "extension_attributes": {"is_subscribed": False},
        **differences,
    }


def address(number: int, **differences: Any) -> Json:
    """An address as it stands in a customer."""
    return {
        "id": number,
        "region": {"region_code": "NY", "region": "New York", "region_id": 43},
        "region_id": 43,
        "country_id": "US",
        "street": ["12 Quay Street"],
        "telephone": "518-555-0142",
        "postcode": "12207",
        "city": "Albany",
        "firstname": "Ada",
        "lastname": "Novak",
        **differences,
    }


def attribute(code: str, frontend_input: str = "text", **differences: Any) -> Json:
    """An attribute as the metadata tell one."""
    return {
        "attribute_code": code,
        "frontend_input": frontend_input,
        "frontend_label": code.capitalize(),
        "store_label": code,
        "user_defined": True,
        "system": False,
        "visible": True,
        "required": False,
        "multiline_count": 1,
        "sort_order": 7,
        "options": [],
        "validation_rules": [],
        **differences,
    }


# As a fresh shop answers, the admin's own website and view and a built-in attribute included.
PARTS = {
    "V1/store/websites": [
        {"id": 0, "code": "admin", "name": "Admin", "default_group_id": 0},
        {"id": 1, "code": "base", "name": "Main Website", "default_group_id": 1},
    ],
    "V1/store/storeGroups": [
        {"id": 0, "website_id": 0, "root_category_id": 0, "default_store_id": 0, "name": "Default", "code": "default"},
        {"id": 1, "website_id": 1, "root_category_id": 2, "default_store_id": 1, "name": "Main Website Store",
         "code": "main_website_store"},
    ],
    "V1/store/storeViews": [
        {"id": 0, "code": "admin", "name": "Admin", "website_id": 0, "store_group_id": 0},
        {"id": 1, "code": "default", "name": "Default Store View", "website_id": 1, "store_group_id": 1},
    ],
    "V1/customerGroups/search": {
        "items": [{"id": 0, "code": "NOT LOGGED IN"}, {"id": 1, "code": "General"}], "total_count": 2,
    },
    "all/V1/attributeMetadata/customer": [attribute("firstname", user_defined=False, system=True)],
    "all/V1/attributeMetadata/customerAddress": [attribute("city", user_defined=False, system=True)],
}  # fmt: skip
