"""What is called: each operation with the requests that are sent for it in turn."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from benchmarks.processes import ROOT

SHOP, FLOOR, JOINED, STOCK = "Duplex", "floor", "floor, joined", "stock"
# Operations that goals are about.
TWO_STATEMENTS = "own account, two statements"
CUSTOMER_BY_GRAPHQL, CUSTOMER_BY_REST = "GraphQL: customer", "REST: customers/me"
STORE_CONFIG, COUNTRY_LIST = "GraphQL: storeConfig, 60 fields", "GraphQL: countries with regions"
ATTRIBUTES_FORM = "GraphQL: attributesForm"
CREATE = "REST: create a customer with an address"
SIGN_IN, SIGN_UP = "GraphQL: sign in", "GraphQL: create a customer with a password"

CUSTOMER = """{ customer {
  id firstname lastname middlename prefix suffix email dob date_of_birth gender taxvat is_subscribed created_at group_id
  default_billing default_shipping allow_remote_shopping_assistance confirmation_status
  custom_attributes { code ... on AttributeValue { value } }
  addresses {
    id uid customer_id firstname lastname middlename prefix suffix company street city
    region { region region_code region_id } region_id postcode country_code telephone fax vat_id
    default_billing default_shipping custom_attributesV2 { code ... on AttributeValue { value } }
  }
} }"""
STOCK_CUSTOMER = """{ customer {
  id firstname lastname middlename prefix suffix email dob gender taxvat created_at updated_at group_id store_id
  website_id default_billing_id default_shipping_id allow_remote_shopping_assistance
  disable_auto_group_change custom_values
  addresses {
    id firstname lastname middlename prefix suffix company street city
    region { id code name } region_text postcode country_id telephone fax vat_id
    created_at updated_at custom_values
  }
} }"""
COUNTRIES = "{ countries { id three_letter_abbreviation full_name_english available_regions { id code name } } }"
STOCK_COUNTRIES = "{ countries { id iso3 regions { id code name } } }"
FORM = (
    '{ attributesForm(formCode: "customer_register_address") { items { code label frontend_input is_required '
    "default_value options { label value } ... on CustomerAttributeMetadata { multiline_count sort_order "
    "validate_rules { name value } } } errors { type message } } }"
)
SIGNING_IN = (
    "mutation($email: String!, $password: String!) { "
    "generateCustomerToken(email: $email, password: $password) { token } }"
)
SIGNING_UP = "mutation($input: CustomerCreateInput!) { createCustomerV2(input: $input) { customer { id email } } }"
REVOKE = "mutation { revokeCustomerToken { result } }"


@dataclass(frozen=True)
class Call:
    """One request."""

    method: str
    path: str
    body: str = ""
    token: str = ""

    @property
    def headers(self) -> dict[str, str]:
        found = {"Content-Type": "application/json"} if self.body else {}
        return found | ({"Authorization": f"Bearer {self.token}"} if self.token else {})


@dataclass(frozen=True)
class Operation:
    """What is measured: on which server, with which requests."""

    name: str
    server: str
    calls: list[Call]
    parallel: tuple[int, ...] = (1, 16)
    revokes: Call | None = None
    hashes: bool = False

    def lua(self, unique: str) -> str:
        """The file wrk.lua reads."""
        calls = ",\n".join(_lua(call) for call in self.calls)
        revokes = f", revokes = {_lua(self.revokes)}" if self.revokes else ""
        return f"return {{ unique = {_text(unique)}, calls = {{\n{calls}\n}}{revokes} }}\n"


def operations(people: dict[str, Any]) -> list[Operation]:
    """Everything, the comparisons first."""
    customers, admin = people["customers"], people["admin"]
    tokens = [customer["token"] for customer in customers]

    def graphql(document: str, *, by: list[str] | None = None) -> list[Call]:
        body = json.dumps({"query": document})
        return [Call("POST", "/graphql", body, token) for token in by or [""]]

    def gets(path: str, by: list[str]) -> list[Call]:
        return [Call("GET", path, token=token) for token in by]

    sign_ins = [
        {"query": SIGNING_IN, "variables": {"email": each["email"], "password": people["password"]}}
        for each in customers
    ]
    signs_in = [Call("POST", "/graphql", json.dumps(body)) for body in sign_ins]
    found = [
        Operation(TWO_STATEMENTS, FLOOR, gets("/", tokens)),
        Operation("own account, one statement", JOINED, gets("/", tokens)),
        Operation("stock GraphQL: customer", STOCK, graphql(STOCK_CUSTOMER, by=tokens)),
        Operation("stock DRF: customer", STOCK, gets("/me", tokens)),
        Operation("stock GraphQL: countries with regions", STOCK, graphql(STOCK_COUNTRIES)),
        Operation("stock DRF: countries with regions", STOCK, gets("/countries", [""])),
        Operation(CUSTOMER_BY_GRAPHQL, SHOP, graphql(CUSTOMER, by=tokens)),
        Operation(CUSTOMER_BY_REST, SHOP, gets("/rest/V1/customers/me", tokens)),
        Operation(STORE_CONFIG, SHOP, graphql(store_config(60))),
        Operation(COUNTRY_LIST, SHOP, graphql(COUNTRIES)),
        Operation("REST: directory/countries", SHOP, gets("/rest/V1/directory/countries", [""])),
        Operation(ATTRIBUTES_FORM, SHOP, graphql(FORM)),
        Operation(CREATE, SHOP, [_creation(admin)]),
    ]
    for name, filters in _searches(people).items():
        found.append(Operation(f"REST search: {name}", SHOP, [Call("GET", path, token=admin) for path in filters]))
    found += [
        Operation(SIGN_IN, SHOP, signs_in, parallel=(1, 16, 64), hashes=True),
        Operation(SIGN_UP, SHOP, [_sign_up(people["password"])], parallel=(1, 16, 64), hashes=True),
        Operation(
            "GraphQL: sign in, then revoke", SHOP, signs_in, revokes=graphql(REVOKE, by=["later"])[0], hashes=True
        ),
    ]
    return found


def mixed(people: dict[str, Any], count: int) -> list[Call]:
    """Calls of every kind that hashes no password, in turn."""
    kinds = [each for each in operations(people) if each.server == SHOP and not each.hashes]
    return [kinds[n % len(kinds)].calls[n // len(kinds) % len(kinds[n % len(kinds)].calls)] for n in range(count)]


def store_config(count: int) -> str:
    """A document that asks for so many plain fields of the configuration."""
    schema = (ROOT / "graphql_api" / "schema.graphql").read_text(encoding="utf-8")
    kind = schema.partition("\ntype StoreConfig {")[2].partition("\n}")[0]
    fields = re.findall(r"^  (\w+): (?:String|Boolean|Int|Float|ID)!?", kind, re.MULTILINE)
    assert len(fields) >= count
    return f"{{ storeConfig {{ {' '.join(fields[:count])} }} }}"


def _creation(admin: str) -> Call:
    customer = {
        "email": "new-@@@example.com",  # wrk.lua makes another of each.
        "firstname": "Grace",
        "lastname": "Holloway",
        "addresses": [
            {
                "firstname": "Grace",
                "lastname": "Holloway",
                "street": ["12 Quay Street"],
                "city": "Albany",
                "region": {"region_id": 43},
                "postcode": "12207",
                "country_id": "US",
                "telephone": "518-555-0142",
                "default_billing": True,
                "default_shipping": True,
            }
        ],
    }
    return Call("POST", "/rest/V1/customers", json.dumps({"customer": customer}), admin)


def _sign_up(password: str) -> Call:
    customer = {"email": "new-@@@example.com", "firstname": "Grace", "lastname": "Holloway", "password": password}
    return Call("POST", "/graphql", json.dumps({"query": SIGNING_UP, "variables": {"input": customer}}))


def _searches(people: dict[str, Any]) -> dict[str, list[str]]:
    customers, few = people["customers"][:100], people["few"]
    since, until = few["created"]
    return {
        # These find as many in every shop.
        "e-mail": [_search(("email", each["email"], "eq")) for each in customers],
        "custom attribute": [_search(("loyalty_number", each["loyalty_number"], "eq")) for each in customers],
        "part of a name, 20": [_search(("lastname", f"%{few['name']}%", "like"))],
        "group, 20": [_search(("group_id", few["group_id"], "eq"))],
        "created in a time, 20": [_search(("created_at", since, "gteq"), ("created_at", until, "lteq"))],
        # And these as much more as there are more.
        "part of a name": [_search(("lastname", f"%{part}%", "like")) for part in ("castell", "nakam", "derberg")],
        "group": [_search(("group_id", group, "eq")) for group in ("2", "3")],
        "created in a week": [
            _search(("created_at", f"{day} 00:00:00", "gteq"), ("created_at", f"{day[:8]}28 00:00:00", "lt"))
            for day in ("2019-06-21", "2021-11-21", "2024-03-21")
        ],
        "the last page": [_search(page=people["count"] // 20)],
        "the middle, by id": [_search(page=people["count"] // 40)],
        "the middle, by last name": [_search(page=people["count"] // 40, sort="lastname")],
    }


def _search(*filters: tuple[str, str, str], page: int = 1, sort: str = "") -> str:
    path = f"/rest/V1/customers/search?searchCriteria[pageSize]=20&searchCriteria[currentPage]={page}"
    for place, (field, value, condition) in enumerate(filters):
        prefix = f"searchCriteria[filterGroups][{place}][filters][0]"
        path += f"&{prefix}[field]={field}&{prefix}[value]={quote(value)}&{prefix}[conditionType]={condition}"
    if sort:
        path += f"&searchCriteria[sortOrders][0][field]={sort}&searchCriteria[sortOrders][0][direction]=ASC"
    return path.replace("[", "%5B").replace("]", "%5D")


def _lua(call: Call) -> str:
    headers = ", ".join(f"[ {_text(name)} ] = {_text(value)}" for name, value in call.headers.items())
    body = f", body = {_text(call.body)}" if call.body else ""
    return f"{{ method = {_text(call.method)}, path = {_text(call.path)}, headers = {{ {headers} }}{body} }}"


def _text(text: str) -> str:
    return f"[==[{text}]==]"
