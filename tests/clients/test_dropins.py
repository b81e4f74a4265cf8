"""Adobe's drop-ins: scripts of another origin, queries by GET, no type names, every form its own operation."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.clients.shop import ORIGIN, Shop
from tests.clients.storefront import PASSWORD, Storefront, new_email
from tests.clients.values import FORMS, NEW_YORK, REASONS, SHIRT_SIZES, store_config

STORE_CONFIG_FIELDS = """
locale magento_wishlist_general_is_enabled minimum_password_length store_code store_group_code store_name allow_order
autocomplete_on_storefront configurable_thumbnail_source required_character_classes_number website_name
allow_gift_receipt allow_items allow_printed_card base_media_url category_fixed_product_tax_display_setting
create_account_confirmation customer_access_token_lifetime enable_multiple_wishlists maximum_number_of_wishlists
order_cancellation_enabled product_fixed_product_tax_display_setting sales_fixed_product_tax_display_setting
website_code allow_gift_wrapping_on_order allow_gift_wrapping_on_order_items cart_expires_in_days cart_gift_wrapping
cart_printed_card cart_summary_display_quantity countries_with_required_region default_country
graphql_share_customer_group is_checkout_agreements_enabled is_guest_checkout_enabled is_one_page_checkout_enabled
max_items_in_order_summary minicart_display minicart_max_items optional_zip_countries
orders_invoices_credit_memos_display_full_summary orders_invoices_credit_memos_display_grandtotal
orders_invoices_credit_memos_display_price orders_invoices_credit_memos_display_shipping_amount
orders_invoices_credit_memos_display_subtotal orders_invoices_credit_memos_display_zero_tax sales_gift_wrapping
sales_printed_card share_active_segments share_applied_cart_rule share_customer_accounts_scope
shopping_assistance_checkbox_title shopping_assistance_checkbox_tooltip shopping_assistance_enabled
shopping_cart_display_full_summary shopping_cart_display_grand_total shopping_cart_display_price
shopping_cart_display_shipping shopping_cart_display_subtotal shopping_cart_display_tax_gift_wrapping
shopping_cart_display_zero_tax
"""

CONFIG = (
    "query GET_STORE_CONFIG { storeConfig {"
    + STORE_CONFIG_FIELDS
    + "order_cancellation_reasons { description } printed_card_priceV2 { currency value } } }"
)

RECAPTCHA = """query GET_RECAPTCHA {
  recaptchaV3Config {
    badge_position failure_message forms is_enabled language_code minimum_score theme website_key
  }
}"""

COUNTRIES = """query GET_COUNTRIES {
  countries { id full_name_locale two_letter_abbreviation available_regions { id code name } }
}"""

REGIONS = """query GET_REGIONS($id: String!) {
  country(id: $id) { id available_regions { id code name } }
}"""

FORM = """query GET_FORM($formCode: String!) {
  attributesForm(formCode: $formCode) {
    items {
      code default_value entity_type frontend_class frontend_input is_required is_unique label
      options { is_default label value }
      ... on CustomerAttributeMetadata { multiline_count sort_order validate_rules { name value } }
    }
    errors { message type }
  }
}"""

AVAILABLE = """query IS_EMAIL_AVAILABLE($email: String!) {
  isEmailAvailable(email: $email) { is_email_available }
}"""

WHO = "firstname lastname email allow_remote_shopping_assistance group { uid }"

SIGN_UP = f"""mutation SIGN_UP($input: CustomerCreateInput!) {{
  createCustomerV2(input: $input) {{ customer {{ {WHO} custom_attributes {{ ... on AttributeValue {{ code value }}
    ... on AttributeSelectedOptions {{ code selected_options {{ value }} }} }} }} }}
}}"""

SIGN_UP_THE_OLD_WAY = f"""mutation SIGN_UP_OLD($input: CustomerInput!) {{
  createCustomer(input: $input) {{ customer {{ {WHO} }} }}
}}"""

SIGN_IN = """mutation SIGN_IN($email: String!, $password: String!) {
  generateCustomerToken(email: $email, password: $password) { token }
}"""

WHO_AM_I = f"query GET_CUSTOMER {{ customer {{ {WHO} }} }}"

VALIDATE_TOKEN = "query VALIDATE_TOKEN { customer { email } }"

ACCOUNT = """query GET_ACCOUNT {
  customer {
    created_at date_of_birth email firstname gender lastname middlename prefix suffix
    custom_attributes {
      code
      ... on AttributeValue { value }
      ... on AttributeSelectedOptions { selected_options { value } }
    }
  }
}"""

ADDRESSES = """query GET_ADDRESSES {
  customer {
    addresses {
      id uid prefix firstname middlename lastname suffix company street city postcode country_code telephone fax vat_id
      default_billing default_shipping
      region { region region_code region_id }
      custom_attributesV2 { code ... on AttributeValue { value } }
    }
  }
}"""

UPDATE = """mutation UPDATE($input: CustomerUpdateInput!) {
  updateCustomerV2(input: $input) { customer { email firstname } }
}"""

CHANGE_EMAIL = """mutation CHANGE_EMAIL($email: String!, $password: String!) {
  updateCustomerEmail(email: $email, password: $password) { customer { email } }
}"""

CHANGE_PASSWORD = """mutation CHANGE_PASSWORD($currentPassword: String!, $newPassword: String!) {
  changeCustomerPassword(currentPassword: $currentPassword, newPassword: $newPassword) { email }
}"""

ADD_ADDRESS = """mutation ADD_ADDRESS($input: CustomerAddressInput!) {
  createCustomerAddress(input: $input) { id uid firstname }
}"""

CHANGE_ADDRESS = """mutation CHANGE_ADDRESS($id: Int!, $input: CustomerAddressInput) {
  updateCustomerAddress(id: $id, input: $input) { firstname }
}"""

REMOVE_ADDRESS = "mutation REMOVE_ADDRESS($id: Int!) { deleteCustomerAddress(id: $id) }"

ASK_FOR_RESET = "mutation ASK_FOR_RESET($email: String!) { requestPasswordResetEmail(email: $email) }"

RESET = """mutation RESET($email: String!, $token: String!, $password: String!) {
  resetPassword(email: $email, resetPasswordToken: $token, newPassword: $password)
}"""

CONFIRM = f"""mutation CONFIRM($email: String!, $key: String!) {{
  confirmEmail(input: {{ email: $email, confirmation_key: $key }}) {{ customer {{ {WHO} }} }}
}}"""

RESEND = "mutation RESEND($email: String!) { resendConfirmationEmail(email: $email) }"

SIGN_OUT = "mutation SIGN_OUT { revokeCustomerToken { result } }"

WRONG = "The account sign-in was incorrect or your account is disabled temporarily. Please wait and try again later."


class Dropins(Storefront):
    """A page with the drop-ins on it."""

    adds_type_names = False

    def headers(self) -> dict[str, str]:
        signed_in = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Origin": ORIGIN,
            "Store": "default",
            **signed_in,
        }

    def parameters(self, document: str, operation: str, variables: dict[str, Any]) -> dict[str, str]:
        return {"query": document} | ({"variables": json.dumps(variables)} if variables else {})

    def sent(self, document: str, operation: str, variables: dict[str, Any]) -> dict[str, Any]:
        return {"query": document, "variables": variables}


@pytest.fixture
def page(shop: Shop) -> Dropins:
    """Opened by a guest."""
    return Dropins(shop.base)


@pytest.fixture
def ada(page: Dropins) -> str:
    """Somebody who has just signed up and in; her e-mail."""
    email = new_email()
    page.post(SIGN_UP, input={"email": email, "firstname": "Ada", "lastname": "Novak", "password": PASSWORD})
    page.token = page.post(SIGN_IN, email=email, password=PASSWORD).data["generateCustomerToken"]["token"]
    return email


def address(**differences: Any) -> dict[str, Any]:
    """What the address form sends."""
    return {
        "firstname": "Ada",
        "lastname": "Novak",
        "middlename": "M.",
        "prefix": "Dr.",
        "suffix": "Jr.",
        "company": "Novak Ltd",
        "street": ["123 Oak Ave", "Floor 2"],
        "city": "Purchase",
        "region": {"region": "New York", "region_code": "NY", "region_id": 43},
        "postcode": "10755",
        "country_code": "US",
        "telephone": "512-555-1111",
        "fax": "512-555-2222",
        "vat_id": "GB999",
        "default_billing": False,
        "default_shipping": False,
        "custom_attributesV2": [{"attribute_code": "delivery_note", "value": "Ring twice."}],
        **differences,
    }


# At the start.


def test_a_browser_may_call_from_the_other_origin(shop: Shop) -> None:
    asked = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,store,x-recaptcha",
    }

    allowed = httpx.options(shop.base + "/graphql", headers=asked)
    stranger = httpx.options(shop.base + "/graphql", headers={**asked, "Origin": "https://elsewhere.example.com"})

    named = {name.strip() for name in allowed.headers["Access-Control-Allow-Headers"].split(",")}
    assert (allowed.status_code, allowed.headers["Access-Control-Allow-Origin"]) == (200, ORIGIN)
    assert {"authorization", "content-type", "store", "x-recaptcha"} <= named
    assert "Access-Control-Allow-Origin" not in stranger.headers


def test_every_setting_it_reads_is_answered_in_one_query(page: Dropins, shop: Shop) -> None:
    answer = page.query(CONFIG)

    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert answer.body == {
        "data": {
            "storeConfig": store_config(STORE_CONFIG_FIELDS, shop.base)
            | {"order_cancellation_reasons": REASONS, "printed_card_priceV2": None}
        }
    }


def test_there_is_no_recaptcha(page: Dropins) -> None:
    answer = page.query(RECAPTCHA)

    assert answer.body == {"data": {"recaptchaV3Config": None}}


def test_countries_and_regions(page: Dropins) -> None:
    countries = page.query(COUNTRIES).data["countries"]
    country = page.query(REGIONS, id="US").data["country"]

    [america] = [each for each in countries if each["id"] == "US"]
    assert len(countries) == 245
    assert (america["full_name_locale"], america["two_letter_abbreviation"]) == ("United States", "US")
    assert NEW_YORK in america["available_regions"]
    assert country == {"id": "US", "available_regions": america["available_regions"]}


@pytest.mark.parametrize("form", FORMS)
def test_the_fields_of_each_form(page: Dropins, form: str) -> None:
    answer = page.query(FORM, formCode=form)

    shown = answer.data["attributesForm"]
    assert [each["code"] for each in shown["items"]] == FORMS[form].split()
    assert shown["errors"] == []


def test_a_field_of_a_form_says_what_it_takes(page: Dropins) -> None:
    items = page.query(FORM, formCode="customer_account_edit").data["attributesForm"]["items"]

    field = {"default_value": None, "entity_type": "CUSTOMER", "frontend_class": None, "is_unique": False}
    assert [each for each in items if each["code"] in ("firstname", "hobbies", "shirt_size")] == [
        {
            **field,
            "code": "firstname",
            "frontend_input": "TEXT",
            "is_required": True,
            "label": "First Name",
            "options": [],
            "multiline_count": 0,
            "sort_order": 40,
            "validate_rules": [{"name": "MIN_TEXT_LENGTH", "value": "1"}, {"name": "MAX_TEXT_LENGTH", "value": "255"}],
        },
        {
            **field,
            "code": "hobbies",
            "frontend_input": "MULTILINE",
            "is_required": False,
            "label": "Hobbies",
            "options": [],
            "multiline_count": 3,
            "sort_order": 230,
            "validate_rules": [],
        },
        {
            **field,
            "code": "shirt_size",
            "frontend_input": "SELECT",
            "is_required": False,
            "label": "Shirt Size",
            "options": SHIRT_SIZES,
            "multiline_count": 0,
            "sort_order": 260,
            "validate_rules": [],
        },
    ]


def test_a_form_nobody_knows_is_data(page: Dropins) -> None:
    answer = page.query(FORM, formCode="nonsense")

    assert answer.body == {
        "data": {
            "attributesForm": {
                "items": [],
                "errors": [{"message": 'Form "nonsense" could not be found.', "type": "ENTITY_NOT_FOUND"}],
            }
        }
    }


# Signing up and in.


def test_somebody_signs_up_with_custom_attributes_and_is_recognized(page: Dropins) -> None:
    email = new_email()
    filled = {
        "email": email,
        "firstname": "Ada",
        "lastname": "Novak",
        "password": PASSWORD,
        "is_subscribed": True,
        "date_of_birth": "1985-05-17",
        "gender": 2,
        "allow_remote_shopping_assistance": True,
        "custom_attributes": [
            {"attribute_code": "alternative_email", "value": "ada@example.net"},
            {"attribute_code": "studies", "value": "501,502", "selected_options": []},
            {"attribute_code": "shirt_size", "selected_options": [{"value": "512"}]},
        ],
    }
    available = page.query(AVAILABLE, email=email)

    created = page.post(SIGN_UP, input=filled)
    page.token = page.post(SIGN_IN, email=email, password=PASSWORD).data["generateCustomerToken"]["token"]
    signed_in = page.query(WHO_AM_I)

    somebody = {
        "firstname": "Ada",
        "lastname": "Novak",
        "email": email,
        "allow_remote_shopping_assistance": True,
        "group": None,
    }
    chosen = [
        {"code": "alternative_email", "value": "ada@example.net"},
        {"code": "studies", "selected_options": [{"value": "501"}, {"value": "502"}]},
        {"code": "shirt_size", "selected_options": [{"value": "512"}]},
    ]
    assert available.data == {"isEmailAvailable": {"is_email_available": True}}
    assert created.body == {"data": {"createCustomerV2": {"customer": {**somebody, "custom_attributes": chosen}}}}
    assert signed_in.body == {"data": {"customer": somebody}}


def test_the_older_sign_up_answers_the_same(page: Dropins) -> None:
    email = new_email()
    filled = {"email": email, "firstname": "Ada", "lastname": "Novak", "password": PASSWORD}

    created = page.post(SIGN_UP_THE_OLD_WAY, input=filled)

    assert created.body == {
        "data": {
            "createCustomer": {
                "customer": {
                    "firstname": "Ada",
                    "lastname": "Novak",
                    "email": email,
                    "allow_remote_shopping_assistance": False,
                    "group": None,
                }
            }
        }
    }


def test_the_group_is_told_where_the_merchant_shares_it(
    page: Dropins, ada: str, merchant: Callable[[str, str], None]
) -> None:
    merchant("customer/account_information/graphql_share_customer_group", "1")

    answer = page.query(WHO_AM_I)

    assert answer.data["customer"]["group"] == {"uid": "MQ=="}


def test_a_wrong_password_is_told_in_the_words_the_form_shows(page: Dropins, ada: str) -> None:
    page.token = None

    answer = page.post(SIGN_IN, email=ada, password="Wrong-Horse-9")

    assert (answer.status, answer.failures) == (401, [(WRONG, "graphql-authentication")])
    assert answer.data == {"generateCustomerToken": None}


def test_an_account_waits_for_its_mail_to_be_answered(
    page: Dropins, shop: Shop, merchant: Callable[[str, str], None]
) -> None:
    merchant("customer/create_account/confirm", "1")
    email = new_email()
    page.post(SIGN_UP, input={"email": email, "firstname": "Ada", "lastname": "Novak", "password": PASSWORD})

    early = page.post(SIGN_IN, email=email, password=PASSWORD)
    resent = page.post(RESEND, email=email)
    mailed = shop.link(email, "/customer/account/confirm/")
    wrong = page.post(CONFIRM, email=email, key="nonsense")
    confirmed = page.post(CONFIRM, email=mailed["email"], key=mailed["key"])
    late = page.post(SIGN_IN, email=email, password=PASSWORD)

    assert early.failures == [("This account isn't confirmed. Verify and try again.", "graphql-authentication")]
    assert resent.data == {"resendConfirmationEmail": True}
    assert wrong.failures == [("The confirmation token is invalid. Verify the token and try again.", "graphql-input")]
    assert confirmed.data["confirmEmail"]["customer"]["email"] == email
    assert len(late.data["generateCustomerToken"]["token"]) == 32


# The account.


def test_the_account_is_read_and_changed(page: Dropins, ada: str) -> None:
    changes = {
        "firstname": "Adela",
        "middlename": "M.",
        "prefix": "Dr.",
        "suffix": "PhD",
        "date_of_birth": "1985-05-17",
        "gender": 2,
        "custom_attributes": [
            {"attribute_code": "about_me", "value": "Restores bicycles."},
            {"attribute_code": "shirt_size", "selected_options": [{"value": "513"}]},
        ],
    }

    changed = page.post(UPDATE, input=changes)
    account = page.query(ACCOUNT)

    customer = account.data["customer"]
    assert changed.body == {"data": {"updateCustomerV2": {"customer": {"email": ada, "firstname": "Adela"}}}}
    assert account.headers["Cache-Control"] == "no-store"
    assert customer == {
        "created_at": customer["created_at"],
        "date_of_birth": "1985-05-17",
        "email": ada,
        "firstname": "Adela",
        "gender": 2,
        "lastname": "Novak",
        "middlename": "M.",
        "prefix": "Dr.",
        "suffix": "PhD",
        "custom_attributes": [
            {"code": "about_me", "value": "Restores bicycles."},
            {"code": "shirt_size", "selected_options": [{"value": "513"}]},
        ],
    }


def test_the_email_is_changed_with_the_password(page: Dropins, ada: str) -> None:
    email = new_email()

    refused = page.post(CHANGE_EMAIL, email=email, password="Wrong-Horse-9")
    changed = page.post(CHANGE_EMAIL, email=email, password=PASSWORD)

    assert refused.failures == [("Invalid login or password.", "graphql-authentication")]
    assert changed.body == {"data": {"updateCustomerEmail": {"customer": {"email": email}}}}


def test_the_password_is_changed_with_the_one_before(page: Dropins, ada: str) -> None:
    refused = page.post(CHANGE_PASSWORD, currentPassword="Wrong-Horse-9", newPassword="Battery-Staple-8")
    changed = page.post(CHANGE_PASSWORD, currentPassword=PASSWORD, newPassword="Battery-Staple-8")
    signed_in = page.post(SIGN_IN, email=ada, password="Battery-Staple-8")

    assert refused.failures == [("Invalid login or password.", "graphql-authentication")]
    assert refused.data == {"changeCustomerPassword": None}
    assert changed.body == {"data": {"changeCustomerPassword": {"email": ada}}}
    assert len(signed_in.data["generateCustomerToken"]["token"]) == 32


def test_too_many_wrong_passwords_lock_the_account(page: Dropins, ada: str) -> None:
    for _ in range(9):
        page.post(CHANGE_PASSWORD, currentPassword="Wrong-Horse-9", newPassword="Battery-Staple-8")

    tenth = page.post(CHANGE_PASSWORD, currentPassword="Wrong-Horse-9", newPassword="Battery-Staple-8")

    assert tenth.failures == [("The account is locked.", "graphql-authentication")]


def test_a_forgotten_password_is_replaced_with_the_link_of_a_mail(page: Dropins, shop: Shop, ada: str) -> None:
    page.token = None
    asked = page.post(ASK_FOR_RESET, email=ada)
    mailed = shop.link(ada, "/customer/account/createPassword/")

    wrong = page.post(RESET, email=ada, token="nonsense", password="Battery-Staple-8")
    reset = page.post(RESET, email=mailed["email"], token=mailed["token"], password="Battery-Staple-8")
    signed_in = page.post(SIGN_IN, email=ada, password="Battery-Staple-8")

    assert asked.body == {"data": {"requestPasswordResetEmail": True}}
    assert wrong.failures == [("The password token is mismatched. Reset and try again.", "graphql-input")]
    assert reset.body == {"data": {"resetPassword": True}}
    assert len(signed_in.data["generateCustomerToken"]["token"]) == 32


# Addresses.


def test_an_address_is_added_and_changed(page: Dropins, ada: str) -> None:
    added = page.post(ADD_ADDRESS, input=address()).data["createCustomerAddress"]

    changed = page.post(CHANGE_ADDRESS, id=added["id"], input=address(firstname="Adela", default_shipping=True))
    shown = page.query(ADDRESSES).data["customer"]["addresses"]

    expected = address(firstname="Adela", default_shipping=True)
    expected["custom_attributesV2"] = [{"code": "delivery_note", "value": "Ring twice."}]
    assert added == {"id": added["id"], "uid": added["uid"], "firstname": "Ada"}
    assert changed.body == {"data": {"updateCustomerAddress": {"firstname": "Adela"}}}
    assert shown == [{"id": added["id"], "uid": added["uid"], **expected}]


def test_an_address_is_removed_unless_it_is_a_default(page: Dropins, ada: str) -> None:
    default = page.post(ADD_ADDRESS, input=address(default_shipping=True)).data["createCustomerAddress"]["id"]
    other = page.post(ADD_ADDRESS, input=address()).data["createCustomerAddress"]["id"]

    kept = page.post(REMOVE_ADDRESS, id=default)
    removed = page.post(REMOVE_ADDRESS, id=other)

    left = [each["id"] for each in page.query(ADDRESSES).data["customer"]["addresses"]]
    assert kept.failures == [
        (f"Customer Address {default} is set as default shipping address and can not be deleted", "graphql-input")
    ]
    assert removed.body == {"data": {"deleteCustomerAddress": True}}
    assert left == [default]


def test_a_change_without_an_input_is_refused(page: Dropins, ada: str) -> None:
    added = page.post(ADD_ADDRESS, input=address()).data["createCustomerAddress"]

    answer = page.post(CHANGE_ADDRESS, id=added["id"])

    assert answer.failures == [('"input" value must be specified', "graphql-input")]


# Sessions.


def test_a_good_token_stays(page: Dropins, ada: str) -> None:
    answer = page.post(VALIDATE_TOKEN)

    assert answer.body == {"data": {"customer": {"email": ada}}}


def test_signing_out_ends_the_session_which_is_told_by_category(page: Dropins, ada: str) -> None:
    signed_out = page.post(SIGN_OUT)

    answer = page.post(VALIDATE_TOKEN)

    assert signed_out.body == {"data": {"revokeCustomerToken": {"result": True}}}
    assert (answer.status, answer.failures) == (
        401,
        [("The current customer isn't authorized.", "graphql-authentication")],
    )
    assert answer.data == {"customer": None}


def test_a_guest_is_told_another_category(page: Dropins) -> None:
    answer = page.query(WHO_AM_I)

    assert (answer.status, answer.failures) == (
        403,
        [("The current customer isn't authorized.", "graphql-authorization")],
    )
    assert answer.data == {"customer": None}


# Whatever happens, JSON.


def test_an_unknown_store_is_told_in_json(page: Dropins, shop: Shop) -> None:
    answer = httpx.get(shop.base + "/graphql", params={"query": CONFIG}, headers={**page.headers(), "Store": "nowhere"})

    assert answer.json()["errors"] == [
        {"message": "Requested store is not found", "extensions": {"category": "graphql-input"}}
    ]


def test_a_document_that_does_not_parse_is_told_in_json(page: Dropins, shop: Shop) -> None:
    answer = httpx.get(shop.base + "/graphql", params={"query": "{"}, headers=page.headers())

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == "Syntax Error: Expected Name, found <EOF>"


def test_a_wrong_method_is_told_in_json(page: Dropins, shop: Shop) -> None:
    answer = httpx.put(shop.base + "/graphql", json={"query": CONFIG}, headers=page.headers())

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST")
    assert answer.json()["errors"][0]["message"] == "GraphQL is asked by GET or POST"
