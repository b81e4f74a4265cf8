"""What the demo answers, whoever asks."""

from __future__ import annotations

from typing import Any

# Every field of StoreConfig that some storefront reads.
STORE_CONFIG: dict[str, Any] = {
    "absolute_footer": None,
    "allow_gift_receipt": "0",
    "allow_gift_wrapping_on_order": "0",
    "allow_gift_wrapping_on_order_items": "0",
    "allow_guests_to_write_product_reviews": "1",
    "allow_items": "0",
    "allow_order": "0",
    "allow_printed_card": "0",
    "autocomplete_on_storefront": False,
    "base_currency_code": "USD",
    "cart_expires_in_days": 30,
    "cart_gift_wrapping": "0",
    "cart_printed_card": "0",
    "cart_summary_display_quantity": 1,
    "catalog_default_sort_by": "position",
    "category_canonical_tag": False,
    "category_fixed_product_tax_display_setting": "FPT_DISABLED",
    "category_url_suffix": ".html",
    "check_money_order_make_check_payable_to": None,
    "check_money_order_send_check_to": None,
    "cms_home_page": "home",
    "cms_no_cookies": "enable-cookies",
    "cms_no_route": "no-route",
    "code": "default",
    "configurable_thumbnail_source": "parent",
    "contact_enabled": True,
    "copyright": None,
    "countries_with_required_region": "AU,BE,BR,CA,CH,CN,CO,EE,ES,HR,IN,LT,LV,MX,PL,RO,US",
    "create_account_confirmation": False,
    "customer_access_token_lifetime": 1.0,
    "default_country": "US",
    "default_description": None,
    "default_display_currency_code": "USD",
    "default_keywords": None,
    "default_title": None,
    "enable_multiple_wishlists": "0",
    "front": "cms",
    "graphql_share_customer_group": False,
    "grid_per_page": 12,
    "grid_per_page_values": "12,24,36",
    "head_includes": None,
    "head_shortcut_icon": None,
    "header_logo_src": None,
    "id": 1,
    "is_checkout_agreements_enabled": False,
    "is_default_store": True,
    "is_default_store_group": True,
    "is_guest_checkout_enabled": True,
    "is_one_page_checkout_enabled": True,
    "list_mode": "grid-list",
    "list_per_page": 10,
    "list_per_page_values": "5,10,15,20,25",
    "locale": "en_US",
    "logo_alt": None,
    "logo_height": None,
    "logo_width": None,
    "magento_wishlist_general_is_enabled": "1",
    "max_items_in_order_summary": 10,
    "maximum_number_of_wishlists": "1",
    "minicart_display": True,
    "minicart_max_items": 10,
    "minimum_password_length": "8",
    "newsletter_enabled": True,
    "no_route": "cms/noroute/index",
    "optional_zip_countries": "HK,IE,MO,PA,GB",
    "order_cancellation_enabled": False,
    "order_cancellation_reasons": [
        "The item(s) are no longer needed",
        "The order was placed by mistake",
        "Item(s) not arriving within the expected timeframe",
        "Found a better price elsewhere",
        "Other",
    ],
    "orders_invoices_credit_memos_display_full_summary": False,
    "orders_invoices_credit_memos_display_grandtotal": False,
    "orders_invoices_credit_memos_display_price": 1,
    "orders_invoices_credit_memos_display_shipping_amount": 1,
    "orders_invoices_credit_memos_display_subtotal": 1,
    "orders_invoices_credit_memos_display_zero_tax": False,
    "payment_payflowpro_cc_vault_active": "0",
    "product_canonical_tag": False,
    "product_fixed_product_tax_display_setting": "FPT_DISABLED",
    "product_reviews_enabled": "1",
    "product_url_suffix": ".html",
    "required_character_classes_number": "3",
    "root_category_id": 2,
    "root_category_uid": "Mg==",
    "sales_fixed_product_tax_display_setting": "FPT_DISABLED",
    "sales_gift_wrapping": "0",
    "sales_printed_card": "0",
    "share_active_segments": False,
    "share_applied_cart_rule": False,
    "share_customer_accounts_scope": 1,
    "shopping_assistance_checkbox_title": "Allow remote shopping assistance",
    "shopping_assistance_checkbox_tooltip": (
        'This allows merchants to "see what you see" and take actions on your behalf in order to provide better '
        "assistance."
    ),
    "shopping_assistance_enabled": False,
    "shopping_cart_display_full_summary": False,
    "shopping_cart_display_grand_total": False,
    "shopping_cart_display_price": 1,
    "shopping_cart_display_shipping": 1,
    "shopping_cart_display_subtotal": 1,
    "shopping_cart_display_tax_gift_wrapping": None,
    "shopping_cart_display_zero_tax": False,
    "show_cms_breadcrumbs": 1,
    "store_code": "default",
    "store_group_code": "main_website_store",
    "store_group_name": "Main Website Store",
    "store_name": "Default Store View",
    "store_sort_order": 0,
    "timezone": "America/Los_Angeles",
    "title_prefix": None,
    "title_separator": "-",
    "title_suffix": None,
    "use_store_in_url": False,
    "website_code": "base",
    "website_id": 1,
    "website_name": "Main Website",
    "weight_unit": "lbs",
    "welcome": "Default welcome msg!",
}

ADDRESSES = {
    "base_link_url": "/",
    "base_media_url": "/media/",
    "base_static_url": "/static/",
    "base_url": "/",
    "secure_base_link_url": "/",
    "secure_base_media_url": "/media/",
    "secure_base_static_url": "/static/",
    "secure_base_url": "/",
}


def store_config(fields: str, base: str) -> dict[str, Any]:
    """The answer of a shop at an address to those who ask for these fields."""
    known = STORE_CONFIG | {field: base + path for field, path in ADDRESSES.items()}
    return {field: known[field] for field in fields.split()}


REASONS = [{"description": each} for each in STORE_CONFIG["order_cancellation_reasons"]]
CURRENCY = {
    "available_currency_codes": ["USD"],
    "base_currency_code": "USD",
    "base_currency_symbol": "$",
    "default_display_currecy_code": "USD",
    "default_display_currecy_symbol": "$",
    "default_display_currency_code": "USD",
    "default_display_currency_symbol": "$",
    "exchange_rates": [{"currency_to": "USD", "rate": 1.0}],
}
NEW_YORK = {"id": 43, "code": "NY", "name": "New York"}
SHIRT_SIZES = [
    {"is_default": False, "label": label, "value": value}
    for value, label in (("511", "S"), ("512", "M"), ("513", "L"), ("514", "XL"))
]

# What each form asks for, in its order.
FORMS = {
    "customer_account_create": "firstname lastname email alternative_email studies prefers_phone shirt_size",
    "customer_account_edit": """
        firstname lastname email alternative_email studies about_me hobbies prefers_phone shirt_size
    """,
    "customer_register_address": """
        firstname lastname company street country_id region region_id city postcode telephone vat_id
        delivery_note has_lift building
    """,
    "customer_address_edit": """
        firstname lastname company street country_id region region_id city postcode telephone vat_id
        delivery_note directions entrance valid_from has_lift building delivery_days
    """,
}
