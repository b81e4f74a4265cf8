"""PWA Studio's Venia: queries by GET with every parameter, type names, an empty Authorization, a cache id."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.clients.shop import ORIGIN, Shop
from tests.clients.storefront import PASSWORD, Storefront, new_email
from tests.clients.values import CURRENCY, NEW_YORK, store_config

STORE_CONFIG_FIELDS = """
locale magento_wishlist_general_is_enabled minimum_password_length store_code store_group_code store_name allow_order
category_url_suffix configurable_thumbnail_source copyright default_display_currency_code grid_per_page
product_url_suffix root_category_uid secure_base_media_url store_group_name allow_gift_receipt allow_printed_card code
contact_enabled customer_access_token_lifetime enable_multiple_wishlists id maximum_number_of_wishlists
store_sort_order category_canonical_tag newsletter_enabled product_canonical_tag
"""

CONFIG = "query getStoreConfig { storeConfig {" + STORE_CONFIG_FIELDS + "} }"

STORES = "query getStores { availableStores {" + STORE_CONFIG_FIELDS + "} }"

CURRENCIES = "query getCurrencies { currency { default_display_currency_code available_currency_codes } }"

RECAPTCHA = "query getReCaptcha { recaptchaV3Config { website_key badge_position language_code forms } }"

COUNTRIES = """query getCountries {
  countries { id full_name_english full_name_locale two_letter_abbreviation available_regions { id code name } }
}"""

REGIONS = (
    "query getRegions($countryCode: String!) { country(id: $countryCode) { id available_regions { id code name } } }"
)

BUILD_CONFIG = """query getBuildConfig {
  storeConfig { store_code code locale secure_base_media_url store_name newsletter_enabled }
}"""

BUILD_STORES = """query getBuildStores {
  availableStores { store_code id secure_base_media_url store_name default_display_currency_code }
}"""

POSSIBLE_TYPES = "query getPossibleTypes { __schema { types { kind name possibleTypes { name } } } }"

AVAILABLE = "query isAvailable($email: String!) { isEmailAvailable(email: $email) { is_email_available } }"

SIGN_UP = """mutation signUp(
  $email: String!, $firstname: String!, $lastname: String!, $password: String!, $is_subscribed: Boolean!
) {
  createCustomer(input: {
    email: $email, firstname: $firstname, lastname: $lastname, password: $password, is_subscribed: $is_subscribed
  }) { customer { email firstname lastname is_subscribed is_confirmed } }
}"""

SIGN_IN = """mutation signIn($email: String!, $password: String!) {
  generateCustomerToken(email: $email, password: $password) { token }
}"""

ACCOUNT = """query getAccount {
  customer { id email firstname lastname is_subscribed default_shipping }
}"""

ADDRESSES = """query getAddresses {
  customer {
    id default_shipping
    addresses {
      id firstname middlename lastname street city postcode country_code telephone default_billing default_shipping
      region { region region_code region_id }
    }
  }
}"""

UPDATE = """mutation update($input: CustomerInput!) {
  updateCustomer(input: $input) { customer { id email firstname lastname } }
}"""

SUBSCRIBED = """mutation subscribed($isSubscribed: Boolean!) {
  updateCustomer(input: { is_subscribed: $isSubscribed }) { customer { id is_subscribed } }
}"""

CHANGE_PASSWORD = """mutation changePassword($currentPassword: String!, $newPassword: String!) {
  changeCustomerPassword(currentPassword: $currentPassword, newPassword: $newPassword) { id email }
}"""

ADD_ADDRESS = """mutation addAddress($address: CustomerAddressInput!) {
  createCustomerAddress(input: $address) { id }
}"""

CHANGE_ADDRESS = """mutation changeAddress($id: Int!, $address: CustomerAddressInput!) {
  updateCustomerAddress(id: $id, input: $address) {
    id firstname middlename street default_shipping region { region_id }
  }
}"""

REMOVE_ADDRESS = "mutation removeAddress($id: Int!) { deleteCustomerAddress(id: $id) }"

ASK_FOR_RESET = "mutation askForReset($email: String!) { requestPasswordResetEmail(email: $email) }"

RESET = """mutation reset($email: String!, $token: String!, $newPassword: String!) {
  resetPassword(email: $email, resetPasswordToken: $token, newPassword: $newPassword)
}"""

SUBSCRIBE = "mutation subscribe($email: String!) { subscribeEmailToNewsletter(email: $email) { status } }"

SIGN_OUT = "mutation signOut { revokeCustomerToken { result } }"

WRONG = "The account sign-in was incorrect or your account is disabled temporarily. Please wait and try again later."


class Venia(Storefront):
    """A shop built with PWA Studio, in a browser."""

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self.currency: str | None = None
        self.cache_id: str | None = None

    def headers(self) -> dict[str, str]:
        chosen = {"Content-Currency": self.currency} if self.currency else {}
        return {
            "Accept": "*/*",
            "Authorization": f"Bearer {self.token}" if self.token else "",
            "Content-Type": "application/json",
            "Store": "default",
            "X-Magento-Cache-Id": self.cache_id or "null",
            **chosen,
        }

    def parameters(self, document: str, operation: str, variables: dict[str, Any]) -> dict[str, str]:
        return {"query": document, "operationName": operation, "variables": json.dumps(variables)}

    def sent(self, document: str, operation: str, variables: dict[str, Any]) -> dict[str, Any]:
        return {"operationName": operation, "variables": variables, "query": document}


@pytest.fixture
def app(shop: Shop) -> Venia:
    """Opened by a guest."""
    return Venia(shop.base)


@pytest.fixture
def ada(app: Venia) -> str:
    """Somebody who has just signed up and in; her e-mail."""
    email = new_email()
    app.post(SIGN_UP, email=email, firstname="Ada", lastname="Novak", password=PASSWORD, is_subscribed=False)
    app.token = app.post(SIGN_IN, email=email, password=PASSWORD).data["generateCustomerToken"]["token"]
    return email


def address(**differences: Any) -> dict[str, Any]:
    """What the address form sends: an empty middle name, no empty street line, the id of the region alone."""
    return {
        "city": "Purchase",
        "country_code": "US",
        "default_shipping": False,
        "firstname": "Ada",
        "lastname": "Novak",
        "middlename": "",
        "postcode": "10755",
        "region": {"region_id": 43},
        "street": ["123 Oak Ave"],
        "telephone": "512-555-1111",
        **differences,
    }


# While it is built.


@pytest.mark.parametrize("document", [BUILD_CONFIG, BUILD_STORES, POSSIBLE_TYPES])
def test_what_the_build_asks_is_answered_without_an_error(shop: Shop, document: str) -> None:
    answer = httpx.post(
        shop.base + "/graphql",
        json={"query": document},
        headers={"User-Agent": "pwa-buildpack", "Accept-Encoding": "gzip"},
    )

    assert answer.status_code == 200
    assert list(answer.json()) == ["data"]


# At the start.


def test_every_setting_it_reads_is_answered_in_one_query(app: Venia, shop: Shop) -> None:
    config = app.query(CONFIG)
    stores = app.query(STORES)

    expected = store_config(STORE_CONFIG_FIELDS, shop.base)
    assert config.body == {"data": {"storeConfig": {**expected, "__typename": "StoreConfig"}}}
    assert stores.data == {"availableStores": [expected]}


def test_an_empty_authorization_and_the_text_null_are_a_guest_who_begins(app: Venia) -> None:
    first = app.query(CURRENCIES)
    app.cache_id = first.headers["X-Magento-Cache-Id"]
    second = app.query(CURRENCIES)

    assert (app.headers()["Authorization"], first.status) == ("", 200)
    assert app.cache_id != "null"
    assert second.headers["X-Magento-Cache-Id"] == app.cache_id


def test_on_an_origin_of_its_own_it_may_bring_cookies_and_read_the_cache_id(app: Venia, shop: Shop) -> None:
    answer = httpx.get(
        shop.base + "/graphql", params={"query": CURRENCIES}, headers={**app.headers(), "Origin": ORIGIN}
    )

    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert "X-Magento-Cache-Id" in answer.headers["Access-Control-Expose-Headers"].split(", ")


def test_currencies(app: Venia) -> None:
    app.currency = "USD"

    answer = app.query(CURRENCIES)

    assert answer.data == {
        "currency": {field: CURRENCY[field] for field in ("default_display_currency_code", "available_currency_codes")}
    }


def test_countries_and_regions(app: Venia) -> None:
    countries = app.query(COUNTRIES).data["countries"]
    country = app.query(REGIONS, countryCode="US").data["country"]

    [america] = [each for each in countries if each["id"] == "US"]
    assert (america["full_name_english"], america["full_name_locale"]) == ("United States", "United States")
    assert america["two_letter_abbreviation"] == "US"
    assert NEW_YORK in america["available_regions"]
    assert country == {"id": "US", "available_regions": america["available_regions"]}


def test_there_is_no_recaptcha(app: Venia) -> None:
    assert app.query(RECAPTCHA).body == {"data": {"recaptchaV3Config": None}}


# Signing up, in and out.


def test_somebody_signs_up_and_in(app: Venia) -> None:
    email = new_email()
    available = app.query(AVAILABLE, email=email)

    created = app.post(SIGN_UP, email=email, firstname="Ada", lastname="Novak", password=PASSWORD, is_subscribed=True)
    app.token = app.post(SIGN_IN, email=email, password=PASSWORD).data["generateCustomerToken"]["token"]
    account = app.query(ACCOUNT)

    assert available.data == {"isEmailAvailable": {"is_email_available": True}}
    assert created.body == {
        "data": {
            "createCustomer": {
                "customer": {
                    "email": email,
                    "firstname": "Ada",
                    "lastname": "Novak",
                    "is_subscribed": True,
                    "is_confirmed": True,
                    "__typename": "Customer",
                },
                "__typename": "CustomerOutput",
            }
        }
    }
    assert account.headers["Cache-Control"] == "no-store"
    assert account.data == {
        "customer": {
            "id": account.data["customer"]["id"],
            "email": email,
            "firstname": "Ada",
            "lastname": "Novak",
            "is_subscribed": True,
            "default_shipping": None,
        }
    }


def test_a_wrong_password_is_told_with_data(app: Venia, ada: str) -> None:
    answer = app.post(SIGN_IN, email=ada, password="Wrong-Horse-9")

    assert answer.failures == [(WRONG, "graphql-authentication")]
    assert answer.data == {"generateCustomerToken": None}


def test_signing_out_ends_the_session(app: Venia, ada: str) -> None:
    signed_out = app.post(SIGN_OUT)
    answer = app.query(ACCOUNT)
    app.token = None
    guest = app.query(ACCOUNT)

    assert signed_out.data == {"revokeCustomerToken": {"result": True}}
    assert (answer.status, answer.data) == (401, {"customer": None})
    assert (guest.status, guest.data) == (403, {"customer": None})


# The account.


def test_the_account_is_sent_whole_whatever_was_changed(app: Venia, ada: str) -> None:
    name = app.post(UPDATE, input={"email": ada, "firstname": "Adela", "lastname": "Novak", "password": PASSWORD})
    email = new_email()
    moved = app.post(UPDATE, input={"email": email, "firstname": "Adela", "lastname": "Novak", "password": PASSWORD})
    wrong = app.post(UPDATE, input={"email": ada, "firstname": "Ada", "lastname": "Novak", "password": "Wrong-Horse-9"})

    customer = name.data["updateCustomer"]["customer"]
    assert customer == {"id": customer["id"], "email": ada, "firstname": "Adela", "lastname": "Novak"}
    assert moved.data == {"updateCustomer": {"customer": {**customer, "email": email}}}
    assert wrong.failures == [("Invalid login or password.", "graphql-authentication")]
    assert app.query(ACCOUNT).data["customer"]["email"] == email


def test_the_password_is_changed_with_the_one_before(app: Venia, ada: str) -> None:
    changed = app.post(CHANGE_PASSWORD, currentPassword=PASSWORD, newPassword="Battery-Staple-8")
    signed_in = app.post(SIGN_IN, email=ada, password="Battery-Staple-8")

    assert changed.data["changeCustomerPassword"]["email"] == ada
    assert len(signed_in.data["generateCustomerToken"]["token"]) == 32


def test_a_forgotten_password_is_replaced_with_the_token_of_a_mail(app: Venia, shop: Shop, ada: str) -> None:
    app.token = None
    asked = app.post(ASK_FOR_RESET, email=ada)
    mailed = shop.link(ada, "/customer/account/createPassword/")

    reset = app.post(RESET, email=ada, token=mailed["token"], newPassword="Battery-Staple-8")
    again = app.post(RESET, email=ada, token=mailed["token"], newPassword="Battery-Staple-7")

    assert (asked.data, reset.data) == ({"requestPasswordResetEmail": True}, {"resetPassword": True})
    assert again.failures == [("The password token is mismatched. Reset and try again.", "graphql-input")]


def test_the_newsletter_is_ordered_in_the_account_and_in_the_footer(app: Venia, ada: str) -> None:
    ordered = app.post(SUBSCRIBED, isSubscribed=True)
    ended = app.post(SUBSCRIBED, isSubscribed=False)
    app.token = None
    guest = new_email()
    footer = app.post(SUBSCRIBE, email=guest)
    twice = app.post(SUBSCRIBE, email=guest)

    assert ordered.data["updateCustomer"]["customer"]["is_subscribed"] is True
    assert ended.data["updateCustomer"]["customer"]["is_subscribed"] is False
    assert footer.data == {"subscribeEmailToNewsletter": {"status": "SUBSCRIBED"}}
    assert twice.failures == [("This email address is already subscribed.", "graphql-already-exists")]


# Addresses.


def test_an_address_is_added_changed_and_removed(app: Venia, ada: str) -> None:
    default = app.post(ADD_ADDRESS, address=address(default_shipping=True)).data["createCustomerAddress"]["id"]
    other = app.post(ADD_ADDRESS, address=address()).data["createCustomerAddress"]["id"]

    changed = app.post(CHANGE_ADDRESS, id=other, address=address(firstname="Adela", street=["1 Elm St", "Floor 2"]))
    removed = app.post(REMOVE_ADDRESS, id=other)
    shown = app.query(ADDRESSES).data["customer"]

    assert changed.data == {
        "updateCustomerAddress": {
            "id": other,
            "firstname": "Adela",
            "middlename": None,
            "street": ["1 Elm St", "Floor 2"],
            "default_shipping": False,
            "region": {"region_id": 43},
        }
    }
    assert removed.data == {"deleteCustomerAddress": True}
    assert shown == {
        "id": shown["id"],
        "default_shipping": str(default),
        "addresses": [
            {
                **address(default_shipping=True),
                "id": default,
                "middlename": None,
                "default_billing": False,
                "region": {"region": "New York", "region_code": "NY", "region_id": 43},
            }
        ],
    }
