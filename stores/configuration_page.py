"""The configuration page of the admin: its scopes and its form. Rules and sentences are in `stores.config`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django import forms
from django.db import transaction
from django.db.models import Q
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from kernel.errors import Failure, NoSuchEntity
from stores import config
from stores.models import ConfigValue, Website

Scope = ConfigValue.Scope


@dataclass(frozen=True)
class Place:
    """What a page of the configuration is about: everything, a website or a store view."""

    scope: ConfigValue.Scope
    scope_id: int
    name: str
    website_id: int | None = None

    @property
    def address(self) -> str:
        """The query of its page."""
        kind = {Scope.WEBSITES: "website", Scope.STORES: "store"}.get(self.scope)
        return f"?{kind}={self.scope_id}" if kind else "?"

    @property
    def inherits_from(self) -> str:
        """What the box beside a value says that makes it follow the wider scope."""
        return {
            Scope.DEFAULT: "Use system value",
            Scope.WEBSITES: "Use Default",
            Scope.STORES: "Use Website",
        }[self.scope]


def places() -> list[Place]:
    """Every page of the configuration: the default one, then each website with its views, but for the admin's."""
    found = [Place(Scope.DEFAULT, 0, "Default Config")]
    for website in Website.objects.exclude(pk=Website.ADMIN).prefetch_related("stores"):
        found.append(Place(Scope.WEBSITES, website.pk, website.name, website.pk))
        found += [Place(Scope.STORES, store.pk, store.name, website.pk) for store in website.stores.all()]
    return found


def place_at(known: list[Place], query: Mapping[str, str]) -> Place:
    """The page a query such as `?website=1` asks for. Raises NoSuchEntity."""
    for name, scope in (("store", Scope.STORES), ("website", Scope.WEBSITES)):
        if name in query:
            for place in known:
                if (place.scope, str(place.scope_id)) == (scope, query[name]):
                    return place
            raise NoSuchEntity(**{name: query[name]})
    return known[0]


class Change(NamedTuple):
    """A setting that was changed at a scope; None is what follows the wider scope."""

    path: str
    old: str | None
    new: str | None


class Row(NamedTuple):
    """A setting on the page, with its two fields."""

    setting: config.Setting
    value: forms.BoundField
    inherit: forms.BoundField
    inherited: str


class ConfigurationForm(forms.Form):
    """Every setting that can be changed for a place. A field that was not sent is left as it is."""

    use_required_attribute = False

    def __init__(self, place: Place, data: Any = None, *, editable: bool = True) -> None:
        super().__init__(data)
        self.place = place
        self.settings = [setting for setting in config.declared() if place.scope in setting.scopes]
        self.stored, self.inherited = self._texts()
        for setting in self.settings:
            stored = self.stored.get(setting.path)
            self.fields[setting.path] = forms.CharField(
                label=setting.label,
                required=False,
                initial=self.inherited[setting.path] if stored is None else stored,
                widget=_widget(setting.kind),
                disabled=not editable,
            )
            self.fields[_inherit(setting)] = forms.BooleanField(
                label=place.inherits_from, required=False, initial=stored is None, disabled=not editable
            )

    def sections(self) -> Iterator[tuple[str, str, list[tuple[str, list[Row]]]]]:
        """Tab, section, and its groups with their rows, in the order of the declarations."""
        for (tab, section), settings in groupby(self.settings, key=lambda setting: setting.place[:2]):
            groups = groupby(settings, key=lambda setting: setting.place[2])
            yield tab, section, [(group, [self._row(setting) for setting in rows]) for group, rows in groups]

    @transaction.atomic
    def save(self) -> list[Change]:
        """Write what was changed: all of it, or nothing if a value is refused. Refusals are put on their fields."""
        changes: list[Change] = []
        for setting in self.settings:
            try:
                changes += self._write(setting)
            except Failure as refusal:
                self.add_error(setting.path, refusal.message)
        if self.errors:
            transaction.set_rollback(True)
            return []
        return changes

    def _write(self, setting: config.Setting) -> Iterator[Change]:
        stored, place = self.stored.get(setting.path), self.place
        if self.cleaned_data[_inherit(setting)]:
            if stored is not None:
                config.inherit(setting.path, scope=place.scope, scope_id=place.scope_id)
                yield Change(setting.path, stored, None)
        elif setting.path in self.data and self.cleaned_data[setting.path] != stored:
            text = self.cleaned_data[setting.path]
            config.write(setting.path, text, scope=place.scope, scope_id=place.scope_id)
            yield Change(setting.path, stored, text)

    def _row(self, setting: config.Setting) -> Row:
        return Row(setting, self[setting.path], self[_inherit(setting)], self.inherited[setting.path])

    def _texts(self) -> tuple[dict[str, str], dict[str, str]]:
        """What is set at exactly this place, and what would hold without it."""
        stored: dict[str, str] = {}
        inherited = {setting.path: setting.default for setting in self.settings}
        here = Q(scope=self.place.scope, scope_id=self.place.scope_id)
        above = Q(scope=Scope.DEFAULT, scope_id=0) | Q(scope=Scope.WEBSITES, scope_id=self.place.website_id)
        rows = list(ConfigValue.objects.filter(here | above, path__in=inherited))
        rows.sort(key=_breadth)
        for value in rows:
            if value.scope == self.place.scope:
                stored[value.path] = value.value
            else:
                inherited[value.path] = value.value
        return stored, inherited


def _breadth(value: ConfigValue) -> int:
    """Wide scopes come first."""
    return config.EVERYWHERE.index(Scope(value.scope))


def _inherit(setting: config.Setting) -> str:
    return f"inherit:{setting.path}"


def _widget(kind: config.Kind) -> forms.Widget:
    match kind:
        case config.Flag():
            return UnfoldAdminSelectWidget(choices=[("1", "Yes"), ("0", "No")])
        case config.Choice():
            return UnfoldAdminSelectWidget(choices=list(kind.options))
        case _:
            return UnfoldAdminTextInputWidget()
