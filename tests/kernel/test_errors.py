"""Failures: what they say, when two are the same, how several are told at once."""

from __future__ import annotations

import pytest

from attributes.errors import AttributeValueRequired, InvalidDate
from customers.errors import AddressValueRequired, EmailNotValid, GenderNotValid, NameNotValid, PasswordTooShort
from kernel.errors import AlreadyExists, InvalidInput, NoSuchEntity, SeveralProblems, ValueRequired, raise_any


def test_numbered_places_are_filled_from_a_list() -> None:
    failure = PasswordTooShort("8")

    assert failure.parameters == ["8"]
    assert failure.message == failure.template.replace("%1", "8")


def test_named_places_are_filled_from_a_mapping() -> None:
    failure = ValueRequired(fieldName="customer")

    assert failure.parameters == {"fieldName": "customer"}
    assert failure.message == failure.template.replace("%fieldName", "customer")


def test_a_place_nobody_fills_stays_as_it_is() -> None:
    assert PasswordTooShort().message == PasswordTooShort.template


def test_a_value_with_a_percent_sign_is_not_filled_a_second_time() -> None:
    assert NameNotValid("%1 %2").message == "%1 %2 is not valid!"


def test_a_storefront_is_told_the_same_where_it_has_no_wording_of_its_own() -> None:
    failure = PasswordTooShort("8")

    assert failure.storefront_message == failure.message


def test_a_storefront_is_told_in_its_own_wording_where_there_is_one() -> None:
    failure = ValueRequired(fieldName="street")

    assert failure.storefront_message == ValueRequired.storefront_template.replace("%fieldName", "street")


def test_two_failures_are_equal_if_class_and_parameters_are() -> None:
    assert PasswordTooShort("8") == PasswordTooShort("8")
    assert PasswordTooShort("8") != PasswordTooShort("9")
    assert PasswordTooShort("8") != NameNotValid("8")
    assert PasswordTooShort("8") != "8"


def test_an_entity_is_named_by_one_field() -> None:
    failure = NoSuchEntity(customerId=5)

    assert failure.parameters == {"fieldName": "customerId", "fieldValue": 5}
    assert failure.message == "No such entity with customerId = 5"


def test_an_entity_is_named_by_two_fields() -> None:
    failure = NoSuchEntity(email="a@example.org", websiteId=1)

    assert failure.parameters == {
        "fieldName": "email",
        "fieldValue": "a@example.org",
        "field2Name": "websiteId",
        "field2Value": 1,
    }
    assert failure.message == "No such entity with email = a@example.org, websiteId = 1"
    assert NoSuchEntity.template == "No such entity with %fieldName = %fieldValue"


def test_no_problem_raises_nothing() -> None:
    raise_any([], [])


def test_the_only_problem_is_raised_as_it_is() -> None:
    with pytest.raises(InvalidInput) as raised:
        raise_any([], [InvalidDate()])

    assert raised.value == InvalidDate()


def test_several_problems_are_raised_together_in_their_order() -> None:
    with pytest.raises(SeveralProblems) as raised:
        raise_any([InvalidDate()], [GenderNotValid(5), EmailNotValid()])

    assert raised.value.problems == [InvalidDate(), GenderNotValid(5), EmailNotValid()]
    assert raised.value == SeveralProblems([InvalidDate(), GenderNotValid(5), EmailNotValid()])
    assert raised.value != SeveralProblems([InvalidDate()])


def test_a_storefront_is_told_everything_missing_in_one_sentence() -> None:
    several = SeveralProblems(
        [AttributeValueRequired("First Name"), InvalidDate(), AttributeValueRequired("Last Name")]
    )

    assert several.storefront_message == "Required parameters are missing: First Name, Last Name"


def test_a_storefront_is_told_missing_fields_by_their_codes() -> None:
    several = SeveralProblems([AddressValueRequired(fieldName=code) for code in ("street", "city")])

    assert several.storefront_message == "Required parameters are missing: street, city"


def test_a_storefront_is_told_refused_attributes_one_per_line() -> None:
    several = SeveralProblems([GenderNotValid(5), NameNotValid("First Name"), NameNotValid("Last Name")])

    assert several.storefront_message == "\n".join(NameNotValid(name).message for name in ("First Name", "Last Name"))


def test_a_storefront_is_told_the_first_problem_otherwise() -> None:
    assert SeveralProblems([GenderNotValid(5), InvalidDate()]).storefront_message == GenderNotValid(5).message


def test_a_failure_reads_as_its_sentence() -> None:
    assert str(PasswordTooShort("8")) == PasswordTooShort("8").message
    assert AlreadyExists("what").message == ""
