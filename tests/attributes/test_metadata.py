"""What is told of attributes: those of every shop with Magento's figures, and the merchant's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attributes import lookups, metadata
from attributes.errors import AttributeUnknown, EntityUnknown, FilterUnknown, FormUnknown
from attributes.metadata import AttributeMetadata, Option
from attributes.models import Attribute
from customers import config as settings
from customers.fields import ADDRESS_TEXTS, CUSTOMER_NAMES, CUSTOMER_TEXTS
from directory.models import Country, Region
from stores import config
from stores.models import ConfigValue, Store

MakeAttribute = Callable[..., Attribute]

# Code, label, input, order, required, visible, system: as Magento installs them.
CUSTOMER = [
    ("store_id", "Create In", "select", 0, True, False, True),
    ("password_hash", "", "hidden", 0, False, False, True),
    ("rp_token", "", "hidden", 0, False, False, True),
    ("rp_token_created_at", "", "date", 0, False, False, True),
    ("default_billing", "Default Billing Address", "text", 0, False, False, True),
    ("default_shipping", "Default Shipping Address", "text", 0, False, False, True),
    ("confirmation", "Is Confirmed", "text", 0, False, False, True),
    ("created_at", "Created At", "date", 0, False, False, False),
    ("updated_at", "Updated At", "date", 0, False, False, False),
    ("failures_num", "Failures Number", "hidden", 0, False, False, True),
    ("first_failure", "First Failure Date", "date", 0, False, False, True),
    ("lock_expires", "Failures Number", "date", 0, False, False, True),
    ("website_id", "Associate to Website", "select", 10, True, True, True),
    ("created_in", "Created From", "text", 20, False, True, True),
    ("group_id", "Group", "select", 25, True, True, True),
    ("disable_auto_group_change", "Disable Automatic Group Change Based on VAT ID", "boolean", 28, False, True, True),
    ("prefix", "Name Prefix", "text", 30, False, False, False),
    ("firstname", "First Name", "text", 40, True, True, True),
    ("middlename", "Middle Name/Initial", "text", 50, False, False, False),
    ("lastname", "Last Name", "text", 60, True, True, True),
    ("suffix", "Name Suffix", "text", 70, False, False, False),
    ("email", "Email", "text", 80, True, True, True),
    ("dob", "Date of Birth", "date", 90, False, False, False),
    ("taxvat", "Tax/VAT Number", "text", 100, False, False, False),
    ("gender", "Gender", "select", 110, False, False, False),
]
ADDRESS = [
    ("vat_is_valid", "VAT number validity", "text", 0, False, False, True),
    ("vat_request_id", "VAT number validation request ID", "text", 0, False, False, True),
    ("vat_request_date", "VAT number validation request date", "text", 0, False, False, True),
    ("vat_request_success", "VAT number validation request success", "text", 0, False, False, True),
    ("prefix", "Name Prefix", "text", 10, False, False, False),
    ("firstname", "First Name", "text", 20, True, True, True),
    ("middlename", "Middle Name/Initial", "text", 30, False, False, False),
    ("lastname", "Last Name", "text", 40, True, True, True),
    ("suffix", "Name Suffix", "text", 50, False, False, False),
    ("company", "Company", "text", 60, False, True, True),
    ("street", "Street Address", "multiline", 70, True, True, True),
    ("country_id", "Country", "select", 80, True, True, True),
    ("region", "State/Province", "text", 90, False, True, True),
    ("region_id", "State/Province", "hidden", 90, False, True, True),
    ("city", "City", "text", 100, True, True, True),
    ("postcode", "Zip/Postal Code", "text", 110, False, True, True),
    ("telephone", "Phone Number", "text", 120, True, True, True),
    ("fax", "Fax", "text", 130, False, False, False),
    ("vat_id", "VAT Number", "text", 140, False, True, True),
]

# Used, visible, filterable, searchable.
GRID = {
    "customer": {
        "website_id": "uvf", "created_in": "uvs", "email": "uvfs", "group_id": "uvf", "dob": "uvf", "taxvat": "uvs",
        "confirmation": "uvf", "created_at": "uvf", "gender": "uvf",
    },
    "customer_address": {
        "firstname": "us", "lastname": "us", "company": "us", "street": "us", "city": "us", "country_id": "uvf",
        "region": "uvs", "postcode": "uvfs", "telephone": "uvfs", "fax": "us",
    },
}  # fmt: skip

SHORT = [("min_text_length", "1"), ("max_text_length", "255")]
RULES = {
    "customer": {
        "firstname": SHORT,
        "lastname": SHORT,
        "email": [("input_validation", "email")],
        "dob": [("input_validation", "date")],
        "rp_token_created_at": [("input_validation", "date")],
        "taxvat": [("max_text_length", "255")],
    },
    "customer_address": dict.fromkeys(
        ("firstname", "lastname", "company", "street", "city", "telephone", "fax"), SHORT
    ),
}

ADDRESS_FORM = [
    "prefix", "firstname", "middlename", "lastname", "suffix", "company", "street", "country_id", "region",
    "region_id", "city", "postcode", "telephone", "fax", "vat_id",
]  # fmt: skip
FORMS = {
    "customer_account_create": [
        "created_at", "prefix", "firstname", "middlename", "lastname", "suffix", "email", "dob", "taxvat", "gender",
    ],
    "customer_account_edit": [
        "created_at", "prefix", "firstname", "middlename", "lastname", "suffix", "email", "dob", "taxvat", "gender",
    ],
    "adminhtml_customer": [
        "created_at", "website_id", "created_in", "group_id", "disable_auto_group_change", "prefix", "firstname",
        "middlename", "lastname", "suffix", "email", "dob", "taxvat", "gender",
    ],
    "adminhtml_checkout": ["group_id", "email", "dob", "taxvat", "gender"],
    "customer_register_address": ADDRESS_FORM,
    "customer_address_edit": ADDRESS_FORM,
    "adminhtml_customer_address": ADDRESS_FORM,
}  # fmt: skip


def codes(attributes: list[AttributeMetadata]) -> list[str]:
    return [attribute.code for attribute in attributes]


def found(entity_type: str, code: str, store: Store) -> AttributeMetadata:
    return lookups.attribute_by_code(entity_type, code, store)


@pytest.mark.parametrize(("entity_type", "figures"), [("customer", CUSTOMER), ("customer_address", ADDRESS)])
def test_the_built_in_attributes_have_magentos_figures(store: Store, entity_type: str, figures: list[Any]) -> None:
    told = [
        (each.code, each.label, each.frontend_input, each.sort_order, each.is_required, each.is_visible, each.is_system)
        for each in lookups.all_attributes([entity_type], store)
    ]

    assert told == figures


@pytest.mark.parametrize("entity_type", ["customer", "customer_address"])
def test_the_admins_list_treats_them_as_magentos_does(store: Store, entity_type: str) -> None:
    told = {
        each.code: "".join(
            letter
            for letter, flag in (
                ("u", each.is_used_in_grid),
                ("v", each.is_visible_in_grid),
                ("f", each.is_filterable_in_grid),
                ("s", each.is_searchable_in_grid),
            )
            if flag
        )
        for each in lookups.all_attributes([entity_type], store)
    }

    assert {code: flags for code, flags in told.items() if flags} == GRID[entity_type]


@pytest.mark.parametrize("entity_type", ["customer", "customer_address"])
def test_their_rules_are_magentos(store: Store, entity_type: str) -> None:
    told = {each.code: each.validation_rules for each in lookups.all_attributes([entity_type], store)}

    assert {code: rules for code, rules in told.items() if rules} == RULES[entity_type]


@pytest.mark.parametrize("entity_type", ["customer", "customer_address"])
def test_what_they_have_in_common(store: Store, entity_type: str) -> None:
    every = lookups.all_attributes([entity_type], store)

    assert {
        (each.backend_type, each.is_user_defined, each.is_unique, each.default_value, each.note) for each in every
    } == {("static", False, False, "", "")}
    filters = {each.code: each.input_filter for each in every if each.input_filter}
    names = dict.fromkeys(("firstname", "middlename", "lastname"), "trim")
    assert filters == (names | {"dob": "date"} if entity_type == "customer" else names)
    assert {each.code: each.multiline_count for each in every if each.multiline_count} == (
        {} if entity_type == "customer" else {"street": 2}
    )
    assert {each.code: each.data_model for each in every if each.data_model} == (
        {} if entity_type == "customer" else {"postcode": "Magento\\Customer\\Model\\Attribute\\Data\\Postcode"}
    )


@pytest.mark.parametrize(("form", "shown"), FORMS.items())
def test_a_form_has_magentos_attributes_in_their_order(store: Store, form: str, shown: list[str]) -> None:
    assert codes(lookups.attributes_of_form(form, store)) == shown


@pytest.mark.parametrize("form", ["", "nothing", "checkout_register", "customer"])
def test_a_form_without_attributes_is_no_form(store: Store, form: str) -> None:
    with pytest.raises(FormUnknown) as raised:
        lookups.attributes_of_form(form, store)

    assert raised.value == FormUnknown(formCode=form)
    assert raised.value.message == f"No such entity with formCode = {form}"
    assert raised.value.storefront_message == f'Form "{form}" could not be found.'


def test_the_checkouts_form_is_there_as_soon_as_it_has_an_attribute(
    store: Store, make_attribute: MakeAttribute
) -> None:
    make_attribute(forms=["checkout_register"])

    assert codes(lookups.shown_in_form("checkout_register", store)) == ["nickname"]


def test_a_form_of_another_entity_has_nothing_for_this_one(store: Store) -> None:
    with pytest.raises(FormUnknown):
        lookups.attributes_of_form("customer_address_edit", store, ["customer"])


@pytest.mark.parametrize("form", ["adminhtml_customer", "adminhtml_customer_address", "adminhtml_nothing"])
def test_a_storefront_has_no_forms_of_the_admin(store: Store, form: str) -> None:
    with pytest.raises(FormUnknown):
        lookups.shown_in_form(form, store)


def test_a_storefront_shows_what_is_visible(store: Store, make_attribute: MakeAttribute) -> None:
    make_attribute("nickname", forms=["customer_account_create"], sort_order=65)
    make_attribute("secret", forms=["customer_account_create"], is_visible=False)
    make_attribute("other", forms=["customer_account_edit"])

    shown = codes(lookups.shown_in_form("customer_account_create", store))

    assert shown == ["firstname", "lastname", "nickname", "email"]


def test_the_shown_address_is_magentos(store: Store) -> None:
    assert codes(lookups.shown_in_form("customer_address_edit", store)) == [
        "firstname", "lastname", "company", "street", "country_id", "region", "region_id", "city", "postcode",
        "telephone", "vat_id",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "entity_types"),
    [
        ("prefix", {"customer", "customer_address"}),
        ("middlename", {"customer", "customer_address"}),
        ("suffix", {"customer", "customer_address"}),
        ("dob", {"customer"}),
        ("gender", {"customer"}),
        ("taxvat", {"customer"}),
        ("telephone", {"customer_address"}),
        ("company", {"customer_address"}),
        ("fax", {"customer_address"}),
    ],
)
@pytest.mark.parametrize(("value", "seen"), [("", (False, False)), ("opt", (True, False)), ("req", (True, True))])
def test_a_setting_decides_whether_an_attribute_is_shown_and_required(
    store: Store, setting: str, entity_types: set[str], value: str, seen: tuple[bool, bool]
) -> None:
    config.write(f"customer/address/{setting}_show", value)

    told = {
        each.entity_type: (each.is_visible, each.is_required)
        for each in lookups.all_attributes(["customer", "customer_address"], store)
        if each.code == setting
    }

    assert told == dict.fromkeys(entity_types, seen)


def test_the_defaults_of_these_settings_are_magentos() -> None:
    paths = [f"customer/address/{code}_show" for code in (
        "prefix", "middlename", "suffix", "dob", "gender", "taxvat", "fax", "company", "telephone",
    )]  # fmt: skip

    assert [config.setting_at(path).default for path in paths] == [""] * 7 + ["opt", "req"]


def test_websites_differ_in_what_they_ask_for(store: Store, other_store: Store) -> None:
    config.write(settings.SHOW_FAX, "req", scope=ConfigValue.Scope.WEBSITES, scope_id=other_store.website_id)

    assert found("customer_address", "fax", other_store).is_required
    assert not found("customer_address", "fax", store).is_visible


def test_a_street_has_as_many_lines_as_the_merchant_says(store: Store) -> None:
    config.write(settings.STREET_LINES, "4")

    assert found("customer_address", "street", store).multiline_count == 4


def test_one_of_the_genders_is_none(store: Store) -> None:
    assert found("customer", "gender", store).options == (
        Option(" ", ""),
        Option("Male", "1"),
        Option("Female", "2"),
        Option("Not Specified", "3"),
    )


def test_websites_groups_and_store_views_are_those_of_the_shop(store: Store, other_store: Store) -> None:
    indent = "\N{NO-BREAK SPACE}" * 4

    assert found("customer", "website_id", store).options == (
        Option("Main Website", "1"),
        Option("Second Website", str(other_store.website_id)),
    )
    assert found("customer", "group_id", store).options == (
        Option("General", "1"),
        Option("Wholesale", "2"),
        Option("Retailer", "3"),
    )
    assert found("customer", "store_id", store).options == (
        Option("Main Website", None),
        Option(f"{indent}Main Website Store", None, options=(Option(f"{indent}Default Store View", "1"),)),
        Option("Second Website", None),
        Option(f"{indent}Second Store", None, options=(Option(f"{indent}Second View", str(other_store.pk)),)),
    )


def test_countries_and_regions_are_those_of_the_directory(store: Store) -> None:
    countries = found("customer_address", "country_id", store).options
    regions = found("customer_address", "region_id", store).options

    assert countries[:3] == (Option(" ", ""), Option("Afghanistan", "AF"), Option("Åland Islands", "AX"))
    assert len(countries) == Country.objects.count() + 1
    assert regions[0] == Option("Please select a region, state or province.", "")
    assert Option("New York", "43") in regions
    assert len(regions) == Region.objects.count() + 1


def test_only_the_countries_the_shop_sells_to_are_offered(store: Store) -> None:
    config.write("general/country/allow", "US,DE")

    assert found("customer_address", "country_id", store).options == (
        Option(" ", ""),
        Option("Germany", "DE"),
        Option("United States", "US"),
    )


@pytest.mark.parametrize(
    ("input_type", "backend_type", "lines"),
    [
        ("text", "varchar", 0),
        ("textarea", "text", 0),
        ("multiline", "text", 3),
        ("date", "datetime", 0),
        ("select", "int", 0),
        ("multiselect", "text", 0),
        ("boolean", "int", 0),
    ],
)
def test_a_merchants_attribute_is_described_like_the_others(
    store: Store, make_attribute: MakeAttribute, input_type: str, backend_type: str, lines: int
) -> None:
    make_attribute(
        input_type=input_type,
        sort_order=7,
        is_required=True,
        is_unique=True,
        is_visible=False,
        multiline_count=3,
        input_filter="trim",
        frontend_class="hidden-for-virtual",
        note="Known to few.",
        forms=["customer_account_edit"],
    )

    told = found("customer", "nickname", store)

    assert (told.entity_type, told.label, told.frontend_input, told.sort_order) == (
        "customer",
        "Nickname",
        input_type,
        7,
    )
    assert (told.is_required, told.is_unique, told.is_visible) == (True, True, False)
    assert (told.is_system, told.is_user_defined, told.backend_type) == (False, True, backend_type)
    assert (told.multiline_count, told.input_filter, told.note) == (lines, "trim", "Known to few.")
    assert (told.frontend_class, told.forms) == ("hidden-for-virtual", ("customer_account_edit",))


def test_every_input_type_is_described() -> None:
    assert set(metadata.BACKEND_TYPES) == set(Attribute.Input)


@pytest.mark.parametrize("input_type", ["select", "multiselect"])
def test_a_choice_can_be_left_open(store: Store, make_attribute: MakeAttribute, input_type: str) -> None:
    attribute = make_attribute(input_type=input_type, options={11: "S", 12: "M"})
    attribute.options.filter(pk=12).update(is_default=True)

    assert found("customer", "nickname", store).options == (
        Option(" ", ""),
        Option("S", "11"),
        Option("M", "12", is_default=True),
    )


def test_yes_or_no_can_have_a_default(store: Store, make_attribute: MakeAttribute) -> None:
    make_attribute(input_type="boolean", default_value="0")

    assert found("customer", "nickname", store).options == (Option("Yes", "1"), Option("No", "0", is_default=True))


@pytest.mark.parametrize(
    ("differences", "classes"),
    [
        ({}, ""),
        ({"is_required": True}, "required-entry"),
        ({"frontend_class": "wide", "is_required": True}, "wide required-entry"),
        ({"validate_rules": {"min_text_length": 1, "max_text_length": 5}}, ""),
        (
            {"validate_rules": {"min_text_length": 1, "max_text_length": 5, "input_validation": "alpha"}},
            "validate-alpha minimum-length-1 maximum-length-5 validate-length",
        ),
        ({"validate_rules": {"max_text_length": 5, "input_validation": "length"}}, "validate-length maximum-length-5"),
        ({"validate_rules": {"input_validation": "date"}}, ""),
    ],
)
def test_the_classes_of_a_form_follow_the_rules(
    store: Store, make_attribute: MakeAttribute, differences: dict[str, Any], classes: str
) -> None:
    make_attribute(**differences)

    assert found("customer", "nickname", store).form_class == classes


def test_the_first_name_has_the_class_magento_gives_it(store: Store) -> None:
    assert found("customer", "firstname", store).form_class == "required-entry"
    assert found("customer", "gender", store).form_class == ""


def test_equal_places_are_taken_in_the_order_of_making(store: Store, make_attribute: MakeAttribute) -> None:
    make_attribute("later", sort_order=40)
    make_attribute("earlier", sort_order=39)

    shown = codes(lookups.all_attributes(["customer"], store))

    assert shown[shown.index("earlier") :][:3] == ["earlier", "firstname", "later"]


@pytest.mark.parametrize(("entity_type", "code"), [("customer", "nothing"), ("customer", "city"), ("order", "city")])
def test_an_attribute_that_is_not_there_is_told(store: Store, entity_type: str, code: str) -> None:
    with pytest.raises(AttributeUnknown) as raised:
        found(entity_type, code, store)

    assert raised.value == AttributeUnknown(entityType=entity_type, attributeCode=code)
    assert raised.value.message == f"No such entity with entityType = {entity_type}, attributeCode = {code}"
    assert raised.value.storefront_message == f'Attribute code "{code}" could not be found.'


def test_what_was_asked_for_comes_with_what_was_not_found(store: Store, make_attribute: MakeAttribute) -> None:
    make_attribute("secret", is_visible=False)

    wanted = [
        ("customer_address", "city"),
        ("customer", "nothing"),
        ("order", "city"),
        ("customer", "lastname"),
        ("customer", "firstname"),
        ("customer", "firstname"),
        ("customer", "secret"),
    ]
    shown, problems = lookups.shown_by_code(wanted, store)

    assert codes(shown) == ["city", "firstname", "lastname"]
    assert problems == [
        AttributeUnknown(entityType="customer", attributeCode="nothing"),
        EntityUnknown(entityType="order"),
    ]


def test_an_entity_is_listed_with_the_merchants_own_attributes(store: Store, make_attribute: MakeAttribute) -> None:
    make_attribute("second", sort_order=2)
    make_attribute("first", sort_order=1)
    make_attribute("secret", is_visible=False)
    make_attribute("gate", entity_type="customer_address")

    shown, problems = lookups.shown_of_entity("customer", store, ["is_filterable"])

    assert codes(shown) == ["first", "second"]
    assert problems == [FilterUnknown("is_filterable", "customer")]


@pytest.mark.usefixtures("in_a_call")
@pytest.mark.parametrize("number", [0, 1, 25])
def test_nothing_is_read_again_however_many_there_are(
    store: Store, make_attribute: MakeAttribute, django_assert_num_queries: Any, number: int
) -> None:
    for place in range(number):
        make_attribute(f"choice_{place}", input_type="select", options={place * 2 + 1: "a", place * 2 + 2: "b"})

    lookups.all_attributes(["customer", "customer_address"], store)

    # Who has written an attribute in this very call looks each time whether anything has changed.
    with django_assert_num_queries(2 if number else 0):
        told = lookups.all_attributes(["customer", "customer_address"], store)
        offered = [option.label for each in told if each.is_user_defined for option in each.options]

    assert len(told) == len(CUSTOMER) + len(ADDRESS) + number
    assert offered == [" ", "a", "b"] * number


def test_labels_and_limits_of_the_fields_are_those_declared() -> None:
    assert {code: text.longest for code, text in (CUSTOMER_NAMES | CUSTOMER_TEXTS).items()} == {
        "firstname": 255, "middlename": 255, "lastname": 255, "prefix": 40, "suffix": 40, "taxvat": 50,
    }  # fmt: skip
    assert CUSTOMER_TEXTS["taxvat"].label == metadata.declared("customer")["taxvat"].label
    assert {code: text.label for code, text in ADDRESS_TEXTS.items()} == {
        code: metadata.declared("customer_address")[code].label for code in ADDRESS_TEXTS
    }
