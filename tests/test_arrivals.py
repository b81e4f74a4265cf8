"""Where a call comes from: the client's own word counts for nothing, that of our proxies does."""

from typing import Any

import pytest
from django.test import RequestFactory

from commerce import arrivals


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.9", "203.0.113.5"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "192.0.2.66, 198.51.100.9", "198.51.100.9"),
        (2, "192.0.2.66, 198.51.100.9, 10.0.0.1", "198.51.100.9"),
        (2, "198.51.100.9", "198.51.100.9"),
        (1, "", "203.0.113.5"),
        (1, "nonsense", ""),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_what_the_outermost_proxy_saw(settings: Any, proxies: int, forwarded: str, address: str) -> None:
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.5", headers=headers)

    assert arrivals.address_of(request) == address


def test_a_long_name_of_a_client_is_cut() -> None:
    request = RequestFactory().get("/", headers={"User-Agent": "x" * 300})

    assert len(arrivals.origin_of(request).agent) == 255


@pytest.mark.parametrize(
    ("path", "headers", "late"),
    [
        ("/graphql", {}, True),
        ("/rest/V1/directory/countries", {}, True),
        ("/graphql", {"Authorization": "Bearer x"}, False),
        ("/graphql", {"Cookie": "sessionid=x"}, False),
        ("/customer/account/login/", {}, False),
        ("/admin/", {}, False),
    ],
)
def test_only_guests_of_the_apis_may_hear_of_a_change_a_moment_later(path: str, headers: Any, late: bool) -> None:
    assert arrivals.is_of_a_guest(RequestFactory().get(path, headers=headers)) is late
