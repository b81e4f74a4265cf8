"""A merchant with a browser defines attributes; clients of both APIs see them with their next call."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from commerce.demo import ADMIN, ADMIN_PASSWORD
from tests.server import Server

METADATA = """{ attributesForm(formCode: "customer_account_edit") {
    items { code label is_required frontend_input options { label value } }
} }"""


@pytest.fixture
def merchant(page: Page) -> Page:
    """A browser in which a merchant has signed in."""
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto("/admin/login/")
    page.fill("[name=username]", ADMIN)
    page.fill("[name=password]", ADMIN_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    return page


def told(demo: Server, code: str) -> dict[str, Any] | None:
    """What GraphQL tells of an attribute now."""
    items = demo.graphql(METADATA).json()["data"]["attributesForm"]["items"]
    return next((item for item in items if item["code"] == code), None)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()


def define(page: Page, code: str, input_type: str) -> None:
    page.goto("/admin/attributes/attribute/add/")
    page.select_option("[name=entity_type]", "customer")
    page.fill("[name=code]", code)
    page.fill("[name=label]", code.title())
    page.select_option("[name=input_type]", input_type)
    page.check("[name=forms][value=customer_account_edit]")


@pytest.mark.parametrize("input_type", ["text", "textarea", "multiline", "date", "boolean"])
def test_only_the_rules_an_input_has_a_use_for_are_in_sight(merchant: Page, demo: Server, input_type: str) -> None:
    code = f"journey_{input_type}"
    define(merchant, code, input_type)

    is_text = input_type in ("text", "textarea", "multiline")
    assert merchant.locator("[name=max_text_length]").is_visible() is is_text
    assert merchant.locator("[name=date_range_min]").is_visible() is (input_type == "date")
    assert merchant.locator("[name=multiline_count]").is_visible() is (input_type == "multiline")
    save(merchant)

    found = told(demo, code)
    assert found is not None
    assert (found["label"], found["frontend_input"]) == (code.title(), input_type.upper())


def test_a_dropdown_is_made_ordered_changed_and_deleted(merchant: Page, demo: Server) -> None:
    define(merchant, "journey_size", "select")
    for place, (label, order) in enumerate([("Large", "2"), ("Small", "1")]):
        merchant.fill(f"[name=options-{place}-label]", label)
        merchant.fill(f"[name=options-{place}-sort_order]", order)
    save(merchant)

    made = told(demo, "journey_size")
    assert made is not None
    assert [option["label"] for option in made["options"]] == ["Small", "Large"]

    merchant.goto("/admin/attributes/attribute/?q=journey_size")
    merchant.get_by_role("link", name="journey_size", exact=True).click()
    expect(merchant.locator("#preview")).to_contain_text("Journey_Size")
    address = merchant.url
    merchant.fill("[name=label]", "Your size")
    merchant.fill("[name=options-0-sort_order]", "3")
    save(merchant)

    changed = told(demo, "journey_size")
    assert changed is not None
    assert changed["label"] == "Your size"
    assert [option["label"] for option in changed["options"]] == ["Large", "Small"]

    signed_in = demo.graphql(
        'mutation { generateCustomerToken(email: "roni_cost@example.com", '
        'password: "roni_cost3@example.com") { token } }'
    ).json()["data"]["generateCustomerToken"]["token"]
    chosen = changed["options"][0]["value"]
    given = demo.graphql(
        "mutation($value: String) { updateCustomerV2(input: {custom_attributes: "
        '[{attribute_code: "journey_size", value: $value}]}) { customer { email } } }',
        {"value": chosen},
        Authorization=f"Bearer {signed_in}",
    ).json()
    assert "errors" not in given

    merchant.goto(address)
    merchant.get_by_role("link", name="Delete").first.click()
    expect(merchant.get_by_role("alert")).to_contain_text("Its value is lost for 1 customer.")
    merchant.get_by_role("button", name="Yes, delete").click()
    merchant.wait_for_load_state()

    assert told(demo, "journey_size") is None


def test_a_setting_out_of_range_is_refused_beside_its_field(merchant: Page) -> None:
    merchant.goto("/admin/stores/configvalue/?q=customer token lifetime")
    merchant.get_by_role("link", name="Customer Token Lifetime (hours)").click()
    field = merchant.get_by_label("Customer Token Lifetime (hours)", exact=True)
    box = merchant.locator("[name='inherit:oauth/access_token_lifetime/customer']")
    expect(box).to_be_checked()

    field.fill("0")
    expect(box).not_to_be_checked()
    save(merchant)
    refused = merchant.locator("#setting-oauthaccess_token_lifetimecustomer .errorlist")
    expect(refused).to_contain_text("was not saved")

    field.fill("2")
    save(merchant)
    expect(field).to_have_value("2")
    box.check()
    expect(field).to_have_value("1")
    save(merchant)
    expect(box).to_be_checked()
