"""Asking a Magento for JSON: one question at a time, again if it fails for a reason that passes.

The token goes to the address it was given for and nowhere else: redirects are not followed, and without TLS it leaves
the machine only if whoever runs this insists.
"""

from __future__ import annotations

import datetime as dt
import http.client
import ipaddress
import random
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

import orjson
from django.utils import timezone

from kernel.text import one_line
from transfer.errors import (
    AccessRefused,
    AddressOfShopNotValid,
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

MIB = 1_048_576
LONGEST_ANSWER = 64 * MIB
CHUNK = 65_536
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0  # seconds
LONGEST_ASKED_WAIT = 900.0  # seconds; a shop that asks for more is asked again another day
ANSWER_LASTS = 5  # times as long as it may be silent
PASSING = {408, 425, 429, 500, 502, 503, 504}
FROM_CDNS = range(520, 531)
CUT_OFF = "an answer that was cut off"
TOKEN_PATH = "V1/integration/admin/token"


@dataclass(frozen=True)
class Credentials:
    """An admin's or integration's token, or the name and password a token is given for."""

    token: str = ""
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return "Credentials(...)"


@dataclass(frozen=True)
class Manners:
    """How a shop is asked. Times are seconds."""

    rate: float = 10.0
    """So many questions a second at most."""
    timeout: float = 60.0
    """So long may it be silent; a whole answer may take five times as long."""
    attempts: int = 8


class Passing(Exception):
    """A failure that may be over the next time; `wait` is what the shop asks for, in seconds."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.reason, self.wait = reason, wait


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """Asks one shop, over one connection that is kept open. Used by one thread."""

    def __init__(
        self,
        address: str,
        credentials: Credentials,
        manners: Manners = Manners(),
        *,
        allow_http: bool = False,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Asks nothing yet. Raises AddressOfShopNotValid, ShopNeedsTls, TokenMissing, TokenNotValid."""
        self.base, self._place = _place_of(address, allow_http=allow_http)
        self._credentials, self._manners, self._pause = credentials, manners, pause
        self._token = credentials.token.strip()
        if not self._token and not (credentials.user and credentials.password):
            raise TokenMissing()
        _check_token(self._token)
        self._connection: http.client.HTTPConnection | None = None
        self._may_ask_at = 0.0

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def get(self, path: str, parameters: Mapping[str, Any] | None = None, *, resource: str) -> Any:
        """What the shop answers to a question, whose token needs `resource`.

        Raises AccessRefused, SignInRefused, ShopElsewhere, NothingThere, QuestionRefused, AnswerTooLarge, ShopAway.
        """
        signs_in = bool(self._credentials.user) and not self._credentials.token
        if not self._token:
            self._sign_in()
        query = f"?{urlencode(parameters)}" if parameters else ""
        for is_last in (not signs_in, True):
            try:
                return self._asked("GET", path, query, resource=resource)
            except AccessRefused:
                if is_last:
                    raise
                self._sign_in()  # An admin's token lasts four hours, a large shop longer.
        raise AssertionError("unreachable")

    def _sign_in(self) -> None:
        self._token = ""
        told = {"username": self._credentials.user, "password": self._credentials.password}
        token = self._asked("POST", TOKEN_PATH, "", resource="", told=told)
        if not isinstance(token, str):
            raise SignInRefused(self._credentials.user)
        _check_token(token)
        self._token = token

    def _asked(self, method: str, path: str, query: str, *, resource: str, told: Any = None) -> Any:
        """The answer to one question, asked until there is one or the attempts are used up."""
        reason, spare = "", self._connection is not None
        attempt = 0
        while attempt < self._manners.attempts:
            self._keep_the_rate()
            try:
                answer = self._exchange(method, path, query, told)
                return self._understood(answer, path, resource)
            except Passing as failure:
                self.close()
                if failure.wait > LONGEST_ASKED_WAIT:
                    raise ShopAway(path, attempt + 1, f"{failure.reason}, not before {failure.wait:.0f} s") from None
                reason, wait = failure.reason, failure.wait
            except (OSError, http.client.HTTPException) as failure:
                self.close()
                if spare and isinstance(failure, http.client.RemoteDisconnected | ConnectionError):
                    spare = False  # It had hung up in between, as servers do.
                    continue
                if isinstance(failure, ssl.SSLCertVerificationError):
                    raise ShopAway(path, attempt + 1, one_line(failure.verify_message)) from None
                reason, wait = _reason_of(failure), 0.0
            spare = False
            attempt += 1
            if attempt < self._manners.attempts:
                self._pause(max(wait, _backoff(attempt)))
        raise ShopAway(path, attempt, reason)

    def _keep_the_rate(self) -> None:
        now = time.monotonic()
        if now < self._may_ask_at:
            self._pause(self._may_ask_at - now)
        self._may_ask_at = max(now, self._may_ask_at) + 1 / self._manners.rate

    def _exchange(self, method: str, path: str, query: str, told: Any) -> Answer:
        """One question and its answer. Raises OSError, HTTPException, Passing, AnswerTooLarge."""
        end = time.monotonic() + ANSWER_LASTS * self._manners.timeout
        if self._connection is None:
            self._connection = self._connected()
        headers = {"Accept": "application/json", "User-Agent": "Duplex"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        body = None
        if told is not None:
            body = orjson.dumps(told)
            headers["Content-Type"] = "application/json"
        self._connection.request(method, f"{self._place.path}/rest/{path}{query}", body, headers)
        response = self._connection.getresponse()
        whole = bytearray()
        while chunk := response.read1(CHUNK):
            whole += chunk
            if len(whole) > LONGEST_ANSWER:
                self.close()
                raise AnswerTooLarge(path, LONGEST_ANSWER // MIB)
            if time.monotonic() > end:
                raise Passing(f"an answer that took longer than {ANSWER_LASTS * self._manners.timeout:.0f} s")
        if response.length:
            raise Passing(CUT_OFF)
        response.close()  # It is read to its end, and the connection may be used for the next one.
        if response.will_close or response.status >= 300:
            self.close()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, bytes(whole))

    def _connected(self) -> http.client.HTTPConnection:
        host, port, timeout = self._place.hostname or "", self._place.port, self._manners.timeout
        if self._place.scheme == "https":
            return http.client.HTTPSConnection(host, port, timeout=timeout, context=ssl.create_default_context())
        return http.client.HTTPConnection(host, port, timeout=timeout)

    def _understood(self, answer: Answer, path: str, resource: str) -> Any:
        """The JSON of a good answer; what is wrong with another one. Raises Passing and what `get` does."""
        if 300 <= answer.status < 400:
            raise ShopElsewhere(self.base, _shortened(answer.headers.get("location", "another place")))
        if answer.status in (401, 403):
            if not resource:
                raise SignInRefused(self._credentials.user)
            raise AccessRefused(path, resource)
        if answer.status == 404:
            raise NothingThere(path, self.base)
        if answer.status in PASSING or answer.status in FROM_CDNS:
            told = _message_of(answer.body)
            reason = f"status {answer.status}" + (f", {told}" if told else "")
            raise Passing(reason, _asked_wait(answer.headers.get("retry-after", "")))
        if answer.status != 200:
            raise QuestionRefused(path, answer.status, _message_of(answer.body))
        try:
            return orjson.loads(answer.body)
        except orjson.JSONDecodeError:
            raise Passing(f"no JSON but {_shortened(answer.body.decode(errors='replace')) or 'nothing'}") from None


def _place_of(address: str, *, allow_http: bool) -> tuple[str, SplitResult]:
    """A shop's address, with and without its parts. Raises AddressOfShopNotValid, ShopNeedsTls."""
    try:
        place = urlsplit(address.strip())
        host, _ = place.hostname or "", place.port
        host = host if ":" in host else host.encode("idna").decode()
    except ValueError:
        raise AddressOfShopNotValid(_shortened(address)) from None
    if place.username is not None or place.password is not None:
        raise AddressOfShopNotValid(_shortened(host))
    path = place.path.rstrip("/").removesuffix("/V1").removesuffix("/rest")
    if place.scheme not in ("https", "http") or not host or place.query or place.fragment or not _is_plain(path):
        raise AddressOfShopNotValid(_shortened(address))
    if place.scheme == "http" and not allow_http and not _is_loopback(host):
        raise ShopNeedsTls(address)
    name = f"[{host}]" if ":" in host else host
    at = name if place.port is None else f"{name}:{place.port}"
    return f"{place.scheme}://{at}{path}", place._replace(netloc=at, path=path)


def _is_plain(path: str) -> bool:
    return path.isascii() and path.isprintable() and " " not in path


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_token(token: str) -> None:
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise TokenNotValid()


def _backoff(attempt: int) -> float:
    """Longer each time, and never quite the same, so that several who wait do not come back at once."""
    most = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1))
    return random.uniform(most / 2, most)  # noqa: S311


def _asked_wait(text: str) -> float:
    """How many seconds a shop asks to wait: Retry-After has their number, or a time."""
    if text.strip().isdecimal():
        return float(text.strip()[:9])
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    when = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
    return max(0.0, (when - timezone.now()).total_seconds())


def _reason_of(failure: Exception) -> str:
    if isinstance(failure, TimeoutError):
        return "no answer in time"
    if isinstance(failure, http.client.IncompleteRead):
        return CUT_OFF
    return one_line(str(failure)) or type(failure).__name__


def _message_of(body: bytes) -> str:
    """Magento's own sentence in an answer that is no good one."""
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return _shortened(body.decode(errors="replace"))
    return _shortened(str(told.get("message", "")) if isinstance(told, dict) else "")


def _shortened(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= 200 else f"{line[:200]}..."
