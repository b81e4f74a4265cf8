"""The merchant's desk: how Django admin looks, and where its pages stand, in a merchant's words."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.templatetags.static import static


class Item(NamedTuple):
    """A page in the sidebar: its title, its icon (a name of Material Symbols), and the model whose list it is."""

    title: str
    icon: str
    model: str


SECTIONS: list[tuple[str, list[Item]]] = [
    (
        "Customers",
        [
            Item("All customers", "group", "customers.Customer"),
            Item("Customer groups", "workspaces", "stores.CustomerGroup"),
            Item("Addresses", "home_pin", "customers.Address"),
            Item("Newsletter", "newspaper", "customers.Subscription"),
            Item("Wish lists", "favorite", "wishlists.Wishlist"),
        ],
    ),
    (
        "Stores",
        [
            Item("Configuration", "tune", "stores.ConfigValue"),
            Item("Websites", "language", "stores.Website"),
            Item("Stores", "store", "stores.StoreGroup"),
            Item("Store views", "storefront", "stores.Store"),
            Item("Attributes", "list_alt", "attributes.Attribute"),
            Item("Currency rates", "currency_exchange", "directory.CurrencyRate"),
            Item("Countries", "public", "directory.Country"),
            Item("Regions", "map", "directory.Region"),
        ],
    ),
    ("Mail", [Item("Mails", "mail", "outbox.Mail"), Item("Mail texts", "edit_note", "outbox.MailTemplate")]),
    ("Tokens and sign-ins", [Item("Tokens in use", "key", "auth_tokens.Token")]),
    (
        "System",
        [
            Item("Import customers", "upload_file", "transfer.CustomerImport"),
            Item("Admins", "shield_person", "admins.AdminUser"),
            Item("Roles", "badge", "auth.Group"),
            Item("History", "history", "history.Entry"),
        ],
    ),
]


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The sidebar of whoever looks: what they may see. A list no section names stands at the end, so none is lost."""
    from django.contrib import admin  # Settings name this module before there are apps.

    registered = {model._meta.label: pages for model, pages in admin.site._registry.items()}
    named = {item.model for _, items in SECTIONS for item in items}
    others = [
        Item(str(pages.opts.verbose_name_plural).capitalize(), "folder", label)
        for label, pages in sorted(registered.items())
        if label not in named
    ]
    return [
        {"title": "", "items": [{"title": "Dashboard", "icon": "space_dashboard", "link": "/admin/"}]},
        *(
            {
                "title": title,
                "separator": True,
                "items": [
                    _link(request, item, registered[item.model])
                    for item in items
                    if item.model in registered and registered[item.model].has_view_or_change_permission(request)
                ],
            }
            for title, items in [*SECTIONS, ("More", others)]
        ),
    ]


def _link(request: HttpRequest, item: Item, pages: Any) -> dict[str, Any]:
    from django.urls import reverse

    link = reverse(f"admin:{pages.opts.app_label}_{pages.opts.model_name}_changelist")
    return {"title": item.title, "icon": item.icon, "link": link, "active": request.path.startswith(link)}


def stylesheet(request: HttpRequest) -> str:
    """What the desk adds to its theme's looks."""
    return static("commerce/desk.css")


def icon(request: HttpRequest) -> str:
    """What stands in the browser's tab."""
    return static("storefront/icon.svg")


def script(request: HttpRequest) -> str:
    """What the desk adds to its theme's behavior."""
    return static("commerce/desk.js")


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Duplex admin",
    "SITE_HEADER": "Duplex",
    "SITE_SUBHEADER": "Shop administration",
    "SITE_SYMBOL": "storefront",
    "SITE_URL": "/",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": icon}],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "commerce.dashboard.context",
    "STYLES": ["commerce.desk.stylesheet"],
    "SCRIPTS": ["commerce.desk.script"],
    "BORDER_RADIUS": "6px",
    "SIDEBAR": {"show_search": True, "show_all_applications": False, "navigation": "commerce.desk.navigation"},
    "COLORS": {
        "primary": {
            "50": "#eef6f6",
            "100": "#d5e9ea",
            "200": "#aed4d7",
            "300": "#7bb7bd",
            "400": "#4a96a0",
            "500": "#2d7985",
            "600": "#1f6370",
            "700": "#1c505c",
            "800": "#1b424c",
            "900": "#193840",
            "950": "#0b2128",
        },
    },
}
