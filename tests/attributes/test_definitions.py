"""Making, changing and deleting attributes: every rule, and what becomes of values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attributes import definitions, errors, owners
from attributes.definitions import OptionFields
from attributes.models import Attribute, AttributeOption
from customers.models import Address, Customer
from history.models import Entry
from kernel.errors import Failure, NoSuchEntity, SeveralProblems
from stores.models import Store

pytestmark = pytest.mark.django_db

ENTITY = Attribute.Entity.CUSTOMER.value


def create(*options: OptionFields, **differences: Any) -> Attribute:
    fields = {"entity_type": ENTITY, "code": "motto", "label": "Motto", **differences}
    return definitions.create_attribute(fields=fields, options=options)


def change(attribute: Attribute, *options: OptionFields, **fields: Any) -> Attribute:
    return definitions.change_attribute(attribute_id=attribute.pk, fields=fields, options=options or None)


def kept(attribute: Attribute) -> list[OptionFields]:
    """The options an attribute has, as somebody would send them back."""
    return [
        OptionFields(each.label, each.pk, each.sort_order, each.is_default, each.store_labels)
        for each in attribute.options.all()
    ]


def noted() -> list[tuple[str, dict[str, Any]]]:
    entries = Entry.objects.filter(subject="attribute").order_by("pk")
    return [(entry.event, entry.details) for entry in entries]


def give(customer: Customer, **values: str) -> None:
    customer.custom_values |= values
    customer.save(update_fields=["custom_values"])


def values_of(customer: Customer) -> dict[str, str]:
    customer.refresh_from_db()
    return dict(customer.custom_values)


def test_an_attribute_is_made_with_its_options_in_their_order(store: Store) -> None:
    attribute = create(
        OptionFields("Large", sort_order=2, store_labels={str(store.pk): "Groß"}),
        OptionFields("Small", sort_order=1, is_default=True),
        input_type="select",
        store_labels={str(store.pk): "Größe"},
    )

    small, large = attribute.options.all()
    assert (small.label, large.label, large.label_in(store.pk), large.label_in(None)) == (
        "Small",
        "Large",
        "Groß",
        "Large",
    )
    assert (attribute.label_in(store.pk), attribute.label_in(99)) == ("Größe", "Motto")
    assert Attribute.objects.get().default_value == str(small.pk)
    assert noted() == [
        ("created", {"code": "motto", "entity_type": ENTITY, "label": "Motto", "input_type": "select"}),
    ]


@pytest.mark.parametrize(
    ("differences", "problem"),
    [
        ({"code": ""}, errors.CodeLength(1, 60)),
        ({"code": "x" * 61}, errors.CodeLength(1, 60)),
        ({"code": "9lives"}, errors.CodeNotValid("9lives")),
        ({"code": "nick name"}, errors.CodeNotValid("nick name")),
        ({"code": "größe"}, errors.CodeNotValid("größe")),
        ({"code": "firstname"}, errors.CodeReserved("firstname")),
        ({"code": "Email"}, errors.CodeReserved("Email")),
        ({"code": "custom_attributes"}, errors.CodeReserved("custom_attributes")),
        ({"label": " "}, errors.LabelRequired(fieldName="label")),
        ({"label": "x" * 256}, errors.LabelTooLong(255)),
        ({"store_labels": {"1": "x" * 256}}, errors.LabelTooLong(255)),
        ({"store_labels": {"99": "Devise"}}, errors.DefinitionNotValid("store view", "99")),
        ({"store_labels": {"0": "Devise"}}, errors.DefinitionNotValid("store view", "0")),
        ({"forms": ["customer_address_edit"]}, errors.FormNotOfEntity("customer_address_edit", "Customer")),
        ({"multiline_count": 0}, errors.LinesOutOfRange(1, 20)),
        ({"is_unique": True, "default_value": "x"}, errors.DefaultOfUnique()),
        ({"validate_rules": {"min_text_length": "x"}}, errors.LengthNotValid("min_text_length")),
        ({"validate_rules": {"date_range_min": "2020-01-01"}}, errors.RuleNotUsed("date_range_min")),
        ({"validate_rules": {"max_text_length": 3}, "default_value": "abcd"}, errors.TextTooLong("Motto", 3)),
        ({"input_type": "date", "default_value": "soon"}, errors.InvalidDate()),
        ({"input_type": "boolean", "default_value": "perhaps"}, errors.OptionNotOffered("motto", "perhaps")),
    ],
)
def test_a_definition_that_cannot_work_is_refused(differences: dict[str, Any], problem: Failure) -> None:
    with pytest.raises(Failure) as raised:
        create(**differences)

    assert raised.value == problem
    assert not Attribute.objects.exists()
    assert noted() == []


@pytest.mark.parametrize(
    ("input_type", "options", "problem"),
    [
        ("text", [OptionFields("S")], errors.OptionsNotUsed()),
        ("select", [OptionFields(" ")], errors.OptionLabelRequired()),
        ("select", [OptionFields("S"), OptionFields("S ")], errors.OptionLabelTaken("S")),
        ("select", [OptionFields("S", 4711)], errors.OptionNotOffered("motto", 4711)),
        ("select", [OptionFields("S", is_default=True), OptionFields("M", is_default=True)], errors.SeveralDefaults()),
    ],
)
def test_options_that_cannot_work_are_refused(input_type: str, options: list[OptionFields], problem: Failure) -> None:
    with pytest.raises(Failure) as raised:
        create(*options, input_type=input_type)

    assert raised.value == problem
    assert not Attribute.objects.exists()


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(SeveralProblems) as raised:
        create(code="9lives", label="", multiline_count=21)

    assert raised.value.problems == [
        errors.CodeNotValid("9lives"),
        errors.LabelRequired(fieldName="label"),
        errors.LinesOutOfRange(1, 20),
    ]


@pytest.mark.parametrize("code", ["motto", "MOTTO"])
def test_a_code_is_given_once(code: str) -> None:
    create()

    with pytest.raises(errors.CodeTaken) as raised:
        create(code=code)

    assert raised.value == errors.CodeTaken(code)
    assert Attribute.objects.count() == 1


def test_a_new_attribute_begins_without_values(grace: Customer) -> None:
    give(grace, motto="From long ago", other="stays")

    create()

    assert values_of(grace) == {"other": "stays"}


def test_a_change_leaves_what_it_does_not_name(store: Store) -> None:
    attribute = create(note="Be brief.", store_labels={str(store.pk): "Devise"}, forms=["customer_account_edit"])

    change(attribute, is_required=True)

    attribute.refresh_from_db()
    assert (attribute.is_required, attribute.note, attribute.label_in(store.pk)) == (True, "Be brief.", "Devise")
    assert noted()[-1] == (
        "changed", {"code": "motto", "entity_type": ENTITY, "label": "Motto", "fields": ["is_required"]}
    )  # fmt: skip


def test_options_are_renamed_ordered_and_added(shirt: Attribute) -> None:
    small, medium, large = kept(shirt)

    medium = medium._replace(label="Mid", sort_order=2)
    new = OptionFields("XL", sort_order=3, is_default=True)
    change(shirt, large._replace(sort_order=0), small._replace(sort_order=1), medium, new)

    shirt.refresh_from_db()
    assert [option.label for option in shirt.options.all()] == ["L", "S", "Mid", "XL"]
    assert [option.pk for option in shirt.options.all()][:3] == [13, 11, 12]
    assert shirt.default_value == str(shirt.options.get(label="XL").pk)


def test_an_option_of_another_attribute_is_none_of_its_own(shirt: Attribute, studies: Attribute) -> None:
    with pytest.raises(errors.OptionNotOffered):
        change(shirt, OptionFields("Mine", 501))

    assert AttributeOption.objects.get(pk=501).attribute == studies


def test_a_deleted_option_of_a_dropdown_leaves_no_value(shirt: Attribute, grace: Customer, otto: Customer) -> None:
    give(grace, shirt="11", motto="x")
    give(otto, shirt="12")

    change(shirt, *kept(shirt)[1:])

    assert (values_of(grace), values_of(otto)) == ({"motto": "x"}, {"shirt": "12"})
    assert noted()[0] == (
        "option_deleted",
        {"code": "shirt", "entity_type": ENTITY, "label": "Shirt", "option": "S", "values": 1},
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [("501", None), ("501,502", "502"), ("502,501", "502"), ("502,501,503", "502,503"), ("1501,5011", "1501,5011")],
)
def test_a_deleted_option_of_several_leaves_the_others(
    studies: Attribute, grace: Customer, before: str, after: str | None
) -> None:
    give(grace, studies=before, other='"quoted" \\ text')

    change(studies, *kept(studies)[1:])

    assert values_of(grace) == ({"studies": after} if after else {}) | {"other": '"quoted" \\ text'}


def test_deleting_an_attribute_takes_its_values_away(
    studies: Attribute, grace: Customer, otto: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owners, "BATCH", 1)
    give(grace, studies="501", motto="x")
    give(otto, studies="501,502")

    number = definitions.delete_attribute(attribute_id=studies.pk)

    assert number == 2
    assert (values_of(grace), values_of(otto)) == ({"motto": "x"}, {})
    assert not Attribute.objects.exists()
    assert not AttributeOption.objects.exists()
    assert noted() == [("deleted", {"code": "studies", "entity_type": ENTITY, "label": "Studies", "values": 2})]


def test_values_of_addresses_go_with_their_attribute(otto: Customer, grace: Customer) -> None:
    attribute = create(entity_type="customer_address")
    address = otto.addresses.all()[0]
    address.custom_values = {"motto": "x", "other": "y"}
    address.save()
    give(grace, motto="mine")

    definitions.delete_attribute(attribute_id=attribute.pk)

    assert Address.objects.get(pk=address.pk).custom_values == {"other": "y"}
    assert values_of(grace) == {"motto": "mine"}


def test_what_is_gone_cannot_be_changed_or_deleted(studies: Attribute) -> None:
    definitions.delete_attribute(attribute_id=studies.pk)

    for deed in (definitions.delete_attribute, lambda attribute_id: change(studies, label="x")):
        with pytest.raises(NoSuchEntity) as raised:
            deed(attribute_id=studies.pk)
        assert raised.value == NoSuchEntity(attributeId=studies.pk)


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [("text", "textarea", True), ("textarea", "text", False), ("text", "date", False), ("date", "text", False)],
)
def test_an_input_somebody_used_becomes_a_wider_one_only(grace: Customer, old: str, new: str, allowed: bool) -> None:
    attribute = create(input_type=old)
    give(grace, motto="2020-01-31")

    if allowed:
        change(attribute, input_type=new)
    else:
        with pytest.raises(errors.InputInUse):
            change(attribute, input_type=new)

    attribute.refresh_from_db()
    assert attribute.input_type == (new if allowed else old)


def test_a_dropdown_becomes_a_multiple_select_and_keeps_what_was_chosen(shirt: Attribute, grace: Customer) -> None:
    give(grace, shirt="12")

    change(shirt, input_type="multiselect")

    assert values_of(grace) == {"shirt": "12"}
    assert shirt.options.count() == 3


def test_an_input_nobody_used_becomes_any_other(shirt: Attribute) -> None:
    changed = change(shirt, input_type="text", default_value="none")

    assert (changed.input_type, changed.default_value, changed.options.count()) == ("text", "none", 0)


def test_values_that_are_alike_do_not_become_unique(grace: Customer, otto: Customer) -> None:
    attribute = create()
    give(grace, motto="x")
    give(otto, motto="x")

    with pytest.raises(errors.ValuesAlike):
        change(attribute, is_unique=True)
    give(otto, motto="y")
    change(attribute, is_unique=True)

    assert Attribute.objects.get().is_unique


def test_use_is_counted_up_to_a_bound(
    studies: Attribute, grace: Customer, otto: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert str(owners.use_of(studies)) == "0 customers"
    give(grace, studies="501")
    assert str(owners.use_of(studies)) == "1 customer"
    give(otto, studies="501,502")
    monkeypatch.setattr(owners, "COUNTED", 1)

    assert str(owners.use_of(studies)) == "more than 1 customers"
    assert str(owners.use_of(studies, 502)) == "1 customer"


def test_labels_of_a_store_view_go_with_it(other_store: Store, shirt: Attribute) -> None:
    first, *rest = kept(shirt)
    labels = {str(other_store.pk): "Hemd"}
    change(shirt, first._replace(store_labels=labels), *rest, store_labels=labels)

    definitions.forget_store(other_store.pk)

    shirt.refresh_from_db()
    assert (shirt.store_labels, shirt.options.get(pk=11).store_labels) == ({}, {})


def test_a_missing_value_is_told_by_the_label_of_the_store_view(
    other_store: Store, make_customer: Callable[..., Customer]
) -> None:
    create(is_required=True, forms=["customer_account_create"], store_labels={str(other_store.pk): "Devise"})

    for at, label in ((other_store, "Devise"), (None, "Motto")):
        with pytest.raises(errors.AttributeValueRequired) as raised:
            make_customer(at=at)
        assert raised.value == errors.AttributeValueRequired(label)
