"""Where a store view is reached: base URLs, from what the merchant set and from where the shop was asked.

A setting may begin with a placeholder, as in Magento: `{{base_url}}` is the origin the shop was asked at, and
`{{unsecure_base_url}}` and `{{secure_base_url}}` are the other settings. So a shop that has set nothing is wherever it
is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from stores import config

ORIGIN, UNSECURE, SECURE = "{{base_url}}", "{{unsecure_base_url}}", "{{secure_base_url}}"
STORE_CODE_IN_URLS = "web/url/use_store"


@dataclass(frozen=True)
class Address:
    """An address that ends in a slash and is whole or begins with one of `placeholders`; empty if `optional`."""

    placeholders: tuple[str, ...]
    optional: bool = False

    def parse(self, text: str) -> str:
        text = text.strip()
        if self.optional and not text:
            return text
        known = text.startswith(self.placeholders) or _is_whole(text)
        if not known or not text.endswith(("/", *self.placeholders)):
            raise ValueError(
                f"Enter an address such as https://shop.example.com/ that ends in a slash, or begin with "
                f"{' or '.join(self.placeholders)}{', or leave the field empty' if self.optional else ''}."
            )
        return text


def _is_whole(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _declare(kind: str, group: str, name: str, base: str, own: str) -> None:
    place = ("General", "Web", group)
    config.declare(
        config.Setting(
            path=f"web/{kind}/base_url",
            place=place,
            label=f"{name}Base URL",
            help=f"Where the shop is. {ORIGIN} is wherever it was asked.",
            default=base,
            kind=Address((ORIGIN,) if own == UNSECURE else (UNSECURE, ORIGIN)),
        ),
        config.Setting(
            path=f"web/{kind}/base_link_url",
            place=place,
            label=f"{name}Base Link URL",
            help="Where the pages of the storefront are; its address, if it stands on a host of its own.",
            default=own,
            kind=Address((own,)),
        ),
        config.Setting(
            path=f"web/{kind}/base_static_url",
            place=place,
            label=f"{name}Base URL for Static View Files",
            help="Where style sheets, scripts and the like are; empty for static/ below the base URL.",
            default="",
            kind=Address((own,), optional=True),
        ),
        config.Setting(
            path=f"web/{kind}/base_media_url",
            place=place,
            label=f"{name}Base URL for User Media Files",
            help="Where pictures and other uploaded files are; empty for media/ below the base URL.",
            default="",
            kind=Address((own,), optional=True),
        ),
    )


_declare("unsecure", "Base URLs", "", ORIGIN, UNSECURE)
_declare("secure", "Base URLs (Secure)", "Secure ", UNSECURE, SECURE)
config.declare(
    config.Setting(
        path=STORE_CODE_IN_URLS,
        place=("General", "Web", "Url Options"),
        label="Add Store Code to Urls",
        help="Yes puts the code of the store view behind the base link URL; the storefront must then serve it there.",
        default="0",
        kind=config.Flag(),
        scopes=config.GLOBAL,
    ),
)

PATHS = [
    STORE_CODE_IN_URLS,
    *(
        f"web/{kind}/{name}"
        for kind in ("unsecure", "secure")
        for name in ("base_url", "base_link_url", "base_static_url", "base_media_url")
    ),
]


@dataclass(frozen=True)
class BaseUrls:
    """The addresses below which the shop, its pages, its static files and its media are."""

    base: str
    link: str
    static: str
    media: str


def base_urls(values: Mapping[str, Any], *, code: str, origin: str) -> tuple[BaseUrls, BaseUrls]:
    """The plain and the secure base URLs of the store view `code`, from the values of `PATHS`.

    `origin` is where the shop was asked, such as `https://shop.example.com`.
    """
    bases = {ORIGIN: f"{origin.rstrip('/')}/"}
    unsecure = _of_kind("unsecure", UNSECURE, values, bases, code)
    secure = _of_kind("secure", SECURE, values, bases, code)
    return unsecure, secure


def _of_kind(kind: str, own: str, values: Mapping[str, Any], bases: dict[str, str], code: str) -> BaseUrls:
    base = bases[own] = _filled(values[f"web/{kind}/base_url"], bases)
    link = _filled(values[f"web/{kind}/base_link_url"], bases)
    return BaseUrls(
        base=base,
        link=f"{link}{code}/" if values[STORE_CODE_IN_URLS] else link,
        static=_filled(values[f"web/{kind}/base_static_url"], bases) or f"{base}static/",
        media=_filled(values[f"web/{kind}/base_media_url"], bases) or f"{base}media/",
    )


def _filled(text: str, bases: Mapping[str, str]) -> str:
    """An address with its placeholder replaced; a path behind it may begin with a slash or not."""
    for placeholder, base in bases.items():
        if text.startswith(placeholder):
            return base + text.removeprefix(placeholder).lstrip("/")
    return text
