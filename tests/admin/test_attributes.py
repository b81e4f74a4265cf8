"""Attributes in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from attributes.errors import (
    CodeReserved,
    FormNotOfEntity,
    InputInUse,
    InvalidDate,
    LinesOutOfRange,
    OptionsNotUsed,
    SeveralDefaults,
)
from attributes.models import Attribute
from customers.models import Customer
from history import events
from stores.models import Store
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


def test_a_code_of_every_shop_is_refused_on_its_field(merchant: Client) -> None:
    answer = merchant.post(ADD, sent_from(merchant.get(ADD), **typed(code="firstname")))

    assert errors_on(answer) == {"code": [CodeReserved("firstname").message]}


@pytest.mark.parametrize(
    ("input_type", "rules"),
    [
        ("text", {"min_text_length": "1", "max_text_length": "9", "input_validation": "alpha"}),
        ("textarea", {"max_text_length": "900"}),
        ("multiline", {"max_text_length": "9"}),
        ("date", {"date_range_min": "2020-01-31", "date_range_max": "2030-12-31"}),
        ("boolean", {}),
        ("select", {}),
        ("multiselect", {}),
    ],
)
def test_each_input_takes_the_rules_it_has_a_use_for(
    merchant: Client, rest: Any, admin: Any, input_type: str, rules: dict[str, str]
) -> None:
    wanted = typed(input_type=input_type, multiline_count="3", forms=["customer_account_edit"], **rules)

    answer = merchant.post(ADD, sent_from(merchant.get(ADD), **wanted))

    assert answer.status_code == 302
    assert Attribute.objects.get().validate_rules == rules
    told = rest("GET", "/V1/attributeMetadata/customer/attribute/motto", by=admin).json()
    assert (told["frontend_input"], told["multiline_count"]) == (input_type, 3 if input_type == "multiline" else 0)
    assert {rule["name"] for rule in told["validation_rules"]} == set(rules)


METADATA = (
    '{ attributesForm(formCode: "customer_account_edit") { items { code label is_required options { label } } } }'
)


def test_a_change_is_at_once_in_both_apis_as_each_store_view_calls_it(
    merchant: Client, rest: Any, graphql: Any, admin: Any, studies: Attribute, other_store: Store
) -> None:
    view = other_store.pk
    form = merchant.get(page(studies))
    changed = {"label": "Degrees", "is_required": "on", "forms": ["customer_account_edit"], f"label_{view}": "Diplome"}
    options = {f"options-0-label_{view}": "Bachelor", "options-0-sort_order": "9", "options-1-label": "Master"}

    answer = merchant.post(page(studies), sent_from(form, **changed, **options))

    def of_graphql(**headers: str) -> Any:
        items = graphql(METADATA, **headers).body["data"]["attributesForm"]["items"]
        return next(item for item in items if item["code"] == "studies")

    assert answer.status_code == 302
    assert of_graphql() == {
        "code": "studies", "label": "Degrees", "is_required": True, "options": [{"label": "Master"}, {"label": "BSc"}],
    }  # fmt: skip
    assert of_graphql(Store="second_view") == {
        "code": "studies", "label": "Diplome", "is_required": True,
        "options": [{"label": "Master"}, {"label": "Bachelor"}],
    }  # fmt: skip
    path = "/V1/attributeMetadata/customer/attribute/studies"
    for scope, label, last in (("", "Degrees", "BSc"), ("/second_view", "Diplome", "Bachelor")):
        told = rest("GET", path, by=admin, scope=scope).json()
        assert (told["frontend_label"], told["store_label"], told["required"]) == ("Degrees", label, True)
        assert [option["label"] for option in told["options"]] == [" ", "Master", last]


def test_deleting_an_option_somebody_chose_says_so_and_asks(
    merchant: Client, rest: Any, admin: Any, studies: Attribute, grace: Customer
) -> None:
    grace.custom_values = {"studies": "501,502"}
    grace.save()
    sent = sent_from(merchant.get(page(studies)), **{"options-0-DELETE": "on", "label": "Degrees"})

    asked = merchant.post(page(studies), sent)
    studies.refresh_from_db()
    before = (studies.label, studies.options.count(), Customer.objects.get(pk=grace.pk).custom_values)
    answer = merchant.post(page(studies), dict(asked.context["sent"]))

    assert "&quot;BSc&quot; is taken away from 1 customer." in asked.content.decode()
    assert before == ("Studies", 2, {"studies": "501,502"})
    assert answer.status_code == 302
    studies.refresh_from_db()
    assert (studies.label, [option.label for option in studies.options.all()]) == ("Degrees", ["MBA"])
    told = rest("GET", f"/V1/customers/{grace.pk}", by=admin).json()
    assert told["custom_attributes"] == [{"attribute_code": "studies", "value": "502"}]


def test_an_option_nobody_chose_goes_without_a_question(merchant: Client, studies: Attribute) -> None:
    answer = merchant.post(page(studies), sent_from(merchant.get(page(studies)), **{"options-0-DELETE": "on"}))

    assert answer.status_code == 302
    assert [option.label for option in studies.options.all()] == ["MBA"]


def test_a_refused_change_takes_no_option_from_anybody(merchant: Client, studies: Attribute, grace: Customer) -> None:
    grace.custom_values = {"studies": "501"}
    grace.save()
    wanted = {"options-0-DELETE": "on", "label": "", "_confirmed": "yes"}

    answer = merchant.post(page(studies), sent_from(merchant.get(page(studies)), **wanted))

    grace.refresh_from_db()
    assert list(errors_on(answer)) == ["label"]
    assert (grace.custom_values, studies.options.count()) == ({"studies": "501"}, 2)


def test_deleting_an_attribute_says_what_is_lost_and_asks(
    merchant: Client, admin: Any, studies: Attribute, grace: Customer
) -> None:
    grace.custom_values = {"studies": "501"}
    grace.save()

    asked = merchant.get(page(studies, "delete"))
    answer = merchant.post(page(studies, "delete"), {"post": "yes"})

    grace.refresh_from_db()
    assert "Its value is lost for 1 customer." in asked.content.decode()
    assert answer.status_code == 302
    assert not Attribute.objects.exists()
    assert grace.custom_values == {}
    entry = events.of("attribute", studies.pk).get()
    assert (entry.event, entry.actor_kind, entry.actor_name) == ("deleted", "admin", admin.username)


def test_who_may_only_look_changes_and_deletes_nothing(clerk_allowed: Any, studies: Attribute) -> None:
    client = clerk_allowed("view_attribute")

    shown = client.get(page(studies)).content.decode()
    answers = [client.post(page(studies, view), {"post": "yes"}).status_code for view in ("change", "delete")]

    assert "BSc" in shown
    assert answers == [403, 403]
    assert studies.options.count() == 2


def test_an_input_in_use_is_refused_on_its_field(merchant: Client, studies: Attribute, grace: Customer) -> None:
    grace.custom_values = {"studies": "501"}
    grace.save()

    answer = merchant.post(page(studies), sent_from(merchant.get(page(studies)), input_type="select"))

    assert errors_on(answer) == {"input_type": [InputInUse("Studies", "Multiple Select", "Dropdown").message]}
