"""Lives of accounts: the same steps in any order, over REST for one customer and over GraphQL for her twin.

After every step the twins are asked what has become of them. They have to say the same, and what a plain model of an
account says; and nothing may have happened to the twins on the other website.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from admins.models import AdminUser
from auth_tokens.models import Token
from customers import locks
from customers.errors import AccountLocked
from customers.models import Address, Customer
from outbox.models import Mail
from stores import config
from stores.models import Store
from tests.conftest import token_of
from tests.generated import EXAMPLES, amount, undone
from tests.graphql_api.conftest import home
from tests.rest_api.conftest import address_in_json

Call = Callable[..., Any]
PASSWORDS = ["Correct-Horse-9", "Battery-Staple-8", "ünï¢ode-Pässwort-7"]
WRONG = "Wrong-Horse-9"
MOST = 2  # failures, of either kind
VIEWS = ["default", "second_view"]
STEPS = 50 if EXAMPLES else 30
LIVES = EXAMPLES // 5 or 20


@dataclass
class Twin:
    """What is known of one of the twins on one website: the e-mail, and what she holds."""

    tokens: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class Rest:
    """One twin speaks REST."""

    name = "rest"

    def __init__(self, call: Call, admin: AdminUser) -> None:
        self.call, self.admin = call, {"Authorization": f"Bearer {token_of(admin)}"}

    def ask(self, view: str, method: str, path: str, data: Any = None, token: str = "", **headers: str) -> Any:
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        return self.call(method, f"/V1/{path}", data, scope=f"/{view}", **bearer, **headers)

    def create(self, view: str, email: str, password: str) -> bool:
        sent = {"customer": {"email": email, "firstname": "Ada", "lastname": "Byron"}, "password": password}
        return self.ask(view, "POST", "customers", sent, **self.admin).status_code == 200

    def sign_in(self, view: str, email: str, password: str, device: str) -> str | None:
        sent = {"username": email, "password": password}
        answer = self.ask(view, "POST", "integration/customer/token", sent, **{"X-Duplex-Device": device})
        assert answer.status_code in (200, 401)
        return answer.json() if answer.status_code == 200 else None

    def me(self, view: str, token: str) -> dict[str, Any] | None:
        answer = self.ask(view, "GET", "customers/me", token=token)
        assert answer.status_code in (200, 401)
        if answer.status_code == 401:
            return None
        shown = answer.json()
        return {"email": shown["email"], "addresses": [each["city"] for each in shown["addresses"]]}

    def devices(self, view: str, token: str) -> dict[str, Any]:
        shown = self.ask(view, "GET", "duplex/customers/me/devices", token=token).json()
        return {each["name"]: each["id"] for each in shown}

    def change_password(self, view: str, token: str, current: str, new: str) -> bool:
        sent = {"currentPassword": current, "newPassword": new}
        return self.ask(view, "PUT", "customers/me/password", sent, token).status_code == 200

    def change_email(self, view: str, token: str, email: str, password: str) -> bool:
        sent = {"customer": {"email": email, "firstname": "Ada", "lastname": "Byron"}}
        return self.ask(view, "PUT", "customers/me", sent, token).status_code == 200

    def _write_book(self, view: str, token: str, change: Callable[[list[Any]], list[Any]]) -> bool:
        shown = self.ask(view, "GET", "customers/me", token=token).json()
        sent = {key: shown[key] for key in ("email", "firstname", "lastname")}
        book = change([{"id": each["id"]} for each in shown["addresses"]])
        return (
            self.ask(view, "PUT", "customers/me", {"customer": {**sent, "addresses": book}}, token).status_code == 200
        )

    def add_address(self, view: str, token: str, city: str) -> bool:
        added = address_in_json(city=city, defaultShipping=False, defaultBilling=False)
        return self._write_book(view, token, lambda book: [*book, added])

    def remove_address(self, view: str, token: str) -> bool:
        return self._write_book(view, token, lambda book: book[1:])

    def end_tokens(self, view: str, token: str) -> bool:
        return self.ask(view, "POST", "integration/customer/revoke-customer-token", token=token).status_code == 200

    def end_device(self, view: str, token: str, device_id: Any) -> bool:
        path = f"duplex/customers/me/devices/{device_id}"
        return self.ask(view, "DELETE", path, token=token).status_code == 200

    def end_others(self, view: str, token: str) -> bool:
        return self.ask(view, "DELETE", "duplex/customers/me/devices/others", token=token).status_code == 200

    def end_all(self, view: str, token: str) -> bool:
        return self.ask(view, "DELETE", "duplex/customers/me/devices", token=token).status_code == 200

    def request_link(self, view: str, email: str) -> bool:
        sent = {"email": email, "template": "email_reset"}
        return self.ask(view, "PUT", "customers/password", sent).status_code == 200

    def reset(self, view: str, email: str, link: str, password: str) -> bool:
        sent = {"email": email, "resetToken": link, "newPassword": password}
        return self.ask(view, "POST", "customers/resetPassword", sent).status_code == 200

    def delete(self, view: str, token: str, customer_id: int) -> bool:
        return self.ask(view, "DELETE", f"customers/{customer_id}", **self.admin).status_code == 200


class GraphQL:
    """The other one GraphQL."""

    name = "graphql"

    def __init__(self, call: Call) -> None:
        self.call = call

    def ask(self, view: str, document: str, token: str = "", variables: Any = None, **headers: str) -> Any:
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        return self.call(document, variables, Store=view, **bearer, **headers)

    def did(self, answer: Any) -> bool:
        assert answer.status_code in (200, 401, 403), answer.body
        assert all(error["extensions"]["category"] != "internal" for error in answer.body.get("errors", []))
        return "errors" not in answer.body

    def create(self, view: str, email: str, password: str) -> bool:
        sent = {"email": email, "firstname": "Ada", "lastname": "Byron", "password": password}
        document = "mutation ($input: CustomerCreateInput!) { createCustomerV2(input: $input) { customer { email } } }"
        return self.did(self.ask(view, document, variables={"input": sent}))

    def sign_in(self, view: str, email: str, password: str, device: str) -> str | None:
        document = "mutation ($e: String!, $p: String!) { generateCustomerToken(email: $e, password: $p) { token } }"
        answer = self.ask(view, document, variables={"e": email, "p": password}, **{"X-Duplex-Device": device})
        return answer.body["data"]["generateCustomerToken"]["token"] if self.did(answer) else None

    def me(self, view: str, token: str) -> dict[str, Any] | None:
        answer = self.ask(view, "{ customer { email addresses { city } } }", token)
        if not self.did(answer):
            return None
        shown = answer.body["data"]["customer"]
        return {"email": shown["email"], "addresses": [each["city"] for each in shown["addresses"]]}

    def devices(self, view: str, token: str) -> dict[str, Any]:
        shown = self.ask(view, "{ customer { duplex_devices { id name } } }", token).body["data"]["customer"]
        return {each["name"]: each["id"] for each in shown["duplex_devices"]}

    def change_password(self, view: str, token: str, current: str, new: str) -> bool:
        document = """mutation ($c: String!, $n: String!)
          { changeCustomerPassword(currentPassword: $c, newPassword: $n) { email } }"""
        return self.did(self.ask(view, document, token, {"c": current, "n": new}))

    def change_email(self, view: str, token: str, email: str, password: str) -> bool:
        document = """mutation ($e: String!, $p: String!)
          { updateCustomerEmail(email: $e, password: $p) { customer { email } } }"""
        return self.did(self.ask(view, document, token, {"e": email, "p": password}))

    def add_address(self, view: str, token: str, city: str) -> bool:
        document = "mutation ($input: CustomerAddressInput!) { createCustomerAddress(input: $input) { id } }"
        return self.did(self.ask(view, document, token, {"input": home(city=city)}))

    def remove_address(self, view: str, token: str) -> bool:
        first = self.ask(view, "{ customer { addresses { uid } } }", token).body["data"]["customer"]["addresses"][0]
        document = "mutation ($uid: ID!) { deleteCustomerAddressV2(uid: $uid) }"
        return self.did(self.ask(view, document, token, first))

    def end_tokens(self, view: str, token: str) -> bool:
        return self.did(self.ask(view, "mutation { revokeCustomerToken { result } }", token))

    def end_device(self, view: str, token: str, device_id: Any) -> bool:
        return self.did(self.ask(view, "mutation ($id: ID!) { duplexRevokeDevice(id: $id) }", token, {"id": device_id}))

    def end_others(self, view: str, token: str) -> bool:
        return self.did(self.ask(view, "mutation { duplexRevokeOtherDevices }", token))

    def end_all(self, view: str, token: str) -> bool:
        return self.did(self.ask(view, "mutation { duplexRevokeAllDevices }", token))

    def request_link(self, view: str, email: str) -> bool:
        document = "mutation ($e: String!) { requestPasswordResetEmail(email: $e) }"
        return self.did(self.ask(view, document, variables={"e": email}))

    def reset(self, view: str, email: str, link: str, password: str) -> bool:
        document = """mutation ($e: String!, $t: String!, $p: String!)
          { resetPassword(email: $e, resetPasswordToken: $t, newPassword: $p) }"""
        return self.did(self.ask(view, document, variables={"e": email, "t": link, "p": password}))

    def delete(self, view: str, token: str, customer_id: int) -> bool:
        return self.did(self.ask(view, "mutation { deleteCustomer }", token))


@dataclass
class Account:
    """What an account is to a reader of the documentation."""

    password: str
    email: int = 0
    failures: int = 0
    is_locked: bool = False
    live: set[int] = field(default_factory=set)  # which tokens of the twins
    cities: list[str] = field(default_factory=list)
    link: int | None = None  # which link of the twins is good


places = st.integers(0, len(VIEWS) - 1)
passwords = st.sampled_from(PASSWORDS)
numbers = st.integers(0, 10)
guesses = st.integers(1, MOST + 1)


def one_of(things: list[Any], number: int) -> Any:
    return things[number % len(things)]


class Lives(RuleBasedStateMachine):
    """Two twins on two websites."""

    surfaces: tuple[Rest, GraphQL]
    website_ids: list[int]

    def __init__(self) -> None:
        super().__init__()
        self.afterwards = ExitStack()
        self.afterwards.enter_context(undone())

    def teardown(self) -> None:
        self.afterwards.close()

    @initialize()
    def begin(self) -> None:
        self.accounts: list[Account | None] = [None, None]
        self.failed: dict[tuple[int, int], int] = {}  # sign-ins, by website and e-mail
        self.twins = {(surface.name, place): Twin() for surface in self.surfaces for place in range(len(VIEWS))}
        self.names: list[list[str]] = [[], []]  # of the devices that came with the tokens
        self.create(1, PASSWORDS[0])
        self.create(0, PASSWORDS[0])
        self.try_to_sign_in(0, is_right=True)

    # What a step needs

    def email(self, surface: Any, place: int) -> str:
        account = self.accounts[place]
        return f"{surface.name}{account.email if account else 0}@example.org"

    def both(self, place: int, deed: Callable[[Any, Twin], Any]) -> list[Any]:
        """What the deed comes to for each of the twins."""
        self.place = place
        self.elsewhere = self.rows(1 - place)
        return [deed(surface, self.twins[surface.name, place]) for surface in self.surfaces]

    def rows(self, place: int) -> Any:
        """All there is in the database of the twins on a website."""
        customers = list(Customer.objects.filter(website_id=self.website_ids[place]).order_by("pk").values())
        ids = [row["id"] for row in customers]
        return (
            customers,
            list(Address.objects.filter(customer__in=ids).order_by("pk").values()),
            list(Token.objects.filter(kind=Token.Kind.CUSTOMER, owner_id__in=ids).order_by("pk").values()),
        )

    def owner(self, surface: Any, place: int) -> Customer | None:
        email = self.email(surface, place)
        return Customer.objects.filter(website_id=self.website_ids[place], email_key=email).first()

    def held(self, *, locked: bool = True) -> list[tuple[int, Account, int]]:
        """Website, account and number of every token that is good; those of locked accounts too."""
        return [
            (place, account, which)
            for place, account in enumerate(self.accounts)
            if account and (locked or not account.is_locked)
            for which in sorted(account.live)
        ]

    def usable(self) -> list[tuple[int, Account, int]]:
        """The same without those of locked accounts."""
        return self.held(locked=False)

    # Steps

    @precondition(lambda self: not all(self.accounts))
    @rule(place=places, password=passwords)
    def create(self, place: int, password: str) -> None:
        is_new = self.accounts[place] is None

        assert (
            self.both(place, lambda surface, twin: surface.create(VIEWS[place], self.email(surface, place), password))
            == [is_new] * 2
        )

        if is_new:
            self.accounts[place] = Account(password)

    @rule(place=places)
    def sign_in(self, place: int) -> None:
        self.try_to_sign_in(place, is_right=True)

    @rule(place=places, times=guesses)
    def guess_the_password(self, place: int, times: int) -> None:
        for _ in range(times):
            self.try_to_sign_in(place, is_right=False)

    def try_to_sign_in(self, place: int, *, is_right: bool) -> None:
        account = self.accounts[place]
        password = account.password if account and is_right else WRONG
        key = place, account.email if account else 0
        failed = self.failed.get(key, 0)
        expected = bool(account and is_right and not account.is_locked and failed < MOST)
        device = f"device {len(self.names[place])}"

        given = self.both(
            place,
            lambda surface, twin: surface.sign_in(VIEWS[place], self.email(surface, place), password, device),
        )

        assert [token is not None for token in given] == [expected] * 2
        self.failed[key] = 0 if expected else min(MOST, failed + 1)
        if expected and account:
            for surface, token in zip(self.surfaces, given, strict=True):
                self.twins[surface.name, place].tokens.append(token)
            account.live.add(len(self.names[place]))
            self.names[place].append(device)

    @precondition(held)
    @rule(number=numbers, new=passwords)
    def change_password(self, number: int, new: str) -> None:
        self.try_to_change_password(one_of(self.held(), number), new, is_right=True)

    @precondition(held)
    @rule(number=numbers, times=guesses)
    def guess_the_current_password(self, number: int, times: int) -> None:
        caller = one_of(self.held(), number)
        for _ in range(times):
            self.try_to_change_password(caller, PASSWORDS[1], is_right=False)

    def try_to_change_password(self, caller: tuple[int, Account, int], new: str, *, is_right: bool) -> None:
        place, account, which = caller
        current = account.password if is_right else WRONG
        expected = is_right and not account.is_locked

        assert (
            self.both(
                place,
                lambda surface, twin: surface.change_password(VIEWS[place], twin.tokens[which], current, new),
            )
            == [expected] * 2
        )

        if account.is_locked:
            return
        if expected:
            account.password, account.failures, account.link = new, 0, None
        else:
            account.failures += 1
            account.is_locked = account.failures >= MOST
        if expected or account.is_locked:
            account.live = {which}

    @precondition(usable)
    @rule(number=numbers, email=st.integers(0, 2))
    def change_email(self, number: int, email: int) -> None:
        place, account, which = one_of(self.usable(), number)
        # REST asks for no password and so forgives no failures, as in Magento; there the twins' ways would part.
        if account.failures or account.email == email:
            return

        assert self.both(
            place,
            lambda surface, twin: surface.change_email(
                VIEWS[place], twin.tokens[which], f"{surface.name}{email}@example.org", account.password
            ),
        ) == [True, True]

        account.email, account.link = email, None

    @precondition(usable)
    @rule(number=numbers)
    def add_address(self, number: int) -> None:
        place, account, which = one_of(self.usable(), number)
        city = f"City {len(account.cities)}"

        assert self.both(place, lambda surface, twin: surface.add_address(VIEWS[place], twin.tokens[which], city)) == [
            True,
            True,
        ]

        account.cities.append(city)

    @precondition(usable)
    @rule(number=numbers)
    def remove_address(self, number: int) -> None:
        place, account, which = one_of(self.usable(), number)
        if not account.cities:
            return

        assert self.both(place, lambda surface, twin: surface.remove_address(VIEWS[place], twin.tokens[which])) == [
            True,
            True,
        ]

        account.cities.pop(0)

    @precondition(usable)
    @rule(number=numbers, deed=st.sampled_from(["end_tokens", "end_others", "end_all", "end_device"]))
    def sign_out(self, number: int, deed: str) -> None:
        place, account, which = one_of(self.usable(), number)

        def end(surface: Any, twin: Twin) -> bool:
            token = twin.tokens[which]
            if deed != "end_device":
                return bool(getattr(surface, deed)(VIEWS[place], token))
            devices = surface.devices(VIEWS[place], token)
            assert len(devices) == len(account.live)
            return bool(surface.end_device(VIEWS[place], token, devices[self.names[place][min(account.live)]]))

        assert self.both(place, end) == [True, True]

        if deed == "end_others":
            account.live = {which}
        elif deed == "end_device":
            account.live.remove(min(account.live))
        else:
            account.live = set()

    @rule(place=places)
    def request_link(self, place: int) -> None:
        account = self.accounts[place]
        if account and account.is_locked:
            # Storefronts are told that it is locked, integrations are not: only this twin asks.
            graphql = self.surfaces[1]
            assert not graphql.request_link(VIEWS[place], self.email(graphql, place))
            return

        def request(surface: Any, twin: Twin) -> bool:
            done = bool(surface.request_link(VIEWS[place], self.email(surface, place)))
            if done:
                text = Mail.objects.filter(recipient=self.email(surface, place), holds_secret=True).first().text
                twin.links.append(re.findall(r"[?&]token=(\w+)", text)[0])
            return done

        assert self.both(place, request) == [account is not None] * 2

        if account:
            account.link = len(self.twins["rest", place].links) - 1

    @precondition(lambda self: any(twin.links for twin in self.twins.values()))
    @rule(place=places, back=st.integers(1, 2), new=passwords)
    def reset(self, place: int, back: int, new: str) -> None:
        account, links = self.accounts[place], self.twins["rest", place].links
        if len(links) < back or (account and account.is_locked):
            return
        which = len(links) - back
        expected = account is not None and account.link == which

        assert (
            self.both(
                place,
                lambda surface, twin: surface.reset(VIEWS[place], self.email(surface, place), twin.links[which], new),
            )
            == [expected] * 2
        )

        if expected and account:
            account.password, account.failures, account.link, account.live = new, 0, None, set()
            self.failed[place, account.email] = 0

    def kept_out(self) -> list[tuple[int, Account]]:
        """Who cannot sign in, or has failed to; with the website."""
        return [
            (place, account)
            for place, account in enumerate(self.accounts)
            if account and (account.failures or self.failed.get((place, account.email)))
        ]

    @precondition(kept_out)
    @rule(number=numbers)
    def unlock(self, number: int) -> None:
        place, account = one_of(self.kept_out(), number)
        was_kept_out = bool(account.failures or self.failed.get((place, account.email), 0) >= MOST)

        assert (
            self.both(place, lambda surface, twin: locks.unlock_customer(customer=self.owner(surface, place)))
            == [was_kept_out] * 2
        )

        account.failures, account.is_locked = 0, False
        self.failed[place, account.email] = 0

    @precondition(usable)
    @rule(number=numbers)
    def delete(self, number: int) -> None:
        place, _, which = one_of(self.usable(), number)

        assert self.both(
            place,
            lambda surface, twin: surface.delete(VIEWS[place], twin.tokens[which], self.owner(surface, place).pk),
        ) == [True, True]

        self.accounts[place] = None

    @precondition(held)
    @rule(number=numbers)
    def go_to_the_other_website(self, number: int) -> None:
        place, _, which = one_of(self.held(), number)

        assert self.both(place, lambda surface, twin: surface.me(VIEWS[1 - place], twin.tokens[which])) == [None, None]

    # After every step

    @invariant()
    def the_twins_are_as_the_model(self) -> None:
        place, account = self.place, self.accounts[self.place]
        for surface in self.surfaces:
            owner, twin = self.owner(surface, place), self.twins[surface.name, place]
            assert (owner is not None) == (account is not None)
            if owner is not None and account is not None:
                assert owner.is_locked == account.is_locked
                assert Token.objects.filter(kind=Token.Kind.CUSTOMER, owner_id=owner.pk).count() == len(account.live)
                failed = self.failed.get((place, account.email), 0)
                with undone():
                    given = surface.sign_in(VIEWS[place], self.email(surface, place), account.password, "x")
                assert (given is not None) == (not account.is_locked and failed < MOST)
            for which in range(max(0, len(twin.tokens) - 3), len(twin.tokens)):
                self.token_is_as_the_model(surface, twin.tokens[which], account, which)
        assert self.rows(1 - place) == self.elsewhere

    def token_is_as_the_model(self, surface: Any, token: str, account: Account | None, which: int) -> None:
        shown = surface.me(VIEWS[self.place], token)
        if account is None or which not in account.live:
            assert shown is None
        elif account.is_locked and surface.name == "graphql":
            assert shown is None  # Magento's REST lets the token of a locked account read and write; its GraphQL not.
            answer = surface.ask(VIEWS[self.place], "{ customer { email } }", token)
            assert answer.body["errors"][0]["message"] == AccountLocked.template
        else:
            assert shown
            assert shown == {"email": self.email(surface, self.place), "addresses": account.cities}


def test_the_twins_agree_after_every_step(
    rest: Call, graphql: Call, admin: AdminUser, store: Store, other_store: Store, settings: Any
) -> None:
    settings.RATE_LIMITS = False  # All of them call from one address.
    config.write("oauth/authentication_lock/max_failures_count", str(MOST))
    config.write("customer/password/lockout_failures", str(MOST))
    config.write("customer/password/min_time_between_password_reset_requests", "0")
    config.write("customer/password/max_number_password_reset_requests", "0")

    class OnTheseWebsites(Lives):
        surfaces = (Rest(rest, admin), GraphQL(graphql))
        website_ids = [store.website_id, other_store.website_id]

    run_state_machine_as_test(OnTheseWebsites, settings=amount(20, max_examples=LIVES, stateful_step_count=STEPS))
