"""StoreConfig: what storefronts read of a store view, each field from its row or from a setting.

A later room adds its fields with `setting(...)` in its `extensions.py`; `PATHS` then has what to read for them.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import graphene

from customers import passwords
from stores import store_configs

# The settings behind the fields: a store view's are read together.
PATHS: list[str] = []


def shown(type_: Any, resolve: Callable[[store_configs.StoreConfig], Any], **named: Any) -> graphene.Field:
    """A field of StoreConfig that is found in the store view, its group or its website."""
    return graphene.Field(type_, resolver=lambda config, info: resolve(config), **named)


def setting(path: str, type_: Any, say: Callable[[Any], Any] | None = None, **named: Any) -> graphene.Field:
    """A field of StoreConfig that is the value of a setting, in the schema's type; an empty value is null.

    `say` makes another answer of the value, the empty one included.
    """
    PATHS.append(path)
    return shown(type_, lambda config: (say or SAID[type_])(config.values[path]), **named)


def _text(value: Any) -> str | None:
    match value:
        case None | "":
            return None
        case bool():
            return "1" if value else "0"
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)


SAID: dict[Any, Callable[[Any], Any]] = {
    graphene.String: _text,
    graphene.Int: lambda value: None if value is None else int(value),
    graphene.Float: lambda value: None if value is None else float(value),
    graphene.Boolean: bool,
}


def without(type_: Any, answer: Any, description: str) -> graphene.Field:
    """A field of a part this shop does not have, nor plans: what a store without it says."""
    return graphene.Field(type_, resolver=lambda config, info: answer, description=description)


def uid(number: int) -> str:
    """A number as Magento hides it in an ID."""
    return base64.b64encode(str(number).encode()).decode()


FIXED_TAXES = "tax/weee/enable"
FIXED_TAXES_OFF = "off"


class ProductImageThumbnail(graphene.Enum):
    ITSELF = "itself"
    PARENT = "parent"


class FixedProductTaxDisplaySettings(graphene.Enum):
    INCLUDE_FPT_WITHOUT_DETAILS = "0"
    INCLUDE_FPT_WITH_DETAILS = "1"
    EXCLUDE_FPT_AND_INCLUDE_WITH_DETAILS = "2"
    EXCLUDE_FPT_WITHOUT_DETAILS = "3"
    FPT_DISABLED = FIXED_TAXES_OFF


class TaxWrappingEnum(graphene.Enum):
    DISPLAY_EXCLUDING_TAX = "1"
    DISPLAY_INCLUDING_TAX = "2"
    DISPLAY_TYPE_BOTH = "3"


def fixed_tax(path: str) -> graphene.Field:
    """How fixed taxes are told at one place; nowhere, while they are off."""
    PATHS.extend([path, FIXED_TAXES])
    return shown(
        FixedProductTaxDisplaySettings,
        lambda config: config.values[path] if config.values[FIXED_TAXES] else FIXED_TAXES_OFF,
    )


class CancellationReason(graphene.ObjectType):
    description = graphene.String(required=True)


class SendFriendConfiguration(graphene.ObjectType):
    enabled_for_customers = setting("sendfriend/email/enabled", graphene.Boolean, required=True)
    enabled_for_guests = setting("sendfriend/email/allow_guest", graphene.Boolean, required=True)


# fmt: off
# A table, one field to a line, in the order of Magento's schema.
class StoreConfig(graphene.ObjectType):
    absolute_footer = setting("design/footer/absolute_footer", graphene.String)
    allow_guests_to_write_product_reviews = setting("catalog/review/allow_guest", graphene.String)
    allow_items = setting("sales/gift_options/allow_items", graphene.String)
    allow_order = setting("sales/gift_options/allow_order", graphene.String)
    autocomplete_on_storefront = setting("customer/password/autocomplete_on_storefront", graphene.Boolean)
    base_link_url = shown(graphene.String, lambda config: config.urls.link)
    base_media_url = shown(graphene.String, lambda config: config.urls.media)
    base_static_url = shown(graphene.String, lambda config: config.urls.static)
    base_url = shown(graphene.String, lambda config: config.urls.base)
    cart_expires_in_days = setting("checkout/cart/delete_quote_after", graphene.Int)
    cart_merge_preference = setting("checkout/cart/cart_merge_preference", graphene.String, required=True)
    cart_summary_display_quantity = setting("checkout/cart_link/use_qty", graphene.Int)
    catalog_default_sort_by = setting("catalog/frontend/default_sort_by", graphene.String)
    category_canonical_tag = setting("catalog/seo/category_canonical_tag", graphene.Boolean)
    category_fixed_product_tax_display_setting = fixed_tax("tax/weee/display_list")
    category_url_suffix = setting("catalog/seo/category_url_suffix", graphene.String)
    check_money_order_enable_for_specific_countries = setting("payment/checkmo/allowspecific", graphene.Boolean)
    check_money_order_enabled = setting("payment/checkmo/active", graphene.Boolean)
    check_money_order_make_check_payable_to = setting("payment/checkmo/payable_to", graphene.String)
    check_money_order_max_order_total = setting("payment/checkmo/max_order_total", graphene.String)
    check_money_order_min_order_total = setting("payment/checkmo/min_order_total", graphene.String)
    check_money_order_new_order_status = setting("payment/checkmo/order_status", graphene.String)
    check_money_order_payment_from_specific_countries = setting("payment/checkmo/specificcountry", graphene.String)
    check_money_order_send_check_to = setting("payment/checkmo/mailing_address", graphene.String)
    check_money_order_sort_order = setting("payment/checkmo/sort_order", graphene.Int)
    check_money_order_title = setting("payment/checkmo/title", graphene.String)
    cms_home_page = setting("web/default/cms_home_page", graphene.String)
    cms_no_cookies = setting("web/default/cms_no_cookies", graphene.String)
    cms_no_route = setting("web/default/cms_no_route", graphene.String)
    code = shown(graphene.String, lambda config: config.store.code, deprecation_reason="Use `store_code` instead.")
    configurable_product_image = setting(
        "checkout/cart/configurable_product_image", ProductImageThumbnail, str, required=True
    )
    configurable_thumbnail_source = setting("checkout/cart/configurable_product_image", graphene.String)
    contact_enabled = setting("contact/contact/enabled", graphene.Boolean, required=True)
    copyright = setting("design/footer/copyright", graphene.String)
    create_account_confirmation = setting("customer/create_account/confirm", graphene.Boolean)
    customer_access_token_lifetime = setting("oauth/access_token_lifetime/customer", graphene.Float)
    default_description = setting("design/head/default_description", graphene.String)
    default_keywords = setting("design/head/default_keywords", graphene.String)
    default_title = setting("design/head/default_title", graphene.String)
    demonotice = setting("design/head/demonotice", graphene.Int)
    display_product_prices_in_catalog = setting("tax/display/type", graphene.Int, required=True)
    display_shipping_prices = setting("tax/display/shipping", graphene.Int, required=True)
    fixed_product_taxes_apply_tax_to_fpt = setting("tax/weee/apply_vat", graphene.Boolean, required=True)
    fixed_product_taxes_display_prices_in_emails = setting("tax/weee/display_email", graphene.Int, required=True)
    fixed_product_taxes_display_prices_in_product_lists = setting("tax/weee/display_list", graphene.Int, required=True)
    fixed_product_taxes_display_prices_in_sales_modules = setting("tax/weee/display_sales", graphene.Int, required=True)
    fixed_product_taxes_display_prices_on_product_view_page = setting("tax/weee/display", graphene.Int, required=True)
    fixed_product_taxes_enable = setting("tax/weee/enable", graphene.Boolean, required=True)
    fixed_product_taxes_include_fpt_in_subtotal = setting(
        "tax/weee/include_in_subtotal", graphene.Boolean, required=True
    )
    front = setting("web/default/front", graphene.String)
    graphql_share_customer_group = setting(
        "customer/account_information/graphql_share_customer_group", graphene.Boolean
    )
    grid_per_page = setting("catalog/frontend/grid_per_page", graphene.Int)
    grid_per_page_values = setting("catalog/frontend/grid_per_page_values", graphene.String)
    grouped_product_image = setting("checkout/cart/grouped_product_image", ProductImageThumbnail, str, required=True)
    head_includes = setting("design/head/includes", graphene.String)
    head_shortcut_icon = setting("design/head/shortcut_icon", graphene.String)
    header_logo_src = setting("design/header/logo_src", graphene.String)
    id = shown(graphene.Int, lambda config: config.store.pk, deprecation_reason="Use `store_code` instead.")
    is_checkout_agreements_enabled = setting("checkout/options/enable_agreements", graphene.Boolean, required=True)
    is_default_store = shown(graphene.Boolean, lambda config: config.is_default_store)
    is_default_store_group = shown(graphene.Boolean, lambda config: config.is_default_group)
    is_guest_checkout_enabled = setting("checkout/options/guest_checkout", graphene.Boolean)
    is_one_page_checkout_enabled = setting("checkout/options/onepage_checkout_enabled", graphene.Boolean)
    list_mode = setting("catalog/frontend/list_mode", graphene.String)
    list_per_page = setting("catalog/frontend/list_per_page", graphene.Int)
    list_per_page_values = setting("catalog/frontend/list_per_page_values", graphene.String)
    locale = setting("general/locale/code", graphene.String)
    logo_alt = setting("design/header/logo_alt", graphene.String)
    logo_height = setting("design/header/logo_height", graphene.Int)
    logo_width = setting("design/header/logo_width", graphene.Int)
    magento_wishlist_general_is_enabled = setting("wishlist/general/active", graphene.String)
    max_items_in_order_summary = setting("checkout/options/max_items_display_count", graphene.Int)
    minicart_display = setting("checkout/sidebar/display", graphene.Boolean)
    minicart_max_items = setting("checkout/sidebar/max_items_display_count", graphene.Int)
    PATHS.extend(passwords.RULES)
    minimum_password_length = shown(
        graphene.String, lambda config: str(passwords.rules_in(config.values).shortest)
    )
    newsletter_enabled = setting("newsletter/general/active", graphene.Boolean, required=True)
    no_route = setting("web/default/no_route", graphene.String)
    order_cancellation_enabled = setting("sales/cancellation/enabled", graphene.Boolean, required=True)
    order_cancellation_reasons = setting(
        "sales/cancellation/reasons",
        graphene.List(CancellationReason),
        lambda reasons: [{"description": reason} for reason in reasons],
        required=True,
    )
    orders_invoices_credit_memos_display_full_summary = setting(
        "tax/sales_display/full_summary", graphene.Boolean, required=True
    )
    orders_invoices_credit_memos_display_grandtotal = setting(
        "tax/sales_display/grandtotal", graphene.Boolean, required=True
    )
    orders_invoices_credit_memos_display_price = setting("tax/sales_display/price", graphene.Int, required=True)
    orders_invoices_credit_memos_display_shipping_amount = setting(
        "tax/sales_display/shipping", graphene.Int, required=True
    )
    orders_invoices_credit_memos_display_subtotal = setting("tax/sales_display/subtotal", graphene.Int, required=True)
    orders_invoices_credit_memos_display_zero_tax = setting(
        "tax/sales_display/zero_tax", graphene.Boolean, required=True
    )
    product_canonical_tag = setting("catalog/seo/product_canonical_tag", graphene.Boolean)
    product_fixed_product_tax_display_setting = fixed_tax("tax/weee/display")
    product_reviews_enabled = setting("catalog/review/active", graphene.String)
    product_url_suffix = setting("catalog/seo/product_url_suffix", graphene.String)
    required_character_classes_number = shown(
        graphene.String, lambda config: str(passwords.rules_in(config.values).classes)
    )
    root_category_id = shown(
        graphene.Int,
        lambda config: config.group.root_category_id,
        deprecation_reason="Use `root_category_uid` instead.",
    )
    root_category_uid = shown(graphene.ID, lambda config: uid(config.group.root_category_id))
    sales_fixed_product_tax_display_setting = fixed_tax("tax/weee/display_sales")
    secure_base_link_url = shown(graphene.String, lambda config: config.secure_urls.link)
    secure_base_media_url = shown(graphene.String, lambda config: config.secure_urls.media)
    secure_base_static_url = shown(graphene.String, lambda config: config.secure_urls.static)
    secure_base_url = shown(graphene.String, lambda config: config.secure_urls.base)
    send_friend = shown(SendFriendConfiguration, lambda config: config)
    share_applied_cart_rule = setting("promo/graphql/share_applied_cart_rule", graphene.Boolean)
    share_customer_accounts_scope = setting("customer/account_share/scope", graphene.Int)
    shopping_assistance_checkbox_title = setting(
        "login_as_customer/general/shopping_assistance_checkbox_title", graphene.String
    )
    shopping_assistance_checkbox_tooltip = setting(
        "login_as_customer/general/shopping_assistance_checkbox_tooltip", graphene.String
    )
    shopping_assistance_enabled = setting("login_as_customer/general/enabled", graphene.Boolean)
    shopping_cart_display_full_summary = setting("tax/cart_display/full_summary", graphene.Boolean)
    shopping_cart_display_grand_total = setting("tax/cart_display/grandtotal", graphene.Boolean)
    shopping_cart_display_price = setting("tax/cart_display/price", graphene.Int)
    shopping_cart_display_shipping = setting("tax/cart_display/shipping", graphene.Int)
    shopping_cart_display_subtotal = setting("tax/cart_display/subtotal", graphene.Int)
    shopping_cart_display_zero_tax = setting("tax/cart_display/zero_tax", graphene.Boolean)
    show_cms_breadcrumbs = setting("web/default/show_cms_breadcrumbs", graphene.Int)
    store_code = shown(graphene.ID, lambda config: config.store.code)
    store_group_code = shown(graphene.ID, lambda config: config.group.code)
    store_group_name = shown(graphene.String, lambda config: config.group.name)
    store_name = shown(graphene.String, lambda config: config.store.name)
    store_sort_order = shown(graphene.Int, lambda config: config.store.sort_order)
    timezone = setting("general/locale/timezone", graphene.String)
    title_prefix = setting("design/head/title_prefix", graphene.String)
    title_separator = setting("catalog/seo/title_separator", graphene.String)
    title_suffix = setting("design/head/title_suffix", graphene.String)
    use_store_in_url = setting("web/url/use_store", graphene.Boolean)
    website_code = shown(graphene.ID, lambda config: config.website.code)
    website_id = shown(
        graphene.Int,
        lambda config: config.website.pk,
        deprecation_reason="Use `website_code` instead.",
    )
    website_name = shown(graphene.String, lambda config: config.website.name)
    weight_unit = setting("general/locale/weight_unit", graphene.String)
    welcome = setting("design/header/welcome", graphene.String)
    zero_subtotal_enable_for_specific_countries = setting("payment/free/allowspecific", graphene.Boolean)
    zero_subtotal_enabled = setting("payment/free/active", graphene.Boolean)
    zero_subtotal_new_order_status = setting("payment/free/order_status", graphene.String)
    zero_subtotal_payment_action = setting("payment/free/payment_action", graphene.String)
    zero_subtotal_payment_from_specific_countries = setting("payment/free/specificcountry", graphene.String)
    zero_subtotal_sort_order = setting("payment/free/sort_order", graphene.Int)
    zero_subtotal_title = setting("payment/free/title", graphene.String)

    # Storefronts ask these in one query with what they need, so a schema without them would answer none of it.
    allow_gift_receipt = without(graphene.String, "0", "There are no gift receipts.")
    allow_gift_wrapping_on_order = without(graphene.String, "0", "There is no gift wrapping.")
    allow_gift_wrapping_on_order_items = without(graphene.String, "0", "There is no gift wrapping.")
    allow_printed_card = without(graphene.String, "0", "There are no printed cards.")
    cart_gift_wrapping = without(graphene.String, "0", "There is no gift wrapping.")
    cart_printed_card = without(graphene.String, "0", "There are no printed cards.")
    enable_multiple_wishlists = without(graphene.String, "0", "A customer has one wish list.")
    maximum_number_of_wishlists = without(graphene.String, "1", "A customer has one wish list.")
    payment_payflowpro_cc_vault_active = without(graphene.String, "0", "There is no Payflow.")
    sales_gift_wrapping = without(graphene.String, "0", "There is no gift wrapping.")
    sales_printed_card = without(graphene.String, "0", "There are no printed cards.")
    share_active_segments = without(graphene.Boolean, False, "There are no customer segments.")
    shopping_cart_display_tax_gift_wrapping = without(TaxWrappingEnum, None, "There is no gift wrapping.")
# fmt: on
