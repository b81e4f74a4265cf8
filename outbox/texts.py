"""The texts of mails: what the shop comes with, what a merchant wrote in its place, and how they are filled in.

An app declares its mails with the variables each has. The files it brings are written in the same markup a merchant
may use: variables that are plain texts, `{% if %}`, and the filters of `outbox.markup`. Whatever a variable holds is
escaped in HTML, and cannot begin a new line.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.template.base import FilterExpression, Variable
from django.utils.safestring import mark_safe

from kernel.errors import InvalidInput, NoSuchEntity
from kernel.text import one_line
from outbox import config as outbox_config
from outbox.errors import SubjectNotOneLine, TextNotReadable, VariableMissing, VariableUnknown
from outbox.models import MailTemplate
from revisions import kept
from stores import base_urls, config
from stores.models import ConfigValue, Store

logger = logging.getLogger(__name__)

LAYOUT = "design_email_layout"
PARTS = ("subject", "text", "html")
SUBJECT_LENGTH = 255
Scope = ConfigValue.Scope


@dataclass(frozen=True)
class Value:
    """What stands for a value in a text: what it is, and one to show."""

    help: str
    sample: str


@dataclass(frozen=True)
class MailText:
    """A kind of mail. `folder` holds `<code>.html` and `<code>.txt`; `needed` are variables its texts must have."""

    code: str
    label: str
    subject: str
    folder: Path
    values: Mapping[str, Value] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    holds_secret: bool = False

    @property
    def known(self) -> dict[str, Value]:
        """Every variable its texts may use."""
        return {**self.values, **OF_THE_STORE}

    def default(self, part: str) -> str:
        """What the shop comes with."""
        return self.subject if part == "subject" else _file(self.folder / f"{self.code}.{_SUFFIX[part]}")


_SUFFIX = {"text": "txt", "html": "html"}

OF_THE_STORE = {
    "store_name": Value("Name of the store.", "Main Website Store"),
    "store_url": Value("Address of the store.", "https://shop.example.com/"),
    "store_email": Value("E-mail of the customer support.", "support@example.com"),
}

_declared: dict[str, MailText] = {}


class Written(NamedTuple):
    """A mail with its values in place."""

    subject: str
    text: str
    html: str


def declare(*mails: MailText) -> None:
    """Make kinds of mails known."""
    _declared.update({mail.code: mail for mail in mails})


def declared() -> list[MailText]:
    """Every kind of mail there is; what surrounds all of them comes last."""
    return sorted(_declared.values(), key=lambda mail: mail.code == LAYOUT)


def text_of(code: str) -> MailText:
    """A kind of mail by its code. Raises NoSuchEntity."""
    try:
        return _declared[code]
    except KeyError:
        raise NoSuchEntity(template=code) from None


def store_values(store: Store) -> dict[str, str]:
    """The variables every mail of a store view has."""
    support = outbox_config.email_path("support")
    found = config.read_all([outbox_config.STORE_NAME, support], store)
    return {
        "store_name": found[outbox_config.STORE_NAME] or store.group.name,
        "store_url": address(store),
        "store_email": found[support],
    }


def address(store: Store, path: str = "") -> str:
    """The address of a page of a store view's storefront, as its merchant has set it."""
    values = config.read_all(base_urls.PATHS, store)
    _, secure = base_urls.base_urls(values, code=store.code, origin=settings.PUBLIC_URL)
    return secure.link + path.removeprefix("/")


def write(code: str, store: Store, values: Mapping[str, str]) -> Written:
    """A mail of a store view. A text of a merchant's that fails gives way to the one the shop comes with."""
    mail = text_of(code)
    own, around = _overrides((code, LAYOUT), store)
    known = {**values, **store_values(store)}
    return filled(mail, own, around, {name: one_line(value) for name, value in known.items()})


def filled(mail: MailText, own: Mapping[str, str], around: Mapping[str, str], values: Mapping[str, str]) -> Written:
    """A mail from the texts given for it and for what surrounds it, where these are not empty."""
    layout = text_of(LAYOUT)
    subject = one_line(_rendered(mail, "subject", own, values))[:SUBJECT_LENGTH]
    whole: dict[str, str] = {}
    for part in ("text", "html"):
        inside = mark_safe(_rendered(mail, part, own, values).strip())  # noqa: S308  (escaped as it was filled in)
        whole[part] = _rendered(layout, part, around, {**values, "content": inside, "subject": subject}).strip() + "\n"
    return Written(subject, **whole)


def sample(mail: MailText, own: Mapping[str, str], store: Store | None) -> Written:
    """A mail as it would be, with sample values."""
    values = {name: value.sample for name, value in mail.known.items()}
    if store is not None:
        values |= store_values(store)
    around = _overrides((LAYOUT,), store)[0]
    if mail.code == LAYOUT:
        shown = MailText(LAYOUT, mail.label, mail.values["subject"].sample, mail.folder)
        content = {"text": mail.values["content"].sample, "html": f"<p>{mail.values['content'].sample}</p>"}
        return filled(shown, content, {**around, **{part: text for part, text in own.items() if text}}, values)
    return filled(mail, own, around, values)


def problems_with(mail: MailText, part: str, text: str) -> Iterator[InvalidInput]:
    """What is wrong with a merchant's text; an empty one is none, and fine."""
    if not text.strip():
        return
    if part == "subject" and (one_line(text) != text.strip() or len(text) > SUBJECT_LENGTH):
        yield SubjectNotOneLine()
    try:
        used = _names_in(_compiled(text))
    except TemplateSyntaxError as error:
        yield TextNotReadable(str(error))
        return
    for name in sorted(used - set(mail.known)):
        yield VariableUnknown(name, ", ".join(sorted(mail.known)))
    if part != "subject":
        for name in mail.needed:
            if name not in used:
                yield VariableMissing(name)


_own = kept.Kept(lambda: list(MailTemplate.objects.all()))


def _overrides(codes: Iterable[str], store: Store | None) -> list[dict[str, str]]:
    """For each code the merchant's texts that count for a store view, by part."""
    codes = list(codes)
    places = {(Scope.DEFAULT, 0): 0}
    if store is not None:
        places |= {(Scope.WEBSITES, store.website_id): 1, (Scope.STORES, store.pk): 2}
    rows = [row for row in _own() if row.code in codes and (Scope(row.scope), row.scope_id) in places]
    rows.sort(key=lambda row: places[Scope(row.scope), row.scope_id])
    found: dict[str, dict[str, str]] = {code: {} for code in codes}
    for row in rows:
        found[row.code] |= {part: getattr(row, part) for part in PARTS if getattr(row, part).strip()}
    return [found[code] for code in codes]


def _rendered(mail: MailText, part: str, own: Mapping[str, str], values: Mapping[str, Any]) -> str:
    context = Context(dict(values), autoescape=part == "html", use_l10n=False, use_tz=False)
    if own.get(part):
        try:
            return _compiled(own[part]).render(context)
        except Exception:
            # Only a row written past the admin can hold such a text; the mail is owed all the same.
            logger.exception(
                "The %s a merchant wrote for %s cannot be filled in; the default is sent.", part, mail.code
            )
    return _compiled(mail.default(part)).render(context)


class _Markup(Engine):
    """Django's templates with the tags and filters of `outbox.markup` and no others."""

    default_builtins = ["outbox.markup"]


_engine = _Markup(loaders=[("django.template.loaders.locmem.Loader", {})])


@lru_cache(maxsize=256)
def _compiled(text: str) -> Template:
    return Template(text, engine=_engine)


@cache
def _file(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _names_in(template: Template) -> set[str]:
    """The variables a text uses, as they are written."""
    names: set[str] = set()
    waiting: list[Any] = [template.nodelist]
    seen: set[int] = set()
    while waiting:
        part = waiting.pop()
        if id(part) in seen or isinstance(part, str | bytes | int | float | type) or part is None:
            continue
        seen.add(id(part))
        match part:
            case FilterExpression():
                waiting += [part.var, *(argument for _, arguments in part.filters for argument in arguments)]
            case Variable():
                if part.lookups is not None:
                    names.add(".".join(part.lookups))
            case list() | tuple():
                waiting += part
            case _:
                waiting += vars(part).values() if _is_of_template(part) else []
    return names


def _is_of_template(part: Any) -> bool:
    return type(part).__module__.startswith("django.template.") and not isinstance(part, Engine)


_declared[LAYOUT] = MailText(
    code=LAYOUT,
    label="What surrounds every mail",
    subject="",
    folder=Path(__file__).parent / "mail_texts",
    values={
        "content": Value("The mail itself.", "Here stands what the mail says."),
        "subject": Value("Its subject.", "A mail of the shop"),
    },
    needed=("content",),
)
