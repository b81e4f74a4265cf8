"""A shopper's way through the pages in a real browser, against a demo served in a process of its own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from auth_tokens.errors import SignInFailed
from tests.server import Server

PASSWORD = "b1b2b3l@w+"
NARROW = 320  # pixels; WCAG 1.4.10 asks that nothing scrolls sideways from here on

CREATE_CUSTOMER = "mutation Create($input: CustomerInput!) { createCustomer(input: $input) { customer { email } } }"
GENERATE_TOKEN = """
    mutation SignIn($email: String!, $password: String!) {
      generateCustomerToken(email: $email, password: $password) { token }
    }
"""
CREATE_ADDRESS = "mutation Add($input: CustomerAddressInput!) { createCustomerAddress(input: $input) { id } }"


@dataclass
class Shopper:
    """A customer of the running demo, with an address for bills and one for parcels."""

    email: str
    firstname: str = "Jane"
    password: str = PASSWORD


@pytest.fixture(scope="module")
def jane(demo: Server) -> Shopper:
    shopper = Shopper(f"jane.{uuid.uuid4().hex}@example.com")
    answered(
        demo.graphql(
            CREATE_CUSTOMER,
            {
                "input": {
                    "firstname": shopper.firstname,
                    "lastname": "Doe",
                    "email": shopper.email,
                    "password": shopper.password,
                    "is_subscribed": True,
                }
            },
        )
    )
    token = answered(demo.graphql(GENERATE_TOKEN, {"email": shopper.email, "password": shopper.password}))
    bearer = {"Authorization": f"Bearer {token['generateCustomerToken']['token']}"}
    for street, city, default in [
        ("160 1st St.", "Mineola", "default_billing"),
        ("12 Quay Street", "Albany", "default_shipping"),
        ("3 Mill Lane", "Cohoes", None),
    ]:
        address = {
            "firstname": "Jane",
            "lastname": "Doe",
            "street": [street],
            "city": city,
            "region": {"region_id": 43},
            "postcode": "11501",
            "country_code": "US",
            "telephone": "516-555-1111",
        }
        answered(demo.graphql(CREATE_ADDRESS, {"input": address | ({default: True} if default else {})}, **bearer))
    return shopper


def answered(response: Any) -> Any:
    """The data of a GraphQL answer without errors."""
    assert "errors" not in response.json(), response.json()
    return response.json()["data"]


def sign_in(page: Page, shopper: Shopper) -> None:
    page.goto("/customer/account/login/")
    page.get_by_label("Email").fill(shopper.email)
    page.get_by_label("Password").fill(shopper.password)
    page.get_by_role("button", name="Sign In").click()
    expect(page).to_have_title("My Account · Main Website Store")


def account_name(page: Page) -> Any:
    return page.get_by_role("navigation", name="Account", exact=True).locator("summary")


def card(page: Page, heading: str) -> Any:
    return page.locator(".card").filter(has=page.get_by_role("heading", name=heading))


def test_a_customer_made_over_graphql_signs_in(page: Page, jane: Shopper) -> None:
    sign_in(page, jane)

    expect(page).to_have_url("/customer/account/")
    expect(account_name(page)).to_have_text("Jane")
    expect(card(page, "Contact Information")).to_contain_text("Jane Doe")
    expect(card(page, "Contact Information")).to_contain_text(jane.email)
    expect(card(page, "Newsletters")).to_contain_text("You are subscribed to our newsletter.")


def test_the_account_name_is_in_the_upper_right_corner(page: Page, jane: Shopper) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, jane)
    place = account_name(page).bounding_box()

    assert place["x"] > 1280 / 2
    assert place["y"] + place["height"] < 100


def test_the_menu_leads_to_my_account_and_the_address_book(page: Page, jane: Shopper) -> None:
    sign_in(page, jane)
    page.goto("/customer/address/")

    account_name(page).click()
    page.get_by_role("navigation", name="Account", exact=True).get_by_role("link", name="My Account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My Account")

    page.get_by_role("navigation", name="My Account").get_by_role("link", name="Address Book").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Address Book")
    expect(card(page, "Default Billing Address").locator("address")).to_have_text(
        "Jane Doe160 1st St.Mineola, New York 11501United StatesT: 516-555-1111"
    )
    expect(card(page, "Default Shipping Address")).to_contain_text("Albany, New York 11501")
    expect(page.get_by_role("region", name="Additional Address Entries")).to_contain_text("Cohoes, New York 11501")


def test_signing_out_ends_the_account_pages(page: Page, jane: Shopper) -> None:
    sign_in(page, jane)

    account_name(page).click()
    page.get_by_role("button", name="Sign Out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    expect(page.get_by_role("link", name="Sign In", exact=True)).to_be_visible()

    page.goto("/customer/address/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Customer Login")


def test_the_back_button_shows_nothing_after_signing_out(page: Page, jane: Shopper) -> None:
    sign_in(page, jane)

    account_name(page).click()
    page.get_by_role("button", name="Sign Out").click()
    page.wait_for_url("**/logoutSuccess/")
    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Customer Login")


def test_a_guest_comes_back_to_where_they_wanted_to_go(page: Page, jane: Shopper) -> None:
    page.goto("/customer/address/")
    page.get_by_label("Email").fill(jane.email)
    page.get_by_label("Password").fill(jane.password)
    page.get_by_role("button", name="Sign In").click()

    expect(page).to_have_url("/customer/address/")


def test_a_wrong_password_is_told_and_the_email_kept(page: Page, jane: Shopper) -> None:
    page.goto("/customer/account/login/")
    page.get_by_label("Email").fill(jane.email)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign In").click()

    expect(page.get_by_role("alert")).to_have_text(SignInFailed().storefront_message)
    expect(page.get_by_label("Email")).to_have_value(jane.email)
    expect(page.get_by_label("Password")).to_have_value("")
    expect(page.get_by_label("Password")).to_have_accessible_description(SignInFailed().storefront_message)


def test_the_keyboard_is_enough(page: Page, jane: Shopper) -> None:
    page.goto("/customer/account/login/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Email")).to_be_focused()
    page.keyboard.type(jane.email)
    page.keyboard.press("Tab")
    page.keyboard.type(jane.password)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Sign In")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My Account")

    for _ in ("skip link", "name of the store", "account name"):
        page.keyboard.press("Tab")
    expect(account_name(page)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Address Book")


def test_nothing_scrolls_sideways_on_a_narrow_screen(page: Page, jane: Shopper) -> None:
    page.set_viewport_size({"width": NARROW, "height": 640})

    for path in ("/customer/account/login/", "/customer/account/logoutSuccess/"):
        page.goto(path)
        assert width_of_content(page) <= NARROW, path

    sign_in(page, jane)
    for path in ("/customer/account/", "/customer/address/", "/customer/account/logout/"):
        page.goto(path)
        account_name(page).click()
        assert width_of_content(page) <= NARROW, path


def width_of_content(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page: Page, jane: Shopper, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto("/customer/account/login/")
    color = page.evaluate(
        """() => Object.fromEntries(
            ["text", "quiet", "accent", "error", "on-accent", "ground", "card", "error-ground", "field-line"].map(
                name => [name, getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim()]
            )
        )"""
    )

    for letters, grounds in {
        "text": ["ground", "card"],
        "quiet": ["ground", "card"],
        "accent": ["ground", "card"],
        "error": ["error-ground"],
        "on-accent": ["accent"],
    }.items():
        for ground in grounds:
            assert contrast(color[letters], color[ground]) >= 4.5, (letters, ground)  # WCAG 1.4.3
    assert contrast(color["field-line"], color["card"]) >= 3  # WCAG 1.4.11
    assert contrast(color["error"], color["card"]) >= 3


def contrast(one: str, other: str) -> float:
    """The contrast of two colors such as #1d5c57, as WCAG counts it."""

    def luminance(color: str) -> float:
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
