"""Asking a shop that is slow, busy, broken, elsewhere or not what it says, over real connections."""

from __future__ import annotations

import datetime as dt
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from kernel.errors import Failure
from tests.server import free_port
from tests.transfer.magento_server import SEARCH, TOKEN, Fault, Handler, Magento, customer, magento
from transfer.errors import (
    AccessRefused,
    AddressOfShopNotValid,
    AnswerNotUnderstood,
    AnswerTooLarge,
    NothingThere,
    QuestionRefused,
    ShopAway,
    ShopElsewhere,
    ShopNeedsTls,
    SignInRefused,
    TokenMissing,
    TokenNotValid,
)
from transfer.magento_rest import client as of_client
from transfer.magento_rest.api import Magento as Api
from transfer.magento_rest.client import Client, Credentials, Manners

WITH_TOKEN = Credentials(TOKEN)
FAST = Manners(rate=1_000, timeout=5, attempts=4)


@pytest.fixture
def shop() -> Iterator[Magento]:
    with magento() as running:
        running.customers = [customer(number) for number in range(1, 6)]
        yield running


@pytest.fixture
def waits() -> list[float]:
    """How long was waited, in seconds, though nobody waits."""
    return []


@pytest.fixture
def ask(shop: Magento, waits: list[float]) -> Iterator[Callable[..., list[int]]]:
    """Reads all customers; their numbers."""
    clients = []

    def ask(manners: Manners = FAST, credentials: Credentials = WITH_TOKEN, size: int = 2) -> list[int]:
        clients.append(Client(shop.base, credentials, manners, pause=waits.append))
        return [each["id"] for each in Api(clients[-1], page_size=size).customers(0)]

    yield ask
    for client in clients:
        client.close()


def status(code: int, **headers: str) -> Fault:
    return lambda question: question.send(code, {"message": "Not now."}, **headers)


def cut_off(question: Handler) -> None:
    question.send_response(200)
    question.send_header("Content-Length", "1000")
    question.end_headers()
    question.wfile.write(b'{"items": [')
    question.close_connection = True


def cut_off_in_a_chunk(question: Handler) -> None:
    question.send_response(200)
    question.send_header("Transfer-Encoding", "chunked")
    question.end_headers()
    question.wfile.write(b'ff\r\n{"items": [')
    question.close_connection = True


def hung_up(question: Handler) -> None:
    question.close_connection = True


def page_of_html(question: Handler) -> None:
    question.send(200, b"<!DOCTYPE html>\n<title>We will be back</title>", Content_Type="text/html")


def nothing(question: Handler) -> None:
    question.send(200, b"")


def slow(question: Handler) -> None:
    time.sleep(0.5)
    question.close_connection = True


@pytest.mark.parametrize(
    "fault",
    [status(429), status(500), status(502), status(503), status(504), status(524), cut_off, cut_off_in_a_chunk, hung_up,
     page_of_html, nothing],
    ids=["429", "500", "502", "503", "504", "524", "cut off", "cut off in a chunk", "hung up", "html", "nothing"],
)  # fmt: skip
def test_what_may_pass_is_asked_again(
    shop: Magento, ask: Callable[..., list[int]], waits: list[float], fault: Fault
) -> None:
    shop.faults = [None, fault, fault, None]

    assert ask() == [1, 2, 3, 4, 5]
    assert shop.pages[:4] == [0, 2, 2, 2]


def test_waits_become_longer_and_end(shop: Magento, ask: Callable[..., list[int]], waits: list[float]) -> None:
    shop.fault = status(500)

    with pytest.raises(ShopAway) as refusal:
        ask(Manners(rate=1_000, timeout=5, attempts=12))

    assert refusal.value == ShopAway(SEARCH, 12, "status 500, Not now.")
    assert len(shop.asked) == 12
    backoff = [wait for wait in waits if wait > 0.01]
    assert len(backoff) == 11
    assert all(0.25 * 2**place <= wait <= 0.5 * 2**place for place, wait in enumerate(backoff[:7]))
    assert all(30 <= wait <= 60 for wait in backoff[7:])


def test_a_shop_says_how_long_to_wait(shop: Magento, ask: Callable[..., list[int]], waits: list[float]) -> None:
    in_a_minute = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=61), usegmt=True)
    shop.faults = [status(429, Retry_After="7"), status(503, Retry_After=in_a_minute), status(503, Retry_After="soon")]

    assert ask() == [1, 2, 3, 4, 5]

    first, second, third = (wait for wait in waits if wait > 0.01)
    assert first == 7
    assert 50 < second <= 61
    assert 1 <= third <= 2


def test_a_shop_that_asks_for_hours_is_asked_another_day(shop: Magento, ask: Callable[..., list[int]]) -> None:
    shop.fault = status(503, Retry_After="86400")

    with pytest.raises(ShopAway, match="not before 86400 s"):
        ask()

    assert len(shop.asked) == 1


def test_a_silent_shop_is_not_waited_for(shop: Magento, ask: Callable[..., list[int]]) -> None:
    shop.faults = [slow, None]

    assert ask(Manners(rate=1_000, timeout=0.2, attempts=2)) == [1, 2, 3, 4, 5]

    shop.fault = slow
    with pytest.raises(ShopAway) as refusal:
        ask(Manners(rate=1_000, timeout=0.2, attempts=2))
    assert refusal.value == ShopAway(SEARCH, 2, "no answer in time")


def test_an_answer_that_never_ends_is_given_up(shop: Magento, ask: Callable[..., list[int]]) -> None:
    def drip(question: Handler) -> None:
        question.send_response(200)
        question.end_headers()
        question.close_connection = True
        for _ in range(60):
            question.wfile.write(b" ")
            time.sleep(0.05)

    shop.fault = drip
    begun = time.monotonic()
    with pytest.raises((ShopAway, ConnectionError), match="longer than"):
        ask(Manners(rate=1_000, timeout=0.1, attempts=1))
    assert time.monotonic() - begun < 2


def test_all_pages_come_over_one_connection(shop: Magento, ask: Callable[..., list[int]], waits: list[float]) -> None:
    assert ask() == [1, 2, 3, 4, 5]

    assert shop.pages == [0, 2, 4, 5]
    assert len({each.port for each in shop.asked}) == 1
    assert [wait for wait in waits if wait > 0.01] == []


def test_a_shop_that_has_hung_up_in_between_is_asked_again_at_once(
    shop: Magento, ask: Callable[..., list[int]], waits: list[float]
) -> None:
    def answer_and_hang_up(question: Handler) -> None:
        question.answer_well()
        question.close_connection = True  # which the answer does not say

    shop.fault = answer_and_hang_up

    assert ask(Manners(rate=1_000, timeout=5, attempts=1)) == [1, 2, 3, 4, 5]
    assert [wait for wait in waits if wait > 0.01] == []


def test_nobody_listens() -> None:
    waits: list[float] = []
    client = Client(f"http://127.0.0.1:{free_port()}", Credentials(TOKEN), FAST, pause=waits.append)

    with pytest.raises(ShopAway, match=r"in 4 attempts; the last time: .* Connection refused"):
        client.get(SEARCH, resource="")


def test_an_answer_is_not_read_without_end(
    shop: Magento, ask: Callable[..., list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_client, "LONGEST_ANSWER", 2 * of_client.MIB)
    shop.customers = [customer(1, lastname="x" * 3 * of_client.MIB)]

    with pytest.raises(AnswerTooLarge) as refusal:
        ask()
    assert refusal.value == AnswerTooLarge(SEARCH, 2)


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_the_token_is_not_sent_to_another_host(shop: Magento, ask: Callable[..., list[int]], code: int) -> None:
    with magento() as other:
        shop.fault = status(code, Location=f"{other.base}/rest/{SEARCH}")

        with pytest.raises(ShopElsewhere) as refusal:
            ask()

        assert refusal.value == ShopElsewhere(shop.base, f"{other.base}/rest/{SEARCH}")
        assert other.asked == []


def test_no_more_is_asked_in_a_second_than_is_allowed(
    shop: Magento, ask: Callable[..., list[int]], waits: list[float]
) -> None:
    ask(Manners(rate=0.5, timeout=5, attempts=1), size=1)

    assert len(shop.asked) == 6
    assert sum(waits) > 5 * 2 - 1


@pytest.mark.parametrize("code", [401, 403])
def test_what_the_token_may_not_is_told_at_once(shop: Magento, ask: Callable[..., list[int]], code: int) -> None:
    shop.fault = status(code)

    with pytest.raises(AccessRefused) as refusal:
        ask()

    assert refusal.value == AccessRefused(SEARCH, "Magento_Customer::customer")
    assert len(shop.asked) == 1


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (status(404), NothingThere),
        (status(400), QuestionRefused),
        (lambda question: question.send(200, []), AnswerNotUnderstood),
        (lambda question: question.send(200, {"items": {}}), AnswerNotUnderstood),
        (lambda question: question.send(200, {"items": [{"id": "x"}]}), AnswerNotUnderstood),
        (lambda question: question.send(200, {"items": [7]}), AnswerNotUnderstood),
        (lambda question: question.send(200, {"items": []}), AnswerNotUnderstood),
    ],
)
def test_an_answer_that_is_none_ends_it(
    shop: Magento, ask: Callable[..., list[int]], answer: Fault, failure: type[Failure]
) -> None:
    shop.fault = answer

    with pytest.raises(failure):
        ask()


@pytest.mark.parametrize(
    "page",
    [
        {"items": [customer(1), customer(2)], "total_count": 5},
        {"items": [customer(4), customer(3)], "total_count": 5},
        {"items": [customer(3), customer(3)], "total_count": 5},
        {"items": [], "total_count": 5},
    ],
    ids=["the first again", "in another order", "one twice", "none"],
)
def test_a_page_that_does_not_follow_is_asked_for_again_and_then_refused(
    shop: Magento, ask: Callable[..., list[int]], page: Any
) -> None:
    def repeat(question: Handler) -> None:
        question.send(200, page)

    shop.faults = [None, repeat, repeat, None]
    assert ask() == [1, 2, 3, 4, 5]

    shop.faults = [None, repeat, repeat, repeat]
    with pytest.raises(AnswerNotUnderstood):
        ask()


def test_an_admin_is_signed_in_and_signed_in_again_when_the_token_has_ended(
    shop: Magento, ask: Callable[..., list[int]]
) -> None:
    def end(question: Handler) -> None:
        shop.token = "another"
        question.answer_well()

    shop.faults = [None, end, None]

    assert ask(credentials=Credentials(user=shop.user, password=shop.password)) == [1, 2, 3, 4, 5]
    assert [each.command for each in shop.asked] == ["POST", "GET", "GET", "POST", "GET", "GET", "GET"]


def test_a_wrong_password_is_told(shop: Magento, ask: Callable[..., list[int]]) -> None:
    with pytest.raises(SignInRefused) as refusal:
        ask(credentials=Credentials(user=shop.user, password="guessed"))

    assert refusal.value == SignInRefused("merchant")
    assert "guessed" not in str(refusal.value)
    assert len(shop.asked) == 1


@pytest.mark.parametrize(
    ("address", "failure"),
    [
        ("", AddressOfShopNotValid("")),
        ("shop.example.com", AddressOfShopNotValid("shop.example.com")),
        ("ftp://shop.example.com", AddressOfShopNotValid("ftp://shop.example.com")),
        ("https://", AddressOfShopNotValid("https://")),
        ("https://shop.example.com:port", AddressOfShopNotValid("https://shop.example.com:port")),
        ("https://shop.example.com/?a=b", AddressOfShopNotValid("https://shop.example.com/?a=b")),
        ("https://shop.example.com/a b", AddressOfShopNotValid("https://shop.example.com/a b")),
        ("https://me:secret@shop.example.com", AddressOfShopNotValid("shop.example.com")),
        ("http://shop.example.com", ShopNeedsTls("http://shop.example.com")),
        ("http://127.0.0.1.example.com", ShopNeedsTls("http://127.0.0.1.example.com")),
    ],
)
def test_an_address_that_is_none_or_gives_the_token_away_is_refused(address: str, failure: Failure) -> None:
    with pytest.raises(type(failure)) as refusal:
        Client(address, Credentials(TOKEN))
    assert refusal.value == failure


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("https://shop.example.com/", "https://shop.example.com"),
        ("https://shop.example.com/rest/V1/", "https://shop.example.com"),
        ("https://Shop.Example.com:8443/magento", "https://shop.example.com:8443/magento"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:8080/shop", "http://[::1]:8080/shop"),
    ],
)
def test_an_address_may_be_written_in_several_ways(address: str, base: str) -> None:
    assert Client(address, Credentials(TOKEN)).base == base


def test_without_encryption_only_if_somebody_insists() -> None:
    assert Client("http://shop.example.com", Credentials(TOKEN), allow_http=True).base == "http://shop.example.com"


def test_the_server_has_to_be_who_it_says(tmp_path: Path, waits: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = tmp_path / "shop.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=shop",
         "-addext", "subjectAltName=IP:127.0.0.1", "-out", certificate, "-keyout", tmp_path / "key.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    certificate.write_bytes(certificate.read_bytes() + (tmp_path / "key.pem").read_bytes())
    with magento(certificate) as shop:
        shop.customers = [customer(1)]

        def ask(base: str = shop.base) -> list[int]:
            with closing(Client(base, WITH_TOKEN, FAST, pause=waits.append)) as client:
                return [each["id"] for each in Api(client).customers(0)]

        with pytest.raises(ShopAway) as refusal:
            ask()
        assert refusal.value == ShopAway(SEARCH, 1, "self-signed certificate")
        assert (shop.asked, waits) == ([], [])

        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert ask() == [1]
        with pytest.raises(ShopAway, match="Hostname mismatch"):
            ask(shop.base.replace("127.0.0.1", "localhost"))


@pytest.mark.parametrize(
    ("credentials", "failure"),
    [
        (Credentials(), TokenMissing),
        (Credentials(user="merchant"), TokenMissing),
        (Credentials("two words"), TokenNotValid),
        (Credentials("line\nbreak"), TokenNotValid),
        (Credentials("umläut"), TokenNotValid),
    ],
)
def test_a_token_is_needed(credentials: Credentials, failure: type[Failure]) -> None:
    with pytest.raises(failure):
        Client("https://shop.example.com", credentials)
