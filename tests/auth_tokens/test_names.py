"""What devices are called."""

from __future__ import annotations

import pytest

from auth_tokens import names
from kernel import origin

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/131.0.0.0 Safari/537.36", "Chrome on Windows"),
        (f"{MOZILLA} (Windows NT 10.0) {WEBKIT} Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        (f"{MOZILLA} (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on Linux"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "Safari on iPhone"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_1 like Mac OS X) CriOS/131.0 Safari/604.1", "Chrome on iPhone"),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1", "Safari on Mac"),
        (f"{MOZILLA} (Linux; Android 14; Pixel 8) {WEBKIT} Chrome/131.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8)", "Android app"),
        ("okhttp/4.12.0", "Android app"),
        ("Shop/2.1 okhttp/4.12.0", "Shop/2.1 okhttp/4.12.0"),
        ("CFNetwork/1568.200.51 Darwin/24.1.0", "iPhone or Mac app"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("x" * 300, "x" * 60),
        ("a\0b\r\nc\x7f", "a b c"),
        ("", "Unknown device"),
        ("\0", "Unknown device"),
    ],
)
def test_a_device_is_called_what_its_client_gives_away(agent: str, name: str) -> None:
    assert names.of_agent(agent) == name


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("Grace's tablet", "Grace's tablet"),
        ("Küche".encode().decode("latin-1"), "Küche"),
        ("Büro", "Büro"),
        ("   ", "curl/8.5.0"),
        ("y" * 61, "y" * 60),
    ],
)
def test_a_client_may_name_its_device(sent: str, name: str) -> None:
    with origin.coming_from(origin.Origin(origin.GUEST, agent="curl/8.5.0", device=sent)):
        assert names.of_caller() == name
