"""Accepting values of every input type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attributes import own, values
from attributes.errors import AttributeValueRequired, InvalidDate, OptionNotOffered, TextTooLong, TooManyLines
from attributes.models import Attribute
from kernel.errors import InvalidInput

CUSTOMER = Attribute.Entity.CUSTOMER

GOOD = [
    ("text", "Bob", "Bob"),
    ("text", 5, "5"),
    ("text", "x" * 255, "x" * 255),
    ("textarea", "one\ntwo", "one\ntwo"),
    ("textarea", "x" * 65535, "x" * 65535),
    ("multiline", "one\ntwo", "one\ntwo"),
    ("multiline", ["one", "two"], "one\ntwo"),
    ("date", "1972-03-11", "1972-03-11"),
    ("date", "3/11/1972", "1972-03-11"),
    ("date", "1972-03-11 00:00:00", "1972-03-11"),
    ("boolean", True, "1"),
    ("boolean", False, "0"),
    ("boolean", "1", "1"),
    ("boolean", 0, "0"),
    ("boolean", "true", "1"),
    ("boolean", "False", "0"),
]

BAD: list[tuple[str, Any, InvalidInput]] = [
    ("text", "x" * 256, TextTooLong("Nickname", 255)),
    ("textarea", "x" * 65536, TextTooLong("Nickname", 65535)),
    ("multiline", "one\ntwo\nthree", TooManyLines("Nickname", 2)),
    ("multiline", ["one", "two", "three"], TooManyLines("Nickname", 2)),
    ("multiline", "x" * 65536, TextTooLong("Nickname", 65535)),
    ("date", "yesterday", InvalidDate()),
    ("date", "13/13/1972", InvalidDate()),
    ("date", "2023-02-29", InvalidDate()),
    ("boolean", "2", OptionNotOffered("nickname", "2")),
    ("boolean", "maybe", OptionNotOffered("nickname", "maybe")),
]


@pytest.mark.parametrize(("input_type", "given", "kept"), GOOD, ids=lambda value: str(value)[:20])
def test_a_good_value_is_kept_as_text(
    make_attribute: Callable[..., Attribute], input_type: str, given: Any, kept: str
) -> None:
    make_attribute(input_type=input_type, multiline_count=2)

    assert values.accept(CUSTOMER, {"nickname": given}) == ({"nickname": kept}, [])


@pytest.mark.parametrize(("input_type", "given", "problem"), BAD, ids=lambda value: str(value)[:20])
def test_a_bad_value_is_refused_and_the_kept_one_stays(
    make_attribute: Callable[..., Attribute], input_type: str, given: Any, problem: InvalidInput
) -> None:
    make_attribute(input_type=input_type, multiline_count=2)

    assert values.accept(CUSTOMER, {"nickname": given}, {"nickname": "before"}) == ({"nickname": "before"}, [problem])


@pytest.mark.parametrize("nothing", [None, "", [], [""]], ids=repr)
@pytest.mark.parametrize("input_type", Attribute.Input.values)
def test_nothing_takes_the_value_away(make_attribute: Callable[..., Attribute], input_type: str, nothing: Any) -> None:
    make_attribute(input_type=input_type)

    assert values.accept(CUSTOMER, {"nickname": nothing}, {"nickname": "before"}) == ({}, [])


def test_a_value_that_is_not_sent_stays(make_attribute: Callable[..., Attribute]) -> None:
    make_attribute()

    assert values.accept(CUSTOMER, {}, {"nickname": "before"}) == ({"nickname": "before"}, [])


def test_an_option_is_chosen_by_its_id(shirt: Attribute) -> None:
    assert values.accept(CUSTOMER, {"shirt": "12"}) == ({"shirt": "12"}, [])
    assert values.accept(CUSTOMER, {"shirt": 12}) == ({"shirt": "12"}, [])
    assert values.accept(CUSTOMER, {"shirt": ["12"]}) == ({"shirt": "12"}, [])


@pytest.mark.parametrize("value", ["1345", "M", "11,12", "0"])
def test_an_option_that_is_not_offered_is_refused(shirt: Attribute, value: str) -> None:
    assert values.accept(CUSTOMER, {"shirt": value}) == ({}, [OptionNotOffered("shirt", value)])


def test_one_of_several_cannot_be_two_of_them(shirt: Attribute) -> None:
    assert values.accept(CUSTOMER, {"shirt": ["11", "12"]}) == ({}, [OptionNotOffered("shirt", "11,12")])


def test_an_option_of_another_attribute_is_refused(shirt: Attribute, studies: Attribute) -> None:
    assert values.accept(CUSTOMER, {"shirt": "501"}) == ({}, [OptionNotOffered("shirt", "501")])


@pytest.mark.parametrize("value", ["502,501", ["502", "501"], "501, 502", "501,501,502", ["501,502"]], ids=repr)
def test_several_options_are_kept_once_each_in_the_order_of_the_options(studies: Attribute, value: Any) -> None:
    assert values.accept(CUSTOMER, {"studies": value}) == ({"studies": "501,502"}, [])


def test_one_option_that_is_not_offered_spoils_the_others(studies: Attribute) -> None:
    assert values.accept(CUSTOMER, {"studies": "501,1345"}) == ({}, [OptionNotOffered("studies", "1345")])


def test_codes_nobody_defined_are_ignored(studies: Attribute) -> None:
    assert values.accept(CUSTOMER, {"nothing": "1", "firstname": "Eve", "password_hash": "x"}) == ({}, [])


def test_attributes_of_addresses_are_not_those_of_customers(make_attribute: Callable[..., Attribute]) -> None:
    make_attribute(entity_type="customer_address")

    assert values.accept(CUSTOMER, {"nickname": "Bob"}) == ({}, [])
    assert values.accept("customer_address", {"nickname": "Bob"}) == ({"nickname": "Bob"}, [])


def test_a_required_value_is_asked_for_in_its_forms_only(make_attribute: Callable[..., Attribute]) -> None:
    make_attribute(is_required=True, forms=["customer_account_create"])

    assert values.accept(CUSTOMER, {}, form="customer_account_create") == ({}, [AttributeValueRequired("Nickname")])
    assert values.accept(CUSTOMER, {}, form="customer_account_edit") == ({}, [])
    assert values.accept(CUSTOMER, {}) == ({}, [])


def test_a_required_value_cannot_be_taken_away(make_attribute: Callable[..., Attribute]) -> None:
    make_attribute(is_required=True, forms=["customer_account_edit"])

    problems = values.accept(CUSTOMER, {"nickname": ""}, {"nickname": "Bob"}, form="customer_account_edit")[1]

    assert problems == [AttributeValueRequired("Nickname")]


def test_a_required_value_that_is_kept_need_not_be_sent_again(make_attribute: Callable[..., Attribute]) -> None:
    make_attribute(is_required=True, forms=["customer_account_edit"])

    kept = values.accept(CUSTOMER, {}, {"nickname": "Bob"}, form="customer_account_edit")

    assert kept == ({"nickname": "Bob"}, [])


def test_a_refused_value_is_not_also_called_missing(make_attribute: Callable[..., Attribute]) -> None:
    make_attribute(input_type="date", is_required=True, forms=["customer_account_create"])

    problems = values.accept(CUSTOMER, {"nickname": "soon"}, form="customer_account_create")[1]

    assert problems == [InvalidDate()]


def test_a_default_stands_in_for_a_new_owner_only(make_attribute: Callable[..., Attribute]) -> None:
    make_attribute(default_value="Bob", is_required=True, forms=["customer_account_create"])

    assert values.accept(CUSTOMER, {}, form="customer_account_create") == ({"nickname": "Bob"}, [])
    assert values.accept(CUSTOMER, {"nickname": "Eve"}) == ({"nickname": "Eve"}, [])
    assert values.accept(CUSTOMER, {}, {}) == ({}, [])


def test_all_problems_are_told_in_the_order_of_the_attributes(
    make_attribute: Callable[..., Attribute], shirt: Attribute
) -> None:
    make_attribute("born", input_type="date", sort_order=5)
    Attribute.objects.filter(pk=shirt.pk).update(sort_order=1)

    problems = values.accept(CUSTOMER, {"born": "soon", "shirt": "1"})[1]

    assert problems == [OptionNotOffered("shirt", "1"), InvalidDate()]


def test_attributes_come_with_their_options_and_are_kept(
    shirt: Attribute, studies: Attribute, django_assert_num_queries: Any
) -> None:
    own.attributes_of(CUSTOMER)

    with django_assert_num_queries(1):  # whether anything has changed
        found = {each.code: [option.label for option in each.options.all()] for each in own.attributes_of(CUSTOMER)}

    assert found == {"shirt": ["S", "M", "L"], "studies": ["BSc", "MBA"]}
