"""GraphCommerce: a gateway that introspects by GET, sends `extensions` along and one request for each root field."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import build_client_schema, build_schema

from tests.clients.shop import Shop
from tests.clients.storefront import PASSWORD, Storefront, new_email
from tests.clients.values import CURRENCY, FORMS, NEW_YORK, REASONS, SHIRT_SIZES, store_config
from tests.server import ROOT

STORE_CONFIG_FIELDS = """
locale magento_wishlist_general_is_enabled minimum_password_length store_code store_group_code store_name
autocomplete_on_storefront category_url_suffix copyright default_display_currency_code grid_per_page product_url_suffix
required_character_classes_number root_category_uid secure_base_media_url store_group_name website_name
allow_guests_to_write_product_reviews base_currency_code catalog_default_sort_by cms_home_page cms_no_cookies
cms_no_route contact_enabled create_account_confirmation default_description default_keywords default_title
grid_per_page_values head_shortcut_icon header_logo_src list_per_page logo_alt logo_height logo_width
order_cancellation_enabled product_reviews_enabled secure_base_link_url secure_base_url title_prefix title_separator
title_suffix weight_unit check_money_order_make_check_payable_to check_money_order_send_check_to
"""

INTROSPECTION = """query IntrospectionQuery {
  __schema {
    queryType { name }
    mutationType { name }
    subscriptionType { name }
    types { ...FullType }
    directives { name description locations args { ...InputValue } }
  }
}
fragment FullType on __Type {
  kind name description
  fields(includeDeprecated: true) {
    name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason
  }
  inputFields { ...InputValue }
  interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  possibleTypes { ...TypeRef }
}
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
fragment TypeRef on __Type {
  kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
}"""

CONFIG = "query StoreConfig { storeConfig {" + STORE_CONFIG_FIELDS + "order_cancellation_reasons { description } } }"

STORES = "query Stores { availableStores { store_code locale store_name } }"

CURRENCIES = """query Currencies {
  currency {
    available_currency_codes base_currency_code base_currency_symbol default_display_currency_code
    default_display_currency_symbol exchange_rates { currency_to rate }
  }
}"""

RECAPTCHA = "query ReCaptcha { recaptchaV3Config { website_key } }"

COUNTRIES = """query Countries {
  countries {
    id full_name_locale two_letter_abbreviation three_letter_abbreviation available_regions { id code name }
  }
}"""

FORM = """query Form($formCode: String!) {
  attributesForm(formCode: $formCode) {
    items {
      code default_value frontend_class frontend_input is_required is_unique label
      options { is_default label value }
      ... on CustomerAttributeMetadata { input_filter multiline_count validate_rules { name value } }
    }
    errors { message type }
  }
}"""

AVAILABLE = "query IsAvailable($email: String!) { isEmailAvailable(email: $email) { is_email_available } }"

CUSTOM = """custom_attributes {
  code
  ... on AttributeValue { value }
  ... on AttributeSelectedOptions { selected_options { label value } }
}"""

WHO = f"prefix firstname middlename lastname suffix email is_subscribed date_of_birth gender taxvat {CUSTOM}"

SIGN_UP = f"""mutation SignUp(
  $email: String!, $prefix: String, $firstname: String!, $middlename: String, $lastname: String!, $suffix: String
  $password: String!, $dateOfBirth: String, $gender: Int, $taxvat: String, $isSubscribed: Boolean
) {{
  createCustomer(input: {{
    email: $email, prefix: $prefix, firstname: $firstname, middlename: $middlename, lastname: $lastname
    suffix: $suffix, password: $password, date_of_birth: $dateOfBirth, gender: $gender, taxvat: $taxvat
    is_subscribed: $isSubscribed
  }}) {{ customer {{ {WHO} }} }}
}}"""

SIGN_UP_V2 = f"""mutation SignUpV2($input: CustomerCreateInput!) {{
  createCustomerV2(input: $input) {{ customer {{ {WHO} }} }}
}}"""

SIGN_IN = """mutation SignIn($email: String!, $password: String!) {
  generateCustomerToken(email: $email, password: $password) { token }
}"""

ACCOUNT = f"query Account {{ customer {{ {WHO} }} }}"

ADDRESSES = """query Addresses {
  customer {
    default_billing default_shipping
    addresses {
      id prefix firstname middlename lastname suffix company street city postcode country_code telephone vat_id
      default_billing default_shipping
      region { region region_code region_id }
    }
  }
}"""

UPDATE = f"""mutation Update($input: CustomerUpdateInput!) {{
  updateCustomerV2(input: $input) {{ customer {{ {WHO} }} }}
}}"""

UPDATE_NAME = """mutation UpdateName($prefix: String, $firstname: String!, $lastname: String!) {
  updateCustomerV2(input: { prefix: $prefix, firstname: $firstname, lastname: $lastname }) {
    customer { prefix firstname lastname }
  }
}"""

SUBSCRIBED = """mutation Subscribed($isSubscribed: Boolean) {
  updateCustomerV2(input: { is_subscribed: $isSubscribed }) { customer { is_subscribed } }
}"""

CHANGE_EMAIL = """mutation ChangeEmail($email: String!, $password: String!) {
  updateCustomerEmail(email: $email, password: $password) { customer { email } }
}"""

CHANGE_PASSWORD = """mutation ChangePassword($currentPassword: String!, $newPassword: String!) {
  changeCustomerPassword(currentPassword: $currentPassword, newPassword: $newPassword) { email }
}"""

ADDRESS_INPUT = """{
  prefix: $prefix, firstname: $firstname, middlename: $middlename, lastname: $lastname, suffix: $suffix
  company: $company, street: [$street, $houseNumber, $addition], city: $city, postcode: $postcode, region: $region
  country_code: $countryCode, telephone: $telephone, vat_id: $vatId
  default_billing: $defaultBilling, default_shipping: $defaultShipping
}"""

ADDRESS_VARIABLES = """
  $prefix: String, $firstname: String!, $middlename: String, $lastname: String!, $suffix: String, $company: String
  $street: String!, $houseNumber: String!, $addition: String, $city: String!, $postcode: String!
  $region: CustomerAddressRegionInput, $telephone: String!, $vatId: String, $defaultBilling: Boolean
  $defaultShipping: Boolean
"""

ADD_ADDRESS = f"""mutation AddAddress({ADDRESS_VARIABLES} $countryCode: CountryCodeEnum!) {{
  createCustomerAddress(input: {ADDRESS_INPUT}) {{ id street }}
}}"""

CHANGE_ADDRESS = f"""mutation ChangeAddress($id: Int! {ADDRESS_VARIABLES} $countryCode: CountryCodeEnum) {{
  updateCustomerAddress(id: $id, input: {ADDRESS_INPUT}) {{ id firstname street }}
}}"""

CHANGE_DEFAULTS = """mutation ChangeDefaults($id: Int!, $defaultBilling: Boolean, $defaultShipping: Boolean) {
  updateCustomerAddress(id: $id, input: { default_billing: $defaultBilling, default_shipping: $defaultShipping }) {
    id default_billing default_shipping
  }
}"""

REMOVE_ADDRESS = "mutation RemoveAddress($id: Int!) { deleteCustomerAddress(id: $id) }"

ASK_FOR_RESET = "mutation AskForReset($email: String!) { requestPasswordResetEmail(email: $email) }"

RESET = """mutation Reset($email: String!, $token: String!, $newPassword: String!) {
  resetPassword(email: $email, resetPasswordToken: $token, newPassword: $newPassword)
}"""

CONFIRM = """mutation Confirm($email: String!, $key: String!) {
  confirmEmail(input: { email: $email, confirmation_key: $key }) { customer { email } }
}"""

SUBSCRIBE = "mutation Subscribe($email: String!) { subscribeEmailToNewsletter(email: $email) { status } }"

DELETE = "mutation Delete { deleteCustomer }"

SIGN_OUT = "mutation SignOut { revokeCustomerToken { result } }"

EXPIRED = [("The current customer isn't authorized.", "graphql-authentication")]


class GraphCommerce(Storefront):
    """The gateway in front of a shop, acting for one visitor."""

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self.currency: str | None = None
        self.cache_id: str | None = None

    def headers(self) -> dict[str, str]:
        known = {"Content-Currency": self.currency, "X-Magento-Cache-Id": self.cache_id}
        signed_in = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {
            "Accept": "application/graphql-response+json, application/json, multipart/mixed",
            "Store": "default",
            "X-Forwarded-For": "192.0.2.7",
            **signed_in,
            **{name: value for name, value in known.items() if value},
        }

    @property
    def extensions(self) -> dict[str, str]:
        """What Mesh sends with every operation."""
        return {"endpoint": self.address}

    def parameters(self, document: str, operation: str, variables: dict[str, Any]) -> dict[str, str]:
        sent = {"query": document, "operationName": operation, "extensions": json.dumps(self.extensions)}
        return sent | ({"variables": json.dumps(variables)} if variables else {})

    def sent(self, document: str, operation: str, variables: dict[str, Any]) -> dict[str, Any]:
        return {"query": document, "variables": variables, "operationName": operation, "extensions": self.extensions}


@pytest.fixture
def gateway(shop: Shop) -> GraphCommerce:
    """Asked by a guest."""
    return GraphCommerce(shop.base)


def filled_in(**differences: Any) -> dict[str, Any]:
    """What the sign-up form sends: an empty prefix, and null for what it does not ask."""
    return {
        "email": new_email(),
        "prefix": "",
        "firstname": "Ada",
        "middlename": None,
        "lastname": "Novak",
        "suffix": None,
        "password": PASSWORD,
        "dateOfBirth": None,
        "gender": None,
        "taxvat": None,
        "isSubscribed": False,
        **differences,
    }


@pytest.fixture
def ada(gateway: GraphCommerce) -> str:
    """Somebody who has just signed up and in; her e-mail."""
    form = filled_in()
    gateway.post(SIGN_UP, **form)
    signed_in = gateway.post(SIGN_IN, email=form["email"], password=PASSWORD)
    gateway.token = signed_in.data["generateCustomerToken"]["token"]
    return form["email"]


def address(**differences: Any) -> dict[str, Any]:
    """What the address form sends: street, house number and addition, the id of the region alone."""
    return {
        "prefix": "",
        "firstname": "Ada",
        "middlename": None,
        "lastname": "Novak",
        "suffix": None,
        "company": "Novak Ltd",
        "street": "Oak Ave",
        "houseNumber": "123",
        "addition": "",
        "city": "Purchase",
        "postcode": "10755",
        "region": {"region_id": 43},
        "countryCode": "US",
        "telephone": "512-555-1111",
        "vatId": "GB999",
        "defaultBilling": False,
        "defaultShipping": False,
        **differences,
    }


# While it is built.


def test_introspection_by_get_tells_the_whole_schema(gateway: GraphCommerce) -> None:
    gateway.adds_type_names = False

    answer = gateway.query(INTROSPECTION)

    told = build_client_schema(answer.data)
    printed = Path(ROOT / "graphql_api" / "schema.graphql").read_text(encoding="utf-8")
    assert set(told.type_map) == set(build_schema(printed).type_map)


def test_no_type_implements_an_interface_that_the_gateway_would_refuse(gateway: GraphCommerce) -> None:
    gateway.adds_type_names = False

    schema = build_client_schema(gateway.query(INTROSPECTION).data)

    values = schema.get_possible_types(schema.type_map["AttributeValueInterface"])  # type: ignore[arg-type]
    assert {each.name for each in values} == {"AttributeValue", "AttributeSelectedOptions"}
    assert "ProductInterface" not in schema.type_map


# At the start.


def test_every_setting_it_reads_is_answered_in_one_query(gateway: GraphCommerce, shop: Shop) -> None:
    answer = gateway.query(CONFIG)

    assert answer.data == {
        "storeConfig": store_config(STORE_CONFIG_FIELDS, shop.base) | {"order_cancellation_reasons": REASONS}
    }


def test_store_views_and_currencies_with_what_the_last_answer_carried(gateway: GraphCommerce) -> None:
    stores = gateway.query(STORES)
    gateway.cache_id, gateway.currency = stores.headers["X-Magento-Cache-Id"], "USD"
    currency = gateway.query(CURRENCIES)

    assert stores.body == {
        "data": {
            "availableStores": [
                {
                    "store_code": "default",
                    "locale": "en_US",
                    "store_name": "Default Store View",
                    "__typename": "StoreConfig",
                }
            ]
        }
    }
    assert currency.data == {"currency": {field: value for field, value in CURRENCY.items() if "currecy" not in field}}
    assert currency.headers["X-Magento-Cache-Id"] == gateway.cache_id


def test_there_is_no_recaptcha(gateway: GraphCommerce) -> None:
    assert gateway.query(RECAPTCHA).body == {"data": {"recaptchaV3Config": None}}


def test_countries_and_regions(gateway: GraphCommerce) -> None:
    countries = gateway.query(COUNTRIES).data["countries"]

    [america] = [each for each in countries if each["id"] == "US"]
    assert NEW_YORK in america["available_regions"]
    assert {**america, "available_regions": None} == {
        "id": "US",
        "full_name_locale": "United States",
        "two_letter_abbreviation": "US",
        "three_letter_abbreviation": "USA",
        "available_regions": None,
    }


@pytest.mark.parametrize("form", FORMS)
def test_the_fields_of_each_form(gateway: GraphCommerce, form: str) -> None:
    answer = gateway.query(FORM, formCode=form)

    shown = answer.data["attributesForm"]
    assert [each["code"] for each in shown["items"]] == FORMS[form].split()
    assert shown["errors"] == []


def test_a_field_of_a_form_says_what_it_takes(gateway: GraphCommerce) -> None:
    items = gateway.query(FORM, formCode="customer_account_create").data["attributesForm"]["items"]

    field = {"default_value": None, "frontend_class": None, "is_required": False, "is_unique": False}
    assert [each for each in items if each["code"] in ("alternative_email", "shirt_size")] == [
        {
            **field,
            "code": "alternative_email",
            "frontend_input": "TEXT",
            "label": "Alternative Email",
            "options": [],
            "input_filter": "TRIM",
            "multiline_count": 0,
            "validate_rules": [
                {"name": "MAX_TEXT_LENGTH", "value": "255"},
                {"name": "INPUT_VALIDATION", "value": "email"},
            ],
        },
        {
            **field,
            "code": "shirt_size",
            "frontend_input": "SELECT",
            "label": "Shirt Size",
            "options": SHIRT_SIZES,
            "input_filter": "NONE",
            "multiline_count": 0,
            "validate_rules": [],
        },
    ]


# Signing up, in and out.


def test_somebody_signs_up_with_an_empty_prefix_and_nulls(gateway: GraphCommerce) -> None:
    form = filled_in()
    available = gateway.query(AVAILABLE, email=form["email"])

    created = gateway.post(SIGN_UP, **form)
    gateway.token = gateway.post(SIGN_IN, email=form["email"], password=PASSWORD).data["generateCustomerToken"]["token"]
    account = gateway.query(ACCOUNT)

    customer = {
        "prefix": None,
        "firstname": "Ada",
        "middlename": None,
        "lastname": "Novak",
        "suffix": None,
        "email": form["email"],
        "is_subscribed": False,
        "date_of_birth": None,
        "gender": None,
        "taxvat": None,
        "custom_attributes": [],
    }
    assert available.data == {"isEmailAvailable": {"is_email_available": True}}
    assert created.data == {"createCustomer": {"customer": customer}}
    assert account.data == {"customer": customer}


def test_the_newer_sign_up_takes_custom_attributes(gateway: GraphCommerce) -> None:
    sent = {
        "email": new_email(),
        "firstname": "Ada",
        "lastname": "Novak",
        "password": PASSWORD,
        "gender": 2,
        "date_of_birth": "1985-05-17",
        "custom_attributes": [{"attribute_code": "shirt_size", "selected_options": [{"value": "512"}]}],
    }

    created = gateway.post(SIGN_UP_V2, input=sent)

    customer = created.data["createCustomerV2"]["customer"]
    assert (customer["gender"], customer["date_of_birth"]) == (2, "1985-05-17")
    assert customer["custom_attributes"] == [
        {"code": "shirt_size", "selected_options": [{"label": "M", "value": "512"}]}
    ]


def test_a_password_too_weak_is_shown_at_the_new_password(gateway: GraphCommerce) -> None:
    answer = gateway.post(SIGN_UP, **filled_in(password="short"))

    assert answer.failures == [
        ("The password needs at least 8 characters. Create a new password and try again.", "graphql-input")
    ]
    assert answer.data == {"createCustomer": None}


def test_an_account_waits_for_its_mail_to_be_answered(
    gateway: GraphCommerce, shop: Shop, merchant: Callable[[str, str], None]
) -> None:
    merchant("customer/create_account/confirm", "1")
    form = filled_in()
    told = gateway.query(CONFIG)
    gateway.post(SIGN_UP, **form)
    mailed = shop.link(form["email"], "/customer/account/confirm/")

    early = gateway.post(SIGN_IN, email=form["email"], password=PASSWORD)
    confirmed = gateway.post(CONFIRM, email=mailed["email"], key=mailed["key"])
    late = gateway.post(SIGN_IN, email=form["email"], password=PASSWORD)

    assert told.data["storeConfig"]["create_account_confirmation"] is True
    assert early.failures == [("This account isn't confirmed. Verify and try again.", "graphql-authentication")]
    assert confirmed.data == {"confirmEmail": {"customer": {"email": form["email"]}}}
    assert len(late.data["generateCustomerToken"]["token"]) == 32


def test_signing_out_ends_the_session_which_is_told_by_category(gateway: GraphCommerce, ada: str) -> None:
    signed_out = gateway.post(SIGN_OUT)
    answer = gateway.query(ACCOUNT)

    assert signed_out.data == {"revokeCustomerToken": {"result": True}}
    assert (answer.status, answer.failures, answer.data) == (401, EXPIRED, {"customer": None})


def test_a_token_that_never_was_one_is_told_the_same(gateway: GraphCommerce) -> None:
    gateway.token = "nonsense"

    answer = gateway.query(ACCOUNT)

    assert (answer.status, answer.failures, answer.data) == (401, EXPIRED, {"customer": None})


def test_a_guest_is_told_another_category(gateway: GraphCommerce) -> None:
    answer = gateway.query(ACCOUNT)

    assert answer.status == 403
    assert answer.failures == [("The current customer isn't authorized.", "graphql-authorization")]


# The account.


def test_the_account_is_changed(gateway: GraphCommerce, ada: str) -> None:
    name = gateway.post(UPDATE_NAME, prefix="Dr.", firstname="Adela", lastname="Novak")
    changed = gateway.post(UPDATE, input={"gender": 1, "date_of_birth": "1985-05-17", "taxvat": "GB999"})

    customer = changed.data["updateCustomerV2"]["customer"]
    assert name.data == {"updateCustomerV2": {"customer": {"prefix": "Dr.", "firstname": "Adela", "lastname": "Novak"}}}
    assert (customer["gender"], customer["date_of_birth"], customer["taxvat"]) == (1, "1985-05-17", "GB999")
    assert gateway.query(ACCOUNT).data == {"customer": customer}


def test_the_email_is_changed_with_the_password(gateway: GraphCommerce, ada: str) -> None:
    email = new_email()

    refused = gateway.post(CHANGE_EMAIL, email=email, password="Wrong-Horse-9")
    changed = gateway.post(CHANGE_EMAIL, email=email, password=PASSWORD)

    assert refused.failures == [("Invalid login or password.", "graphql-authentication")]
    assert changed.data == {"updateCustomerEmail": {"customer": {"email": email}}}


def test_the_password_is_changed_and_each_refusal_has_its_field(gateway: GraphCommerce, ada: str) -> None:
    wrong = gateway.post(CHANGE_PASSWORD, currentPassword="Wrong-Horse-9", newPassword="Battery-Staple-8")
    weak = gateway.post(CHANGE_PASSWORD, currentPassword=PASSWORD, newPassword="weakweak")
    changed = gateway.post(CHANGE_PASSWORD, currentPassword=PASSWORD, newPassword="Battery-Staple-8")

    assert wrong.failures == [("Invalid login or password.", "graphql-authentication")]
    assert [category for _, category in weak.failures] == ["graphql-input"]
    assert changed.data == {"changeCustomerPassword": {"email": ada}}


def test_a_forgotten_password_is_replaced_with_the_token_of_a_mail(
    gateway: GraphCommerce, shop: Shop, ada: str
) -> None:
    gateway.token = None
    asked = gateway.post(ASK_FOR_RESET, email=ada)
    token = shop.link(ada, "/customer/account/createPassword/")["token"]

    reset = gateway.post(RESET, email=ada, token=token, newPassword="Battery-Staple-8")
    signed_in = gateway.post(SIGN_IN, email=ada, password="Battery-Staple-8")

    assert (asked.data, reset.data) == ({"requestPasswordResetEmail": True}, {"resetPassword": True})
    assert len(signed_in.data["generateCustomerToken"]["token"]) == 32


def test_the_newsletter_is_ordered_in_the_account_and_by_a_guest(gateway: GraphCommerce, ada: str) -> None:
    ordered = gateway.post(SUBSCRIBED, isSubscribed=True)
    gateway.token = None
    guest = gateway.post(SUBSCRIBE, email=new_email())

    assert ordered.data == {"updateCustomerV2": {"customer": {"is_subscribed": True}}}
    assert guest.data == {"subscribeEmailToNewsletter": {"status": "SUBSCRIBED"}}


def test_an_account_is_deleted_and_its_token_with_it(gateway: GraphCommerce, ada: str) -> None:
    deleted = gateway.post(DELETE)
    answer = gateway.query(ACCOUNT)
    gateway.token = None
    gone = gateway.post(SIGN_IN, email=ada, password=PASSWORD)

    assert deleted.data == {"deleteCustomer": True}
    assert (answer.status, answer.failures) == (401, EXPIRED)
    assert [category for _, category in gone.failures] == ["graphql-authentication"]


def test_the_group_is_read_over_rest_with_the_same_token(gateway: GraphCommerce, shop: Shop, ada: str) -> None:
    answer = httpx.get(
        shop.base + "/rest/default/V1/customers/me", headers={"Authorization": f"Bearer {gateway.token}"}
    )

    assert (answer.json()["email"], answer.json()["group_id"]) == (ada, 1)


# Addresses.


def test_three_street_lines_are_too_many_unless_the_merchant_says_so(gateway: GraphCommerce, ada: str) -> None:
    answer = gateway.post(ADD_ADDRESS, **address(addition="b"))

    assert answer.failures == [('"Street Address" cannot contain more than 2 lines.', "graphql-input")]
    assert answer.data == {"createCustomerAddress": None}


def test_an_address_is_added_changed_and_removed(
    gateway: GraphCommerce, ada: str, merchant: Callable[[str, str], None]
) -> None:
    merchant("customer/address/street_lines", "3")
    added = gateway.post(ADD_ADDRESS, **address(addition="b"))
    address_id = added.data["createCustomerAddress"]["id"]

    changed = gateway.post(CHANGE_ADDRESS, id=address_id, **address(firstname="Adela"))
    default = gateway.post(CHANGE_DEFAULTS, id=address_id, defaultBilling=True, defaultShipping=True)
    shown = gateway.query(ADDRESSES).data["customer"]
    kept = gateway.post(REMOVE_ADDRESS, id=address_id)

    assert added.data["createCustomerAddress"]["street"] == ["Oak Ave", "123", "b"]
    assert changed.data["updateCustomerAddress"]["firstname"] == "Adela"
    assert default.data["updateCustomerAddress"] == {
        "id": address_id,
        "default_billing": True,
        "default_shipping": True,
    }
    assert shown == {
        "default_billing": str(address_id),
        "default_shipping": str(address_id),
        "addresses": [
            {
                "id": address_id,
                "prefix": None,
                "firstname": "Adela",
                "middlename": None,
                "lastname": "Novak",
                "suffix": None,
                "company": "Novak Ltd",
                "street": ["Oak Ave", "123"],
                "city": "Purchase",
                "postcode": "10755",
                "country_code": "US",
                "telephone": "512-555-1111",
                "vat_id": "GB999",
                "default_billing": True,
                "default_shipping": True,
                "region": {"region": "New York", "region_code": "NY", "region_id": 43},
            }
        ],
    }
    assert kept.failures == [
        (f"Customer Address {address_id} is set as default billing address and can not be deleted", "graphql-input")
    ]


def test_an_address_that_is_no_default_is_removed(gateway: GraphCommerce, ada: str) -> None:
    added = gateway.post(ADD_ADDRESS, **address())

    removed = gateway.post(REMOVE_ADDRESS, id=added.data["createCustomerAddress"]["id"])

    assert removed.data == {"deleteCustomerAddress": True}
    assert gateway.query(ADDRESSES).data["customer"]["addresses"] == []
