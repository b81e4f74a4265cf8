"""Who has values of custom attributes: the models that keep them, told by the apps that know them.

Values are counted and taken away here, for all owners in the same way. Taking away works through the owners in
batches, each a statement and a transaction of its own, so that nobody waits long for a row however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import Count, F, Func, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat, Replace

from attributes.models import Attribute

BATCH = 5_000
COUNTED = 1_000  # beyond it nobody needs the exact number, and a shop may have a million

_owners: dict[str, type[models.Model]] = {}


class Use(NamedTuple):
    """How many owners have a value; `more` of them than were counted."""

    number: int
    more: bool
    owners: str

    def __str__(self) -> str:
        return f"{'more than ' if self.more else ''}{self.number:,} {self.owners}"


class Without(Func):
    """JSON without one of its keys."""

    output_field = models.JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        document, key = self.source_expressions
        path = Value(f'$."{key.value}"')  # type: ignore[attr-defined]
        return Func(document, path, function="JSON_REMOVE", output_field=self.output_field).as_sql(compiler, connection)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" - ", **context)


class With(Func):
    """JSON with a text under one of its keys."""

    output_field = models.JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        document, key, text = self.source_expressions
        path = Value(f'$."{key.value}"')  # type: ignore[attr-defined]
        return Func(document, path, text, function="JSON_SET", output_field=self.output_field).as_sql(
            compiler, connection
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="(%(expressions)s)", arg_joiner=" || ", function="", **context
        )


def declare(entity_type: str, model: type[models.Model]) -> None:
    """Make known who keeps the values of an entity's attributes, in a JSON column `custom_values`."""
    _owners[entity_type] = model


def is_taken(attribute: Attribute, text: str) -> bool:
    """Whether somebody has this value. Within a transaction, whoever else asks of this attribute waits for its end."""
    if connection.in_atomic_block:
        Attribute.objects.select_for_update().get(pk=attribute.pk)
    model = _owners.get(attribute.entity_type)
    return model is not None and model._default_manager.alias(value=_value(attribute)).filter(value=text).exists()


def holders(attribute: Attribute, option_id: int | None = None) -> QuerySet[Any]:
    """Everybody with a value of an attribute, or with one of its options chosen."""
    having = _model(attribute)._base_manager.filter(custom_values__has_key=attribute.code)
    if option_id is None:
        return having
    if attribute.input_type == Attribute.Input.SELECT:
        return (
            having.filter(custom_values__contains={attribute.code: str(option_id)})
            if _finds_quickly()
            else (having.alias(chosen=_value(attribute)).filter(chosen=str(option_id)))
        )
    return having.alias(chosen=_listed(attribute)).filter(chosen__contains=f",{option_id},")


def use_of(attribute: Attribute, option_id: int | None = None) -> Use:
    """How many have a value of an attribute, or one of its options chosen; counted up to COUNTED."""
    number = holders(attribute, option_id).order_by()[: COUNTED + 1].count()
    names = _model(attribute)._meta
    owners = names.verbose_name if number == 1 else names.verbose_name_plural
    return Use(min(number, COUNTED), number > COUNTED, str(owners))


def is_used(attribute: Attribute) -> bool:
    """Whether anybody has a value of an attribute."""
    return holders(attribute).exists()


def are_alike(attribute: Attribute) -> bool:
    """Whether two of those who have a value of an attribute have the same one."""
    counted = holders(attribute).order_by().annotate(value=_value(attribute)).values("value")
    return counted.annotate(owners=Count("pk")).filter(owners__gt=1).exists()


def forget(attribute: Attribute) -> int:
    """Take every value of an attribute away; how many there were."""
    code = _key(attribute)
    return _in_batches(holders(attribute), lambda rows: rows.update(custom_values=Without(F("custom_values"), code)))


def forget_options(attribute: Attribute, option_ids: Iterable[int]) -> int:
    """Take options away from whoever has them chosen; how many choices there were."""
    return sum(_forget_option(attribute, option_id) for option_id in option_ids)


def _forget_option(attribute: Attribute, option_id: int) -> int:
    rest = Func(
        Replace(_listed(attribute), Value(f",{option_id},"), Value(",")),
        Value(","),
        function="TRIM" if connection.vendor == "sqlite" else "BTRIM",
        output_field=models.TextField(),
    )

    def forget_in(rows: QuerySet[Any]) -> int:
        only = rows.alias(all_chosen=_value(attribute)).filter(all_chosen=str(option_id))
        number = only.update(custom_values=Without(F("custom_values"), _key(attribute)))
        return number + rows.update(custom_values=_with(attribute, rest))

    return _in_batches(holders(attribute, option_id), forget_in)


def _in_batches(rows: QuerySet[Any], change: Callable[[QuerySet[Any]], int]) -> int:
    """Change rows in the order of their numbers, a batch to a transaction."""
    last, number = 0, 0
    rows = rows.order_by("pk")
    while pks := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            number += change(rows.order_by().filter(Q(pk__gt=last) & Q(pk__lte=pks[-1])))
        last = pks[-1]
    return number


def _model(attribute: Attribute) -> type[models.Model]:
    return _owners[attribute.entity_type]


def _key(attribute: Attribute) -> Value:
    return Value(attribute.code, output_field=models.TextField())


def _value(attribute: Attribute) -> Cast:
    """The kept text. Not a lookup by name: an attribute may be called what a lookup is called."""
    return Cast(KeyTextTransform(attribute.code, "custom_values"), models.TextField())


def _listed(attribute: Attribute) -> Concat:
    """The kept numbers of several options, each between commas."""
    return Concat(Value(","), _value(attribute), Value(","), output_field=models.TextField())


def _with(attribute: Attribute, text: Func[Any]) -> Func[Any]:
    if connection.vendor == "sqlite":
        return With(F("custom_values"), _key(attribute), text)
    built = Func(Cast(_key(attribute), models.TextField()), text, function="JSONB_BUILD_OBJECT")
    built.output_field = models.JSONField()
    return With(F("custom_values"), built)


def _finds_quickly() -> bool:
    """Whether the database finds what is within JSON by an index."""
    return bool(connection.features.supports_json_field_contains)
