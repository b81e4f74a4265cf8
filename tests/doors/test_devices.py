"""Devices and tokens over REST and GraphQL."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from admins.models import AdminUser
from auth_tokens import devices, tokens
from auth_tokens.config import CUSTOMER_LIFETIME, REFRESH_ENABLED
from auth_tokens.models import Token
from customers import accounts, sign_in
from customers.models import Customer
from stores import config
from stores.models import Store
from tests.conftest import PASSWORD, token_of
from tests.recognition import recognize
from tests.server import Server

Rest = Callable[..., Any]
GraphQL = Callable[..., Any]
EXPIRES_IN = "X-Duplex-Token-Expires-In"
ME = "/V1/duplex/customers/me/devices"
DEVICES = "{ customer { duplex_devices { id name kind network created_at last_used_at expires_in is_current } } }"
SIGN_IN = "mutation ($email: String!, $password: String!) { %s(email: $email, password: $password) { %s } }"
REFRESH = """mutation ($text: String!) { duplexRefreshCustomerToken(refresh_token: $text) {
  token expires_in refresh_token refresh_expires_in
} }"""


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def credentials(email: str = "grace@example.org") -> dict[str, str]:
    return {"username": email, "password": PASSWORD}


def names(customer: Customer) -> set[str]:
    return {device.name for device in devices.of(Token.Kind.CUSTOMER, customer.pk)}


def signed_in(customer: Customer, device: str) -> tuple[str, int]:
    """A token, and the id of the device it is for."""
    text = tokens.issue(Token.Kind.CUSTOMER, customer.pk, website_id=customer.website_id, device=device)
    return text, Token.objects.get(digest=tokens.digest_of(text)).pk


# What Magento's calls tell


def test_magentos_calls_answer_as_ever_and_a_header_tells_when_the_token_ends(
    rest: Rest, graphql: GraphQL, grace: Customer, admin: AdminUser
) -> None:
    by_rest = rest("POST", "/V1/integration/customer/token", credentials())
    of_admin = rest("POST", "/V1/integration/admin/token", credentials("merchant"))
    for_customer = rest("POST", f"/V1/customers/{grace.pk}/token", by=admin)
    sent = {"email": grace.email, "password": PASSWORD}
    by_graphql = graphql(SIGN_IN % ("generateCustomerToken", "token"), sent)

    assert [by_rest[EXPIRES_IN], of_admin[EXPIRES_IN], for_customer[EXPIRES_IN]] == ["3600", "14400", "3600"]
    assert by_graphql[EXPIRES_IN] == "3600"
    for text in (by_rest.json(), of_admin.json(), for_customer.json()):
        assert recognize(text)
    assert set(by_graphql.body["data"]["generateCustomerToken"]) == {"token"}


def test_nothing_is_told_where_tokens_never_end_or_none_is_given(rest: Rest, graphql: GraphQL, grace: Customer) -> None:
    config.write(CUSTOMER_LIFETIME, "")

    answers = [
        rest("POST", "/V1/integration/customer/token", credentials()),
        graphql(SIGN_IN % ("generateCustomerToken", "token"), {"email": grace.email, "password": PASSWORD}),
        rest("POST", "/V1/integration/customer/token", {**credentials(), "password": "wrong"}),
        rest("GET", "/V1/customers/me", by=grace),
        graphql("{ customer { id } }", by=grace),
    ]

    assert [EXPIRES_IN in answer for answer in answers] == [False] * 5


def test_our_own_fields_tell_it_in_the_body(graphql: GraphQL, grace: Customer) -> None:
    sent = {"email": grace.email, "password": PASSWORD}
    answer = graphql(SIGN_IN % ("generateCustomerToken", "duplex_expires_in"), sent)

    assert answer.body == {"data": {"generateCustomerToken": {"duplex_expires_in": 3600}}}


def test_a_client_names_its_device(rest: Rest, graphql: GraphQL, grace: Customer) -> None:
    rest("POST", "/V1/integration/customer/token", credentials(), **{"X-Duplex-Device": "Grace's tablet"})
    rest("POST", "/V1/integration/customer/token", credentials(), **{"User-Agent": "okhttp/4.12.0"})
    rest("POST", "/V1/integration/customer/token", credentials())

    assert names(grace) == {"Grace's tablet", "Android app", "Unknown device"}


# Listing


def test_a_customer_lists_their_devices(rest: Rest, graphql: GraphQL, grace: Customer, otto: Customer) -> None:
    text, device_id = signed_in(grace, "Phone")
    token_of(otto)

    by_rest = rest("GET", ME, **bearer(text))
    by_graphql = graphql(DEVICES, **bearer(text))

    (told,) = by_rest.json()
    at = f"{Token.objects.get(pk=device_id).signed_in_at:%Y-%m-%d %H:%M:%S}"
    assert told.pop("expires_in") in range(3590, 3601)
    expected = {"id": device_id, "name": "Phone", "network": "", "created_at": at, "last_used_at": at}
    assert told == expected | {"kind": "api", "is_current": True}
    (told,) = by_graphql.body["data"]["customer"]["duplex_devices"]
    assert told.pop("expires_in") in range(3590, 3601)
    assert told == expected | {"id": str(device_id), "kind": "API", "is_current": True}


def test_an_admin_lists_and_ends_the_devices_of_a_customer(rest: Rest, admin: AdminUser, grace: Customer) -> None:
    signed_in(grace, "Phone")
    _, tablet = signed_in(grace, "Tablet")
    path = f"/V1/duplex/customers/{grace.pk}/devices"

    listed = rest("GET", path, by=admin).json()
    ended = rest("DELETE", f"{path}/{tablet}", by=admin)

    assert [(each["name"], each["is_current"]) for each in listed] == [("Tablet", False), ("Phone", False)]
    assert (ended.status_code, ended.json()) == (200, True)
    assert names(grace) == {"Phone"}
    assert rest("DELETE", path, by=admin).json() is True
    assert names(grace) == set()
    assert rest("GET", "/V1/duplex/customers/4711/devices", by=admin).status_code == 404


def test_an_account_given_to_somebody_else_does_not_show_its_devices(
    graphql: GraphQL, grace: Customer, admin: AdminUser
) -> None:
    signed_in(grace, "Phone")
    document = """mutation { exchangeExternalCustomerToken(input: { customer: { email: "grace@example.org",
      firstname: "G", lastname: "H" } }) { customer { firstname duplex_devices { name } } } }"""

    answer = graphql(document, by=admin)

    assert answer.body["data"]["exchangeExternalCustomerToken"]["customer"] == {
        "firstname": "Grace",
        "duplex_devices": None,
    }
    assert [error["path"][-1] for error in answer.body["errors"]] == ["duplex_devices"]


# Ending


def end_by_rest(rest: Rest, graphql: GraphQL, text: str, device_id: Any) -> bool:
    return rest("DELETE", f"{ME}/{device_id}", **bearer(text)).status_code == 200


def end_by_graphql(rest: Rest, graphql: GraphQL, text: str, device_id: Any) -> bool:
    document = "mutation ($id: ID!) { duplexRevokeDevice(id: $id) }"
    answer = graphql(document, {"id": str(device_id)}, **bearer(text)).body
    if "errors" in answer:
        assert answer["errors"][0]["extensions"]["category"] in ("graphql-no-such-entity", "graphql-authorization")
    return answer["data"]["duplexRevokeDevice"] is True


BOTH = pytest.mark.parametrize("end", [end_by_rest, end_by_graphql], ids=["REST", "GraphQL"])


@BOTH
def test_a_customer_ends_one_device(rest: Rest, graphql: GraphQL, grace: Customer, end: Callable[..., bool]) -> None:
    (here, _), (_, gone) = signed_in(grace, "Here"), signed_in(grace, "Gone")

    assert end(rest, graphql, here, gone)
    assert names(grace) == {"Here"}
    assert not end(rest, graphql, here, gone)


@BOTH
@pytest.mark.parametrize("device_id", ["0", "-1", "99999999999999999999999", "x", "1.5", "%20", "٣"])
def test_an_id_that_is_none_ends_nothing(
    rest: Rest, graphql: GraphQL, grace: Customer, end: Callable[..., bool], device_id: str
) -> None:
    here, _ = signed_in(grace, "Here")

    assert not end(rest, graphql, here, device_id)
    assert names(grace) == {"Here"}


@BOTH
def test_nobody_ends_the_device_of_another(
    rest: Rest, graphql: GraphQL, grace: Customer, otto: Customer, admin: AdminUser, end: Callable[..., bool]
) -> None:
    (here, _), (_, his) = signed_in(grace, "Here"), signed_in(otto, "His")

    assert not end(rest, graphql, here, his)
    assert not end(rest, graphql, "", his)
    assert not end(rest, graphql, token_of(admin), his)
    assert names(otto) == {"His"}


@pytest.mark.parametrize(
    ("by_rest", "mutation", "left"),
    [(f"{ME}/others", "duplexRevokeOtherDevices", {"Here"}), (ME, "duplexRevokeAllDevices", set())],
)
@pytest.mark.parametrize("door", ["REST", "GraphQL"])
def test_a_customer_ends_the_others_or_all(
    rest: Rest, graphql: GraphQL, grace: Customer, by_rest: str, mutation: str, left: set[str], door: str
) -> None:
    (here, _), _, _ = signed_in(grace, "Here"), signed_in(grace, "There"), sign_in.remember(grace, {})

    if door == "REST":
        assert rest("DELETE", by_rest, **bearer(here)).json() is True
    else:
        assert graphql(f"mutation {{ {mutation} }}", **bearer(here)).body == {"data": {mutation: True}}

    assert names(grace) == left


@pytest.mark.parametrize("door", ["REST", "GraphQL"])
def test_a_new_password_ends_the_others_and_not_the_caller(
    rest: Rest, graphql: GraphQL, grace: Customer, door: str
) -> None:
    (here, _), _, _ = signed_in(grace, "Here"), signed_in(grace, "There"), sign_in.remember(grace, {})

    if door == "REST":
        sent = {"currentPassword": PASSWORD, "newPassword": "Another-Horse-9"}
        assert rest("PUT", "/V1/customers/me/password", sent, **bearer(here)).status_code == 200
    else:
        document = 'mutation { changeCustomerPassword(currentPassword: "%s", newPassword: "%s") { id } }'
        assert "errors" not in graphql(document % (PASSWORD, "Another-Horse-9"), **bearer(here)).body

    assert names(grace) == {"Here"}
    assert rest("GET", "/V1/customers/me", **bearer(here)).status_code == 200


# Refreshing


def test_tokens_are_refreshed_on_either_side(rest: Rest, graphql: GraphQL, grace: Customer) -> None:
    config.write(REFRESH_ENABLED, "1")

    first = rest("POST", "/V1/duplex/integration/customer/token", credentials())
    second = graphql(REFRESH, {"text": first.json()["refresh_token"]})
    path = "/V1/duplex/integration/customer/token/refresh"
    given = second.body["data"]["duplexRefreshCustomerToken"]
    third = rest("POST", path, {"refreshToken": given["refresh_token"]})
    again = rest("POST", path, {"refresh_token": given["refresh_token"]})

    for told in (first.json(), given, third.json()):
        assert (told["expires_in"], told["refresh_expires_in"]) == (900, 30 * 24 * 60 * 60)
        assert len(told["token"]), len(told["refresh_token"]) == (32, 64)
    assert [each[EXPIRES_IN] for each in (first, second, third)] == ["900"] * 3
    assert again.status_code == 401
    assert again.json() == {"message": "The refresh token isn't valid. Sign in again."}
    assert rest("GET", "/V1/customers/me", **bearer(third.json()["token"])).status_code == 401


def test_a_sign_in_of_ours_without_refresh_tokens(rest: Rest, graphql: GraphQL, grace: Customer) -> None:
    by_rest = rest("POST", "/V1/duplex/integration/customer/token", credentials()).json()
    sent = {"email": grace.email, "password": PASSWORD}
    document = SIGN_IN % ("duplexGenerateCustomerToken", "token expires_in refresh_token refresh_expires_in")
    by_graphql = graphql(document, sent).body["data"]["duplexGenerateCustomerToken"]

    assert recognize(by_rest.pop("token"))
    assert recognize(by_graphql.pop("token"))
    assert by_rest == {"expires_in": 3600}
    assert by_graphql == {"expires_in": 3600, "refresh_token": None, "refresh_expires_in": None}


@pytest.mark.parametrize("text", ["", "x", "a" * 64, "a" * 100_000, 7, None, {}, []])
def test_a_refresh_token_that_is_none_is_refused(rest: Rest, graphql: GraphQL, grace: Customer, text: Any) -> None:
    config.write(REFRESH_ENABLED, "1")

    by_rest = rest("POST", "/V1/duplex/integration/customer/token/refresh", {"refreshToken": text})
    by_graphql = graphql(REFRESH, {"text": text})

    assert by_rest.status_code in (400, 401)
    assert by_graphql.body["errors"]
    assert "internal" not in str(by_graphql.body["errors"])
    assert not Token.objects.exists()


def test_of_fifty_who_bring_one_refresh_token_at_once_one_succeeds_and_its_family_ends(demo: Server) -> None:
    from tests.clients.shop import Merchant

    merchant = Merchant(demo.base)
    merchant.sets(REFRESH_ENABLED, "1")
    try:
        who = {"username": "roni_cost@example.com", "password": "roni_cost3@example.com"}
        given = demo.call("POST", "/rest/V1/duplex/integration/customer/token", who).json()
        path, sent = "/rest/V1/duplex/integration/customer/token/refresh", {"refreshToken": given["refresh_token"]}
        together = threading.Barrier(50)
        answers: list[Any] = []

        def bring() -> None:
            together.wait()
            answers.append(demo.call("POST", path, sent))

        everybody = [threading.Thread(target=bring) for _ in range(50)]
        for each in everybody:
            each.start()
        for each in everybody:
            each.join()
    finally:
        merchant.restores()
        merchant.leaves()

    assert Counter(answer.status_code for answer in answers) == {200: 1, 401: 49}
    (new,) = [answer.json() for answer in answers if answer.status_code == 200]
    for text in (given["token"], new["token"]):
        assert demo.call("GET", "/rest/V1/customers/me", **bearer(text)).status_code == 401
    assert demo.call("POST", path, {"refreshToken": new["refresh_token"]}).status_code == 401


# Tokens that are not good


def expired(grace: Customer) -> str:
    text = token_of(grace)
    Token.objects.update(created_at=timezone.now() - dt.timedelta(hours=1))
    return text


def revoked(grace: Customer) -> str:
    text = token_of(grace)
    sign_in.revoke_customer_access_token(customer=grace)
    return text


def of_a_deleted_customer(grace: Customer) -> str:
    text = token_of(grace)
    accounts.delete_customer(customer=grace)
    return text


def of_another_website(grace: Customer) -> str:
    return tokens.issue(Token.Kind.CUSTOMER, grace.pk, website_id=grace.website_id + 1)


def of_an_inactive_admin(grace: Customer) -> str:
    admin = AdminUser.objects.create_superuser("gone", "gone@example.org", PASSWORD)
    text = token_of(admin)
    AdminUser.objects.filter(pk=admin.pk).update(is_active=False)
    return text


def of_a_browser(grace: Customer) -> str:
    session: dict[str, str] = {}
    sign_in.remember(grace, session)
    (secret,) = session.values()
    return secret


@pytest.mark.parametrize(
    "make",
    [
        expired,
        revoked,
        of_a_deleted_customer,
        of_another_website,
        of_an_inactive_admin,
        of_a_browser,
        lambda grace: token_of(grace)[:31],
        lambda grace: token_of(grace) + "a",
        lambda grace: token_of(grace).upper(),
        lambda grace: "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJ1aWQiOjEsInV0eXBpZCI6M30.",
        lambda grace: "a" * 32,
        lambda grace: "'" * 32,
        lambda grace: "é" * 32,
        lambda grace: "a" * (1024 * 1024),
    ],
    ids=[
        "expired", "revoked", "deleted", "website", "admin", "browser", "cut", "longer", "upper", "jwt", "unknown",
        "quotes", "letters", "1MiB",
    ],
)  # fmt: skip
def test_a_token_that_is_not_good_opens_nothing(
    rest: Rest, graphql: GraphQL, grace: Customer, store: Store, make: Callable[[Customer], str]
) -> None:
    headers = bearer(make(grace))

    of_customer = rest("GET", "/V1/customers/me", **headers)
    of_admin = rest("GET", "/V1/customers/search?searchCriteria=", **headers)
    by_graphql = graphql("{ customer { id } }", **headers)

    assert (of_customer.status_code, of_admin.status_code) == (401, 401)
    assert by_graphql.status_code in (401, 403)
    assert by_graphql.body["data"] == {"customer": None}


def test_a_token_of_a_locked_customer_opens_nothing_over_graphql(graphql: GraphQL, grace: Customer) -> None:
    text = token_of(grace)
    Customer.objects.filter(pk=grace.pk).update(locked_until_at=timezone.now() + dt.timedelta(minutes=10))

    answer = graphql("{ customer { id } }", **bearer(text))

    assert answer.status_code == 401
    assert answer.body["errors"][0]["message"] == "The account is locked."
