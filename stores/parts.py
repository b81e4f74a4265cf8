"""Settings of parts the shop does not have yet, so that a merchant can already set what storefronts read.

Catalog, cart, checkout, taxes, payment, orders, reviews, pages and design: paths, labels, scopes and defaults are
Magento's. When a part comes, its settings move to its own `config.py`. Two texts are empty where Magento names itself
and its owner: the title of pages and the copyright of the footer are the merchant's to write.
"""

from __future__ import annotations

from dataclasses import dataclass

from stores import config
from stores.config import EVERYWHERE, PER_WEBSITE, Choice, Flag, Kind, Number, Text

Row = tuple[str, str, str, str, Kind, tuple[config.Scope, ...]]

AMOUNT = Number(least=0, most=10**12, fractions=True, optional=True)
POSITION = Number(least=-(2**31), most=2**31 - 1, optional=True)
PIXELS = Number(least=1, most=10_000, optional=True)
PER_PAGE = Number(least=1, most=10_000)

EXCLUDING, INCLUDING = ("1", "Excluding Tax"), ("2", "Including Tax")
TAX = Choice((EXCLUDING, INCLUDING, ("3", "Including and Excluding Tax")))
FIXED_TAX = Choice(
    (
        ("0", "Including FPT only"),
        ("1", "Including FPT and FPT description"),
        ("2", "Excluding FPT, Including FPT description and final price"),
        ("3", "Excluding FPT"),
    )
)
THUMBNAIL = Choice((("itself", "Product Thumbnail Itself"), ("parent", "Parent Product Thumbnail")))
COUNTRIES = "Two-letter ids of countries, separated by commas, if only specific countries are allowed."


@dataclass(frozen=True)
class Listed:
    """Texts with a vertical bar between them."""

    def parse(self, text: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split("|") if part.strip())


def declare(place: tuple[str, str, str], *rows: Row) -> None:
    """Declare the settings of one group: path, label, help, default, kind, scopes."""
    config.declare(
        *(config.Setting(path, place, label, help, *rest) for path, label, help, *rest in rows)  # type: ignore[arg-type]
    )


# fmt: off
# A table, one setting to two lines: the formatter would make it three times as long.

declare(("General", "Web", "Default Pages"),
    ("web/default/front", "Default Web URL",
     "Which part of the shop answers at its base URL.", "cms", Text(), EVERYWHERE),
    ("web/default/cms_home_page", "CMS Home Page",
     "Identifier of the page that is the home page.", "home", Text(), EVERYWHERE),
    ("web/default/no_route", "Default No-route URL",
     "What answers for an address that leads nowhere.", "cms/noroute/index", Text(), EVERYWHERE),
    ("web/default/cms_no_route", "CMS No Route Page",
     "Identifier of the page for an address that leads nowhere.", "no-route", Text(), EVERYWHERE),
    ("web/default/cms_no_cookies", "CMS No Cookies Page",
     "Identifier of the page for browsers that refuse cookies.", "enable-cookies", Text(), EVERYWHERE),
    ("web/default/show_cms_breadcrumbs", "Show Breadcrumbs for CMS Pages",
     "Yes shows the way to a page above it.", "1", Flag(), EVERYWHERE),
)

declare(("General", "Design", "HTML Head"),
    ("design/head/shortcut_icon", "Favicon Icon",
     "File of the icon browsers show, below the media URL.", "", Text(), EVERYWHERE),
    ("design/head/default_title", "Default Page Title",
     "Title of pages that have none.", "", Text(), EVERYWHERE),
    ("design/head/title_prefix", "Page Title Prefix",
     "What every title begins with.", "", Text(), EVERYWHERE),
    ("design/head/title_suffix", "Page Title Suffix",
     "What every title ends with.", "", Text(), EVERYWHERE),
    ("design/head/default_description", "Default Meta Description",
     "Description of pages that have none, for search engines.", "", Text(), EVERYWHERE),
    ("design/head/default_keywords", "Default Meta Keywords",
     "Keywords of pages that have none, separated by commas.", "", Text(), EVERYWHERE),
    ("design/head/includes", "Scripts and Style Sheets",
     "HTML for the head of every page.", "", Text(), EVERYWHERE),
    ("design/head/demonotice", "Display Demo Store Notice",
     "Yes tells shoppers that orders are not real.", "0", Flag(), EVERYWHERE),
)

declare(("General", "Design", "Header"),
    ("design/header/logo_src", "Logo Image",
     "File of the logo, below the media URL.", "", Text(), EVERYWHERE),
    ("design/header/logo_width", "Logo Attribute Width",
     "Width of the logo in pixels.", "", PIXELS, EVERYWHERE),
    ("design/header/logo_height", "Logo Attribute Height",
     "Height of the logo in pixels.", "", PIXELS, EVERYWHERE),
    ("design/header/logo_alt", "Logo Image Alt",
     "What is said to whom cannot see the logo.", "", Text(), EVERYWHERE),
    ("design/header/welcome", "Welcome Text",
     "What the top of every page says.", "Default welcome msg!", Text(), EVERYWHERE),
)

declare(("General", "Design", "Footer"),
    ("design/footer/absolute_footer", "Miscellaneous HTML",
     "HTML for the end of every page.", "", Text(), EVERYWHERE),
    ("design/footer/copyright", "Copyright",
     "The line about rights at the bottom of every page.", "", Text(), EVERYWHERE),
)

declare(("General", "Contacts", "Contact Us"),
    ("contact/contact/enabled", "Enable Contact Us",
     "Yes offers shoppers a form to write to the shop.", "1", Flag(), EVERYWHERE),
)

declare(("Catalog", "Catalog", "Storefront"),
    ("catalog/frontend/list_mode", "List Mode",
     "How products are shown first, and whether the shopper may change it.", "grid-list",
     Choice((("grid", "Grid Only"), ("list", "List Only"), ("grid-list", "Grid (default) / List"),
             ("list-grid", "List (default) / Grid"))), EVERYWHERE),
    ("catalog/frontend/grid_per_page_values", "Products per Page on Grid Allowed Values",
     "Numbers a shopper can choose from, separated by commas.", "12,24,36", Text(), EVERYWHERE),
    ("catalog/frontend/grid_per_page", "Products per Page on Grid Default Value",
     "One of the allowed values.", "12", PER_PAGE, EVERYWHERE),
    ("catalog/frontend/list_per_page_values", "Products per Page on List Allowed Values",
     "Numbers a shopper can choose from, separated by commas.", "5,10,15,20,25", Text(), EVERYWHERE),
    ("catalog/frontend/list_per_page", "Products per Page on List Default Value",
     "One of the allowed values.", "10", PER_PAGE, EVERYWHERE),
    ("catalog/frontend/default_sort_by", "Product Listing Sort by",
     "Code of the attribute products are sorted by; position is the order within their category.", "position",
     Text(), EVERYWHERE),
)

declare(("Catalog", "Catalog", "Search Engine Optimization"),
    ("catalog/seo/product_url_suffix", "Product URL Suffix",
     "What the addresses of products end with.", ".html", Text(), EVERYWHERE),
    ("catalog/seo/category_url_suffix", "Category URL Suffix",
     "What the addresses of categories end with.", ".html", Text(), EVERYWHERE),
    ("catalog/seo/title_separator", "Page Title Separator",
     "What stands between the parts of a title.", "-", Text(), EVERYWHERE),
    ("catalog/seo/category_canonical_tag", "Use Canonical Link Meta Tag For Categories",
     "Yes tells search engines one address for each category.", "0", Flag(), EVERYWHERE),
    ("catalog/seo/product_canonical_tag", "Use Canonical Link Meta Tag For Products",
     "Yes tells search engines one address for each product.", "0", Flag(), EVERYWHERE),
)

declare(("Catalog", "Catalog", "Product Reviews"),
    ("catalog/review/active", "Enabled",
     "Yes lets shoppers read and write reviews.", "1", Flag(), PER_WEBSITE),
    ("catalog/review/allow_guest", "Allow Guests to Write Reviews",
     "No lets only customers who are signed in write them.", "1", Flag(), PER_WEBSITE),
)

declare(("Catalog", "Email to a Friend", "Email Templates"),
    ("sendfriend/email/enabled", "Enabled",
     "Yes lets customers send products to friends by mail.", "1", Flag(), EVERYWHERE),
    ("sendfriend/email/allow_guest", "Allow for Guests",
     "Yes lets everybody do so.", "0", Flag(), EVERYWHERE),
)

declare(("Customers", "Customer Configuration", "Password Options"),
    ("customer/password/autocomplete_on_storefront", "Enable Autocomplete on login/forgot password forms",
     "Yes lets browsers fill in e-mail and password.", "0", Flag(), EVERYWHERE),
)

declare(("Customers", "Login as Customer", "General"),
    ("login_as_customer/general/shopping_assistance_checkbox_title", "Title for Login as Customer opt-in checkbox",
     "What stands beside the box with which a customer allows it.", "Allow remote shopping assistance",
     Text(), EVERYWHERE),
    ("login_as_customer/general/shopping_assistance_checkbox_tooltip", "Login as Customer checkbox tooltip",
     "What explains that box.",
     'This allows merchants to "see what you see" and take actions on your behalf in order to provide better '
     "assistance.", Text(), EVERYWHERE),
)

declare(("Customers", "Promotions", "GraphQL"),
    ("promo/graphql/share_applied_cart_rule", "Share Applied Cart Rules",
     "Yes tells storefronts which rules changed the prices of a cart.", "0", Flag(), PER_WEBSITE),
)

declare(("Customers", "Wish List", "General Options"),
    ("wishlist/general/active", "Enabled",
     "Yes lets customers keep a list of what they wish for.", "1", Flag(), EVERYWHERE),
)

declare(("Sales", "Sales", "Gift Options"),
    ("sales/gift_options/allow_order", "Allow Gift Messages on Order Level",
     "Yes lets a shopper write a message for the whole order.", "0", Flag(), PER_WEBSITE),
    ("sales/gift_options/allow_items", "Allow Gift Messages for Order Items",
     "Yes lets a shopper write a message for each item.", "0", Flag(), PER_WEBSITE),
)

declare(("Sales", "Sales", "Order Cancellation"),
    ("sales/cancellation/enabled", "Order cancellation through GraphQL",
     "Yes lets customers cancel their orders.", "0", Flag(), EVERYWHERE),
    ("sales/cancellation/reasons", "Order cancellation reasons",
     "What a customer can choose from, with a vertical bar between two reasons.",
     "The item(s) are no longer needed|The order was placed by mistake|"
     "Item(s) not arriving within the expected timeframe|Found a better price elsewhere|Other", Listed(), EVERYWHERE),
)

declare(("Sales", "Tax", "Price Display Settings"),
    ("tax/display/type", "Display Product Prices In Catalog",
     "Which prices products are shown with.", "1", TAX, EVERYWHERE),
    ("tax/display/shipping", "Display Shipping Prices",
     "Which prices shipping is shown with.", "1", TAX, EVERYWHERE),
)

declare(("Sales", "Tax", "Shopping Cart Display Settings"),
    ("tax/cart_display/price", "Display Prices",
     "Which prices items of the cart are shown with.", "1", TAX, EVERYWHERE),
    ("tax/cart_display/subtotal", "Display Subtotal",
     "Which subtotal the cart shows.", "1", TAX, EVERYWHERE),
    ("tax/cart_display/shipping", "Display Shipping Amount",
     "Which cost of shipping the cart shows.", "1", TAX, EVERYWHERE),
    ("tax/cart_display/grandtotal", "Include Tax In Order Total",
     "Yes shows the total with tax and without.", "0", Flag(), EVERYWHERE),
    ("tax/cart_display/full_summary", "Display Full Tax Summary",
     "Yes lists every tax.", "0", Flag(), EVERYWHERE),
    ("tax/cart_display/zero_tax", "Display Zero Tax Subtotal",
     "Yes shows taxes of zero too.", "0", Flag(), EVERYWHERE),
)

declare(("Sales", "Tax", "Orders, Invoices, Credit Memos Display Settings"),
    ("tax/sales_display/price", "Display Prices",
     "Which prices ordered items are shown with.", "1", TAX, EVERYWHERE),
    ("tax/sales_display/subtotal", "Display Subtotal",
     "Which subtotal orders show.", "1", TAX, EVERYWHERE),
    ("tax/sales_display/shipping", "Display Shipping Amount",
     "Which cost of shipping orders show.", "1", TAX, EVERYWHERE),
    ("tax/sales_display/grandtotal", "Include Tax In Order Total",
     "Yes shows the total with tax and without.", "0", Flag(), EVERYWHERE),
    ("tax/sales_display/full_summary", "Display Full Tax Summary",
     "Yes lists every tax.", "0", Flag(), EVERYWHERE),
    ("tax/sales_display/zero_tax", "Display Zero Tax Subtotal",
     "Yes shows taxes of zero too.", "0", Flag(), EVERYWHERE),
)

declare(("Sales", "Tax", "Fixed Product Taxes"),
    ("tax/weee/enable", "Enable FPT",
     "Yes adds the taxes that have a fixed amount for a product.", "0", Flag(), PER_WEBSITE),
    ("tax/weee/display_list", "Display Prices In Product Lists",
     "How these taxes are told in lists of products.", "1", FIXED_TAX, PER_WEBSITE),
    ("tax/weee/display", "Display Prices On Product View Page",
     "How these taxes are told on the page of a product.", "1", FIXED_TAX, PER_WEBSITE),
    ("tax/weee/display_sales", "Display Prices In Sales Modules",
     "How these taxes are told in cart, checkout and orders.", "1", FIXED_TAX, PER_WEBSITE),
    ("tax/weee/display_email", "Display Prices In Emails",
     "How these taxes are told in mails.", "1", FIXED_TAX, PER_WEBSITE),
    ("tax/weee/apply_vat", "Apply Tax To FPT",
     "Yes taxes these taxes.", "0", Flag(), PER_WEBSITE),
    ("tax/weee/include_in_subtotal", "Include FPT In Subtotal",
     "Yes counts these taxes to the subtotal.", "0", Flag(), PER_WEBSITE),
)

declare(("Sales", "Checkout", "Checkout Options"),
    ("checkout/options/onepage_checkout_enabled", "Enable Onepage Checkout",
     "No closes the checkout.", "1", Flag(), EVERYWHERE),
    ("checkout/options/guest_checkout", "Allow Guest Checkout",
     "No lets only customers who are signed in order.", "1", Flag(), EVERYWHERE),
    ("checkout/options/enable_agreements", "Enable Terms and Conditions",
     "Yes asks for consent to the terms before an order.", "0", Flag(), EVERYWHERE),
    ("checkout/options/max_items_display_count", "Maximum Number of Items to Display in Order Summary",
     "How many items the checkout lists.", "10", Number(least=1, most=10_000), EVERYWHERE),
)

declare(("Sales", "Checkout", "Shopping Cart"),
    ("checkout/cart/delete_quote_after", "Quote Lifetime (days)",
     "After how many days a cart nobody touched is forgotten.", "30", Number(least=0, most=36_500), PER_WEBSITE),
    ("checkout/cart/cart_merge_preference", "Cart Merge Preference",
     "What becomes of quantities when a guest with a cart signs in.", "merge",
     Choice((("guest", "Guest Priority"), ("customer", "Customer Priority"), ("merge", "Merge Quantities"))),
     PER_WEBSITE),
    ("checkout/cart/grouped_product_image", "Grouped Product Image",
     "Whose picture stands for a product of a group.", "itself", THUMBNAIL, EVERYWHERE),
    ("checkout/cart/configurable_product_image", "Configurable Product Image",
     "Whose picture stands for a variant.", "parent", THUMBNAIL, EVERYWHERE),
)

declare(("Sales", "Checkout", "My Cart Link"),
    ("checkout/cart_link/use_qty", "Display Cart Summary",
     "What the number beside the cart counts.", "1",
     Choice((("0", "Display number of items in cart"), ("1", "Display item quantities"))), EVERYWHERE),
)

declare(("Sales", "Checkout", "Mini Cart"),
    ("checkout/sidebar/display", "Display Mini Cart",
     "Yes shows the cart beside the page.", "1", Flag(), EVERYWHERE),
    ("checkout/sidebar/max_items_display_count", "Maximum Number of Items to Display",
     "How many items it lists.", "10", Number(least=1, most=10_000), EVERYWHERE),
)

declare(("Sales", "Payment Methods", "Check / Money Order"),
    ("payment/checkmo/active", "Enabled",
     "Yes lets shoppers pay by check.", "1", Flag(), PER_WEBSITE),
    ("payment/checkmo/title", "Title",
     "What the checkout calls it.", "Check / Money order", Text(), EVERYWHERE),
    ("payment/checkmo/order_status", "New Order Status",
     "Code of the status of new orders.", "pending", Text(), PER_WEBSITE),
    ("payment/checkmo/allowspecific", "Payment from Applicable Countries",
     "Yes allows it for specific countries only.", "0", Flag(), PER_WEBSITE),
    ("payment/checkmo/specificcountry", "Payment from Specific Countries",
     COUNTRIES, "", Text(), PER_WEBSITE),
    ("payment/checkmo/payable_to", "Make Check Payable to",
     "Name to write on the check.", "", Text(), EVERYWHERE),
    ("payment/checkmo/mailing_address", "Send Check to",
     "Address to send the check to.", "", Text(), EVERYWHERE),
    ("payment/checkmo/min_order_total", "Minimum Order Total",
     "What an order must come to; empty for no bound.", "", AMOUNT, PER_WEBSITE),
    ("payment/checkmo/max_order_total", "Maximum Order Total",
     "What an order may come to; empty for no bound.", "", AMOUNT, PER_WEBSITE),
    ("payment/checkmo/sort_order", "Sort Order",
     "Its place among the methods; the lowest comes first.", "", POSITION, PER_WEBSITE),
)

declare(("Sales", "Payment Methods", "Zero Subtotal Checkout"),
    ("payment/free/active", "Enabled",
     "Yes takes orders that cost nothing.", "1", Flag(), PER_WEBSITE),
    ("payment/free/title", "Title",
     "What the checkout calls it.", "No Payment Information Required", Text(), EVERYWHERE),
    ("payment/free/order_status", "New Order Status",
     "Code of the status of new orders.", "pending", Text(), PER_WEBSITE),
    ("payment/free/payment_action", "Automatically Invoice All Items",
     "Whether new orders that are in processing get an invoice at once.", "",
     Choice((("", "No"), ("authorize_capture", "Yes"))), PER_WEBSITE),
    ("payment/free/allowspecific", "Payment from Applicable Countries",
     "Yes allows it for specific countries only.", "0", Flag(), PER_WEBSITE),
    ("payment/free/specificcountry", "Payment from Specific Countries",
     COUNTRIES, "", Text(), PER_WEBSITE),
    ("payment/free/sort_order", "Sort Order",
     "Its place among the methods; the lowest comes first.", "1", POSITION, PER_WEBSITE),
)
# fmt: on
