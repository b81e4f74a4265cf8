"""Custom attributes of customers and addresses, their options and labels: brought by code, values found by number."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from attributes import definitions, metadata, rules
from attributes.definitions import OptionFields
from attributes.forms import form_codes
from attributes.models import Attribute, AttributeOption
from kernel.errors import Failure
from transfer import times
from transfer.magento_database.database import Database
from transfer.magento_database.structure import Places
from transfer.reports import PartReport

Input = Attribute.Input
TABLE_SOURCE = r"Magento\Eav\Model\Entity\Attribute\Source\Table"
YES_NO_SOURCE = r"Magento\Eav\Model\Entity\Attribute\Source\Boolean"
NO_TEXT = ("file", "image")  # what stands there names a file that is somewhere else
ENTITY_TABLES = {Attribute.Entity.CUSTOMER: "customer_entity", Attribute.Entity.ADDRESS: "customer_address_entity"}
VALUE_TYPES = ("varchar", "int", "text", "datetime", "decimal")
SERIALIZED = re.compile(r's:\d+:"(\w+)";(?:s:\d+:"([^"]*)"|i:(-?\d+)|b:(\d))')  # PHP's, of Magento 2.0 and 2.1
Record = dict[str, str | None]


@dataclass
class Known:
    """An attribute of Magento's and, if it is here as well, which one it is here.

    `options` are the numbers of options here by those Magento has for them, and `labels` what they are called there.
    """

    number: int
    code: str
    backend_type: str
    entity: Attribute.Entity
    here: Attribute | None = None
    options: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """Where its values stand."""
        table = ENTITY_TABLES[self.entity]
        return table if self.backend_type == "static" else f"{table}_{self.backend_type}"


def bring(database: Database, places: Places, *, writes: bool) -> tuple[list[Known], PartReport]:
    """Define the attributes that are not here, and change those that are defined otherwise.

    Without `writes` they are only looked for. Attributes and options that are here alone stay.
    """
    report = PartReport("attributes")
    known: list[Known] = []
    store_labels = _labels(database, "eav_attribute_label", "attribute_id", places)
    forms: dict[str, list[str]] = {}
    for form, number in database.lines("SELECT form_code, attribute_id FROM {customer_form_attribute} ORDER BY 1"):
        forms.setdefault(str(number), []).append(str(form))
    for record in _records(database):
        entity, code = Attribute.Entity(str(record["entity_type_code"])), str(record["attribute_code"])
        if code in metadata.declared(entity):
            continue
        if record["is_user_defined"] != "1" and record["is_system"] == "1":
            report.counts["attributes of Magento's own that have no counterpart here"] += 1
            continue
        each = Known(int(record["attribute_id"] or 0), code, str(record["backend_type"]), entity)
        each.here = Attribute.objects.filter(entity_type=entity, code__iexact=code).first()
        wanted = _Wanted(database, places, record, forms.get(str(each.number), []), store_labels.get(str(each.number)))
        if writes:
            _save(each, wanted, report)
        if each.here is not None:
            each.options, each.labels = wanted.options_of(each.here), wanted.labels
        known.append(each)
    _count_overrides(database, report)
    return known, report


def has_values(database: Database, known: Known) -> bool:
    """Whether anybody has a value of an attribute."""
    if known.backend_type == "static":
        column = known.code
        return database.has(known.table, column) and bool(
            database.lines(f"SELECT 1 FROM {{{known.table}}} WHERE `{column}` IS NOT NULL LIMIT 1")  # noqa: S608
        )
    return database.has(known.table) and bool(
        database.lines(f"SELECT 1 FROM {{{known.table}}} WHERE attribute_id = %s LIMIT 1", known.number)  # noqa: S608
    )


def _save(each: Known, wanted: _Wanted, report: PartReport) -> None:
    """Make the attribute what is wanted; if that is refused, it stays what it is here."""
    called = f"{each.entity.label.lower()} attribute {each.code}"
    if wanted.input_type is None:
        report.refuse(called, f"its input {wanted.record['frontend_input']} is not offered here")
        return
    report.counts.update(wanted.dropped)
    options = wanted.options(each.here)
    if each.here is not None and wanted.is_as(each.here) and options is None:
        report.counts["attributes unchanged"] += 1
        return
    try:
        with transaction.atomic():
            if each.here is None:
                fields = {**wanted.fields, "entity_type": each.entity, "code": each.code}
                each.here = definitions.create_attribute(fields=fields, options=options or ())
                report.counts["attributes created"] += 1
            else:
                each.here = definitions.change_attribute(
                    attribute_id=each.here.pk, fields=wanted.fields, options=options
                )
                report.counts["attributes changed"] += 1
    except Failure as refusal:
        report.refuse(called, "; ".join(problem.message for problem in getattr(refusal, "problems", [refusal])))
    else:
        report.notes += [f"{called}: {note}" for note in wanted.notes]


class _Wanted:
    """What an attribute is to be here: the fields of its definition, and its options."""

    def __init__(
        self, database: Database, places: Places, record: Record, forms: Sequence[str], labels: dict[str, str] | None
    ) -> None:
        self.record, self.places = record, places
        self.notes: list[str] = []
        self.dropped: Counter[str] = Counter()
        self.entity = Attribute.Entity(str(record["entity_type_code"]))
        self.input_type = self._input_type()
        self.fields = self._fields(forms, labels or {}) if self.input_type is not None else {}
        self._told = self._options(database) if self.input_type in (Input.SELECT, Input.MULTISELECT) else []

    def is_as(self, here: Attribute) -> bool:
        """Whether the attribute is defined so already."""
        return all(getattr(here, name) == value for name, value in self.fields.items())

    def options(self, here: Attribute | None) -> list[OptionFields] | None:
        """The options it is to have, those that are here alone behind them; None if it has them all."""
        if not self._told:
            return None
        there = {option.label: option for option in here.options.all()} if here and here.offers_options else {}
        wanted = [
            option._replace(id=there[option.label].pk if option.label in there else None) for _, option in self._told
        ]
        told = {option.label for option in wanted}
        wanted += [_as_it_is(option) for label, option in there.items() if label not in told]
        return None if all(_is_as(option, there.get(option.label)) for option in wanted) else wanted

    def options_of(self, here: Attribute) -> dict[str, str]:
        """The numbers its options have here, by Magento's."""
        numbers = {option.label: str(option.pk) for option in AttributeOption.objects.filter(attribute=here)}
        return {number: numbers[option.label] for number, option in self._told if option.label in numbers}

    @property
    def labels(self) -> dict[str, str]:
        """What its options are called, by Magento's numbers."""
        return {number: option.label for number, option in self._told}

    def _input_type(self) -> Attribute.Input | None:
        told, source = self.record["frontend_input"] or "text", (self.record["source_model"] or "").lstrip("\\")
        if told in NO_TEXT:
            return None
        if told == "select" and source == YES_NO_SOURCE:
            return Input.BOOLEAN
        if told in ("select", "multiselect") and source not in ("", TABLE_SOURCE):
            self.notes.append("its options come from a program of Magento's; its values come as they are kept there")
            return Input.TEXT
        if told in Input.values:
            return Input(told)
        self.notes.append(f"its input {told} became a text field")
        return Input.TEXT

    def _fields(self, forms: Sequence[str], labels: dict[str, str]) -> dict[str, Any]:
        record = self.record
        own_forms = [form for form in forms if form in form_codes(self.entity)]
        self.dropped["forms attributes are in that are not here"] += len(forms) - len(own_forms)
        lines = int(record["multiline_count"] or 1)
        input_filter = record["input_filter"] or ""
        fields = {
            "label": (record["frontend_label"] or str(record["attribute_code"])).strip(),
            "store_labels": labels,
            "input_type": self.input_type,
            "is_required": record["is_required"] == "1",
            "multiline_count": lines if self.input_type == Input.MULTILINE and lines else 1,
            "sort_order": int(record["sort_order"] or 0),
            "forms": own_forms,
            "is_visible": record["is_visible"] == "1" and record["frontend_input"] != "hidden",
            "is_unique": record["is_unique"] == "1",
            "input_filter": input_filter if input_filter in Attribute.Filter.values else "",
            "validate_rules": self._rules(),
            "frontend_class": record["frontend_class"] or "",
            "note": record["note"] or "",
        }
        if self.input_type not in (Input.SELECT, Input.MULTISELECT):
            fields["default_value"] = self._default()
        return fields

    def _default(self) -> str:
        text = (self.record["default_value"] or "").strip()
        if not text or self.record["is_unique"] == "1":
            return ""
        match self.input_type:
            case Input.BOOLEAN:
                return "1" if text == "1" else "0"
            case Input.DATE:
                try:
                    date = times.read_date(text)
                except ValueError:
                    self.notes.append(f"its default {text} is no date")
                    return ""
                return date.isoformat() if date else ""
            case _:
                return text

    def _rules(self) -> dict[str, Any]:
        """The rules the input has a use for, by name."""
        text = self.record["validate_rules"] or ""
        told: dict[str, Any] = {}
        if text.startswith("a:"):
            told = {name: text or number or flag for name, text, number, flag in SERIALIZED.findall(text)}
        elif text:
            try:
                told = json.loads(text)
            except ValueError:
                self.notes.append("its validation rules are not to be read")
        used = rules.used_by(str(self.input_type))
        kept: dict[str, Any] = {}
        for name, value in (told if isinstance(told, dict) else {}).items():
            if value in (None, ""):
                continue
            if name not in used:
                self.dropped["validation rules that have no use here"] += 1
            elif name in rules.LENGTHS:
                kept[name] = int(value) if str(value).isdigit() else value
            elif name in rules.RANGE and (date := rules.read_range_date(value)):
                kept[name] = date.isoformat()
            else:
                kept[name] = str(value)
        return kept

    def _options(self, database: Database) -> list[tuple[str, OptionFields]]:
        """Its options by Magento's numbers. A label that stands there twice gets the number behind it the second time;
        store views show it as it is."""
        defaults = set((self.record["default_value"] or "").split(","))
        numbers = [
            str(number)
            for (number,) in database.lines(
                "SELECT option_id FROM {eav_attribute_option} WHERE attribute_id = %s ORDER BY sort_order, option_id",
                self.record["attribute_id"],
            )
        ]
        labels: dict[str, dict[str, str]] = {number: {} for number in numbers}
        for number, store, text in database.lines(
            "SELECT v.option_id, v.store_id, v.value FROM {eav_attribute_option_value} v"
            " JOIN {eav_attribute_option} o ON o.option_id = v.option_id WHERE o.attribute_id = %s ORDER BY v.value_id",
            self.record["attribute_id"],
        ):
            labels[str(number)][str(store)] = (text or "").strip()
        taken: set[str] = set()
        told = []
        for place, number in enumerate(numbers):
            label = labels[number].pop("0", "") or number
            own = {
                str(self.places.stores[store].pk): text
                for store, text in labels[number].items()
                if store in self.places.stores and text
            }
            if label in taken:
                own = {str(store.pk): label for store in self.places.stores.values()} | own
                label = f"{label} ({number})"
            taken.add(label)
            is_default = number in defaults and self.record["is_unique"] != "1"
            told.append((number, OptionFields(label, None, place, is_default, own)))
        return told


def _records(database: Database) -> list[Record]:
    """The attributes of customers and addresses, in their order."""
    of_all = (
        "attribute_id", "attribute_code", "backend_type", "frontend_input", "frontend_label", "frontend_class",
        "source_model", "is_required", "is_user_defined", "default_value", "is_unique", "note",
    )  # fmt: skip
    of_customers = ("is_visible", "input_filter", "multiline_count", "validate_rules", "is_system", "sort_order")
    there = [
        f"{alias}.`{column}`"
        for alias, table, columns in (
            ("t", "eav_entity_type", ("entity_type_code",)),
            ("a", "eav_attribute", of_all),
            ("c", "customer_eav_attribute", of_customers),
        )
        for column in columns
        if database.has(table, column)
    ]
    names = [column.partition(".")[2].strip("`") for column in there]
    empty = dict.fromkeys((*of_all, *of_customers))
    found = database.lines(
        f"SELECT {', '.join(there)} FROM {{eav_attribute}} a"  # noqa: S608
        " JOIN {eav_entity_type} t ON t.entity_type_id = a.entity_type_id"
        " JOIN {customer_eav_attribute} c ON c.attribute_id = a.attribute_id"
        " WHERE t.entity_type_code IN ('customer', 'customer_address') ORDER BY c.sort_order, a.attribute_id"
    )
    return [{**empty, **dict(zip(names, line, strict=True))} for line in found]


def _labels(database: Database, table: str, key: str, places: Places) -> dict[str, dict[str, str]]:
    """What things are called in store views, by their numbers there and then by the views' numbers here."""
    labels: dict[str, dict[str, str]] = {}
    for number, store, text in database.lines(f"SELECT {key}, store_id, value FROM {{{table}}} ORDER BY store_id"):  # noqa: S608
        if store in places.stores and (told := (text or "").strip()):
            labels.setdefault(str(number), {})[str(places.stores[store].pk)] = told
    return labels


def _count_overrides(database: Database, report: PartReport) -> None:
    """Count what differs from website to website, which nothing does here."""
    if database.has("customer_eav_attribute_website"):
        report.counts["rules of attributes for one website alone, which are not kept here"] += database.count(
            "customer_eav_attribute_website",
            "WHERE COALESCE(is_visible, is_required, multiline_count) IS NOT NULL OR default_value <> ''",
        )
    report.counts += Counter()


def _as_it_is(option: AttributeOption) -> OptionFields:
    return OptionFields(option.label, option.pk, option.sort_order, option.is_default, option.store_labels)


def _is_as(wanted: OptionFields, here: AttributeOption | None) -> bool:
    """Whether an option is what it is to be."""
    return here is not None and wanted == _as_it_is(here)
