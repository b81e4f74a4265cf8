"""Websites, their stores and store views: making, changing and deleting them.

What Magento's admin calls a store is a StoreGroup here, and a store view a Store, as in Magento's tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from history import events
from kernel.errors import Failure, InvalidInput, NoSuchEntity, raise_any
from stores import lookups
from stores.errors import (
    DefaultNeeded,
    DefaultNotAmongThem,
    DefaultStoreDisabled,
    DefaultStoreInactive,
    NameRequired,
    StillUsed,
    StoreCodeNotValid,
    StoreCodeTaken,
    StoreGroupCodeNotValid,
    StoreGroupCodeTaken,
    StoreGroupNotDeletable,
    StoreNotDeletable,
    StructureNotValid,
    WebsiteCodeNotValid,
    WebsiteCodeTaken,
    WebsiteNotDeletable,
)
from stores.models import ConfigValue, Store, StoreGroup, Website
from stores.signals import store_deleted

Fields = Mapping[str, Any]
"""A website, store or view as it travels, by the names of its columns; what is absent stays, or is the default."""

Part = TypeVar("Part", Website, StoreGroup, Store)

LOWER_CODE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
ANY_CODE = re.compile(r"[a-zA-Z][a-zA-Z0-9_]*", re.ASCII)

for _subject, _label in (("website", "Website"), ("store_group", "Store"), ("store", "Store view")):
    events.declare(_subject, {event: f"{_label} {event}" for event in ("created", "changed", "deleted")})


@transaction.atomic
def save_website(*, website_id: int | None, fields: Fields) -> Website:
    """Make a website, or with an id change that one. It speaks once it has a store with a store view.

    Raises NoSuchEntity, WebsiteCodeNotValid, WebsiteCodeTaken, NameRequired, DefaultNotAmongThem, DefaultNeeded,
    StructureNotValid.
    """
    website = Website() if website_id is None else _locked(Website, website_id)
    before = _taken(website, fields, ("code", "name", "sort_order", "default_group"))
    chosen = website.default_group
    problems: list[InvalidInput] = []
    if chosen is None and before and before["default_group"]:
        problems.append(DefaultNeeded(website.name))
    elif chosen is not None and chosen.website_id != website.pk:
        problems.append(DefaultNotAmongThem(str(chosen)))
    elif chosen is not None and website.is_default and chosen.default_store_id is None:
        problems.append(DefaultNeeded(chosen.name))
    raise_any(_problems_with(website, LOWER_CODE, WebsiteCodeNotValid), problems)
    return _saved(website, before, WebsiteCodeTaken)


@transaction.atomic
def make_default_website(*, website_id: int) -> Website:
    """Make a website the one that speaks when nobody names one.

    Raises NoSuchEntity, StoreNotFound if it has no store view to speak, DefaultStoreInactive.
    """
    website = _locked(Website, website_id)
    store = lookups.store_of_website(website)
    if not store.is_active:
        raise DefaultStoreInactive()
    if not website.is_default:
        Website.objects.filter(is_default=True).update(is_default=False)
        Website.objects.filter(pk=website.pk).update(is_default=True)
        website.is_default = True
        events.record("website", website.pk, "changed", code=website.code, fields=["is_default"])
    return website


@transaction.atomic
def save_store_group(*, group_id: int | None, fields: Fields) -> StoreGroup:
    """Make a store, or with an id change that one, which stays on its website. The first of a website is its default.

    Raises NoSuchEntity, StoreGroupCodeNotValid, StoreGroupCodeTaken, NameRequired, DefaultNotAmongThem,
    DefaultNeeded, DefaultStoreInactive, StructureNotValid.
    """
    group = StoreGroup() if group_id is None else _locked(StoreGroup, group_id)
    if group_id is None:
        group.website = _parent(Website, fields.get("website"))
    before = _taken(group, fields, ("code", "name", "root_category_id", "default_store"))
    chosen = _locked(Store, group.default_store_id) if group.default_store_id is not None else None
    problems: list[InvalidInput] = []
    if chosen is None and before and before["default_store"]:
        problems.append(DefaultNeeded(group.name))
    elif chosen is not None and chosen.group_id != group.pk:
        problems.append(DefaultNotAmongThem(str(chosen)))
    elif chosen is not None and not chosen.is_active and group.pk != 0:
        problems.append(DefaultStoreInactive())
    raise_any(_problems_with(group, ANY_CODE, StoreGroupCodeNotValid), problems)
    _saved(group, before, StoreGroupCodeTaken)
    if group_id is None:
        Website.objects.filter(pk=group.website_id, default_group=None).update(default_group=group)
    return group


@transaction.atomic
def save_store(*, store_id: int | None, fields: Fields) -> Store:
    """Make a store view, or with an id change that one, which stays in its store. The first of a store is its default.

    Raises NoSuchEntity, StoreCodeNotValid, StoreCodeTaken, NameRequired, DefaultStoreDisabled, StructureNotValid.
    """
    store = Store() if store_id is None else _locked(Store, store_id)
    if store_id is None:
        store.group = _parent(StoreGroup, fields.get("group"))
        store.website_id = store.group.website_id
    before = _taken(store, fields, ("code", "name", "sort_order", "is_active"))
    # Whoever is the first will be the default.
    is_default = store.group.default_store_id in (store.pk, None)
    problems = [DefaultStoreDisabled()] if is_default and not store.is_active and store.pk != Store.ADMIN else []
    raise_any(_problems_with(store, ANY_CODE, StoreCodeNotValid), problems)
    _saved(store, before, StoreCodeTaken)
    if store_id is None:
        StoreGroup.objects.filter(pk=store.group_id, default_store=None).update(default_store=store)
    return store


@transaction.atomic
def delete_website(*, website_id: int) -> None:
    """Delete a website with its stores, their views, and what was set for them.

    Raises NoSuchEntity, WebsiteNotDeletable for the admin's and the default one, StillUsed.
    """
    website = _locked(Website, website_id)
    if website.pk == Website.ADMIN or website.is_default:
        raise WebsiteNotDeletable()
    stores = list(website.stores.all())
    groups = list(website.groups.all())
    _delete([*stores, *groups, website])


@transaction.atomic
def delete_store_group(*, group_id: int) -> None:
    """Delete a store with its views, and what was set for them.

    Raises NoSuchEntity, StoreGroupNotDeletable for the default one of its website, StillUsed.
    """
    group = _locked(StoreGroup, group_id)
    if group.pk == 0 or group.website.default_group_id == group.pk:
        raise StoreGroupNotDeletable()
    _delete([*group.stores.all(), group])


@transaction.atomic
def delete_store(*, store_id: int) -> None:
    """Delete a store view, and what was set for it.

    Raises NoSuchEntity, StoreNotDeletable for the default one of its store, StillUsed.
    """
    store = _locked(Store, store_id)
    if store.pk == Store.ADMIN or store.group.default_store_id == store.pk:
        raise StoreNotDeletable()
    _delete([store])


def _delete(parts: list[Any]) -> None:
    """Delete parts of the shop, each before what it belongs to. Nobody's account may be among what would go."""
    whole = parts[-1]._meta.verbose_name
    used = {name for part in parts for name in _users_of(part)}
    if used:
        raise StillUsed(whole, " and ".join(sorted(used)))
    for part in parts:
        number, code = part.pk, part.code
        if isinstance(part, Store):
            store_deleted.send(Store, store_id=number)
        if not isinstance(part, StoreGroup):
            scope = ConfigValue.Scope.STORES if isinstance(part, Store) else ConfigValue.Scope.WEBSITES
            ConfigValue.objects.filter(scope=scope, scope_id=number).delete()
        part.delete()
        events.record(_subject_of(part), number, "deleted", code=code, name=part.name)
    try:
        connection.check_constraints()
    except IntegrityError as refusal:  # Somebody came in between.
        raise StillUsed(whole, "accounts") from refusal


def _users_of(part: models.Model) -> Iterable[str]:
    """What belongs to a part of the shop and keeps it from being deleted, in the words of a merchant."""
    for relation in part._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.on_delete is not models.PROTECT:
            continue
        model: Any = relation.related_model
        is_part = issubclass(model, Website | StoreGroup | Store)
        if not is_part and model._base_manager.filter(**{relation.field.name: part}).exists():
            yield str(model._meta.verbose_name_plural)


def _locked(model: type[Part], pk: int) -> Part:
    found = model._default_manager.select_for_update().filter(pk=pk).first()
    if found is None:
        raise NoSuchEntity(id=pk)
    return found


def _parent(model: type[Part], parent: Any) -> Part:
    """What a new part belongs to; nothing is added to what is the admin's."""
    if not isinstance(parent, model) or parent.pk == 0:
        raise NoSuchEntity(id=getattr(parent, "pk", None))
    return _locked(model, parent.pk)


def _taken(part: Part, fields: Fields, names: Iterable[str]) -> dict[str, Any] | None:
    """Give a part what was said of it; what it was before, None if it is new."""
    before = {name: getattr(part, name) for name in names} if part.pk is not None else None
    for name in names:
        if name in fields:
            setattr(part, name, fields[name].strip() if isinstance(fields[name], str) else fields[name])
    return before


def _problems_with(part: Part, form: re.Pattern[str], refusal: type[InvalidInput]) -> list[InvalidInput]:
    problems: list[InvalidInput] = [] if form.fullmatch(part.code) else [refusal()]
    if not part.name:
        problems.append(NameRequired(fieldName="name"))
    try:
        part.clean_fields(exclude={"code", "name"} if problems else None)
    except ValidationError as odd:
        for name, sentences in odd.message_dict.items():
            problems += [StructureNotValid(called(part, name), sentence) for sentence in sentences]
    return problems


def called(part: models.Model | type[models.Model], name: str) -> str:
    """What a field of a part of the shop is called in a sentence."""
    return str(getattr(part._meta.get_field(name), "verbose_name", name))


def _saved(part: Part, before: dict[str, Any] | None, taken: Callable[[], Failure]) -> Part:
    try:
        with transaction.atomic():
            part.save()
    except IntegrityError as refusal:
        raise taken() from refusal
    changed = [name for name, value in (before or {}).items() if getattr(part, name) != value]
    if before is None:
        events.record(_subject_of(part), part.pk, "created", code=part.code, name=part.name)
    elif changed:
        events.record(_subject_of(part), part.pk, "changed", code=part.code, name=part.name, fields=changed)
    return part


def _subject_of(part: models.Model) -> str:
    return {Website: "website", StoreGroup: "store_group", Store: "store"}[type(part)]
