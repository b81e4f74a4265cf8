"""StoreConfig: every field on a fresh store, every setting behind one, and which views are available."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type

from graphql_api.directory import queries as directory_queries
from graphql_api.schema import schema
from graphql_api.stores import queries as store_queries
from stores import config
from stores.config import Scope
from stores.models import Store, StoreGroup

# Field: the setting behind it, what the field says on a fresh store, another text for the setting, what it says then.
SETTINGS: dict[str, tuple[str, Any, str, Any]] = {
    "absolute_footer": ("design/footer/absolute_footer", None, "Another text", "Another text"),
    "allow_guests_to_write_product_reviews": ("catalog/review/allow_guest", "1", "0", "0"),
    "allow_items": ("sales/gift_options/allow_items", "0", "1", "1"),
    "allow_order": ("sales/gift_options/allow_order", "0", "1", "1"),
    "autocomplete_on_storefront": ("customer/password/autocomplete_on_storefront", False, "1", True),
    "base_currency_code": ("currency/options/base", "USD", "EUR", "EUR"),
    "cart_expires_in_days": ("checkout/cart/delete_quote_after", 30, "31", 31),
    "cart_merge_preference": ("checkout/cart/cart_merge_preference", "merge", "guest", "guest"),
    "cart_summary_display_quantity": ("checkout/cart_link/use_qty", 1, "0", 0),
    "catalog_default_sort_by": ("catalog/frontend/default_sort_by", "position", "Another text", "Another text"),
    "category_canonical_tag": ("catalog/seo/category_canonical_tag", False, "1", True),
    "category_url_suffix": ("catalog/seo/category_url_suffix", ".html", "Another text", "Another text"),
    "check_money_order_enable_for_specific_countries": ("payment/checkmo/allowspecific", False, "1", True),
    "check_money_order_enabled": ("payment/checkmo/active", True, "0", False),
    "check_money_order_make_check_payable_to": ("payment/checkmo/payable_to", None, "Another text", "Another text"),
    "check_money_order_max_order_total": ("payment/checkmo/max_order_total", None, "1000", "1000"),
    "check_money_order_min_order_total": ("payment/checkmo/min_order_total", None, "10.50", "10.50"),
    "check_money_order_new_order_status": ("payment/checkmo/order_status", "pending", "Another text", "Another text"),
    "check_money_order_payment_from_specific_countries": (
        "payment/checkmo/specificcountry",
        None,
        "AT,DE",
        "AT,DE",
    ),
    "check_money_order_send_check_to": ("payment/checkmo/mailing_address", None, "Another text", "Another text"),
    "check_money_order_sort_order": ("payment/checkmo/sort_order", None, "7", 7),
    "check_money_order_title": ("payment/checkmo/title", "Check / Money order", "Another text", "Another text"),
    "cms_home_page": ("web/default/cms_home_page", "home", "Another text", "Another text"),
    "cms_no_cookies": ("web/default/cms_no_cookies", "enable-cookies", "Another text", "Another text"),
    "cms_no_route": ("web/default/cms_no_route", "no-route", "Another text", "Another text"),
    "configurable_product_image": ("checkout/cart/configurable_product_image", "PARENT", "itself", "ITSELF"),
    "configurable_thumbnail_source": ("checkout/cart/configurable_product_image", "parent", "itself", "itself"),
    "contact_enabled": ("contact/contact/enabled", True, "0", False),
    "copyright": ("design/footer/copyright", None, "Another text", "Another text"),
    "countries_with_required_region": (
        "general/region/state_required",
        "AU,BE,BR,CA,CH,CN,CO,EE,ES,HR,IN,LT,LV,MX,PL,RO,US",
        "",
        "",
    ),
    "create_account_confirmation": ("customer/create_account/confirm", False, "1", True),
    "customer_access_token_lifetime": ("oauth/access_token_lifetime/customer", 1.0, "0.5", 0.5),
    "default_country": ("general/country/default", "US", "DE", "DE"),
    "default_description": ("design/head/default_description", None, "Another text", "Another text"),
    "default_display_currency_code": ("currency/options/default", "USD", "EUR", "EUR"),
    "default_keywords": ("design/head/default_keywords", None, "Another text", "Another text"),
    "default_title": ("design/head/default_title", None, "Another text", "Another text"),
    "demonotice": ("design/head/demonotice", 0, "1", 1),
    "display_product_prices_in_catalog": ("tax/display/type", 1, "2", 2),
    "display_shipping_prices": ("tax/display/shipping", 1, "2", 2),
    "display_state_if_optional": ("general/region/display_all", True, "0", False),
    "fixed_product_taxes_apply_tax_to_fpt": ("tax/weee/apply_vat", False, "1", True),
    "fixed_product_taxes_display_prices_in_emails": ("tax/weee/display_email", 1, "2", 2),
    "fixed_product_taxes_display_prices_in_product_lists": ("tax/weee/display_list", 1, "2", 2),
    "fixed_product_taxes_display_prices_in_sales_modules": ("tax/weee/display_sales", 1, "2", 2),
    "fixed_product_taxes_display_prices_on_product_view_page": ("tax/weee/display", 1, "2", 2),
    "fixed_product_taxes_enable": ("tax/weee/enable", False, "1", True),
    "fixed_product_taxes_include_fpt_in_subtotal": ("tax/weee/include_in_subtotal", False, "1", True),
    "front": ("web/default/front", "cms", "Another text", "Another text"),
    "graphql_share_customer_group": ("customer/account_information/graphql_share_customer_group", False, "1", True),
    "grid_per_page": ("catalog/frontend/grid_per_page", 12, "13", 13),
    "grid_per_page_values": ("catalog/frontend/grid_per_page_values", "12,24,36", "Another text", "Another text"),
    "grouped_product_image": ("checkout/cart/grouped_product_image", "ITSELF", "parent", "PARENT"),
    "head_includes": ("design/head/includes", None, "Another text", "Another text"),
    "head_shortcut_icon": ("design/head/shortcut_icon", None, "Another text", "Another text"),
    "header_logo_src": ("design/header/logo_src", None, "Another text", "Another text"),
    "is_checkout_agreements_enabled": ("checkout/options/enable_agreements", False, "1", True),
    "is_guest_checkout_enabled": ("checkout/options/guest_checkout", True, "0", False),
    "is_one_page_checkout_enabled": ("checkout/options/onepage_checkout_enabled", True, "0", False),
    "list_mode": ("catalog/frontend/list_mode", "grid-list", "list", "list"),
    "list_per_page": ("catalog/frontend/list_per_page", 10, "11", 11),
    "list_per_page_values": ("catalog/frontend/list_per_page_values", "5,10,15,20,25", "Another text", "Another text"),
    "locale": ("general/locale/code", "en_US", "de_DE", "de_DE"),
    "logo_alt": ("design/header/logo_alt", None, "Another text", "Another text"),
    "logo_height": ("design/header/logo_height", None, "7", 7),
    "logo_width": ("design/header/logo_width", None, "7", 7),
    "magento_wishlist_general_is_enabled": ("wishlist/general/active", "1", "0", "0"),
    "max_items_in_order_summary": ("checkout/options/max_items_display_count", 10, "11", 11),
    "minicart_display": ("checkout/sidebar/display", True, "0", False),
    "minicart_max_items": ("checkout/sidebar/max_items_display_count", 10, "11", 11),
    "minimum_password_length": ("customer/password/minimum_password_length", "8", "9", "9"),
    "newsletter_enabled": ("newsletter/general/active", True, "0", False),
    "no_route": ("web/default/no_route", "cms/noroute/index", "Another text", "Another text"),
    "optional_zip_countries": ("general/country/optional_zip_countries", "HK,IE,MO,PA,GB", "", ""),
    "order_cancellation_enabled": ("sales/cancellation/enabled", False, "1", True),
    "order_cancellation_reasons": (
        "sales/cancellation/reasons",
        [
            {"description": "The item(s) are no longer needed"},
            {"description": "The order was placed by mistake"},
            {"description": "Item(s) not arriving within the expected timeframe"},
            {"description": "Found a better price elsewhere"},
            {"description": "Other"},
        ],
        "Too late | Too dear|",
        [{"description": "Too late"}, {"description": "Too dear"}],
    ),
    "orders_invoices_credit_memos_display_full_summary": ("tax/sales_display/full_summary", False, "1", True),
    "orders_invoices_credit_memos_display_grandtotal": ("tax/sales_display/grandtotal", False, "1", True),
    "orders_invoices_credit_memos_display_price": ("tax/sales_display/price", 1, "2", 2),
    "orders_invoices_credit_memos_display_shipping_amount": ("tax/sales_display/shipping", 1, "2", 2),
    "orders_invoices_credit_memos_display_subtotal": ("tax/sales_display/subtotal", 1, "2", 2),
    "orders_invoices_credit_memos_display_zero_tax": ("tax/sales_display/zero_tax", False, "1", True),
    "product_canonical_tag": ("catalog/seo/product_canonical_tag", False, "1", True),
    "product_reviews_enabled": ("catalog/review/active", "1", "0", "0"),
    "product_url_suffix": ("catalog/seo/product_url_suffix", ".html", "Another text", "Another text"),
    "required_character_classes_number": ("customer/password/required_character_classes_number", "3", "4", "4"),
    "share_applied_cart_rule": ("promo/graphql/share_applied_cart_rule", False, "1", True),
    "shopping_assistance_checkbox_title": (
        "login_as_customer/general/shopping_assistance_checkbox_title",
        "Allow remote shopping assistance",
        "Another text",
        "Another text",
    ),
    "shopping_assistance_checkbox_tooltip": (
        "login_as_customer/general/shopping_assistance_checkbox_tooltip",
        'This allows merchants to "see what you see" and take actions on your behalf in order to provide better '
        "assistance.",
        "Another text",
        "Another text",
    ),
    "shopping_assistance_enabled": ("login_as_customer/general/enabled", False, "1", True),
    "shopping_cart_display_full_summary": ("tax/cart_display/full_summary", False, "1", True),
    "shopping_cart_display_grand_total": ("tax/cart_display/grandtotal", False, "1", True),
    "shopping_cart_display_price": ("tax/cart_display/price", 1, "2", 2),
    "shopping_cart_display_shipping": ("tax/cart_display/shipping", 1, "2", 2),
    "shopping_cart_display_subtotal": ("tax/cart_display/subtotal", 1, "2", 2),
    "shopping_cart_display_zero_tax": ("tax/cart_display/zero_tax", False, "1", True),
    "show_cms_breadcrumbs": ("web/default/show_cms_breadcrumbs", 1, "0", 0),
    "timezone": ("general/locale/timezone", "America/Los_Angeles", "Europe/Berlin", "Europe/Berlin"),
    "title_prefix": ("design/head/title_prefix", None, "Another text", "Another text"),
    "title_separator": ("catalog/seo/title_separator", "-", "Another text", "Another text"),
    "title_suffix": ("design/head/title_suffix", None, "Another text", "Another text"),
    "use_store_in_url": ("web/url/use_store", False, "1", True),
    "weight_unit": ("general/locale/weight_unit", "lbs", "kgs", "kgs"),
    "welcome": ("design/header/welcome", "Default welcome msg!", "Another text", "Another text"),
    "zero_subtotal_enable_for_specific_countries": ("payment/free/allowspecific", False, "1", True),
    "zero_subtotal_enabled": ("payment/free/active", True, "0", False),
    "zero_subtotal_new_order_status": ("payment/free/order_status", "pending", "Another text", "Another text"),
    "zero_subtotal_payment_action": ("payment/free/payment_action", None, "authorize_capture", "authorize_capture"),
    "zero_subtotal_payment_from_specific_countries": (
        "payment/free/specificcountry",
        None,
        "AT,DE",
        "AT,DE",
    ),
    "zero_subtotal_sort_order": ("payment/free/sort_order", 1, "2", 2),
    "zero_subtotal_title": ("payment/free/title", "No Payment Information Required", "Another text", "Another text"),
}

# What is not a merchant's to set, or cannot be set to anything else.
ROWS: dict[str, Any] = {
    "allow_gift_receipt": "0",
    "allow_gift_wrapping_on_order": "0",
    "allow_gift_wrapping_on_order_items": "0",
    "allow_printed_card": "0",
    "base_link_url": "http://testserver/",
    "base_media_url": "http://testserver/media/",
    "base_static_url": "http://testserver/static/",
    "base_url": "http://testserver/",
    "cart_gift_wrapping": "0",
    "cart_printed_card": "0",
    "category_fixed_product_tax_display_setting": "FPT_DISABLED",
    "code": "default",
    "enable_multiple_wishlists": "0",
    "id": 1,
    "is_default_store": True,
    "is_default_store_group": True,
    "maximum_number_of_wishlists": "1",
    "payment_payflowpro_cc_vault_active": "0",
    "printed_card_priceV2": None,
    "product_fixed_product_tax_display_setting": "FPT_DISABLED",
    "root_category_id": 2,
    "root_category_uid": "Mg==",
    "sales_fixed_product_tax_display_setting": "FPT_DISABLED",
    "sales_gift_wrapping": "0",
    "sales_printed_card": "0",
    "secure_base_link_url": "http://testserver/",
    "secure_base_media_url": "http://testserver/media/",
    "secure_base_static_url": "http://testserver/static/",
    "secure_base_url": "http://testserver/",
    "send_friend": {"enabled_for_customers": True, "enabled_for_guests": False},
    "share_active_segments": False,
    "share_customer_accounts_scope": 1,
    "shopping_cart_display_tax_gift_wrapping": None,
    "store_code": "default",
    "store_group_code": "main_website_store",
    "store_group_name": "Main Website Store",
    "store_name": "Default Store View",
    "store_sort_order": 0,
    "website_code": "base",
    "website_id": 1,
    "website_name": "Main Website",
}

FRESH = ROWS | {field: fresh for field, (_, fresh, _, _) in SETTINGS.items()}
TYPE = schema.graphql_schema.type_map["StoreConfig"]
assert isinstance(TYPE, GraphQLObjectType)


def selected(field: str) -> str:
    """A field with all there is below it."""
    below = get_named_type(TYPE.fields[field].type)
    return f"{field} {{ {' '.join(below.fields)} }}" if isinstance(below, GraphQLObjectType) else field


EVERYTHING = " ".join(map(selected, TYPE.fields))


def put(path: str, text: str, store: Store) -> Scope:
    """Set a setting as narrowly as it can be; the scope that was."""
    scope = config.setting_at(path).scopes[-1]
    scope_id = {Scope.DEFAULT: 0, Scope.WEBSITES: store.website_id, Scope.STORES: store.pk}[scope]
    config.write(path, text, scope=scope, scope_id=scope_id)
    return scope


@pytest.fixture
def second_view(store: Store) -> Store:
    """Another view of the default store."""
    return Store.objects.create(code="german", name="German", website=store.website, group=store.group, sort_order=1)


@pytest.fixture
def outlet(store: Store) -> Store:
    """A view of another store of the same website."""
    group = StoreGroup.objects.create(website=store.website, code="outlet", name="Outlet", root_category_id=7)
    return Store.objects.create(
        code="outlet_view", name="Outlet View", website=store.website, group=group, sort_order=2
    )


def test_every_field_has_its_value_on_a_fresh_store(graphql: Any, store: Store) -> None:
    answer = graphql(f"{{ storeConfig {{ {EVERYTHING} }} }}")

    assert answer.body == {"data": {"storeConfig": FRESH}}


@pytest.mark.parametrize("field", SETTINGS)
def test_a_setting_changes_its_field_where_it_is_set(
    graphql: Any, store: Store, other_store: Store, field: str
) -> None:
    path, fresh, text, changed = SETTINGS[field]
    scope = put(path, text, store)
    query = f"{{ storeConfig {{ {selected(field)} }} }}"

    here, elsewhere = (graphql(query, Store=code).body for code in ("default", "second_view"))

    assert here == {"data": {"storeConfig": {field: changed}}}
    assert elsewhere == {"data": {"storeConfig": {field: changed if scope == Scope.DEFAULT else fresh}}}


@pytest.mark.parametrize(
    ("display", "said"),
    [
        ("0", "INCLUDE_FPT_WITHOUT_DETAILS"),
        ("1", "INCLUDE_FPT_WITH_DETAILS"),
        ("2", "EXCLUDE_FPT_AND_INCLUDE_WITH_DETAILS"),
        ("3", "EXCLUDE_FPT_WITHOUT_DETAILS"),
    ],
)
@pytest.mark.parametrize(
    ("field", "path"),
    [
        ("category_fixed_product_tax_display_setting", "tax/weee/display_list"),
        ("product_fixed_product_tax_display_setting", "tax/weee/display"),
        ("sales_fixed_product_tax_display_setting", "tax/weee/display_sales"),
    ],
)
def test_fixed_taxes_are_told_as_set_once_they_are_on(
    graphql: Any, store: Store, field: str, path: str, display: str, said: str
) -> None:
    config.write(path, display)
    query = f"{{ storeConfig {{ {field} }} }}"

    off = graphql(query).body
    config.write("tax/weee/enable", "1")
    on = graphql(query).body

    assert off == {"data": {"storeConfig": {field: "FPT_DISABLED"}}}
    assert on == {"data": {"storeConfig": {field: said}}}


def test_sending_to_friends_is_told_apart_for_customers_and_guests(graphql: Any, store: Store) -> None:
    config.write("sendfriend/email/enabled", "0")
    config.write("sendfriend/email/allow_guest", "1")

    answer = graphql("{ storeConfig { send_friend { enabled_for_customers enabled_for_guests } } }")

    assert answer.body["data"]["storeConfig"]["send_friend"] == {
        "enabled_for_customers": False,
        "enabled_for_guests": True,
    }


def test_a_token_that_never_ends_has_no_lifetime(graphql: Any, store: Store) -> None:
    config.write("oauth/access_token_lifetime/customer", "")

    answer = graphql("{ storeConfig { customer_access_token_lifetime } }")

    assert answer.body == {"data": {"storeConfig": {"customer_access_token_lifetime": None}}}


def test_an_empty_text_is_null(graphql: Any, store: Store) -> None:
    config.write("catalog/seo/product_url_suffix", "")

    answer = graphql("{ storeConfig { product_url_suffix } }")

    assert answer.body == {"data": {"storeConfig": {"product_url_suffix": None}}}


def test_base_urls_follow_what_the_merchant_set(graphql: Any, store: Store) -> None:
    config.write("web/unsecure/base_link_url", "https://shop.example.com/")
    config.write("web/secure/base_url", "https://pay.example.com/")
    config.write("web/url/use_store", "1")

    answer = graphql(
        "{ storeConfig { base_url base_link_url base_media_url secure_base_link_url secure_base_media_url } }"
    )

    assert answer.body["data"]["storeConfig"] == {
        "base_url": "http://testserver/",
        "base_link_url": "https://shop.example.com/default/",
        "base_media_url": "http://testserver/media/",
        "secure_base_link_url": "https://pay.example.com/default/",
        "secure_base_media_url": "https://pay.example.com/media/",
    }


def test_the_views_of_a_website_are_available_in_their_order(
    graphql: Any, store: Store, second_view: Store, outlet: Store, other_store: Store
) -> None:
    answer = graphql(
        "{ availableStores { store_code store_sort_order is_default_store is_default_store_group root_category_uid } }"
    )

    assert [list(view.values()) for view in answer.body["data"]["availableStores"]] == [
        ["default", 0, True, True, "Mg=="],
        ["german", 1, False, True, "Mg=="],
        ["outlet_view", 2, False, False, "Nw=="],
    ]


@pytest.mark.parametrize(
    ("argument", "codes"),
    [
        ("(useCurrentGroup: true)", ["default", "german"]),
        ("(useCurrentGroup: false)", ["default", "german", "outlet_view"]),
        ("(useCurrentGroup: null)", ["default", "german", "outlet_view"]),
    ],
)
def test_the_views_of_the_current_group_can_be_asked_alone(
    graphql: Any, store: Store, second_view: Store, outlet: Store, argument: str, codes: list[str]
) -> None:
    answer = graphql(f"{{ availableStores{argument} {{ store_code }} }}")

    assert answer.body == {"data": {"availableStores": [{"store_code": code} for code in codes]}}


def test_the_store_header_decides_whose_views_are_available(graphql: Any, store: Store, other_store: Store) -> None:
    answer = graphql("{ availableStores { store_code website_code } }", Store="second_view")

    assert answer.body == {"data": {"availableStores": [{"store_code": "second_view", "website_code": "second"}]}}


def test_an_inactive_view_is_not_available(graphql: Any, store: Store, second_view: Store) -> None:
    Store.objects.filter(pk=second_view.pk).update(is_active=False)

    answer = graphql("{ availableStores { store_code } }")

    assert answer.body == {"data": {"availableStores": [{"store_code": "default"}]}}


def test_each_available_view_has_its_own_settings(graphql: Any, store: Store, second_view: Store) -> None:
    config.write("general/locale/code", "de_DE", scope=Scope.STORES, scope_id=second_view.pk)
    config.write("general/locale/timezone", "Europe/Berlin", scope=Scope.WEBSITES, scope_id=store.website_id)

    answer = graphql("{ availableStores { store_code locale timezone } }")

    assert answer.body["data"]["availableStores"] == [
        {"store_code": "default", "locale": "en_US", "timezone": "Europe/Berlin"},
        {"store_code": "german", "locale": "de_DE", "timezone": "Europe/Berlin"},
    ]


def test_all_of_store_config_is_at_hand(graphql: Any, store: Store, django_assert_num_queries: Any) -> None:
    graphql(f"{{ storeConfig {{ {EVERYTHING} }} }}", Store="default")

    with django_assert_num_queries(1):  # whether anything has changed
        graphql(f"{{ storeConfig {{ {EVERYTHING} }} }}", Store="default")


def test_the_number_of_statements_does_not_depend_on_the_number_of_views(
    graphql: Any, store: Store, django_assert_num_queries: Any
) -> None:
    for number in range(20):
        group = StoreGroup.objects.create(website=store.website, code=f"group_{number}", name="Group")
        Store.objects.create(code=f"view_{number}", name="View", website=store.website, group=group)

    graphql(f"{{ availableStores {{ {EVERYTHING} }} }}", Store="default")

    with django_assert_num_queries(1):  # whether anything has changed
        answer = graphql(f"{{ availableStores {{ {EVERYTHING} }} }}", Store="default")

    assert len(answer.body["data"]["availableStores"]) == 21


@pytest.mark.parametrize("form", ["PLACE_ORDER", "CUSTOMER_LOGIN", "CUSTOMER_CREATE", "RESEND_CONFIRMATION_EMAIL"])
def test_recaptcha_is_answered_as_by_a_store_without_it(graphql: Any, store: Store, form: str) -> None:
    answer = graphql(
        f"""{{
            recaptchaV3Config {{
                badge_position failure_message forms is_enabled language_code minimum_score theme website_key
            }}
            recaptchaFormConfig(formType: {form}) {{
                is_enabled
                configurations {{ re_captcha_type website_key validation_failure_message technical_failure_message }}
            }}
        }}"""
    )

    assert answer.body == {
        "data": {"recaptchaV3Config": None, "recaptchaFormConfig": {"is_enabled": False, "configurations": None}}
    }


@pytest.mark.parametrize("room", [store_queries, directory_queries])
def test_what_is_called_cacheable_are_root_fields_of_the_room(room: Any) -> None:
    assert room.cacheable == {name for name in vars(room.Query) if not name.startswith(("_", "resolve_"))}
