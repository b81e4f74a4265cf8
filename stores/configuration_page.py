"""The configuration page of the admin: its scopes, sections and form. Rules and sentences are in `stores.config`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.db import transaction
from django.db.models import Q
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from history.models import Entry
from kernel.errors import Failure, NoSuchEntity
from stores import config
from stores.models import ConfigValue, Website

Scope = ConfigValue.Scope
OBSCURED = "******"  # what stands for a secret; sent back, it leaves it as it is
SHOWN_CHANGES = 10


@dataclass(frozen=True)
class Place:
    """What a page of the configuration is about: everything, a website or a store view."""

    scope: ConfigValue.Scope
    scope_id: int
    name: str
    website_id: int | None = None

    @property
    def query(self) -> dict[str, str]:
        """What names it in the address of a page."""
        kind = {Scope.WEBSITES: "website", Scope.STORES: "store"}.get(self.scope)
        return {kind: str(self.scope_id)} if kind else {}

    @property
    def inherits_from(self) -> str:
        """What the box beside a value says that makes it follow the wider scope."""
        return {
            Scope.DEFAULT: "Use system value",
            Scope.WEBSITES: "Use Default",
            Scope.STORES: "Use Website",
        }[self.scope]

    def address(self, section: str) -> str:
        """The query of the page of a section."""
        return "?" + urlencode({"section": section, **self.query})


class Section(NamedTuple):
    """A page of settings, under the name Magento's addresses give it."""

    id: str
    tab: str
    label: str


def places() -> list[Place]:
    """Everything settings can be changed for: the shop, then each website with its views, but for the admin's."""
    found = [Place(Scope.DEFAULT, 0, "Default Config")]
    for website in Website.objects.exclude(pk=Website.ADMIN).prefetch_related("stores"):
        found.append(Place(Scope.WEBSITES, website.pk, website.name, website.pk))
        found += [Place(Scope.STORES, store.pk, store.name, website.pk) for store in website.stores.all()]
    return found


def place_at(known: list[Place], query: Mapping[str, str]) -> Place:
    """What a query such as `?website=1` is about. Raises NoSuchEntity."""
    for name, scope in (("store", Scope.STORES), ("website", Scope.WEBSITES)):
        if name in query:
            for place in known:
                if (place.scope, str(place.scope_id)) == (scope, query[name]):
                    return place
            raise NoSuchEntity(**{name: query[name]})
    return known[0]


def sections(place: Place) -> list[Section]:
    """The sections with something to change for a place, in their order."""
    found = [
        Section(setting.section, *setting.place[:2]) for setting in config.declared() if place.scope in setting.scopes
    ]
    return list({section.id: section for section in found}.values())


def section_at(place: Place, query: Mapping[str, str]) -> Section:
    """The section a query such as `?section=oauth` asks for, else the first one. Raises NoSuchEntity.

    One whose settings hold for wider scopes only is there too: it says so.
    """
    known = sections(place)
    if "section" not in query:
        return known[0]
    for section in [*known, *sections(Place(Scope.DEFAULT, 0, ""))]:
        if section.id == query["section"]:
            return section
    raise NoSuchEntity(section=query["section"])


def found(place: Place, words: str) -> list[config.Setting]:
    """The settings that can be changed for a place whose label, path, group or help has all of these words."""
    wanted = words.casefold().split()
    return [
        setting
        for setting in config.declared()
        if place.scope in setting.scopes
        and all(
            word in " ".join((setting.label, setting.path, *setting.place, setting.help)).casefold() for word in wanted
        )
    ]


class Note(NamedTuple):
    """A change as the page tells it."""

    entry: Entry
    label: str
    place: str
    old: str
    new: str


def changes(known: list[Place], section: Section) -> list[Note]:
    """The latest changes of settings of a section, of every scope."""
    names = {(str(place.scope), place.scope_id): place.name for place in known}
    entries = Entry.objects.filter(subject="setting", details__path__startswith=section.id + "/")[:SHOWN_CHANGES]
    return [_note(entry, names) for entry in entries]


def _note(entry: Entry, names: dict[tuple[str, int], str]) -> Note:
    said = entry.details
    try:
        label = config.setting_at(said["path"]).label
    except Failure:
        label = said["path"]
    scope = (said["scope"], said["scope_id"])
    texts = [OBSCURED if key not in said else "inherited" if said[key] is None else said[key] for key in ("old", "new")]
    return Note(entry, label, names.get(scope, f"{said['scope']} {said['scope_id']}"), *texts)


@dataclass(frozen=True)
class Row:
    """A setting on the page, with its two fields."""

    setting: config.Setting
    value: forms.BoundField
    inherit: forms.BoundField
    inherited: str

    @property
    def inherited_label(self) -> str:
        """What would hold without a value of its own, as a merchant reads it."""
        if self.setting.is_obscured:
            return OBSCURED if self.inherited else "empty"
        kind = self.setting.kind
        labels: dict[str, str] = {}
        if isinstance(kind, config.Flag):
            labels = {"1": "Yes", "0": "No"}
        elif isinstance(kind, config.Choice):
            labels = dict(kind.options)
        return labels.get(self.inherited, self.inherited) or "empty"

    @property
    def scopes(self) -> str:
        """Where it can differ, in Magento's words."""
        if Scope.STORES in self.setting.scopes:
            return "store view"
        return "website" if Scope.WEBSITES in self.setting.scopes else "global"


class ConfigurationForm(forms.Form):
    """The settings of a section that can be changed for a place. A field that was not sent is left as it is."""

    use_required_attribute = False

    def __init__(self, place: Place, section: Section, data: Any = None, *, editable: bool = True) -> None:
        super().__init__(data)
        self.place = place
        self.settings = [
            setting for setting in config.declared() if place.scope in setting.scopes and setting.section == section.id
        ]
        self.stored, self.inherited = self._texts()
        for setting in self.settings:
            stored = self.stored.get(setting.path)
            holds = self.inherited[setting.path] if stored is None else stored
            self.fields[setting.path] = forms.CharField(
                label=setting.label,
                required=False,
                initial=(OBSCURED if holds else "") if setting.is_obscured else holds,
                widget=_widget(setting),
                disabled=not editable,
            )
            self.fields[_inherit(setting)] = forms.BooleanField(
                label=place.inherits_from, required=False, initial=stored is None, disabled=not editable
            )

    def groups(self) -> Iterator[tuple[str, list[Row]]]:
        """The groups of the section with their rows, in the order of the declarations."""
        for group, settings in groupby(self.settings, key=lambda setting: setting.place[2]):
            yield group, [self._row(setting) for setting in settings]

    @transaction.atomic
    def save(self) -> None:
        """Write what was changed: all of it, or nothing if a value is refused. Refusals are put on their fields."""
        for setting in self.settings:
            try:
                self._write(setting)
            except Failure as refusal:
                self.add_error(setting.path, refusal.message)
        if self.errors:
            transaction.set_rollback(True)

    def _write(self, setting: config.Setting) -> None:
        stored, place = self.stored.get(setting.path), self.place
        if self.cleaned_data[_inherit(setting)]:
            if stored is not None:
                config.inherit(setting.path, scope=place.scope, scope_id=place.scope_id)
        elif setting.path in self.data and self.cleaned_data[setting.path] != stored:
            text = self.cleaned_data[setting.path]
            if setting.is_obscured and text == OBSCURED:
                return
            config.write(setting.path, text, scope=place.scope, scope_id=place.scope_id)

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


def _widget(setting: config.Setting) -> forms.Widget:
    match setting.kind:
        case _ if setting.is_obscured:
            return UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}, render_value=True)
        case config.Flag():
            return UnfoldAdminSelectWidget(choices=[("1", "Yes"), ("0", "No")])
        case config.Choice(options=options):
            return UnfoldAdminSelectWidget(choices=list(options))
        case _:
            return UnfoldAdminTextInputWidget()
