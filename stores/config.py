"""Settings the merchant decides: declared once with Magento's path, default and help, read through one function.

An app declares its settings in its own `config.py` and reads them with `read(path, store)`. A value can be set for
everything, for a website or for a store view; the narrowest one counts. Values are kept in memory as long as the shop's
revision stands (`revisions.kept`), so a change holds from the next call on, in every process.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from django.db import transaction

from history import events
from revisions import kept
from stores.errors import SettingOutOfRange, SettingScopeNotAllowed, SettingUnknown
from stores.models import ConfigValue, Store

logger = logging.getLogger(__name__)

Scope = ConfigValue.Scope
EVERYWHERE = (Scope.DEFAULT, Scope.WEBSITES, Scope.STORES)
PER_WEBSITE = (Scope.DEFAULT, Scope.WEBSITES)
GLOBAL = (Scope.DEFAULT,)


class Kind(Protocol):
    """What a setting's text may be, and what it means."""

    def parse(self, text: str) -> Any:
        """The value the text stands for. Raises ValueError with a sentence that says what is accepted."""


@dataclass(frozen=True)
class Text:
    """Any text."""

    def parse(self, text: str) -> str:
        return text


@dataclass(frozen=True)
class Flag:
    """Yes or no, kept as 1 and 0."""

    def parse(self, text: str) -> bool:
        if text not in ("0", "1"):
            raise ValueError("Choose Yes (1) or No (0).")
        return text == "1"


@dataclass(frozen=True)
class Choice:
    """One of several values, each with the label a merchant sees."""

    options: tuple[tuple[str, str], ...]

    def parse(self, text: str) -> str:
        if text not in dict(self.options):
            raise ValueError(f"Choose one of: {', '.join(dict(self.options))}.")
        return text


@dataclass(frozen=True)
class Number:
    """A number from `least` to `most`, whole unless `fractions`; an empty text is None if `optional`."""

    least: int | Decimal
    most: int | Decimal
    fractions: bool = False
    optional: bool = False

    def parse(self, text: str) -> int | Decimal | None:
        if self.optional and not text.strip():
            return None
        refusal = ValueError(
            f"Enter a {'' if self.fractions else 'whole '}number from {self.least} to {self.most}"
            f"{', or leave the field empty' if self.optional else ''}."
        )
        try:
            number = Decimal(text.strip())
        except InvalidOperation:
            raise refusal from None
        if not number.is_finite() or not self.least <= number <= self.most:
            raise refusal
        if self.fractions:
            return number
        if number != number.to_integral_value():
            raise refusal
        return int(number)


@dataclass(frozen=True)
class Setting:
    """A setting. `place` is where the admin shows it: tab, section and group of Magento's configuration.

    What is kept of an obscured one is a secret: nobody is shown it, and no history has it.
    """

    path: str
    place: tuple[str, str, str]
    label: str
    help: str
    default: str
    kind: Kind
    scopes: tuple[ConfigValue.Scope, ...] = EVERYWHERE
    is_obscured: bool = False

    @property
    def section(self) -> str:
        """What Magento calls the section of the setting: the first part of its path."""
        return self.path.split("/")[0]


# The order of Magento's pages; what is not named here comes after, by name.
TABS = ("General", "Catalog", "Security", "Customers", "Sales", "Services", "Advanced")
SECTIONS = (
    "General", "Web", "Currency Setup", "Store Email Addresses", "Contacts", "Reports", "Content Management", "Design",
    "Catalog", "Inventory", "XML Sitemap", "RSS Feeds", "Email to a Friend", "Google reCAPTCHA Storefront",
    "Newsletter", "Customer Configuration", "Login as Customer", "Wish List", "Promotions", "Persistent Shopping Cart",
    "Sales", "Sales Emails", "PDF Print-outs", "Tax", "Checkout", "Shipping Settings", "Payment Methods",
    "Magento Web API", "OAuth",
    "Admin", "System", "Developer",
)  # fmt: skip

events.declare("setting", {"changed": "Setting changed"})

_declared: dict[str, Setting] = {}


def declare(*settings: Setting) -> None:
    """Make settings known. Their defaults must be values they accept themselves."""
    for setting in settings:
        setting.kind.parse(setting.default)
        _declared[setting.path] = setting


def declared() -> list[Setting]:
    """Every setting there is, in the order of the admin's pages: Magento's, and then that of the declarations."""
    groups = {setting.place: number for number, setting in reversed(list(enumerate(_declared.values())))}

    def place(setting: Setting) -> tuple[int, str, int, str, int]:
        tab, section, _ = setting.place
        return _rank(TABS, tab), tab, _rank(SECTIONS, section), section, groups[setting.place]

    return sorted(_declared.values(), key=place)


def _rank(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def read(path: str, store: Store | None = None, *, website_id: int | None = None) -> Any:
    """The value of a setting for a store view, for a website, or (with neither) for everything."""
    return read_all([path], store, website_id=website_id)[path]


def read_all(paths: Iterable[str], store: Store | None = None, *, website_id: int | None = None) -> dict[str, Any]:
    """The values of several settings."""
    return _values(kept.revision(), paths, store.website_id if store else website_id, store.pk if store else None)


def read_for_stores(paths: Iterable[str], stores: Sequence[Store]) -> dict[int, dict[str, Any]]:
    """The values of several settings for each of several store views, by its id."""
    number, wanted = kept.revision(), list(paths)
    return {store.pk: _values(number, wanted, store.website_id, store.pk) for store in stores}


# What is set, by path and then by where it is set.
Texts = dict[str, dict[tuple[str, int | None], str]]


def _load() -> Texts:
    texts: Texts = {}
    for path, scope, scope_id, text in ConfigValue.objects.values_list("path", "scope", "scope_id", "value"):
        texts.setdefault(path, {})[scope, scope_id] = text
    return texts


_texts = kept.Kept(_load)
_read: kept.KeptBy[Any] = kept.KeptBy()


def _values(number: int | None, paths: Iterable[str], website_id: int | None, store_id: int | None) -> dict[str, Any]:
    found = {}
    for path in paths:
        setting = setting_at(path)
        found[path] = _read.at(
            number,
            (path, website_id, store_id),
            lambda setting=setting: _narrowest(  # type: ignore[misc]
                setting, _texts.at(number).get(setting.path, {}), website_id, store_id
            ),
        )
    return found


def _narrowest(
    setting: Setting, texts: dict[tuple[str, int | None], str], website_id: int | None, store_id: int | None
) -> Any:
    for place in ((Scope.STORES, store_id), (Scope.WEBSITES, website_id), (Scope.DEFAULT, 0)):
        if place in texts:
            try:
                return setting.kind.parse(texts[place])
            except ValueError:
                # Only a row written past `write` can hold such a text. The shop goes on with what is safe.
                logger.error("The setting %s holds %r, which it does not accept; ignored.", setting.path, texts[place])
    return setting.kind.parse(setting.default)


def setting_at(path: str) -> Setting:
    """The declaration of a setting. Raises SettingUnknown."""
    try:
        return _declared[path]
    except KeyError:
        raise SettingUnknown(path) from None


@transaction.atomic
def write(path: str, text: str, *, scope: ConfigValue.Scope = Scope.DEFAULT, scope_id: int = 0) -> None:
    """Set a value from now on. Raises SettingUnknown, SettingScopeNotAllowed, SettingOutOfRange."""
    setting = setting_at(path)
    if scope not in setting.scopes:
        raise SettingScopeNotAllowed(setting.label, scope)
    try:
        setting.kind.parse(text)
    except ValueError as refusal:
        raise SettingOutOfRange(setting.label, str(refusal)) from None
    text = text.strip()
    row, is_new = ConfigValue.objects.select_for_update().get_or_create(
        path=path, scope=scope, scope_id=scope_id, defaults={"value": text}
    )
    if not is_new and row.value == text:
        return
    old = None if is_new else row.value
    row.value = text
    row.save()
    _note(row, old, text)


@transaction.atomic
def inherit(path: str, *, scope: ConfigValue.Scope, scope_id: int = 0) -> None:
    """Forget what was set for a scope: it follows the wider scope, or the default, again."""
    row = ConfigValue.objects.select_for_update().filter(path=path, scope=scope, scope_id=scope_id).first()
    if row is not None:
        _note(row, row.value, None)
        row.delete()


def _note(row: ConfigValue, old: str | None, new: str | None) -> None:
    """Note a change; None is what follows the wider scope."""
    told = {} if row.path in _declared and _declared[row.path].is_obscured else {"old": old, "new": new}
    events.record("setting", row.pk, "changed", path=row.path, scope=row.scope, scope_id=row.scope_id, **told)
