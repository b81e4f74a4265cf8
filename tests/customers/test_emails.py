"""Which texts are e-mails, and who may have them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from customers import lookups
from customers.emails import is_well_formed
from customers.errors import EmailMissing, EmailNotValid, EmailTakenAtSignUp
from customers.models import Customer
from kernel.errors import Failure
from stores.models import Store, Website

MakeCustomer = Callable[..., Customer]
Refused = Callable[..., Failure]

BAD = [
    "plainaddress",
    "#@%^%#$@#$@#.com",
    "@example.com",
    "Joe Smith <email@example.com>",
    "email.example.com",
    "email@example@example.com",
    "email@example.com (Joe Smith)",
    "email@example",
]

GOOD = [
    "jØrgen@somedomain.com",
    "“email”@example.com",
    "first.last+tag@sub.example.co.uk",
    "o'brien@example.com",
    "1@example.com",
    "user@münchen.example",
    "用户@例子.example",
    "a" * 64 + "@example.com",
]

HOSTILE = [
    "a@example.com\r\nBcc: eve@example.com",
    "a\r\n@example.com",
    "a\nb@example.com",
    "a@exam\nple.com",
    "a\0@example.com",
    "a b@example.com",
    ".a@example.com",
    "a.@example.com",
    "a..b@example.com",
    "a@example..com",
    "a@-example.com",
    "a,b@example.com",
    "a@b,c@example.com",
    "a@[127.0.0.1]",
    "a" * 65 + "@example.com",
    "a@" + "b." * 126 + "com",
    "a@" + "b" * 64 + ".com",
    "a" * 100_000,
    "a@" + "b" * 100_000 + ".com",
]


@pytest.mark.parametrize("email", GOOD, ids=lambda text: text[:24])
def test_a_good_email_opens_an_account(make_customer: MakeCustomer, email: str) -> None:
    assert make_customer(email=email).email == email


@pytest.mark.parametrize("email", [*BAD, *HOSTILE], ids=lambda text: text[:24])
def test_a_bad_email_is_refused(refused: Refused, email: str) -> None:
    assert not is_well_formed(email)
    assert refused(email=email) == EmailNotValid()


@pytest.mark.parametrize("email", [None, "", "  "])
def test_without_an_email_there_is_no_account(refused: Refused, email: str | None) -> None:
    assert refused(email=email) == EmailMissing()


@pytest.mark.parametrize("same", ["grace@example.org", "GRACE@EXAMPLE.ORG", "Grace@Example.Org", " grace@example.org "])
def test_an_email_is_taken_whatever_its_case(grace: Customer, refused: Refused, same: str) -> None:
    assert refused(email=same) == EmailTakenAtSignUp()


@pytest.mark.parametrize(
    ("first", "second"), [("jØrgen@example.org", "Jørgen@example.org"), ("ÅSA@example.org", "åsa@example.org")]
)
def test_an_email_is_taken_whatever_the_case_of_letters_beyond_ascii(
    make_customer: MakeCustomer, refused: Refused, first: str, second: str
) -> None:
    make_customer(email=first)

    assert refused(email=second) == EmailTakenAtSignUp()


def test_an_email_may_be_used_again_on_another_website(make_customer: MakeCustomer, other_store: Store) -> None:
    here, there = make_customer(), make_customer(at=other_store)

    assert here.email == there.email
    assert lookups.customer_by_email("GRACE@example.org", here.website) == here
    assert lookups.customer_by_email("grace@example.org", there.website) == there


def test_the_database_itself_refuses_a_second_customer_with_an_email(grace: Customer) -> None:
    twin = Customer(
        website_id=1, store_id=1, group_id=1, email="GRACE@example.org", firstname="G", lastname="H", created_in=""
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.bulk_create([twin])
    assert Customer.objects.count() == 1


def test_nobody_is_found_by_an_email_nobody_has(grace: Customer) -> None:
    assert lookups.customer_by_email("eve@example.org", Website.objects.get(code="base")) is None


def test_an_email_whose_lower_case_is_longer_is_judged_before_it_is_written(make_customer: MakeCustomer) -> None:
    # One letter whose lower case is two; the key of this e-mail is longer than its column.
    email = "İ" * 64 + "@" + ".".join(["b" * 60] * 3) + ".org"

    try:
        customer = make_customer(email=email)
    except EmailNotValid:
        assert not Customer.objects.exists()
    else:
        assert customer.email == email
