"""The fields passwords are typed into: masked, and open to whatever fills them in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from customers import resets
from customers.models import Customer
from tests.conftest import PASSWORD

FIELD = re.compile(r"<input[^>]*password[^>]*>", re.IGNORECASE)
SCRIPTS = Path(__file__).parent.parent.parent / "storefront" / "static" / "storefront"
PAGES = {
    "/customer/account/login/": ["current-password"],
    "/customer/account/create/": ["new-password", "new-password"],
    "/customer/account/edit/": ["current-password", "new-password", "new-password"],
    "/customer/account/delete/": ["current-password"],
    "/customer/account/createPassword/?id={id}&token={token}": ["new-password", "new-password"],
}


@pytest.mark.parametrize("address", PAGES)
def test_a_password_is_masked_and_may_be_filled_in_by_a_manager(address: str, grace: Customer) -> None:
    token = resets.give_token(grace)
    grace.save(update_fields=["reset_token_digest", "reset_token_created_at"])
    client = Client()
    if "edit" in address or "delete" in address:
        client.post("/customer/account/login/", {"login[username]": grace.email, "login[password]": PASSWORD})

    page = client.get(address.format(id=grace.pk, token=token), follow=True).content.decode()

    fields = [each for each in FIELD.findall(page) if 'type="checkbox"' not in each and 'type="hidden"' not in each]
    assert [re.findall(r'autocomplete="([\w-]+)"', each) for each in fields] == [[kind] for kind in PAGES[address]]
    assert all('type="password"' in each and "readonly" not in each and "maxlength" not in each for each in fields)


def test_no_script_stands_between_a_password_and_its_field() -> None:
    scripts = list(SCRIPTS.glob("*.js"))

    assert scripts
    for script in scripts:
        assert not re.search("paste|keydown|keypress|beforeinput", script.read_text(encoding="utf-8"))
