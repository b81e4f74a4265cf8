"""Attributes in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from attributes.errors import FormNotOfEntity, InvalidDate, LinesOutOfRange, OptionsNotUsed, SeveralDefaults
from attributes.models import Attribute
from tests.admin.conftest import errors_on, page, sent_from

ADD = "/admin/attributes/attribute/add/"


def typed(*options: tuple[str, bool], **differences: Any) -> dict[str, Any]:
    """An attribute as a merchant types it, with the labels of its options and which are defaults."""
    rows = {"options-TOTAL_FORMS": len(options)}
    for place, (label, is_default) in enumerate(options):
        rows |= {f"options-{place}-label": label, f"options-{place}-sort_order": place}
        rows |= {f"options-{place}-is_default": "on"} if is_default else {}
    about = {"entity_type": "customer", "code": "motto", "label": "Motto", "input_type": "text"}
    return {**about, **rows, **differences}


def test_a_merchant_defines_a_dropdown_with_a_default(merchant: Client) -> None:
    wanted = typed(("S", False), ("M", True), input_type="select", forms=["customer_account_edit"])

    answer = merchant.post(ADD, sent_from(merchant.get(ADD), **wanted))

    assert answer.status_code == 302
    attribute = Attribute.objects.get()
    small, medium = attribute.options.all()
    assert (small.label, medium.label, medium.is_default) == ("S", "M", True)
    assert (attribute.default_value, attribute.forms) == (str(medium.pk), ["customer_account_edit"])


def test_an_attribute_keeps_its_code_and_its_entity(merchant: Client, studies: Attribute) -> None:
    form = merchant.get(page(studies))
    wanted = {"code": "other", "entity_type": "customer_address", "label": "Degrees"}

    answer = merchant.post(page(studies), sent_from(form, forms=["adminhtml_customer"], **wanted))

    studies.refresh_from_db()
    assert answer.status_code == 302
    assert (studies.code, studies.entity_type, studies.input_type) == ("studies", "customer", "multiselect")
    assert (studies.label, studies.forms) == ("Degrees", ["adminhtml_customer"])


@pytest.mark.parametrize(
    ("differences", "field", "sentence"),
    [
        ({"forms": ["customer_address_edit"]}, "forms", FormNotOfEntity("customer_address_edit", "Customer")),
        ({"input_type": "multiline", "multiline_count": "21"}, "multiline_count", LinesOutOfRange(1, 20)),
        ({"input_type": "multiline", "multiline_count": "0"}, "multiline_count", LinesOutOfRange(1, 20)),
        ({"input_type": "date", "default_value": "soon"}, "default_value", InvalidDate()),
    ],
)
def test_a_definition_that_cannot_work_is_refused(
    merchant: Client, differences: dict[str, Any], field: str, sentence: Any
) -> None:
    answer = merchant.post(ADD, sent_from(merchant.get(ADD), **typed(**differences)))

    assert errors_on(answer) == {field: [sentence.message]}
    assert not Attribute.objects.exists()


@pytest.mark.parametrize(("input_type", "sentence"), [("text", OptionsNotUsed()), ("select", SeveralDefaults())])
def test_options_have_to_fit_the_input(merchant: Client, input_type: str, sentence: Any) -> None:
    wanted = typed(("S", True), ("M", True), input_type=input_type)

    answer = merchant.post(ADD, sent_from(merchant.get(ADD), **wanted))

    assert answer.context["errors"] == [sentence.message]
    assert not Attribute.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        {"code": "Über"},
        {"code": "\x00"},
        {"sort_order": "x"},
        {"sort_order": "9" * 30},
        {"multiline_count": "9" * 30, "input_type": "multiline"},
        {"forms": ["x"]},
        {"entity_type": "x", "forms": []},
        {"input_type": "x"},
        {"default_value": "\x00"},
    ],
)
def test_odd_input_is_an_error_on_its_field(merchant: Client, odd: dict[str, Any]) -> None:
    answer = merchant.post(ADD, sent_from(merchant.get(ADD), **typed(**odd)))

    assert next(iter(odd)) in errors_on(answer)
    assert not Attribute.objects.exists()


def test_a_code_is_given_once(merchant: Client, studies: Attribute) -> None:
    answer = merchant.post(ADD, sent_from(merchant.get(ADD), **typed(code="studies")))

    assert answer.status_code == 200
    assert Attribute.objects.get() == studies
