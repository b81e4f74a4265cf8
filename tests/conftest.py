"""What every test can ask for: people with a role, clients of each surface, a running demo."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, Page

from admins.models import AdminUser
from attributes.models import Attribute, AttributeOption
from auth_tokens import tokens
from auth_tokens.models import Token
from customers import accounts, addresses
from customers.models import Customer
from revisions import kept
from stores import lookups as stores
from stores.models import Store, StoreGroup, Website
from tests.browser import chromium, window
from tests.mails import forget
from tests.server import Server, running_demo

PASSWORD = "Correct-Horse-9"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit come last: they leave a database behind without the shop every other test begins with."""

    def commits(item: pytest.Item) -> bool:
        mark = item.get_closest_marker("django_db")
        return bool(mark and mark.kwargs.get("transaction"))

    items.sort(key=commits)


@pytest.fixture
def store(db: None) -> Store:
    """The view that speaks when nobody names one."""
    return stores.default_store()


@pytest.fixture
def other_store(db: None) -> Store:
    """The only view of a second website."""
    website = Website.objects.create(code="second", name="Second Website")
    group = StoreGroup.objects.create(website=website, code="second_store", name="Second Store")
    store = Store.objects.create(code="second_view", name="Second View", website=website, group=group)
    group.default_store = store
    group.save()
    website.default_group = group
    website.save()
    return store


@pytest.fixture
def in_a_call(db: None) -> Iterator[None]:
    """As while a request is answered: what is kept in memory is looked after once."""
    with kept.one_call():
        kept.revision()
        yield


@pytest.fixture
def make_customer(store: Store) -> Callable[..., Customer]:
    """Opens an account that is valid whatever a test leaves out."""

    def make(*, at: Store | None = None, password: str | None = PASSWORD, **differences: Any) -> Customer:
        fields = {"email": "grace@example.org", "firstname": "Grace", "lastname": "Holloway", **differences}
        return accounts.create_customer(store=at or store, fields=fields, password=password)

    return make


@pytest.fixture
def grace(make_customer: Callable[..., Customer]) -> Customer:
    """A customer without an address, welcomed long ago."""
    customer = make_customer()
    forget()
    return customer


@pytest.fixture
def otto(make_customer: Callable[..., Customer], store: Store) -> Customer:
    """A customer with two addresses, one the default for bills, one for parcels."""
    customer = make_customer(email="otto@example.org", firstname="Otto", lastname="Lindqvist")
    addresses.add_address(customer=customer, store=store, fields=address(city="Albany", default_billing=True))
    addresses.add_address(customer=customer, store=store, fields=address(city="Buffalo", default_shipping=True))
    forget()
    return Customer.objects.with_account().get(pk=customer.pk)


@pytest.fixture
def admin(db: None) -> AdminUser:
    """Somebody who may do everything."""
    return AdminUser.objects.create_superuser("merchant", "merchant@example.org", PASSWORD)


@pytest.fixture
def clerk(db: None) -> AdminUser:
    """An admin whom nobody has allowed anything yet."""
    return AdminUser.objects.create_user("clerk", "clerk@example.org", PASSWORD, is_staff=True)


@pytest.fixture
def studies(db: None) -> Attribute:
    """A custom attribute that offers a choice of several options."""
    attribute = Attribute.objects.create(
        entity_type="customer", code="studies", label="Studies", input_type="multiselect", sort_order=20
    )
    for place, (pk, label) in enumerate([(501, "BSc"), (502, "MBA")]):
        AttributeOption.objects.create(attribute=attribute, pk=pk, label=label, sort_order=place)
    return attribute


def address(**differences: Any) -> dict[str, Any]:
    """The fields of an address that is valid whatever a test leaves out."""
    return {
        "firstname": "Otto",
        "lastname": "Lindqvist",
        "street": ["12 Quay Street"],
        "city": "Albany",
        "region_id": 43,
        "postcode": "12207",
        "country_id": "US",
        "telephone": "518-555-0142",
        **differences,
    }


def token_of(owner: Customer | AdminUser) -> str:
    """A token that was really given."""
    if isinstance(owner, Customer):
        return tokens.issue(Token.Kind.CUSTOMER, owner.pk, website_id=owner.website_id)
    return tokens.issue(Token.Kind.ADMIN, owner.pk)


def headers_of(owner: Customer | AdminUser | None) -> dict[str, str]:
    """What the owner's calls carry; nothing for a guest."""
    return {"Authorization": f"Bearer {token_of(owner)}"} if owner else {}


@pytest.fixture
def rest(db: None) -> Callable[..., HttpResponse]:
    """Calls REST: `rest("POST", "/V1/customers", {...}, by=admin)`."""

    def call(method: str, path: str, data: Any = None, *, by: Any = None, scope: str = "", **headers: str) -> Any:
        body = b"" if data is None else data if isinstance(data, bytes) else json.dumps(data).encode()
        return Client(raise_request_exception=False).generic(
            method,
            f"/rest{scope}{path}",
            body,
            content_type=headers.pop("content_type", "application/json"),
            headers={**headers_of(by), **headers},
        )

    return call


@pytest.fixture
def graphql(db: None) -> Callable[..., Any]:
    """Calls GraphQL by POST: `graphql("{ customer { id } }", by=grace)`; the response has its JSON in `body`."""

    def call(query: str, variables: Any = None, *, by: Any = None, **headers: str) -> Any:
        sent = {"query": query} | ({"variables": variables} if variables is not None else {})
        response = Client(raise_request_exception=False).post(
            "/graphql", json.dumps(sent), content_type="application/json", headers={**headers_of(by), **headers}
        )
        response.body = response.json()
        return response

    return call


@pytest.fixture(scope="session")
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo as `make demo` serves it, with a database of its own, in a process of its own."""
    with running_demo(tmp_path_factory.mktemp("demo")) as server:
        yield server


# Not for the session: while Playwright runs, Django takes its event loop for one of its own and refuses the database.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine."""
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser, demo: Server) -> Iterator[Page]:
    """A window on the demo, in which nothing may go wrong unseen."""
    with window(browser, demo.base) as page:
        yield page
