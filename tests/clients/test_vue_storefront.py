"""Vue Storefront's middleware: everything by POST, type names, and messages it only finds in answers of status 200."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients.shop import Shop
from tests.clients.storefront import PASSWORD, Storefront, new_email
from tests.clients.values import CURRENCY, NEW_YORK, store_config

# 70 fields for the list of store views, 51 of which it asks of the current one.
STORE_FIELDS = """
locale magento_wishlist_general_is_enabled minimum_password_length store_code store_group_code store_name allow_order
autocomplete_on_storefront category_url_suffix configurable_thumbnail_source copyright default_display_currency_code
grid_per_page product_url_suffix required_character_classes_number root_category_uid secure_base_media_url
store_group_name website_name allow_guests_to_write_product_reviews allow_items base_currency_code base_media_url
catalog_default_sort_by category_fixed_product_tax_display_setting cms_home_page cms_no_cookies cms_no_route code
default_description default_keywords default_title grid_per_page_values head_shortcut_icon header_logo_src id
list_per_page logo_alt logo_height logo_width product_fixed_product_tax_display_setting product_reviews_enabled
sales_fixed_product_tax_display_setting secure_base_link_url secure_base_url store_sort_order title_prefix
title_separator title_suffix website_code weight_unit absolute_footer base_link_url base_static_url base_url front
head_includes is_default_store is_default_store_group list_mode list_per_page_values no_route
payment_payflowpro_cc_vault_active root_category_id secure_base_static_url show_cms_breadcrumbs timezone
use_store_in_url website_id welcome
"""

CONFIG = "query storeConfig { storeConfig {" + STORE_FIELDS + "} }"

STORES = "query availableStores { availableStores {" + STORE_FIELDS + "} }"

CURRENCIES = """query currency {
  currency {
    available_currency_codes base_currency_code base_currency_symbol default_display_currecy_code
    default_display_currecy_symbol default_display_currency_code default_display_currency_symbol
    exchange_rates { currency_to rate }
  }
}"""

COUNTRIES = "query countries { countries { id full_name_english full_name_locale two_letter_abbreviation } }"

COUNTRY = """query country($id: String) {
  country(id: $id) { id full_name_locale two_letter_abbreviation full_name_english available_regions { id code name } }
}"""

SIGN_UP = """mutation createCustomer($input: CustomerCreateInput!) {
  createCustomerV2(input: $input) { customer { email firstname lastname is_subscribed } }
}"""

SIGN_IN = """mutation signIn($email: String!, $password: String!) {
  generateCustomerToken(email: $email, password: $password) { token }
}"""

ADDRESS = """
id prefix firstname middlename lastname suffix company street city postcode country_code telephone fax vat_id
default_billing default_shipping
region { region region_code region_id }
extension_attributes { attribute_code value }
"""

CUSTOMER = f"""
prefix firstname middlename lastname suffix email date_of_birth taxvat is_subscribed default_billing default_shipping
addresses {{ {ADDRESS} }}
"""

ACCOUNT = f"query customer {{ customer {{ {CUSTOMER} }} }}"

UPDATE = f"""mutation updateCustomer($input: CustomerUpdateInput!) {{
  updateCustomerV2(input: $input) {{ customer {{ {CUSTOMER} }} }}
}}"""

CHANGE_EMAIL = f"""mutation changeEmail($email: String!, $password: String!) {{
  updateCustomerEmail(email: $email, password: $password) {{ customer {{ {CUSTOMER} }} }}
}}"""

CHANGE_PASSWORD = f"""mutation changePassword($currentPassword: String!, $newPassword: String!) {{
  changeCustomerPassword(currentPassword: $currentPassword, newPassword: $newPassword) {{ {CUSTOMER} }}
}}"""

ADD_ADDRESS = f"""mutation addAddress($input: CustomerAddressInput!) {{
  createCustomerAddress(input: $input) {{ {ADDRESS} }}
}}"""

CHANGE_ADDRESS = f"""mutation changeAddress($id: Int!, $input: CustomerAddressInput) {{
  updateCustomerAddress(id: $id, input: $input) {{ {ADDRESS} }}
}}"""

REMOVE_ADDRESS = "mutation removeAddress($id: Int!) { deleteCustomerAddress(id: $id) }"

ASK_FOR_RESET = "mutation askForReset($email: String!) { requestPasswordResetEmail(email: $email) }"

RESET = """mutation reset($email: String!, $resetPasswordToken: String!, $newPassword: String!) {
  resetPassword(email: $email, resetPasswordToken: $resetPasswordToken, newPassword: $newPassword)
}"""

SUBSCRIBE = "mutation subscribe($email: String!) { subscribeEmailToNewsletter(email: $email) { status } }"

SIGN_OUT = "mutation signOut { revokeCustomerToken { result } }"

WRONG = "The account sign-in was incorrect or your account is disabled temporarily. Please wait and try again later."


class VueStorefront(Storefront):
    """The middleware, with the cookies of one visitor."""

    def headers(self) -> dict[str, str]:
        signed_in = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {"Accept": "*/*", "Store": "default", "Content-Currency": "USD", **signed_in}

    def sent(self, document: str, operation: str, variables: dict[str, Any]) -> dict[str, Any]:
        return {"operationName": operation, "variables": variables, "query": document}


@pytest.fixture
def middleware(older_shop: Shop) -> VueStorefront:
    """Asked by a guest."""
    return VueStorefront(older_shop.base)


@pytest.fixture
def ada(middleware: VueStorefront) -> str:
    """Somebody who has just signed up and in; her e-mail."""
    email = new_email()
    middleware.post(SIGN_UP, input={"email": email, "firstname": "Ada", "lastname": "Novak", "password": PASSWORD})
    signed_in = middleware.post(SIGN_IN, email=email, password=PASSWORD)
    middleware.token = signed_in.data["generateCustomerToken"]["token"]
    return email


def address(**differences: Any) -> dict[str, Any]:
    """What the address form sends: the id of the region alone."""
    return {
        "firstname": "Ada",
        "lastname": "Novak",
        "street": ["123 Oak Ave", "Floor 2"],
        "city": "Purchase",
        "region": {"region_id": 43},
        "postcode": "10755",
        "country_code": "US",
        "telephone": "512-555-1111",
        "default_billing": False,
        "default_shipping": False,
        **differences,
    }


def kept(address_id: int, **differences: Any) -> dict[str, Any]:
    """The same as it is read again."""
    return {
        **address(),
        "id": address_id,
        "region": {"region": "New York", "region_code": "NY", "region_id": 43},
        "extension_attributes": None,
        **dict.fromkeys(("prefix", "middlename", "suffix", "company", "fax", "vat_id")),
        **differences,
    }


# At the start.


def test_every_setting_it_reads_is_answered_in_one_query(middleware: VueStorefront, older_shop: Shop) -> None:
    config = middleware.post(CONFIG)
    stores = middleware.post(STORES)

    expected = store_config(STORE_FIELDS, older_shop.base)
    assert config.data == {"storeConfig": expected}
    assert stores.data == {"availableStores": [expected]}


def test_currencies(middleware: VueStorefront) -> None:
    answer = middleware.post(CURRENCIES)

    assert answer.data == {"currency": CURRENCY}


def test_countries_and_one_with_its_regions(middleware: VueStorefront) -> None:
    countries = middleware.post(COUNTRIES).data["countries"]
    country = middleware.post(COUNTRY, id="US").data["country"]

    america = {
        "id": "US",
        "full_name_locale": "United States",
        "full_name_english": "United States",
        "two_letter_abbreviation": "US",
    }
    assert america in countries
    assert NEW_YORK in country["available_regions"]
    assert country == {**america, "available_regions": country["available_regions"]}


# Signing up, in and out.


def test_somebody_signs_up_and_in(middleware: VueStorefront) -> None:
    email = new_email()
    filled = {"email": email, "firstname": "Ada", "lastname": "Novak", "password": PASSWORD, "is_subscribed": True}

    created = middleware.post(SIGN_UP, input=filled)
    signed_in = middleware.post(SIGN_IN, email=email, password=PASSWORD)
    middleware.token = signed_in.data["generateCustomerToken"]["token"]
    account = middleware.post(ACCOUNT)

    assert created.body == {
        "data": {
            "createCustomerV2": {
                "customer": {
                    "email": email,
                    "firstname": "Ada",
                    "lastname": "Novak",
                    "is_subscribed": True,
                    "__typename": "Customer",
                },
                "__typename": "CustomerOutput",
            }
        }
    }
    assert account.data == {
        "customer": {
            "prefix": None,
            "firstname": "Ada",
            "middlename": None,
            "lastname": "Novak",
            "suffix": None,
            "email": email,
            "date_of_birth": None,
            "taxvat": None,
            "is_subscribed": True,
            "default_billing": None,
            "default_shipping": None,
            "addresses": [],
        }
    }


def test_a_wrong_password_is_told_with_status_200(middleware: VueStorefront, ada: str) -> None:
    answer = middleware.post(SIGN_IN, email=ada, password="Wrong-Horse-9")

    assert (answer.status, answer.failures) == (200, [(WRONG, "graphql-authentication")])
    assert answer.body["errors"][0]["locations"] == [{"line": 2, "column": 3}]
    assert answer.data == {"generateCustomerToken": None}


def test_signing_out_ends_the_session(middleware: VueStorefront, ada: str) -> None:
    signed_out = middleware.post(SIGN_OUT)
    answer = middleware.post(ACCOUNT)
    middleware.token = None
    guest = middleware.post(ACCOUNT)

    assert signed_out.data == {"revokeCustomerToken": {"result": True}}
    assert (answer.status, answer.data) == (200, {"customer": None})
    assert answer.failures == [("The current customer isn't authorized.", "graphql-authentication")]
    assert (guest.status, guest.data) == (200, {"customer": None})
    assert guest.failures == [("The current customer isn't authorized.", "graphql-authorization")]


# The account.


def test_the_account_is_changed(middleware: VueStorefront, ada: str) -> None:
    changes = {
        "prefix": "Dr.",
        "firstname": "Adela",
        "middlename": "M.",
        "suffix": "Jr.",
        "taxvat": "GB999",
        "date_of_birth": "1985-05-17",
        "is_subscribed": True,
    }

    changed = middleware.post(UPDATE, input=changes)

    customer = {
        **changes,
        "lastname": "Novak",
        "email": ada,
        "default_billing": None,
        "default_shipping": None,
        "addresses": [],
    }
    assert changed.data == {"updateCustomerV2": {"customer": customer}}
    assert middleware.post(ACCOUNT).data == {"customer": customer}


def test_the_email_is_changed_with_the_password(middleware: VueStorefront, ada: str) -> None:
    email = new_email()

    refused = middleware.post(CHANGE_EMAIL, email=email, password="Wrong-Horse-9")
    changed = middleware.post(CHANGE_EMAIL, email=email, password=PASSWORD)

    assert (refused.status, refused.failures) == (200, [("Invalid login or password.", "graphql-authentication")])
    assert changed.data["updateCustomerEmail"]["customer"]["email"] == email


def test_the_password_is_changed_with_the_one_before(middleware: VueStorefront, ada: str) -> None:
    refused = middleware.post(CHANGE_PASSWORD, currentPassword="Wrong-Horse-9", newPassword="Battery-Staple-8")
    changed = middleware.post(CHANGE_PASSWORD, currentPassword=PASSWORD, newPassword="Battery-Staple-8")
    signed_in = middleware.post(SIGN_IN, email=ada, password="Battery-Staple-8")

    assert (refused.status, refused.failures) == (200, [("Invalid login or password.", "graphql-authentication")])
    assert changed.data["changeCustomerPassword"]["email"] == ada
    assert len(signed_in.data["generateCustomerToken"]["token"]) == 32


def test_a_forgotten_password_is_replaced_with_the_token_of_a_mail(
    middleware: VueStorefront, older_shop: Shop, ada: str
) -> None:
    middleware.token = None
    asked = middleware.post(ASK_FOR_RESET, email=ada)
    token = older_shop.link(ada, "/customer/account/createPassword/")["token"]

    reset = middleware.post(RESET, email=ada, resetPasswordToken=token, newPassword="Battery-Staple-8")

    assert (asked.data, reset.data) == ({"requestPasswordResetEmail": True}, {"resetPassword": True})


def test_nobody_to_remind_is_an_error(middleware: VueStorefront) -> None:
    answer = middleware.post(ASK_FOR_RESET, email=new_email())

    assert answer.failures == [("Cannot reset the customer's password", "graphql-input")]
    assert answer.data == {"requestPasswordResetEmail": None}


def test_the_newsletter_is_ordered_once(middleware: VueStorefront) -> None:
    email = new_email()

    ordered = middleware.post(SUBSCRIBE, email=email)
    twice = middleware.post(SUBSCRIBE, email=email)

    assert ordered.data == {"subscribeEmailToNewsletter": {"status": "SUBSCRIBED"}}
    assert twice.failures == [("This email address is already subscribed.", "graphql-already-exists")]


# Addresses.


def test_only_the_changed_fields_of_an_address_are_sent(middleware: VueStorefront, ada: str) -> None:
    added = middleware.post(ADD_ADDRESS, input=address()).data["createCustomerAddress"]

    changed = middleware.post(CHANGE_ADDRESS, id=added["id"], input={"city": "Albany", "default_billing": True})
    account = middleware.post(ACCOUNT).data["customer"]

    assert added == kept(added["id"])
    assert changed.data == {"updateCustomerAddress": kept(added["id"], city="Albany", default_billing=True)}
    assert (account["default_billing"], account["default_shipping"]) == (str(added["id"]), None)
    assert account["addresses"] == [kept(added["id"], city="Albany", default_billing=True)]


def test_an_address_is_removed(middleware: VueStorefront, ada: str) -> None:
    added = middleware.post(ADD_ADDRESS, input=address()).data["createCustomerAddress"]

    removed = middleware.post(REMOVE_ADDRESS, id=added["id"])
    again = middleware.post(REMOVE_ADDRESS, id=added["id"])

    assert removed.data == {"deleteCustomerAddress": True}
    assert again.failures == [(f'Could not find a address with ID "{added["id"]}"', "graphql-no-such-entity")]
