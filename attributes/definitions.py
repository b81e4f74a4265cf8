"""What a merchant may define: the rules an attribute itself has to follow."""

from __future__ import annotations

from collections.abc import Sequence

from attributes import metadata, rules, values
from attributes.errors import (
    CodeOfBuiltIn,
    DefaultOfUnique,
    FormNotOfEntity,
    LinesOutOfRange,
    OptionsNotUsed,
    SeveralDefaults,
)
from attributes.forms import form_codes
from attributes.models import Attribute, AttributeOption
from kernel.errors import InvalidInput

MOST_LINES = 20


def problems_with(attribute: Attribute) -> list[InvalidInput]:
    """Everything that is wrong with an attribute, its options aside. Its default takes the form values have."""
    problems: list[InvalidInput] = []
    entity = Attribute.Entity(attribute.entity_type)
    problems += [FormNotOfEntity(code, entity.label) for code in attribute.forms if code not in form_codes(entity)]
    if not 1 <= attribute.multiline_count <= MOST_LINES:
        problems.append(LinesOutOfRange(1, MOST_LINES))
    if attribute.pk is None and attribute.code in metadata.declared(attribute.entity_type):
        problems.append(CodeOfBuiltIn(attribute.code))
    if attribute.is_unique and attribute.default_value:
        problems.append(DefaultOfUnique())
    problems += rules.problems_with_rules(attribute.input_type, attribute.validate_rules)
    if not attribute.offers_options:
        try:
            attribute.default_value = values.normalized(attribute, attribute.default_value)
        except InvalidInput as problem:
            problems.append(problem)
    return problems


def problems_with_options(attribute: Attribute, defaults: Sequence[bool]) -> list[InvalidInput]:
    """What is wrong with the options an attribute is to have: of each, whether it is a default."""
    if defaults and not attribute.offers_options:
        return [OptionsNotUsed()]
    if attribute.input_type == Attribute.Input.SELECT and sum(defaults) > 1:
        return [SeveralDefaults()]
    return []


def take_default_from_options(attribute: Attribute) -> None:
    """Make the default value of an attribute that offers options the ones marked so."""
    if attribute.offers_options:
        marked = AttributeOption.objects.filter(attribute=attribute, is_default=True)
        attribute.default_value = ",".join(str(option.pk) for option in marked)
        attribute.save(update_fields=["default_value"])
