"""What REST tells of the shop itself: store views, countries, currencies, attributes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from admins.models import AdminUser
from attributes.errors import AttributeUnknown, FormUnknown
from attributes.models import Attribute
from directory.config import ALLOWED_COUNTRIES, ALLOWED_CURRENCIES
from directory.errors import CountryNotAvailable
from directory.models import CurrencyRate
from stores import config
from stores.models import Store
from tests.rest_api.conftest import is_refused

Rest = Callable[..., Any]
ADDRESS_ATTRIBUTES = {
    *("prefix", "firstname", "middlename", "lastname", "suffix", "company", "street", "city", "country_id", "region"),
    *("region_id", "postcode", "telephone", "fax", "vat_id", "vat_is_valid", "vat_request_id", "vat_request_date"),
    "vat_request_success",
}


@pytest.fixture
def read(rest: Rest, admin: AdminUser) -> Rest:
    """Reads as an admin: `read("store/websites")`."""

    def call(path: str, **headers: str) -> Any:
        return rest("GET", f"/V1/{path}", by=admin, **headers)

    return call


def test_websites_stores_and_store_views(read: Rest) -> None:
    assert read("store/websites").json() == [
        {"id": 0, "code": "admin", "name": "Admin", "default_group_id": 0},
        {"id": 1, "code": "base", "name": "Main Website", "default_group_id": 1},
    ]
    assert read("store/storeGroups").json() == [
        {"id": 0, "website_id": 0, "root_category_id": 0, "default_store_id": 0, "name": "Default", "code": "default"},
        {
            "id": 1,
            "website_id": 1,
            "root_category_id": 2,
            "default_store_id": 1,
            "name": "Main Website Store",
            "code": "main_website_store",
        },
    ]
    assert read("store/storeViews").json() == [
        {"id": 0, "code": "admin", "name": "Admin", "website_id": 0, "store_group_id": 0, "is_active": 1},
        {
            "id": 1,
            "code": "default",
            "name": "Default Store View",
            "website_id": 1,
            "store_group_id": 1,
            "is_active": 1,
        },
    ]


def test_what_has_no_default_yet_says_0(read: Rest, other_store: Store) -> None:
    group, website = other_store.group, other_store.website
    group.default_store = website.default_group = None
    group.save()
    website.save()

    assert read("store/storeGroups").json()[-1]["default_store_id"] == 0
    assert read("store/websites").json()[-1]["default_group_id"] == 0


def test_the_settings_of_a_store_view(read: Rest) -> None:
    urls = {
        f"{prefix}base_{kind}url": f"http://testserver/{path}"
        for prefix in ("", "secure_")
        for kind, path in (("", ""), ("link_", ""), ("static_", "static/"), ("media_", "media/"))
    }

    assert read("store/storeConfigs").json() == [
        {
            "id": 1,
            "code": "default",
            "website_id": 1,
            "locale": "en_US",
            "base_currency_code": "USD",
            "default_display_currency_code": "USD",
            "timezone": "America/Los_Angeles",
            "weight_unit": "lbs",
            **urls,
        }
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["default", "second_view"]),
        ("?", ["default", "second_view"]),
        ("?storeCodes[]=default", ["default"]),
        ("?storeCodes%5B%5D=second_view", ["second_view"]),
        ("?storeCodes[]=default&storeCodes[]=second_view", ["default", "second_view"]),
        ("?storeCodes[0]=default&storeCodes[1]=nowhere", ["default"]),
        ("?store_codes[]=second_view", ["second_view"]),
        ("?storeCodes=default", ["default"]),
        ("?storeCodes[]=nowhere", []),
        ("?storeCodes[]=admin", []),
    ],
)
def test_store_codes_choose_store_views(read: Rest, other_store: Store, query: str, codes: list[str]) -> None:
    assert [each["code"] for each in read(f"store/storeConfigs/{query}").json()] == codes


def test_a_country_and_its_regions(rest: Rest) -> None:
    shown = rest("GET", "/V1/directory/countries/US").json()

    assert {key: value for key, value in shown.items() if key != "available_regions"} == {
        "id": "US",
        "two_letter_abbreviation": "US",
        "three_letter_abbreviation": "USA",
        "full_name_locale": "United States",
        "full_name_english": "United States",
    }
    assert {"id": "43", "code": "NY", "name": "New York"} in shown["available_regions"]


def test_all_countries_begin_with_andorra_which_lists_no_regions(rest: Rest) -> None:
    shown = rest("GET", "/V1/directory/countries").json()

    assert shown[0] == {
        "id": "AD",
        "two_letter_abbreviation": "AD",
        "three_letter_abbreviation": "AND",
        "full_name_locale": "Andorra",
        "full_name_english": "Andorra",
    }
    assert [country["id"] for country in shown] == sorted(country["id"] for country in shown)
    assert rest("GET", "/V1/directory/countries/US").json() in shown


@pytest.mark.parametrize("country", ["ZZ", "us", "USA", "%00", "0"])
def test_another_country_is_not_available(rest: Rest, country: str) -> None:
    assert is_refused(rest("GET", f"/V1/directory/countries/{country}"), CountryNotAvailable())


def test_a_country_the_shop_does_not_sell_to_is_not_available(rest: Rest, db: None) -> None:
    config.write(ALLOWED_COUNTRIES, "US,DE")

    assert is_refused(rest("GET", "/V1/directory/countries/FR"), CountryNotAvailable())
    assert [each["id"] for each in rest("GET", "/V1/directory/countries?fields=id").json()] == ["DE", "US"]


def test_the_currencies(rest: Rest, db: None) -> None:
    config.write(ALLOWED_CURRENCIES, "USD,EUR,JPY")
    CurrencyRate.objects.create(currency_from="USD", currency_to="EUR", rate=Decimal("0.8512"))

    assert rest("GET", "/V1/directory/currency").json() == {
        "base_currency_code": "USD",
        "base_currency_symbol": "$",
        "default_display_currency_code": "USD",
        "default_display_currency_symbol": "$",
        "available_currency_codes": ["USD", "EUR", "JPY"],
        "exchange_rates": [
            {"currency_to": "USD", "rate": 1},
            {"currency_to": "EUR", "rate": 0.8512},
            {"currency_to": "JPY"},
        ],
    }


def test_an_attribute_every_customer_has(read: Rest) -> None:
    assert read("attributeMetadata/customer/attribute/firstname").json() == {
        "frontend_input": "text",
        "input_filter": "trim",
        "store_label": "First Name",
        "validation_rules": [
            {"name": "min_text_length", "value": "1"},
            {"name": "max_text_length", "value": "255"},
        ],
        "multiline_count": 0,
        "visible": True,
        "required": True,
        "data_model": "",
        "options": [],
        "frontend_class": "required-entry",
        "user_defined": False,
        "sort_order": 40,
        "frontend_label": "First Name",
        "note": "",
        "system": True,
        "backend_type": "static",
        "is_used_in_grid": False,
        "is_visible_in_grid": False,
        "is_filterable_in_grid": False,
        "is_searchable_in_grid": False,
        "attribute_code": "firstname",
    }


@pytest.mark.parametrize(
    ("path", "facts"),
    [
        (
            "customer/attribute/gender",
            {
                "frontend_input": "select",
                "required": False,
                "visible": False,
                "system": False,
                "sort_order": 110,
                "options": [
                    {"label": " ", "value": ""},
                    {"label": "Male", "value": "1"},
                    {"label": "Female", "value": "2"},
                    {"label": "Not Specified", "value": "3"},
                ],
            },
        ),
        (
            "customer/attribute/website_id",
            {
                "frontend_input": "select",
                "frontend_label": "Associate to Website",
                "required": True,
                "sort_order": 10,
                "options": [{"label": "Main Website", "value": "1"}],
            },
        ),
        (
            "customerAddress/attribute/postcode",
            {
                "frontend_label": "Zip/Postal Code",
                "frontend_input": "text",
                "required": False,
                "sort_order": 110,
                "is_used_in_grid": True,
                "is_visible_in_grid": True,
                "is_filterable_in_grid": True,
                "is_searchable_in_grid": True,
            },
        ),
        ("customerAddress/attribute/prefix", {"sort_order": 10, "visible": False}),
        ("customerAddress/attribute/suffix", {"sort_order": 50, "visible": False}),
    ],
)
def test_the_facts_of_an_attribute(read: Rest, path: str, facts: dict[str, Any]) -> None:
    assert read(f"attributeMetadata/{path}").json().items() >= facts.items()


def test_options_can_stand_under_a_heading(read: Rest) -> None:
    options = read("attributeMetadata/customer/attribute/store_id").json()["options"]

    assert options[0] == {"label": "Main Website"}
    assert options[1]["label"].strip() == "Main Website Store"
    assert [(each["label"].strip(), each["value"]) for each in options[1]["options"]] == [("Default Store View", "1")]


def test_all_attributes_of_addresses(read: Rest) -> None:
    shown = read("attributeMetadata/customerAddress").json()

    assert {each["attribute_code"] for each in shown} == ADDRESS_ATTRIBUTES
    assert len(shown) == 19


@pytest.mark.parametrize("query", ["", "?dataInterfaceName=Magento%5CCustomer%5CApi%5CData%5CCustomerInterface"])
def test_custom_attributes_are_those_of_the_merchant(read: Rest, studies: Attribute, query: str) -> None:
    shown = read(f"attributeMetadata/customer/custom{query}").json()

    assert [each["attribute_code"] for each in shown] == ["studies"]
    assert shown[0]["options"][1:] == [{"label": "BSc", "value": "501"}, {"label": "MBA", "value": "502"}]
    assert (shown[0]["user_defined"], shown[0]["system"]) == (True, False)
    assert read("attributeMetadata/customerAddress/custom").json() == []


def test_attributes_of_a_form(read: Rest) -> None:
    account = read("attributeMetadata/customer/form/customer_account_create?fields=attribute_code").json()
    address = read("attributeMetadata/customerAddress/form/customer_register_address?fields=attribute_code").json()

    assert {"attribute_code": "email"} in account
    assert {"attribute_code": "street"} in address


@pytest.mark.parametrize(("entity", "type_"), [("customer", "customer"), ("customerAddress", "customer_address")])
def test_what_is_not_there(read: Rest, entity: str, type_: str) -> None:
    attribute = read(f"attributeMetadata/{entity}/attribute/nothing")
    form = read(f"attributeMetadata/{entity}/form/nothing")

    assert is_refused(attribute, AttributeUnknown(entityType=type_, attributeCode="nothing"))
    assert is_refused(form, FormUnknown(formCode="nothing"))
