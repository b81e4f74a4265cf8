"""The demo shows the mails it would have sent, and nothing but the demo does."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.server import Server


def test_a_link_of_a_mail_can_be_followed(page: Page, demo: Server) -> None:
    sign_up = (
        'mutation { createCustomer(input: {firstname: "Mila", lastname: "Novak", email: "mila.novak@example.com"})'
        " { customer { id } } }"
    )
    assert "errors" not in demo.graphql(sign_up).json()

    page.goto("/demo/mails/")
    page.get_by_role("listitem").filter(has_text="mila.novak@example.com").get_by_role("link").click()
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Choose a password").click()
    form = opened.value
    form.get_by_label("New Password", exact=True).fill("Mila*Novak1")
    form.get_by_label("Confirm New Password").fill("Mila*Novak1")
    form.get_by_role("button", name="Set a New Password").click()

    form.get_by_text("You updated your password.").wait_for()


@pytest.mark.django_db
def test_outside_of_the_demo_there_is_no_such_page(client: Client) -> None:
    assert client.get("/demo/mails/").status_code == 404
