"""What is written to the log: a line of JSON for each thing that happens, and nobody's secrets among them."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
from pathlib import Path
from typing import Any

import pytest

from commerce import logs
from kernel import origin
from tests.server import Server, running_demo

SIGN_IN = "mutation ($e: String!, $p: String!) { generateCustomerToken(email: $e, password: $p) { token } }"
CREATE = "mutation ($input: CustomerCreateInput!) { createCustomerV2(input: $input) { customer { email } } }"
CHANGE = (
    "mutation ($a: String!, $b: String!) { changeCustomerPassword(currentPassword: $a, newPassword: $b) { email } }"
)


@pytest.fixture(scope="module")
def talkative(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The demo with the log production writes, and the file it writes to."""
    folder = tmp_path_factory.mktemp("talkative")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOG_FORMAT", "json")
        patch.setenv("LOG_LEVEL", "DEBUG")
        with running_demo(folder) as server:
            yield server, folder / "server.log"


def logged(file: Path) -> list[dict[str, Any]]:
    """The lines of JSON, leaving out what the demo itself says: its banner and the mails it shows."""
    return [json.loads(line) for line in file.read_text().splitlines() if line.startswith("{")]


def test_no_secret_of_anybody_is_written_to_the_log(talkative: tuple[Server, Path]) -> None:
    server, file = talkative
    told: dict[str, str] = {}

    def secret(name: str, text: str | None = None) -> str:
        told[name] = text or f"Sec-{secrets.token_hex(8)}-{name}"
        return told[name]

    email = secret("email", f"somebody-{secrets.token_hex(4)}@example.com")
    password, other = secret("password"), secret("newpassword")
    server.graphql(
        CREATE, {"input": {"email": email, "firstname": "A", "lastname": "B", "password": password}}
    ).raise_for_status()
    signed_in = server.graphql(SIGN_IN, {"e": email, "p": password}, **{"X-Request-ID": "sign-in-of-somebody"})
    token = secret("token", signed_in.json()["data"]["generateCustomerToken"]["token"])
    server.graphql(SIGN_IN, {"e": email, "p": secret("wrong")})
    server.graphql("{ customer { email } }", Authorization=f"Bearer {token}")
    server.graphql("{ customer { email } }", Authorization=f"Bearer {secret('bearer')}")
    server.graphql(CHANGE, {"a": password, "b": other}, Authorization=f"Bearer {token}")
    server.call("GET", f"/graphql?query={{x(a:%22{secret('query')}%22)}}")
    server.call("POST", "/rest/V1/integration/customer/token", {"username": email, "password": other})
    server.call("POST", "/rest/V1/integration/admin/token", {"username": "admin", "password": secret("adminwrong")})
    server.call("PUT", "/rest/V1/customers/password", {"email": email, "template": "email_reset"})
    server.call("GET", f"/rest/V1/customers/2/password/resetLinkToken/{secret('resettoken', secrets.token_hex(16))}")
    server.call("GET", f"/rest/V1/customrs/2/passwrd/resetLinkToken/{secret('mistyped', secrets.token_hex(16))}")
    server.call("GET", f"/customer/account/createPassword/?id=2&token={secret('linktoken')}")
    server.call(
        "GET", f"/customer/account/confirm/?id=2&key={secret('linkkey')}", Cookie=f"sessionid={secret('session')}"
    )
    page = server.call("GET", "/customer/account/login/")
    secret("csrf", page.cookies["csrftoken"])
    server.call("POST", "/customer/account/login/", Cookie=f"csrftoken={page.cookies['csrftoken']}")
    server.call("PUT", f"/rest/V1/customers/{email}/activate", {"confirmationKey": secret("confirmation")})

    text = file.read_text()
    from_the_log = "\n".join(line for line in text.splitlines() if line.startswith("{"))

    assert [name for name, value in told.items() if value in from_the_log] == []
    lines = logged(file)
    (line,) = [line for line in lines if line.get("request_id") == "sign-in-of-somebody" and line["event"] == "request"]
    assert (line["method"], line["path"], line["route"], line["status"]) == ("POST", "/graphql", "/graphql", 200)
    assert (line["actor"], line["network"], line["logger"]) == ("customer", "127.0.0.0/24", "duplex.access")
    assert isinstance(line["ms"], float)
    events = [line["event"] for line in lines if line["logger"] == "duplex.authentication"]
    ended = ["success", "failure", "success", "success", "failure"]  # changing a password proves who one is, too
    assert events == [f"authentication_{end}" for end in ended]
    reset = [
        line["path"] for line in lines if line.get("route", "").endswith("resetLinkToken/{resetPasswordLinkToken}")
    ]
    assert reset == ["/rest/V1/customers/2/password/resetLinkToken/{resetPasswordLinkToken}"]


@pytest.mark.parametrize(
    ("sent", "is_kept"),
    [
        ("abcdefgh", True),
        ("0" * 128, True),
        ("3f1c-trace.1_a", True),
        ("short", False),
        ("0" * 129, False),
        ("has space in it", False),
        ("-begins-with-a-sign", False),
        ('quote"in"it', False),
    ],
)
def test_a_request_keeps_its_id_if_it_is_well_formed(talkative: tuple[Server, Path], sent: str, is_kept: bool) -> None:
    server, file = talkative

    answer = server.call("GET", "/rest/V1/directory/currency", **{"X-Request-ID": sent})

    told = answer.headers["X-Request-ID"]
    assert (told == sent) is is_kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,128}", told)
    assert told in {line.get("request_id") for line in logged(file)}


def record(message: str, **extra: Any) -> logging.LogRecord:
    made = logging.LogRecord("duplex.test", logging.INFO, "", 0, message, (), None)
    vars(made).update(extra)
    return made


def test_a_line_says_who_where_and_in_which_request() -> None:
    at = origin.Origin(
        origin.Actor(origin.Kind.CUSTOMER, 5, "a@b.org"), address="198.51.100.77", request_id="abc-12345"
    )

    with origin.coming_from(at):
        line = json.loads(logs.formatter("json").format(record("changed", fields=["dob"])))

    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "changed",
        "level": "info",
        "logger": "duplex.test",
        "fields": ["dob"],
        "request_id": "abc-12345",
        "actor": "customer",
        "actor_id": 5,
        "network": "198.51.100.0/24",
    }


@pytest.mark.parametrize("style", ["json", "plain"])
@pytest.mark.parametrize("broken", ["a\nb", "a\r\nb", "a\x1b[31mb", "a\u2028b", "a\x00b", "a\x85b"])
def test_nobody_can_add_a_line_to_the_log(style: str, broken: str) -> None:
    text = logs.formatter(style).format(record(broken, agent=broken, deep={"a": [broken]}))

    assert len(text.splitlines()) == 1
    assert all(letter.isprintable() for letter in text)


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer SECRET",
        "bearer SECRET",
        "Basic SECRET",
        "password=SECRET",
        '{"password": "SECRET", "a": 1}',
        "{'newPassword': 'SECRET'}",
        "Cookie: sessionid=SECRET; csrftoken=SECRET",
        "postgres://shop:SECRET@db.internal/shop",
        "/customer/account/createPassword/?token=SECRET",
        "/x?a=SECRET&b=SECRET",
        "DETAIL:  Failing row contains (1, SECRET).",
        "Key (email)=(x) exists.\nDETAIL:  Key (email)=(SECRET) already exists.",
        "$argon2id$v=19$m=65536,t=2,p=1$SECRET$SECRET",
        "it was zuo7zor5jfldft2nmu2gtylnm8uSECRET",
        "jwt eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJ1aWQiOjEsInR5cCI6MX0.SECRET-SECRET-SECRET",
    ],
)
def test_what_looks_like_a_secret_is_hidden_whoever_wrote_it(text: str) -> None:
    line = logs.formatter("json").format(record(text, said=text, deep={"a": [text]}))

    assert "SECRET" not in line
    assert logs.HIDDEN in line


@pytest.mark.parametrize("name", ["password", "newPassword", "access_token", "Authorization", "cookie", "secret_key"])
def test_what_is_called_a_secret_is_hidden_whatever_it_looks_like(name: str) -> None:
    line = json.loads(logs.formatter("json").format(record("x", **{name: "plain", "deep": {name: "plain"}})))

    assert line[name] == line["deep"][name] == logs.HIDDEN


def test_a_mail_address_is_written_so_that_its_owner_cannot_be_read() -> None:
    assert logs.without_secrets("to grace.holloway@example.org now") == "to g***@example.org now"


def test_plain_words_and_numbers_are_left_alone() -> None:
    text = "GET /rest/V1/customers/5 200 12.5 ms webapi-65f1c2d3e4f5a site.4f2a8b1c9d0e.css customers.sign_in line 120"

    assert logs.without_secrets(text) == text


def test_a_traceback_is_one_line_of_json_and_its_message_holds_no_secret() -> None:
    made = record("failed")
    said = "password=SECRET\nDETAIL:  Failing row contains (SECRET)"
    try:
        raise ValueError(said)
    except ValueError:
        made.exc_info = sys.exc_info()

    text = logs.formatter("json").format(made)

    assert "\n" not in text
    assert "SECRET" not in text
    assert "ValueError" in json.loads(text)["exception"]
