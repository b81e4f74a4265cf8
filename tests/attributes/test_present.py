"""Reading kept values back, and reading dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from attributes import dates, own, values
from attributes.errors import InvalidDate
from attributes.forms import FORMS, form_codes
from attributes.models import Attribute


def test_values_come_in_the_order_of_their_attributes(make_attribute: Callable[..., Attribute]) -> None:
    make_attribute("last", sort_order=9)
    make_attribute("first", sort_order=1)

    shown = values.present(own.attributes_of("customer"), {"last": "z", "first": "a", "forgotten": "x"})

    assert [(value.attribute.code, value.text, value.selected) for value in shown] == [
        ("first", "a", None),
        ("last", "z", None),
    ]


def test_chosen_options_come_in_their_own_order(studies: Attribute) -> None:
    (shown,) = values.present(own.attributes_of("customer"), {"studies": "502,501"})

    assert [(option.pk, option.label) for option in shown.selected or ()] == [(501, "BSc"), (502, "MBA")]


def test_an_option_deleted_since_is_not_shown(studies: Attribute) -> None:
    studies.options.filter(pk=501).delete()

    (shown,) = values.present(own.attributes_of("customer"), {"studies": "501,502"})

    assert [option.pk for option in shown.selected or ()] == [502]


def test_yes_and_no_have_no_options(make_attribute: Callable[..., Attribute]) -> None:
    make_attribute(input_type="boolean")

    (shown,) = values.present(own.attributes_of("customer"), {"nickname": "0"})

    assert (shown.text, shown.selected) == ("0", None)


@pytest.mark.parametrize("text", ["1972-03-11", "3/11/1972", "03/11/1972", " 1972-03-11 ", "1972-03-11T23:59:59"])
def test_a_date_is_read_as_clients_write_it(text: str) -> None:
    assert dates.read_date(text) == dt.date(1972, 3, 11)


@pytest.mark.parametrize("text", ["", "x", "11.03.1972", "1972", "13/11/1972", "1972-02-30", "10000-01-01", "1" * 5000])
def test_other_texts_are_no_dates(text: str) -> None:
    with pytest.raises(InvalidDate) as raised:
        dates.read_date(text)

    assert raised.value == InvalidDate()


def test_a_code_is_there_once_for_each_entity(make_attribute: Callable[..., Attribute]) -> None:
    make_attribute("nickname")
    make_attribute("nickname", entity_type="customer_address")

    for code in ("nickname", "NickName"):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_attribute(code)


@pytest.mark.parametrize("entity", Attribute.Entity.values)
def test_every_entity_has_forms_for_customers_and_for_the_admin(entity: str) -> None:
    assert form_codes(entity) == FORMS[Attribute.Entity(entity)]
    assert any(code.startswith("adminhtml_") for code in form_codes(entity))
