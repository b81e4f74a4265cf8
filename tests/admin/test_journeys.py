"""What a merchant does at the desk, in a browser, and what of it can be read later in the history."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from customers.errors import AddressValueRequired, EmailTaken, RegionMismatch
from tests.server import Server

CUSTOMERS = "/admin/customers/customer/"
PLACES = ["/admin/", CUSTOMERS, CUSTOMERS + "1/change/", "/admin/history/entry/"]
ADMIN, ADMIN_PASSWORD = "admin", "admin123"
PASSWORD = "Correct-Horse-9"


def sign_in(page: Page, name: str = ADMIN, password: str = ADMIN_PASSWORD) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Shop administration")).to_be_visible()


@pytest.fixture
def admin_token(demo: Server) -> str:
    answer = demo.call("POST", "/rest/V1/integration/admin/token", {"username": ADMIN, "password": ADMIN_PASSWORD})
    return str(answer.json())


def opened(demo: Server, admin_token: str, **differences: Any) -> dict[str, Any]:
    """A customer of the demo, opened over the API."""
    fields = {"firstname": "Ida", "lastname": "Berg", **differences}
    answer = demo.call(
        "POST",
        "/rest/V1/customers",
        {"customer": fields, "password": PASSWORD},
        Authorization=f"Bearer {admin_token}",
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def read(demo: Server, admin_token: str, customer_id: int) -> dict[str, Any]:
    answer = demo.call("GET", f"/rest/V1/customers/{customer_id}", Authorization=f"Bearer {admin_token}")
    found: dict[str, Any] = answer.json()
    return found


def page_of(customer: dict[str, Any]) -> str:
    return f"{CUSTOMERS}{customer['id']}/change/"


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_load_state()


def happened(page: Page) -> str:
    return page.get_by_role("region", name="What happened to the account").inner_text()


def test_a_merchant_changes_an_account_and_reads_it_in_the_history(page: Page, demo: Server, admin_token: str) -> None:
    ida = opened(demo, admin_token, email="ida.changes@example.com")
    sign_in(page)
    page.get_by_role("navigation").get_by_role("link", name="All customers").click()
    page.get_by_role("link", name="Ida Berg").first.click()
    page.goto(page_of(ida))

    page.get_by_label("First name").first.fill("Ida Maria")
    save(page)

    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert read(demo, admin_token, ida["id"])["firstname"] == "Ida Maria"
    assert "Account changed by admin admin" in " ".join(happened(page).split())
    assert page.title() == "Ida Maria Berg | Change customer | Duplex admin"


def test_an_address_is_added_with_a_region_of_its_country(page: Page, demo: Server, admin_token: str) -> None:
    ida = opened(demo, admin_token, email="ida.moves@example.com")
    sign_in(page)
    page.goto(page_of(ida))

    page.get_by_role("link", name="Add another Address").click()
    typed = {"street": "Kaistraße 4", "city": "Kiel", "postcode": "24103", "telephone": "0431 555010"}
    for field, text in {"firstname": "Ida", "lastname": "Berg", **typed}.items():
        page.locator(f"[name=addresses-0-{field}]").fill(text)
    page.locator("[name=addresses-0-country]").select_option("DE")
    page.locator("[name=addresses-0-region] option", has_text="Schleswig-Holstein").wait_for(state="attached")
    page.locator("[name=addresses-0-region]").select_option(label="Schleswig-Holstein")
    page.locator("[name=addresses-0-default_billing]").check()
    save(page)

    kept = read(demo, admin_token, ida["id"])
    (address,) = kept["addresses"]
    assert (address["city"], address["region"]["region"], address["country_id"]) == ("Kiel", "Schleswig-Holstein", "DE")
    assert kept["default_billing"] == str(address["id"])
    assert "Address added by admin admin" in " ".join(happened(page).split())


def test_an_address_is_changed_by_keyboard_and_deleted(page: Page, demo: Server, admin_token: str) -> None:
    fields = {
        "firstname": "Ida", "lastname": "Berg", "street": ["1 Pier"], "city": "Albany", "postcode": "12207",
        "country_id": "US", "region_id": 43, "telephone": "518-555-0142",
    }  # fmt: skip
    ida = opened(demo, admin_token, email="ida.home@example.com", addresses=[fields])
    sign_in(page)
    page.goto(page_of(ida))

    opener = page.get_by_role("button", name="1 Pier")
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.locator("[name=addresses-0-city]").fill("")
    save(page)

    expect(page.get_by_text(AddressValueRequired(fieldName="city").message)).to_be_visible()
    assert read(demo, admin_token, ida["id"])["addresses"][0]["city"] == "Albany"

    page.locator("[name=addresses-0-city]").fill("Buffalo")
    save(page)
    assert read(demo, admin_token, ida["id"])["addresses"][0]["city"] == "Buffalo"

    page.get_by_label("Delete 1 Pier").focus()
    page.keyboard.press("Space")
    save(page)
    assert read(demo, admin_token, ida["id"])["addresses"] == []
    assert "Address deleted by admin admin" in " ".join(happened(page).split())


def test_a_region_of_another_country_is_refused_without_scripts_too(
    browser: Browser, demo: Server, admin_token: str
) -> None:
    fields = {
        "firstname": "Ida", "lastname": "Berg", "street": ["1 Pier"], "city": "Albany", "postcode": "12207",
        "country_id": "US", "region_id": 43, "telephone": "518-555-0142",
    }  # fmt: skip
    ida = opened(demo, admin_token, email="ida.plain@example.com", addresses=[fields])
    context = browser.new_context(base_url=demo.base, java_script_enabled=False)
    page = context.new_page()
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(ADMIN)
    page.get_by_label("Password").fill(ADMIN_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto(page_of(ida))

    page.locator("[name=addresses-0-country]").select_option("DE")
    page.get_by_role("button", name="Save and continue editing").click()

    expect(page.get_by_text(RegionMismatch(fieldName="regionId", value=43).message)).to_be_visible()
    page.locator("[name=addresses-0-region]").select_option(label="Bayern")
    page.get_by_role("button", name="Save and continue editing").click()
    assert read(demo, admin_token, ida["id"])["addresses"][0]["region"]["region"] == "Bayern"
    context.close()


def test_attributes_of_each_type_are_set(page: Page, demo: Server, admin_token: str) -> None:
    ida = opened(demo, admin_token, email="ida.attributes@example.com")
    sign_in(page)
    page.goto(page_of(ida))

    page.get_by_label("Alternative Email").fill("ida@example.net")
    page.get_by_label("MBA").check()
    page.get_by_label("About Me").fill("Sails.")
    page.get_by_label("Member Since").fill("2020-02-29")
    page.get_by_label("Prefers a Call").select_option("Yes")
    page.get_by_label("Shirt Size").select_option("M")
    save(page)

    expect(page.get_by_text("was changed successfully")).to_be_visible()
    kept = {each["attribute_code"]: each for each in read(demo, admin_token, ida["id"])["custom_attributes"]}
    assert len(kept) >= 6
    assert kept["alternative_email"]["value"] == "ida@example.net"
    assert json.dumps(kept).count("2020-02-29") == 1
    expect(page.get_by_label("MBA")).to_be_checked()
    expect(page.get_by_label("Shirt Size").locator("option:checked")).to_have_text("M")


def test_what_the_domain_refuses_stands_on_its_field(page: Page, demo: Server, admin_token: str) -> None:
    opened(demo, admin_token, email="ida.first@example.com")
    ida = opened(demo, admin_token, email="ida.second@example.com")
    sign_in(page)
    page.goto(page_of(ida))

    page.get_by_label("Email", exact=False).first.fill("IDA.FIRST@example.com")
    save(page)

    expect(page.get_by_text(EmailTaken().message)).to_be_visible()
    assert read(demo, admin_token, ida["id"])["email"] == "ida.second@example.com"


def test_what_the_customer_changed_meanwhile_stays(page: Page, demo: Server, admin_token: str) -> None:
    ida = opened(demo, admin_token, email="ida.meanwhile@example.com")
    sign_in(page)
    page.goto(page_of(ida))

    token = demo.call(
        "POST",
        "/rest/V1/integration/customer/token",
        {"username": "ida.meanwhile@example.com", "password": PASSWORD},
    ).json()
    change = 'mutation { updateCustomerV2(input: {lastname: "Holm"}) { customer { lastname } } }'
    assert "errors" not in demo.graphql(change, Authorization=f"Bearer {token}").json()
    page.get_by_label("First name").first.fill("Ida Maria")
    save(page)

    kept = read(demo, admin_token, ida["id"])
    assert (kept["firstname"], kept["lastname"]) == ("Ida Maria", "Holm")


def test_buttons_send_mail_sign_out_and_are_noted(page: Page, demo: Server, admin_token: str) -> None:
    ida = opened(demo, admin_token, email="ida.buttons@example.com")
    for _ in range(2):
        demo.call(
            "POST",
            "/rest/V1/integration/customer/token",
            {"username": "ida.buttons@example.com", "password": PASSWORD},
        )
    sign_in(page)
    page.goto(page_of(ida))

    page.get_by_role("button", name="Send password reset mail").click()
    expect(
        page.get_by_text("A link to choose a new password is on its way to ida.buttons@example.com.")
    ).to_be_visible()
    devices = page.get_by_role("region", name="Devices and tokens")
    expect(devices.get_by_role("button")).to_have_count(2)
    devices.get_by_role("button").first.click()
    expect(page.get_by_text("Signed out of the device.")).to_be_visible()
    expect(devices.get_by_role("button")).to_have_count(1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out everywhere").click()
    expect(devices.get_by_text("Signed in nowhere.")).to_be_visible()

    told = " ".join(happened(page).split())
    for event in ("Password reset asked for", "Device signed out"):
        assert f"{event} by admin admin" in told
    page.get_by_role("link", name="All of its history").click()
    expect(page.get_by_role("cell", name="admin admin").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "place", ["/admin/", CUSTOMERS, CUSTOMERS + "1/change/", CUSTOMERS + "add/", "/admin/history/entry/"]
)
def test_nothing_stands_in_the_way_of_anybody(page: Page, place: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    sign_in(page)
    page.goto(place)

    found = Axe().run(page).response["violations"]

    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("place", PLACES)
def test_pages_fit_a_telephone(page: Page, place: str) -> None:
    sign_in(page)
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(place)

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_every_page_has_a_title_of_its_own(page: Page) -> None:
    sign_in(page)
    titles = []
    for place in (
        "/admin/",
        CUSTOMERS,
        CUSTOMERS + "1/change/",
        "/admin/history/entry/",
        "/admin/attributes/attribute/",
    ):
        page.goto(place)
        titles.append(page.title())

    assert len(set(titles)) == len(titles)
    assert all(title.endswith("| Duplex admin") for title in titles)
