"""From opening an account to closing it in a real browser, with scripts and without; and what axe says to it all."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from customers.errors import CurrentPasswordWrong
from tests.browser import window
from tests.server import Server

PASSWORD, NEW_PASSWORD, LAST_PASSWORD = "b1b2b3l@w+", "Another-Horse-7", "Third-Horse-8"
GUESTS = [
    "/customer/account/login/",
    "/customer/account/create/",
    "/customer/account/forgotpassword/",
    "/customer/account/confirmation/",
    "/customer/account/confirm/?email=a@example.org&key=b",
    "/customer/account/createPassword/?email=a@example.org&token=b",
    "/newsletter/subscriber/confirm/?id=1&code=b",
    "/customer/account/logout/",
    "/customer/account/logoutSuccess/",
]
ACCOUNT = [
    "/customer/account/",
    "/customer/address/",
    "/customer/address/new/",
    "/customer/account/edit/",
    "/customer/account/edit/changepass/1/",
    "/newsletter/manage/",
    "/customer/account/devices/",
    "/customer/account/delete/",
    "/customer/account/logout/",
]


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def either(request: pytest.FixtureRequest, browser: Browser, demo: Server) -> Iterator[tuple[Page, bool]]:
    """A window in which scripts run, or do not; and whether they do."""
    with window(browser, demo.base, java_script_enabled=request.param) as page:
        yield page, request.param


def new_email() -> str:
    return f"maria.{uuid.uuid4().hex}@example.com"


def sign_up(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/customer/account/create/")
    page.get_by_label("First Name").fill("Maria")
    page.get_by_label("Last Name").fill("Keller")
    page.get_by_label("Sign Up for Newsletter").check()
    page.locator("#id_email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_label("Confirm Password").fill(password)
    page.get_by_role("button", name="Create an Account").click()
    expect(page.get_by_role("status")).to_have_text("Thank you for registering with Main Website Store.")


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/customer/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign In").click()


def done(page: Page, sentence: str) -> None:
    expect(page.get_by_role("status").filter(has_text=sentence)).to_be_visible()


def follow(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="My Account").get_by_role("link", name=name).click()


def card(page: Page, text: str) -> Locator:
    return page.locator("li.card").filter(has_text=text)


def fill_in_address(page: Page, city: str) -> None:
    page.locator("#id_street").fill("Kastanienallee 12")
    page.get_by_label("City").fill(city)
    page.get_by_label("Zip/Postal Code").fill("10435")
    page.get_by_label("Phone Number").fill("030 901820")


def choose_country(page: Page, name: str, *, scripts: bool) -> None:
    page.get_by_label("Country").select_option(label=name)
    if scripts:
        expect(page.get_by_role("button", name="Update regions")).to_be_hidden()
    else:
        page.get_by_role("button", name="Update regions").click()


def test_an_account_from_its_beginning_to_its_end(either: tuple[Page, bool], demo: Server) -> None:
    page, scripts = either
    email = new_email()
    sign_up(page, email)
    expect(page.locator(".card").filter(has_text="Newsletters")).to_contain_text("You are subscribed")

    follow(page, "Account Information")
    page.get_by_label("First Name").fill("Marie")
    page.get_by_role("button", name="Save").click()
    done(page, "You saved the account information.")
    expect(page.locator(".card").filter(has_text="Contact Information")).to_contain_text("Marie Keller")

    follow(page, "Address Book")
    page.get_by_role("link", name="Add New Address").click()
    fill_in_address(page, "Berlin")
    choose_country(page, "Germany", scripts=scripts)
    page.get_by_label("State/Province").select_option(label="Berlin")
    page.get_by_role("button", name="Save Address").click()
    done(page, "You saved the address.")
    expect(page.locator(".card").filter(has_text="Default Billing Address")).to_contain_text("Berlin, Berlin 10435")

    page.get_by_role("link", name="Add New Address").click()
    fill_in_address(page, "Reykjavík")
    choose_country(page, "Iceland", scripts=scripts)
    page.get_by_role("textbox", name="State/Province").fill("Höfuðborgarsvæðið")
    page.get_by_role("button", name="Save Address").click()
    done(page, "You saved the address.")
    card(page, "Reykjavík").get_by_role("link", name="Edit Address").click()
    expect(page.get_by_role("textbox", name="State/Province")).to_have_value("Höfuðborgarsvæðið")
    page.get_by_label("City").fill("Akureyri")
    page.get_by_label("Use as my default shipping address").check()
    page.get_by_role("button", name="Save Address").click()
    expect(page.locator("section.card").filter(has_text="Default Shipping Address")).to_contain_text("Akureyri")

    page.locator("section.card").filter(has_text="Default Shipping Address").get_by_role("link").click()
    expect(page.get_by_text("It's a default shipping address.")).to_be_visible()
    page.get_by_label("Use as my default billing address").check()
    page.get_by_role("button", name="Save Address").click()
    card(page, "Berlin").get_by_role("link", name="Delete Address").click()
    page.get_by_role("button", name="Delete Address").click()
    done(page, "You deleted the address.")
    expect(page.get_by_text("You have no other address entries in your address book.")).to_be_visible()

    follow(page, "Newsletter Subscriptions")
    page.get_by_label("General Subscription").uncheck()
    page.get_by_role("button", name="Save").click()
    done(page, "We have removed your newsletter subscription.")

    page.goto("/customer/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign Out").click()
    page.get_by_role("link", name="sign in again").click()
    page.get_by_role("link", name="Forgot Your Password?").click()
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Reset My Password").click()
    done(page, f"If there is an account associated with {email} you will receive an email")
    page.goto(link_in_mail(demo, email))
    page.get_by_label("New Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("Confirm New Password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set a New Password").click()
    done(page, "You updated your password.")
    sign_in(page, email, PASSWORD)
    expect(page.get_by_role("alert")).to_be_visible()
    sign_in(page, email, NEW_PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("My Account")

    page.get_by_role("link", name="Change Password").click()
    page.get_by_label("Current Password").fill(NEW_PASSWORD)
    page.get_by_label("New Password", exact=True).fill(LAST_PASSWORD)
    page.get_by_label("Confirm New Password").fill(LAST_PASSWORD)
    page.get_by_role("button", name="Save").click()
    done(page, "You saved the account information.")

    follow(page, "Signed-in Devices")
    expect(page.get_by_text("This device")).to_be_visible()
    follow(page, "Account Information")
    page.get_by_role("link", name="Delete Account").click()
    page.get_by_label("Current Password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Delete Account").click()
    expect(page.get_by_role("alert")).to_have_text(CurrentPasswordWrong().message)
    page.get_by_label("Current Password").fill(LAST_PASSWORD)
    page.get_by_role("button", name="Delete Account").click()
    done(page, "You deleted your account.")
    sign_in(page, email, LAST_PASSWORD)
    expect(page.get_by_role("alert")).to_be_visible()


def link_in_mail(demo: Server, email: str) -> str:
    """Where the link of the password mail leads, on the pages of the demo that show its mails."""
    listed = demo.call("GET", "/demo/mails/").text
    for address in re.findall(r'<a href="([^"]+)">Reset your', listed):  # the newest mail first
        shown = unescape(demo.call("GET", address).text)
        link = re.search(r"/customer/account/createPassword/[^\s\"<]+", shown)
        if email in shown and link:
            return unescape(link[0])
    raise AssertionError(listed)


# Scripts


def test_regions_and_postcodes_follow_the_country_at_once(page: Page) -> None:
    sign_up(page, new_email())
    page.goto("/customer/address/new/")
    region, postcode = page.locator("#region"), page.get_by_label("Zip/Postal Code")
    expect(region).to_have_attribute("name", "region_id")
    expect(postcode).to_have_attribute("aria-required", "true")

    page.get_by_label("Country").select_option("GB")
    expect(region).to_have_attribute("name", "region")
    expect(page.get_by_role("textbox", name="State/Province")).to_be_editable()
    expect(postcode).not_to_have_attribute("aria-required", "true")

    page.get_by_label("Country").select_option("CA")
    expect(page.get_by_role("combobox", name="State/Province")).to_contain_text("Manitoba")
    expect(region).to_have_attribute("aria-required", "true")
    expect(postcode).to_have_attribute("aria-required", "true")


def test_a_password_is_shown_and_its_strength_told(page: Page) -> None:
    page.goto("/customer/account/create/")
    password = page.get_by_label("Password", exact=True)
    told = page.get_by_role("status")

    expect(told).to_have_text("Password Strength: No Password")
    password.fill("abc")
    expect(told).to_have_text("Password Strength: Weak")
    password.fill("Correct-Horse-Battery-9")
    expect(told).to_have_text("Password Strength: Very Strong")
    expect(password).to_have_attribute("type", "password")
    page.get_by_label("Show Password").check()
    expect(password).to_have_attribute("type", "text")
    expect(page.get_by_label("Confirm Password")).to_have_attribute("type", "text")
    page.get_by_label("Show Password").uncheck()
    expect(password).to_have_attribute("type", "password")


def test_only_what_is_to_be_changed_is_asked_for(either: tuple[Page, bool]) -> None:
    page, _ = either
    sign_up(page, new_email())
    page.goto("/customer/account/edit/")
    email, current = page.locator("#id_email"), page.get_by_label("Current Password")
    new = page.get_by_label("New Password", exact=True)

    seen = []
    for boxes in ((), ("Change Email",), ("Change Password",), ("Change Email", "Change Password")):
        for name in ("Change Email", "Change Password"):
            page.get_by_label(name, exact=True).set_checked(name in boxes)
        seen.append((email.is_visible(), current.is_visible(), new.is_visible()))

    assert seen == [(False, False, False), (True, True, False), (False, True, True), (True, True, True)]


def test_what_is_wrong_gets_the_focus_and_leads_to_its_field(either: tuple[Page, bool]) -> None:
    page, _ = either
    page.goto("/customer/account/create/")
    page.get_by_role("button", name="Create an Account").click()

    expect(page).to_have_title("Error: Create New Customer Account · Main Website Store")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name='"Last Name" is a required value.').click()
    expect(page.get_by_label("Last Name")).to_be_focused()
    expect(page.get_by_label("Last Name")).to_have_accessible_description('"Last Name" is a required value.')


# Everybody


def complaints(page: Page) -> list[str]:
    """What axe finds wrong with a page, and whether it scrolls sideways."""
    found = Axe().run(page).response["violations"]
    told = [f"{page.url}: {each['id']} {[node['html'] for node in each['nodes']]}" for each in found]
    width = page.evaluate("document.documentElement.scrollWidth")
    return told + ([f"{page.url} is {width} wide"] if width > page.viewport_size["width"] else [])  # type: ignore[index]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_wrong_with_any_page_in_any_state(
    browser: Browser, demo: Server, scheme: Any, width: int
) -> None:
    size = {"width": width, "height": 900}
    with window(browser, demo.base, color_scheme=scheme, viewport=size, reduced_motion="reduce") as page:
        found = []
        for path in GUESTS:
            page.goto(path)
            found += complaints(page)
        for path, button in [
            (GUESTS[0], "Sign In"),
            (GUESTS[1], "Create an Account"),
            (GUESTS[2], "Reset My Password"),
            (GUESTS[3], "Send confirmation link"),
            (GUESTS[4], "Confirm"),
            (GUESTS[5], "Set a New Password"),
            (GUESTS[6], "Subscribe"),
        ]:
            page.goto(path)
            page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
            expect(page.get_by_role("alert")).to_be_visible()
            found += complaints(page)

        sign_up(page, new_email())
        found += complaints(page)
        page.goto("/customer/address/new/")
        fill_in_address(page, "Albany")
        page.locator("#region").select_option(label="New York")
        page.get_by_role("button", name="Save Address").click()
        page.get_by_role("link", name="Add New Address").click()
        fill_in_address(page, "Buffalo")
        page.locator("#region").select_option(label="New York")
        page.get_by_role("button", name="Save Address").click()
        for path in ACCOUNT:
            page.goto(path)
            found += complaints(page)
        for name in ("Edit Address", "Delete Address"):
            page.goto("/customer/address/")
            card(page, "Buffalo").get_by_role("link", name=name).click()
            found += complaints(page)
        for path, button in [
            ("/customer/address/new/", "Save Address"),
            ("/customer/account/edit/changepass/1/", "Save"),
            ("/customer/account/delete/", "Delete Account"),
        ]:
            page.goto(path)
            page.get_by_role("main").get_by_role("button", name=button).click()
            expect(page.get_by_role("alert")).to_be_visible()
            found += complaints(page)
        page.locator("summary").click()
        found += complaints(page)

    assert found == []
