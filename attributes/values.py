"""Values of custom attributes: checked and brought into the one form they are kept in, and read back.

A value is kept as the text Magento's REST sends: `"501"` for a chosen option, `"501,502"` for several in the order of
the options, `"0"` or `"1"` for Yes/No, `"1972-03-11"` for a date, lines joined by a line feed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from attributes import dates, own, owners, rules
from attributes.errors import AttributeValueRequired, OptionNotOffered, TooManyLines, ValueNotUnique
from attributes.models import Attribute
from kernel.errors import InvalidInput

TEXT_LIMITS = {Attribute.Input.TEXT: 255, Attribute.Input.TEXTAREA: 65535, Attribute.Input.MULTILINE: 65535}
SECONDS = re.compile(r"\s*\d{9,10}\s*", re.ASCII)


class ChosenOption(NamedTuple):
    """An option somebody chose, as a store view calls it."""

    pk: int
    label: str

    def __str__(self) -> str:
        return self.label


class CustomValue(NamedTuple):
    """A value as clients read it: `text`, and for attributes that offer a choice the chosen options."""

    attribute: Attribute
    text: str
    selected: list[ChosenOption] | None


def accept(
    entity_type: str,
    given: Mapping[str, Any],
    kept: Mapping[str, str] | None = None,
    *,
    form: str | None = None,
    store_id: int | None = None,
) -> tuple[dict[str, str], list[InvalidInput]]:
    """What an owner keeps after a client sent `given`, and what is wrong with it.

    Codes nobody defined are ignored, as Magento does; a null or empty value takes the value away. With `form`, required
    attributes of that form must have a value afterwards; defaults stand in where nothing was kept or given. What is
    wrong is told with the labels of a store view, or the default ones.

    Within a transaction nobody else can give a unique value before it ends.
    """
    values = dict(kept or {})
    problems: list[InvalidInput] = []
    for attribute in own.attributes_of(entity_type):
        label = attribute.label_in(store_id)
        if attribute.code in given:
            try:
                text = _read(attribute, given[attribute.code], label)
            except InvalidInput as problem:
                problems.append(problem)
                continue
            refused = _problems_with(attribute, text, label) if text else []
            if not refused and text and text != values.get(attribute.code) and _is_taken(attribute, text):
                refused = [ValueNotUnique(label)]
            if refused:
                problems += refused
                continue
            if text:
                values[attribute.code] = text
            else:
                values.pop(attribute.code, None)
        elif kept is None and attribute.default_value:
            values[attribute.code] = attribute.default_value
        if form in attribute.forms and attribute.is_required and attribute.code not in values:
            problems.append(AttributeValueRequired(label))
    return values, problems


def claim(entity_type: str, values: Mapping[str, str]) -> None:
    """Make sure, within the transaction that writes them, that a new owner's unique values are nobody else's.

    `accept` has looked as well; between the two somebody else may have come. Raises ValueNotUnique.
    """
    if not values:
        return
    for attribute in Attribute.objects.filter(entity_type=entity_type, is_unique=True, code__in=values):
        if _is_taken(attribute, values[attribute.code]):
            raise ValueNotUnique(attribute.label)


def present(attributes: Iterable[Attribute], kept: Mapping[str, str], store_id: int | None = None) -> list[CustomValue]:
    """The kept values in the order of their attributes, each with its chosen options in their order.

    Options have the labels of a store view, or their default ones.
    """
    shown = []
    for attribute in attributes:
        text = kept.get(attribute.code)
        if text is None:
            continue
        selected = None
        if attribute.offers_options:
            chosen = set(text.split(","))
            selected = [
                ChosenOption(option.pk, option.label_in(store_id))
                for option in attribute.options.all()
                if str(option.pk) in chosen
            ]
        shown.append(CustomValue(attribute, text, selected))
    return shown


def normalized(attribute: Attribute, value: Any) -> str:
    """A value in the form it is kept in, empty for none. Raises the first thing that is wrong with it."""
    text = _read(attribute, value, attribute.label)
    for problem in _problems_with(attribute, text, attribute.label) if text else ():
        raise problem
    return text


def _read(attribute: Attribute, value: Any, label: str) -> str:
    """A value in the form it is kept in, whatever its rules say. Raises OptionNotOffered, InvalidDate, TooManyLines."""
    texts = [_text(part) for part in value] if isinstance(value, (list, tuple)) else [_text(value)]
    texts = texts or [""]
    match attribute.input_type:
        case Attribute.Input.MULTISELECT:
            return _options(attribute, [code.strip() for text in texts for code in text.split(",")])
        case Attribute.Input.SELECT:
            return _options(attribute, [text.strip() for text in texts])
        case Attribute.Input.BOOLEAN:
            return _yes_or_no(attribute, texts[0].strip())
        case Attribute.Input.DATE:
            return _date(texts[0]).isoformat() if texts[0].strip() else ""
        case Attribute.Input.MULTILINE:
            lines = "\n".join(texts).split("\n")
            if len(lines) > attribute.multiline_count:
                raise TooManyLines(label, attribute.multiline_count)
            return "\n".join(rules.filtered(attribute.input_filter, line) for line in lines).strip("\n")
        case _:
            return rules.filtered(attribute.input_filter, "\n".join(texts))


def _problems_with(attribute: Attribute, text: str, label: str) -> list[InvalidInput]:
    """What an attribute's rules find wrong with a text that `_read` made."""
    match attribute.input_type:
        case Attribute.Input.DATE:
            return rules.problems_with_date(label, attribute.validate_rules, dt.date.fromisoformat(text))
        case Attribute.Input.MULTILINE:
            most = TEXT_LIMITS[Attribute.Input.MULTILINE]
            problems = rules.problems_with_text(label, {}, text, most)
            for place, line in enumerate(text.split("\n")):
                if place == 0 or line:
                    told = rules.problems_with_text(label, attribute.validate_rules, line, most)
                    problems += [problem for problem in told if problem not in problems]
            return problems
        case Attribute.Input.TEXT | Attribute.Input.TEXTAREA:
            longest = TEXT_LIMITS[Attribute.Input(attribute.input_type)]
            return rules.problems_with_text(label, attribute.validate_rules, text, longest)
        case _:
            return []


def _is_taken(attribute: Attribute, text: str) -> bool:
    return attribute.is_unique and owners.is_taken(attribute, text)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)


def _date(text: str) -> dt.date:
    """A date as clients write it, or, as Magento's own do, in seconds since 1970. Raises InvalidDate."""
    if SECONDS.fullmatch(text):
        return dt.datetime.fromtimestamp(int(text), dt.UTC).date()
    return dates.read_date(text)


def _yes_or_no(attribute: Attribute, text: str) -> str:
    meaning = {"": "", "1": "1", "true": "1", "0": "0", "false": "0"}.get(text.lower())
    if meaning is None:
        raise OptionNotOffered(attribute.code, text)
    return meaning


def _options(attribute: Attribute, wanted: Iterable[str]) -> str:
    offered = {str(option.pk): None for option in attribute.options.all()}
    chosen = [code for code in wanted if code]
    for code in chosen:
        if code not in offered:
            raise OptionNotOffered(attribute.code, code)
    if attribute.input_type == Attribute.Input.SELECT and len(set(chosen)) > 1:
        raise OptionNotOffered(attribute.code, ",".join(chosen))
    return ",".join(code for code in offered if code in chosen)
