"""The validation rules and input filters of custom attributes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attributes import rules, values
from attributes.errors import (
    AttributeValueRequired,
    DateNotBetween,
    DateTooEarly,
    DateTooLate,
    InputValidationUnknown,
    InvalidDate,
    LengthNotValid,
    NotADate,
    NotAlphabetic,
    NotAlphanumeric,
    NotAnEmail,
    NotAUrl,
    NotInDateFormat,
    NotNumeric,
    RangeDateNotValid,
    RangeEmpty,
    RuleNotUsed,
    RuleUnknown,
    TextTooLong,
    TextTooShort,
    TooManyLines,
    ValueNotUnique,
)
from attributes.models import Attribute
from customers import addresses
from customers.models import Customer
from kernel.errors import InvalidInput, SeveralProblems
from stores.models import Store
from tests.conftest import address

CUSTOMER = Attribute.Entity.CUSTOMER
MakeAttribute = Callable[..., Attribute]
RANGE = {"date_range_min": "2023-03-22", "date_range_max": "2023-03-27"}

GOOD = [
    ("alphanumeric", "QazWsx123"),
    ("alphanumeric", "Übung٣"),
    ("alphanum-with-spaces", "QazWsx 123"),
    ("numeric", "0123"),
    ("alpha", "abc qaz"),
    ("alpha", "Søren"),
    ("email", "abc@example.com"),
    ("url", "https://shop.example.com/a?b=c#d"),
    ("url", "ftp://example.org"),
    ("date", "2024-02-29"),
    ("length", "anything at all!"),
    ("nobody knows it", "anything at all!"),
]

BAD: list[tuple[str, str, type[InvalidInput]]] = [
    ("alphanumeric", "QazWsx 123", NotAlphanumeric),
    ("alphanumeric", "QazWsx_123", NotAlphanumeric),
    ("alphanum-with-spaces", "QazWsx_123", NotAlphanumeric),
    ("alphanum-with-spaces", "  ", NotAlphanumeric),
    ("numeric", "1.5", NotNumeric),
    ("numeric", "٣", NotNumeric),
    ("numeric", "!@#$", NotNumeric),
    ("alpha", "1234", NotAlphabetic),
    ("email", "!@#$", NotAnEmail),
    ("email", "plainaddress", NotAnEmail),
    ("url", "shop.example.com", NotAUrl),
    ("url", "https://", NotAUrl),
    ("url", "https://[::", NotAUrl),
    ("url", "//example.org", NotAUrl),
    ("date", "3/22/2023", NotInDateFormat),
    ("date", "2023-02-29", NotADate),
]


@pytest.mark.parametrize(("validation", "text"), GOOD)
def test_a_text_its_input_validation_is_content_with_is_kept(
    make_attribute: MakeAttribute, validation: str, text: str
) -> None:
    make_attribute(validate_rules={"input_validation": validation})

    assert values.accept(CUSTOMER, {"nickname": text}) == ({"nickname": text}, [])


@pytest.mark.parametrize(("validation", "text", "refusal"), BAD)
def test_a_text_its_input_validation_refuses_is_told_by_the_label(
    make_attribute: MakeAttribute, validation: str, text: str, refusal: type[InvalidInput]
) -> None:
    make_attribute(validate_rules={"input_validation": validation})

    kept = values.accept(CUSTOMER, {"nickname": text}, {"nickname": "before"})

    assert kept == ({"nickname": "before"}, [refusal("Nickname")])


def test_every_input_validation_is_tested() -> None:
    assert {name for name, _ in GOOD} >= set(rules.INPUT_VALIDATIONS)


@pytest.mark.parametrize("input_type", ["text", "textarea", "multiline"])
@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("ab", [TextTooShort("Nickname", 3)]),
        ("  ab  ", [TextTooShort("Nickname", 3)]),
        ("abc", []),
        ("abcde", []),
        ("abcdef", [TextTooLong("Nickname", 5)]),
    ],
)
def test_the_length_of_a_text_is_that_without_spaces_around_it(
    make_attribute: MakeAttribute, input_type: str, text: str, problems: list[InvalidInput]
) -> None:
    make_attribute(input_type=input_type, validate_rules={"min_text_length": 3, "max_text_length": "5"})

    assert values.accept(CUSTOMER, {"nickname": text})[1] == problems


def test_everything_wrong_with_a_value_is_told(make_attribute: MakeAttribute) -> None:
    make_attribute(validate_rules={"max_text_length": 3, "input_validation": "alpha"})

    problems = values.accept(CUSTOMER, {"nickname": "12345"})[1]

    assert problems == [TextTooLong("Nickname", 3), NotAlphabetic("Nickname")]
    assert SeveralProblems(problems).storefront_message == (
        '"Nickname" length must be equal or less than 3 characters.\n"Nickname" contains non-alphabetic characters.'
    )


def test_no_rule_lets_more_in_than_can_be_kept(make_attribute: MakeAttribute) -> None:
    make_attribute(validate_rules={"max_text_length": 1000})

    assert values.accept(CUSTOMER, {"nickname": "x" * 256})[1] == [TextTooLong("Nickname", 255)]


def test_each_line_has_to_keep_to_the_rules_and_a_fault_is_told_once(make_attribute: MakeAttribute) -> None:
    make_attribute(input_type="multiline", multiline_count=3, validate_rules={"input_validation": "numeric"})

    assert values.accept(CUSTOMER, {"nickname": "1\n\n2"}) == ({"nickname": "1\n\n2"}, [])
    assert values.accept(CUSTOMER, {"nickname": ["1", "a", "b"]})[1] == [NotNumeric("Nickname")]
    assert values.accept(CUSTOMER, {"nickname": ["1", "2", "3", "4"]})[1] == [TooManyLines("Nickname", 3)]


@pytest.mark.parametrize(
    ("limits", "sent", "problems"),
    [
        (RANGE, "2023-03-22", []),
        (RANGE, "2023-03-27", []),
        (RANGE, "2023-03-21", [DateNotBetween("22/03/2023", "27/03/2023", "Nickname")]),
        (RANGE, "3/28/2023", [DateNotBetween("22/03/2023", "27/03/2023", "Nickname")]),
        ({"date_range_min": "2023-03-22"}, "2023-03-21", [DateTooEarly("22/03/2023", "Nickname")]),
        ({"date_range_min": "2023-03-22"}, "2999-01-01", []),
        ({"date_range_max": "2023-03-27"}, "2023-03-28", [DateTooLate("27/03/2023", "Nickname")]),
        ({"date_range_max": "2023-03-27"}, "1000-01-01", []),
        ({"date_range_max": "nonsense"}, "2999-01-01", []),
        (RANGE, "soon", [InvalidDate()]),
    ],
)
def test_a_date_lies_in_its_range(
    make_attribute: MakeAttribute, limits: dict[str, str], sent: str, problems: list[InvalidInput]
) -> None:
    make_attribute(input_type="date", validate_rules=limits)

    assert values.accept(CUSTOMER, {"nickname": sent})[1] == problems


def test_dates_are_understood_in_seconds_as_magento_keeps_them(make_attribute: MakeAttribute) -> None:
    make_attribute(input_type="date", validate_rules={"date_range_min": 1679443200, "date_range_max": "1679875200"})

    assert values.accept(CUSTOMER, {"nickname": "1679443200"}) == ({"nickname": "2023-03-22"}, [])
    assert values.accept(CUSTOMER, {"nickname": "1769443200"})[1] == [
        DateNotBetween("22/03/2023", "27/03/2023", "Nickname")
    ]


def test_the_sentences_about_dates_are_magentos() -> None:
    assert DateNotBetween("22/03/2023", "27/03/2023", "Since").message == (
        "Please enter a valid date between 22/03/2023 and 27/03/2023 at Since."
    )
    assert DateTooEarly("22/03/2023", "Since").message == (
        "Please enter a valid date equal to or greater than 22/03/2023 at Since."
    )
    assert DateTooLate("27/03/2023", "Since").message == (
        "Please enter a valid date less than or equal to 27/03/2023 at Since."
    )


def test_rules_ask_for_no_value(make_attribute: MakeAttribute) -> None:
    make_attribute(validate_rules={"min_text_length": 3, "input_validation": "email"})

    assert values.accept(CUSTOMER, {"nickname": ""}, {"nickname": "a@b.org"}) == ({}, [])


@pytest.mark.parametrize(
    ("input_filter", "sent", "kept"),
    [
        ("", " <b>x</b> & y ", " <b>x</b> & y "),
        ("trim", " <b>x</b> & y ", "<b>x</b> & y"),
        ("striptags", " <b>x</b> & y ", " x & y "),
        ("escapehtml", " <b>x</b> & y ", " <b>x</b> & y "),
        ("date", " <b>x</b> & y ", " <b>x</b> & y "),
    ],
)
@pytest.mark.parametrize("input_type", ["text", "textarea", "multiline"])
def test_a_text_is_filtered_before_it_is_kept(
    make_attribute: MakeAttribute, input_type: str, input_filter: str, sent: str, kept: str
) -> None:
    make_attribute(input_type=input_type, input_filter=input_filter)

    assert values.accept(CUSTOMER, {"nickname": sent}) == ({"nickname": kept}, [])


def test_rules_judge_what_a_filter_has_left(make_attribute: MakeAttribute) -> None:
    make_attribute(
        is_required=True,
        forms=["customer_account_create"],
        input_filter="trim",
        validate_rules={"input_validation": "alphanumeric"},
    )

    assert values.accept(CUSTOMER, {"nickname": " abc "}) == ({"nickname": "abc"}, [])
    assert values.accept(CUSTOMER, {"nickname": "  "}, form="customer_account_create")[1] == [
        AttributeValueRequired("Nickname")
    ]


@pytest.mark.parametrize("code", ["nickname", "contains", "isnull", "a__b", "in"])
def test_a_unique_value_is_one_owners_only(
    make_attribute: MakeAttribute, make_customer: Callable[..., Customer], code: str
) -> None:
    make_attribute(code, is_unique=True)
    make_customer(custom_attributes={code: "Bob"})

    assert values.accept(CUSTOMER, {code: "Bob"})[1] == [ValueNotUnique(code.replace("_", " ").title())]
    assert values.accept(CUSTOMER, {code: "Eve"}) == ({code: "Eve"}, [])


def test_the_owner_of_a_unique_value_may_send_it_again(
    make_attribute: MakeAttribute, make_customer: Callable[..., Customer]
) -> None:
    make_attribute(is_unique=True)
    kept = make_customer(custom_attributes={"nickname": "Bob"}).custom_values

    assert values.accept(CUSTOMER, {"nickname": "Bob"}, kept) == ({"nickname": "Bob"}, [])


def test_a_unique_value_of_addresses_is_looked_for_among_addresses(
    make_attribute: MakeAttribute, make_customer: Callable[..., Customer], store: Store
) -> None:
    make_attribute("gate", entity_type="customer_address", is_unique=True)
    make_attribute("gate", is_unique=True)
    customer = make_customer(custom_attributes={"gate": "7"})

    assert values.accept("customer_address", {"gate": "7"}) == ({"gate": "7"}, [])

    addresses.add_address(customer=customer, store=store, fields=address(custom_attributes={"gate": "7"}))

    assert values.accept("customer_address", {"gate": "7"})[1] == [ValueNotUnique("Gate")]


def test_the_sentence_about_unique_values_is_magentos() -> None:
    assert ValueNotUnique("Gate").message == 'The value of attribute "Gate" must be unique.'


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, []),
        (
            {"max_text_length": 255, "input_validation": "email", "min_text_length": 1},
            [("min_text_length", "1"), ("max_text_length", "255"), ("input_validation", "email")],
        ),
        (RANGE, [("date_range_min", "1679443200"), ("date_range_max", "1679875200")]),
        ({"date_range_min": 1679443200, "date_range_max": None}, [("date_range_min", "1679443200")]),
        ({"min_text_length": 0, "input_validation": ""}, [("min_text_length", "0")]),
    ],
)
def test_rules_are_shown_in_one_order_as_text(given: dict[str, Any], shown: list[tuple[str, str]]) -> None:
    assert list(rules.shown(given)) == shown


@pytest.mark.parametrize(
    ("input_type", "given", "problems"),
    [
        ("text", {"min_text_length": 1, "max_text_length": 5, "input_validation": "alpha"}, []),
        ("text", {"min_text_length": "", "date_range_min": None}, []),
        ("date", {**RANGE, "input_validation": "date"}, []),
        ("date", {"date_range_min": 1679443200}, []),
        ("text", {"max_weight": 5}, [RuleUnknown("max_weight")]),
        ("text", RANGE, [RuleNotUsed("date_range_min"), RuleNotUsed("date_range_max")]),
        ("date", {"max_text_length": 5}, [RuleNotUsed("max_text_length")]),
        ("date", {"input_validation": "alpha"}, [RuleNotUsed("input_validation")]),
        ("select", {"input_validation": "alpha"}, [RuleNotUsed("input_validation")]),
        ("text", {"max_text_length": -1}, [LengthNotValid("max_text_length")]),
        ("text", {"max_text_length": 65536}, [LengthNotValid("max_text_length")]),
        ("text", {"max_text_length": "many"}, [LengthNotValid("max_text_length")]),
        ("text", {"input_validation": "shoe"}, [InputValidationUnknown("shoe")]),
        ("date", {"date_range_max": "soon"}, [RangeDateNotValid("date_range_max")]),
        ("date", {"date_range_max": "99999999999"}, []),
        ("text", {"min_text_length": 6, "max_text_length": 5}, [RangeEmpty()]),
        ("date", {"date_range_min": "2023-03-28", "date_range_max": "2023-03-27"}, [RangeEmpty()]),
    ],
)
def test_rules_that_make_no_sense_are_refused(
    input_type: str, given: dict[str, Any], problems: list[InvalidInput]
) -> None:
    assert rules.problems_with_rules(input_type, given) == problems
