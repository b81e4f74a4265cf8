"""XML in and out, and which of the two forms an answer takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from defusedxml import ElementTree

from admins.models import AdminUser
from customers.models import Customer
from rest_api.errors import BodyNotReadable, NotAcceptable
from rest_api.xml import Xml, parse
from tests.conftest import PASSWORD
from tests.rest_api.conftest import is_refused

Rest = Callable[..., Any]
XML = "application/xml"


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (True, "<response>true</response>"),
        ("a<b", "<response>a&lt;b</response>"),
        (None, "<response />"),
        ([], "<response />"),
        ({"id": 1, "none": None}, "<response>\n  <id>1</id>\n  <none />\n</response>"),
        (
            [{"a": [1, 2]}, False],
            "<response>\n  <item>\n    <a>\n      <item>1</item>\n      <item>2</item>\n    </a>\n  </item>\n"
            "  <item>false</item>\n</response>",
        ),
        ({"1 b:c<": "x\x00\x0b\ufffey"}, "<response>\n  <item_1bc>xy</item_1bc>\n</response>"),
        ("Zoë 日本", "<response>Zoë 日本</response>"),
    ],
)
def test_what_an_answer_looks_like(answer: Any, text: str) -> None:
    sent = Xml().render(answer).decode()

    assert sent == f'<?xml version="1.0"?>\n{text}\n'
    ElementTree.fromstring(sent)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<request><a>1</a><b/></request>", {"a": "1", "b": ""}),
        ("<x><street>a</street><street>b</street></x>", {"street": ["a", "b"]}),
        ("<x><street><item>a</item></street></x>", {"street": ["a"]}),
        ("<x>text</x>", "text"),
        ('<?xml version="1.0" encoding="utf-8"?><x><a>Zoë</a></x>', {"a": "Zoë"}),
    ],
)
def test_what_is_read(sent: str, read: Any) -> None:
    assert parse(sent.encode()) == read


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    "<x><username>&c;</username></x>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x><username>&a;</username></x>'


@pytest.mark.parametrize(
    "sent",
    [
        LAUGHS,
        OUTSIDE,
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><x/>',
        "<x>",
        "text",
        "{}",
        "<x>&undefined;</x>",
        '<?xml version="1.0" encoding="nonsense"?><x/>',
        "<a>" * 5_000 + "</a>" * 5_000,
    ],
    ids=lambda sent: sent[:40],
)
def test_what_is_no_xml_or_says_too_much_is_refused(rest: Rest, sent: str) -> None:
    begun = time.perf_counter()

    answer = rest("POST", "/V1/integration/customer/token", sent.encode(), content_type=XML)

    assert is_refused(answer, BodyNotReadable())
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("content_type", [XML, "text/xml; charset=utf-8", "application/xhtml+xml"])
def test_a_call_can_be_all_xml(rest: Rest, admin: AdminUser, content_type: str) -> None:
    sent = (
        "<request><customer><email>zoe@example.com</email><firstname>Zoë</firstname><lastname>Doe</lastname>"
        "<addresses><item><firstname>Zoë</firstname><lastname>Doe</lastname><street><item>1 Quay</item></street>"
        "<city>Purchase</city><postcode>10755</postcode><telephone>5</telephone><countryId>US</countryId>"
        "<region><region_id>43</region_id></region><default_billing>true</default_billing></item></addresses>"
        "</customer><password>Password1</password></request>"
    )

    answer = rest("POST", "/V1/customers", sent.encode(), by=admin, content_type=content_type, Accept=XML)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    shown = ElementTree.fromstring(answer.content)
    customer = Customer.objects.get()
    assert (shown.tag, shown.findtext("id"), shown.findtext("firstname")) == ("response", str(customer.pk), "Zoë")
    assert shown.findtext("addresses/item/street/item") == "1 Quay"
    assert customer.default_billing is not None


def test_a_token_and_a_refusal_in_xml(rest: Rest, grace: Customer) -> None:
    sent = {"username": grace.email, "password": PASSWORD}
    token = rest("POST", "/V1/integration/customer/token", sent, Accept=XML)
    refusal = rest("GET", "/V1/customers/me", Accept=XML)

    assert len(ElementTree.fromstring(token.content).text or "") == 32
    assert refusal.status_code == 401
    assert refusal.content.decode() == (
        '<?xml version="1.0"?>\n<response>\n'
        "  <message>The consumer isn't authorized to access %resources.</message>\n"
        "  <parameters>\n    <resources>self</resources>\n  </parameters>\n</response>\n"
    )


def test_a_route_that_is_not_there_says_so_in_xml(rest: Rest) -> None:
    answer = rest("GET", "/V1/nothing", Accept=XML)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/xml; charset=utf-8")


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("application/*", "json"),
        ("text/*", "xml"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("text/xml", "xml"),
        ("application/xhtml+xml", "xml"),
        ("APPLICATION/XML", "xml"),
        ("application/json, application/xml", "json"),
        ("application/xml, application/json", "xml"),
        ("application/xml;q=0.5, application/json", "json"),
        ("application/json;q=0.5, application/xml;q=0.9", "xml"),
        ("text/html, application/xml;q=0.9, */*;q=0.8", "xml"),
        ("text/html, */*;q=0.1", "json"),
        ("application/json;q=0, application/xml", "xml"),
        ("application/json; q=nonsense", "json"),
        ("application/vnd.oai.openapi+json, application/json;q=0.9", "json"),
        (" , application/xml", "xml"),
    ],
)
def test_the_form_is_the_one_the_caller_wants_most(rest: Rest, accept: str, form: str) -> None:
    answer = rest("GET", "/V1/directory/currency", Accept=accept)

    assert (answer.status_code, answer["Content-Type"]) == (200, f"application/{form}; charset=utf-8")


@pytest.mark.parametrize("accept", ["text/html", "image/*", "application/json;q=0", "nonsense"])
def test_another_form_is_refused_in_json(rest: Rest, accept: str) -> None:
    assert is_refused(rest("GET", "/V1/directory/currency", Accept=accept), NotAcceptable(accept))
